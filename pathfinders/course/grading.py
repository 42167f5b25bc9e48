"""A class is graded: submissions are read and run side by side, judged, and recorded by one writer."""

import contextlib
import os
import queue
import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial

from pathfinders.course import aftermath, handed_in, selection, statuses
from pathfinders.course import assignment as assignments
from pathfinders.course.journal import Journal
from pathfinders.course.lock import alone
from pathfinders.course.outcome import Outcome
from pathfinders.course.sandbox import Limits, Sandbox


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
        moved = tuple(id for id in selection.overdue(assignment, known) if id not in chosen)
        journal.note("listed", students=list(chosen), digest=assignment.digest)
        for sentence in dict.fromkeys(since[id] for id in chosen if id in since):
            told = ", ".join(id for id in chosen if since.get(id) == sentence)
            say(f"{sentence} Now graded again: {told}.")
        if chosen or moved:
            run(assignment, choice, {id: found.get(id) for id in chosen}, moved, journal, say, progress)
        journal.note("done")
    return Graded(assignment, chosen, strangers)


def run(assignment, choice, chosen, moved, journal, say, progress):
    """Grades `chosen` (id → HandIn, or None), each recorded as soon as it is judged.

    For those who have `moved` only the penalty for being late is settled anew.
    """
    from pathfinders.course import examining  # here, for it takes time when there is nothing to do
    from pathfinders.course.record import Book

    present = [handed for handed in chosen.values() if handed]
    jobs = max(1, min(choice.jobs or cores(), len(present)))
    with contextlib.ExitStack() as stack:
        sandbox = confining(assignment, choice, jobs) if present else None
        judges = begun(stack, jobs, assignment.models) if present else ()
        pool = stack.enter_context(ThreadPoolExecutor(jobs, "grading"))
        stack.callback(pool.shutdown, wait=False, cancel_futures=True)
        if present:  # closed before the pool, which waits until what runs in it has ended
            warm = pool.submit(sandbox.__enter__)
            stack.callback(closed, sandbox, warm)
        book = stack.enter_context(Book(assignment, journal.run, choice.wait, say))
        free = queue.SimpleQueue()
        for judge in judges:
            judge.ready()
            free.put(judge)
        if present:
            warm.result()
        journal.note("ready", jobs=jobs, sandboxed=choice.confined)
        for student in (id for id, handed in chosen.items() if handed is None):
            record_one(assignment, book, journal, Outcome(student, "not submitted"))
        if present:
            progress(0, len(present))
        work = partial(examined, examining.examine, assignment, sandbox, free, journal)
        for done, outcome in enumerate(side_by_side(pool, work, present, 2 * jobs), 1):
            record_one(assignment, book, journal, outcome)
            progress(done, len(present))
        for student in moved:
            book.settle(student)
        if moved:
            say(f"Late by another time than before; what it costs is settled anew: {', '.join(moved)}.")


def begun(stack, jobs, models):
    """A Judge for each job, which share what they have loaded; they end with the stack."""
    from pathfinders.course.judges import Judge

    first = stack.enter_context(Judge(models))
    return first, *(stack.enter_context(Judge(beside=first)) for _ in range(jobs - 1))


def closed(sandbox, warm):
    """Ends a sandbox, also one that is still starting or that could not."""
    with contextlib.suppress(Exception):
        warm.result()
    sandbox.close()


def confining(assignment, choice, jobs):
    """The sandbox for this assignment."""
    return Sandbox(
        assignment.folder,
        jobs,
        Limits.of_cell(choice.seconds),
        allow_root=choice.allow_root,
        confined=choice.confined,
        secrets=(assignment.course,),
        models=assignment.models,
    )


def cores():
    """How many processes may run at a time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def examined(examine, assignment, sandbox, judges, journal, handed):
    """The Outcome of one submission."""
    journal.note("begun", handed.student)
    judge = judges.get()
    try:
        note = partial(journal.note, student=handed.student)
        return examine(assignment, handed, sandbox, judge, note)
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

    from pathfinders.course import shelf

    def placed():
        journal.note("filled", outcome.student)
        if outcome.notebook is not None:
            shelf.put(assignment, outcome)
        journal.note("written", outcome.student)

    began = time.monotonic()
    book.record(outcome, placed)
    took = round(time.monotonic() - began, 3)
    journal.note("recorded", outcome.student, status=outcome.status, points=outcome.points, took=took)
