"""What a class has handed in for one assignment, as its grader finds it in COURSE/submitted."""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC

from pathfinders.course import collect, submissions
from pathfinders.course.manuscript import Refused
from pathfinders.course.parcels import read_inside
from pathfinders.course.roster import is_safe


@dataclass(frozen=True)
class HandIn:
    """One submission, or the reason why there is none."""

    student: str
    flags: tuple = ()
    refusal: str = ""
    received: object = None
    """A datetime in UTC without a zone, as nbgrader keeps it; None where nobody wrote it down."""

    read: object = field(default=None, compare=False, repr=False)

    def data(self):
        """The bytes of its notebook; raises Refused with the reason."""
        if self.read is None:
            raise Refused(self.refusal)
        try:
            return self.read()
        except OSError as error:
            raise Refused(f"It cannot be read: {(error.strerror or str(error)).lower()}.") from None

    def settled(self):
        """The same, read once and for all: what is graded is what is recorded as graded."""
        try:
            data = self.data()
        except Refused as error:
            return replace(self, refusal=error.reason, read=None)
        return replace(self, read=lambda: data)

    def digest(self, assignment):
        """Changes when what was handed in does, or what it is graded by."""
        try:
            data = self.data()
        except Refused as error:
            data = error.reason.encode("utf-8", "replace")
        return f"{assignment.digest}-{hashlib.sha256(data).hexdigest()[:16]}"


def hand_ins(course, assignment):
    """(id → HandIn, in the order of the ids; sentences about what has no safe id and is left alone).

    Who was refused when it was collected, and has handed in nothing else, is refused here too.
    """
    found, strange = {}, []
    for id, note in collect.noted(course, assignment).items():
        if note.get("done") == "refused" and is_safe(id):
            found[id] = HandIn(id, refusal=str(note.get("reason", "")))
    top = course / "submitted"
    for item in submissions.from_folder(top, assignment) if top.is_dir() else ():
        if not is_safe(item.student):
            strange.append(f"{item.student}: {item.reason}")
        elif isinstance(item, submissions.Refusal):
            found[item.student] = HandIn(item.student, refusal=item.reason)
        else:
            when = received(course, assignment, item.student)
            found[item.student] = HandIn(item.student, item.flags, "", when, item.read)
    return dict(sorted(found.items())), tuple(strange)


def received(course, assignment, student):
    """When it arrived, as nbgrader's exchange or `pathfinders collect` has written it down; or None."""
    try:
        return utc(read_inside(course / "submitted", (student, assignment, "timestamp.txt")).decode())
    except (Refused, OSError, ValueError):
        return None


def utc(text):
    """The time in a timestamp.txt, in UTC and without a zone; raises ValueError."""
    from dateutil.parser import parse

    try:
        time = parse(text.strip())
    except OverflowError as error:
        raise ValueError(text) from error
    return time.astimezone(UTC).replace(tzinfo=None) if time.tzinfo else time
