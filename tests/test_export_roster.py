"""A table and a roster that do not go together make no table: one sentence says what is wrong."""

import csv
import io

import pytest

from pathfinders.course.footnotes import added
from tests.test_grade_export import CANVAS, MOODLE, SLUG, exported, table_of

OWN = "id,first_name,last_name,email\r\nkey,Ada,Key,k@x.test\r\nzoe,Zoe,Zed,z@x.test\r\n"


@pytest.mark.parametrize(("to", "text"), [("moodle", CANVAS), ("canvas", MOODLE)])
def test_the_table_of_the_other_system_is_refused_in_a_sentence(command, recorded, tmp_path, to, text):
    roster = table_of(tmp_path / "r.csv", text)
    code, out, err = command("export", recorded.course, SLUG, "--to", to, "--roster", roster)
    other = {"canvas": "moodle", "moodle": "canvas"}[to]
    assert (code, out) == (1, "")
    expected = f"expected the one that {to.capitalize()} has exported; or say --to {other}"
    assert err == f"{roster}: a table of {other.capitalize()}; {expected}.\n"


def test_a_roster_of_another_class_makes_no_plain_table_on_which_everybody_stands_twice(
    command, recorded, tmp_path
):
    roster = table_of(tmp_path / "r.csv", OWN.replace("key,", "s1,"))
    code, out, err = command("export", recorded.course, SLUG, "--roster", roster)
    assert (code, out) == (1, "") and err.count("\n") == 1
    assert "no row is that of anybody in the gradebook; expected the roster of this class" in err


def test_the_plain_table_gets_names_that_stand_in_two_columns(command, recorded, tmp_path):
    rows, _ = exported(command, recorded, "--roster", table_of(tmp_path / "r.csv", OWN))
    named = {row["student"]: row["name"] for row in rows if row["name"]}
    assert named == {"key": "Key, Ada", "zoe": "Zed, Zoe"}


def test_of_a_refused_file_nothing_was_run_in_no_sandbox(command, recorded):
    rows, _ = exported(command, recorded)
    confined = {row["student"]: row["sandboxed"] for row in rows}
    assert [confined[student] for student in ("torn", "absent", "key", "bare")] == ["", "", "yes", "no"]


def test_canvas_row_of_nobody_stays_as_it_is(command, recorded, tmp_path):
    tester = '"Student, Test",999,,deadbeef,A,,,\r\n'
    roster = table_of(tmp_path / "r.csv", CANVAS.replace(",KEY,", ",key,") + tester)
    _, out, _ = command("export", recorded.course, SLUG, "--to", "canvas", "--roster", roster)
    assert out.endswith(tester)
    rows, _ = exported(command, recorded, "--roster", roster)
    assert "deadbeef" not in [row["student"] for row in rows]


def test_a_named_column_that_is_not_there_is_said_with_those_that_are(command, recorded, tmp_path):
    roster = table_of(tmp_path / "r.csv", CANVAS)
    options = ("--to", "canvas", "--roster", roster, "--column", "Homework 9")
    _, err = exported(command, recorded, *options)
    (line,) = [line for line in err.splitlines() if "No column" in line]
    assert line.startswith("No column of the roster is called “Homework 9” or “Homework 9 (NUMBER)”: one was")
    assert "--column" not in line and line.endswith(f"It has “Old work (12)”, “{SLUG} (4711)”.")
    many = [["Student", "ID", "Section", *(f"{'x' * 90}{number} ({number})" for number in range(9))]]
    (line,) = added("Homework 9", "canvas", many)
    assert line.endswith(", 4 more.") and "Name the one you mean with --column." in line and len(line) < 600


@pytest.mark.parametrize(
    ("out", "told"),
    [
        ("nosuch/dir/x.csv", "nosuch/dir: no such folder; "),
        ("there", "there: a folder; expected the name of a file; such as there/grades.csv.\n"),
    ],
)
def test_a_place_for_the_table_that_is_none_is_named_as_it_was_given(
    command, recorded, tmp_path, monkeypatch, out, told
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").mkdir()
    code, said, err = command("export", recorded.course, SLUG, "--out", out)
    assert (code, said) == (1, "") and err.startswith(told) and ".part" not in err
    assert command("export", recorded.course, SLUG, "--out", "x.csv")[0] == 0
    assert list(csv.reader(io.StringIO((tmp_path / "x.csv").read_text())))
