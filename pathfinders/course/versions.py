"""Every hand-in of a student, kept: the latest lies where nbgrader looks, and none is ever lost."""

import hashlib
import os
import re
import secrets
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pathfinders.course.leftovers import PART

STAMP = "%Y%m%dT%H%M%S%fZ"
TICK = timedelta(microseconds=1)
NAME = re.compile(r"(\d{8}T\d{12}Z)-([0-9a-f]{64})")
BESIDE = ("timestamp.txt", "submission_secret.txt")
SECRET = 1024
"""Bytes that an exchange's secret may have; nbgrader's has 128."""

MOST, ROOM = 100, 300 * 2**20
"""How many hand-ins of one student for one assignment are kept, and how many bytes all of them may have."""

OTHERS = 2
"""One in so many of both is for what belongs to somebody else: the rest is left for the student's own."""


@dataclass(frozen=True)
class Shelf:
    """Where one student's hand-ins for one assignment are kept."""

    course: Path
    student: str
    assignment: str

    @property
    def place(self):
        """The folder in which nbgrader looks."""
        return self.course / "submitted" / self.student / self.assignment

    @property
    def notebook(self):
        return self.place / f"{self.assignment}.ipynb"

    @property
    def versions(self):
        """The folder of all hand-ins; the name of each is its time of arrival and its digest."""
        return self.course / "handed-in" / self.assignment / self.student

    def kept(self):
        """The names of all versions, the oldest first."""
        found = os.listdir(self.versions) if self.versions.is_dir() else []
        return sorted(name for name in found if NAME.fullmatch(name))

    def first(self, key):
        """The name of the earliest version with this digest, or an empty text."""
        return next((name for name in self.kept() if name.endswith(key)), "")

    @property
    def has(self):
        """True when anything was ever taken, by us or by nbgrader."""
        return self.notebook.is_file() or bool(self.kept())


def put(shelf, data, received, beside=None):
    """Keep a hand-in: `new`, `again` (another one was there), `earlier` (a later one counts) or `known`.

    `beside` has the bytes of nbgrader's files that travel with it. The version is written first and then
    put in place, so that a process that is killed loses nothing; the next call ends what it began. Of the
    same notebook the earliest arrival counts. Raises OSError when the disk is full, and then leaves what was
    there as it was.
    """
    current = shelf.notebook.read_bytes() if shelf.notebook.is_file() else None
    kept, key = shelf.kept(), digest(data)
    here = key if current == data else digest(current or b"")
    if current is not None and not shelf.first(here):
        save(shelf, current, arrival(shelf.notebook), beside_now(shelf))
    if current == data:
        if beside and shelf.first(key) > stamped(received, key):  # nbgrader's own `collect` came before
            show(shelf, save(shelf, data, received, beside))
        return "known"
    name = save(shelf, data, received, beside or {})
    latest = shelf.kept()[-1]
    if current is not None and latest.endswith(here):
        return "known" if name in kept else "earlier"
    shown = None
    while shown != latest:  # somebody else who collects may keep a later one meanwhile
        show(shelf, latest)
        shown, latest = latest, shelf.kept()[-1]
    return "new" if current is None else "again"


def placed(shelf, received, order, key, tries):
    """When a hand-in with this digest arrived: after each lower try of `tries`, before each higher one.

    A zip that was moved or downloaded again has a new time, though nothing in it is new.
    """
    kept, known = shelf.kept(), tries if order else ()

    def times(is_wanted):
        digests = tuple(digest for number, digest in known if is_wanted(number, digest))
        return [time_of(name) for name in kept if digests and name.endswith(digests)]

    same = times(lambda number, digest: (number, digest) == (order, key))
    lower, higher = times(lambda number, _: number < order), times(lambda number, _: number > order)
    if same:
        return same[-1]
    if lower:
        received = max(received, lower[-1] + TICK)
    return min(received, higher[0] - TICK) if higher else received


def time_of(name):
    """When a version arrived."""
    return datetime.strptime(name.partition("-")[0], STAMP).replace(tzinfo=UTC)


def crowded(shelf, data, received, strange=False):
    """Why no further hand-in is kept, in a sentence; an empty text when it is, or is there already."""
    kept = shelf.kept()
    here = shelf.notebook.is_file() and shelf.notebook.read_bytes() == data
    if here or stamped(received, digest(data)) in kept:
        return ""
    share = OTHERS if strange else 1
    size = sum((shelf.versions / name / shelf.notebook.name).stat().st_size for name in kept)
    if len(kept) >= MOST // share:
        return f"{len(kept)} hand-ins are kept already, and no more than that."
    if size + len(data) > ROOM // share:
        return f"The hand-ins that are kept already have {size / 2**20:,.0f} MB; there is no room for more."
    return ""


def digest(data):
    return hashlib.sha256(data).hexdigest()


def stamped(received, key):
    """The name of a version with this digest."""
    return f"{received.astimezone(UTC).strftime(STAMP)}-{key}"


def arrival(path):
    return datetime.fromtimestamp(path.stat().st_ctime, UTC)


def beside_now(shelf):
    """nbgrader's own files that lie beside a notebook."""
    paths = (shelf.place / name for name in BESIDE)
    return {path.name: path.read_bytes() for path in paths if path.is_file()}


def save(shelf, data, received, beside):
    """Write a version as a whole folder, unless it is there; returns its name."""
    name = stamped(received, digest(data))
    if name in shelf.kept():
        return name
    shelf.versions.mkdir(parents=True, exist_ok=True)
    part = shelf.versions / f"{PART}{secrets.token_hex(8)}"
    try:
        part.mkdir()
        for file, text in {shelf.notebook.name: data, **beside}.items():
            written(part / file, text)
        part.rename(shelf.versions / name)
    except OSError:
        shutil.rmtree(part, ignore_errors=True)
        if name not in shelf.kept():  # somebody else who collects has just written the same
            raise
    return name


def show(shelf, name):
    """Put a version where nbgrader looks, each file whole or not at all, the notebook last."""
    shelf.place.mkdir(parents=True, exist_ok=True)
    version = shelf.versions / name
    for file in (*BESIDE, shelf.notebook.name):
        if (version / file).is_file():
            part = shelf.place / f"{PART}{secrets.token_hex(8)}"
            try:
                written(part, (version / file).read_bytes())
                part.replace(shelf.place / file)
            finally:
                part.unlink(missing_ok=True)
        elif (shelf.place / file).is_file():  # it is of an earlier hand-in, and kept with that
            (shelf.place / file).unlink()


def written(path, data):
    """A new file with these bytes, on the disk when this returns."""
    with open(path, "xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
