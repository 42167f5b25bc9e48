"""A peer for one row of `make bench`: `otter run`, which grades a notebook without docker, as nbgrader does.

otter-grader's own environment is made in _build/peers when the row is measured, from tests/peers/otter.txt,
for its pins and ours exclude each other. It gets, of each student, a notebook with the very cells that our
sandbox runs, and one test for each part. The test hands the student's variable to the same checks, with the
same hidden values, and passes where all of them do; otter knows no share of a test's points, so what it says
of a part is compared with whether the part has full points here. Neither prose nor plots are asked of it, no
PDF, no log, no sandbox: it does less than we do, and what it does is start a kernel for each student.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

from pathfinders.course import assignment as assignments
from pathfinders.course import examining
from pathfinders.course.transplant import transplant

ROOT = Path(__file__).resolve().parent.parent
PINS = ROOT / "tests" / "peers" / "otter.txt"
HOME = ROOT / "_build" / "peers" / "otter"
TEST = """OK_FORMAT = False
import json
from otter.test_files import test_case

name, points, SHEET = {part!r}, {points!r}, {sheet!r}

@test_case(points={points!r})
def judged(env):
    from pathfinders.practice.answers import gather
    from pathfinders.practice.marking import calls_of, mark

    sheet = json.loads(SHEET)
    verdict = mark(sheet, gather(sheet["name"], env, calls_of(sheet)))
    assert verdict.passed, verdict.words
"""


class NotThere(Exception):
    """otter-grader cannot be had here; the text says why."""


def prepared():
    """The path of otter's program, in an environment that is made where it is not there; raises NotThere."""
    stamp, made_from = HOME / "ready", hashlib.sha256(PINS.read_bytes()).hexdigest()
    program = HOME / ("Scripts" if os.name == "nt" else "bin") / "otter"
    if stamp.exists() and stamp.read_text() == made_from:
        return program
    shutil.rmtree(HOME, ignore_errors=True)
    uv = [sys.executable, "-m", "uv"]
    python = ["--python", str(program.with_name("python"))]
    for command in (["venv", "-q", "--python", sys.executable, HOME], ["pip", "sync", "-q", *python, PINS]):
        told = subprocess.run([*uv, *command], capture_output=True, text=True)
        if told.returncode:
            words = told.stderr.strip().splitlines() or ["uv failed"]
            raise NotThere(words[-1].strip(" ╰─▶│×")[:160])
    stamp.write_text(made_from)
    return program


def graded(program, course, name, student, folder):
    """(seconds of `otter run`, the parts that have full points by it)."""
    assignment = assignments.read(course, name).drawn_for(student)
    parts = {part: assignment.sheets[part] for part in assignment.tests if part in assignment.sheets}
    notebook, zipped = folder / f"{student}.ipynb", folder / "autograder.zip"
    notebook.write_text(json.dumps(submission(assignment, student)), encoding="utf-8")
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("otter_config.json", "{}")
        for part, sheet in parts.items():
            text = TEST.format(part=part, points=assignment.graded[part], sheet=json.dumps(sheet))
            archive.writestr(f"tests/{part}.py", text)
    begin = time.perf_counter()
    told = subprocess.run(
        [program, "run", "-a", zipped, "-o", folder, notebook],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    seconds = time.perf_counter() - begin
    assert told.returncode == 0, told.stdout + told.stderr
    results = json.loads((folder / "results.json").read_text(encoding="utf-8"))["tests"]
    return seconds, {
        one["name"] for one in results if one.get("max_score") and one["score"] == one["max_score"]
    }


def submission(assignment, student):
    """The notebook of a student for otter: what our sandbox runs, in the same order."""
    path = assignment.course / "submitted" / student / assignment.name / f"{assignment.name}.ipynb"
    taken = transplant(assignment.master, path.read_bytes())
    cells = [
        {
            "cell_type": "code",
            "id": cell.id,
            "metadata": {},
            "outputs": [],
            "execution_count": None,
            "source": cell.source,
        }
        for cell in examining.program(assignment, taken)[0]
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
