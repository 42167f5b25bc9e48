"""Where graded notebooks stand: COURSE/autograded/STUDENT/ASSIGNMENT, written whole or not at all."""

import contextlib

from pathfinders.course.aftermath import MADE
from pathfinders.course.assignment import GradingError
from pathfinders.files import FULL, PART, Full, replace
from pathfinders.practice.notebooks import notebook_text

RESUME = "make room, then go on with --resume"


class Unplaced(GradingError):
    """The place of one student's notebook cannot be written; the others' can."""


def put(assignment, outcome):
    """Writes a graded notebook and the time at which it was handed in; raises Full, and Unplaced."""
    folder = assignment.course / "autograded" / outcome.student / assignment.name
    made = outcome.notebook | {"metadata": outcome.notebook["metadata"] | MADE}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replace(folder / f"{assignment.name}.ipynb", notebook_text(made), RESUME)
        if outcome.received is not None:  # nbgrader compares it with that of the submission
            replace(folder / "timestamp.txt", f"{outcome.received.isoformat(sep=' ')} UTC", RESUME)
    except OSError as error:
        if error.errno in FULL:
            raise Full(folder, "no room left on the disk", "", RESUME) from None
        where, found = error.filename or folder, (error.strerror or str(error)).lower()
        do = "make way there, then go on with --resume"
        raise Unplaced(where, found, f"a place for the notebook of {outcome.student}", do) from None


def clear(assignment):
    """Takes away what a grader that was killed has left half written; to be called by who grades alone."""
    for part in (assignment.course / "autograded").glob(f"*/{assignment.name}/{PART}*"):
        with contextlib.suppress(OSError):  # what stays is in nobody's way
            part.unlink()
