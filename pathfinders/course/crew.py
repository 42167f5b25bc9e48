"""Who works on a class: a sandbox, a judge for each job, and threads in which submissions are examined."""

import contextlib
import queue
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import partial

from pathfinders.course import examining
from pathfinders.course.assignment import Assignment
from pathfinders.course.judges import Judge
from pathfinders.course.sandbox import Limits, Sandbox


@contextlib.contextmanager
def crew(assignment, choice, jobs):
    """A Crew, all of which is being begun, so that something else can be done meanwhile; ended with it.

    Raises Unsafe, before anything is begun, where this machine or user cannot confine.
    """
    sandbox = confining(assignment, choice, jobs)
    with judging(jobs, assignment.models) as judges, ThreadPoolExecutor(jobs, "grading") as pool:
        warm = pool.submit(sandbox.__enter__)
        try:
            yield Crew(assignment, sandbox, warm, judges, pool)
        finally:  # the sandbox before the pool, which waits until what runs in it has ended
            pool.shutdown(wait=False, cancel_futures=True)
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


@contextlib.contextmanager
def judging(jobs, models):
    """A Judge for each job, which share what they have loaded."""
    with contextlib.ExitStack() as stack:
        first = stack.enter_context(Judge(models))
        yield first, *(stack.enter_context(Judge(beside=first)) for _ in range(jobs - 1))


@dataclass(frozen=True)
class Crew:
    """Examines the submissions of one assignment side by side."""

    assignment: Assignment
    sandbox: Sandbox
    warm: object
    """The future of the sandbox's start."""

    judges: tuple
    pool: ThreadPoolExecutor
    free: queue.SimpleQueue = field(default_factory=queue.SimpleQueue)
    """The judges who wait for work."""

    def ready(self):
        """Waits until all of it is; raises Broken where something cannot be begun."""
        for judge in self.judges:
            judge.ready()
            self.free.put(judge)
        self.warm.result()

    def outcomes(self, handed, note):
        """The Outcome of each HandIn as soon as it is known; `note` hears of each step and whose it is.

        Never more are begun and not yet taken than two for each job.
        """
        return side_by_side(self.pool, partial(self.examined, note), handed, 2 * len(self.judges))

    def examined(self, note, handed):
        """The Outcome of one HandIn, judged by whoever is free."""
        note("begun", handed.student)
        judge = self.free.get()
        try:
            heard = partial(note, student=handed.student)
            return examining.examine(self.assignment, handed, self.sandbox, judge, heard)
        finally:
            self.free.put(judge)


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
