"""A command that is called in a folder of a student's takes no program, module or setting from there."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from pathfinders import footing
from pathfinders.course.build import build
from pathfinders.course.opening import lab_command
from tests.submissions import SLUG, dumped, filled

SCRIPT = Path(sys.executable).parent / "pathfinders"
OTHERS = ("numpy", "pandas", "pysd", "parsimonious", "yaml", "nbgrader", "nbformat", "sqlalchemy", "alembic",
          "traitlets", "IPython", "matplotlib", "matplotlib_inline", "networkx", "sitecustomize")  # fmt: skip
MATPLOTLIBRC = "backend: module://owned\n"
PYPROJECT = '[tool.alembic]\nprepend_sys_path = ["."]\nversion_locations = ["."]\n'
AS_ROOT = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


def early():
    """Modules that `python -m` itself imports, before there is anything of ours."""
    told = subprocess.run([sys.executable, "-c", "import runpy, sys; print(*sys.modules)"],
                          capture_output=True, text=True, check=True)  # fmt: skip
    return {name.split(".")[0] for name in told.stdout.split()}


@pytest.fixture
def hostile(tmp_path):
    """A folder with a notebook, and a program of every module's name: it leaves that name when run."""
    folder, owned = tmp_path / "handed-in", tmp_path / "owned"
    folder.mkdir()
    owned.mkdir()
    owned.chmod(0o777)
    for name in {*sys.stdlib_module_names, *OTHERS, "owned", "pathfinders"}:
        text = f"import posix\nposix.mkdir({str(owned / name)!r})\nraise ImportError\n"
        (folder / f"{name}.py").write_text(text)
    for name, text in {"matplotlibrc": MATPLOTLIBRC, "pyproject.toml": PYPROJECT}.items():
        (folder / name).write_text(text)
    (folder / "alembic").write_text(f"#!/bin/sh\nmkdir {owned}/alembic\n")
    (folder / "alembic").chmod(0o755)
    (folder / f"{SLUG}.ipynb").write_text(dumped(filled()), encoding="utf-8")
    return SimpleNamespace(path=folder, owned=lambda: sorted(path.name for path in owned.iterdir()))


@pytest.fixture(scope="module")
def course(root, tmp_path_factory):
    """A course to which one student has handed in, and that has no gradebook yet."""
    folder = tmp_path_factory.mktemp("course")
    build(root / "exercises", folder)
    handed = folder / "submitted" / "ines" / SLUG
    handed.mkdir(parents=True)
    (handed / f"{SLUG}.ipynb").write_text(dumped(filled()), encoding="utf-8")
    return folder


def called(folder, *command, **environment):
    """What a command prints that is called in a folder; everything found must be its own."""
    environment = {**os.environ, **environment}
    done = subprocess.run([str(part) for part in command], cwd=folder, env=environment, capture_output=True,
                          text=True, timeout=300)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_notebook_is_graded_in_its_folder_and_no_module_beside_it_is_run(hostile):
    told = called(hostile.path, SCRIPT, "grade-file", f"{SLUG}.ipynb", *AS_ROOT)
    assert (json.loads(told)["status"], hostile.owned()) == ("graded", [])


def test_python_m_leaves_the_folder_before_it_imports_anything_that_is_not_pythons_own(hostile):
    for name in early() | {"pathfinders"}:
        (hostile.path / f"{name}.py").unlink(missing_ok=True)
    start = (sys.executable, "-m", "pathfinders")
    assert "grade-file" in called(hostile.path, *start, "--help")
    told = called(hostile.path, *start, "grade-file", f"{SLUG}.ipynb", *AS_ROOT)
    assert (json.loads(told)["status"], hostile.owned()) == ("graded", [])


def test_a_course_is_graded_from_a_students_folder_and_no_program_or_setting_there_counts(hostile, course):
    (hostile.path / "nbgrader_config.py").write_text((hostile.path / "owned.py").read_text())
    empty = {"PATH": f":{os.environ['PATH']}", "JUPYTER_CONFIG_PATH": ":", "JUPYTER_PATH": ":"}
    told = called(hostile.path, SCRIPT, "grade", course, SLUG, *AS_ROOT, **empty)
    assert "ines" in told
    for name in ("status", "feedback", "export"):
        called(hostile.path, SCRIPT, name, course, SLUG, **empty)
    assert hostile.owned() == []


def test_processes_that_check_models_are_started_without_the_folder(hostile):
    told = called(hostile.path, SCRIPT, "check", "two_bands_pure", "two_bands_inertia")
    assert ("2 models" in told, hostile.owned()) == (True, [])


def test_modules_stay_where_they_are_meant_to_be(root, tmp_path, monkeypatch):
    monkeypatch.chdir(root)
    assert footing.trusted(["", str(root), str(tmp_path)]) == [str(root), str(tmp_path)]
    monkeypatch.chdir(tmp_path)
    assert footing.trusted(["", str(root), str(tmp_path)]) == [str(root)]


def test_what_a_user_starts_from_jupyterlab_finds_its_own_folder_as_always(monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONSAFEPATH", "1")  # as a command of ours has it
    command, environment = lab_command(tmp_path)
    assert "-P" in command and "PYTHONSAFEPATH" not in environment
