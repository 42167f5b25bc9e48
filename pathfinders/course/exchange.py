"""What lies in nbgrader's exchange, where every student of a machine may write."""

import os
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pathfinders.course.choice import Found, Refusal, Sent, chosen
from pathfinders.course.parcels import folder_entries
from pathfinders.course.roster import Sender

COLLECTOR = os.geteuid() if hasattr(os, "geteuid") else None
BELONGS = "It belongs to "
EVER = datetime.max.replace(tzinfo=UTC)
APART = timedelta(minutes=10)
"""How far the time that a student's machine wrote may lie from that of its arrival."""


def from_exchange(inbound, assignment, known=(), collector=COLLECTOR):
    """Found and Refusal of everything in an exchange's `inbound`, the earlier hand-ins of a student first.

    Who a folder belongs to weighs more than what it is called: a folder in a student's name that is not
    the student's is refused when there is one that is. What belongs to the user `collector`, who runs
    this, is not remarked: on a machine with one user for all, everything does.
    """
    people = {}
    for entry in folder_entries(inbound):
        pieces = entry.parts[0].rsplit("+", 3)
        if len(pieces) > 2 and assignment in pieces[1:]:
            name = entry.parts[0].partition(f"+{assignment}+")[0]
            sent = Sent(Sender(name, entry.parts[0]), entry.name, entry, len(entry.parts))
            people.setdefault((name, entry.parts[0]), []).append(sent)
    found = [
        exchanged(id, folder, sent, assignment, known, collector)
        for (id, folder), sent in sorted(people.items())
    ]
    return tuple(sorted(rightful(found), key=lambda item: (item.student, getattr(item, "received", EVER))))


def rightful(found):
    """The hand-ins, those refused that belong to somebody else while the student has one too."""
    own = {item.student for item in found if isinstance(item, Found) and not is_strange(item)}
    return [outdone(item) if is_strange(item) and item.student in own else item for item in found]


def exchanged(id, folder, sent, assignment, known, collector):
    """What one folder of the exchange is."""
    item = chosen(id, sent, assignment, known)
    if isinstance(item, Refusal):
        return item
    secret = {each.name: each.entry.read for each in sent if each.name == "submission_secret.txt"}
    entry = next(each.entry for each in sent if each.entry.path == item.path)
    if entry.links > 1:  # what is handed in there is a copy; another name of a file may be the key's
        return Refusal(id, "The file has another name elsewhere on this disk.", item.path)
    flags = (*item.flags, *late_arrival(folder, item.received))
    remarks = (*item.remarks, *stranger(id, entry.owner, collector))
    return replace(item, flags=flags, remarks=remarks, beside=secret)


def stranger(id, owner, collector):
    """A remark when a file belongs to somebody else than its student and than whoever collects."""
    name = owner_name(owner)
    return () if name in (None, id) or owner == collector else (f"{BELONGS}{name}.",)


def owner_name(owner):
    """The name of a user of this system; None where systems have none."""
    try:
        import pwd

        return pwd.getpwuid(owner).pw_name
    except ImportError:
        return None
    except (KeyError, TypeError):
        return f"user {owner}"


def is_strange(item):
    """True for a hand-in that belongs to somebody else."""
    return isinstance(item, Found) and any(remark.startswith(BELONGS) for remark in item.remarks)


def outdone(item):
    """The Refusal of a hand-in that is not the student's own where there is one that is."""
    words = " ".join(remark for remark in item.remarks if remark.startswith(BELONGS))
    return Refusal(item.student, f"{words} Another hand-in is {item.student}'s own, and counts.", item.path)


def late_arrival(folder, received):
    """A flag when the time in a folder's name, which the student's machine wrote, is far from the arrival."""
    stamp = re.search(r"\+(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)", folder)
    try:
        said = datetime.fromisoformat(stamp[1]).replace(tzinfo=UTC) if stamp else received
    except ValueError:
        said = received
    if abs(said - received) <= APART:
        return ()
    return (f"It says {said:%Y-%m-%d %H:%M} UTC and arrived {received:%Y-%m-%d %H:%M} UTC, which counts.",)
