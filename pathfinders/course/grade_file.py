"""`pathfinders grade-file NOTEBOOK`: verdicts on one notebook as JSON, where no course is needed.

The notebook is run in the sandbox, and judged outside of it as `pathfinders grade` does: with --hidden by the
course's hidden checks, else by those that students have. A course that lies around a notebook is not
believed, for it may have come with it.
"""

import argparse
import json
import re
import sys
from pathlib import Path

from pathfinders.course import examining, versions
from pathfinders.course.assignment import Assignment, meant
from pathfinders.course.handed_in import HandIn
from pathfinders.course.judges import Judge
from pathfinders.course.manuscript import LARGEST
from pathfinders.course.rereading import RUN
from pathfinders.course.sandbox import Sandbox
from pathfinders.errors import ACTING, PathfindersError, printable
from pathfinders.practice import coursekey, notebooks, sheets
from pathfinders.practice.exercise import Exercise, Part, Template

NAMED = re.compile(rb'exercise = \\"([\w-]+)\\"')
"""The course's first code cell, as it stands in a notebook's file."""


class FileError(PathfindersError):
    """A notebook, an exercise or a folder of checks that is not there."""


def assignment_of(path, key=""):
    """The Assignment of a file of sheets alone: no prompt is in its notebook, no folder behind it.

    `key` is the course's, where the sheets are hidden ones. Raises FileError for a file of anything else.
    """
    try:
        data = json.loads(path.read_bytes())
        parts = tuple(part_of(sheet) for sheet in data["parts"].values())
        exercise = Exercise(data["exercise"], path, data["title"], 0, (), parts)
    except (ValueError, LookupError, TypeError, AttributeError):
        do = "run `pathfinders course build`"
        raise FileError(path, "no checks are in it", "what a course is built with", do) from None
    master = notebooks.student_notebook(exercise)
    code = [cell for cell in master["cells"] if cell["cell_type"] == "code"]
    return Assignment(path.parent, data["exercise"], {**master, "cells": code}, data["parts"], "", key)


def part_of(sheet):
    """The Part that a sheet tells of."""
    template = Template(**sheet["template"]) if "template" in sheet else None
    return Part(sheet["id"], sheet["title"], float(sheet["points"]), sheet["kind"], 0, template=template)


def sheets_for(notebook, data, exercise=None, hidden=None):
    """The path of the sheets: in the folder of hidden ones if it is given; raises FileError."""
    found = {path.stem: path for path in (hidden or sheets.PUBLIC).glob("*.json")}
    slug = exercise or named(notebook, data, found)
    if slug not in found:
        known = sorted(found)
        do = meant(slug, known) or "name one with --exercise"
        raise FileError(notebook, f"no checks for “{slug}”", f"one of {', '.join(known) or 'none'}", do)
    return found[slug]


def hidden_folder(named):
    """The folder of hidden sheets of the course that is named, or that folder itself; raises FileError."""
    folder = Path(named) / "hidden" if (Path(named) / "hidden").is_dir() else Path(named)
    if not folder.is_dir():
        raise FileError(folder, "no folder", "one of hidden checks, or a course", "check --hidden")
    return folder.resolve()


def named(notebook, data, known):
    """The exercise that a notebook says it is, or else the one that its file is called like."""
    said = [name.decode() for name in NAMED.findall(data) if name.decode() in known]
    like = [slug for slug in known if notebook.stem.startswith(slug)]
    return (*said, *like, notebook.stem)[0]


def student_of(notebook, hidden):
    """Whose notebook it is as its folders in the course of the hidden sheets say; "" where they do not."""
    folder = notebook.resolve().parent
    if hidden is None or not folder.is_relative_to(hidden.parent):
        return ""
    step, *inside = folder.relative_to(hidden.parent).parts or ("",)
    if step == "handed-in" and len(inside) == 3 and versions.NAME.fullmatch(inside[2]):
        return inside[1]
    return sheets.student_of(hidden.parent, folder)


def report(notebook, assignment, outcome, hidden):
    """What is printed, as a dictionary; `hidden` is the folder of the hidden sheets, or None."""
    graded = hidden is not None
    parts = {}
    for name, sheet in assignment.sheets.items():
        mark = outcome.marks[name]
        points = {"points": mark.points, "of": assignment.graded[name]} if graded else {}
        passed = None if mark.points is None else mark.points >= assignment.graded[name]
        parts[name] = {"title": sheet["title"], "passed": passed, **points, "words": mark.words}
    total = {"points": outcome.points, "of": sum(assignment.graded.values())} if graded else {}
    return {
        "notebook": str(notebook),
        "exercise": assignment.name,
        "checks": "hidden" if graded else "public",
        **({"checks of": str(hidden), "values of": outcome.student} if graded else {}),
        "status": outcome.status,
        "sandboxed": outcome.confined if outcome.status in RUN else None,
        **total,
        "parts": parts,
        "flags": list(outcome.flags),
        **({"remarks": list(outcome.remarks)} if outcome.remarks else {}),
    }


def graded_file(notebook, exercise=None, hidden=None, student=None, confined=True, allow_root=False):
    """The report on a notebook's file; raises a PathfindersError where nothing can be graded."""
    with open(notebook, "rb") as file:
        data = file.read(LARGEST + 1)
    hidden = hidden_folder(hidden) if hidden else None
    path = sheets_for(notebook, data, exercise, hidden)
    assignment = assignment_of(path, coursekey.read(hidden) if hidden else "")
    models = assignment.models
    secrets = (path,) if hidden else ()
    sandbox = Sandbox(None, 1, None, allow_root, confined, secrets, models)  # refuses before all else
    with Judge() as judge, sandbox:
        handed = HandIn(student or student_of(notebook, hidden) or notebook.stem, read=lambda: data)
        outcome = examining.examine(assignment, handed, sandbox, judge)
    return report(notebook, assignment, outcome, hidden)


def advice(notebook):
    """A sentence about the course around a notebook, whose hidden checks were not asked for; "" for none."""
    root = sheets.course_root(notebook.resolve().parent)
    return f"The checks are those that students have; if {root} is your course, add --hidden." if root else ""


def guessed(notebook, hidden, told):
    """A sentence where hidden checks used the values of whom the file's name alone tells; else ""."""
    if student_of(notebook, hidden_folder(hidden)):
        return ""
    return f"No folder says whose it is: the values are those of “{told['values of']}”; say --student ID."


def written(told):
    """The report as JSON, in which no sign stands that a terminal obeys."""
    text = json.dumps(told, ensure_ascii=False, indent=1)
    acts = ACTING - {"\n"}
    return "".join(json.dumps(sign)[1:-1] if sign in acts else sign for sign in text)


def main(argv=None):
    """The command; returns its exit code: 0 where verdicts were reached, 1 where the file was refused."""
    parser = argparse.ArgumentParser(prog="pathfinders grade-file", description=__doc__)
    parser.add_argument("notebook", type=Path)
    parser.add_argument(
        "--exercise", metavar="SLUG", help="such as 05-two-rubber-bands (default: as it says)"
    )
    parser.add_argument("--hidden", metavar="FOLDER", help="hidden checks, or a course that has them")
    parser.add_argument(
        "--student", metavar="ID", help="whose values hidden checks use (default: as its folder or name says)"
    )
    parser.add_argument(
        "--no-sandbox", action="store_true", help="run the student's code with all your rights"
    )
    parser.add_argument("--allow-root", action="store_true", help="grade as root (code is run as nobody)")
    chosen = parser.parse_args(argv)
    confined = not chosen.no_sandbox
    told = graded_file(
        chosen.notebook, chosen.exercise, chosen.hidden, chosen.student, confined, chosen.allow_root
    )
    said = "" if chosen.hidden else advice(chosen.notebook)
    if chosen.hidden and not chosen.student:
        said = guessed(chosen.notebook, chosen.hidden, told)
    if said:
        print(printable(said), file=sys.stderr)
    print(written(told))
    return 0 if told["status"] in ("graded", "partly graded") else 1
