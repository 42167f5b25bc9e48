"""A class of 40 is graded: by us in the sandbox, and by nbgrader's own autograde without one.

nbgrader grades one after the other, so eight of the forty are timed, and its start on its own, with nothing
to do; forty are reckoned from these. `otter run` is not measured: it is not installed.
"""

import json
import shutil
import tempfile
import time
from pathlib import Path

from tests.fixtures_class import SLUG, answers, grade, hand_in, nbgrader, new_course, points

ROOT = Path(__file__).resolve().parent.parent
STUDENTS, TIMED = 40, 8
SLOW = ("stops",)
"""Whose endless loop would measure nothing but the limit of time."""

MEGABYTE = 1 << 20


def rows():
    """Rows of the bench table: the class against nbgrader, jobs, the sandbox, nothing to do, memory."""
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder, "course")
        class_of(course)
        stock, start = by_nbgrader(course, Path(folder, "stock"))
        two, one, free = (seconds(course, *options) for options in (("2",), ("1",), ("2", "--no-sandbox")))
        assert_same(course, Path(folder, "stock"))
        nothing = timed(lambda: grade(course))
        memory = peak(course)
    whole = start + (stock - start) / TIMED * STUDENTS
    name = f"{STUDENTS} students, sandboxed, 2 jobs (peer: nbgrader autograde, {TIMED} timed)"
    return [
        row(name, two, whole, "≥ 6×", two <= whole / 6),
        row(f"{STUDENTS} students, 2 jobs (peer: 1 job)", two, one, "≥ 1.6×", two <= one / 1.6),
        row(f"{STUDENTS} students, sandboxed (peer: no sandbox)", two, free, "≥ 0.91×", two <= free * 1.1),
        row("nothing to grade (peer: nbgrader autograde)", nothing, start, "≥ 4×", nothing <= start / 4),
        row("memory of a student's process, peak", memory, None, 512.0, memory <= 512, "MB"),
    ]


def row(name, ours, peer, target, holds, unit="s"):
    ratio = peer / ours if peer else None
    return {
        "name": name,
        "ours": ours,
        "peer": peer,
        "ratio": ratio,
        "target": target,
        "unit": unit,
        "holds": holds,
    }


def class_of(course):
    """A course with 40 students: everything right, each named wrong answer, another design, nothing."""
    exercise = new_course(ROOT, course)
    kinds = [(name, given) for name, given in sorted(answers(exercise).items()) if name not in SLOW]
    for number in range(STUDENTS):
        name, given = kinds[number % len(kinds)]
        hand_in(course, exercise, f"s{number:03}-{name}", given)


def by_nbgrader(course, stock):
    """Seconds of `nbgrader autograde` for the first few of the class, and once more with nothing to do."""
    left_out = [path.name for path in sorted((course / "submitted").iterdir())[TIMED:]]
    shutil.copytree(course, stock, ignore=shutil.ignore_patterns(*left_out))
    nbgrader(stock, "generate_assignment", SLUG, "--force")
    return tuple(timed(lambda: nbgrader(stock, "autograde", SLUG)) for _ in range(2))


def seconds(course, jobs, *options):
    """Seconds of our grading of the whole class into a new gradebook."""
    for path in ("gradebook.db", "autograded", "grading"):
        shutil.rmtree(course / path, ignore_errors=True)
        (course / path).unlink(missing_ok=True)
    return timed(lambda: grade(course, "--jobs", jobs, *options))


def timed(work):
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def assert_same(course, stock):
    """The few that nbgrader has graded have the same points here."""
    ours, theirs = points(course), points(stock)
    assert len(theirs) == TIMED
    for student, cells in theirs.items():
        assert ours[student] == cells, student


def peak(course):
    """The most memory that one student's process had, in MB, from the journal."""
    lines = (course / "grading" / f"{SLUG}.jsonl").read_text(encoding="utf-8").splitlines()
    return max(line["memory"] for line in map(json.loads, lines) if line["step"] == "ran") / MEGABYTE


if __name__ == "__main__":
    for line in rows():
        print(line)
