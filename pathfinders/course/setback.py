"""A submission without a verdict: it was refused, or the grader failed on it, which is no student's fault."""

from pathfinders.course import autograded
from pathfinders.course.outcome import Mark, Outcome
from pathfinders.course.roster import shown
from pathfinders.course.traces import trace

CRASHED = "The grader itself failed on this file. That is not your fault, and you need do nothing."
UNREAD = "The grader could not read this file. That is not your fault, and you need do nothing."
WHY = "The grader failed with {}; where, its journal in grading/ says."


def unread(assignment, handed, error):
    """The Outcome of a HandIn that could not be read: `error` is an Unread."""
    return undecided(assignment, handed, "crashed", UNREAD, (str(error),))


def crashed(assignment, handed, error, note):
    """The Outcome of a HandIn on which the grader stopped; `note` hears where."""
    note("crashed", trace=trace(error))
    why = WHY.format(shown(f"{type(error).__name__}: {error}", 300))
    return undecided(assignment, handed, "crashed", CRASHED, (why,))


def undecided(assignment, handed, status, reason, remarks=()):
    """The Outcome of a submission that earned no points, and no zero either; a crashed one is new again.

    Its student reads the `reason`, and whoever grades the `remarks` too.
    """
    marks = {name: Mark(None, reason, waits=True) for name in assignment.graded}
    comments = {name: f"{status.capitalize()}: {reason}" for name in assignment.answers}
    flags = (*handed.flags, reason)
    notebook = autograded.notebook(assignment, status, flags)
    return Outcome(
        handed.student,
        status,
        marks,
        comments,
        flags,
        notebook,
        handed.received,
        handed.digest(assignment) if status == "refused" else "",
        remarks=(*handed.remarks, *remarks),
    )
