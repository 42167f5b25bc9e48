"""Tables of points: a status beside each, no zero that nobody gave, and nothing that a spreadsheet runs."""

import csv
import io
import re
import shutil

import pytest

from pathfinders.course import export, ledger, rostered, spreadsheet
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
    assert [row["05-two-rubber-bands (4711)"] for row in rows] == ["20", "", "20", "3"]
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


def table_of(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


def filled_in(command, recorded, path, text, *options):
    """The rows (lists of texts, without the heading) of a roster of Canvas or Moodle with our points."""
    to = "moodle" if text.startswith("Identifier") else "canvas"
    options = ("--to", to, "--roster", table_of(path, text), *options)
    rows, err = exported(command, recorded, *options)
    return [list(row.values()) for row in rows], err


def test_points_go_to_the_person_whose_id_it_is_whatever_else_a_row_is_called(command, recorded, tmp_path):
    top = f"Student,ID,SIS User ID,SIS Login ID,Section,{SLUG}\r\n    Points Possible,,,,,\r\n"
    rows = ("read,1,S-1,done,", "Bo,read,S-2,absent,", "Points Possible M,3,S-3,absent.,", "Di,4,read,key,")
    rows = f"{top}{''.join(f'{row},7{chr(10)}' for row in rows)}"
    found, err = filled_in(command, recorded, tmp_path / "canvas.csv", rows)
    assert [row[-1] for row in found] == ["20", "17", "", "7", ""]
    assert "read: in the gradebook, and not on the roster." in err
    rows = MOODLE.replace("key@uni.test,key", "read,done").replace(",torn,,", ",done.,READ,")
    found, err = filled_in(command, recorded, tmp_path / "moodle.csv", rows)
    assert [row[-2:] for row in found] == [["17", "Graded."], ["20", "Graded."]]


def test_of_two_ids_that_differ_in_capitals_each_gets_its_own_points():
    given = {"al": 1.0, "Al": 2.0}
    found = {id: Standing(id, "graded", {"A": Grade(points, False)}) for id, points in given.items()}
    rows = [["Student", "ID", "SIS Login ID"], ["A", "1", "al"], ["B", "2", "AL"]]
    made = rostered.filled(rows, found, ["A"], lambda one: [one.so_far])
    assert [row[-1] for row in made] == ["A", 1.0, ""]


def test_a_roster_on_which_two_rows_have_one_id_is_told_in_a_sentence(command, recorded, tmp_path):
    roster = table_of(tmp_path / "moodle.csv", MOODLE.replace(",torn,,", ",,KEY,"))
    code, out, err = command("export", recorded.course, SLUG, "--to", "moodle", "--roster", roster)
    assert (code, out) == (1, "") and "the id KEY twice" in err


def test_a_row_of_which_nothing_is_known_stays_as_it_is(command, recorded, tmp_path):
    posting = ",,,,,Manual Posting,Manual Posting,\r\n    Points Possible"
    text = CANVAS.replace("    Points Possible", posting).replace("901,S-1,KEY", "901,S-1,absent")
    found, _ = filled_in(
        command, recorded, tmp_path / "canvas.csv", text + "    Points Possible,,,,,1,2,\r\n"
    )
    assert [row[6] for row in found] == ["Manual Posting", "20", "", "20", "3", "2"]
    assert found[0] == ["", "", "", "", "", "Manual Posting", "Manual Posting", ""]
    text = MOODLE + "Participant 9,Cy,cy,,No submission,55,excused\r\nParticipant 4,Ab,absent,,-,,\r\n"
    found, _ = filled_in(command, recorded, tmp_path / "moodle.csv", text)
    assert found[2][-2:] == ["55", "excused"]
    assert found[3][-2:] == ["", "Not submitted."]
    found, _ = filled_in(command, recorded, tmp_path / "moodle.csv", text, "--student", "key")
    assert [row[-1][:7] for row in found] == ["Graded.", "old", "excused", ""]
    assert found[1][-2:] == ["5", "old"]
    found, err = filled_in(command, recorded, tmp_path / "moodle.csv", text, "--student", "done")
    assert [row[-1] for row in found] == ["", "old", "excused", ""]
    assert err == "done: in the gradebook, and not on the roster.\n"


def test_the_row_of_all_points_is_the_one_that_stands_before_the_people(command, recorded, tmp_path):
    text = CANVAS.replace("    Points Possible,,,,,10,20,(read only)\r\n", "")
    text += "Points Possible,,,,,1,2,\r\n"
    found, _ = filled_in(command, recorded, tmp_path / "canvas.csv", text)
    assert [row[6] for row in found] == ["", "20", "3", "2"]


@pytest.mark.parametrize("to", ["canvas", "moodle"])
def test_a_roster_of_another_class_is_one_sentence_and_no_table(command, recorded, tmp_path, to):
    text = {"canvas": CANVAS.replace("KEY", "cy").replace(",read,", ",di,"), "moodle": MOODLE}[to]
    roster = table_of(tmp_path / "r.csv", text.replace("key", "cy").replace("torn", "di"))
    code, out, err = command("export", recorded.course, SLUG, "--to", to, "--roster", roster)
    assert (code, out) == (1, "")
    assert "no row is that of anybody in the gradebook" in err and err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Homework 5", 3),
        ("homework 5", 3),
        ("Homework 5 (resubmission)", 2),
        ("HOMEWORK 5 (4711)", 3),
        ("Homework", None),
        ("Twin (2)", 5),
    ],
)
def test_a_column_is_the_one_of_that_name_with_a_number_at_most(name, place):
    top = ("Student", "ID", "Homework 5 (resubmission) (4712)", " Homework 5 (4711)", "Twin (1)", "Twin (2)")
    assert rostered.place_of(top, name) == place


def test_of_two_columns_of_one_name_neither_is_filled_in(command, recorded, tmp_path):
    text = CANVAS.replace("Old work (12)", f"{SLUG} (12)")
    options = ("--to", "canvas", "--roster", table_of(tmp_path / "canvas.csv", text))
    code, out, err = command("export", recorded.course, SLUG, *options)
    assert (code, out) == (1, "") and "--column" in err and f"“{SLUG} (12)”" in err
    rows, _ = exported(command, recorded, *options, "--column", f"{SLUG} (12)")
    assert [row[f"{SLUG} (12)"] for row in rows] == ["20", "", "20", ""]


@pytest.mark.parametrize(
    "column", ["Student", " id", "SIS User ID", "sis login id", "Section", "Root Account"]
)
def test_a_column_that_says_whose_a_row_is_takes_no_points(command, recorded, tmp_path, column):
    options = ("--to", "canvas", "--roster", table_of(tmp_path / "canvas.csv", CANVAS), "--column", column)
    code, out, err = command("export", recorded.course, SLUG, *options)
    assert (code, out) == (1, "") and "says whose a row is" in err


@pytest.mark.parametrize("to", ["csv", "moodle"])
def test_a_column_is_named_for_canvas_alone(command, recorded, to):
    code, out, err = command("export", recorded.course, SLUG, "--to", to, "--column", "Homework 5")
    assert (code, out) == (1, "") and "--to canvas" in err


@pytest.fixture(scope="module")
def anew(recorded, tmp_path_factory):
    """The recorded course after `done` has handed in anew, and `zoe` for the first time."""
    course = tmp_path_factory.mktemp("anew") / "course"
    shutil.copytree(recorded.course, course)
    for student in ("done", "zoe"):
        path = course / "submitted" / student / SLUG / f"{SLUG}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text("{}")
    return course


def test_old_points_of_whoever_has_handed_in_anew_are_in_no_table_of_canvas_or_moodle(
    command, anew, tmp_path
):
    new = "Participant 1,Do,done,,Submitted,12,old\r\nParticipant 2,Zo,zoe,,Submitted,,\r\n"
    roster = table_of(tmp_path / "moodle.csv", MOODLE + new)
    _, out, err = command("export", anew, SLUG, "--to", "moodle", "--roster", roster)
    assert out.endswith(new)
    for to in ("canvas", "moodle"):
        _, out, err = command("export", anew, SLUG, "--to", to)
        rows = {row[0]: row[1:] for row in csv.reader(io.StringIO(out, newline=""))}
        assert (rows["done"][-1], rows["zoe"][-1]) == ("", "")
        assert "17" not in rows["done"] and "20" in out
        assert "done: no points in the table. Handed in anew" in err
        assert "zoe: no points in the table. Not graded yet." in err


def test_the_plain_table_says_in_the_notes_which_points_are_old(command, anew, tmp_path):
    roster = table_of(tmp_path / "own.csv", "id,name\r\nzoe,Zoe\r\ndone,Do\r\n")
    _, out, _ = command("export", anew, SLUG, "--roster", roster)
    rows = {row["student"]: row for row in csv.DictReader(io.StringIO(out, newline=""))}
    assert rows["done"]["points"] == "17"
    assert rows["done"]["notes"].startswith("Handed in anew")
    zoe = rows["zoe"]
    assert (zoe["status"], zoe["points"], zoe["sandboxed"], zoe["notes"]) == (
        "not graded",
        "",
        "",
        "Not graded yet.",
    )
    assert rows["read"]["notes"] == ""


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_roster_is_read_as_it_was_saved_and_comes_back_with_its_delimiter(
    command, recorded, tmp_path, delimiter, encoding
):
    rows = list(csv.reader(io.StringIO(CANVAS.replace("Nobody", "Zoë; Né"), newline="")))
    roster = table_of(tmp_path / "canvas.csv", spreadsheet.text_of(rows, delimiter), encoding)
    _, out, _ = command("export", recorded.course, SLUG, "--to", "canvas", "--roster", roster)
    back = list(csv.reader(io.StringIO(out, newline=""), delimiter=delimiter))
    assert [row[6] for row in back] == [f"{SLUG} (4711)", "20", "", "20", "3"]
    assert [row[0] for row in back][-1] == "Zoë; Né"
    plain, _ = exported(command, recorded, "--roster", roster)
    assert "Key, Ada" in [row["name"] for row in plain]


@pytest.mark.parametrize("line", ["sep=;\r\n", '"sep=;"\r\n'])
def test_a_line_that_only_excel_knows_is_no_heading(command, recorded, tmp_path, line):
    rows = list(csv.reader(io.StringIO(CANVAS, newline="")))
    roster = table_of(tmp_path / "canvas.csv", line + spreadsheet.text_of(rows, ";"))
    _, out, _ = command("export", recorded.course, SLUG, "--to", "canvas", "--roster", roster)
    assert out.splitlines()[0].startswith("Student;ID;") and "sep=" not in out


@pytest.mark.parametrize("to", ["csv", "canvas", "moodle"])
def test_a_table_of_something_else_is_no_roster_and_said_in_a_sentence(command, recorded, tmp_path, to):
    roster = table_of(tmp_path / "fruit.csv", "fruit;price\r\nkey;1\r\n")
    code, out, err = command("export", recorded.course, SLUG, "--to", to, "--roster", roster)
    assert (code, out) == (1, "") and "no column says whose a row is" in err


def test_whose_id_is_not_safe_is_on_the_table_by_the_id_that_collect_gave(command, recorded, tmp_path):
    text = CANVAS.replace("901,S-1,KEY", "901,,k'y@uni.test")
    found, err = filled_in(command, recorded, tmp_path / "canvas.csv", text)
    assert [row[6] for row in found] == ["20", "1", "20", "3"]
    assert "k'y@uni.test (Key, Ada) on the roster: no id that a folder can have; keyada_901 stands" in err


def test_a_table_of_moodle_without_the_columns_says_that_they_were_added(command, recorded, tmp_path):
    rows, err = filled_in(command, recorded, tmp_path / "m.csv", MOODLE.replace(",Grade,", ",Bewertung,"))
    assert rows[1][5:] == ["5", f"Refused. {REASON}", ""]
    assert "“Grade”: one was added" in err and "comments”: one was added" not in err


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
    torn = '; =1+1;\t+2;x;\'=3;""=4\n@SUM(1);＝5;= 5; 6-7'
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


@pytest.mark.parametrize("text", ["{", "[]", '{"parts": 1, "cells": [{}]}'])
@pytest.mark.parametrize("name", [f"hidden/{SLUG}.json", f"release/{SLUG}/{SLUG}.ipynb"])
def test_a_damaged_file_of_the_course_is_one_sentence_that_says_which_and_what_to_do(
    command, recorded, tmp_path, name, text
):
    course = shutil.copytree(recorded.course, tmp_path / "course")
    (course / name).write_text(text)
    code, out, err = command("export", course, SLUG)
    assert (code, out) == (1, "")
    assert err.startswith(f"{course / name}: it cannot be read (") and "run `pathfinders course build`" in err


def test_a_table_is_written_whole_to_a_file(command, recorded, tmp_path):
    code, out, _ = command("export", recorded.course, SLUG, "--out", tmp_path / "points.csv")
    assert (code, out) == (0, "")
    assert len((tmp_path / "points.csv").read_text().splitlines()) == 1 + len(
        ledger.standings(recorded.assignment)
    )
