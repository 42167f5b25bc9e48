"""One notebook's file is graded without a course: run in the sandbox, judged outside of it, told as JSON."""

import json
import os
import shutil

import pytest

from pathfinders.course import grade_file, setback
from pathfinders.course.build import build
from pathfinders.course.grade_file import student_of
from pathfinders.course.handed_in import HandIn
from pathfinders.practice.coursekey import read
from pathfinders.practice.sheets import PUBLIC
from tests.drawn_class import verdict
from tests.fixtures_class import FITTED
from tests.submissions import SLUG, code, dumped, filled, master, place

AS_ROOT = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


@pytest.fixture(scope="module")
def key():
    """The key's answers, as they stand in answer cells."""
    from pathlib import Path

    from pathfinders.practice.source import read_exercise

    exercise = read_exercise(Path(__file__).parent.parent / "exercises" / f"{SLUG}.md")
    return {f"{part.id}_answer": part.answer for part in exercise.parts if part.auto}


@pytest.fixture(scope="module")
def course(root, tmp_path_factory):
    """A course of which nothing was released or collected."""
    folder = tmp_path_factory.mktemp("course")
    build(root / "exercises", folder)
    return folder


def told(command, path, *options, code=0):
    """The report on a file."""
    done, out, err = command("grade-file", path, *AS_ROOT, *options)
    assert done == code, err
    return json.loads(out)


def written(folder, notebook, name=SLUG):
    path = folder / f"{name}.ipynb"
    path.write_text(notebook if isinstance(notebook, str) else dumped(notebook), encoding="utf-8")
    return path


def test_a_whole_answer_earns_every_point_by_the_hidden_checks(command, course, key, tmp_path):
    notebook = filled(**key)
    notebook["cells"].insert(place(notebook, "A-answer"), code("helper = 1"))
    report = told(command, written(tmp_path, notebook), "--hidden", course)
    assert (report["checks"], report["status"], report["sandboxed"]) == ("hidden", "graded", True)
    assert (report["points"], report["of"], report["flags"]) == (17.0, 17.0, [])
    assert {name: (part["points"], part["passed"]) for name, part in report["parts"].items()} == {
        "A": (4.0, True),
        "B1": (6.0, True),
        "B2": (4.0, True),
        "B3": (3.0, True),
    }
    assert all(part["words"].startswith("Yes.") for part in report["parts"].values())


def test_without_hidden_checks_the_public_ones_are_made_and_it_says_so(command, key, tmp_path):
    notebook = filled(**key | {"B2_answer": "import os\nos._exit(0)", "B3_answer": "answer_b3 = 0.9"})
    for cell in notebook["cells"]:
        cell["metadata"] = {}
    report = told(command, written(tmp_path, notebook, "of-somebody"))
    assert (report["exercise"], report["checks"]) == (SLUG, "public")
    assert "points" not in report and "points" not in report["parts"]["A"]
    passed = {name: part["passed"] for name, part in report["parts"].items()}
    assert passed == {"A": True, "B1": True, "B2": False, "B3": False}
    assert report["parts"]["B3"]["words"].startswith("Not yet.")
    assert any("marks of every cell are gone" in flag for flag in report["flags"])
    assert any("ended the program" in flag for flag in report["flags"])


def test_in_a_course_the_folder_says_whose_values_they_are_and_no_sandbox_is_said(command, course, key):
    folder = course / "submitted" / "ines" / SLUG
    folder.mkdir(parents=True)
    report = told(command, written(folder, filled(**key)), "--no-sandbox", "--hidden", course)
    assert (report["checks"], report["points"], report["sandboxed"]) == ("hidden", 17.0, False)
    assert report["checks of"] == str(course / "hidden")
    assert report["values of"] == "ines"
    assert "It was run WITHOUT the sandbox." in report["flags"]


def test_of_every_version_that_is_kept_its_folder_says_whose_it_is(course):
    version = f"20261122T200000000000Z-{64 * 'a'}"
    kept = course / "handed-in" / SLUG / "ines" / version / f"{SLUG}.ipynb"
    assert student_of(kept, course / "hidden") == "ines"
    assert student_of(kept.parent.with_name("elsewhere") / kept.name, course / "hidden") == ""


def test_where_no_folder_says_whose_it_is_the_name_is_used_and_it_is_said(command, course, tmp_path):
    notebook = written(tmp_path, "{", "of-ines")
    options = (notebook, *AS_ROOT, "--exercise", SLUG, "--hidden", course)
    err = command("grade-file", *options)[2]
    assert "the values are those of “of-ines”; say --student ID." in err
    assert command("grade-file", *options, "--student", "ines")[2] == ""


@pytest.fixture
def forged(course, tmp_path):
    """A folder that was handed in: a notebook in a course of its own, with checks that everything passes."""
    folder = tmp_path / "handed-in"
    shutil.copytree(course / "hidden", folder / "hidden")
    (folder / "nbgrader_config.py").write_text("", encoding="utf-8")
    sheet = folder / "hidden" / f"{SLUG}.json"
    data = json.loads(sheet.read_text(encoding="utf-8"))
    for part in data["parts"].values():
        part["checks"] = [{"id": "x", "kind": "number", "points": 1, "low": -1e300, "high": 1e300}]
        part["kind"] = "number"
        part.pop("template", None)
    sheet.write_text(json.dumps(data), encoding="utf-8")
    wrong = {f"{part}_answer": f"answer_{part.lower()} = 1" for part in ("A", "B1", "B2", "B3")}
    written(folder, filled(**wrong))
    return folder


def test_a_course_that_came_with_a_notebook_is_not_believed(command, course, forged):
    nested = course / "submitted" / "mallory" / SLUG  # nbgrader's own collect takes every file
    shutil.copytree(forged, nested)
    for folder in (forged, nested):
        done, out, err = command("grade-file", folder / f"{SLUG}.ipynb", *AS_ROOT)
        report = json.loads(out)
        assert (done, report["checks"], "points" in report) == (0, "public", False)
        assert {name: part["passed"] for name, part in report["parts"].items()} == dict.fromkeys(
            report["parts"], False
        )
        assert str(folder) in err and "--hidden" in err
    report = told(command, nested / f"{SLUG}.ipynb", "--hidden", course)
    assert (report["checks of"], report["points"]) == (str(course / "hidden"), 0.0)


def test_outcome_15_a_file_that_is_no_notebook_is_refused_with_its_reason(command, tmp_path):
    report = told(command, written(tmp_path, "{"), code=1)
    assert report["status"] == "refused"
    assert {part["passed"] for part in report["parts"].values()} == {None}
    assert report["flags"][0].endswith(".")
    assert report["sandboxed"] is None  # nothing was run


def test_where_the_grader_itself_fails_the_report_says_why():
    known = grade_file.assignment_of(PUBLIC / f"{SLUG}.json")
    outcome = setback.crashed(known, HandIn("amy"), ValueError("no such thing"), lambda step, trace: None)
    told = grade_file.report("amy.ipynb", known, outcome, None)
    assert (told["status"], told["sandboxed"], told["flags"]) == ("crashed", None, [setback.CRASHED])
    assert told["remarks"] == [setback.WHY.format("ValueError: no such thing")]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--exercise", "05-two-ruber-bands"], f"did you mean “{SLUG}”?"),
        (["--hidden", "nowhere"], "one of hidden checks, or a course"),
        (["--hidden", "."], "no checks for"),
    ],
)
def test_what_is_not_there_is_told_in_a_sentence(command, tmp_path, options, said):
    done, out, err = command("grade-file", written(tmp_path, master()), *options)
    assert (done, out) == (1, "")
    assert said in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("written_by_another", ["[]", "{", '{"parts": {"A": 3}}', '{"parts": {}}'])
def test_a_file_that_is_called_as_checks_are_and_has_none_is_one_sentence(
    command, tmp_path, written_by_another
):
    (tmp_path / "course.key").write_text("c0de" * 16)
    (tmp_path / f"{SLUG}.json").write_text(written_by_another)
    done, out, err = command("grade-file", written(tmp_path, master()), "--hidden", tmp_path)
    assert (done, out, err.count("\n")) == (1, "", 1)
    assert f"{SLUG}.json: no checks are in it" in err


def test_a_notebook_of_no_known_exercise_is_told_in_a_sentence(command, tmp_path):
    done, out, err = command("grade-file", written(tmp_path, "{}", "essay"))
    assert (done, out) == (1, "")
    assert "no checks for “essay”" in err
    assert "no such file" in command("grade-file", tmp_path / "none.ipynb")[2]


def test_the_values_are_those_of_the_student_who_is_named(command, course, key, tmp_path):
    place = written(tmp_path, filled(**key | {"B2_answer": FITTED}), "fitted")
    by_name = told(command, place, "--hidden", course, "--exercise", SLUG)
    by_word = told(command, place, "--hidden", course, "--exercise", SLUG, "--student", "blank")
    assert [report["values of"] for report in (by_name, by_word)] == ["fitted", "blank"]
    answer = {}
    exec(FITTED.replace("os.chdir", "str"), answer)
    own = read(course / "hidden")
    for report in (by_name, by_word):
        due = verdict("B2", answer["answer_b2"], report["values of"], own).points(4)
        assert report["parts"]["B2"]["points"] == due
