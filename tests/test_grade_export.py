"""Tables of points: a status beside each, no zero that nobody gave, and nothing that a spreadsheet runs."""

import csv
import io
import re

import pytest

from pathfinders.course import export, ledger, spreadsheet
from pathfinders.course.ledger import Grade, Standing
from tests.fixtures_recorded import REASON, REMARK, SLUG

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Old work (12),05-two-rubber-bands (4711),Final Score\r\n"
    "    Points Possible,,,,,10,20,(read only)\r\n"
    '"Key, Ada",901,S-1,KEY,A,9,1,88\r\n'
    '=HYPERLINK("http://elsewhere.test"),902,,read,A,-1,2,77\r\n'
    "Nobody,903,,nobody,B,,3,\r\n"
)
MOODLE = (
    "Identifier,Full name,Email address,ID number,Status,Grade,Feedback comments\r\n"
    "Participant 7,Ada Key,key@uni.test,key,Submitted,,\r\n"
    "Participant 8,Ben Torn,torn,,Submitted,5,old\r\n"
)


def exported(command, recorded, *options):
    """(rows as dictionaries, what was said beside) of an export."""
    code, out, err = command("export", recorded.course, SLUG, *options)
    assert code == 0, err
    return list(csv.DictReader(io.StringIO(out, newline=""))), err


def test_outcome_18_nothing_submitted_is_no_zero_and_each_row_has_its_status(command, recorded):
    rows, _ = exported(command, recorded)
    told = {row["student"]: (row["status"], row["points"], row["points_so_far"]) for row in rows}
    assert told == {
        "absent": ("not submitted", "", ""),
        "bare": ("graded", "", "17"),
        "done": ("graded", "17", "17"),
        "key": ("graded", "", "17"),
        "ours": ("crashed", "", ""),
        "partly": ("partly graded", "", "11"),
        "read": ("graded", "20", "20"),
        "some": ("graded", "", "8.5"),
        "torn": ("refused", "", ""),
    }
    by_id = {row["student"]: row for row in rows}
    assert by_id["torn"]["notes"] == REASON
    assert by_id["partly"]["waits_for_a_person"] == "B1 reflection"
    assert (by_id["partly"]["B1"], by_id["partly"]["A"], by_id["absent"]["A"]) == ("", "4", "")


def test_what_was_run_without_the_sandbox_says_so(command, recorded):
    rows, err = exported(command, recorded)
    assert [row["student"] for row in rows if row["sandboxed"] == "no"] == ["bare"]
    assert "WITHOUT THE SANDBOX" in err


def test_flags_and_remarks_stand_in_the_notes_and_no_remark_in_what_students_read(command, recorded):
    rows, _ = exported(command, recorded, "--student", "some")
    assert rows[0]["notes"] == f"{REMARK} The answer cell of B1 was copied; what was written counts."
    assert "roster" not in exported(command, recorded, "--to", "moodle")[0][-1]["Feedback comments"]


def test_canvas_gets_a_number_only_where_nobody_has_to_look(command, recorded):
    rows, err = exported(command, recorded, "--to", "canvas")
    assert list(rows[0]) == [*export.CANVAS, SLUG]
    assert rows[0]["Student"].strip() == "Points Possible"
    assert {row["SIS Login ID"]: row[SLUG] for row in rows[1:] if row[SLUG]} == {"done": "17", "read": "20"}
    assert "torn: no points in the table: refused; a person has to look at A, B1" in err
    assert "absent: no points in the table: not submitted." in err


def test_a_table_of_canvas_keeps_its_rows_and_ids_and_gets_points(command, recorded, tmp_path):
    roster = tmp_path / "canvas.csv"
    roster.write_text("\ufeff" + CANVAS, encoding="utf-8", newline="")
    rows, err = exported(command, recorded, "--to", "canvas", "--roster", roster)
    assert [row["ID"] for row in rows] == ["", "901", "902", "903"]
    assert [row["05-two-rubber-bands (4711)"] for row in rows] == ["20", "", "20", ""]
    assert [row["Old work (12)"] for row in rows] == ["10", "9", "-1", ""]
    assert rows[1]["Student"] == "Key, Ada"
    assert rows[2]["Student"] == '\'=HYPERLINK("http://elsewhere.test")'
    assert "done: in the gradebook, and not on the roster." in err


def test_a_table_of_canvas_without_the_column_says_that_one_was_added(command, recorded, tmp_path):
    roster = tmp_path / "canvas.csv"
    roster.write_text(CANVAS, encoding="utf-8", newline="")
    assert "was added" not in exported(command, recorded, "--to", "canvas", "--roster", roster)[1]
    roster.write_text(CANVAS.replace(SLUG, "Homework 5"), encoding="utf-8", newline="")
    rows, err = exported(command, recorded, "--to", "canvas", "--roster", roster)
    assert list(rows[0])[-1] == SLUG
    assert f"No column of the roster is called “{SLUG}”" in err


def test_a_column_of_canvas_with_another_name_is_filled_in_when_it_is_named(command, recorded, tmp_path):
    roster = tmp_path / "canvas.csv"
    roster.write_text(CANVAS.replace(SLUG, "Homework 5"), encoding="utf-8", newline="")
    options = ("--to", "canvas", "--column", "Homework 5")
    rows, err = exported(command, recorded, *options, "--roster", roster)
    assert "was added" not in err and list(rows[0])[-1] == "Final Score"
    assert next(row for row in rows if row["ID"] == "902")["Homework 5 (4711)"] == "20"
    assert list(exported(command, recorded, *options)[0][0])[-1] == "Homework 5"


def test_the_plain_table_has_everybody_on_the_roster_and_their_names(command, recorded, tmp_path):
    roster = tmp_path / "canvas.csv"
    roster.write_text(CANVAS.replace("901,S-1,KEY", "901,S-1,key"), encoding="utf-8", newline="")
    rows, _ = exported(command, recorded, "--roster", roster)
    by_id = {row["student"]: row for row in rows}
    assert list(by_id) == sorted(by_id) and len(rows) == len(by_id)
    assert (by_id["key"]["name"], by_id["torn"]["name"]) == ("Key, Ada", "")
    assert (by_id["nobody"]["status"], by_id["nobody"]["points"]) == ("not submitted", "")
    assert by_id["nobody"]["name"] == "Nobody"
    alone, _ = exported(command, recorded, "--roster", roster, "--student", "key")
    assert [row["student"] for row in alone] == ["key"]


def test_a_table_of_moodle_gets_points_and_statuses(command, recorded, tmp_path):
    roster = tmp_path / "moodle.csv"
    roster.write_text(MOODLE, encoding="utf-8", newline="")
    rows, _ = exported(command, recorded, "--to", "moodle", "--roster", roster)
    assert [(row["Identifier"], row["Grade"]) for row in rows] == [
        ("Participant 7", ""),
        ("Participant 8", ""),
    ]
    assert rows[0]["Feedback comments"] == "Graded. A person will look at: reflection."
    assert rows[1]["Feedback comments"] == f"Refused. {REASON}"
    plain, _ = exported(command, recorded, "--to", "moodle", "--student", "read", "--student", "absent")
    assert [list(row.values()) for row in plain] == [
        ["absent", "", "Not submitted."],
        ["read", "20", "Graded."],
    ]


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", " ="])
def test_a_field_that_a_spreadsheet_would_run_is_text(begin, recorded):
    found = {"a": Standing("a", "graded", {"A": Grade(1.0, False)}, flags=(f'{begin}cmd|" /C calc",\n"x',))}
    text = spreadsheet.text_of(export.table(recorded.assignment, found, "csv"))
    rows = list(csv.reader(io.StringIO(text, newline="")))
    kept = begin.replace("\r", "\n")  # which ends a line as well, and moves no terminal's cursor
    assert rows[1][-1] == (f'\'{begin}cmd|" /C calc",\n"x' if kept != "\n" else '\ncmd|" /C calc",\n"x')
    assert {len(row) for row in rows} == {len(rows[0])}


def test_the_dash_that_moodle_writes_for_nothing_comes_back_as_it_was(command, recorded, tmp_path):
    roster = tmp_path / "moodle.csv"
    roster.write_text(MOODLE.replace(",Submitted,,", ",-,,").replace("Ada Key", "-Ada"), newline="")
    row = exported(command, recorded, "--to", "moodle", "--roster", roster)[0][0]
    assert (row["Status"], row["Full name"]) == ("-", "'-Ada")


def test_where_semicolons_part_the_fields_no_piece_is_a_formula_either(recorded):
    torn = "; =1+1;\t+2;x;'=3;\"\"=4\n@SUM(1);＝5;= 5; 6-7"
    found = {"a": Standing("a", "refused", {}, flags=(torn,))}
    text = spreadsheet.text_of(export.table(recorded.assignment, found, "csv"))
    for delimiter in ",;\t":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            pieces = [piece for field in row for piece in re.split("[;\t\n]", field)]
            assert not [piece for piece in pieces if piece.strip(' "').startswith(tuple("=+-@＝"))]
    assert "'= 5; 6-7" in text


def test_the_comments_of_moodle_hold_no_html_and_a_table_moves_no_cursor(recorded):
    said = "<img src=x onerror=stolen()> \x1b]0;owned\x07\x9b2K\u2028read,graded,20"
    found = {"a": Standing("a", "refused", {}, flags=(said,))}
    for to in ("csv", "moodle"):
        text = spreadsheet.text_of(export.table(recorded.assignment, found, to))
        assert not re.search("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028]", text)
        assert len(list(csv.reader(io.StringIO(text, newline="")))) == 2
    assert "<" not in text and "‹img src=x" in text


def test_an_id_stands_in_the_table_as_it_was_given(recorded):
    found = {id: Standing(id, "not submitted") for id in ("007", "1e5", "a.b@c.test", "Mc+x")}
    for to in ("csv", "canvas", "moodle"):
        rows = export.table(recorded.assignment, found, to)
        assert [row[0] for row in rows if row[0] in found] == list(found)


def test_a_roster_that_is_no_table_and_a_stranger_are_told_in_a_sentence(command, recorded, tmp_path):
    roster = tmp_path / "roster.csv"
    roster.write_bytes(b"\xff\xfe\x00")
    assert "no table" in command("export", recorded.course, SLUG, "--roster", roster)[2]
    roster.write_bytes(b"")
    assert "nothing in it" in command("export", recorded.course, SLUG, "--roster", roster)[2]
    assert "did you mean “torn”?" in command("export", recorded.course, SLUG, "--student", "tron")[2]


def test_a_course_without_a_gradebook_or_with_a_broken_one_is_told_in_a_sentence(command, recorded, tmp_path):
    from tests.fixtures_class import new_course

    new_course(recorded.exercise.path.parent.parent, tmp_path)
    assert "run `pathfinders grade" in command("export", tmp_path, SLUG)[2]
    (tmp_path / "gradebook.db").write_text("no database")
    assert "cannot be read" in command("export", tmp_path, SLUG)[2]


def test_a_table_is_written_whole_to_a_file(command, recorded, tmp_path):
    code, out, _ = command("export", recorded.course, SLUG, "--out", tmp_path / "points.csv")
    assert (code, out) == (0, "")
    assert len((tmp_path / "points.csv").read_text().splitlines()) == 1 + len(
        ledger.standings(recorded.assignment)
    )
