"""The files in a zip that others have filled: nothing of it is unpacked."""

import stat
import zipfile
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PureWindowsPath

from pathfinders.course.manuscript import LARGEST, Refused
from pathfinders.course.parcels import DEEPEST, EVER, Entry, ParcelError, is_clutter, why_none, worded
from pathfinders.course.roster import shown


class Resting:
    """A file for a ZipFile that is open within `with` alone, so that nothing is held between two reads."""

    def __init__(self, path):
        self.path, self.file = path, None

    def __enter__(self):
        self.file = open(self.path, "rb")
        self.read, self.seek, self.tell = self.file.read, self.file.seek, self.file.tell
        return self

    def __exit__(self, *error):
        self.file.close()

    def seekable(self):
        return True


def zip_entries(archive):
    """The files in a zip, none of them unpacked; raises ParcelError for a file that is no zip."""
    archive = Path(archive)
    try:
        about, file = archive.stat(), Resting(archive)
        with file:
            opened = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        raise ParcelError(
            archive, f"no zip that can be read ({error})", "a zip as Canvas and Moodle give"
        ) from None
    except OSError as error:
        raise ParcelError(archive, worded(error), "a zip that can be read") from None
    when = datetime.fromtimestamp(about.st_ctime, UTC)
    made = (member_entry(archive, file, opened, one, when) for one in opened.infolist() if not is_folder(one))
    return [entry for entry in made if not is_clutter(entry.parts)]


def is_folder(member):
    """True for a folder; Python's own `is_dir` stops at a member whose name is empty."""
    return member.filename.endswith("/")


def member_entry(archive, file, opened, member, when):
    """The Entry of one file of a zip."""
    parts = parts_of(member)
    path = archive / shown("/".join(parts), 200)
    fault = member_fault(member, parts)
    if fault:
        return Entry(tuple(part for part in parts if part != "..") or ("?",), path, when, fault=fault)
    return Entry(parts, path, when, partial(read_member, file, opened, member))


def parts_of(member):
    return tuple(part for part in member.filename.replace("\\", "/").split("/") if part) or ("?",)


def idle(archive, entries, skip=()):
    """An Entry that says why for each folder at a zip's top of whose files there is none in `entries`."""
    met, inside = {entry.parts[0] for entry in entries}, {}
    with Resting(archive) as file:
        members = zipfile.ZipFile(file).infolist()
    for member in members:
        top, *below = parts = parts_of(member)
        if (below or is_folder(member)) and not member_fault(member, parts) and not is_clutter((top,)):
            inside.setdefault(top, set()).update(below[:1])
    return [
        Entry((top,), Path(archive) / shown(top, 200), EVER, fault=why_none(names, skip))
        for top, names in inside.items()
        if top not in met
    ]


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
        size = f"has {member.file_size / 2**20:,.0f} MB; more than {LARGEST // 2**20} are not read"
        return f"{size}: clear the outputs and hand it in again"
    return "" if len(parts) <= DEEPEST else "lies too deep in folders"


def read_member(resting, opened, member):
    """The bytes of a file of a zip, no more than it says that it has; raises Refused or OSError."""
    try:
        with resting, opened.open(member) as file:
            return file.read(LARGEST + 1)
    except OSError:
        raise
    except Exception:  # each way of packing has an error of its own for damaged data
        raise Refused("The zip is damaged where this file stands.") from None
