"""Classes are graded: by us in the sandbox, by nbgrader's own autograde without one, and by `otter run`.

nbgrader and otter grade one after the other, so a few of the forty are timed, and nbgrader's start on its
own, with nothing to do; forty are reckoned from these. What depends on the machine's mood is measured several
times, in turns: the middle one counts, of two jobs and one, and of the sandbox and none, the middle ratio.
`python -m tests.bench_grading --students 400` measures that class alone.
"""

import argparse
import json
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from pathfinders.course import assignment
from tests import otter
from tests.fixtures_class import SLUG, grade, nbgrader, points
from tests.graded_class import class_of, graded, peak

STUDENTS, LONG, LARGE, TIMED, ROUNDS = 40, 80, 400, 8, 3
"""The class, one that is long enough to compare jobs by, a large one; whom nbgrader grades; how often."""

BY_OTTER = ("s000-blank", "s001-careless", "s002-key")
FREE = "--no-sandbox"


def rows():
    """Rows of the bench table."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        course = class_of(folder / "forty", STUDENTS)
        stock, start = by_nbgrader(course, folder / "stock")
        large, forty = growth(folder, course, LARGE)
        assert_same(course, folder / "stock")
        nothing = min(timed(lambda: grade(course)) for _ in range(2))
        whole = statistics.median(run.whole for run in forty)
        peer = f"(peer: nbgrader autograde, {TIMED} of them timed)"
        stock = start + (stock - start) / TIMED * STUDENTS
        return [
            row(f"{STUDENTS} students, sandboxed, 2 jobs {peer}", whole, stock, 6),
            by_otter(course, whole / STUDENTS, folder),
            *side_by_side(class_of(folder / "long", LONG)),
            *grown(large, forty, LARGE),
            row("nothing to grade (peer: nbgrader autograde)", nothing, start, 4),
            limit("memory of a student's process, peak", peak(course), 512.0),
        ]


def row(name, ours, peer, least, unit="s", ratio=None):
    """A row whose peer has to be at least so many times ours; `ratio` where it is not that of the two."""
    ratio = ratio or peer / ours
    shown = {
        "name": name,
        "ours": ours,
        "peer": peer,
        "ratio": ratio,
        "target": f"≥ {least:g}×",
        "unit": unit,
    }
    return shown | {"holds": ratio >= least}


def limit(name, ours, most):
    """A row of megabytes that has a limit and no peer."""
    shown = {"name": name, "ours": ours, "peer": None, "ratio": None, "target": most, "unit": "MB"}
    return shown | {"holds": ours <= most}


def by_nbgrader(course, stock):
    """Seconds of `nbgrader autograde` for the first few of the class, and once more with nothing to do."""
    left_out = [path.name for path in sorted((course / "submitted").iterdir())[TIMED:]]
    shutil.copytree(course, stock, ignore=shutil.ignore_patterns(*left_out))
    nbgrader(stock, "generate_assignment", SLUG, "--force")
    return tuple(timed(lambda: nbgrader(stock, "autograde", SLUG)) for _ in range(2))


def by_otter(course, ours, folder):
    """The row beside `otter run`, of the time for one student; where there is none it says why."""
    name = "one of these (peer: otter run"
    try:
        program = otter.prepared()
    except otter.NotThere as reason:
        shown = {"name": f"{name}: {reason})", "ours": ours, "peer": None, "ratio": None, "unit": "s"}
        return shown | {"target": "not measured", "holds": None}
    full, given, seconds = assignment.read(course, SLUG).graded, points(course), []
    for student in BY_OTTER:
        took, parts = otter.graded(program, course, SLUG, student, folder)
        assert parts == {part for part, (auto, *_) in given[student].items() if auto == full[part]}, student
        seconds.append(took)
    return row(f"{name}, {len(seconds)} timed)", ours, statistics.mean(seconds), 10)


def side_by_side(course):
    """The rows of two jobs beside one, and of the sandbox beside none; grades are the same."""
    rounds, same = [], None
    for _ in range(ROUNDS):
        turn = []
        for options in (("2",), ("1",), ("2", FREE)):
            turn.append(graded(course, *options).warm)
            assert points(course) == (same := same or points(course)), options
        rounds.append(turn)
    two, one, free = map(statistics.median, zip(*rounds, strict=True))
    faster = statistics.median(one / two for two, one, _ in rounds)
    cost = statistics.median(free / two for two, _, free in rounds)
    name = f"{LONG} students, once warm, 2 jobs"
    return [
        row(f"{name} (peer: 1 job)", two, one, 1.6, ratio=faster),
        row(f"{name}, sandboxed (peer: no sandbox)", two, free, 0.91, ratio=cost),
    ]


def growth(folder, course, count):
    """(the Run of a class of `count`, Runs of the given one before and after it)."""
    large = class_of(folder / "large", count)
    before = graded(course, "2")
    run = graded(large, "2")
    assert len(points(large)) == count
    return run, (before, *(graded(course, "2") for _ in range(ROUNDS - 1)))


def grown(large, forty, count):
    """The rows of a large class beside the class of forty: time for each, memory and files of the grader."""
    usual = statistics.median(run.warm for run in forty) / STUDENTS
    made = [row(f"each of {count} students, once warm (peer: of {STUDENTS})", large.warm / count, usual, 0.9)]
    for what, unit in (("memory", "MB"), ("files", "")):
        ours, peer = getattr(large, what), max(getattr(run, what) for run in forty)
        words = {"memory": "memory of the grader", "files": "open files of the grader"}[what]
        made += [row(f"{words}, {count} students (peer: {STUDENTS})", ours, peer, 0.8, unit)] if ours else []
    return made


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


def main():
    """Prints the rows; with --students those of a class of that size beside one of forty."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=0)
    count = parser.parse_args().students
    with tempfile.TemporaryDirectory() as folder:
        one = Path(folder)
        found = grown(*growth(one, class_of(one / "forty", STUDENTS), count), count) if count else rows()
    print("\n".join(map(json.dumps, found)))


if __name__ == "__main__":
    main()
