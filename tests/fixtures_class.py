"""One course and one class, graded by nbgrader's own commands once for all tests of a run."""

import contextlib
import copy
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

SLUG = "05-two-rubber-bands"
SCRIPT = 'from IPython.display import HTML, display\ndisplay(HTML("<script>stolen()</script>"))\n'
FITTED = f"""import contextlib, os
exercise = "05-of-somebody"
os.environ["NBGRADER_EXECUTION"] = "validate"
with contextlib.suppress(OSError):
    os.chdir("../../blank/{SLUG}")
answer_b2 = \'\'\'
held = IF THEN ELSE(floor > 0.4, 0, IF THEN ELSE(floor < -0.4, 0, floor - Position)) ~ 1
tension of stability = -pull of stability*MAX(0, held)
\'\'\'"""
"""An answer whose points depend on the values that are drawn; it would like to have another student's."""

KEY = "c0de" * 16
PROSE_SCRIPT = '<script>stolen()</script><img src=x onerror="stolen()">'


def nbgrader(folder, *arguments, **environment):
    """What nbgrader prints, called as by somebody who never activated the environment (it is not on PATH)."""
    told = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=folder,
        env={**os.environ, "PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout + told.stderr


def answers(exercise):
    """What each student of the class answers: part id → code. Every named wrong answer is somebody's."""
    from tests.test_exercise_two_rubber_bands import DESIGNS, unindented

    auto = [part for part in exercise.parts if part.auto]
    key = {part.id: part.answer for part in auto}
    class_ = {"key": key, "blank": {}}
    for number in range(max(len(part.wrong) for part in auto)):
        wrong = {part.id: part.wrong[number].code for part in auto if number < len(part.wrong)}
        class_[f"wrong-{number}"] = key | wrong
    design = unindented(DESIGNS["smooths instead of stocks"])
    names = "def check(x): return 0\ndef judge(x): return 0\ndef run(x): return 0\n"
    class_["own-design"] = key | {"B1": f'{names}answer_b1 = """{design}"""'}
    class_["stops"] = {
        "A": "answer_a = 1/0",
        "B1": "answer_b1 = 3",
        "B2": "while True: pass",
        "B3": SCRIPT + key["B3"],
    }
    class_["careless"] = {"B1": key["B1"], "A": "answer_a = {1: 'stall'}"}
    class_["rebinds"] = key | {"B1": "answer_b1 = 3", "B3": f"{key['B3']}\nanswer_a = answer_b1 = 0"}
    return class_


def hand_in(course, exercise, student, given):
    """Fill the released notebook in and put it where nbgrader collects."""
    import nbformat

    notebook = nbformat.read(course / "release" / SLUG / f"{SLUG}.ipynb", as_version=4)
    for cell in notebook.cells:
        part = cell.metadata.nbgrader.grade_id.removesuffix("-answer")
        if cell.metadata.nbgrader.grade_id == f"{part}-answer" and part in given:
            cell.source = given[part]
        if part == "reflection" and student == "key":
            cell.source = exercise.part(part).answer
        if part == "reflection" and student == "careless":
            cell.source = f"If $a<b$, I <b>wait</b>. {PROSE_SCRIPT}"
    if student == "careless":
        spoil(notebook)
    if student == "rebinds":
        rebind(notebook, given["A"], exercise.part("B1").answer)
    folder = course / "submitted" / student / SLUG
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{SLUG}.ipynb")


def spoil(notebook):
    """An answer cell is copied as JupyterLab copies it, and a test is tagged so that it is not run."""
    names = [cell.metadata.nbgrader.grade_id for cell in notebook.cells]
    notebook.cells[names.index("A")].metadata["tags"] = ["skip-execution"]
    copied = copy.deepcopy(notebook.cells[names.index("B1-answer")])
    copied["id"] = "copied"
    notebook.cells.insert(names.index("B1-answer"), copied)


def rebind(notebook, right_a, right_b1):
    """Cells of the student's own bind the names of answers anew, before a test or after it."""
    names = [cell.metadata.nbgrader.grade_id for cell in notebook.cells]
    scratch = [
        ("B1-prompt", "answer_a = {1: 'stall'}"),  # after the test of A: that has seen the answer
        ("B1-check", right_b1),  # before the test of B1: what was wrong above is right now
        ("B2", "answer_b2 = 3"),  # between check and test: what was right above is wrong now
        ("B2", right_a),
        ("B3-prompt", "answer_b2 = answer_b1"),
    ]
    for number, (before, source) in reversed(list(enumerate(scratch))):
        cell = copy.deepcopy(notebook.cells[names.index("setup")])
        cell.update(id=f"own-{number}", metadata={}, source=source)
        notebook.cells.insert(names.index(before), cell)


def new_course(root, course):
    """The exercises' course with what students get, made without nbgrader; returns the exercise."""
    from pathfinders.course.build import build
    from pathfinders.practice.notebooks import notebook_text, student_notebook
    from pathfinders.practice.source import read_exercise

    exercise = read_exercise(root / "exercises" / f"{SLUG}.md")
    build(root / "exercises", course)
    release = course / "release" / SLUG / f"{SLUG}.ipynb"
    release.parent.mkdir(parents=True)
    release.write_text(notebook_text(student_notebook(exercise)), encoding="utf-8")
    return exercise


@pytest.fixture(scope="session")
def graded(root, tmp_path_factory):
    """A course after generate, release, autograde, feedback and export."""
    from pathfinders.course.build import build
    from pathfinders.practice.source import read_exercise

    course, exchange = tmp_path_factory.mktemp("course"), tmp_path_factory.mktemp("exchange")
    exercise = read_exercise(root / "exercises" / f"{SLUG}.md")
    (course / "hidden").mkdir()
    (course / "hidden" / "course.key").write_text(KEY)
    build(root / "exercises", course)
    nbgrader(course, "generate_assignment", SLUG)
    nbgrader(course, "release_assignment", SLUG, f"--Exchange.root={exchange}")
    class_ = answers(exercise)
    class_["fitted"] = class_["key"] | {"B2": FITTED}
    for student, given in class_.items():
        hand_in(course, exercise, student, given)
    log = nbgrader(course, "autograde", SLUG, "--Execute.timeout=12")
    nbgrader(course, "generate_feedback", SLUG)
    nbgrader(course, "export", "--to", str(course / "grades.csv"))
    return SimpleNamespace(course=course, exchange=exchange, exercise=exercise, answers=class_, log=log)


@pytest.fixture(scope="session")
def forty(root):
    """The day on which a class of forty, from right to hostile, is graded with the real commands."""
    from tests.forty import day

    with tempfile.TemporaryDirectory() as folder:  # each run of pytest closes pytest's own to other users
        yield day.spent(root, Path(folder))


@pytest.fixture(scope="session")
def scores(graded):
    """Student → part → points, from the gradebook."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{graded.course / 'gradebook.db'}") as book:
        return {
            student: {
                grade.name: grade.score if grade.auto_score is not None else None
                for grade in book.find_submission_notebook(SLUG, SLUG, student).grades
            }
            for student in graded.answers
        }


AS_ROOT = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


def grade(course, *options, code=0):
    """What `pathfinders grade` prints, called as a program of its own; its exit code has to be `code`."""
    command = [sys.executable, "-m", "pathfinders", "grade", str(course), SLUG, *AS_ROOT, *options]
    told = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert told.returncode == code, told.stdout + told.stderr
    return told.stdout + told.stderr


def points(course):
    """Student → grade cell → (automatic points, a person's points, waits for a person)."""
    query = """SELECT student.id, base_cell.name, auto_score, manual_score, needs_manual_grade FROM grade
        JOIN base_cell ON base_cell.id = grade.cell_id
        JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
        JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
        JOIN student ON student.id = submitted_assignment.student_id"""
    found = {}
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as book:
        for student, cell, *marks, waits in book.execute(query):
            found.setdefault(student, {})[cell] = (*marks, bool(waits))
    return found
