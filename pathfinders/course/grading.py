"""A class is graded: submissions are read and run side by side, judged, and recorded by one writer."""

import contextlib
import os
import time
from dataclasses import dataclass
from functools import partial

from pathfinders.course import aftermath, handed_in, selection, shelf, statuses
from pathfinders.course import assignment as assignments
from pathfinders.course.journal import Journal
from pathfinders.course.lock import alone
from pathfinders.course.outcome import Outcome
from pathfinders.course.sandbox import Limits

PREPARING = "{} to grade; preparing the sandbox and the checks …"


@dataclass(frozen=True)
class Choice:
    """What an instructor has chosen."""

    jobs: int = 0
    """How many submissions are run at a time; 0 is one for each core."""

    students: tuple = ()
    """Only these, and these in any case; empty is all that are new or changed."""

    resume: bool = False
    """Only what the last run had begun and not recorded."""

    again: bool = False
    """Also what was graded and has not changed."""

    seconds: float = Limits.cell
    """How long one cell of a student's may run."""

    confined: bool = True
    allow_root: bool = False
    wait: float = statuses.WAIT


@dataclass(frozen=True)
class Graded:
    """What a run came to."""

    assignment: assignments.Assignment
    fresh: tuple
    """The students who were graded in this run."""

    strangers: tuple
    """Sentences about submissions without a safe id; they were left alone."""

    left: tuple = ()
    """The students whose graded notebook could not be put in its place: nothing new of theirs is recorded."""


def grade(course, name, choice, say=print, progress=lambda done, total: None):
    """Grades an assignment; returns a Graded. `say` gets sentences, `progress` how many are recorded.

    Raises a PathfindersError when the assignment cannot be graded; what was recorded until then stays.
    """
    assignment = assignments.read(course, name)
    folder = assignment.course / "grading"
    with alone(folder), Journal(folder / f"{name}.jsonl") as journal:
        journal.note("locked")
        found, strangers = handed_in.hand_ins(assignment.course, name)
        known = statuses.statuses(course, name)
        absent = tuple(
            id for id in statuses.students(assignment.course) if id not in found and id not in known
        )
        since = aftermath.aftermath(assignment, known)
        chosen = selection.wanted(assignment, choice, found, absent, known, since, journal.path)
        late = () if choice.students else selection.overdue(assignment, known)
        moved = tuple(id for id in late if id not in chosen)
        journal.note("listed", students=list(chosen), digest=assignment.digest)
        for sentence in dict.fromkeys(since[id] for id in chosen if id in since):
            told = ", ".join(id for id in chosen if since.get(id) == sentence)
            say(f"{sentence} Now graded again: {told}.")
        left = ()
        if chosen or moved:
            shelf.clear(assignment)
            taken = {id: found.get(id) for id in chosen}
            left = run(assignment, choice, taken, moved, journal, say, progress)
        if not left:  # else --resume takes them up
            journal.note("done")
    return Graded(assignment, tuple(id for id in chosen if id not in left), strangers, left)


def run(assignment, choice, chosen, moved, journal, say, progress):
    """Grades `chosen` (id → HandIn, or None), each recorded as soon as it is judged; returns who is left.

    For those who have `moved` only the penalty for being late is settled anew.
    """
    present = [handed for handed in chosen.values() if handed]
    from pathfinders.course.crew import crew  # here, for it takes time when there is nothing to do
    from pathfinders.course.record import Book

    jobs = max(1, min(choice.jobs or cores(), len(present)))
    with contextlib.ExitStack() as stack:
        working = stack.enter_context(crew(assignment, choice, jobs)) if present else None
        if working:  # this machine can confine; until it is ready some seconds pass
            say(PREPARING.format(len(present)))
        book = stack.enter_context(Book(assignment, journal.run, choice.wait, say))
        if working:
            working.ready()
        journal.note("ready", jobs=jobs, sandboxed=choice.confined)
        for student in (id for id, handed in chosen.items() if handed is None):
            record_one(assignment, book, journal, Outcome(student, "not submitted"))
        record = partial(record_one, assignment, book, journal)
        outcomes = working.outcomes(present, journal.note) if working else ()
        left = recorded(outcomes, len(present), record, say, progress)
        for student in moved:
            book.settle(student)
    if moved:
        say(f"Late by another time than before; what it costs is settled anew: {', '.join(moved)}.")
    return left


def recorded(outcomes, total, record, say, progress):
    """Records each of so many Outcomes; returns the ids of those whose place could not be written.

    What stood in the gradebook of those stays, and the others go on.
    """
    left = []
    if total:
        progress(0, total)
    for done, outcome in enumerate(outcomes, 1):
        try:
            record(outcome)
        except shelf.Unplaced as error:
            say(f"{outcome.student} is left: {error}")
            left.append(outcome.student)
        if len(left) < total:
            progress(done - len(left), total - len(left))
    return tuple(left)


def record_one(assignment, book, journal, outcome):
    """Puts the notebook in its place and commits the rows, the one within the other's transaction.

    Raises Unplaced where that place cannot be written; then nothing is committed.
    """

    def placed():
        journal.note("filled", outcome.student)
        if outcome.notebook is not None:
            shelf.put(assignment, outcome)
        journal.note("written", outcome.student)

    began = time.monotonic()
    book.record(outcome, placed)
    took = round(time.monotonic() - began, 3)
    journal.note("recorded", outcome.student, status=outcome.status, points=outcome.points, took=took)


def cores():
    """How many processes may run at a time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
