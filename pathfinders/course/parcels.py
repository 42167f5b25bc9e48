"""The files in a folder or a zip that others have filled: nothing is followed out of it, nothing unpacked."""

import os
import stat
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path, PureWindowsPath

from pathfinders.course.manuscript import LARGEST, Refused
from pathfinders.course.roster import shown
from pathfinders.errors import PathfindersError

DEEPEST = 6
MOST = 50_000
"""How deep, and for how many files, a folder or a zip is looked through."""

CLUTTER = ("__MACOSX", "Thumbs.db", "desktop.ini", ".DS_Store", ".ipynb_checkpoints")


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

    owner: int | None = None
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


def folder_entries(folder):
    """The files below a folder; raises ParcelError when it cannot be read. A file's time is this system's.

    That is the time of the last change by this system's clock, which whoever owns the file cannot set.
    """
    folder = Path(folder)
    try:
        found = list(islice(walked(folder, ()), MOST + 1))
    except OSError as error:
        raise ParcelError(
            folder, (error.strerror or str(error)).lower(), "a folder that can be read"
        ) from None
    if len(found) > MOST:
        raise ParcelError(folder, f"more than {MOST:,} files", "the folder of one class's hand-ins")
    return found


def walked(folder, parts):
    """Entries of a folder, in the order of their names."""
    for item in sorted(os.scandir(folder.joinpath(*parts)), key=lambda item: item.name):
        here = (*parts, item.name)
        if is_clutter(here):
            continue
        try:
            about = item.stat(follow_symlinks=False)
        except OSError:
            continue  # it went away since the folder was listed
        path, when = Path(item.path), datetime.fromtimestamp(about.st_ctime, UTC)
        if stat.S_ISLNK(about.st_mode):
            yield Entry(here, path, when, fault="is a link, which is not followed")
        elif stat.S_ISDIR(about.st_mode) and len(here) <= DEEPEST:
            try:
                yield from walked(folder, here)
            except OSError as error:
                yield Entry(
                    here, path, when, fault=f"cannot be read ({(error.strerror or str(error)).lower()})"
                )
        elif stat.S_ISREG(about.st_mode):
            yield Entry(
                here, path, when, partial(read_inside, folder, here), owner=about.st_uid, links=about.st_nlink
            )
        else:
            yield Entry(here, path, when, fault="is no file")


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


def too_large(size):
    return f"The file has {size / 2**20:,.0f} MB; more than {LARGEST // 2**20} are not read."


def zip_entries(archive):
    """The files in a zip, none of them unpacked; raises ParcelError for a file that is no zip."""
    archive = Path(archive)
    try:
        about = archive.stat()
        opened = zipfile.ZipFile(archive)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        raise ParcelError(
            archive, f"no zip that can be read ({error})", "a zip as Canvas and Moodle give"
        ) from None
    except OSError as error:
        raise ParcelError(archive, (error.strerror or str(error)).lower(), "a zip that can be read") from None
    members = opened.infolist()
    if len(members) > MOST:
        raise ParcelError(archive, f"{len(members):,} files", f"a class's hand-ins, {MOST:,} at most")
    when = datetime.fromtimestamp(about.st_ctime, UTC)
    found = (member_entry(archive, opened, member, when) for member in members if not member.is_dir())
    return [entry for entry in found if not is_clutter(entry.parts)]


def member_entry(archive, opened, member, when):
    """The Entry of one file of a zip."""
    parts = tuple(part for part in member.filename.replace("\\", "/").split("/") if part) or ("?",)
    path = archive / shown("/".join(parts), 200)
    fault = member_fault(member, parts)
    if fault:
        return Entry(tuple(part for part in parts if part != "..") or ("?",), path, when, fault=fault)
    return Entry(parts, path, when, partial(read_member, opened, member))


def member_fault(member, parts):
    """Why a file of a zip is not read, in words; an empty text when it is."""
    name = member.filename
    if ".." in parts or name.startswith(("/", "\\")) or PureWindowsPath(name).drive:
        return "has a path that leads out of the zip"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "is a link, which is not followed"
    if member.flag_bits & 1:
        return "is encrypted"
    if member.file_size > LARGEST:
        return f"has {member.file_size / 2**20:,.0f} MB; more than {LARGEST // 2**20} are not read"
    return "" if len(parts) <= DEEPEST else "lies too deep in folders"


def read_member(opened, member):
    """The bytes of a file of an open zip, no more than it says that it has; raises Refused or OSError."""
    try:
        with opened.open(member) as file:
            return file.read(LARGEST + 1)
    except OSError:
        raise
    except Exception:  # each way of packing has an error of its own for damaged data
        raise Refused("The zip is damaged where this file stands.") from None
