"""The files in a folder that others have filled: no link is followed, and nobody's files hide another's."""

import contextlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path

from pathfinders.course.manuscript import LARGEST, Refused
from pathfinders.course.roster import shown
from pathfinders.errors import PathfindersError

DEEPEST = 6
MOST = 50_000
EACH = 1_000
"""How deep a folder or a zip is looked through, for how many people, and for how many files of each."""

CLUTTER = ("__MACOSX", "Thumbs.db", "desktop.ini", ".DS_Store", ".ipynb_checkpoints")
EVER = datetime.min.replace(tzinfo=UTC)


class ParcelError(PathfindersError):
    """A folder or a zip that cannot be looked through at all."""


@dataclass(frozen=True)
class Entry:
    """One file, and how to read it; `read` gives bytes and raises Refused or OSError."""

    parts: tuple
    path: Path
    received: datetime
    read: Callable = None
    fault: str = ""
    """Why it cannot be read, in words; then there is no `read`."""

    owners: frozenset = frozenset()
    """To whom it and the folders that it lies in belong, as numbers; empty in a zip."""

    links: int = 1
    """How many names the file has on its disk."""

    @property
    def name(self):
        return self.parts[-1]

    @property
    def is_notebook(self):
        return self.name.lower().endswith(".ipynb")


def is_clutter(parts):
    """True for what systems leave behind; a hidden folder at the top may be an id that has to be refused."""
    return any(part in CLUTTER or part.startswith("._") for part in parts) or any(
        part.startswith(".") for part in parts[1:]
    )


def folder_entries(folder, skip=()):
    """The files below a folder, but for those in the folders `skip` of a person's; raises ParcelError.

    A file's time is that of the last change, by this system's clock, to it or to a folder that it lies in:
    whoever owns them cannot set it, and what was made before and moved there later has the later one.
    """
    found = tops(folder)
    if len(found) > MOST:
        raise ParcelError(folder, f"more than {MOST:,} files", "the folder of one class's hand-ins")
    return [entry for item in found for entry in below(folder, item, skip)]


def tops(folder, wanted=None):
    """What lies in a folder itself, in the order of the names, as os.scandir has it; raises ParcelError.

    `wanted` is told each name; without it no more than one above MOST are looked at.
    """
    try:
        with os.scandir(folder) as items:
            found = islice(items, MOST + 1) if wanted is None else (one for one in items if wanted(one.name))
            return sorted(found, key=lambda item: item.name)
    except OSError as error:
        raise ParcelError(folder, worded(error), "a folder that can be read") from None


def below(folder, item, skip=()):
    """The Entries of one of the `tops`; where there are too many, one alone that says so."""
    above = Entry((), Path(folder), EVER)
    found = list(islice(walked(Path(folder), item, above, skip), EACH + 1))
    if len(found) > EACH:
        return [odd(folder, item, f"has more than {EACH:,} files")]
    return [entry for entry in found if entry]


def idle(folder, entries, skip=()):
    """An Entry that says why for each folder in a folder of whose files there is none in `entries`."""
    met, found = {entry.parts[0] for entry in entries}, []
    for item in tops(folder):
        if item.name in met or is_clutter((item.name,)) or not item.is_dir(follow_symlinks=False):
            continue
        with contextlib.suppress(OSError):  # it went away since it was listed
            found.append(odd(folder, item, why_none(os.listdir(item.path), skip)))
    return found


def why_none(names, skip):
    """Why nothing is taken from a folder in which these names stand, in words."""
    hidden = sorted(name for name in names if is_clutter(("", name)))
    others = sorted(set(names) & set(skip))
    if others:
        return f"has nothing in it but work for {', '.join(others[:3])}"
    return f"has nothing in it but hidden files ({shown(hidden[0])})" if hidden else "has no file in it"


def odd(folder, item, fault):
    """The Entry of one of the `tops` that has a fault as a whole."""
    return replace(placed(item, Entry((), Path(folder), EVER)), fault=fault)


def placed(item, above):
    """The Entry of something in the folder `above`, as yet without a way to read it; raises OSError."""
    about = item.stat(follow_symlinks=False)
    when = max(above.received, datetime.fromtimestamp(about.st_ctime, UTC))
    owners = above.owners | {about.st_uid}
    return Entry((*above.parts, item.name), Path(item.path), when, owners=owners, links=about.st_nlink)


def walked(folder, item, above, skip):
    """An Entry for each file, in the order of the names; None for all else that was looked at."""
    try:
        here, mode = placed(item, above), item.stat(follow_symlinks=False).st_mode
    except OSError as error:
        gone, fault = isinstance(error, FileNotFoundError), f"cannot be read ({worded(error)})"
        parts, path = (*above.parts, item.name), Path(item.path)
        yield None if gone else replace(above, parts=parts, path=path, fault=fault)
        return
    if is_clutter(here.parts):
        yield None
    elif stat.S_ISLNK(mode):
        yield replace(here, fault="is a link, which is not followed")
    elif stat.S_ISREG(mode):
        yield replace(here, read=partial(read_inside, folder, here.parts))
    elif stat.S_ISDIR(mode) and len(here.parts) <= DEEPEST:
        yield None
        if len(here.parts) != 2 or here.name not in skip:
            yield from inside(folder, here, skip)
    else:
        yield replace(here, fault="is no file")


def inside(folder, here, skip):
    """What `walked` gives of each thing in a folder, or one Entry that says that it cannot be read."""
    try:
        with os.scandir(here.path) as items:
            found = sorted(islice(items, EACH + 1), key=lambda item: item.name)
    except OSError as error:
        yield replace(here, fault=f"cannot be read ({worded(error)})")
        return
    for item in found:
        yield from walked(folder, item, here, skip)


def worded(error):
    """What the system says of an OSError."""
    return (error.strerror or str(error)).lower()


def read_inside(folder, parts):
    """The bytes of a file below a folder, no link followed on the way; raises Refused or OSError."""
    flags = (
        os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    if os.open not in os.supports_dir_fd:  # Windows, where a link cannot be made by just anybody
        return read_open(os.open(folder.joinpath(*parts), flags))
    place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for part in parts[:-1]:
            below = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=place)
            os.close(place)
            place = below
        return read_open(os.open(parts[-1], flags, dir_fd=place))
    finally:
        os.close(place)


def read_open(number):
    """The bytes of an open file, which is closed."""
    with os.fdopen(number, "rb") as file:
        about = os.fstat(number)
        if not stat.S_ISREG(about.st_mode):
            raise Refused("It is no file.")
        if about.st_size > LARGEST:
            raise Refused(too_large(about.st_size))
        return file.read(LARGEST + 1)


def too_large(size, most=LARGEST // 2**20):
    return f"The file has {size / 2**20:.0f} MB, and {most} are read: clear the outputs and hand it in again."
