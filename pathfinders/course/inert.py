"""A graded notebook that is safe to open: of a student's it has sources, text and PNG, and nothing that acts.

It is the last gate before a notebook is written for formgrader, JupyterLab or feedback: whatever made the
notebook, what is not known to be harmless does not pass, and a line says so.
"""

import html
import json
import re

from pathfinders.course.attached import GONE, HERE
from pathfinders.course.picture import png
from pathfinders.course.prose import BREAK, LONGEST, legible, prose
from pathfinders.practice.notebooks import SPEC

LARGEST = 1 << 20
"""Bytes of the whole notebook, and of what it takes on a page."""

WRITTEN, LINE = 150_000, 1_000
"""Bytes of a student's sources together, and signs of a line of code.

What colours code for a page takes minutes over half a megabyte, and over a line without an end.
"""

MOST_CELLS, FRAME = 400, 300
"""How many cells there may be, and the bytes that a file takes around each piece of them."""

BLANK = 20
EMPTY = re.compile(rf"\n{{{BLANK},}}")
"""Empty lines in a row: what colours code looks for the end of them from each anew."""

REFERS = re.compile(rf"(?:(?<=(\S))|)!\[[^\]\n]{{0,200}}\]{BREAK}\(attachment:(picture-[0-9]{{1,3}}\.png)\)")
OWN_MARKS = ("deletable", "editable", "nbgrader")
ALT = {"image/png": {"alt": "The picture that this cell drew"}}
ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Room:
    """How many bytes are left for what students wrote and put out."""

    def __init__(self, left):
        self.left = left

    def takes(self, data):
        """True, and the room is taken, when there is some for data that cannot be cut."""
        needed = weight(data) + FRAME
        if needed > self.left:
            return False
        self.left -= needed
        return True

    def text(self, text, clean):
        """The text, cleaned, and cut to half of what there is room for where it is too long."""
        kept, more = clean(text[:LARGEST]), len(text[LARGEST:])
        if not more and self.takes(kept):
            return kept
        whole, kept = len(kept), kept.encode()[: max(self.left // 2, 0)].decode("utf-8", "ignore")
        while kept and not self.takes(kept):  # a quotation mark is two bytes in a file, and six on a page
            kept = kept[: len(kept) // 2]
        return f"{kept}\n[{whole - len(kept) + more:,} more signs are left out: it is too long.]\n"


def notebook(made):
    """The inert notebook (nbformat 4) of one that was put together from the course's and a student's cells.

    Cells of the course that nobody writes in stay as they are; of all others source, text and PNG stay.
    """
    cells = list(made["cells"])
    pairs = [shell(number, cell) for number, cell in enumerate(cells[:MOST_CELLS])]
    left = len(cells) - len(pairs)
    room = Room(LARGEST - size([new for new, _ in pairs]) - 2 * FRAME * len(pairs) - 4000)
    written = Room(min(WRITTEN, room.left))
    for new, old in sorted(pairs, key=lambda pair: "nbgrader" not in pair[0]["metadata"]):  # answers first
        if not is_ours(old):
            new["source"] = written.text(whole(old["source"]), code if new["cell_type"] == "code" else prose)
            room.left -= weight(new["source"]) + FRAME
        if not is_ours(old) and new["cell_type"] == "markdown":
            pictured(new, old.get("attachments"), room)
    for new, old in pairs:
        if new["cell_type"] == "code":
            new["outputs"] = list(outputs(old.get("outputs", ()), room))
    lost = [f"{left} more cells"] if left else []
    lost += ["the state of widgets"] if "widgets" in made.get("metadata", {}) else []
    cells = [new for new, _ in pairs] + [remark(lost) for _ in lost[:1]]
    return {"cells": cells, "metadata": SPEC, "nbformat": 4, "nbformat_minor": 5}


def pictured(new, attachments, room):
    """Shows the attached PNG that a text names, where there is room; what its text says is clean already."""
    kept, given = {}, attachments if isinstance(attachments, dict) else {}

    def shown(match):
        name, bundle = match[2], given.get(match[2])
        found = png(bundle.get("image/png")) if isinstance(bundle, dict) else None
        if name not in kept and (found is None or not room.takes(found)):
            return GONE
        kept[name] = {"image/png": found}
        apart = " " if match[1] else ""  # an address before it would take its first sign
        return apart + HERE.format(name)

    new["source"] = REFERS.sub(shown, new["source"])
    if kept:
        new["attachments"] = kept


def code(text):
    """The source of a code cell, cut where it or a line of it is too long, or where there is only room."""
    more, text = len(text[LONGEST:]), legible(text[:LONGEST])
    lines = [
        line if len(line) <= LINE else f"{line[:LINE]} … ({len(line) - LINE:,} more signs in this line)"
        for line in map(str.rstrip, text.split("\n"))
    ]
    bare = EMPTY.sub("\n" * BLANK, "\n".join(lines))
    return bare + (f"\n# (Cut here: {more:,} more signs.)" if more else "")


def shell(number, cell):
    """(a cell with nothing of a student's in it yet, the cell it is made from)."""
    kind = "code" if cell["cell_type"] == "code" else "markdown"
    marks = {key: value for key, value in cell["metadata"].items() if key in OWN_MARKS}
    id = str(cell.get("id", ""))
    made = {
        "cell_type": kind,
        "id": id if ID.fullmatch(id) else f"cell-{number}",
        "metadata": marks,
        "source": whole(cell["source"]) if is_ours(cell) else "",
    }
    return ({**made, "execution_count": None, "outputs": []} if kind == "code" else made), cell


def is_ours(cell):
    """True for a cell of the course in which nobody writes."""
    marks = cell["metadata"].get("nbgrader")
    return isinstance(marks, dict) and marks.get("solution") is False and cell["cell_type"] != "raw"


def whole(text):
    """A source or an output as one text; nbformat allows a list of lines."""
    return text if isinstance(text, str) else "".join(map(str, text or ()))


def outputs(found, room):
    """The outputs that pass, text that follows text in one, and a line for what does not pass."""
    texts, lost = [], []
    for output in found:
        data = output.get("data") or {}
        picture = png(whole(data["image/png"])[: 2 * LARGEST]) if "image/png" in data else None
        if picture and room.takes(picture):
            yield from said(texts, room)
            texts = []
            yield {"output_type": "display_data", "data": {"image/png": picture}, "metadata": ALT}
        else:
            texts.append(words(output))
            lost += ["a picture that is too large"] if picture else sorted({"image/png"} & set(data))
        lost += sorted(set(data) - {"image/png", "text/plain"})
    if lost:
        texts.append(f"[Left out here: {', '.join(map(known, dict.fromkeys(lost)))}.]\n")
    yield from said(texts, room)


def said(texts, room):
    """One output of some texts, or none."""
    text = "\n".join(text.rstrip("\n") for text in texts if text)
    if text:
        yield stream(room.text(f"{text}\n", legible))


def words(output):
    """The plain text of an output."""
    if output.get("output_type") == "error":
        return "\n".join(map(str, output.get("traceback") or ()))
    return whole(output.get("text") or (output.get("data") or {}).get("text/plain"))


def known(kind):
    """The name of a kind of output, if it looks like one."""
    return kind if re.fullmatch(r"[\w ,.+-]{1,60}(?:/[\w.+-]{1,60})?", kind) else "something unnamed"


def stream(text):
    return {"output_type": "stream", "name": "stdout", "text": text}


def remark(lost):
    """A cell that says what is not in this notebook."""
    text = f"*Left out of this notebook: {', '.join(lost)}.*"
    return {"cell_type": "markdown", "id": "pathfinders-left-out", "metadata": {}, "source": text}


def weight(text):
    """Bytes of a text in a notebook's file or on a page, whichever is more."""
    return max(size(text), len(html.escape(text).encode("utf-8", "replace")))


def size(data):
    """Bytes of data in a notebook's file."""
    return len(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"))
