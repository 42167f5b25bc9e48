"""`pathfinders status` says of each submission what is still to do, and why."""

import csv
import io
import shutil

from pathfinders.course import listing, statuses
from pathfinders.course.handed_in import HandIn
from tests.fixtures_recorded import REASON, SLUG
from tests.test_aftermath import changed


def test_of_whom_the_grader_failed_it_is_said_and_not_that_anything_was_handed_in_anew(
    command, recorded, tmp_path
):
    course = shutil.copytree(recorded.course, tmp_path / "course")
    for student in ("ours", "done"):
        path = course / "submitted" / student / SLUG / f"{SLUG}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text("{}")
    lines = {line.split()[0]: line for line in command("status", course, SLUG)[1].splitlines() if line}
    assert listing.FAILED in lines["ours"] and REASON in lines["ours"]
    assert "anew" not in lines["ours"] and listing.CHANGED in lines["done"]
    assert lines["Next:"] and lines["Of"] == "Of 1 the points are old: it has changed since."
    _, out, err = command("export", course, SLUG, "--to", "canvas")
    assert {row[0]: row[-1] for row in csv.reader(io.StringIO(out))}["ours"] == ""
    assert "ours: no points in the table: crashed; a person has to look at" in err


def test_whose_file_cannot_be_read_now_is_told_so_and_has_not_handed_in_anew(recorded):
    found = {id: HandIn(id, fault="No disk.") for id in ("done", "ours", "zoe")}
    known = statuses.statuses(recorded.course, SLUG)
    told = {"done": "No disk.", "ours": listing.FAILED, "zoe": listing.NEW}
    assert listing.pending(recorded.assignment, found, known) == told


def test_a_due_date_that_cannot_count_is_not_passed_over_in_silence(command, recorded, tmp_path):
    course = shutil.copytree(recorded.course, tmp_path / "course")
    assert "due date" not in command("status", course, SLUG)[1]
    changed(course, "UPDATE assignment SET duedate = '2026-11-20 12:00:00.000000'")
    assert "The due date does not count for 7: nobody knows when" in command("status", course, SLUG)[1]


def test_who_was_taken_out_of_nbgraders_gradebook_is_in_no_report(command, recorded, tmp_path):
    from nbgrader.api import Gradebook

    course = shutil.copytree(recorded.course, tmp_path / "course")
    assert "read" in {line.split()[0] for line in command("status", course, SLUG)[1].splitlines()}
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        book.remove_student("read")
    students = {line.split()[0] for line in command("status", course, SLUG)[1].splitlines()}
    assert "read" not in students and {"key", "absent"} <= students
