"""`pathfinders grade-file NOTEBOOK`: verdicts on one notebook as JSON, where no course is needed.

The notebook is run in the sandbox, and judged outside of it as `pathfinders grade` does: by the hidden checks
where they are at hand (with --hidden, or in a course around the notebook), else by those that students have.
"""

import argparse
import json
import re
from pathlib import Path

from pathfinders.course import examining, grading
from pathfinders.course.assignment import Assignment, meant
from pathfinders.course.handed_in import HandIn
from pathfinders.course.judges import Judge
from pathfinders.course.manuscript import LARGEST
from pathfinders.course.sandbox import Sandbox
from pathfinders.errors import PathfindersError
from pathfinders.practice import coursekey, notebooks, sheets
from pathfinders.practice.exercise import Exercise, Part, Template

NAMED = re.compile(rb'exercise = \\"([\w-]+)\\"')
"""The course's first code cell, as it stands in a notebook's file."""


class FileError(PathfindersError):
    """A notebook, an exercise or a folder of checks that is not there."""


def assignment_of(path, key=""):
    """The Assignment of a file of sheets alone: no prompt is in its notebook, no folder behind it.

    `key` is the course's, where the sheets are hidden ones.
    """
    data = json.loads(path.read_text(encoding="utf-8"))
    parts = tuple(part_of(sheet) for sheet in data["parts"].values())
    exercise = Exercise(data["exercise"], path, data["title"], 0, (), parts)
    master = notebooks.student_notebook(exercise)
    code = [cell for cell in master["cells"] if cell["cell_type"] == "code"]
    return Assignment(path.parent, data["exercise"], {**master, "cells": code}, data["parts"], "", key)


def part_of(sheet):
    """The Part that a sheet tells of."""
    template = Template(**sheet["template"]) if "template" in sheet else None
    return Part(sheet["id"], sheet["title"], float(sheet["points"]), sheet["kind"], 0, template=template)


def sheets_for(notebook, data, exercise=None, hidden=None):
    """(path of the sheets, whether they are the hidden ones); raises FileError."""
    folder = hidden_folder(notebook, hidden)
    found = {path.stem: path for path in sheets.PUBLIC.glob("*.json")}
    own = {path.stem: path for path in folder.glob("*.json")} if folder else {}
    slug = exercise or named(notebook, data, {**found, **own})
    path = own.get(slug) or (None if hidden else found.get(slug))
    if path is None:
        known = sorted(own if hidden else {**found, **own})
        do = meant(slug, known) or "name one with --exercise"
        raise FileError(notebook, f"no checks for “{slug}”", f"one of {', '.join(known) or 'none'}", do)
    return path, slug in own


def hidden_folder(notebook, hidden):
    """The folder of hidden sheets, or None: the one named, or that of the course named or around."""
    if hidden:
        folder = Path(hidden) / "hidden" if (Path(hidden) / "hidden").is_dir() else Path(hidden)
        if not folder.is_dir():
            raise FileError(folder, "no folder", "one of hidden checks, or a course", "check --hidden")
        return folder
    root = sheets.course_root(notebook.resolve().parent)
    return root / "hidden" if root and (root / "hidden").is_dir() else None


def named(notebook, data, known):
    """The exercise that a notebook says it is, or else the one that its file is called like."""
    said = [name.decode() for name in NAMED.findall(data) if name.decode() in known]
    like = [slug for slug in known if notebook.stem.startswith(slug)]
    return (*said, *like, notebook.stem)[0]


def student_of(notebook):
    """Whose notebook it is: in a course the folder says so, elsewhere the file's name."""
    folder = notebook.resolve().parent
    root = sheets.course_root(folder.parent)
    return (sheets.student_of(root, folder) if root else "") or notebook.stem


def report(notebook, assignment, outcome, graded):
    """What is printed, as a dictionary."""
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
        **({"values of": outcome.student} if graded else {}),
        "status": outcome.status,
        "sandboxed": outcome.confined,
        **total,
        "parts": parts,
        "flags": list(outcome.flags),
    }


def graded_file(notebook, exercise=None, hidden=None, student=None, confined=True, allow_root=False):
    """The report on a notebook's file; raises a PathfindersError where nothing can be graded."""
    with open(notebook, "rb") as file:
        data = file.read(LARGEST + 1)
    path, is_hidden = sheets_for(notebook, data, exercise, hidden)
    assignment = assignment_of(path, coursekey.read(path.parent) if is_hidden else "")
    secrets = (path,) if is_hidden else ()
    models = grading.models(assignment)
    with Judge() as judge, Sandbox(None, 1, None, allow_root, confined, secrets, models) as sandbox:
        handed = HandIn(student or student_of(notebook), read=lambda: data)
        outcome = examining.examine(assignment, handed, sandbox, judge)
    return report(notebook, assignment, outcome, is_hidden)


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
    print(json.dumps(told, ensure_ascii=False, indent=1))
    return 0 if told["status"] in ("graded", "partly graded") else 1
