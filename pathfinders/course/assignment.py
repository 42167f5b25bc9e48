"""One assignment as its grader sees it: the notebook that was given out, and the hidden sheets."""

import contextlib
import hashlib
import json
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from pathfinders.errors import PathfindersError
from pathfinders.practice import coursekey, sheets, variants
from pathfinders.practice.notebooks import released

BUILD = "run `pathfinders course build`, then `nbgrader generate_assignment` where it was used"
"""How a file of the course that is damaged becomes whole again."""


class GradingError(PathfindersError):
    """What keeps a whole assignment from being graded."""


@dataclass(frozen=True)
class Assignment:
    """What is needed to grade one assignment; nothing in it comes from a student."""

    course: Path
    name: str
    master: dict
    """The released notebook, nbformat 4, every cell's source one text."""

    sheets: dict
    """Part → its hidden sheet, with ranges; `drawn_for` gives those of one student."""

    digest: str
    """Changes when the notebook, a sheet or the key does: what was graded by another is graded again."""

    key: str = field(default="", repr=False)
    """The course's key, from which the values of a student are drawn."""

    def drawn_for(self, student):
        """The same with the sheets that judge this student: every value a number."""
        own = {part: variants.drawn(one, self.key, self.name, student) for part, one in self.sheets.items()}
        return replace(self, sheets=own)

    @property
    def folder(self):
        """The files that are given out with the notebook, or None where nothing was released."""
        folder = self.course / "release" / self.name
        return folder if folder.is_dir() else None

    @property
    def models(self):
        """The slugs of the package's models that the checks name."""
        sheets = self.sheets.values()
        named = {check["model"] for sheet in sheets for check in sheet["checks"] if "model" in check}
        named |= {sheet["template"]["model"] for sheet in sheets if "template" in sheet}
        return tuple(sorted(named))

    @cached_property
    def cells(self):
        """grade_id → cell, in the order of the notebook."""
        return {mark(cell)["grade_id"]: cell for cell in self.master["cells"] if mark(cell)}

    @cached_property
    def graded(self):
        """grade_id → points of each cell that has some."""
        names = [name for name, cell in self.cells.items() if mark(cell)["grade"] or mark(cell).get("task")]
        return {name: float(mark(self.cells[name])["points"]) for name in names}

    @cached_property
    def tests(self):
        """The grade cells that checks decide; a person decides the others."""
        cells = self.cells.items()
        return tuple(
            name
            for name, cell in cells
            if mark(cell)["grade"] and not mark(cell)["solution"] and cell["cell_type"] == "code"
        )

    @cached_property
    def answers(self):
        """The names of the cells in which students write."""
        return tuple(name for name, cell in self.cells.items() if mark(cell)["solution"])

    def answer_of(self, part):
        """The name of the cell in which a graded cell's answer stands."""
        return f"{part}-answer" if f"{part}-answer" in self.cells else part


def mark(cell):
    """nbgrader's metadata of a cell; empty where it has none."""
    return cell["metadata"].get("nbgrader", {})


def read(course, name):
    """The Assignment of that name; raises GradingError when the folder is no course or lacks a part of it."""
    course = Path(course)
    if not (course / sheets.CONFIG).exists():
        raise GradingError(
            course, "no course", f"a folder with {sheets.CONFIG}", "run `pathfinders course build`"
        )
    hidden = course / "hidden" / f"{name}.json"
    if not hidden.exists():
        known = sorted(path.stem for path in (course / "hidden").glob("*.json"))
        raise GradingError(
            course, f"no assignment “{name}”", f"one of {', '.join(known) or 'none'}", meant(name, known)
        )
    master, key = given_out(course, name), coursekey.read(hidden.parent)
    with whole(hidden, "the assignment's hidden checks", BUILD):
        text = hidden.read_text(encoding="utf-8")
        parts = dict(json.loads(text)["parts"])
    digest = hashlib.sha256((text + json.dumps(master, sort_keys=True) + key).encode()).hexdigest()[:16]
    return Assignment(course, name, master, parts, digest, key)


def meant(name, known):
    """A question when a known name is near, else an empty text."""
    import difflib

    close = difflib.get_close_matches(str(name), known, n=1)
    return f"did you mean “{close[0]}”?" if close else ""


def given_out(course, name):
    """The released notebook; where nobody has released it, what nbgrader would make of the source."""
    release, source = (course / top / name / f"{name}.ipynb" for top in ("release", "source"))
    path = release if release.exists() else source
    if not path.exists():
        raise GradingError(
            course, f"no notebook {name}.ipynb", "one in release or source", "run `pathfinders course build`"
        )
    with whole(path, "the assignment's notebook", BUILD):
        data = json.loads(path.read_text(encoding="utf-8"))
        cells = [{**cell, "source": "".join(cell["source"])} for cell in data["cells"]]
        _ = [(cell["cell_type"], dict(mark(cell))) for cell in cells]
        if path == source:
            cells = [released(cell) if mark(cell).get("grade_id") else cell for cell in cells]
        return {**data, "cells": cells}


@contextlib.contextmanager
def whole(path, expected, do):
    """Raises GradingError where a file of the course that is read within it is not what it was written as."""
    try:
        yield
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        found = f"it cannot be read ({type(error).__name__}: {error})"
        raise GradingError(path, found, expected, do) from None
