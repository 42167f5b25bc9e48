"""A released notebook and what students make of it, for tests of what is taken from a submission."""

import copy
import functools
import json
from pathlib import Path

from pathfinders.practice.notebooks import student_notebook
from pathfinders.practice.source import read_exercise

SLUG = "05-two-rubber-bands"
WRITTEN = {
    "A-answer": 'answer_a = {1: "stall", 2: "swing"}',
    "B1-answer": 'answer_b1 = """\nPull = 1\n"""',
    "B2-answer": 'answer_b2 = """\nPull = 2\n"""',
    "B3-answer": "answer_b3 = 0.25",
    "reflection": "In March I wanted both.",
}


@functools.cache
def master():
    """The notebook as it is given out."""
    source = Path(__file__).resolve().parent.parent / "exercises" / f"{SLUG}.md"
    return student_notebook(read_exercise(source))


def filled(**answers):
    """The released notebook with every answer written; `answers` (grade_id with `_` for `-`) changes some."""
    notebook = copy.deepcopy(master())
    given = WRITTEN | {name.replace("_", "-"): text for name, text in answers.items()}
    for name, text in given.items():
        cell(notebook, name)["source"] = text
    return notebook


def cell(notebook, name):
    """The cell that was given out under that grade_id."""
    return next(cell for cell in notebook["cells"] if cell["id"] == f"{SLUG}-{name}")


def place(notebook, name):
    return notebook["cells"].index(cell(notebook, name))


def code(source, **more):
    """A code cell of the student's own."""
    return {"cell_type": "code", "id": "own", "metadata": {}, "outputs": [], "source": source, **more}


def text(source):
    """A text cell of the student's own."""
    return {"cell_type": "markdown", "id": "prose", "metadata": {}, "source": source}


def dumped(notebook):
    return json.dumps(notebook)
