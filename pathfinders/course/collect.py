"""`pathfinders collect COURSE ASSIGNMENT`: take in what was handed in, one line for each student."""

import argparse
from collections import Counter
from pathlib import Path

from pathfinders.course import manuscript, receipts, settings, shelf, submissions, versions
from pathfinders.course.manuscript import Refused
from pathfinders.course.receipts import Receipt
from pathfinders.course.roster import Roster, read_roster, shown
from pathfinders.course.settings import SettingsError


def collect(course, assignment, items):
    """Keep what was found in the folder `course` and yield a Receipt for each of `items`.

    One that cannot be read or written costs the others nothing. What happened is also written to
    `handed-in/ASSIGNMENT.jsonl`, once for each change.
    """
    course, known = Path(course), receipts.written(course, assignment)
    for item in items:
        receipt = kept(course, assignment, item)
        notes = known.setdefault(receipt.student, [])
        if receipts.is_news(receipt, notes):
            notes.append(receipts.note(course, assignment, receipt))
        yield receipt


def kept(course, assignment, item):
    """The Receipt of a Found or a Refusal."""
    path = str(item.path or "")
    if isinstance(item, submissions.Refusal):
        return Receipt(item.student, "refused", item.reason, path=path)
    said = {"remarks": item.remarks, "path": path}
    try:
        data = item.read()
        flags = (*item.flags, *manuscript.read(data).flags)
        beside = {name: read()[: versions.SECRET] for name, read in item.beside.items()}
        if beside:  # from nbgrader's exchange: there the time of arrival decides what is late
            beside["timestamp.txt"] = f"{item.received:%Y-%m-%d %H:%M:%S.%f} UTC".encode()
        done = versions.put(versions.Shelf(course, item.student, assignment), data, item.received, beside)
        return Receipt(item.student, done, "", flags, **said, digest=versions.digest(data))
    except Refused as refused:
        return Receipt(item.student, "refused", refused.reason, item.flags, **said)
    except OSError as error:
        where = error.filename or (course if error.errno in shelf.FULL else path)
        reason = f"{(error.strerror or str(error)).lower()} ({shown(str(where), 300)})"
        return Receipt(item.student, "failed", reason, item.flags, **said)


def items(course, assignment, source, exchange, roster):
    """Found and Refusal from where the command line says."""
    known = [name for name in settings.checked(course, assignment) if name != assignment]
    if source is None:
        return submissions.from_exchange(settings.inbound(course, exchange), assignment, known)
    if not Path(source).exists():
        raise SettingsError(source, "not there", "a folder or a zip")
    take = submissions.from_folder if Path(source).is_dir() else submissions.from_zip
    return take(source, assignment, roster, known)


def summary(receipts, roster):
    """The last line: how many, and who is missing."""
    names = {"new": "taken", "again": "taken", "earlier": "kept", "known": "as before", "failed": "not taken"}
    count = Counter(names.get(receipt.done, receipt.done) for receipt in receipts)
    told = ", ".join(f"{number} {name}" for name, number in count.items()) or "nothing was handed in"
    met = {receipt.student for receipt in receipts}
    missing = [id for id in roster.ids if id not in met]
    return f"{told}." + (f" Nothing from {', '.join(missing)}." if missing else "")


def main(argv=None):
    """The command; returns its exit code: 1 when something could not be read or written."""
    parser = argparse.ArgumentParser(prog="pathfinders collect", description=__doc__)
    parser.add_argument("course", help="the course's folder")
    parser.add_argument("assignment", help="the assignment's name")
    parser.add_argument("--from", dest="source", help="a folder, or a zip of Canvas or Moodle")
    parser.add_argument("--roster", help="a CSV with the column id, or an export of Canvas or Moodle")
    parser.add_argument("--exchange", help="nbgrader's exchange (default: as its configuration says)")
    chosen = parser.parse_args(argv)
    roster = read_roster(chosen.roster) if chosen.roster else Roster()
    found = items(chosen.course, chosen.assignment, chosen.source, chosen.exchange, roster)
    told = []
    for receipt in collect(chosen.course, chosen.assignment, found):
        told.append(receipt)
        print(receipt.line, flush=True)
    print(summary(told, roster))
    return int(any(receipt.done == "failed" for receipt in told))
