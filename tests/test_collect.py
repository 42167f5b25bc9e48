"""What is taken in: whose it is, what is refused, and that nothing of a student is ever lost."""

import json
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathfinders.course import config, leftovers, receipts, versions
from pathfinders.course.classlist import RosterError, read_roster
from pathfinders.course.collect import collect, known_before
from pathfinders.course.exchange import Known, rightful
from pathfinders.course.handed_in import hand_ins
from pathfinders.course.manuscript import LARGEST
from pathfinders.course.parcels import ParcelError
from pathfinders.course.roster import Roster, is_safe, shown
from pathfinders.course.submissions import Found, Refusal, from_exchange, from_folder, from_zip
from tests.submissions import SLUG, dumped, filled

FILE = f"{SLUG}.ipynb"
ODD_IDS = ("..", ".", ".hidden", "-rf", "a,b", "=cmd|calc", "x[1]", "a*", "a b", "x" * 300, "Zoë", "a\nb", "")
steady = settings(derandomize=True, max_examples=200, deadline=None)


def work(number=0):
    """A notebook as somebody wrote it; each number is another."""
    return dumped(filled(B3_answer=f"answer_b3 = {number}")).encode()


def lay(folder, *parts, data=None):
    path = folder.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(work() if data is None else data)
    return path


def packed(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def taken(course, items):
    """Student → outcome."""
    return {outcome.student: outcome for outcome in collect(course, SLUG, items)}


def noted(course):
    """Student → the last note of what became of a hand-in."""
    return {student: notes[-1] for student, notes in receipts.written(course, SLUG).items()}


def reasons(items):
    assert all(isinstance(item, Refusal) for item in items), items
    return {item.student: item.reason for item in items}


def students(items):
    items = list(items)
    assert all(isinstance(item, Found) for item in items), items
    return [item.student for item in items]


def current(course, student):
    return (course / "submitted" / student / SLUG / FILE).read_bytes()


def kept(course, student):
    """The bytes of every version, the oldest first."""
    shelf = versions.Shelf(course, student, SLUG)
    return [(shelf.versions / name / FILE).read_bytes() for name in shelf.kept()]


# Where hand-ins lie


def test_a_courses_own_folder_is_understood_and_other_assignments_in_it_are_left(inbox):
    lay(inbox, "amy", SLUG, FILE)
    lay(inbox, "ben", SLUG, FILE)
    lay(inbox, "ben", "04-the-two-ways", "04-the-two-ways.ipynb")
    lay(inbox, "ben", SLUG, ".ipynb_checkpoints", FILE)
    assert students(from_folder(inbox, SLUG)) == ["amy", "ben"]


def test_a_folder_or_a_notebook_for_each_student_is_understood(inbox):
    lay(inbox, "amy", FILE)
    lay(inbox, "ben.ipynb")
    lay(inbox, "grades.csv", data=b"")
    assert students(from_folder(inbox, SLUG)) == ["amy", "ben"]


def test_the_names_of_canvas_are_understood_with_late_and_second_tries(tmp_path):
    files = {
        f"adamsamy_12345_67890_{FILE}": work(1),
        f"adamsamy_12345_67999_{SLUG}-1.ipynb": work(2),
        f"bergben_LATE_222_333_{SLUG}-1.ipynb": work(3),
    }
    amy, ben = from_zip(packed(tmp_path / "canvas.zip", files), SLUG)
    assert (amy.student, ben.student) == ("adamsamy_12345", "bergben_222")
    assert amy.read() == work(2)
    assert "there is no roster" in amy.remarks[0]
    assert (len(amy.flags), ben.flags) == (1, ("Canvas marks it as late.",))


def test_a_class_of_canvas_without_a_roster_is_warned_that_ids_come_from_file_names(
    course, tmp_path, command
):
    canvas = packed(tmp_path / "canvas.zip", {f"adamsamy_12345_67890_{FILE}": work(1)})
    (tmp_path / "roster.csv").write_text("id,canvas\namy,12345\n")
    without = command("collect", course, SLUG, "--from", canvas)[1].splitlines()
    assert without[0] == without[-2] and without[0].startswith("No roster: ids are taken from file names;")
    listed = command("collect", course, SLUG, "--from", canvas, "--roster", tmp_path / "roster.csv")[1]
    assert listed.startswith("amy: taken. Taken before as adamsamy_12345") and "No roster" not in listed


def test_the_folders_of_moodle_are_understood_also_within_another_folder(tmp_path):
    files = {
        f"class/Amy Adams_12345_assignsubmission_file_/{FILE}": work(1),
        f"class/Žofie Nová_99_assignsubmission_file_/{SLUG} (1).ipynb": work(2),
        "class/Žofie Nová_99_assignsubmission_onlinetext_/onlinetext.html": b"see file",
        "class/李雷_7_assignsubmission_file_/" + FILE: work(3),
        "class/Ben Berg_8_assignsubmission_onlinetext_/onlinetext.html": b"I forgot",
    }
    found = {item.student: item for item in from_zip(packed(tmp_path / "moodle.zip", files), SLUG)}
    assert set(found) == {"amyadams_12345", "zofienova_99", "moodle_7", "benberg_8"}
    assert found["zofienova_99"].read() == work(2)
    assert found["benberg_8"].reason == f"There is no notebook (onlinetext.html); expected {FILE}."


@pytest.mark.parametrize(
    "table",
    [
        "id,canvas,moodle\namy,12345,77\nben,222,78\n",
        "id,name\namy,Amy Adams\nben,Ben Berg\n",
        "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n"
        '"Adams, Amy",12345,x,amy,1\n'
        '"Berg, Ben",222,y,ben,1\n',
        "Identifier,Full name,Email address,Username\nParticipant 77,Amy Adams,a@x.org,amy\n"
        "Participant 78,Ben Berg,b@x.org,ben\n",
        "id;canvas;moodle\namy;12345;77\nben;222;78\n",
        '"id"\t"name"\n"amy"\t"Adams, Amy"\n"ben"\t"Berg, Ben"\n',
    ],
)
def test_a_roster_says_who_a_file_of_canvas_or_moodle_is_from(tmp_path, inbox, table):
    (tmp_path / "roster.csv").write_text(table, encoding="utf-8")
    roster = read_roster(tmp_path / "roster.csv")
    assert roster.ids == ("amy", "ben")
    lay(inbox, "canvas", f"adamsamy_12345_67890_{FILE}")
    lay(inbox, "canvas", f"bergben_222_1_{FILE}")
    lay(inbox, "moodle", f"Amy Adams_77_assignsubmission_file_/{FILE}")
    lay(inbox, "moodle", f"Ben Berg_78_assignsubmission_file_/{FILE}")
    for system in ("canvas", "moodle"):
        found = from_folder(inbox / system, SLUG, roster)
        assert students(found) == ["amy", "ben"]
        for item in found:
            assert all(remark.startswith("Known by the name ") for remark in item.remarks)
            assert bool(item.remarks) == (
                (system, "12345") not in roster.numbers and (system, "77") not in roster.numbers
            )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_a_roster_is_read_as_a_spreadsheet_has_saved_it(tmp_path, encoding):
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    (tmp_path / "roster.csv").write_bytes(f'{mark}\r\nID;Name\r\namy;"Adams; Zoë"\r\n;\r\n'.encode(encoding))
    roster = read_roster(tmp_path / "roster.csv")
    assert (roster.ids, roster.names, roster.remarks) == (
        ("amy",),
        {"adamszoe": "amy", "zoeadams": "amy"},
        (),
    )


CANVAS = "Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n"


@pytest.mark.parametrize(
    ("table", "student", "said"),
    [
        (
            f"{CANVAS}\"O'Neil, Jane\",7,,j.o'neil@uni.test,1\nBen,8,,ben,1\n",
            "oneiljane_7",
            "j.o'neil@uni.test",
        ),
        (f'{CANVAS}"O\'Neil, Jane",7,,,1\nBen,8,,ben,1\n', "oneiljane_7", ""),
        ("id,name\nj.o'neil,Jane\n,Jim\nben,Ben\n", "", "j.o'neil (Jane) on the roster: no id of 1 to 64"),
    ],
)
def test_one_id_that_is_not_safe_leaves_the_others_on_the_roster(
    course, inbox, command, table, student, said
):
    (inbox.parent / "roster.csv").write_text(table)
    lay(inbox, f"oneiljane_7_1_{FILE}")
    lay(inbox, f"ben_8_2_{FILE}")
    roster = read_roster(inbox.parent / "roster.csv")
    assert roster.ids == tuple(filter(None, (student, "ben")))
    code, out, _ = command("collect", course, SLUG, "--from", inbox, "--roster", inbox.parent / "roster.csv")
    assert code == 0 and "ben: taken." in out and said in out
    assert not student or f"{student}: taken.\n" in out
    assert bool(roster.remarks) == bool(said) and all(remark in out for remark in roster.remarks)


def test_an_export_of_canvas_without_its_sis_columns_is_a_roster(tmp_path, inbox):
    table = 'Student,ID,Section\n    Points Possible,,\n"Adams, Amy",12345,1\n"Berg, Ben",222,1\n'
    (tmp_path / "roster.csv").write_text(table)
    for name in (f"adamsamy_12345_1_{FILE}", f"bergben_LATE_222_2_{FILE}"):
        lay(inbox, name)
    roster = read_roster(tmp_path / "roster.csv")
    assert students(from_folder(inbox, SLUG, roster)) == ["adamsamy_12345", "bergben_222"] == list(roster.ids)
    assert [found.remarks for found in from_folder(inbox, SLUG, roster)] == [(), ()]


def test_a_name_that_somebody_took_on_does_not_outweigh_a_number(inbox):
    roster = Roster(("amy",), {("canvas", "12345"): "amy"}, {"adamsamy": "amy"})
    lay(inbox, f"adamsamy_666_1_{FILE}")
    (found,) = from_folder(inbox, SLUG, roster)
    assert found.student == "adamsamy_666"
    assert "is not on the roster" in found.remarks[0]


@pytest.mark.parametrize(
    ("table", "word"),
    [
        (b"", "nobody"),
        (b"name\nAmy\n", "nobody"),
        (b"id\n../amy\n", "'../amy'"),
        (b"id\namy\nAMY\n", "twice"),
        (b"\xff\x00\x01", "no table"),
        (b"\xff\xfe\x00\x01", "nobody"),
        (b"id,canvas\namy,7\nben,7\n", "canvas 7 twice"),
        (b"fruit;price\namy;7\n", "no column says whose a row is"),
    ],
)
def test_a_roster_that_cannot_be_used_is_one_sentence(tmp_path, table, word):
    (tmp_path / "roster.csv").write_bytes(table)
    with pytest.raises(RosterError, match=word):
        read_roster(tmp_path / "roster.csv")


def test_somebody_who_is_not_on_the_roster_is_taken_and_said(inbox):
    lay(inbox, "amyy", FILE)
    (found,) = from_folder(inbox, SLUG, Roster(("amy", "ben")))
    assert (found.flags, found.remarks) == ((), ("amyy is not on the roster; did you mean amy?",))


# What is refused


def test_outcome_15_what_is_no_notebook_is_refused_with_a_reason_and_the_rest_goes_on(course, inbox):
    bad = {"a": b"", "b": b"{", "c": b"[]", "d": b"\x89PNG\xff", "e": b"[" * 99999, "f": b" " * (LARGEST + 1)}
    for student, data in bad.items():
        lay(inbox, student, FILE, data=data)
    lay(inbox, "zoe", FILE)
    found = taken(course, from_folder(inbox, SLUG))
    assert {student: found[student].done for student in found} == dict.fromkeys(bad, "refused") | {
        "zoe": "new"
    }
    assert "empty" in found["a"].reason
    assert "damaged at line 1" in found["b"].reason
    assert "20 MB" in found["f"].reason
    assert os.listdir(course / "submitted") == ["zoe"]
    assert noted(course)["c"]["reason"] == "The file is no notebook: it holds other data."


def test_outcome_16_a_link_is_refused_wherever_it_stands(course, inbox):
    secret = lay(course, "source", SLUG, FILE, data=b"the key")
    for student in ("amy", "ben", "eve"):
        (inbox / student).mkdir()
    (inbox / "amy" / FILE).symlink_to(secret)
    (inbox / "ben" / SLUG).symlink_to(secret.parent)
    (inbox / "carl").symlink_to(secret.parent)
    (inbox / "dora.ipynb").symlink_to(secret)
    lay(inbox, "eve", SLUG, FILE)
    found = from_folder(inbox, SLUG)
    assert students(item for item in found if isinstance(item, Found)) == ["eve"]
    refused = reasons([item for item in found if isinstance(item, Refusal)])
    assert set(refused) == {"amy", "ben", "carl", "dora"}
    assert all("is a link, which is not followed" in reason for reason in refused.values())


def test_outcome_16_a_file_that_becomes_a_link_after_it_was_listed_is_not_followed(course, inbox, tmp_path):
    secret = lay(tmp_path, "secret", FILE, data=work(7))
    lay(inbox, "amy", FILE)
    lay(inbox, "ben", FILE)
    found = from_folder(inbox, SLUG)
    (inbox / "amy" / FILE).unlink()
    (inbox / "amy" / FILE).symlink_to(secret)
    shutil.rmtree(inbox / "ben")
    (inbox / "ben").symlink_to(secret.parent)
    outcomes = taken(course, found)
    assert [outcomes[student].done for student in ("amy", "ben")] == ["failed", "failed"]
    assert not (course / "submitted").exists()


def test_a_pipe_or_a_folder_in_a_notebooks_place_is_refused_and_holds_nothing_up(inbox):
    (inbox / "amy").mkdir()
    os.mkfifo(inbox / "amy" / FILE)
    lay(inbox, "ben", FILE, "deep.txt", data=b"")
    assert set(reasons(from_folder(inbox, SLUG))) == {"amy", "ben"}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("05-two-rubber-band.ipynb", f"expected {FILE}; rename it, and hand it in again."),
        ("04-the-two-way.ipynb", "did you mean 04-the-two-ways.ipynb?"),
        ("Untitled.ipynb", f"expected {FILE}; rename it"),
        ("report.pdf", "There is no notebook (report.pdf)"),
    ],
)
def test_outcome_17_a_wrong_name_is_refused_with_what_to_do(inbox, name, words):
    lay(inbox, "amy", name)
    assert words in reasons(from_folder(inbox, SLUG, known=("04-the-two-ways",)))["amy"]


def test_two_notebooks_of_which_neither_is_the_right_one_more_are_refused(inbox):
    lay(inbox, "amy", f"{SLUG} (1).ipynb", data=work(1))
    lay(inbox, "amy", f"{SLUG}-Copy1.ipynb", data=work(2))
    assert "not clear which notebook counts" in reasons(from_folder(inbox, SLUG))["amy"]


def test_outcome_18_nothing_handed_in_is_said_by_name_and_writes_nothing(course, inbox, tmp_path, command):
    lay(inbox, "amy", FILE)
    (inbox / "ben").mkdir()
    (tmp_path / "roster.csv").write_text("id\namy\nben\nzoe\n")
    code, out, _ = command("collect", course, SLUG, "--from", inbox, "--roster", tmp_path / "roster.csv")
    told = "amy: taken.\nben: refused: ben has no file in it.\n1 taken, 1 refused. Nothing yet from zoe.\n"
    assert (code, out) == (0, told)
    assert os.listdir(course / "submitted") == ["amy"]
    assert set(noted(course)) == {"amy"}


def test_outcome_19_an_id_that_is_no_safe_name_is_refused_at_intake(course, tmp_path):
    exchange = tmp_path / "inbound"
    shutil.copytree(tmp_path / "course", tmp_path / "before")
    for number, id in enumerate(id for id in ODD_IDS if "/" not in id and len(id) < 200):
        lay(exchange, f"{id}+{SLUG}+2026-11-22 20:00:00 UTC+{number}", FILE)
    found = from_exchange(exchange, SLUG)
    assert len(found) == len(ODD_IDS) - 1
    for item in found:
        assert isinstance(item, Refusal)
        assert item.student.isprintable()
        assert "allowed are" in item.reason
    assert {outcome.done for outcome in collect(course, SLUG, found)} == {"refused"}
    assert not (course / "submitted").exists()


def test_outcome_19_no_odd_id_is_safe_and_ordinary_ones_are():
    assert not any(is_safe(id) for id in (*ODD_IDS, "a/b", "a\\b", "../x", "amy\n", "x" * 65, "١٢"))
    assert all(is_safe(id) for id in ("amy", "a.b-c_d@uni.org", "x" * 64, "12345", "amy+cs", "A"))


def test_an_id_of_three_hundred_letters_is_refused_and_not_printed_whole(tmp_path):
    zipped = packed(tmp_path / "long.zip", {f"{'x' * 300}/{FILE}": work()})
    ((student, reason),) = reasons(from_zip(zipped, SLUG)).items()
    assert len(student) == 60
    assert len(reason) < 200


def test_one_id_for_two_people_is_refused_and_the_others_are_taken(inbox):
    roster = Roster(("amy", "ben"), {("canvas", "1"): "amy", ("canvas", "2"): "amy", ("canvas", "3"): "ben"})
    for number in (1, 2, 3):
        lay(inbox, f"somebody_{number}_9_{FILE}")
    lay(inbox, "Zoe", FILE)
    lay(inbox, "zoe", FILE)
    found = from_folder(inbox, SLUG, roster)
    assert students(item for item in found if isinstance(item, Found)) == ["ben"]
    refused = [item for item in found if isinstance(item, Refusal)]
    assert sorted(item.student for item in refused) == ["Zoe", "amy", "amy", "zoe"]
    assert all("One id for more than one person" in item.reason for item in refused)


def test_a_lone_notebook_that_does_not_say_whose_it_is_is_refused(inbox):
    lay(inbox, FILE)
    assert "does not say whose it is" in reasons(from_folder(inbox, SLUG))[""]


@pytest.mark.parametrize("take", [from_folder, from_zip])
def test_each_folder_from_which_nothing_is_taken_gets_one_line_that_says_why(course, inbox, take):
    lay(inbox, "alice", ".work", FILE)
    lay(inbox, "dora", "04-the-two-ways", "04-the-two-ways.ipynb")
    lay(inbox, "zoe", FILE)
    lay(inbox, "__MACOSX", "x")
    lay(inbox, ".DS_Store")
    (inbox / "bob" / "empty").mkdir(parents=True)
    (inbox / "Zoe Z_7_assignsubmission_onlinetext_").mkdir()
    lay(inbox, "Zoe Z_7_assignsubmission_file_", FILE)
    source = Path(shutil.make_archive(inbox, "zip", inbox)) if take is from_zip else inbox
    found = taken(course, take(source, SLUG, known=("04-the-two-ways",)))
    assert {id: receipt.reason for id, receipt in found.items()} == {
        "alice": "alice has nothing in it but hidden files (.work).",
        "bob": "bob has no file in it.",
        "dora": "dora has nothing in it but work for 04-the-two-ways.",
        "zoe": "",
        "zoez_7": "",
    }
    assert set(noted(course)) == {"zoe", "zoez_7"}  # who handed nothing in was refused nothing


def test_nothing_yet_is_said_only_of_those_of_whom_nothing_was_ever_taken(course, inbox, tmp_path, command):
    for id in ("amy", "ben", "carl"):
        lay(inbox, id, FILE, data=b"" if id == "carl" else work())
    (tmp_path / "roster.csv").write_text("id\namy\nben\ncarl\nned\nzoe\n")
    lay(course, "submitted", "ned", SLUG, FILE)
    call = ("collect", course, SLUG, "--from", inbox, "--roster", tmp_path / "roster.csv")
    assert command(*call)[1].endswith("2 taken, 1 refused. Nothing yet from zoe.\n")
    for id in ("amy", "carl"):
        shutil.rmtree(inbox / id)
    assert command(*call)[1] == "ben: as before.\n1 as before. Nothing yet from carl, zoe.\n"


# Zips made to do harm


def test_a_zip_that_leads_out_is_refused_and_nothing_is_written_outside(course, tmp_path):
    names = (f"../../evil/{FILE}", f"/etc/{FILE}", f"C:\\x\\{FILE}", f"amy/../../{FILE}", f"..\\..\\{FILE}")
    files = {name: work(number) for number, name in enumerate(names)} | {f"zoe/{FILE}": work()}
    zipped = packed(tmp_path / "class.zip", files)
    before = everything(tmp_path)
    outcomes = list(collect(course, SLUG, from_zip(zipped, SLUG)))
    assert {outcome.student for outcome in outcomes if outcome.done == "new"} == {"zoe"}
    assert {outcome.done for outcome in outcomes} == {"new", "refused"}
    led_out = {outcome.student for outcome in outcomes if "leads out of the zip" in outcome.reason}
    assert led_out == {"evil", "etc", "amy"}
    added = {path for path in everything(tmp_path) - before if path.suffix == ".ipynb"}
    assert all(course / "submitted" in path.parents or course / "handed-in" in path.parents for path in added)
    assert len(added) == 2


def everything(folder):
    return {path for path in folder.rglob("*") if path.is_file()}


def test_links_encrypted_and_huge_files_in_a_zip_are_refused_and_the_rest_goes_on(course, tmp_path):
    zipped = tmp_path / "class.zip"
    link = zipfile.ZipInfo(f"amy/{FILE}")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(link, "/etc/passwd")
        with archive.open(f"bomb/{FILE}", "w", force_zip64=True) as member:
            for _ in range(300):
                member.write(bytes(2**20))
        archive.writestr(f"locked/{FILE}", work())
        archive.writestr(f"zoe/{FILE}", work())
    data = bytearray(zipped.read_bytes())
    entry = data.rindex(b"PK\x01\x02", 0, data.rindex(f"locked/{FILE}".encode()))
    data[entry + 8] |= 1  # the flag that says that a member is encrypted
    zipped.write_bytes(data)
    assert zipped.stat().st_size < 2**20
    found = taken(course, from_zip(zipped, SLUG))
    assert {student: outcome.done for student, outcome in found.items()} == {
        "amy": "refused",
        "bomb": "refused",
        "locked": "refused",
        "zoe": "new",
    }
    assert "is a link" in found["amy"].reason
    assert "300 MB" in found["bomb"].reason
    assert "is encrypted" in found["locked"].reason


def test_a_member_that_lies_about_its_size_is_refused(course, tmp_path):
    zipped = packed(tmp_path / "class.zip", {f"amy/{FILE}": bytes(50 * 2**20), f"zoe/{FILE}": work()})
    data = bytearray(zipped.read_bytes())
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (1000).to_bytes(4, "little")
    zipped.write_bytes(data)
    found = taken(course, from_zip(zipped, SLUG))
    assert {student: outcome.done for student, outcome in found.items()} == {"amy": "refused", "zoe": "new"}


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_zip_is_one_sentence_or_an_empty_class(tmp_path, data):
    path = tmp_path / "class.zip"
    path.write_bytes(data)
    if data.startswith(b"PK\x05"):
        assert from_zip(path, SLUG) == ()
    else:
        with pytest.raises(ParcelError, match="no zip that can be read"):
            from_zip(path, SLUG)


@steady
@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=4))
def test_a_damaged_zip_never_ends_in_anything_but_a_sentence(tmp_path_factory, where, new):
    folder = tmp_path_factory.getbasetemp() / "damaged"
    folder.mkdir(exist_ok=True)
    data = packed(folder / "whole.zip", {f"amy/{FILE}": b'{"cells": []}', f"zoe/{FILE}": b"{}"}).read_bytes()
    where %= len(data)
    (folder / "class.zip").write_bytes(data[:where] + new + data[where + len(new) :])
    try:
        for item in from_zip(folder / "class.zip", SLUG):
            outcome = next(collect(folder / "course", SLUG, [item]))
            assert outcome.done in ("refused", "failed")
    except ParcelError as error:
        assert "\n" not in shown(str(error))


# Nothing is lost


def test_a_second_hand_in_counts_and_the_first_is_kept(course, inbox):
    for number in (1, 2, 3):
        lay(inbox, "amy", FILE, data=work(number))
        done = taken(course, from_folder(inbox, SLUG))["amy"].done
        assert done == ("new" if number == 1 else "again")
        assert current(course, "amy") == work(number)
    assert kept(course, "amy") == [work(1), work(2), work(3)]


def test_collecting_again_changes_nothing(course, inbox):
    lay(inbox, "amy", FILE)
    lay(inbox, "ben", FILE, data=b"")
    taken(course, from_folder(inbox, SLUG))
    before = {path: path.stat().st_mtime_ns for path in everything(course)}
    again = taken(course, from_folder(inbox, SLUG))
    assert (again["amy"].done, again["ben"].done) == ("known", "refused")
    assert {path: path.stat().st_mtime_ns for path in everything(course)} == before


def test_what_nbgrader_or_a_person_put_there_is_kept_when_a_later_one_comes(course, inbox):
    lay(course, "submitted", "amy", SLUG, FILE, data=work(1))
    lay(course, "submitted", "amy", SLUG, "timestamp.txt", data=b"2026-11-22 20:00:00.0 UTC")
    lay(inbox, "amy", FILE, data=work(2))
    assert taken(course, from_folder(inbox, SLUG))["amy"].done == "again"
    assert kept(course, "amy") == [work(1), work(2)]
    shelf = versions.Shelf(course, "amy", SLUG)
    assert (shelf.versions / shelf.kept()[0] / "timestamp.txt").read_bytes().startswith(b"2026-11-22")


def test_a_refused_second_hand_in_leaves_the_first_in_place(course, inbox):
    lay(inbox, "amy", FILE, data=work(1))
    taken(course, from_folder(inbox, SLUG))
    lay(inbox, "amy", FILE, data=b"{")
    assert taken(course, from_folder(inbox, SLUG))["amy"].done == "refused"
    assert current(course, "amy") == work(1)
    assert noted(course)["amy"]["done"] == "refused"


def test_a_version_that_was_written_but_not_put_in_place_is_put_there_next_time(course, inbox):
    lay(inbox, "amy", FILE, data=work(1))
    taken(course, from_folder(inbox, SLUG))
    lay(inbox, "amy", FILE, data=work(2))
    (found,) = from_folder(inbox, SLUG)
    versions.save(versions.Shelf(course, "amy", SLUG), work(2), found.received, {})
    assert current(course, "amy") == work(1)
    assert taken(course, [found])["amy"].done == "again"
    assert current(course, "amy") == work(2)


# Canvas's tries


def test_of_two_downloads_of_canvas_laid_together_the_later_try_is_taken(course, inbox):
    roster = Roster(("amy",), {("canvas", "12345"): "amy"})
    lay(inbox, f"adamsamy_12345_900_{FILE}", data=work(1))
    lay(inbox, f"adamsamy_12345_950_{SLUG}-1.ipynb", data=work(2))
    line = taken(course, from_folder(inbox, SLUG, roster))["amy"].line
    assert line.startswith(f"amy: taken. Of 2 notebooks adamsamy_12345_950_{SLUG}-1.ipynb counts; not looked")
    assert current(course, "amy") == work(2)


def canvas(path, number, data):
    return packed(path, {f"adamsamy_1_{number}_{FILE}": data})


def test_an_older_zip_of_canvas_never_replaces_a_later_try_wherever_it_was_moved(course, tmp_path):
    def outcome(path):
        return taken(course, from_zip(path, SLUG))["adamsamy_1"].done

    weeks = [canvas(tmp_path / f"{week}.zip", 5000 + week, work(week)) for week in range(4)]
    assert [outcome(path) for path in (weeks[1], weeks[3])] == ["new", "again"]
    canvas(tmp_path / "0.zip", 5000, work(0))  # its time is the latest now
    canvas(tmp_path / "2.zip", 5002, work(2))
    shutil.copy(weeks[1], tmp_path / "archived.zip")
    assert [outcome(path) for path in (weeks[0], weeks[2])] == ["earlier", "earlier"]
    assert outcome(tmp_path / "archived.zip") == "known"
    assert current(course, "adamsamy_1") == work(3)
    assert kept(course, "adamsamy_1") == [work(0), work(1), work(2), work(3)]
    before = everything(course)
    assert {outcome(path) for path in weeks} == {"known"}
    assert everything(course) == before


def test_a_later_try_of_canvas_counts_though_its_zip_is_the_older_file(course, tmp_path):
    later, earlier = (canvas(tmp_path / f"{number}.zip", number, work(number)) for number in (5009, 5003))
    for path in (earlier, later):
        assert taken(course, from_zip(path, SLUG))["adamsamy_1"].done in ("new", "again")
    assert current(course, "adamsamy_1") == work(5009)


def test_who_hands_in_the_first_notebook_again_on_canvas_keeps_it_whatever_else_comes(course, tmp_path):
    for number, text in ((5001, 1), (5003, 1), (5002, 2)):
        taken(course, from_zip(canvas(tmp_path / "c.zip", number, work(text)), SLUG))
    assert current(course, "adamsamy_1") == work(1)


def test_between_two_reads_a_zip_is_closed(tmp_path):
    path = canvas(tmp_path / "c.zip", 1, work(1))
    (found,) = from_zip(path, SLUG)
    assert not is_open(path)
    assert found.read() == found.read() == work(1)
    assert not is_open(path)


def is_open(path):
    return any(os.path.realpath(file) == str(path.resolve()) for file in Path("/proc/self/fd").iterdir())


# nbgrader's exchange


def inbound(folder, student, when, data, secret=b"s" * 128):
    name = f"{student}+{SLUG}+{when} UTC+abc"
    lay(folder, name, "timestamp.txt", data=f"{when} UTC".encode())
    lay(folder, name, "submission_secret.txt", data=secret)
    return lay(folder, name, FILE, data=data)


def test_of_several_hand_ins_in_the_exchange_all_are_kept_and_the_last_to_arrive_counts(course, tmp_path):
    folder = tmp_path / "inbound"
    inbound(folder, "amy", "2030-01-01 00:00:00.000001", work(1))  # a student's clock may say anything
    inbound(folder, "amy", "2020-01-01 00:00:00.000001", work(2))
    inbound(folder, "amy+x", "2026-11-22 20:00:00.000001", work(3))
    lay(folder, "amy+04-the-two-ways+2026-11-22 20:00:00 UTC", "04-the-two-ways.ipynb")
    found = from_exchange(folder, SLUG)
    assert students(found) == ["amy", "amy", "amy+x"]
    assert all("which counts" in item.flags[-1] for item in found[:2])
    outcomes = list(collect(course, SLUG, found))
    assert [outcome.done for outcome in outcomes] == ["new", "again", "new"]
    assert kept(course, "amy") == [work(1), work(2)]
    assert current(course, "amy") == work(2)
    beside = course / "submitted" / "amy" / SLUG
    assert (beside / "timestamp.txt").read_text() == f"{found[1].received:%Y-%m-%d %H:%M:%S.%f} UTC"
    assert (beside / "submission_secret.txt").read_bytes() == b"s" * 128
    assert [outcome.done for outcome in collect(course, SLUG, from_exchange(folder, SLUG))] == ["known"] * 3


def test_nbgraders_own_collect_takes_the_same_notebook_and_ours_then_keeps_the_rest(
    course, tmp_path, command
):
    (course / "nbgrader_config.py").write_text(config.TEXT)
    exchange = tmp_path / "exchange"
    inbound(exchange / "pathfinders" / "inbound", "amy", "2026-11-21 20:00:00.000001", work(1))
    inbound(exchange / "pathfinders" / "inbound", "amy", "2026-11-22 20:00:00.000001", work(2))
    told = subprocess.run(
        [sys.executable, "-m", "nbgrader", "collect", SLUG, f"--Exchange.root={exchange}"],
        cwd=course,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert told.returncode == 0, told.stderr
    assert current(course, "amy") == work(2)
    code, out, _ = command("collect", course, SLUG, "--exchange", exchange)
    assert (code, out.splitlines()[-1]) == (0, "1 kept, 1 as before.")
    assert current(course, "amy") == work(2)
    assert set(kept(course, "amy")) == {work(1), work(2)}


def test_a_hand_in_of_somebody_else_in_a_students_name_does_not_replace_the_students_own(course, tmp_path):
    folder, me = tmp_path / "inbound", pwd.getpwuid(os.geteuid()).pw_name
    inbound(folder, me, "2026-11-22 20:00:00.000001", work(1))
    inbound(folder, "amy", "2026-11-22 21:00:00.000001", work(3))
    told = f"It belongs to {me}."
    inbound(tmp_path / "other", "amy", "2026-11-22 21:00:00.000001", work(3))
    (amy,) = from_exchange(tmp_path / "other", SLUG, collector=None)
    assert told in amy.remarks
    refused = Refusal(f"amy (by {me})", f"{told} That is another student, and not amy.", stranger=me)
    other, own = from_exchange(folder, SLUG, collector=None)
    assert replace(other, path=None) == refused
    assert own.remarks == ()
    assert not any(item.remarks for item in from_exchange(folder, SLUG))
    mine = replace(amy, path=Path("mine"), remarks=(), stranger="")
    outdone, *rest = rightful([replace(amy, stranger="eve"), mine, own], Known())
    assert rest == [mine, own]
    assert outdone.reason == "It belongs to eve. Another hand-in is amy's own, and counts."


def test_collect_reads_the_exchange_that_nbgraders_configuration_names(course, tmp_path, command):
    exchange = tmp_path / "exchange"
    (course / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.course_id = 'ours'\nc.Exchange.root = {str(exchange)!r}\n"
    )
    code, _, err = command("collect", course, SLUG)
    assert code == 1
    assert "no exchange" in err
    inbound(exchange / "ours" / "inbound", "amy", "2026-11-22 20:00:00.000001", work(1))
    code, out, _ = command("collect", course, SLUG)
    assert code == 0
    assert out.startswith("amy: taken.")
    (course / "nbgrader_config.py").write_text("1 / 0")
    code, _, err = command("collect", course, SLUG)
    assert code == 1
    assert "stops with ZeroDivisionError" in err


def test_a_second_name_of_the_key_is_not_taken_for_a_hand_in(course, tmp_path):
    key = lay(course, "source", SLUG, FILE)
    path = inbound(tmp_path / "inbound", "amy", "2026-11-22 20:00:00.000001", b"")
    path.unlink()
    os.link(key, path)
    assert "another name" in reasons(from_exchange(tmp_path / "inbound", SLUG))["amy"]


@settings(steady, max_examples=12)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_in_whatever_order_hand_ins_are_met_all_are_kept_and_the_latest_counts(numbers, random):
    start = datetime(2026, 11, 22, tzinfo=UTC)
    items = [
        Found("amy", Path("x"), start + timedelta(minutes=minute), (), partial(work, 10 * minute + number))
        for minute, number in enumerate(numbers)
    ]
    with tempfile.TemporaryDirectory() as folder:
        for item in random.sample(items, len(items)) + items:
            list(collect(folder, SLUG, [item]))
        assert kept(Path(folder), "amy") == [item.read() for item in items]
        assert current(Path(folder), "amy") == items[-1].read()


@settings(steady, max_examples=12)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=8))
def test_somebody_who_goes_back_to_an_earlier_notebook_has_handed_in_that_one(numbers):
    start = datetime(2026, 11, 22, tzinfo=UTC)
    items = [
        Found("amy", Path("x"), start + timedelta(minutes=minute), (), partial(work, number))
        for minute, number in enumerate(numbers)
    ]
    with tempfile.TemporaryDirectory() as folder:
        for last in range(len(items)):
            list(collect(folder, SLUG, items[: last + 1]))
            assert current(Path(folder), "amy") == items[last].read()
        assert set(kept(Path(folder), "amy")) == {item.read() for item in items}


def test_two_who_collect_at_once_lose_nothing(course):
    start = datetime(2026, 11, 22, tzinfo=UTC)
    items = [
        Found("amy", Path("x"), start + timedelta(minutes=number), (), partial(work, number))
        for number in range(40)
    ]
    child = os.fork()
    if child == 0:
        os._exit(any(outcome.done == "failed" for outcome in collect(course, SLUG, items[::-1])))
    outcomes = list(collect(course, SLUG, items))
    assert os.waitpid(child, 0)[1] == 0
    assert not any(outcome.done == "failed" for outcome in outcomes)
    assert kept(course, "amy") == [item.read() for item in items]
    assert current(course, "amy") == items[-1].read()


# When the machine says no


def test_a_disk_that_is_full_for_one_costs_the_others_nothing_and_leaves_no_half(course, inbox, root):
    lay(inbox, "amy", FILE)
    lay(inbox, "big", FILE, data=work() + b" " * 400_000)
    lay(inbox, "zoe", FILE)
    lay(course, "submitted", "big", SLUG, FILE, data=work(1))
    call = [
        "import resource, signal, sys; from pathfinders.__main__ import main",
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)",
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))",
        f"sys.exit(main(['collect', {str(course)!r}, {SLUG!r}, '--from', {str(inbox)!r}]))",
    ]
    told = subprocess.run(
        [sys.executable, "-c", "\n".join(call)], cwd=root, capture_output=True, text=True, timeout=120
    )
    assert told.returncode == 1
    lines = told.stdout.splitlines()
    assert [line.split(" (")[0] for line in lines] == [
        "amy: taken.",
        "big: not taken: file too large",
        "zoe: taken.",
        "2 taken, 1 not taken.",
    ]
    assert current(course, "big") == work(1)
    assert kept(course, "big") == [work(1)]
    assert not [path for path in course.rglob("*") if ".part" in path.name]


def test_a_file_that_cannot_be_read_is_one_line_and_the_rest_goes_on():
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        inbox = Path(folder, "inbox")
        for student in ("amy", "ben", "carl"):
            lay(inbox, student, FILE)
        (inbox / "amy" / FILE).chmod(0)
        (inbox / "carl").chmod(0)
        told = as_somebody(
            lambda: [item.line for item in collect(Path(folder, "course"), SLUG, from_folder(inbox, SLUG))]
        )
        (inbox / "carl").chmod(0o755)
    assert told[0].startswith("amy: not taken: permission denied (")
    assert told[1:] == ["ben: taken.", "carl: refused: carl cannot be read (permission denied)."]


def as_somebody(work):
    """What `work()` gives when it is done by a user who is not root, in a process of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.geteuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            os.write(writing, json.dumps(work()).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        found = json.load(told)
    os.waitpid(child, 0)
    return found


def test_a_torn_journal_is_read_as_far_as_it_goes(course, inbox):
    lay(inbox, "amy", FILE)
    taken(course, from_folder(inbox, SLUG))
    with open(course / "handed-in" / f"{SLUG}.jsonl", "a") as file:
        file.write('{"student": "ben", "do')
    lay(inbox, "zoe", FILE)
    taken(course, from_folder(inbox, SLUG))
    assert set(noted(course)) == {"amy", "zoe"}


def test_a_line_of_the_journal_that_a_person_has_damaged_stops_nothing(course, inbox):
    lines = ("[1]", '"x"', '{"student": ["a"]}', '{"student": 5, "done": "refused"}', "[" * 99999, "")
    more = (
        '"done": []',
        '"done": "new", "path": 1',
        '"done": "new", "reason": {}',
        '"done": "new", "order": "x"',
    )
    odd = [
        f'{{"student": "amy", {text}, "remarks": 5, "digest": "{versions.digest(work())}"}}' for text in more
    ]
    lay(course, "handed-in", f"{SLUG}.jsonl", data="\n".join((*lines, *odd)).encode())
    lay(inbox, "amy", FILE)
    known_before(course, SLUG, Roster())
    assert taken(course, from_folder(inbox, SLUG))["amy"].done == "new"
    assert list(hand_ins(course, SLUG)[0]) == ["amy"]


def test_what_a_kill_left_half_written_is_gone_after_the_next_collect(course, inbox, root):
    lay(inbox, "amy", FILE)
    call = [
        "import os; from pathfinders.course import versions; from pathfinders.__main__ import main",
        "versions.written = lambda path, data: (path.write_bytes(data[:9]), os._exit(9))",
        f"main(['collect', {str(course)!r}, {SLUG!r}, '--from', {str(inbox)!r}])",
    ]
    killed = subprocess.run([sys.executable, "-c", "\n".join(call)], cwd=root, timeout=120)
    assert killed.returncode == 9
    lay(course, "submitted", "amy", SLUG, ".part-1")
    assert len(list(course.rglob(".part-*"))) == 2
    assert taken(course, from_folder(inbox, SLUG))["amy"].done == "new"
    assert not list(course.rglob(".part-*"))


def test_what_another_is_just_writing_is_left_to_it(course, inbox):
    lay(inbox, "amy", FILE)
    part = lay(course, "handed-in", SLUG, "ben", ".part-1", FILE)
    with leftovers.cleared(course, "04-the-two-ways"):
        taken(course, from_folder(inbox, SLUG))
        assert part.exists()
    taken(course, from_folder(inbox, SLUG))
    assert not part.exists()


# The command


def test_a_terminal_that_does_not_know_a_sign_stops_no_command(course, inbox, root):
    for id in ("amy", "b王", "zoe"):
        lay(inbox, id, FILE)
    told = subprocess.run(
        [sys.executable, "-m", "pathfinders", "collect", course, SLUG, "--from", inbox],
        cwd=root,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (told.returncode, told.stderr) == (0, "")
    said = [line.split(":")[0] for line in told.stdout.splitlines()]
    assert said == ["amy", "b?", "zoe", "2 taken, 1 refused."]


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (("nowhere", SLUG), "no course"),
        (("course", "05-two-rubber-band"), f"did you mean {SLUG}?"),
        (("course", "../source"), "no assignment"),
        (("course", SLUG, "--from", "nowhere.zip"), "not there"),
        (("course", SLUG, "--from", "course", "--roster", "none.csv"), "no such file"),
    ],
)
def test_each_wrong_word_on_the_command_line_is_one_sentence(course, command, monkeypatch, what, words):
    monkeypatch.chdir(course.parent)
    code, out, err = command("collect", *what)
    assert (code, out) == (1, "")
    assert words in err
    assert err.count("\n") == 1


def test_four_hundred_hand_ins_get_one_line_each(course, tmp_path, command):
    files = {f"student{number}_{number}_1_{FILE}": work(number) for number in range(1, 401)}
    zipped = packed(tmp_path / "canvas.zip", files)
    code, out, _ = command("collect", course, SLUG, "--from", zipped)
    assert code == 0
    lines = out.splitlines()
    assert len(lines) == 403
    assert lines[-2].startswith("No roster") and lines[-1] == "400 taken."
    assert len(list(Path(course / "submitted").iterdir())) == 400
