"""What became of each hand-in when it was collected: a line of JSON each in `handed-in/ASSIGNMENT.jsonl`."""

import json
import os
import sys
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

SAYS = {
    "new": "taken",
    "again": "taken; the earlier one is kept, the latest counts",
    "earlier": "kept; a later one counts",
    "known": "as before",
}
LATER_REFUSED = "A later hand-in was refused: {}"


@dataclass(frozen=True)
class Receipt:
    """What became of one hand-in: `done` is a key of SAYS, `refused` or `failed`."""

    student: str
    done: str
    reason: str = ""
    flags: tuple = ()
    """Sentences that its student may read too."""

    remarks: tuple = ()
    """Sentences for whoever collects alone."""

    path: str = ""
    digest: str = ""
    """Of the notebook's bytes; empty where they were not read."""

    @property
    def line(self):
        """One line for a person."""
        what = SAYS.get(self.done) or f"{'refused' if self.done == 'refused' else 'not taken'}: {self.reason}"
        said = " ".join([what if what[-1] in ".?!" else f"{what}.", *self.remarks, *self.flags])
        return f"{self.student or '(nobody)'}: {said}"


def journal(course, assignment):
    return Path(course) / "handed-in" / f"{assignment}.jsonl"


def written(course, assignment):
    """Student → the notes of what became of their hand-ins, the earliest first.

    A note has what a Receipt has, and `time`. A line that a killed process left half written is passed
    over.
    """
    path, found = journal(course, assignment), defaultdict(list)
    for line in path.read_text("utf-8", "replace").splitlines() if path.is_file() else []:
        try:
            entry = json.loads(line)
            found[entry["student"]].append(entry)
        except (ValueError, KeyError, TypeError):
            continue
    return dict(found)


def is_news(receipt, notes):
    """True when a Receipt says something that its student's notes do not say yet."""
    of_path = [entry for entry in notes if entry.get("path") == receipt.path]
    last = (of_path or notes or [{}])[-1]
    if receipt.done == "refused":
        return (last.get("done"), last.get("reason")) != ("refused", receipt.reason)
    if receipt.done == "known":  # the one before was refused: this one counts again
        return last.get("done") == "refused"
    return receipt.done != "failed"


def note(course, assignment, receipt):
    """Add a line to the journal; returns it as data."""
    entry = {"time": datetime.now(UTC).isoformat(timespec="seconds"), **vars(receipt)}
    path = journal(course, assignment)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "ab") as file:
            file.write(b"\n" * is_torn(path) + json.dumps(entry).encode() + b"\n")
    except OSError as error:  # the hand-in itself is kept; a full disk must not stop the others
        print(f"{path}: could not be written ({error.strerror}).", file=sys.stderr)
    return entry


def is_torn(path):
    """True for a file whose last line was left half written."""
    with open(path, "rb") as file:
        if not file.seek(0, os.SEEK_END):
            return False
        file.seek(-1, os.SEEK_END)
        return file.read() != b"\n"


def told(notes, digest):
    """(flags, remarks) of the hand-in that counts, whose bytes have this digest, as its notes have them."""
    own = [entry for entry in notes if entry.get("digest") == digest and entry.get("done") != "refused"]
    last = own[-1] if own else {}
    refused = notes and notes[-1].get("done") == "refused"
    later = (LATER_REFUSED.format(notes[-1].get("reason", "")),) if refused else ()
    return (*sentences(last, "flags"), *later), sentences(last, "remarks")


def sentences(entry, name):
    """The sentences in a field of a note, which somebody may have changed by hand."""
    found = entry.get(name)
    return tuple(filter(None, map(str, found))) if isinstance(found, list) else ()
