"""Whatever one student hands in, all others are taken in as if it were not there."""

import contextlib
import os
import pwd
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pathfinders.course import manuscript, parcels, versions
from pathfinders.course.arrivals import utc
from pathfinders.course.build import build
from pathfinders.course.collect import collect, known_before
from pathfinders.course.exchange import Known
from pathfinders.course.handed_in import hand_ins
from pathfinders.course.manuscript import LARGEST
from pathfinders.course.roster import Roster, is_safe
from pathfinders.course.submissions import Found, Refusal, from_exchange, from_folder, from_zip
from tests.fixtures_class import grade
from tests.submissions import dumped, filled
from tests.test_collect import FILE, SLUG, current, inbound, kept, lay, packed, reasons, steady, taken, work

ALICE, MALLORY = pwd.getpwuid(1).pw_name, pwd.getpwuid(2).pw_name
AS_ROOT = [] if os.geteuid() == 0 else ["sudo", "-n"]
ROSTER = Roster(
    ("alice", "mallory"),
    {("moodle", "100"): "alice", ("moodle", "200"): "mallory", ("canvas", "11"): "alice"}
    | {("canvas", "22"): "mallory"},
)
WHEN = "2026-11-22 20:00:00.000001"


def belongs(path, uid):
    """Gives a folder with all that is in it to a user of this system."""
    subprocess.run([*AS_ROOT, "chown", "-R", "-h", str(uid), path], check=True)
    return path


def sent(folder, student, number, uid=None, when=WHEN):
    """A hand-in in an exchange, which belongs to a user."""
    path = inbound(folder, student, when, work(number)).parent
    return belongs(path, uid) if uid else path


def done(receipts):
    return {receipt.student: receipt.done for receipt in receipts}


# The exchange


def test_a_secret_that_is_no_file_costs_the_feedback_alone_and_nobody_elses_hand_in(course, inbox):
    for student in ("amy", "ben", "cem", "dan", "zoe"):
        inbound(inbox, student, WHEN, work(ord(student[0])))
    secrets = {path.name[:3]: path / "submission_secret.txt" for path in inbox.iterdir()}
    for student in ("amy", "ben", "cem", "dan"):
        secrets[student].unlink()
    os.mkfifo(secrets["amy"])
    secrets["ben"].symlink_to(secrets["zoe"])
    (secrets["cem"] / "x").mkdir(parents=True)
    secrets["dan"].write_bytes(b" " * (LARGEST + 1))
    found = taken(course, from_exchange(inbox, SLUG))
    assert {id: receipt.done for id, receipt in found.items()} == dict.fromkeys(secrets, "new")
    for student in secrets:
        assert current(course, student) == work(ord(student[0]))
        assert (course / "submitted" / student / SLUG / "timestamp.txt").is_file()
    told = {id for id, receipt in found.items() if any("hand feedback back" in it for it in receipt.remarks)}
    assert {"amy", "ben", "dan"} <= told <= {"amy", "ben", "cem", "dan"}


def test_whatever_goes_wrong_with_one_hand_in_the_next_is_taken(course, inbox):
    lay(inbox, "amy", FILE)
    (found,) = from_folder(inbox, SLUG)

    def broken():
        raise RuntimeError("all at sea")

    first, second = collect(course, SLUG, [replace(found, student="abe", read=broken), found])
    assert (first.done, second.done) == ("failed", "new")
    assert first.line == "abe: not taken: collecting it failed (RuntimeError: all at sea)."


def test_an_id_in_other_letters_neither_stops_nor_replaces_its_owners(course, inbox):
    sent(inbox, ALICE, 1, 1)
    sent(inbox, ALICE.upper(), 2, 2)
    found = taken(course, from_exchange(inbox, SLUG))
    assert found[ALICE].done == "new"
    (other,) = [receipt for id, receipt in found.items() if id != ALICE]
    assert other.done == "refused"
    assert not is_safe(other.student)
    assert MALLORY in other.line
    handed, _ = hand_ins(course, SLUG)
    assert list(handed) == [ALICE]
    assert (handed[ALICE].data(), handed[ALICE].flags, handed[ALICE].refusal) == (
        work(1),
        found[ALICE].flags,
        "",
    )


def test_a_student_who_writes_the_own_id_in_capitals_is_still_the_same_student(inbox):
    sent(inbox, ALICE.upper(), 1, 1)
    (found,) = from_exchange(inbox, SLUG)
    assert (found.student, found.stranger) == (ALICE, "")


@pytest.mark.parametrize(
    ("before", "name"),
    [
        (Known(students=frozenset({MALLORY})), ALICE),
        (Known(own=frozenset({ALICE})), ALICE),
        (Known(students=frozenset({ALICE})), ALICE.upper()),
    ],
    ids=["a classmate", "who had handed in before", "a name nobody has"],
)
def test_what_another_hands_in_for_an_absent_student_is_refused(course, inbox, before, name):
    sent(inbox, name, 2, 2)
    found = from_exchange(inbox, SLUG, before=before)
    assert set(reasons(found)) == {f"{name} (by {MALLORY})"}
    assert done(collect(course, SLUG, found)) == {f"{name} (by {MALLORY})": "refused"}
    assert hand_ins(course, SLUG)[0] == {}


def test_what_was_collected_before_is_not_replaced_when_the_exchange_is_emptied(course, inbox, command):
    folder = inbox / "pathfinders" / "inbound"
    (course / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.course_id = 'pathfinders'\n"
    )
    first = sent(folder, ALICE, 1, 1)
    command("collect", course, SLUG, "--exchange", inbox)
    assert known_before(course, SLUG, Roster()) == Known(own=frozenset({ALICE}))
    subprocess.run([*AS_ROOT, "rm", "-r", first], check=True)
    sent(folder, ALICE, 2, 2)
    code, out, _ = command("collect", course, SLUG, "--exchange", inbox)
    assert code == 0
    assert f"{ALICE} (by {MALLORY}): refused: It belongs to {MALLORY}." in out
    assert kept(course, ALICE) == [work(1)]


def test_another_name_of_a_students_own_file_does_not_get_it_refused(inbox):
    path = sent(inbox, ALICE, 1, 1)
    subprocess.run([*AS_ROOT, "ln", path / FILE, inbox / "link"], check=True)
    (found,) = from_exchange(inbox, SLUG)
    assert isinstance(found, Found)


def test_far_too_many_files_of_one_student_are_one_refusal(course, inbox):
    inbound(inbox, "amy", WHEN, work(1))
    crowd = inbound(inbox, "mal", WHEN, work(2)).parent
    for number in range(parcels.EACH):
        (crowd / f"f{number}").touch()
    inbound(inbox, "zoe", WHEN, work(3))
    found = taken(course, from_exchange(inbox, SLUG))
    assert done(found.values()) == {"amy": "new", "mal": "refused", "zoe": "new"}
    assert found["mal"].reason.endswith("has more than 1,000 files.")


def test_folders_of_nothing_but_folders_are_not_looked_through_to_their_end(course, inbox):
    inbound(inbox, "amy", WHEN, work(1))
    for number in range(parcels.EACH):
        (inbox / f"mal+{SLUG}+x" / f"{number % 40}" / f"{number}").mkdir(parents=True)
    (inbox / f"zed+{SLUG}+x" / "._a").mkdir(parents=True)
    amy, *others = from_exchange(inbox, SLUG)
    assert amy.student == "amy"
    assert {id: reason.split(" has ")[-1] for id, reason in reasons(others).items()} == {
        "mal": "more than 1,000 files.",
        "zed": "no file in it.",
    }


def test_what_has_nothing_to_do_with_the_assignment_is_not_looked_into(inbox, monkeypatch):
    inbound(inbox, "amy", WHEN, work(1))
    for name in ("anything", f"mal+04-the-two-ways+{WHEN} UTC+a", "x" * 200):
        lay(inbox, name, "f")
    looked = []
    monkeypatch.setattr(parcels, "inside", lambda *given: looked.append(given) or inside(*given))
    (found,) = from_exchange(inbox, SLUG)
    assert found.student == "amy"
    assert {given[1].parts[0][:3] for given in looked} == {"amy"}


inside = parcels.inside


def test_who_makes_folders_without_end_in_the_exchange_has_only_the_own_refused(course, inbox, monkeypatch):
    monkeypatch.setattr("pathfinders.course.exchange.SHARE", 5)
    sent(inbox, ALICE, 1, 1)
    for number in range(6):
        sent(inbox, f"x{number}", 2, 2)
    found = taken(course, from_exchange(inbox, SLUG))
    assert done(found.values()) == {ALICE: "new", MALLORY: "refused"}


def test_one_notebook_under_many_names_is_parsed_once_and_in_no_later_call(course, inbox, monkeypatch):
    parse, parsed = manuscript.read, []
    monkeypatch.setattr(manuscript, "read", lambda data: parsed.append(data) or parse(data))
    foreign = dumped(filled() | {"metadata": {"kernelspec": {"language": "R"}}}).encode()
    for number in range(20):
        inbound(inbox, "mal", f"2026-11-22 20:00:{number:02}.1", foreign)
        inbound(inbox, "moe", f"2026-11-22 20:00:{number:02}.1", b"{")
    told = list(collect(course, SLUG, from_exchange(inbox, SLUG)))
    assert sorted(parsed) == sorted([foreign, b"{"])
    again = list(collect(course, SLUG, from_exchange(inbox, SLUG)))
    assert parsed.count(foreign) == 1
    assert [receipt.flags for receipt in again] == [receipt.flags for receipt in told]
    assert all("kernel of R" in receipt.flags[-1] for receipt in again if receipt.student == "mal")


def test_what_is_too_much_is_refused_unparsed(course, inbox, monkeypatch):
    monkeypatch.setattr(versions, "MOST", 1)
    for number in range(2):
        lay(inbox, "amy", FILE, data=b"{" if number else work())
        receipt = taken(course, from_folder(inbox, SLUG))["amy"]
    assert receipt.reason == "1 hand-ins are kept already, and no more than that."


@pytest.mark.parametrize(
    ("stamp", "moment"),
    [
        ("2020-11-22 20:00:00.000001 +04", "2020-11-22 16:00"),
        ("2020-11-22 20:00:00.000001 +0530", "2020-11-22 14:30"),
        ("2020-11-22 20:00:00.000001 -03", "2020-11-22 23:00"),
        ("2020-11-22 20:00:00.000001 UTC", "2020-11-22 20:00"),
        ("2020-11-22 20:00:00.000001 CET", ""),
    ],
)
@pytest.mark.parametrize("end", ["+abc", ""])
def test_a_hand_in_is_found_whatever_zone_its_folder_names(inbox, stamp, moment, end):
    for id in ("amy", "ben+cs"):
        lay(inbox, f"{id}+{SLUG}+{stamp}{end}", FILE)
    lay(inbox, f"amy+04-the-two-ways+{stamp}{end}", FILE)
    found = from_exchange(inbox, SLUG)
    assert [item.student for item in found] == ["amy", "ben+cs"]
    for item in found:
        assert [flag.partition(" UTC")[0] for flag in item.flags] == ([f"It says {moment}"] if moment else [])


def test_the_time_of_arrival_is_kept_also_where_there_is_no_secret(course, inbox):
    path = inbound(inbox, "amy", WHEN, work(1))
    (path.parent / "submission_secret.txt").unlink()
    (path.parent / "timestamp.txt").unlink()
    (found,) = from_exchange(inbox, SLUG)
    taken(course, [found])
    assert hand_ins(course, SLUG)[0]["amy"].received == found.received.replace(tzinfo=None)


def test_a_folder_that_was_made_before_and_moved_there_later_arrived_when_it_was_moved(inbox, tmp_path):
    path = lay(tmp_path, "prepared", FILE)
    folder = inbox / f"amy+{SLUG}+{WHEN} UTC+x"
    shutil.move(tmp_path / "prepared", folder)
    while folder.stat().st_ctime <= (folder / FILE).stat().st_ctime:  # a clock ticks in thousandths
        folder.chmod(0o755)
    (found,) = from_exchange(inbox, SLUG)
    assert found.received == datetime.fromtimestamp(folder.stat().st_ctime, UTC)
    assert not path.exists()


# Canvas and Moodle


@pytest.mark.parametrize(
    "name",
    [
        f"Mallory M_200_assignsubmission_file_x_100_assignsubmission_file_{FILE}",
        f"Alice A_100_assignsubmission_file_x_200_assignsubmission_file_{FILE}",
        f"Mallory M_200_assignsubmission_file_100_assignsubmission_file_{FILE}",
        f"Alice A_100_assignsubmission_file_200_assignsubmission_file/{FILE}",
        f"Mallory M_200_assignsubmission_file/x_100_assignsubmission_file_{FILE}",
        f"Mallory M_200_assignsubmission_file_x_11_500_{FILE}",
        f"mmallory_22_501_x_100_assignsubmission_file_{FILE}",
        f"mmallory_22_501_x_11_502_{FILE}",
        f"mallory_22_{'9' * 5000}_{FILE}",
        f"m_٢٢_٥_{FILE}",
        f"a_100_assignsubmission_file_{'x_1_assignsubmission_file_' * 900}{FILE}",
    ],
    ids=lambda name: name[:60],
)
def test_no_name_of_a_file_makes_anybody_another_student(course, tmp_path, name):
    alices = {
        f"Alice A_100_assignsubmission_file_{SLUG}-1.ipynb": work(1),
        f"aalice_11_500_{SLUG}-1.ipynb": work(1),
    }
    for number, own in enumerate(alices):
        archive = packed(tmp_path / f"{number}.zip", {own: work(1), name: work(2)})
        found = taken(course, from_zip(archive, SLUG, ROSTER))
        assert len(found) == 2
        assert found["alice"].done == ("known" if number else "new")
        assert kept(course, "alice") == [work(1)]
        shutil.rmtree(course / "submitted" / "mallory", ignore_errors=True)
    archive = packed(tmp_path / "alone.zip", {name: work(2)})
    assert "alice" not in taken(course, from_zip(archive, SLUG, ROSTER))


def test_a_file_whose_name_tells_of_two_people_is_refused_with_the_reason(inbox):
    lay(inbox, f"Mallory M_200_assignsubmission_file_x_100_assignsubmission_file_{FILE}")
    ((student, reason),) = reasons(from_folder(inbox, SLUG, ROSTER)).items()
    assert not is_safe(student)
    assert reason.startswith("Its name tells of more than one person")


def test_who_takes_on_the_name_of_another_gets_neither_refused(course, inbox):
    roster = Roster(("alice",), {}, {"alicea": "alice"})
    for number in (11, 22):
        lay(inbox, f"alicea_{number}_5_{FILE}", data=work(number))
    found = taken(course, from_folder(inbox, SLUG, roster))
    assert done(found.values()) == {"alicea_11": "new", "alicea_22": "new"}
    assert all("called like alice, as another is" in receipt.line for receipt in found.values())


def test_of_two_ids_that_differ_in_capitals_the_one_on_the_roster_is_taken(inbox):
    for name in ("Alice", "alice"):
        lay(inbox, name, FILE)
    refused, found = from_folder(inbox, SLUG, ROSTER)
    assert (refused.student, found.student) == ("Alice", "alice")
    assert (type(refused), type(found)) == (Refusal, Found)


def test_a_name_that_goes_on_and_on_is_read_at_once(inbox):
    lay(inbox, "mal", f"{SLUG}{'-copy' * 40}x.ipynb")
    lay(inbox, "zoe", f"{SLUG}{'-copy' * 40}.ipynb")
    refused, found = from_folder(inbox, SLUG)
    assert "The notebook is called " in refused.reason
    assert found.student == "zoe"


# A folder


def test_a_folder_of_one_student_hides_nobody_elses(inbox):
    for student, folder in (("alice", "work"), ("bob", "my files"), ("mallory", SLUG)):
        lay(inbox, student, folder, FILE)
    lay(inbox, "carl", "04-the-two-ways", "04-the-two-ways.ipynb")
    lay(inbox, "dora", "work", "notes.ipynb")
    found = {item.student: item for item in from_folder(inbox, SLUG, known=("04-the-two-ways",))}
    assert [id for id in found if isinstance(found[id], Found)] == ["alice", "bob", "mallory"]
    assert "The notebook is called notes.ipynb" in found["dora"].reason
    assert found["carl"].reason == "carl has nothing in it but work for 04-the-two-ways."


def test_who_has_only_something_else_in_the_course_has_not_handed_in(course):
    lay(course, "submitted", "amy", "03-gone-long-ago", "03-gone-long-ago.ipynb")
    lay(course, "submitted", "ben", SLUG, FILE)
    assert list(hand_ins(course, SLUG)[0]) == ["ben"]


def test_files_of_another_assignment_without_number_cost_this_one_nothing(inbox):
    lay(inbox, "amy", SLUG, FILE)
    for number in range(parcels.EACH + 1):
        lay(inbox, "amy", "04-the-two-ways", f"{number}.txt", data=b"")
    (found,) = from_folder(inbox, SLUG, known=("04-the-two-ways",))
    assert isinstance(found, Found)


def test_a_zip_with_files_without_number_of_one_student_is_taken_but_for_that_one(
    course, tmp_path, monkeypatch
):
    monkeypatch.setattr(parcels, "MOST", parcels.EACH // 2)
    crowd = {f"mal/{number}": b"" for number in range(parcels.EACH + 1)}
    archive = packed(tmp_path / "class.zip", {f"amy/{FILE}": work(1), **crowd, f"zoe/{FILE}": work(2)})
    found = taken(course, from_zip(archive, SLUG))
    assert done(found.values()) == {"amy": "new", "mal": "refused", "zoe": "new"}
    assert found["mal"].reason == "There are more than 1,000 files."


# What is kept


def test_more_hand_ins_than_are_kept_are_refused_and_those_that_are_there_stay(course, inbox, monkeypatch):
    monkeypatch.setattr(versions, "MOST", 4)
    for number in range(6):
        lay(inbox, "amy", FILE, data=work(number))
        receipt = taken(course, from_folder(inbox, SLUG))["amy"]
    assert receipt.line == "amy: refused: 4 hand-ins are kept already, and no more than that."
    assert kept(course, "amy") == [work(number) for number in range(4)]
    assert current(course, "amy") == work(3)
    lay(inbox, "amy", FILE, data=work(3))
    assert taken(course, from_folder(inbox, SLUG))["amy"].done == "known"


def test_hand_ins_that_take_too_much_room_are_refused(course, inbox, monkeypatch):
    monkeypatch.setattr(versions, "ROOM", len(work(1)) * 5 // 2)
    for number in range(3):
        lay(inbox, "amy", FILE, data=work(number))
        receipt = taken(course, from_folder(inbox, SLUG))["amy"]
    assert "there is no room for more" in receipt.reason
    assert kept(course, "amy") == [work(0), work(1)]


def test_others_never_use_up_the_room_of_a_student(course, inbox, monkeypatch):
    monkeypatch.setattr(versions, "MOST", 4)
    lay(inbox, "amy", FILE)
    (found,) = from_folder(inbox, SLUG)
    for number in range(6):
        strange = replace(found, read=lambda number=number: work(number), stranger="mal", received=now())
        list(collect(course, SLUG, [strange]))
    assert kept(course, "amy") == [work(0), work(1)]
    own = replace(found, read=lambda: work(9), received=now())
    assert done(collect(course, SLUG, [own])) == {"amy": "again"}
    assert current(course, "amy") == work(9)


def now():
    return datetime.now(UTC)


@pytest.mark.parametrize("id", ["amy.", "a..", "CON", "con", "nul.txt", "COM1", "lpt9.amy"])
def test_an_id_that_windows_takes_for_something_else_is_refused(course, inbox, id):
    lay(inbox, id, FILE)
    lay(inbox, "amy", FILE)
    assert sorted(done(taken(course, from_folder(inbox, SLUG)).values()).items()) == sorted(
        {id: "refused", "amy": "new"}.items()
    )


def test_ids_that_only_look_like_a_device_are_as_good_as_any():
    assert all(is_safe(id) for id in ("conrad", "console", "com10x", "auxilia", "a.con", "a", "a-", "x" * 64))


# What the grader finds


@pytest.mark.parametrize(
    "stamp",
    [
        "0001-01-01 00:00 +1400",
        "9999-12-31 23:59 -1400",
        "2020-01-01 +9999",
        "1" * 5000,
        "12 " * 100_000,
        "\x00",
        "J" * 10,
    ],
    ids=lambda stamp: stamp[:25],
)
def test_a_time_that_is_none_costs_nobody_the_grading(course, stamp):
    for student in ("alice", "mallory", "zoe"):
        lay(course, "submitted", student, SLUG, FILE)
    lay(course, "submitted", "mallory", SLUG, "timestamp.txt", data=stamp.encode())
    lay(course, "submitted", "zoe", SLUG, "timestamp.txt", data=b"2026-11-22 20:00:00.0 UTC")
    found, _ = hand_ins(course, SLUG)
    assert list(found) == ["alice", "mallory", "zoe"]
    assert found["mallory"].received is None
    assert found["mallory"].data() == work()
    assert found["zoe"].received == datetime(2026, 11, 22, 20)


@steady
@given(st.text(max_size=120) | st.from_regex(r"[0-9 :.+TZUC-]{0,40}", fullmatch=True))
@example("0001-01-01 00:00 +1400")
def test_any_text_is_a_time_or_a_value_error(text):
    with contextlib.suppress(ValueError):
        assert utc(text).tzinfo is None


def test_ids_that_differ_in_capitals_alone_are_both_graded_and_remarked(course):
    for student in ("alice", "Alice", "zoe"):
        lay(course, "submitted", student, SLUG, FILE)
    found, _ = hand_ins(course, SLUG)
    assert not any(handed.refusal for handed in found.values())
    assert [bool(found[id].remarks) for id in ("Alice", "alice", "zoe")] == [True, True, False]


# The promise


def fresh(path, data):
    """Writes a file that is not there yet: no link that lies in its place is ever followed."""
    with open(path, "xb") as file:
        file.write(data)


THINGS = (
    (FILE, lambda path: fresh(path, b"")),
    (FILE, lambda path: fresh(path, b"\xff\xfe" * 99)),
    (FILE, lambda path: fresh(path, b'{"cells": [{"source": 1}, []], "metadata": 3}')),
    (FILE, lambda path: path.symlink_to("nowhere")),
    (FILE, os.mkfifo),
    (FILE, lambda path: path.joinpath("x").mkdir(parents=True)),
    (FILE, lambda path: fresh(path, work(2))),
    ("submission_secret.txt", os.mkfifo),
    ("timestamp.txt", lambda path: fresh(path, b"0001-01-01 00:00 +1400")),
    (SLUG, Path.mkdir),
    (f"{SLUG}{'-copy' * 45}!.ipynb", lambda path: fresh(path, b"")),
    (f"x_100_assignsubmission_file_{FILE}", lambda path: fresh(path, work(2))),
    (os.fsdecode(b"\xff\x1b[31m.ipynb"), lambda path: fresh(path, b"")),
    ("d" * 60, lambda path: path.joinpath(*["d" * 60] * 8).mkdir(parents=True)),
)
"""What one can put into a folder of one's own: names, and what makes them; none is made over another."""


@settings(steady, max_examples=25)
@given(
    st.sets(st.integers(0, 13), min_size=1, max_size=5), st.sampled_from(["mal", "mal.", "AMY", "..x", "-"])
)
def test_whatever_one_student_hands_in_all_others_are_taken_and_graded(tmp_path_factory, chosen, name):
    place = tmp_path_factory.mktemp("any")
    (place / "course" / "source" / SLUG).mkdir(parents=True)
    for number, student in enumerate(("amy", "zoe")):
        inbound(place / "inbound", student, WHEN, work(number))
    own = place / "inbound" / f"{name}+{SLUG}+{WHEN} UTC+z"
    own.mkdir()
    for number in sorted(chosen):
        thing, made = THINGS[number]
        if not os.path.lexists(own / thing):
            made(own / thing)
    before = set(own.rglob("*"))
    told = list(collect(place / "course", SLUG, from_exchange(place / "inbound", SLUG)))
    assert {id: what for id, what in done(told).items() if id in ("amy", "zoe")} == {
        "amy": "new",
        "zoe": "new",
    }
    assert len(told) == len({receipt.student for receipt in told}) <= 3
    assert all(receipt.line.isprintable() for receipt in told)
    found, _ = hand_ins(place / "course", SLUG)
    assert [found[student].data() for student in ("amy", "zoe")] == [work(0), work(1)]
    assert set(own.rglob("*")) == before
    shutil.rmtree(place)


def test_collect_and_grade_go_on_with_everybody_else_whatever_one_has_handed_in(root, tmp_path, command):
    course, exchange = tmp_path / "course", tmp_path / "exchange"
    build(root / "exercises", course)
    folder = exchange / "pathfinders" / "inbound"
    for number, student in enumerate(("amy", "zoe")):
        inbound(folder, student, WHEN, work(number))
    for number, (thing, made) in enumerate(THINGS):
        own = folder / f"mal{number}+{SLUG}+{WHEN} UTC+z"
        own.mkdir()
        made(own / thing)
    lay(course, "submitted", "ned", SLUG, FILE)
    lay(course, "submitted", "ned", SLUG, "timestamp.txt", data=b"0001-01-01 00:00 +1400")
    code, out, err = command("collect", course, SLUG, "--exchange", exchange)
    assert (code, err) == (0, "")
    lines = dict(line.split(": ", 1) for line in out.splitlines()[:-1])
    assert set(lines) == {"amy", "zoe", *(f"mal{number}" for number in range(len(THINGS)))}
    told = grade(course)
    status = {line.split()[0]: line for line in told.splitlines() if line.split()}
    assert all(" graded " in status[id] for id in ("amy", "zoe", "ned", "mal6"))
    assert all(" refused " in status[id] for id in lines if id.startswith("mal") and id != "mal6")
