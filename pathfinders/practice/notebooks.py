"""The notebooks of an exercise: nbgrader's source (which is the key) and the student's.

Cell ids come from the source's labels, so that the same source gives the same bytes.
"""

import hashlib
import json
import re

from pathfinders.practice import page
from pathfinders.practice.exercise import Part

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
CODE_STUB = "# Run this cell, then the next one."
TEXT_STUB = "Write your answer here."
SPEC = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def source_notebook(exercise):
    """nbgrader's source: prompts, answers between solution marks, checks and tests."""
    return notebook([cell for piece in cells(exercise) for cell in piece])


def student_notebook(exercise):
    """What `nbgrader generate_assignment` makes of the source, made without it: no answer in it."""
    return notebook([released(cell) for piece in cells(exercise) for cell in piece])


def notebook_text(data):
    """A notebook as text: keys sorted, one final newline, LF."""
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def notebook(cells):
    return {"cells": cells, "metadata": SPEC, "nbformat": 4, "nbformat_minor": 5}


def cells(exercise):
    """The cells piece by piece."""
    slug = exercise.slug
    title = f"# {exercise.title}\n\n{page.summary(exercise)}"
    yield [markdown(slug, "title", title)]
    yield [code(slug, "setup", f'from pathfinders import check\n\nexercise = "{slug}"', locked=True)]
    for number, piece in enumerate(exercise.body):
        if isinstance(piece, Part):
            yield part_cells(slug, piece)
        else:
            yield [markdown(slug, f"text-{number}", piece)]


def part_cells(slug, part):
    """Prompt, answer and, where checks judge it, the student's check and the course's."""
    asked = markdown(slug, f"{part.id}-prompt", page.prompt(part, 2))
    if not part.auto:
        answer = f"{BEGIN}\n{part.answer}\n{END}"
        meta = {"grade": True, "solution": True, "locked": False, "points": part.points}
        return [asked, cell(slug, part.id, "markdown", answer, meta)]
    answer = "\n".join([part.starter, BEGIN, part.answer, END])
    test = {"grade": True, "solution": False, "locked": True, "points": part.points}
    return [
        asked,
        cell(slug, f"{part.id}-answer", "code", answer, {"grade": False, "solution": True, "locked": False}),
        code(slug, f"{part.id}-check", f'from pathfinders import check; check("{part.id}")', locked=True),
        cell(slug, part.id, "code", f'from pathfinders import judge; judge("{part.id}")', test),
    ]


def markdown(slug, label, text):
    return cell(slug, label, "markdown", text, {"grade": False, "solution": False, "locked": True})


def code(slug, label, text, locked):
    return cell(slug, label, "code", text, {"grade": False, "solution": False, "locked": locked})


def cell(slug, label, kind, text, meta):
    meta = {"schema_version": 3, "grade_id": label, "task": False, **meta}
    made = {
        "cell_type": kind,
        "id": re.sub(r"[^A-Za-z0-9_-]", "-", f"{slug}-{label}")[-64:],
        "metadata": {"nbgrader": meta, **tags(kind, meta)},
        "source": text,
    }
    return {**made, "execution_count": None, "outputs": []} if kind == "code" else made


def tags(kind, meta):
    """A test says by an error that nothing is earned yet; *Run all cells* has to go on after it."""
    return {"tags": ["raises-exception"]} if kind == "code" and meta["grade"] else {}


def released(given):
    """A source cell as the student gets it."""
    meta = dict(given["metadata"]["nbgrader"])
    text = re.sub(
        rf"{BEGIN}\n.*?\n{END}",
        CODE_STUB if given["cell_type"] == "code" else TEXT_STUB,
        given["source"],
        flags=re.DOTALL,
    )
    meta |= {"checksum": checksum(given["cell_type"], text, meta), "cell_type": given["cell_type"]}
    fixed = {} if meta["solution"] else {"editable": False}
    return {
        **given,
        "source": text,
        "metadata": {**given["metadata"], "deletable": False, **fixed, "nbgrader": meta},
    }


def checksum(kind, text, meta):
    """nbgrader's checksum of a cell: its source, its type, its role and its points."""
    locked = not meta["solution"] and (meta["grade"] or meta["locked"])
    pieces = [text, kind, str(meta["grade"]), str(meta["solution"]), str(locked), meta["grade_id"]]
    pieces += [str(float(meta["points"]))] if meta["grade"] else []
    return hashlib.md5("".join(pieces).encode(), usedforsecurity=False).hexdigest()
