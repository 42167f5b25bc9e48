"""`pathfinders collect COURSE ASSIGNMENT`: take in what was handed in, one line for each student."""

import argparse
from collections import Counter
from pathlib import Path

from pathfinders.course import (
    leftovers,
    manuscript,
    mismatch,
    receipts,
    settings,
    statuses,
    submissions,
    versions,
)
from pathfinders.course.classlist import read_roster
from pathfinders.course.drafts import Drafts
from pathfinders.course.exchange import BELONGS, Known
from pathfinders.course.manuscript import Refused
from pathfinders.course.receipts import Receipt
from pathfinders.course.roster import Roster, shown
from pathfinders.course.settings import SettingsError
from pathfinders.errors import printable
from pathfinders.files import FULL

SOURCES = (
    "a folder in which each student has one named after the id (FOLDER/ID/05-two-rubber-bands.ipynb), or a "
    "zip of Canvas or Moodle, packed or unpacked (default: what lies in nbgrader's exchange)"
)
ROSTER = "a CSV with the columns id and name, or an export of Canvas or Moodle"


def collect(course, assignment, items):
    """Keep what was found in the folder `course` and yield a Receipt for each of `items`.

    One that cannot be read or written costs the others nothing. What happened is also written to
    `handed-in/ASSIGNMENT.jsonl`, once for each change.
    """
    course, known, met = Path(course), receipts.written(course, assignment), {}
    drafts = Drafts(course, assignment)
    with leftovers.cleared(course, assignment):
        for item in items:
            receipt = kept(course, assignment, item, known.get(item.student, ()), met, drafts)
            notes = known.setdefault(receipt.student, [])
            if receipts.is_news(receipt, notes) and not getattr(item, "idle", False):
                notes.append(receipts.note(course, assignment, receipt))
            yield receipt


def kept(course, assignment, item, notes, met, drafts):
    """The Receipt of a Found or a Refusal; `notes` are its student's, `met` and `drafts` as `odd` has them.

    What is too much is refused before it is parsed: that takes far longer than to read and to keep it.
    """
    path = str(item.path or "")
    if isinstance(item, submissions.Refusal):
        return Receipt(item.student, "refused", item.reason, remarks=item.remarks, path=path)
    said = {"remarks": item.remarks, "path": path, "order": item.order}
    try:
        data = item.read()
        key, place = versions.digest(data), versions.Shelf(course, item.student, assignment)
        received = versions.placed(place, item.received, item.order, key, receipts.tries(notes))
        full = versions.crowded(place, data, received, bool(item.stranger))
        if full:
            raise Refused(full)
        found = odd(data, key, notes, met, drafts)
        beside, lost = exchanged(item)
        said["remarks"] = (*item.remarks, *lost)
        done = versions.put(place, data, received, beside)
        return Receipt(item.student, done, "", (*item.flags, *found), **said, digest=key, odd=found)
    except Refused as refused:
        return Receipt(item.student, "refused", refused.reason, item.flags, **said)
    except Exception as error:  # one hand-in never stops a class
        return Receipt(item.student, "failed", failure(error, course, path), item.flags, **said)


def failure(error, course, path):
    """Why a hand-in was not taken that nobody refused, in words."""
    if not isinstance(error, OSError):
        return f"collecting it failed ({shown(f'{type(error).__name__}: {error}', 300)})"
    where = error.filename or (course if error.errno in FULL else path)
    return f"{(error.strerror or str(error)).lower()} ({shown(str(where), 300)})"


def odd(data, key, notes, met, drafts):
    """What a notebook with this digest has that is odd, as flags; raises Refused for what is none.

    The same bytes are parsed once: `met` has what was found in this call, and `notes` what was before. The
    `drafts` tell whether anything is written in it.
    """
    if key not in met:
        known = receipts.oddities(notes, key)
        try:
            met[key] = oddities(manuscript.read(data), drafts) if known is None else known
        except Refused as refused:
            met[key] = refused
    if isinstance(met[key], Refused):
        raise met[key]
    return met[key]


def oddities(script, drafts):
    """The flags of a Manuscript, and one more where nothing is written in it."""
    return (*script.flags, *drafts.blank(script.pieces))


def exchanged(item):
    """(file name → bytes of what nbgrader's exchange needs beside a notebook, remarks on what is lost).

    The time of arrival, which decides what is late, is there however little was handed in.
    """
    if item.beside is None:
        return {}, ()
    files, lost = {"timestamp.txt": f"{item.received:%Y-%m-%d %H:%M:%S.%f} UTC".encode()}, []
    for name, read in item.beside.items():
        try:
            if read is None:
                raise Refused("It is no file.")
            files[name] = read()[: versions.SECRET]
        except (Refused, OSError):
            lost.append(f"{name} cannot be read, so that nbgrader cannot hand feedback back.")
    return files, tuple(lost)


def known_before(course, assignment, roster):
    """The Known of a course's exchange: who is in the class, and whose own work has been collected."""
    own = {
        id
        for id, notes in receipts.written(course, assignment).items()
        if any(is_own(entry) for entry in notes)
    }
    return Known(frozenset(statuses.students(course)) | frozenset(roster.ids), frozenset(own))


def is_own(entry):
    """True for a note of something that was taken and that belonged to its student."""
    remarks = receipts.sentences(entry, "remarks")
    return entry.get("done") in receipts.SAYS and not any(one.startswith(BELONGS) for one in remarks)


def items(course, assignment, source, exchange, roster):
    """Found and Refusal from where the command line says."""
    known = [name for name in settings.checked(course, assignment) if name != assignment]
    if source is None:
        before = known_before(course, assignment, roster)
        inbound = settings.inbound(course, exchange)
        more = {"before": before, "drafts": Drafts(course, assignment)}
        return submissions.from_exchange(inbound, assignment, known, roster=roster, **more)
    if not Path(source).exists():
        raise SettingsError(source, "not there", "a folder or a zip")
    take = submissions.from_folder if Path(source).is_dir() else submissions.from_zip
    return take(source, assignment, roster, known, Drafts(course, assignment))


def summary(receipts, roster, taken):
    """The last line: how many, and of whom there is nothing; `taken` tells of whom something is kept."""
    names = {"new": "taken", "again": "taken", "earlier": "kept", "known": "as before", "failed": "not taken"}
    count = Counter(names.get(receipt.done, receipt.done) for receipt in receipts)
    told = ", ".join(f"{number} {name}" for name, number in count.items()) or "nothing was handed in"
    met = {receipt.student for receipt in receipts}
    missing = [id for id in roster.ids if id not in met and not taken(id)]
    return f"{told}." + (f" Nothing yet from {', '.join(missing)}." if missing else "")


def main(argv=None):
    """The command; returns its exit code: 1 when something could not be read or written."""
    parser = argparse.ArgumentParser(prog="pathfinders collect", description=__doc__)
    parser.add_argument("course", help="the course's folder")
    parser.add_argument("assignment", help="the assignment's name")
    parser.add_argument("--from", dest="source", help=SOURCES)
    parser.add_argument("--roster", help=ROSTER)
    parser.add_argument("--exchange", help="nbgrader's exchange (default: as its configuration says)")
    chosen = parser.parse_args(argv)
    roster = read_roster(chosen.roster) if chosen.roster else Roster()
    found = items(chosen.course, chosen.assignment, chosen.source, chosen.exchange, roster)
    if chosen.roster and chosen.source:
        mismatch.check(chosen.roster, roster, found)
    course, told = Path(chosen.course), []
    warning = mismatch.nameless(found)
    print(warning, end="", flush=True)
    for item, receipt in zip(found, collect(course, chosen.assignment, found), strict=True):
        told.append(receipt)
        more = mismatch.twice(course, chosen.assignment, item)
        print(printable(" ".join([receipt.line, *more])), flush=True)
    for remark in roster.remarks:
        print(printable(remark))
    print(warning, end="")
    print(printable(summary(told, roster, lambda id: versions.Shelf(course, id, chosen.assignment).has)))
    return int(any(receipt.done == "failed" for receipt in told))
