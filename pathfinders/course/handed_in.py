"""What a class has handed in for one assignment, as its grader finds it in COURSE/submitted."""

import hashlib
import os
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache, partial

from pathfinders.course import arrivals, receipts, settings, submissions, versions
from pathfinders.course.manuscript import Refused
from pathfinders.course.parcels import worded
from pathfinders.course.roster import is_safe, shown

UNREAD = "{} could not be read ({}); `pathfinders grade` tries it again."
CASED = "Its id and that of {} differ in nothing but capital letters: are they two people?"


class Unread(Exception):
    """What was handed in cannot be read, which is nobody's fault; a sentence for whoever grades."""


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

    fault: str = ""
    """Why this machine could not read it, in a sentence for whoever grades; it is then not refused."""

    path: object = field(default="The file", compare=False)
    key: str = field(default="", compare=False)
    """The digest of the bytes of which flags, remarks and time are told."""

    again: Callable = field(default=None, compare=False, repr=False)
    """Tells them of other bytes: from bytes to a HandIn."""

    def data(self):
        """The bytes of its notebook; raises Refused with the reason, or Unread."""
        if self.fault:
            raise Unread(self.fault)
        if self.read is None:
            raise Refused(self.refusal)
        try:
            return self.read()
        except Refused:
            raise
        except Exception as error:  # one hand-in never stops a class
            raise Unread(UNREAD.format(self.path, reason(error))) from None

    def settled(self):
        """The same, read once and for all: what is graded is what is recorded as graded.

        Where something else lies there since it was listed, all that is told of it is told anew.
        """
        try:
            data = self.data()
            now = self.again(data) if self.again and versions.digest(data) != self.key else self
        except Refused as error:
            return replace(self, refusal=error.reason, read=None)
        except Unread as error:
            return replace(self, fault=str(error), read=None)
        return replace(now, read=lambda: data)

    def digest(self, assignment):
        """Changes when what was handed in does, or when it arrived, or what it is graded by."""
        try:
            data = self.data()
        except (Refused, Unread) as error:
            data = str(error).encode("utf-8", "replace")
        arrived = (self.received.isoformat(),) if self.received else ()
        data += "\n".join((*self.flags, *self.remarks, *arrived)).encode("utf-8", "replace")
        return f"{assignment.digest}-{hashlib.sha256(data).hexdigest()[:16]}"


def hand_ins(course, assignment):
    """(id → HandIn, in the order of the ids; sentences about what is left alone: it has no safe id, or it
    cannot be read).

    Who was refused when it was collected, and has handed in nothing else, is refused here too.
    """
    found, strange, notes = {}, [], receipts.written(course, assignment)
    known = [name for name in settings.assignments(course) if name != assignment]
    home = cache(partial(arrivals.home, course))
    for id, (*_, last) in notes.items():
        if last.get("done") == "refused" and is_safe(id):
            found[id] = HandIn(id, refusal=str(last.get("reason", "")))
    top = course / "submitted"
    for item in submissions.from_course(top, assignment, known) if top.is_dir() else ():
        if not is_safe(item.student):
            strange.append(f"{item.student}: {item.reason}")
        elif isinstance(item, submissions.Refusal):
            fault = barred(top / item.student, top / item.student / assignment)
            found[item.student] = HandIn(item.student, refusal=item.reason, fault=fault)
        else:
            handed = HandIn(item.student, item.flags, read=item.read, path=item.path)
            found[item.student] = listed(course, assignment, handed, home, notes.get(item.student, ()))
    strange += [f"{id}: {handed.fault}" for id, handed in found.items() if handed.fault]
    return dict(sorted(told_apart(found).items())), tuple(strange)


def reason(error):
    """What has failed, in words."""
    return worded(error) if isinstance(error, OSError) else shown(f"{type(error).__name__}: {error}", 300)


def barred(*folders):
    """Why one of these folders cannot be looked into, in a sentence; an empty text where all can."""
    for folder in folders:
        try:
            for name in os.listdir(folder):
                os.lstat(folder / name)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            return UNREAD.format(folder, worded(error))
    return ""


def listed(course, assignment, handed, home, notes):
    """The HandIn as it lies there now."""
    try:
        data = handed.data()
    except Refused:
        data = b""  # said where it is graded
    except Unread as error:
        return replace(handed, fault=str(error))
    return collected(course, assignment, handed, home, data, notes)


def collected(course, assignment, handed, home, data, notes=None):
    """The HandIn with its time, and with what was said of these bytes when they were collected.

    It has a fault where that cannot be told; `notes` are its student's, read anew where there are none.
    """
    key = versions.digest(data)
    shelf = versions.Shelf(course, handed.student, assignment)
    try:
        notes = receipts.written(course, assignment).get(handed.student, ()) if notes is None else notes
        flags, remarks = receipts.told(notes, key)
        when, more = arrivals.received(shelf, data, home)
    except Exception as error:  # nor does what is kept of it
        return replace(handed, fault=UNREAD.format(handed.path, reason(error)))
    flags = tuple(dict.fromkeys((*flags, *handed.flags)))
    again = partial(collected, course, assignment, handed, home)
    return replace(handed, flags=flags, remarks=(*remarks, *more), received=when, key=key, again=again)


def told_apart(found):
    """The HandIns with a remark on those whose ids a disk that knows no capital letters takes for one."""
    alike = defaultdict(list)
    for id in found:
        alike[id.casefold()].append(id)
    for ids in alike.values():
        for id in ids if len(ids) > 1 else ():
            remark = CASED.format(" and ".join(other for other in ids if other != id))
            found[id] = remarked(found[id], remark)
    return found


def remarked(handed, remark):
    """The HandIn with one remark more, also when it is told anew."""
    again = handed.again and (lambda data: remarked(handed.again(data), remark))
    return replace(handed, remarks=(*handed.remarks, remark), again=again)
