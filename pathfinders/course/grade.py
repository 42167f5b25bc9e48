"""`python -m pathfinders grade COURSE ASSIGNMENT`: a class is graded into nbgrader's gradebook."""

import argparse
import sys
import time

from pathfinders.course import grading, listing
from pathfinders.course.sandbox.terms import CELLS, Limits
from pathfinders.errors import printable


def main(argv=None):
    """The command; returns its exit code."""
    chosen = parser().parse_args(argv)
    choice = grading.Choice(
        chosen.jobs,
        tuple(chosen.student),
        chosen.resume,
        chosen.again,
        chosen.seconds,
        not chosen.no_sandbox,
        chosen.allow_root,
    )
    progress = Progress(sys.stderr)
    began = time.monotonic()
    try:
        graded = grading.grade(chosen.course, chosen.assignment, choice, progress.say, progress)
    finally:
        progress.end()
    print("\n".join(map(printable, report(graded, time.monotonic() - began))))
    return 0


def parser():
    made = argparse.ArgumentParser(prog="pathfinders grade", description=__doc__)
    made.add_argument("course", help="the course's folder, with nbgrader_config.py in it")
    made.add_argument("assignment", help="such as 05-two-rubber-bands")
    made.add_argument(
        "--jobs", type=at_least_one, default=0, help="submissions at a time (default: the cores)"
    )
    made.add_argument("--student", action="append", default=[], help="only this one, again if need be")
    made.add_argument("--resume", action="store_true", help="only what the last run left unfinished")
    made.add_argument("--again", action="store_true", help="also what has not changed since it was graded")
    given, whole = grading.Choice.seconds, Limits.run
    told = f"for a cell (default: {given:g}); a notebook has {CELLS} times that, and at least {whole:g}"
    made.add_argument("--seconds", type=seconds, default=given, help=told)
    made.add_argument("--no-sandbox", action="store_true", help="run students' code with all your rights")
    made.add_argument("--allow-root", action="store_true", help="grade as root (code is run as nobody)")
    return made


def at_least_one(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("a number of at least 1")
    return number


def seconds(text):
    number = float(text)
    if not 0 < number <= 600:
        raise argparse.ArgumentTypeError("more than 0 and at most 600 seconds")
    return number


class Progress:
    """A line that says how far it is and how long it will take; on a terminal it is written over."""

    def __init__(self, stream, clock=time.monotonic):
        self.stream, self.clock, self.began = stream, clock, None
        self.tty, self.width, self.last = stream.isatty(), 0, 0.0

    def __call__(self, done, total):
        """`done` of `total` are recorded."""
        now = self.clock()
        if self.began is None:
            self.began = self.last = now
        if self.tty or done == total or now - self.last > 10:
            self.last = now
            self.show(line(done, total, now - self.began))

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


def line(done, total, seconds):
    """How far it is, and how long it will take at the pace so far: that of those after the first."""
    if done >= total or done < 2:
        return f"{done} of {total} graded"
    left = seconds / (done - 1) * (total - done)
    if left < 1:
        return f"{done} of {total} graded, the last ones are running"
    words = f"{left:.0f} s" if left < 100 else f"{left / 60:.0f} min"
    return f"{done} of {total} graded, about {words} left"


def report(graded, seconds):
    """The lines that are printed: a student each, then what it came to."""
    known = listing.standings(graded.assignment)
    rows = listing.listed(graded.assignment, known)
    yield from listing.table(rows) if rows else ()
    told = f"{listing.summary(rows)}; {len(graded.fresh)} in this run, {seconds:.1f} s."
    yield f"{graded.assignment.name}: {told}"
    yield from listing.reading(known)
    if any(not one.sandboxed for one in known.values()):
        yield listing.UNCONFINED
    yield from (f"Left alone: {sentence}" for sentence in graded.strangers)
