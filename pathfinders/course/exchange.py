"""What lies in nbgrader's exchange, where every student of a machine may write."""

import os
import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from pathfinders.course import parcels
from pathfinders.course.choice import Found, Refusal, Sent, chosen
from pathfinders.course.roster import Sender

COLLECTOR = os.geteuid() if hasattr(os, "geteuid") else None
BELONGS = "It belongs to "
SHARE = 5_000
"""How many folders of one user are looked into."""

ZONE = re.compile(r" \+(?=\d\d(?::?\d\d)?(?:\+|$))")
"""Where a zone that has no name begins in the time of a folder's name, as in `20:00:00 +04`."""

STAMP = re.compile(r"\+(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.\d*)?(?: (?:UTC|([+-]\d\d(?::?\d\d)?)))?(?:\+|$)")
"""The time in a folder's name; which time a zone like CET means nobody can say for sure."""

EVER = datetime.max.replace(tzinfo=UTC)
APART = timedelta(minutes=10)
"""How far the time that a student's machine wrote may lie from that of its arrival."""


@dataclass(frozen=True)
class Known:
    """What is known of a class before its exchange is looked at: ids."""

    students: frozenset = frozenset()
    own: frozenset = frozenset()
    """Of whom something of their own has been collected."""


def from_exchange(inbound, assignment, known=(), collector=COLLECTOR, roster=None, before=None, drafts=None):
    """Found and Refusal of everything in an exchange's `inbound`, the earlier hand-ins of a student first.

    Who a folder belongs to weighs more than what it is called: a folder in a student's name that is not
    the student's is refused when there is one that is, and when it is another student's. What belongs to the
    user `collector`, who runs this, is not remarked: on a machine with one user for all, everything does.
    `before` is a Known; `drafts` know the course's own notebook.
    """
    tops, found = fair(parcels.tops(inbound, lambda name: is_for(name, assignment)), collector)
    for top in tops:
        id = top.name.partition(f"+{assignment}+")[0]
        sent = [
            Sent(Sender(id, top.name), entry.name, entry, len(entry.parts))
            for entry in parcels.below(inbound, top) or [parcels.odd(inbound, top, "has no file in it")]
        ]
        found.append(exchanged(id, sent, assignment, known, collector, roster, drafts))
    found = rightful(found, before or Known())
    return tuple(sorted(found, key=lambda item: (item.student, getattr(item, "received", EVER))))


def is_for(name, assignment):
    """True for the name of a folder in which something is handed in for an assignment."""
    pieces = ZONE.sub(" ", name).rsplit("+", 3)
    return len(pieces) > 2 and assignment in pieces[1:]


def fair(tops, collector):
    """(the folders that are looked into, Refusals of users who have far too many)."""
    owners = {top: top.stat(follow_symlinks=False).st_uid for top in tops if is_there(top)}
    count = Counter(owners.values())
    greedy = {owner for owner in count if count[owner] > SHARE and owner not in (collector, None)}
    refused = [
        Refusal(owner_name(owner) or "", f"There are {count[owner]:,} folders; at most {SHARE:,} are read.")
        for owner in sorted(greedy)
    ]
    return [top for top in owners if owners[top] not in greedy], refused


def is_there(top):
    """True for what was not taken away since it was listed."""
    try:
        return bool(top.stat(follow_symlinks=False))
    except OSError:
        return False


def exchanged(id, sent, assignment, known, collector, roster, drafts=None):
    """What one folder of the exchange is."""
    item = chosen(id, sent, assignment, known, roster, drafts)
    entry = next((each.entry for each in sent if each.entry.path == item.path), sent[0].entry)
    names = sorted(filter(None, (owner_name(owner) for owner in entry.owners - {collector})))
    strange = " and ".join(name for name in names if name.casefold() != id.casefold())
    if names and not strange and names[0] != id:  # its owner has the last word on how the name is written
        return exchanged(names[0], sent, assignment, known, collector, roster, drafts)
    if isinstance(item, Refusal):
        return replace(item, stranger=strange)
    if entry.links > 1 and id not in names:  # what is handed in is a copy; this may be the key's other name
        return Refusal(id, "The file has another name elsewhere on this disk.", item.path, strange)
    secret = {
        each.name: each.entry.read
        for each in sent
        if each.name == "submission_secret.txt" and each.depth == 2
    }
    flags = (*item.flags, *late_arrival(entry.parts[0], item.received))
    remarks = (*item.remarks, *([f"{BELONGS}{strange}."] if strange else ()))
    return replace(item, flags=flags, remarks=remarks, beside=secret, stranger=strange)


def owner_name(owner):
    """The name of a user of this system; None where systems have none."""
    try:
        import pwd

        return pwd.getpwuid(owner).pw_name
    except ImportError:
        return None
    except (KeyError, TypeError):
        return f"user {owner}"


def rightful(found, before):
    """The hand-ins, those refused that are in the name of somebody whose they are not."""
    own = {item.student for item in found if isinstance(item, Found) and not item.stranger} | before.own
    return [outdone(item, own, before.students) if item.stranger else item for item in found]


def outdone(item, own, students):
    """A hand-in that belongs to somebody else: refused where that can be nobody's mistake, else as it is.

    The line is then no longer under the student's id: nothing of it is the student's.
    """
    mine, people = {id.casefold() for id in own}, {id.casefold() for id in own | students}
    if item.student.casefold() in mine:
        why = f"Another hand-in is {item.student}'s own, and counts."
    elif item.stranger.casefold() in people:
        why = f"That is another student, and not {item.student}."
    elif item.student.casefold() in people and item.student not in own | students:
        why = f"The class has nobody who writes {item.student} so."
    else:
        return item
    reason = f"{BELONGS}{item.stranger}. {why}"
    return Refusal(f"{item.student} (by {item.stranger})", reason, item.path, item.stranger)


def late_arrival(folder, received):
    """A flag when the time in a folder's name, which the student's machine wrote, is far from the arrival."""
    stamp = STAMP.search(folder)
    try:
        said = datetime.fromisoformat(stamp[1] + (stamp[2] or "+00")).astimezone(UTC) if stamp else received
    except (ValueError, OverflowError):
        said = received
    if abs(said - received) <= APART:
        return ()
    return (f"It says {said:%Y-%m-%d %H:%M} UTC and arrived {received:%Y-%m-%d %H:%M} UTC, which counts.",)
