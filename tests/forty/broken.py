"""What is no notebook, and what students do to one that is."""

import copy
import json

from pathfinders.course.manuscript import LARGEST
from tests.submissions import cell, code, master, place


def written(given):
    """The released notebook with answers (part → source) written in; part `own` is a cell at the end."""
    notebook = copy.deepcopy(master())
    for part, source in given.items():
        if part == "own":
            notebook["cells"].append(code(source))
        else:
            cell(notebook, part if part == "reflection" else f"{part}-answer")["source"] = source
    return notebook


def unreadable(right):
    """Student → bytes of a file that cannot be taken; `right` is a whole notebook's text."""
    return {
        "torn": right[:2000].encode(),
        "void": b"",
        "binary": b"\x89PNG\r\n\x1a\n\xff\xfe\x00" * 50,
        "brackets": b"[]",
        "deep": b"[" * 100_000 + b"]" * 100_000,
        "huge": b" " * (LARGEST + 1),
    }


def tampers(key):
    """A test deleted, one edited, one turned into text, one worth a hundredfold."""
    notebook = written(key)
    notebook["cells"].remove(cell(notebook, "A"))
    cell(notebook, "B1")["source"] = "print('all points')"
    cell(notebook, "B2")["cell_type"] = "markdown"
    cell(notebook, "B3")["metadata"]["nbgrader"]["points"] = 300
    return notebook


def retags(key):
    """A test under another name, one copied, one that is skipped (its answer is blank); an unknown kernel.

    The kernel's language would clear a terminal and print a line of its own.
    """
    notebook = written(key | {"B2": master_source("B2-answer")})
    cell(notebook, "A")["metadata"]["nbgrader"]["grade_id"] = "A-renamed"
    notebook["cells"].insert(place(notebook, "B1"), copy.deepcopy(cell(notebook, "B1")) | {"id": "copied"})
    cell(notebook, "B2")["metadata"]["tags"] = ["skip-execution"]
    notebook["metadata"]["kernelspec"] = {"name": "julia-1.9", "language": "ju\x1b[2J\nlia: taken."}
    return notebook


def bare(key):
    """All metadata gone, as some editors leave it."""
    notebook = written(key)
    for each in notebook["cells"]:
        each["metadata"] = {}
    return notebook | {"metadata": {}}


def old(key):
    """Saved in the format of 2014: worksheets, and neither ids nor metadata."""
    cells = [old_cell(each) for each in written(key)["cells"]]
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]}


def old_cell(each):
    shared = {"cell_type": each["cell_type"], "metadata": {}}
    if each["cell_type"] == "markdown":
        return shared | {"source": [each["source"]]}
    return shared | {"input": [each["source"]], "outputs": [], "language": "python"}


def master_source(name):
    return cell(master(), name)["source"]


def damaged(key):
    """Student → bytes of a notebook that is one, and was changed where students need not write."""
    made = {"tampers": tampers, "retags": retags, "bare": bare, "old-format": old}
    return {student: json.dumps(make(key)).encode() for student, make in made.items()}
