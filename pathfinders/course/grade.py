"""`pathfinders grade COURSE ASSIGNMENT`: a class is graded into nbgrader's gradebook."""

import argparse
import contextlib
import shlex
import sys
import time

from pathfinders.course import grading, listing
from pathfinders.course.assignment import GradingError
from pathfinders.course.sandbox.terms import CELLS, Limits
from pathfinders.errors import printable

SURE = 2.0
"""Seconds after which a pace can be told: the first of a class are done side by side, all at once."""


def main(argv=None):
    """The command; returns its exit code."""
    chosen = parser().parse_args(argv)
    if chosen.resume and (chosen.student or chosen.again):
        beside, do = "--student" if chosen.student else "--again", "say one of the two"
        raise GradingError("--resume", f"{beside} is given too, and asks for others", "", do)
    choice = grading.Choice(
        chosen.jobs,
        tuple(chosen.student),
        chosen.resume,
        chosen.again,
        chosen.seconds,
        not chosen.no_sandbox,
        chosen.allow_root,
    )
    progress = Progress(sys.stderr, chosen.jobs or grading.cores())
    began = time.monotonic()
    try:
        graded = grading.grade(chosen.course, chosen.assignment, choice, progress.say, progress)
    except KeyboardInterrupt:
        progress.say(stopped(chosen, progress))
        return 130  # what a shell expects of a program that Ctrl-C ended
    finally:
        progress.end()
    print("\n".join(map(printable, report(graded, time.monotonic() - began, resuming(chosen)))))
    return 1 if graded.left else 0


def stopped(chosen, progress):
    """What is said when Ctrl-C has ended a run."""
    done = f"{progress.done} of {progress.total} are recorded" if progress.total else "nothing was begun"
    more = resuming(chosen) if progress.total else command(chosen, *asked(chosen))
    return f"Stopped: {done}. To go on: {more}"


def resuming(chosen):
    """The command that takes up what this run has begun and not recorded."""
    return command(chosen, "--resume")


def command(chosen, *whom):
    """The command that grades in the same way, whomever."""
    given = ["--jobs", str(chosen.jobs)] if chosen.jobs else []
    given += ["--seconds", f"{chosen.seconds:g}"] if chosen.seconds != grading.Choice.seconds else []
    given += ["--no-sandbox"] if chosen.no_sandbox else []
    given += ["--allow-root"] if chosen.allow_root else []
    return shlex.join(["pathfinders", "grade", chosen.course, chosen.assignment, *whom, *given])


def asked(chosen):
    """The options that say who is graded."""
    yield from (option for student in chosen.student for option in ("--student", student))
    yield from ["--resume"] if chosen.resume else []
    yield from ["--again"] if chosen.again else []


def unplaced(graded, again):
    """What is said of those who are left, whom the command `again` takes up; no line where nobody is."""
    if graded.left:
        yield f"NOT RECORDED: {', '.join(graded.left)}. When there is way for their notebooks: {again}"


def parser():
    made = argparse.ArgumentParser(prog="pathfinders grade", description=__doc__)
    made.add_argument("course", help="the course's folder, with nbgrader_config.py in it")
    made.add_argument("assignment", help="such as 05-two-rubber-bands")
    made.add_argument(
        "--jobs", type=at_least_one, default=0, help="submissions at a time (default: the cores)"
    )
    only = "only this one; repeat it for several (graded again if it was graded; nobody else is touched)"
    made.add_argument("--student", action="append", default=[], help=only)
    unfinished = "only what the last run left unfinished (without --student and --again)"
    made.add_argument("--resume", action="store_true", help=unfinished)
    made.add_argument("--again", action="store_true", help="also what has not changed since it was graded")
    given, whole = grading.Choice.seconds, Limits.run
    told = f"for a cell (default: {given:g}); a notebook has {CELLS} times that, and at least {whole:g}"
    made.add_argument("--seconds", type=seconds, default=given, help=told)
    made.add_argument("--no-sandbox", action="store_true", help="run students' code with all your rights")
    made.add_argument("--allow-root", action="store_true", help="grade as root (code is run as nobody)")
    return made


def at_least_one(text):
    with contextlib.suppress(ValueError):
        if int(text) >= 1:
            return int(text)
    raise argparse.ArgumentTypeError(f"“{text}”; expected a whole number of at least 1")


def seconds(text):
    with contextlib.suppress(ValueError):
        if 0 < float(text) <= 600:
            return float(text)
    raise argparse.ArgumentTypeError(f"“{text}”; expected more than 0 and at most 600 seconds")


class Progress:
    """A line that says how far it is and how long it will take; on a terminal it is written over."""

    def __init__(self, stream, jobs=1, clock=time.monotonic):
        self.stream, self.jobs, self.clock, self.began = stream, jobs, clock, None
        self.done = self.total = 0
        self.tty, self.width, self.last = stream.isatty(), 0, 0.0

    def __call__(self, done, total):
        """`done` of `total` are recorded."""
        self.done, self.total = done, total
        now = self.clock()
        if self.began is None or not done:
            self.began = self.last = now
        if self.tty or done == total or now - self.last > 10:
            self.last = now
            self.show(line(done, total, now - self.began, self.jobs))

    def show(self, text):
        """Writes the line: over the last one on a terminal, else below it."""
        end = "" if self.tty else "\n"
        print(("\r" if self.tty else "") + text.ljust(self.width), end=end, file=self.stream, flush=True)
        self.width = len(text)

    def say(self, sentence):
        """A sentence above the line."""
        self.end()
        print(printable(sentence), file=self.stream, flush=True)

    def end(self):
        if self.tty and self.width:
            print(file=self.stream)
            self.width = 0


def line(done, total, seconds, jobs=1):
    """How far it is, and how long it will take at the pace so far: that of those after the first.

    Of the last ones, which `jobs` are running, no pace can be told: one of them may take its whole time.
    """
    told, left = f"{done} of {total} graded", total - done
    if left <= jobs:
        running = "the last one is" if left == 1 else f"the last {left} are"
        return f"{told}, {running} running" if left else told
    if done < 2 or seconds < SURE:
        return told
    last = max(1.0, seconds / (done - 1) * left)
    return f"{told}, about {f'{last:.0f} s' if last < 100 else f'{last / 60:.0f} min'} left"


def report(graded, seconds, again):
    """The lines that are printed: a student each, then what it came to; `again` takes up whoever is left."""
    known = listing.standings(graded.assignment)
    rows = listing.listed(graded.assignment, known)
    yield from listing.table(rows) if rows else ()
    told = f"{listing.summary(rows)}; {len(graded.fresh)} in this run, {seconds:.1f} s."
    yield f"{graded.assignment.name}: {told}"
    yield from listing.reading(known)
    if any(not one.sandboxed for one in known.values()):
        yield listing.UNCONFINED
    yield from (f"Left alone: {sentence}" for sentence in graded.strangers)
    yield from unplaced(graded, again)
