"""What was said of a hand-in when it was collected goes with it to whoever grades, and to nobody else."""

import errno
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from nbgrader.utils import parse_utc

from pathfinders.course import parcels, selection
from pathfinders.course.arrivals import utc
from pathfinders.course.collect import collect
from pathfinders.course.grading import Choice
from pathfinders.course.handed_in import hand_ins
from pathfinders.course.roster import Roster
from pathfinders.course.submissions import Refusal, from_exchange, from_folder, from_zip
from tests.test_collect import FILE, SLUG, inbound, lay, packed, work


class Course:
    """Of an assignment what is needed to tell one hand-in from another."""

    digest = "checks"


def collected(course, items):
    return [receipt.done for receipt in collect(course, SLUG, items)]


def handed(course, student):
    return hand_ins(course, SLUG)[0][student]


def test_flags_and_remarks_of_collecting_reach_the_grader_apart(course, tmp_path):
    archive = packed(tmp_path / "canvas.zip", {f"bergben_LATE_222_333_{SLUG}-1.ipynb": work()})
    collected(course, from_zip(archive, SLUG, Roster(("amy",))))
    found = handed(course, "bergben_222")
    assert found.flags == ("Canvas marks it as late.",)
    assert found.remarks == (
        "Named by its file, bergben (canvas 222), who is not on the roster.",
        "bergben_222 is not on the roster.",
    )


def test_what_was_said_of_one_version_is_not_said_of_another(course, tmp_path, inbox):
    collected(course, from_zip(packed(tmp_path / "a.zip", {f"amy_LATE_1_2_{FILE}": work(1)}), SLUG))
    assert handed(course, "amy_1").flags == ("Canvas marks it as late.",)
    (late,) = from_zip(tmp_path / "a.zip", SLUG)
    lay(inbox, "amy_1", FILE, data=work(2))
    (found,) = from_folder(inbox, SLUG)
    assert collected(
        course, [found, replace(late, received=late.received - timedelta(days=1), read=lambda: work(3))]
    ) == ["again", "earlier"]
    assert (handed(course, "amy_1").flags, handed(course, "amy_1").remarks) == ((), ())


def test_a_refused_later_hand_in_is_said_until_one_counts_again(course, inbox):
    lay(inbox, "amy", FILE, data=work(1))
    collected(course, from_folder(inbox, SLUG))
    before = handed(course, "amy").digest(Course)
    lay(inbox, "amy", FILE, data=b"")
    assert collected(course, from_folder(inbox, SLUG)) == ["refused"]
    found = handed(course, "amy")
    assert found.flags == ("A later hand-in was refused: The file is empty.",)
    assert found.data() == work(1)
    assert found.digest(Course) != before  # so that it is said in the gradebook too
    lay(inbox, "amy", FILE, data=work(1))
    assert collected(course, from_folder(inbox, SLUG)) == ["known"]
    assert handed(course, "amy").flags == ()
    lay(inbox, "amy", FILE, data=b"")
    assert collected(course, from_folder(inbox, SLUG)) == ["refused"]
    assert handed(course, "amy").flags != ()


def test_collecting_the_exchange_again_says_nothing_new_of_what_was_refused_before(course, tmp_path):
    folder = tmp_path / "inbound"
    inbound(folder, "amy", "2026-11-22 20:00:00.000001", b"{")
    inbound(folder, "amy", "2026-11-22 21:00:00.000001", work(1))
    for _ in range(3):
        collected(course, from_exchange(folder, SLUG))
        assert not any("refused" in flag for flag in handed(course, "amy").flags)


def test_who_was_only_refused_is_refused_with_the_reason(course):
    assert collected(course, [Refusal("amy", "It is a link.")]) == ["refused"]
    found = handed(course, "amy")
    assert (found.refusal, found.read) == ("It is a link.", None)


def test_the_time_of_arrival_is_this_systems_and_not_what_a_students_machine_wrote(course, tmp_path):
    folder, began = tmp_path / "inbound", datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    inbound(folder, "amy", "2020-01-01 00:00:00.000001", work(1))
    own = course / "submitted" / "amy" / SLUG
    lay(own, FILE, data=work(1))  # as nbgrader's own `collect` puts it there, with the student's timestamp
    lay(own, "timestamp.txt", data=b"2020-01-01 00:00:00.000001 UTC")
    assert handed(course, "amy").received.year == 2020
    assert collected(course, from_exchange(folder, SLUG)) == ["known"]
    assert handed(course, "amy").received >= began
    assert (own / "timestamp.txt").read_text().startswith(f"{handed(course, 'amy').received:%Y-%m-%d %H:%M}")
    lay(own, "timestamp.txt", data=b"2020-01-01 00:00:00.000001 UTC")  # as its --update does again
    assert handed(course, "amy").received >= began


# When it arrived

TOLD = "2026-07-02 10:00:00.000001"


def arrived(course, student, text, data=None):
    """A hand-in as nbgrader's own `collect` puts it there."""
    place = course / "submitted" / student / SLUG
    lay(place, FILE, data=work(1) if data is None else data)
    lay(place, "timestamp.txt", data=text.encode())


@pytest.mark.parametrize("zone", ["UTC", "EST", "CET", "EST5EDT", "Europe/Berlin", "America/New_York", ""])
def test_a_time_of_arrival_is_in_the_zone_in_which_it_was_written_as_nbgrader_reads_it(course, zone):
    text = f"{TOLD} {zone}".strip()
    arrived(course, "amy", text)
    assert handed(course, "amy").received == parse_utc(text)
    assert handed(course, "amy").remarks == ()


@pytest.mark.parametrize("zone", ["+04", "+0400", "+04:00"])
def test_a_zone_without_a_name_is_hours(zone):
    assert utc(f"{TOLD} {zone}") == datetime(2026, 7, 2, 6, 0, 0, 1)


def test_a_summer_time_is_known_by_the_zone_of_the_courses_exchange(course):
    (course / "nbgrader_config.py").write_text('get_config().Exchange.timezone = "Europe/Berlin"\n')
    arrived(course, "amy", f"{TOLD} CEST")
    assert handed(course, "amy").received == datetime(2026, 7, 2, 8, 0, 0, 1)


@pytest.mark.parametrize("text", [f"{TOLD} QST", f"{TOLD} Nowhere/There", "soon"])
def test_no_zone_is_guessed_and_who_grades_reads_the_file_and_what_it_says(course, text):
    arrived(course, "amy", text)
    found = handed(course, "amy")
    (remark,) = found.remarks
    assert (found.received, found.flags) == (None, ())
    assert str(course / "submitted" / "amy" / SLUG / "timestamp.txt") in remark
    assert text in remark


def graded(handed, status="graded"):
    return {handed.student: SimpleNamespace(digest=handed.digest(Course), status=status, run="before")}


def to_grade(found, known, **choice):
    return selection.wanted(Course, Choice(**choice), found, (), known, {}, None)


def test_another_time_of_arrival_alone_is_taken_up_by_the_next_grade(course):
    arrived(course, "amy", f"{TOLD} UTC")
    known = graded(handed(course, "amy"))
    assert to_grade(hand_ins(course, SLUG)[0], known) == ()
    arrived(course, "amy", "2026-07-05 10:00:00.0 UTC")
    assert to_grade(hand_ins(course, SLUG)[0], known) == ("amy",)


def test_a_forged_time_that_collect_has_corrected_is_taken_up_by_the_next_grade(course, tmp_path):
    inbound(tmp_path / "inbound", "amy", "2020-01-01 00:00:00.000001", work(1))
    arrived(course, "amy", "2020-01-01 00:00:00.000001 UTC")
    known = graded(handed(course, "amy"))
    assert collected(course, from_exchange(tmp_path / "inbound", SLUG)) == ["known"]
    assert to_grade(hand_ins(course, SLUG)[0], known) == ("amy",)


def test_what_is_collected_while_others_are_graded_is_graded_with_its_own_time_and_flags(course, tmp_path):
    arrived(course, "amy", "2020-01-01 00:00:00.0 UTC", work(1))
    arrived(course, "AMY", "2020-01-01 00:00:00.0 UTC", work(1))
    before = handed(course, "amy")
    archive = packed(tmp_path / "canvas.zip", {f"amy_LATE_1_2_{FILE}": work(2)})
    collected(course, [replace(one, student="amy") for one in from_zip(archive, SLUG)])
    arrived(course, "amy", f"{TOLD} UTC", work(2))
    found = before.settled()
    assert (found.data(), found.received) == (work(2), utc(TOLD))
    assert found.flags == ("Canvas marks it as late.",)
    assert found == handed(course, "amy")
    assert any("capital letters" in remark for remark in found.remarks)
    assert found.digest(Course) == handed(course, "amy").digest(Course)


# What the machine cannot read


@pytest.fixture
def broken(monkeypatch):
    """A disk of which amy's files cannot be read, as long as `.broken` is true, for the reason `.why`."""
    why = OSError(errno.EIO, "Input/output error")
    disk, before = SimpleNamespace(broken=True, why=why), parcels.read_inside

    def read_inside(folder, parts):
        if disk.broken and "amy" in parts:
            raise disk.why
        return before(folder, parts)

    monkeypatch.setattr(parcels, "read_inside", read_inside)
    return disk


def test_a_file_that_the_disk_does_not_give_is_not_refused_and_who_grades_reads_which(course, broken):
    for student in ("amy", "zoe"):
        arrived(course, student, f"{TOLD} UTC")
    found, left = hand_ins(course, SLUG)
    path = course / "submitted" / "amy" / SLUG / FILE
    assert left == (
        f"amy: {path} could not be read (input/output error); `pathfinders grade` tries it again.",
    )
    assert (found["amy"].refusal, found["zoe"].data()) == ("", work(1))
    assert to_grade(found, {}) == ("amy", "zoe")


def test_whatever_fails_while_one_is_read_the_others_are_graded(course, broken):
    broken.why = MemoryError("no room")
    for student in ("amy", "zoe"):
        arrived(course, student, f"{TOLD} UTC")
    found, _ = hand_ins(course, SLUG)
    assert "could not be read (MemoryError: no room)" in found["amy"].settled().fault
    assert found["zoe"].data() == work(1)


def test_what_was_graded_before_stands_while_the_file_cannot_be_read(course, broken):
    broken.broken = False
    arrived(course, "amy", f"{TOLD} UTC")
    known, crashed = graded(handed(course, "amy")), {"amy": SimpleNamespace(digest="", status="crashed")}
    broken.broken = True
    found, _ = hand_ins(course, SLUG)
    for choice in ({}, {"again": True}, {"students": ("amy",)}):
        assert to_grade(found, known, **choice) == ()
    assert to_grade(found, crashed) == ("amy",)


def test_a_folder_that_the_disk_does_not_give_is_not_refused(course, monkeypatch):
    for student in ("amy", "zoe"):
        arrived(course, student, f"{TOLD} UTC")
    for name in ("scandir", "listdir"):
        monkeypatch.setattr(os, name, failing(getattr(os, name), course / "submitted" / "amy" / SLUG))
    found, left = hand_ins(course, SLUG)
    assert list(found) == ["amy", "zoe"]
    assert f"could not be read ({os.strerror(errno.ESTALE).lower()})" in found["amy"].fault
    assert left == (f"amy: {found['amy'].fault}",)


def failing(function, place):
    """A function of `os` that fails in one place."""

    def called(path="."):
        if os.fspath(path) == os.fspath(place):
            raise OSError(errno.ESTALE, os.strerror(errno.ESTALE))
        return function(path)

    return called
