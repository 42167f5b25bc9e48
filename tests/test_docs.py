"""What README and CONTRIBUTING tell people to do can be done."""

import re
import subprocess
import sys
import tomllib

import pytest
import yaml

from pathfinders.__main__ import COMMANDS

GUIDES = ("README.md", "CONTRIBUTING.md")


def guide(root, name):
    return (root / name).read_text(encoding="utf-8")


def dry_run(root, target):
    """The commands that a make target runs."""
    command = ["make", "-n", target]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("name", GUIDES)
def test_every_make_command_that_is_named_exists(root, name):
    named = set(re.findall(r"(?:`|^)make ([a-z]+)", guide(root, name), re.MULTILINE))
    assert named
    for target in named:
        assert dry_run(root, target), f"{name} names make {target}"


@pytest.mark.parametrize("name", [*GUIDES, "pathfinders/course/student/README.md", "book/instructors.md"])
def test_every_command_of_the_package_that_is_named_exists(root, name):
    named = set(re.findall(r"(?:-m |^|`)pathfinders ([a-z][a-z-]*)", guide(root, name), re.MULTILINE))
    assert named and named <= set(COMMANDS)


def test_the_plain_commands_are_those_that_make_runs(root):
    rows = re.findall(r"^\| `(make \w+)` \| (.+?) \|", guide(root, "README.md"), re.MULTILINE)
    assert len(rows) == 8
    for target, plain in rows:
        for command in re.findall(r"`python (.+?)`", plain):
            if target != "make help":
                ran = dry_run(root, target.removeprefix("make "))
                assert command.partition(" 05-")[0] in ran, f"{target} does not run {command}"


def test_the_commands_that_take_no_time_run_as_printed(root):
    for command in ("--help", "run two_bands --set hierarchy=0.7 --csv -"):
        assert f"python -m pathfinders {command}`" in guide(root, "README.md")
        command = [sys.executable, "-m", "pathfinders", *command.split()]
        done = subprocess.run(command, cwd=root, capture_output=True)
        assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize("name", GUIDES)
def test_every_file_and_folder_that_is_named_exists(root, name):
    made = ("_build", "dist", "work", ".venv", "submitted")
    text = guide(root, name)
    paths = re.findall(r"`([\w./-]+/[\w./-]*)`", text) + re.findall(r"\]\((?!http|#)([^)]+)\)", text)
    assert len(paths) > 5
    for path in paths:
        if not path.startswith(made) and not re.search(r"SLUG|NN-slug", path):
            assert (root / path).exists(), f"{name} names {path}"


def test_every_heading_that_is_linked_exists(root):
    for name in GUIDES:
        text = guide(root, name)
        found = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
        headings = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in found}
        assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= headings


def test_version_and_licences_are_the_same_everywhere(root):
    project = tomllib.loads(guide(root, "pyproject.toml"))["project"]
    citation = yaml.safe_load(guide(root, "CITATION.cff"))
    assert citation["version"] == project["version"]
    assert f"\n## {project['version']} — " in guide(root, "CHANGELOG.md")
    assert f"pathfinders-student-{project['version']}.zip" in guide(root, "README.md")
    assert project["license"] == "MIT" and citation["license"] == ["MIT", "CC-BY-4.0"]
    assert "MIT License" in guide(root, "LICENSE") and "CC BY 4.0" in guide(root, "LICENSE-text")


def test_the_workflow_tests_every_supported_python_and_may_change_nothing(root):
    workflow = yaml.safe_load(guide(root, ".github/workflows/tests.yml"))
    job = workflow["jobs"]["test"]
    assert workflow["permissions"] == {"contents": "read"}
    assert job["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13"]
    used = [step["uses"] for step in job["steps"] if "uses" in step]
    assert used and all(re.fullmatch(r"actions/[\w-]+@v\d+", action) for action in used)
    assert [step["run"] for step in job["steps"] if "run" in step] == ["make test"]


def test_no_guide_names_a_package_index_or_a_machine(root):
    for name in (*GUIDES, "Makefile", "tools/prepare.py", ".ci/run", "requirements.txt", "pyproject.toml"):
        assert not re.search(r"pypi\.org|--index|/home/|/root/|/tmp/", guide(root, name)), name
