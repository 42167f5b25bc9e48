"""A class of 40 is graded: by us in the sandbox, and by nbgrader's own autograde without one.

nbgrader grades one after the other, so eight of the forty are timed, and its start on its own, with nothing
to do; forty are reckoned from these. Of our own runs the better of two counts. `otter run` is not measured:
it is not installed.
"""

import shutil
import tempfile
import time
from datetime import datetime
from pathlib import Path

from pathfinders.course import journal
from tests.fixtures_class import SLUG, answers, grade, hand_in, nbgrader, new_course, points

ROOT = Path(__file__).resolve().parent.parent
STUDENTS, TIMED = 40, 8
SLOW = ("stops",)
"""Whose endless loop would measure nothing but the limit of time."""

FREE = "--no-sandbox"
MEGABYTE = 1 << 20


def rows():
    """Rows of the bench table: the class against nbgrader, jobs, the sandbox, nothing to do, memory."""
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder, "course")
        class_of(course)
        stock, start = by_nbgrader(course, Path(folder, "stock"))
        runs = [
            graded(course, jobs, *free) for _ in range(2) for jobs, *free in (("2",), ("1",), ("2", FREE))
        ]
        assert_same(course, Path(folder, "stock"))
        nothing = min(timed(lambda: grade(course)) for _ in range(2))
        memory = peak(course)
    (two, two_warm), (_, one_warm), (_, free_warm) = (
        map(min, zip(*runs[n::3], strict=True)) for n in range(3)
    )
    whole = start + (stock - start) / TIMED * STUDENTS
    peer = f"(peer: nbgrader autograde, {TIMED} of them timed)"
    warm = f"{STUDENTS} students, once warm, 2 jobs"
    return [
        row(f"{STUDENTS} students, sandboxed, 2 jobs {peer}", two, whole, "≥ 6×", two <= whole / 6),
        row(f"{warm} (peer: 1 job)", two_warm, one_warm, "≥ 1.6×", two_warm <= one_warm / 1.6),
        row(
            f"{warm}, sandboxed (peer: no sandbox)",
            two_warm,
            free_warm,
            "≥ 0.91×",
            two_warm <= free_warm * 1.1,
        ),
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


def graded(course, *options):
    """Seconds of our grading of the whole class into a new gradebook: all of it, and once it is warm."""
    for path in ("gradebook.db", "autograded", "grading"):
        shutil.rmtree(course / path, ignore_errors=True)
        (course / path).unlink(missing_ok=True)
    jobs, *others = options
    whole = timed(lambda: grade(course, "--jobs", jobs, *others))
    at = {note["step"]: datetime.fromisoformat(note["at"]) for note in notes(course)}
    return whole, (at["done"] - at["ready"]).total_seconds()


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


def notes(course):
    """The lines of the journal."""
    return journal.read(course / "grading" / f"{SLUG}.jsonl")


def peak(course):
    """The most memory that one student's process had, in MB, from the journal."""
    return max(note["memory"] for note in notes(course) if note["step"] == "ran") / MEGABYTE


if __name__ == "__main__":
    for line in rows():
        print(line)
