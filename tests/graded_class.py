"""A class that our grader grades from the beginning, watched and timed."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pathfinders.course import journal
from tests.fixtures_class import AS_ROOT, SLUG, answers, hand_in, new_course

ROOT = Path(__file__).resolve().parent.parent
SLOW = ("stops",)
"""Whose endless loop would measure nothing but the limit of time."""

MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Run:
    """What one call of the grader came to."""

    whole: float
    """Seconds from the call to its end."""

    warm: float
    """Seconds from the moment at which it could begin with a submission."""

    memory: float
    files: int
    """The most memory (MB) and open files that the grader itself had; 0 where the system does not tell."""


def class_of(course, count):
    """A course with students: everything right, each named wrong answer, another design, nothing."""
    exercise = new_course(ROOT, course)
    kinds = [(name, given) for name, given in sorted(answers(exercise).items()) if name not in SLOW]
    for number in range(count):
        name, given = kinds[number % len(kinds)]
        hand_in(course, exercise, f"s{number:03}-{name}", given)
    return course


def graded(course, *options):
    """The Run of our grading of the whole class into a new gradebook."""
    for path in ("gradebook.db", "autograded", "grading"):
        shutil.rmtree(course / path, ignore_errors=True)
        (course / path).unlink(missing_ok=True)
    command = [sys.executable, "-m", "pathfinders", "grade", course, SLUG, *AS_ROOT, "--jobs", *options]
    with tempfile.TemporaryFile() as told:
        begin = time.perf_counter()
        grader = subprocess.Popen(command, stdout=told, stderr=told)
        sizes = [(0.0, 0)]
        while grader.poll() is None:
            sizes.append(size(grader.pid))
            time.sleep(0.02)
        whole = time.perf_counter() - begin
        told.seek(0)
        assert grader.returncode == 0, told.read().decode()
    at = {note["step"]: datetime.fromisoformat(note["at"]) for note in notes(course)}
    return Run(whole, (at["done"] - at["ready"]).total_seconds(), *map(max, zip(*sizes, strict=True)))


def size(pid):
    """(memory in MB, open files) of a process; zeros where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE, len(os.listdir(f"/proc/{pid}/fd"))
    except (OSError, IndexError):
        return 0.0, 0


def notes(course):
    """The lines of the journal."""
    return journal.read(course / "grading" / f"{SLUG}.jsonl")


def peak(course):
    """The most memory that one student's process had, in MB, from the journal."""
    return max(note["memory"] for note in notes(course) if note["step"] == "ran") / MEGABYTE
