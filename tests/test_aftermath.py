"""Where nbgrader's own autograde comes after ours, every report says so, and the next `grade` mends it."""

import contextlib
import csv
import io
import json
import shutil
import sqlite3
from types import SimpleNamespace

import pytest

from pathfinders.course import aftermath, statuses
from pathfinders.course import assignment as assignments
from pathfinders.course.grading import Choice
from pathfinders.course.selection import wanted
from tests.fixtures_class import SLUG, grade, hand_in, nbgrader, new_course, points
from tests.test_lateness import PER_HOUR, SETTINGS, penalties

HAND_INS = {"amy": "2026-11-20 14:05:00.000000 UTC", "ben": "2026-11-20 11:00:00.000000 UTC"}
TIMES = "SELECT student_id, timestamp FROM submitted_assignment ORDER BY 1"


def changed(course, *orders):
    """The rows of the last of these orders, which somebody gives to the gradebook from outside."""
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as book, book:
        return [book.execute(order).fetchall() for order in orders][-1]


@pytest.fixture(scope="module")
def twice(root, tmp_path_factory):
    """A course after `grade`, after points by hand, after `nbgrader autograde`, and after `grade` again."""
    course = tmp_path_factory.mktemp("twice")
    exercise = new_course(root, course)
    (course / "lateplugin.py").write_text(PER_HOUR)
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(SETTINGS["own"])
    for student, time in HAND_INS.items():
        hand_in(course, exercise, student, {"B3": exercise.part("B3").answer})
        (course / "submitted" / student / SLUG / "timestamp.txt").write_text(time)
    stages = SimpleNamespace(course=course, seen={})
    saw(stages, "new")
    grade(course)
    changed(course, "UPDATE assignment SET duedate = '2026-11-20 12:00:00.000000'")
    stages.moved = grade(course)
    saw(stages, "ours")
    changed(
        course,
        """UPDATE grade SET manual_score = 2.5, needs_manual_grade = 0 WHERE auto_score > 0
        AND notebook_id IN (SELECT submitted_notebook.id FROM submitted_notebook JOIN submitted_assignment
        ON submitted_assignment.id = submitted_notebook.assignment_id WHERE student_id = 'amy')""",
    )
    nbgrader(course, "autograde", SLUG, "--force", "--Execute.timeout=30")
    saw(stages, "theirs")
    shutil.copytree(course, course.with_name("theirs"))
    stages.theirs = course.with_name("theirs")
    stages.again = grade(course)
    saw(stages, "again")
    return stages


def saw(stages, name):
    """Keeps what stands in the gradebook, and what our own reports say."""
    from pathfinders.__main__ import main

    told = {}
    for report in ("status", "export"):
        with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()):
            code = main([report, str(stages.course), SLUG])
        told[report] = out.getvalue() if code == 0 else None
    has_book = (stages.course / "gradebook.db").exists()
    book = {"points": points(stages.course), "late": penalties(stages.course)} if has_book else {}
    book |= {"times": changed(stages.course, TIMES)} if has_book else {}
    stages.seen[name] = SimpleNamespace(**told, **book)


def exported(seen):
    return {row["student"]: row for row in csv.DictReader(io.StringIO(seen.export, newline=""))}


def test_what_nobody_has_graded_yet_is_said_and_nothing_is_written(twice):
    lines = twice.seen["new"].status.splitlines()
    assert [line.split() for line in lines[:2]] == [[id, "not", "graded"] for id in HAND_INS]
    assert lines[2:] == [f"{SLUG}: 2 not graded.", f"Next: pathfinders grade {twice.course} {SLUG}"]


def test_when_the_due_date_is_set_later_penalties_follow_without_grading_again(twice):
    assert "0 in this run" in twice.moved
    assert "Late by another time than before; what it costs is settled anew: amy.\n" in twice.moved
    assert twice.seen["ours"].late == {"amy": pytest.approx(2 + 1 / 12), "ben": None}


def test_penalties_and_times_are_those_of_nbgraders_autograde_on_the_same_folder(twice):
    ours, theirs, again = (twice.seen[name] for name in ("ours", "theirs", "again"))
    assert ours.late == theirs.late == again.late
    assert ours.times == theirs.times == again.times
    assert {time[:16] for _, time in ours.times} == {time[:16] for time in HAND_INS.values()}


def test_late_stands_in_status_and_table_and_is_taken_off(twice):
    assert (
        "2 h 5 min late (due 20 November 2026, 12:00 UTC): 2.08 points are taken off."
        in twice.seen["ours"].status
    )
    amy, ben = exported(twice.seen["ours"]).values()
    assert (amy["minutes_late"], amy["penalty"], amy["points_so_far"]) == ("125", "2.08", "0.92")
    assert (ben["minutes_late"], ben["penalty"], ben["points_so_far"]) == ("", "", "3")


def test_graded_since_by_nbgrader_is_said_in_every_report_and_that_nothing_held_it_back(twice):
    assert aftermath.SINCE not in twice.seen["ours"].status
    for seen in (twice.seen["theirs"].status, twice.seen["theirs"].export):
        assert seen.count(aftermath.SINCE) == 2
    assert "WITHOUT THE SANDBOX" in twice.seen["theirs"].status
    assert {row["sandboxed"] for row in exported(twice.seen["theirs"]).values()} == {"no"}


def test_the_next_grade_takes_them_up_says_why_and_keeps_a_persons_points(twice):
    assert "2 in this run" in twice.again
    assert f"{aftermath.SINCE} Now graded again: amy, ben.\n" in twice.again
    assert aftermath.SINCE not in twice.seen["again"].status
    ours, again = twice.seen["ours"].points, twice.seen["again"].points
    assert again["ben"] == ours["ben"]
    assert again["amy"]["B3"] == (3, 2.5, True)
    assert {cell: marks[0] for cell, marks in again["amy"].items()} == {
        cell: marks[0] for cell, marks in ours["amy"].items()
    }
    assert "0 in this run" in grade(twice.course)


def graded_since(course):
    assignment = assignments.read(course, SLUG)
    return aftermath.aftermath(assignment, statuses.statuses(course, SLUG))


def test_a_notebook_or_points_that_are_not_ours_are_found_out_each_by_itself(twice, tmp_path):
    shutil.copytree(twice.course, tmp_path / "course")
    course, other = tmp_path / "course", twice.theirs / "autograded" / "amy" / SLUG / f"{SLUG}.ipynb"
    assert graded_since(course) == {}
    own = course / "autograded" / "amy" / SLUG / f"{SLUG}.ipynb"
    whole = own.read_bytes()
    own.unlink()
    assert graded_since(course) == {"amy": aftermath.GONE}
    shutil.copy(other, own)
    assert graded_since(course) == {"amy": aftermath.SINCE}
    own.chmod(0o644)
    own.write_bytes(whole)
    changed(course, "UPDATE grade SET auto_score = auto_score + 1 WHERE manual_score IS NOT NULL")
    assert graded_since(course) == {"amy": aftermath.SINCE}
    changed(course, "DELETE FROM pathfinders_status WHERE student = 'ben'")
    assert graded_since(course) == {"amy": aftermath.SINCE, "ben": aftermath.ONLY}


def test_a_graded_notebook_that_cannot_be_read_is_no_sign_of_another_grader(twice, tmp_path, command):
    shutil.copytree(twice.course, tmp_path / "course")
    course = tmp_path / "course"
    shutil.rmtree(course / "autograded" / "amy")
    (course / "autograded" / "amy").write_text("in the way")
    assert graded_since(course) == {"amy": aftermath.UNREADABLE}
    told = command("status", course, SLUG)[1]
    assert aftermath.UNREADABLE in told
    assert "WITHOUT THE SANDBOX" not in told
    changed(course, "UPDATE grade SET auto_score = auto_score + 1 WHERE manual_score IS NOT NULL")
    assert graded_since(course) == {"amy": aftermath.SINCE}


def test_a_person_who_runs_cells_in_the_graded_notebook_has_not_graded_it(twice, tmp_path):
    shutil.copytree(twice.course, tmp_path / "course")
    own = tmp_path / "course" / "autograded" / "amy" / SLUG / f"{SLUG}.ipynb"
    data = json.loads(own.read_bytes())
    for cell in data["cells"]:
        cell.update({"execution_count": 1, "outputs": []} if cell["cell_type"] == "code" else {})
    own.write_text(json.dumps(data))
    assert graded_since(tmp_path / "course") == {}


def test_a_notebook_that_says_it_was_graded_here_is_not_believed_when_nbgrader_grades_it():
    from nbformat import from_dict

    from pathfinders.course.intake import Intake

    book = from_dict({"cells": [], "metadata": dict(aftermath.MADE), "nbformat": 4, "nbformat_minor": 5})
    assert Intake().preprocess(book, {})[0].metadata == {}


def test_resume_leaves_alone_what_nbgrader_has_graded_since(twice, tmp_path):
    assignment = assignments.read(twice.theirs, SLUG)
    known = statuses.statuses(twice.theirs, SLUG)
    since = graded_since(twice.theirs)
    assert wanted(assignment, Choice(resume=True), {}, (), known, since, tmp_path / "none") == ()
