"""The notebook that readers of a submission open: the course's own, with answers, outputs and verdicts."""

from pathfinders.course import inert
from pathfinders.course.assignment import mark
from pathfinders.practice import voices


def notebook(assignment, status, flags, taken=None, ran=None, marks=None):
    """An inert nbformat 4 notebook; without `taken` (a Transplanted) nothing of the student's is in it."""
    answers, extras, notes = (taken.answers, taken.extras, taken.notes) if taken else ({}, (), ())
    cells, marks = [*notice(status, flags)], marks or {}
    for place, cell in enumerate(assignment.master["cells"]):
        name = mark(cell).get("grade_id", f"cell-{place}")
        cells += [note(number, one) for number, one in enumerate(notes) if one.before == name]
        cells += [extra(number, one, ran) for number, one in enumerate(extras) if one.before == name]
        pictures = taken.pictures.get(name, {}) if taken else {}
        cells.append(filled(cell, name, answers.get(name), ran, marks.get(name)) | attached(pictures))
    cells += [extra(number, one, ran) for number, one in enumerate(extras) if not one.before]
    cells += [note(number, one) for number, one in enumerate(notes) if not one.before]
    return inert.notebook({**assignment.master, "cells": cells})


def notice(status, flags):
    """A cell on top that says what is out of the ordinary; none where nothing is."""
    if status == "graded" and not flags:
        return
    lines = "\n".join(f"- {flag}" for flag in flags)
    yield {
        "cell_type": "markdown",
        "id": "pathfinders-status",
        "metadata": {"deletable": False, "editable": False},
        "source": f"**Status: {status}.**\n\n{lines}".strip(),
    }


def filled(cell, name, answer, ran, marked):
    """One of the course's cells with the student's source, its outputs or its verdict."""
    text = cell["source"] if answer is None else answer
    if cell["cell_type"] != "code":
        return {**cell, "source": text}
    outputs = shown(ran, name)
    if marked is not None:
        points = mark(cell)["points"]
        earned = (
            "Not decided by a check" if marked.points is None else f"{marked.points:g} of {points:g} points"
        )
        outputs = [stream(f"{voices.printed(marked.words)}\n{earned}\n")]
    return {**cell, "source": text, "outputs": outputs, "execution_count": None}


def extra(number, one, ran):
    """A code cell of the student's own."""
    name = f"extra-{number}"
    return {
        "cell_type": "code",
        "id": name,
        "metadata": {},
        "source": one.source,
        "outputs": shown(ran, name),
        "execution_count": None,
    }


def note(number, one):
    """A text cell of the student's own."""
    cell = {"cell_type": "markdown", "id": f"note-{number}", "metadata": {}, "source": one.source}
    return cell | attached(one.pictures)


def attached(pictures):
    """What a text cell has for its pictures."""
    bundles = {name: {"image/png": data} for name, data in pictures.items()}
    return {"attachments": bundles} if bundles else {}


def shown(ran, name):
    """What a cell put out, as text and PNG alone."""
    return [output(one) for one in ran.outputs.get(name, ())] if ran else []


def output(one):
    if one.kind == "png":
        return {"output_type": "display_data", "data": {"image/png": one.data}, "metadata": {}}
    return stream(one.data)


def stream(text):
    return {"output_type": "stream", "name": "stdout", "text": text}
