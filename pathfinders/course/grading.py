"""A class is graded: submissions are read and run side by side, judged, and recorded by one writer."""

import contextlib
import os
import queue
import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial

from pathfinders.course import assignment as assignments
from pathfinders.course import examining, handed_in, record
from pathfinders.course.assignment import GradingError, meant
from pathfinders.course.journal import Journal, unfinished
from pathfinders.course.judging import Judge
from pathfinders.course.lock import alone
from pathfinders.course.outcome import Outcome
from pathfinders.course.sandbox import Sandbox


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

    confined: bool = True
    allow_root: bool = False
    wait: float = record.WAIT


@dataclass(frozen=True)
class Graded:
    """What a run came to."""

    assignment: assignments.Assignment
    fresh: tuple
    """The students who were graded in this run."""

    statuses: dict
    """Student → record.Status, of the whole class."""

    strangers: tuple
    """Names among the submissions that are no ids; they were left alone."""


def grade(course, name, choice, say=print, progress=lambda done, total: None):
    """Grades an assignment; returns a Graded. `say` gets sentences, `progress` how many are recorded.

    Raises a PathfindersError when the assignment cannot be graded; what was recorded until then stays.
    """
    assignment = assignments.read(course, name)
    folder = assignment.course / "grading"
    with alone(folder), Journal(folder / f"{name}.jsonl") as journal:
        journal.note("locked")
        known = record.statuses(course, name)
        chosen, absent = wanted(assignment, choice, known, journal.path)
        journal.note("listed", students=[*chosen, *absent], digest=assignment.digest)
        if chosen or absent:
            run(assignment, choice, chosen, absent, journal, say, progress)
        journal.note("done")
    return Graded(
        assignment, chosen, record.statuses(course, name), handed_in.strangers(assignment.course, name)
    )


def wanted(assignment, choice, known, path):
    """Whom to grade, and who has newly to be told as not having handed in; raises GradingError."""
    present = handed_in.students(assignment.course, assignment.name)
    members = dict.fromkeys((*present, *record.students(assignment.course)))
    missing = tuple(student for student in members if student not in present and student not in known)
    if choice.students:
        for student in choice.students:
            if student not in present:
                where, do = assignment.course / "submitted", meant(student, present)
                raise GradingError(where, f"nothing of {assignment.name} from “{student}”", "a student's id", do)
        return tuple(sorted(set(choice.students))), ()
    if choice.resume:
        left = unfinished(path) or ()
        return tuple(student for student in left if student in present), tuple(
            student for student in left if student not in present
        )
    fresh = (student for student in present if choice.again or is_new(assignment, student, known))
    return tuple(fresh), missing


def is_new(assignment, student, known):
    """True when a submission was never graded as it is now, or not by these checks."""
    if student not in known or known[student].status == "crashed":
        return True
    handed = handed_in.hand_in(assignment.course, assignment.name, student)
    return known[student].digest != examining.digest(assignment, handed)


def run(assignment, choice, chosen, absent, journal, say, progress):
    """Grades the chosen students, each recorded as soon as it is judged."""
    jobs = max(1, min(choice.jobs or cores(), len(chosen)))
    with contextlib.ExitStack() as stack:
        judges, sandbox = queue.SimpleQueue(), None
        if chosen:
            for _ in range(jobs):
                judges.put(stack.enter_context(Judge()))
            sandbox = stack.enter_context(confining(assignment, choice, jobs))
        book = stack.enter_context(record.Book(assignment, choice.wait, say))
        journal.note("ready", jobs=jobs, sandboxed=choice.confined)
        for student in absent:
            record_one(assignment, book, journal, Outcome(student, "not submitted"))
        pool = stack.enter_context(ThreadPoolExecutor(jobs, "grading"))
        stack.callback(pool.shutdown, wait=True, cancel_futures=True)
        work = partial(examined, assignment, sandbox, judges, journal)
        for done, outcome in enumerate(side_by_side(pool, work, chosen, 2 * jobs), 1):
            record_one(assignment, book, journal, outcome)
            progress(done, len(chosen))


def confining(assignment, choice, jobs):
    """The sandbox for this assignment."""
    return Sandbox(
        assignment.folder,
        jobs,
        allow_root=choice.allow_root,
        confined=choice.confined,
        secrets=(assignment.course,),
        models=models(assignment),
    )


def models(assignment):
    """The slugs of the package's models that the checks of an assignment name."""
    named = {check["model"] for sheet in assignment.sheets.values() for check in sheet["checks"] if "model" in check}
    named |= {sheet["template"]["model"] for sheet in assignment.sheets.values() if "template" in sheet}
    return tuple(sorted(named))


def cores():
    """How many processes may run at a time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def examined(assignment, sandbox, judges, journal, student):
    """The Outcome of one student's submission."""
    journal.note("begun", student)
    handed = handed_in.hand_in(assignment.course, assignment.name, student)
    judge = judges.get()
    try:
        note = partial(journal.note, student=student)
        return examining.examine(assignment, handed, sandbox, judge, note)
    finally:
        judges.put(judge)


def side_by_side(pool, work, items, most):
    """The results of work(item) as they are done; never more than `most` are begun and not yet taken."""
    waiting, left = set(), iter(items)
    while True:
        for item in left:
            waiting.add(pool.submit(work, item))
            if len(waiting) >= most:
                break
        if not waiting:
            return
        done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
        for future in done:
            yield future.result()


def record_one(assignment, book, journal, outcome):
    """Puts the notebook in its place and commits the rows, the one within the other's transaction."""

    def written():
        journal.note("filled", outcome.student)
        if outcome.notebook is not None:
            from pathfinders.course import shelf

            shelf.put(assignment, outcome)
        journal.note("written", outcome.student)

    began = time.monotonic()
    book.record(outcome, written)
    took = round(time.monotonic() - began, 3)
    journal.note("recorded", outcome.student, status=outcome.status, points=outcome.points, took=took)
