"""The student bundle: complete, the same bytes twice, without one answer, enough to work with anywhere."""

import io
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import matplotlib
import nbformat
import pytest

from pathfinders.course import bundle
from pathfinders.course.build import build
from pathfinders.practice.source import read_exercise
from tests.test_exercise_source import secrets

SLUG = "05-two-rubber-bands"
RUN_ALL = """
import sys, nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
here = {"metadata": {"path": "."}}
NotebookClient(notebook, timeout=120, allow_errors=len(sys.argv) > 2, resources=here).execute()
nbformat.write(notebook, "ran.ipynb")
"""


@pytest.fixture(scope="module")
def made(root, tmp_path_factory):
    """The bundle as make release makes it."""
    return bundle.make(root, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def unpacked(made, tmp_path_factory):
    """The bundle's folder as a student unpacks it."""
    folder = tmp_path_factory.mktemp("student")
    with zipfile.ZipFile(made) as archive:
        archive.extractall(folder)
    return folder / bundle.FOLDER


def everything(path):
    """(name, bytes) of all that a bundle holds, also within the wheel in it."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            yield name, content
            if name.endswith(".whl"):
                yield from everything(io.BytesIO(content))


def test_the_same_project_makes_the_same_bytes(root, made, tmp_path):
    assert bundle.make(root, tmp_path).read_bytes() == made.read_bytes()


def test_the_bundle_holds_what_a_student_needs_and_nothing_of_the_authors(root, made):
    with zipfile.ZipFile(made) as archive:
        names = {name.removeprefix(f"{bundle.FOLDER}/") for name in archive.namelist()}
    chapters = {f"notebooks/{path.stem}.ipynb" for path in (root / "book").glob("[0-9][0-9]-*.md")}
    exercises = {f"notebooks/exercises/{path.stem}.ipynb" for path in (root / "exercises").glob("*.md")}
    models = {f"models/{path.name}" for path in (root / "models").glob("*.mdl")}
    wheel = f"pathfinders-{bundle.version(root)}-py3-none-any.whl"
    needed = chapters | exercises | models | {wheel, *bundle.LICENCES}
    needed |= {"requirements.txt", "README.md", "Makefile"}
    assert needed <= names
    assert {name.split("/")[0] for name in names - needed} == {"models"}


def test_no_byte_of_bundle_or_wheel_holds_an_answer_or_a_hidden_check(root, made):
    hidden = [line for path in (root / "exercises").glob("*.md") for line in secrets(read_exercise(path))]
    assert len(hidden) > 20
    files = list(everything(made))
    assert any(name == "pathfinders/__init__.py" for name, _ in files)
    for name, content in files:
        text = content.decode(errors="replace")
        # In a notebook or a sheet the same line stands escaped.
        forms = [text, text.replace('\\"', '"').replace("\\n", "\n")]
        assert not [line for line in hidden for form in forms if line in form], f"{name} gives an answer away"
        assert "BEGIN SOLUTION" not in text or name.startswith("pathfinders/practice/"), name


def test_an_answer_that_slips_into_a_notebook_would_be_found(root):
    answer = read_exercise(root / "exercises" / f"{SLUG}.md").part("B1").answer
    assert [line for line in secrets(read_exercise(root / "exercises" / f"{SLUG}.md")) if line in answer]


def test_where_no_project_lies_one_sentence_says_so(tmp_path):
    with pytest.raises(bundle.BundleError, match="no project lies here"):
        bundle.make(tmp_path, tmp_path)


@pytest.fixture(scope="module")
def anywhere(unpacked, tmp_path_factory):
    """Runs the wheel in a fresh environment, from an empty folder that knows nothing of the project.

    Third-party packages are those of this environment, by path: they are pinned, and not what is tested.
    """
    folder = tmp_path_factory.mktemp("fresh")
    tools = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
    uv = shutil.which("uv", path=tools)
    subprocess.run([uv, "venv", "-q", "--python", sys.executable, folder / "venv"], check=True)
    python = folder / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    install = [uv, "pip", "install", "-q", "--no-deps", "--offline", "--python", python]
    subprocess.run([*install, next(unpacked.glob("*.whl"))], check=True)
    where = [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    own = Path(subprocess.check_output(where, text=True).strip())
    (own / "third-party.pth").write_text(sysconfig.get_path("purelib") + "\n")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "JUPYTER"))}
    clean |= {"PATH": tools, "JUPYTER_DATA_DIR": str(folder / "jupyter"), "XDG_CACHE_HOME": str(folder)}
    clean["MPLCONFIGDIR"] = matplotlib.get_configdir()  # a new list of fonts takes seconds, and is not ours

    def run(where, *arguments, **more):
        where.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            [python, *arguments], cwd=where, env=clean | more, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    return run


def test_the_wheel_finds_its_models_from_an_empty_folder(anywhere, root, tmp_path):
    code = "import pathfinders as p; print(p.__file__, p.path('two_bands'), *p.slugs())"
    told = anywhere(tmp_path / "empty", "-c", code)
    assert str(root) not in told and "two_bands_inertia" in told
    curves = anywhere(tmp_path / "empty", "-m", "pathfinders", "run", "two_bands", "--csv", "-")
    assert curves.splitlines()[0].startswith("time,")


def test_the_chapters_notebook_runs_from_an_empty_folder(anywhere, unpacked, tmp_path):
    notebook = unpacked / "notebooks" / f"{SLUG}.ipynb"
    anywhere(tmp_path / "empty", "-c", RUN_ALL, str(notebook))
    cells = nbformat.read(tmp_path / "empty" / "ran.ipynb", as_version=4).cells
    assert any("image/svg+xml" in out.get("data", {}) for cell in cells for out in cell.get("outputs", ()))


def test_a_students_checks_answer_in_words_from_an_empty_folder(anywhere, unpacked, tmp_path):
    notebook = unpacked / "notebooks" / "exercises" / f"{SLUG}.ipynb"
    anywhere(tmp_path / "empty", "-c", RUN_ALL, str(notebook), "allow errors")
    cells = nbformat.read(tmp_path / "empty" / "ran.ipynb", as_version=4).cells
    checks = [cell for cell in cells if cell.cell_type == "code" and "check(" in cell.source]
    assert len(checks) >= 4
    for cell in checks:
        assert [output.output_type for output in cell.outputs] == ["stream"], cell.source
        assert "Traceback" not in cell.outputs[0].text and cell.outputs[0].text.strip()


def test_the_grader_grades_from_an_empty_folder(anywhere, root, tmp_path):
    course = tmp_path / "course"
    build(root / "exercises", course)
    handed_in = course / "submitted" / "key" / SLUG / f"{SLUG}.ipynb"
    handed_in.parent.mkdir(parents=True)
    anywhere(course, "-m", "nbgrader", "generate_assignment", SLUG)
    # nbgrader's source holds the key between its marks, so that it is a full answer as it stands.
    shutil.copy(course / "source" / SLUG / f"{SLUG}.ipynb", handed_in)
    anywhere(course, "-m", "nbgrader", "autograde", SLUG)
    anywhere(course, "-m", "nbgrader", "export")
    exercise = read_exercise(root / "exercises" / f"{SLUG}.md")
    automatic = sum(part.points for part in exercise.parts if part.auto)
    header, row = (line.split(",") for line in (course / "grades.csv").read_text().splitlines())
    assert float(dict(zip(header, row, strict=True))["raw_score"]) == automatic

