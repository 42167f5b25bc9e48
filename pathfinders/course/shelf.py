"""Where graded notebooks stand: COURSE/autograded/STUDENT/ASSIGNMENT, written whole or not at all."""

import contextlib
import errno
import os

from pathfinders.course.aftermath import MADE
from pathfinders.course.assignment import GradingError
from pathfinders.practice.notebooks import notebook_text

FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}

AGAIN, RESUME = "make room, then call it again", "make room, then go on with --resume"


class Full(GradingError):
    """No room is left on the disk, for whomever it may be."""


def put(assignment, outcome):
    """Writes a graded notebook and the time at which it was handed in."""
    folder = assignment.course / "autograded" / outcome.student / assignment.name
    folder.mkdir(parents=True, exist_ok=True)
    made = outcome.notebook | {"metadata": outcome.notebook["metadata"] | MADE}
    replace(folder / f"{assignment.name}.ipynb", notebook_text(made), RESUME)
    if outcome.received is not None:  # nbgrader compares it with that of the submission
        replace(folder / "timestamp.txt", f"{outcome.received.isoformat(sep=' ')} UTC", RESUME)


def replace(path, text, do=AGAIN):
    """Writes a text file anew, whole or not at all; raises Full, which says what to `do`."""
    name = path.with_name(f".{path.name}.part")  # one grader alone writes here, so a stopped one's is taken
    try:
        with open(name, "wb") as file:
            file.write(text.encode("utf-8", "replace"))
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(name)
        if error.errno in FULL:
            raise Full(path, "no room left on the disk", "", do) from None
        raise
