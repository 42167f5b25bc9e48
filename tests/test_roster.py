"""A roster says whose a file is: in which tables names stand, and what is said where it does not fit."""

import os

import pytest

from pathfinders.course import classlist
from pathfinders.course.classlist import RosterError, read_roster
from tests.test_collect import FILE, SLUG, current, lay, packed, work

CANVAS_FILES = {f"adamsamylou_12345_1_{FILE}": work(1), f"vanbergben_222_2_{FILE}": work(2)}
MOODLE_FILES = {
    f"Amy Lou Adams_77_assignsubmission_file_/{FILE}": work(1),
    f"Ben van Berg_78_assignsubmission_file_/{FILE}": work(2),
}
TESTER = '"Student, Test",999,,deadbeef,1\n'
CANVAS = f"Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n{TESTER}"


def zipped(folder, files=CANVAS_FILES):
    return packed(folder / "files.zip", files)


def table(folder, text):
    path = folder / "roster.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    "head",
    [
        "id,first_name,last_name,email",
        "ID,First name,Last name,Email",
        "id,firstname,lastname,x",
        "id,First Name,Surname,x",
        "Username,First name,Last name,Email address",
    ],
)
def test_a_name_in_two_columns_is_a_name(course, tmp_path, command, head):
    roster = table(tmp_path, f"{head}\namy,Amy Lou,Adams,a@x.test\nben,Ben,van Berg,b@x.test\n")
    assert [person.name for person in classlist.listed(classlist.read_table(roster)[0])] == [
        "Adams, Amy Lou",
        "van Berg, Ben",
    ]
    for files in (CANVAS_FILES, MOODLE_FILES):
        archive = zipped(tmp_path, files)
        code, out, _ = command("collect", course, SLUG, "--from", archive, "--roster", roster)
        assert code == 0 and [line[:5] for line in out.splitlines()[:2]] == ["amy: ", "ben: "]
        assert current(course, "ben") == work(2)


@pytest.mark.parametrize("files", [CANVAS_FILES, MOODLE_FILES, {f"alone/{FILE}": work(1)}])
def test_with_the_roster_of_another_class_nothing_is_taken_and_a_sentence_says_why(
    course, tmp_path, command, files
):
    roster = table(tmp_path, "id,name\ns1,Cy Clark\ns2,Di Dorn\n")
    for source in (zipped(tmp_path, files), unpacked(tmp_path, files)):
        code, out, err = command("collect", course, SLUG, "--from", source, "--roster", roster)
        assert (code, out) == (1, "") and err.count("\n") == 1
        assert "nobody of those who handed in is on it" in err and "2 people, such as s1" in err
        assert "leave --roster out" in err
    assert sorted(os.listdir(course)) == ["source"]


def unpacked(folder, files):
    for name, data in files.items():
        lay(folder / "unpacked", *name.split("/"), data=data)
    return folder / "unpacked"


def test_one_of_the_roster_is_enough_and_where_nothing_would_be_taken_each_line_says_why(
    course, tmp_path, inbox, command
):
    roster = table(tmp_path, "id,name\namy,Amy\n")
    lay(inbox, FILE)
    lay(inbox, "zed", "Untitled.ipynb")
    call = ("collect", course, SLUG, "--from", inbox, "--roster", roster)
    code, out, _ = command(*call)
    assert code == 0 and out.startswith("(nobody): refused: ") and "zed: refused: " in out
    lay(inbox, "zoe", FILE)
    assert command(*call)[0] == 1
    lay(inbox, "AMY", FILE, data=b"")
    assert "zoe: taken. zoe is not on the roster." in command(*call)[1]


def test_who_was_taken_before_without_the_roster_is_told_with_what_to_do(course, tmp_path, command):
    roster = table(tmp_path, "id,canvas\namy,12345\nben,222\n")
    archive = zipped(tmp_path)
    command("collect", course, SLUG, "--from", archive)
    lay(course, "submitted", "vanbergben_222", "04-the-two-ways", "04-the-two-ways.ipynb")
    call = ("collect", course, SLUG, "--from", archive, "--roster", roster)
    amy, ben, _ = command(*call)[1].splitlines()
    told = "Taken before as adamsamylou_12345, without the roster: to have each once, remove submitted/adams"
    assert told in amy and "`nbgrader db student remove adamsamylou_12345 --force`" in amy
    assert "to have each once, collect 04-the-two-ways with the roster too, then remove submitted/" in ben
    for path in (course / "submitted").glob(f"*_*/{SLUG}"):
        path.rename(tmp_path / path.parent.name)
    assert command(*call)[1] == "amy: as before.\nben: as before.\n2 as before.\n"


def test_the_student_as_whom_an_instructor_looks_at_a_course_is_nobody(course, tmp_path, command):
    roster = table(tmp_path, f'{CANVAS}"Adams, Amy",12345,S1,amy,1\n"Berg, Ben",222,S2,ben,1\n')
    assert read_roster(roster).ids == ("amy", "ben")
    _, out, _ = command("collect", course, SLUG, "--from", zipped(tmp_path), "--roster", roster)
    assert out.endswith("\n2 taken.\n") and "deadbeef" not in out
    named = table(tmp_path, CANVAS.replace(TESTER, '"Student, Test",999,S9,tstudent,1\n'))
    assert read_roster(named).ids == ("tstudent",)


@pytest.mark.parametrize("data", [b"PK\x03\x04\x14\x00\x06\x85", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_a_workbook_of_excel_is_no_roster_and_said_with_what_to_do(tmp_path, data):
    path = table(tmp_path, data)
    with pytest.raises(RosterError) as told:
        read_roster(path)
    assert str(told.value) == f"{path}: an Excel workbook or a zip; expected a table; save it as CSV (UTF-8)."


def test_the_help_of_from_says_how_a_folder_has_to_look(capsys):
    from pathfinders.course.collect import main

    with pytest.raises(SystemExit):
        main(["--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert f"FOLDER/ID/{FILE}" in told and "packed or unpacked" in told
