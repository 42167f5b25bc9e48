"""What a student handed in, read as cells: the file may be broken, old or made to do harm."""

import json
import re
from dataclasses import dataclass
from functools import cached_property

from pathfinders.course.attached import pictures
from pathfinders.course.roster import shown
from pathfinders.errors import PathfindersError

LARGEST = 20 * 2**20
"""Bytes that a submitted notebook may have."""

MOST = 2000
"""Cells that a submitted notebook may have."""

LONGEST = 2**20
"""Signs that a cell's text may have."""

PIECES = 2_000_000
"""Lists and dictionaries that a submitted file may open: each takes many times its room in memory."""

BINDS = re.compile(
    r"^(?:def|class)[ \t]+([A-Za-z_]\w*)|^([A-Za-z_]\w*)[ \t]*(?::[^=\n]+)?=(?!=)", re.MULTILINE
)
KINDS = {"code": "code", "raw": "raw", "markdown": "markdown"}


class Refused(PathfindersError):
    """A submission that cannot be graded; `reason` is one sentence that its student may read."""

    def __init__(self, reason):
        Exception.__init__(self, reason)
        self.reason = reason
        self.where, self.found, self.expected, self.do = "", reason, "", ""


@dataclass(frozen=True)
class Piece:
    """One cell, as the student's file has it."""

    place: int
    kind: str
    """`code`, `markdown` or `raw`."""

    source: str
    id: str = ""
    marks: tuple = ()
    """nbgrader's metadata as sorted pairs of name and value, plain values alone."""

    tags: tuple = ()
    pictures: tuple = ()
    """What was pasted into a text: attached.Picture."""

    @property
    def grade_id(self):
        """The name that the cell's metadata claims; an empty text when it claims none."""
        return str(dict(self.marks).get("grade_id", ""))

    @cached_property
    def bound(self):
        """The names that it binds: every answer asks, and a long text is looked through once."""
        return bound(self.source)


def bound(source):
    """The names that stand at a line's start as a variable, a function or a class."""
    return {first or second for first, second in BINDS.findall(source)}


@dataclass(frozen=True)
class Manuscript:
    """The cells of a submitted notebook, and what was odd about the file."""

    pieces: tuple
    flags: tuple


def read(text):
    """The Manuscript in a file's text or bytes; raises Refused with the reason.

    A notebook of format 3 or older is read as well. What is no cell is left out, and said.
    """
    data = parsed(text)
    cells, flags = listed(data)
    if not cells:
        raise Refused("The notebook has no cells.")
    if len(cells) > MOST:
        raise Refused(f"The notebook has {len(cells):,} cells; more than {MOST:,} are not read.")
    pieces = [piece(place, cell) for place, cell in enumerate(cells) if isinstance(cell, dict)]
    pieces = [made for made in pieces if made is not None]
    if len(pieces) < len(cells):
        flags.append(f"Not readable as cells, and left out: {len(cells) - len(pieces)} of {len(cells)}.")
    short = [made for made in pieces if len(made.source) <= LONGEST]
    if len(short) < len(pieces):
        flags.append(
            f"Longer than a million signs, and left out: {len(pieces) - len(short)} of {len(cells)} cells."
        )
    if not short:
        raise Refused("Nothing in the notebook can be read as a cell.")
    return Manuscript(tuple(short), (*flags, *foreign(data)))


def parsed(text):
    """The JSON of a notebook: a dictionary; raises Refused."""
    if len(text) > LARGEST:
        found = f"The file has {len(text) / 2**20:.0f} MB; more than {LARGEST // 2**20} are not read"
        raise Refused(f"{found}: clear the outputs and hand it in again.")
    if not text.strip():
        raise Refused("The file is empty.")
    try:
        kind = "utf-16" if text[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"  # as some shells write it
        text = text.decode(kind) if isinstance(text, bytes) else text.removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise Refused("The file is not text, so it is no notebook.") from None
    if text.count("[") + text.count("{") > PIECES:
        raise Refused("The file is made of far too many pieces; clear the outputs and hand it in again.")
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        found = f"it breaks off or is damaged at line {error.lineno}, column {error.colno}"
        raise Refused(f"The file is no notebook: {found}.") from None
    except RecursionError:
        raise Refused("The file is no notebook: its data are nested too deeply.") from None
    except ValueError:
        raise Refused("The file is no notebook: it has a number that is far too long.") from None
    if not isinstance(data, dict):
        raise Refused("The file is no notebook: it holds other data.")
    return data


def listed(data):
    """The list of cells, and a list of flags; raises Refused."""
    if isinstance(data.get("cells"), list):
        return data["cells"], []
    sheets = data.get("worksheets")
    if isinstance(sheets, list):
        pages = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
        cells = [cell for page in pages if isinstance(page, list) for cell in page]
        return cells, ["The notebook has an old format (3 or before); it was upgraded."]
    raise Refused("The file is no notebook: it has no list of cells.")


def foreign(data):
    """A flag when the file names a language other than Python; nothing else of its metadata is looked at."""
    metadata = data.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    for key, name in (("kernelspec", "language"), ("language_info", "name")):
        known = metadata.get(key)
        found = known.get(name) if isinstance(known, dict) else None
        if isinstance(found, str) and found and "python" not in found.lower():
            return (f"The file asks for a kernel of {shown(clean(found), 40)}; the course's own is used.",)
    return ()


def piece(place, cell):
    """The Piece of one cell, or None when it has no text."""
    kind = cell.get("cell_type")
    kind = kind if isinstance(kind, str) else "code" if "outputs" in cell else "markdown"
    text = cell.get("source", cell.get("input") if kind == "code" else None)
    if isinstance(text, list) and all(isinstance(line, str) for line in text):
        text = "".join(text)
    if not isinstance(text, str):
        return None
    if kind == "heading":
        level = cell.get("level")
        text = "#" * (level if type(level) is int and 0 < level < 7 else 1) + " " + text
    found = ()
    if kind != "code":
        text, found = pictures(text, cell.get("attachments"))
    metadata = cell.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    name = cell.get("id")
    return Piece(
        place,
        KINDS.get(kind, "markdown"),
        clean(text.replace("\r\n", "\n")),
        name if isinstance(name, str) else "",
        marks(metadata.get("nbgrader")),
        words(metadata.get("tags")),
        found,
    )


def marks(known):
    """nbgrader's metadata, as far as it is plain."""
    if not isinstance(known, dict):
        return ()
    return tuple(sorted((key, value) for key, value in known.items() if isinstance(value, str | int | float)))


def words(tags):
    return tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else ()


def clean(text):
    """Text that can be written to a file: a half character, which no file can hold, becomes `?`."""
    return text.encode("utf-8", "replace").decode("utf-8")
