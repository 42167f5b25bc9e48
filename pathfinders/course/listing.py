"""`pathfinders status COURSE ASSIGNMENT`: what became of each submission, and what is still to do.

Nothing is graded and nothing written.
"""

import argparse
from collections import Counter
from dataclasses import dataclass
from functools import partial

from pathfinders.course import assignment as assignments
from pathfinders.course import handed_in, ledger, selection, statuses
from pathfinders.course.outcome import STATUSES
from pathfinders.errors import printable

NEW = "Not graded yet."
CHANGED = "Handed in anew, or given out anew, since it was graded."
FAILED = "The grader failed on it; the next `grade` tries again."
WHERE = "Formgrader > Manual Grading"
UNCONFINED = "WITHOUT THE SANDBOX: students' code was run with all rights of whoever graded."


@dataclass(frozen=True)
class Listed:
    """A line of the table, and a status that is to be counted."""

    student: str
    status: str
    points: str
    notes: str


def listed(assignment, standings):
    """A Listed for each student of `standings` (ledger)."""
    return [Listed(id, one.status, points(assignment, one), notes(one)) for id, one in standings.items()]


def notes(one):
    waits = f"Waits for a person: {', '.join(map(partial(part, one), one.to_read))}." if one.to_read else ""
    return " ".join(filter(None, (waits, *one.remarks, *one.told)))


def part(one, name):
    """A part that waits, and what a person gave for it before it was graded again."""
    manual = one.grades[name].manual
    return name if manual is None else f"{name} (graded again; a person's {manual:g} points stand)"


def reading(standings):
    """The line that says what is left to read, and where; none where nothing is."""
    counts = Counter(name for one in standings.values() for name in one.to_read)
    if counts:
        total = counts.total()
        each = ", ".join(f"{count} × {name}" for name, count in counts.items())
        yield f"{total} {'answer waits' if total == 1 else 'answers wait'} for you ({each}): {WHERE}."


def points(assignment, one):
    """How many of the points that are decided, in words."""
    if one.so_far is None:
        return "" if one.status == "not submitted" else "no points"
    decided = (assignment.graded[name] for name, grade in one.grades.items() if grade.points is not None)
    return f"{one.so_far:g} of {sum(decided):g}"


def table(rows):
    """The lines of a table of Listed, its columns aligned."""
    columns = list(zip(*((row.student, row.status, row.points) for row in rows), strict=True))
    widths = [max(map(len, column)) for column in columns]
    for row in rows:
        fields = zip((row.student, row.status, row.points), widths, strict=True)
        yield "  ".join([*(f"{text:<{width}}" for text, width in fields), row.notes]).rstrip()


def summary(rows):
    """How many of each status, in the order of the statuses."""
    counts = Counter(row.status for row in rows)
    told = [f"{counts.pop(status)} {status}" for status in STATUSES if status in counts]
    return (
        ", ".join([*told, *(f"{count} {status}" for status, count in counts.items())])
        or "nobody has handed in"
    )


def standings(assignment):
    """Those of the ledger; none where there is no gradebook yet."""
    return ledger.standings(assignment) if (assignment.course / "gradebook.db").exists() else {}


def pending(assignment, found, known):
    """Student → NEW, CHANGED or FAILED, of the hand-ins that `grade` would take up.

    Whose file cannot be read now keeps what was recorded when it could; the sentence is the file's fault.
    """
    told = {id: waits(assignment, handed, known.get(id)) for id, handed in found.items()}
    return {id: sentence for id, sentence in told.items() if sentence}


def waits(assignment, handed, status):
    """Why a hand-in waits for `grade`, in a sentence; an empty text where it does not."""
    if status is None:
        return NEW
    if selection.stands(handed, status):
        return handed.fault
    changed = FAILED if status.status == "crashed" else CHANGED
    return changed if selection.is_new(assignment, handed, status) else ""


def old(left):
    """A line that counts those whose points are old; none where nobody's are."""
    count = sum(sentence == CHANGED for sentence in left.values())
    if count:
        yield f"Of {count} the points are old: {'it has' if count == 1 else 'they have'} changed since."


def undated(standings):
    """A line that counts those for whom a due date cannot count; none where it can."""
    there = [one for one in standings.values() if one.status not in ("not submitted", "refused")]
    count = sum(one.late.due is not None and one.received is None for one in there)
    if count:
        yield f"The due date does not count for {count}: nobody knows when they handed in."


def report(assignment):
    """The lines that `pathfinders status` prints."""
    found, strangers = handed_in.hand_ins(assignment.course, assignment.name)
    left = pending(assignment, found, statuses.statuses(assignment.course, assignment.name))
    known = standings(assignment)
    rows = {row.student: row for row in listed(assignment, known)}
    for id, sentence in left.items():
        before = rows.get(id)
        status = "not graded" if not before or before.status == "not submitted" else before.status
        said = "" if status == "not graded" and sentence == NEW else sentence
        told = " ".join(filter(None, (said, before.notes if before else "")))
        rows[id] = Listed(id, status, before.points if before else "", told)
    ordered = [rows[id] for id in sorted(rows)]
    yield from table(ordered) if ordered else ()
    yield f"{assignment.name}: {summary(ordered)}."
    yield from old(left)
    yield from undated(known)
    yield from reading(known)
    if any(not one.sandboxed for one in known.values()):
        yield UNCONFINED
    yield from (f"Left alone: {sentence}" for sentence in strangers)
    if left:
        yield f"Next: pathfinders grade {assignment.course} {assignment.name}"


def main(argv=None):
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="pathfinders status", description=__doc__)
    parser.add_argument("course", help="the course's folder, with nbgrader_config.py in it")
    parser.add_argument("assignment", help="such as 05-two-rubber-bands")
    chosen = parser.parse_args(argv)
    print("\n".join(map(printable, report(assignments.read(chosen.course, chosen.assignment)))))
    return 0
