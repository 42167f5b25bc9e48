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

    order: int = 0
    """Canvas's number of the try; 0 where nobody counts them."""

    odd: tuple = ()
    """Those of the flags that say what is odd about the file itself."""

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

    A note has what a Receipt has, and `time`. A line that a killed process left half written, or that a
    person has damaged, is passed over.
    """
    path, found = journal(course, assignment), defaultdict(list)
    for line in path.read_text("utf-8", "replace").splitlines() if path.is_file() else []:
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if is_note(entry):
            found[entry["student"]].append(entry)
    return dict(found)


def is_note(entry):
    """True for the data of a whole line; what stands in its lists is looked at where it is used."""
    words = ("reason", "path", "digest")
    return (
        isinstance(entry, dict)
        and all(isinstance(entry.get(name), str) for name in ("student", "done"))
        and all(isinstance(entry.get(name, ""), str) for name in words)
    )


def is_news(receipt, notes):
    """True when a Receipt says something that its student's notes do not say yet."""
    of_path = [entry for entry in notes if entry.get("path") == receipt.path]
    last = (of_path or notes or [{}])[-1]
    if receipt.done == "refused":
        return (last.get("done"), last.get("reason")) != ("refused", receipt.reason)
    if receipt.done == "known":  # the one before was refused: this one counts again; or it is a later try
        refused = last.get("done") == "refused" and receipt.order >= order(last)
        return refused or receipt.order > max(map(order, notes), default=0)
    return receipt.done != "failed"


def oddities(notes, digest):
    """What was found odd about a notebook that was taken before; None where nobody noted it."""
    same = (entry for entry in notes if entry.get("digest") == digest and entry.get("done") in SAYS)
    return next((sentences(entry, "odd") for entry in same if "odd" in entry), None)


def order(entry):
    """The number of the try in a note, which somebody may have changed by hand."""
    found = entry.get("order")
    return found if type(found) is int else 0


def tries(notes):
    """(number of the try, digest) of what was taken of a student where Canvas counts the tries."""
    taken = (entry for entry in notes if entry.get("done") in SAYS and order(entry))
    return [(order(entry), str(entry.get("digest"))) for entry in taken]


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
    return tuple(filter(None, map(str, found))) if isinstance(found, list | tuple) else ()
