"""Where a disk is full one sentence says so, nothing is lost, and work goes on when there is room."""

import contextlib
import sqlite3
from types import SimpleNamespace

import pytest

from pathfinders.course import statuses
from tests.fixtures_class import AS_ROOT, SLUG, hand_in, new_course, points
from tests.test_grading_stops import files
from tests.tight import Tight

STUDENTS = ("amy", "ben", "zoe")
MB = 1 << 20


@pytest.fixture(scope="module")
def story(root, tmp_path_factory):
    """A class is collected and graded on disks of which another is full each time, at last the scratch."""
    top = tmp_path_factory.mktemp("full")
    exercise = new_course(root, top / "template")
    for student in STUDENTS:
        hand_in(top / "template", exercise, student, {"B3": exercise.part("B3").answer})
    (top / "template" / "submitted").rename(top / "inbox")
    course, scratch = top / "course", top / "scratch"
    parts = {name: course / name for name in ("submitted", "grading", "autograded")}
    made = SimpleNamespace(top=top, told={}, inbox=files(top / "inbox"))
    disks = [(course, 16 * MB), *((parts[name], MB) for name in parts), (scratch, MB)]
    with Tight(*disks) as disk:
        disk.copy(top / "template", course)

        def step(name, full, command, *options):
            for folder in full:
                disk.fill(folder)
            with_scratch = {"TMPDIR": str(scratch), "XDG_CACHE_HOME": str(scratch)} if scratch in full else {}
            code, out, err = disk.run(command, course, SLUG, *options, **with_scratch)
            disk.copy(course, top / name)
            for folder in full:
                disk.free(folder)
            made.told[name] = SimpleNamespace(code=code, out=out, err=err, course=top / name)

        collect, grade = ("collect", "--from", top / "inbox"), ("grade", *AS_ROOT)
        step("collect-course", [course], *collect)
        step("collect-submitted", [parts["submitted"]], *collect)
        step("collect", [], *collect)
        step("grade-lock", [parts["grading"]], *grade)
        step("grade-new-book", [course], *grade)
        step("grade-autograded", [parts["autograded"]], *grade, "--resume")
        step("grade-book", [course], *grade, "--resume")
        disk.pad(parts["grading"] / f"{SLUG}.jsonl", 700)
        step("grade-journal", [parts["grading"]], *grade, "--resume")
        step("grade", [scratch], *grade, "--resume")  # of which only copies of what is elsewhere are kept
    return made


def test_each_full_disk_is_one_sentence_that_names_the_place_and_what_to_do(story):
    places = {
        "grade-lock": "course/grading/grading.lock: it cannot be written",
        "grade-new-book": "course/gradebook.db: it cannot be written",
        "grade-autograded": "course/autograded/",  # of whoever is judged first
        "grade-book": "course/gradebook.db: it cannot be written",
        "grade-journal": f"course/grading/{SLUG}.jsonl: a line could not be written",
    }
    for name, place in places.items():
        told = story.told[name]
        (said,) = (line for line in told.err.splitlines() if not line.startswith("3 to grade; "))
        assert told.code == 1
        assert f"{story.top}/{place}" in said
        assert "; make room" in said


def test_collecting_to_a_full_disk_says_so_for_each_and_keeps_nothing_by_halves(story):
    for name in ("collect-course", "collect-submitted"):
        lines = story.told[name].out.splitlines()
        assert lines[:-1] == [
            f"{id}: not taken: no space left on device ({story.top}/course)." for id in STUDENTS
        ]
        assert not [path for path in story.told[name].course.rglob("*") if ".part" in path.name]
        assert not list((story.told[name].course / "submitted").rglob("*.ipynb"))
    assert story.told["collect"].out.splitlines()[-1] == "3 taken."
    assert files(story.told["collect"].course / "submitted") == story.inbox


def test_a_gradebook_on_a_full_disk_has_all_of_a_submission_or_nothing(story):
    for name, told in story.told.items():
        known = set(statuses.statuses(told.course, SLUG))
        opened = {path.parent.parent.name for path in told.course.glob(f"autograded/*/*/{SLUG}.ipynb")}
        assert opened == known == (set(STUDENTS) if name == "grade" else set()), name
        with contextlib.closing(sqlite3.connect(told.course / "gradebook.db")) as book:
            assert book.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_when_there_is_room_again_resume_grades_all_and_no_hand_in_has_changed(story):
    told = story.told["grade"]
    assert told.code == 0
    assert "3 graded; 3 in this run" in told.out
    assert {id: row.points for id, row in statuses.statuses(told.course, SLUG).items()} == dict.fromkeys(
        STUDENTS, 3
    )
    assert {marks["B3"] for marks in points(told.course).values()} == {(3, None, False)}
    for folder in ("submitted", "handed-in"):
        assert files(told.course / folder) == files(story.told["collect"].course / folder)
