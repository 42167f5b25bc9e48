"""What a class has handed in for one assignment, as its grader finds it in COURSE/submitted."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC

from pathfinders.course import receipts, settings, submissions, versions
from pathfinders.course.manuscript import Refused
from pathfinders.course.parcels import read_inside
from pathfinders.course.roster import is_safe, shown

LONGEST = 100
"""Characters that a time in a timestamp.txt may have."""

FAILED = "Reading it failed ({})."
CASED = "Its id and that of {} differ in nothing but capital letters: are they two people?"


@dataclass(frozen=True)
class HandIn:
    """One submission, or the reason why there is none."""

    student: str
    flags: tuple = ()
    """Sentences that its student may read too."""

    refusal: str = ""
    received: object = None
    """A datetime in UTC without a zone, as nbgrader keeps it; None where nobody wrote it down."""

    read: object = field(default=None, compare=False, repr=False)
    remarks: tuple = ()
    """Sentences for whoever grades alone."""

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
        data += "\n".join((*self.flags, *self.remarks)).encode("utf-8", "replace")
        return f"{assignment.digest}-{hashlib.sha256(data).hexdigest()[:16]}"


def hand_ins(course, assignment):
    """(id → HandIn, in the order of the ids; sentences about what has no safe id and is left alone).

    Who was refused when it was collected, and has handed in nothing else, is refused here too.
    """
    found, strange, notes = {}, [], receipts.written(course, assignment)
    known = [name for name in settings.assignments(course) if name != assignment]
    for id, (*_, last) in notes.items():
        if last.get("done") == "refused" and is_safe(id):
            found[id] = HandIn(id, refusal=str(last.get("reason", "")))
    top = course / "submitted"
    for item in submissions.from_course(top, assignment, known) if top.is_dir() else ():
        if not is_safe(item.student):
            strange.append(f"{item.student}: {item.reason}")
        elif isinstance(item, submissions.Refusal):
            found[item.student] = HandIn(item.student, refusal=item.reason)
        else:
            try:
                found[item.student] = collected(course, assignment, item, notes.get(item.student, ()))
            except Exception as error:  # one hand-in never stops a class
                reason = FAILED.format(shown(f"{type(error).__name__}: {error}", 300))
                found[item.student] = HandIn(item.student, item.flags, reason)
    return dict(sorted(told_apart(found).items())), tuple(strange)


def told_apart(found):
    """The HandIns with a remark on those whose ids a disk that knows no capital letters takes for one."""
    alike = defaultdict(list)
    for id in found:
        alike[id.casefold()].append(id)
    for ids in alike.values():
        for id in ids if len(ids) > 1 else ():
            remark = CASED.format(" and ".join(other for other in ids if other != id))
            found[id] = replace(found[id], remarks=(*found[id].remarks, remark))
    return found


def collected(course, assignment, item, notes):
    """The HandIn of a Found that lies in a course, with what was said of it when it was collected."""
    handed = HandIn(item.student, item.flags, read=item.read)
    try:
        data = handed.data()
    except Refused:
        data = b""  # said where it is graded
    flags, remarks = receipts.told(notes, versions.digest(data))
    flags = tuple(dict.fromkeys((*flags, *item.flags)))
    shelf = versions.Shelf(course, item.student, assignment)
    return replace(handed, flags=flags, remarks=remarks, received=received(shelf, data))


def received(shelf, data):
    """When it arrived, or None where nobody wrote it down.

    `pathfinders collect` writes down what this system's clock said; nbgrader's own, what the student's did.
    """
    first = shelf.first(versions.digest(data))
    version = ("handed-in", shelf.assignment, shelf.student, first, "timestamp.txt")
    for parts in (version, ("submitted", shelf.student, shelf.assignment, "timestamp.txt")):
        try:
            return utc(read_inside(shelf.course, parts).decode())
        except (Refused, OSError, ValueError):
            continue
    return None


def utc(text):
    """The time in a timestamp.txt, in UTC and without a zone; raises ValueError."""
    from dateutil.parser import parse

    if len(text) > LONGEST:
        raise ValueError("too long for a time")
    try:
        time = parse(text.strip())
        return time.astimezone(UTC).replace(tzinfo=None) if time.tzinfo else time
    except Exception as error:  # the text is anybody's, and the parser has many ways to stop
        raise ValueError(text) from error
