"""What a class has handed in: COURSE/submitted/STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb, read with care."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from pathfinders.course.assignment import meant
from pathfinders.course.manuscript import Refused
from pathfinders.course.parcels import read_inside
from pathfinders.course.roster import is_safe, shown


@dataclass(frozen=True)
class HandIn:
    """One submission: the bytes of its notebook, or the reason why there are none."""

    student: str
    data: bytes | None
    digest: str
    """Changes when the file does."""

    refusal: str = ""
    received: datetime | None = None


def students(course, assignment):
    """The ids of those who have handed something in for an assignment, sorted; safe ids alone."""
    top = course / "submitted"
    names = sorted(path.name for path in top.iterdir()) if top.is_dir() else []
    return tuple(name for name in names if is_safe(name) and (top / name / assignment).is_dir())


def strangers(course, assignment):
    """What lies among the submissions under a name that is no safe id, as it may be printed."""
    top = course / "submitted"
    names = sorted(path.name for path in top.iterdir()) if top.is_dir() else []
    return tuple(shown(name) for name in names if not is_safe(name) and (top / name / assignment).is_dir())


def hand_in(course, assignment, student):
    """The HandIn of a student; nothing is followed out of the folder of submissions."""
    file = f"{assignment}.ipynb"
    folder = course / "submitted" / student / assignment
    try:
        data = read_inside(course / "submitted", (student, assignment, file))
    except FileNotFoundError:
        found = sorted(path.name for path in folder.iterdir() if path.suffix == ".ipynb")
        return refused(student, f"There is no {file} in it{instead(file, found)}.")
    except Refused as error:
        return refused(student, error.reason)
    except OSError as error:
        link = "it is a link, which is not followed" if folder.is_symlink() or (folder / file).is_symlink() else None
        return refused(student, f"{file} cannot be read: {link or (error.strerror or str(error)).lower()}.")
    return HandIn(student, data, hashlib.sha256(data).hexdigest()[:16], received=received(course, assignment, student))


def refused(student, reason):
    return HandIn(student, None, hashlib.sha256(reason.encode()).hexdigest()[:16], reason)


def instead(file, found):
    """What was met in the place of the file."""
    if not found:
        return ""
    near = meant(file, found).removesuffix("?").removeprefix("did you mean ")
    return f"; {near} is there: is that the one?" if near else f"; there is {', '.join(map(shown, found[:5]))}"


def received(course, assignment, student):
    """When it was taken in, by the collector's own clock; None where nobody wrote it down."""
    try:
        text = read_inside(course / "submitted", (student, assignment, "timestamp.txt")).decode("utf-8").strip()
        return utc(text)
    except (Refused, OSError, ValueError):
        return None


def utc(text):
    """The time in a timestamp.txt, in UTC and without a zone, as nbgrader keeps it; raises ValueError."""
    from dateutil.parser import parse

    try:
        time = parse(text)
    except OverflowError as error:
        raise ValueError(text) from error
    return time.astimezone(UTC).replace(tzinfo=None) if time.tzinfo else time
