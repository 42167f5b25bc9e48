"""What was said of a hand-in when it was collected goes with it to whoever grades, and to nobody else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pathfinders.course.collect import collect
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
