"""One command prepares everything; the second does nothing; an interrupted one is repaired by the next."""

import ast
import importlib.util
import itertools
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "tiny"
version = "1"
"""
# A build backend inside the project: these tests install for real, and need no package index for it.
BACKEND = """
import zipfile
def build_editable(directory, config_settings=None, metadata_directory=None):
    name = "tiny-1-py3-none-any.whl"
    with zipfile.ZipFile(directory + "/" + name, "w") as wheel:
        wheel.writestr("tiny.py", "answer = 42")
        wheel.writestr("tiny-1.dist-info/METADATA", "Metadata-Version: 2.1\\nName: tiny\\nVersion: 1\\n")
        wheel.writestr("tiny-1.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\n"
                       "Tag: py3-none-any\\n")
        wheel.writestr("tiny-1.dist-info/RECORD", "tiny.py,,\\ntiny-1.dist-info/METADATA,,\\n"
                       "tiny-1.dist-info/WHEEL,,\\ntiny-1.dist-info/RECORD,,\\n")
    return name
def build_wheel(directory, config_settings=None, metadata_directory=None):
    return build_editable(directory)
"""


@pytest.fixture
def tiny(tmp_path):
    """A project of one module, prepared once by the real script."""
    folder = tmp_path / "tiny project"
    (folder / "tools").mkdir(parents=True)
    shutil.copy(ROOT / "tools" / "prepare.py", folder / "tools")
    (folder / "pyproject.toml").write_text(PYPROJECT)
    (folder / "backend.py").write_text(BACKEND)
    (folder / "requirements.txt").write_text("# nothing\n")
    assert prepare(folder).returncode == 0
    return folder


def prepare(folder, **environment):
    """Runs the script as make does, with the environment's own uv on PATH."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    command = [sys.executable, "tools/prepare.py"]
    return subprocess.run(
        command, cwd=folder, env={**os.environ, "PATH": path, **environment}, capture_output=True, text=True
    )


def script(folder=ROOT):
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("prepare", folder / "tools" / "prepare.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def answers(folder):
    """Does the prepared interpreter find the project?"""
    python = script(folder).venv_python()
    command = [python, "-c", "import tiny; print(tiny.answer)"]
    return subprocess.run(command, capture_output=True).stdout == b"42\n"


def test_a_second_call_starts_nothing(tiny):
    assert answers(tiny)
    # Without uv on PATH a call that had anything to do would have to fetch it, and say so.
    again = prepare(tiny, PATH="")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def test_an_interrupted_set_up_is_repaired_by_the_next_call(tiny):
    module = script(tiny)
    module.STAMP.unlink()
    next(module.VENV.rglob("tiny.py")).unlink()
    assert not answers(tiny)
    assert prepare(tiny).returncode == 0 and answers(tiny)


def test_a_broken_interpreter_is_replaced(tiny):
    module = script(tiny)
    module.venv_python().unlink()
    assert prepare(tiny).returncode == 0 and answers(tiny)


def test_a_damaged_stamp_is_no_stamp(tiny):
    script(tiny).STAMP.write_text("{")
    assert not script(tiny).is_ready()
    assert prepare(tiny).returncode == 0 and script(tiny).is_ready()


@pytest.mark.parametrize("name", ["requirements.txt", "pyproject.toml"])
def test_a_changed_pin_is_installed_by_the_next_call(tiny, name):
    with (tiny / name).open("a") as file:
        file.write("\n# changed\n")
    assert not script(tiny).is_ready()
    assert prepare(tiny).returncode == 0 and script(tiny).is_ready()


def test_a_moved_folder_is_prepared_anew(tiny):
    moved = tiny.rename(tiny.with_name("moved"))
    assert not script(moved).is_ready()
    assert prepare(moved).returncode == 0 and answers(moved)


def test_what_cannot_be_installed_is_told_and_leaves_no_stamp(tiny):
    (tiny / "requirements.txt").write_text("./nowhere-1-py3-none-any.whl\n")
    failed = prepare(tiny)
    assert failed.returncode == 1 and "takes up where this stopped" in failed.stderr
    assert not script(tiny).STAMP.exists()


def test_too_old_a_python_says_what_to_do(monkeypatch):
    module = script()
    monkeypatch.setattr(sys, "version_info", (3, 9, 18))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(module.SetupError, match=r"found Python 3\.9, but 3\.11 or newer is needed"):
        module.recent_python()


def test_a_newer_python_on_the_path_is_taken_where_python3_is_too_old(monkeypatch, tmp_path):
    module = script()
    newer = tmp_path / f"python3.{min(sys.version_info.minor, 13)}"
    newer.symlink_to(sys.executable)
    monkeypatch.setattr(sys, "version_info", (3, 9, 18))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert module.recent_python() == str(newer)


def test_an_old_python_can_read_the_script_that_tells_it_so():
    ast.parse((ROOT / "tools" / "prepare.py").read_text(encoding="utf-8"), feature_version=(3, 6))


def test_uv_takes_over_the_package_index_that_pip_is_configured_with(monkeypatch, tmp_path):
    for name in [name for name in os.environ if name.startswith(("UV_", "PIP_"))]:
        monkeypatch.delenv(name)
    settings = tmp_path / "pip.conf"
    settings.write_text("[global]\nindex-url = https://one.example/simple\nextra-index-url =\n  https://two.example/s\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(settings))
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "https://three.example/s")
    made = script().uv_environment()
    assert made["UV_DEFAULT_INDEX"] == "https://one.example/simple"
    assert made["UV_INDEX"] == "https://three.example/s"
    assert made["UV_INDEX_STRATEGY"] == "unsafe-best-match"


def test_an_index_chosen_for_uv_itself_stands(monkeypatch):
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://mine.example/simple")
    monkeypatch.setenv("PIP_INDEX_URL", "https://one.example/simple")
    assert script().uv_environment()["UV_DEFAULT_INDEX"] == "https://mine.example/simple"


def pins(name):
    """(package, line) of every pin in a file."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [(line.split("==")[0], line) for line in lines if line and not line.lstrip().startswith("#")]


def test_every_package_is_pinned_exactly():
    for name in ("requirements.txt", "requirements-student.txt"):
        assert [line for _, line in pins(name) if not re.match(r"[a-z0-9-]+==[\w.]+( ; .+)?$", line)] == []


def test_everything_that_pyproject_names_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    named += itertools.chain(*project["project"]["optional-dependencies"].values())
    pinned = {package for package, _ in pins("requirements.txt")}
    assert {re.match(r"[\w-]+", name)[0] for name in named} <= pinned


def test_students_get_the_versions_that_were_tested():
    assert set(pins("requirements-student.txt")) <= set(pins("requirements.txt"))
    packages = {package for package, _ in pins("requirements-student.txt")}
    assert packages > {"jupyterlab", "pysd", "notebook"}
    assert not packages & {"nbgrader", "pytest", "jupyter-book"}


@pytest.mark.parametrize("target", ["book", "lab", "test", "bench", "preview", "release", "upgrade", "help"])
def test_make_knows_and_explains_every_target(target):
    listing = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True).stdout
    assert re.search(rf"^{target} +\w", listing, re.MULTILINE)
    assert subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True).returncode == 0


def test_the_check_of_a_clean_checkout_can_be_started():
    path = ROOT / ".ci" / "run"
    assert os.access(path, os.X_OK)
    assert subprocess.run(["bash", "-n", path]).returncode == 0
