"""What is written into the gradebook, and what becomes of that when something is wrong with it."""

import contextlib
import json
import os
import shutil
import sqlite3
from dataclasses import replace
from types import SimpleNamespace

import pytest

from pathfinders.course import assignment as assignments
from pathfinders.course import ledger, record, statuses
from pathfinders.course.assignment import GradingError
from pathfinders.course.examining import undecided
from pathfinders.course.handed_in import HandIn
from tests.fixtures_class import points
from tests.fixtures_recorded import REASON, SLUG, outcome
from tests.test_aftermath import changed

MINE = """SELECT manual_score, extra_credit, manual_comment FROM submitted_assignment
    JOIN submitted_notebook ON submitted_notebook.assignment_id = submitted_assignment.id
    JOIN grade ON grade.notebook_id = submitted_notebook.id
    LEFT JOIN comment ON comment.notebook_id = submitted_notebook.id
    WHERE student_id = 'read' AND manual_score IS NOT NULL AND manual_comment IS NOT NULL"""
TAKEN_OFF = """UPDATE submitted_notebook SET late_submission_penalty = 1.25 WHERE assignment_id IN
    (SELECT id FROM submitted_assignment WHERE student_id = 'read')"""
FULL = "SELECT max_score, cell_type FROM grade_cells JOIN base_cell USING (id) WHERE name = 'A'"


@pytest.fixture
def own(recorded, tmp_path):
    """The assignment in a course of this test's own, in which a person has given `read` points."""
    shutil.copytree(recorded.course, tmp_path / "course")
    return assignments.read(tmp_path / "course", SLUG)


def written(assignment, *given, **options):
    """Records Outcomes, as the grader does."""
    with record.Book(assignment, "again", **options) as book:
        for one in given:
            book.record(one)


def test_a_new_gradebook_is_shared_with_a_group_where_the_umask_says_so(own):
    (own.course / "gradebook.db").unlink()
    before = os.umask(0o002)
    try:
        written(own, outcome(own, "key"))
    finally:
        os.umask(before)
    assert (own.course / "gradebook.db").stat().st_mode & 0o777 == 0o664
    assert points(own.course)["key"]["B1"][0] == 6


def test_what_fails_for_another_reason_than_a_lock_is_told_at_once_with_that_reason(own):
    changed(own.course, "ALTER TABLE source_cell DROP COLUMN checksum")
    said = []
    with pytest.raises(GradingError) as told:
        written(own, wait=0.2, say=said.append)
    assert not isinstance(told.value, record.Locked)
    assert "cannot be written (no such column: source_cell.checksum); run `nbgrader db" in str(told.value)
    assert said == []


def test_a_lock_that_sqlite_does_not_wait_for_is_tried_again_a_few_times_a_second(own, monkeypatch):
    from sqlalchemy.exc import OperationalError

    now, tries = [0.0], []

    def passed(seconds=0.001):
        now[0] += seconds
        return now[0]

    def write():
        tries.append(now[0])
        with contextlib.closing(sqlite3.connect(own.course / "gradebook.db", timeout=0)) as other:
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                raise OperationalError("BEGIN IMMEDIATE", None, error) from error

    with record.Book(own, "again", wait=2, say=lambda sentence: None) as book:
        monkeypatch.setattr(record, "time", SimpleNamespace(monotonic=passed, sleep=passed))
        with book.transaction(), pytest.raises(record.Locked):
            book.patiently(write)
    assert 10 < len(tries) < 30


def test_a_report_on_a_gradebook_that_stays_locked_says_so_and_what_to_do(own, command, monkeypatch):
    monkeypatch.setattr(statuses, "WAIT", 0)
    with contextlib.closing(sqlite3.connect(own.course / "gradebook.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        for report in ("status", "export"):
            code, _, err = command(report, own.course, SLUG)
            assert (code, err.count("\n")) == (1, 1)
            assert "gradebook.db: another program has had it locked" in err and "close formgrader" in err


def test_points_that_are_changed_reach_the_gradebook_and_those_of_a_person_stay(own):
    shutil.rmtree(own.course / "release")
    path = own.course / "source" / SLUG / f"{SLUG}.ipynb"
    data = json.loads(path.read_bytes())
    for cell in data["cells"]:
        marks = cell["metadata"]["nbgrader"]
        if marks["grade"]:
            marks["points"] = 99
    path.write_text(json.dumps(data))
    new = assignments.read(own.course, SLUG)
    assert new.graded["A"] == 99
    written(new)
    assert changed(own.course, FULL) == [(99.0, "code")]
    assert points(own.course) == points_before(own)
    assert changed(own.course, MINE) == [(2.5, 0.5, "The <b>step</b> is missing.")]
    written(own)
    assert changed(own.course, FULL) == [(own.graded["A"], "code")]


def points_before(assignment):
    """What stood there when the class had been recorded: `read` has a person's points."""
    found = points(assignment.course)
    assert found["read"]["reflection"] == (None, 2.5, False)
    assert found["key"]["A"][0] == assignment.graded["A"]
    return found


def test_what_a_person_gave_wrote_and_took_off_stands_when_the_grader_fails(own):
    changed(own.course, TAKEN_OFF)
    written(own, undecided(own, HandIn("read", refusal=REASON), "crashed", REASON))
    found = ledger.standings(own)["read"]
    assert (found.status, found.late.penalty, found.final) == ("crashed", 1.25, None)
    assert changed(own.course, MINE) == [(2.5, 0.5, "The <b>step</b> is missing.")]
    assert found.waiting == tuple(own.graded)
    written(own, outcome(own, "read"))
    assert changed(own.course, MINE) == [(2.5, 0.5, "The <b>step</b> is missing.")]
    assert points(own.course)["read"]["A"] == (own.graded["A"], None, False)


def test_half_a_sign_in_what_is_said_of_a_student_stops_no_class(own):
    odd = replace(outcome(own, "some", flags=("B1: \ud800",)), comments={"A-answer": "see \udfff"})
    written(own, odd)
    found = ledger.standings(own)["some"]
    assert (found.flags, found.comments["A-answer"]) == (("B1: ?",), "see ?")


DAMAGED = [
    "grade SET auto_score = 'a text'",
    "grade SET auto_score = x'ff'",
    "grade SET manual_score = 'a text'",
    "grade SET extra_credit = 'a text'",
    "comment SET auto_comment = x'ff'",
    "comment SET manual_comment = x'ff'",
    "submitted_notebook SET late_submission_penalty = 'a text'",
    "pathfinders_status SET points = 'a text'",
    "pathfinders_status SET late = 'a text'",
    "pathfinders_status SET penalty = 'a text'",
    "pathfinders_status SET status = x'ff'",
    "pathfinders_status SET status = 'a text'",
]


@pytest.mark.parametrize("order", DAMAGED)
def test_a_damaged_row_is_no_traceback_and_no_number_and_others_are_recorded(own, command, order):
    changed(own.course, f"UPDATE {order}")
    for report in (["status"], ["export"], ["export", "--to", "moodle"]):
        code, out, err = command(report[0], own.course, SLUG, *report[1:])
        assert (code, "Traceback" in err) == (0, False)
        assert "a text" not in out
    written(own, outcome(own, "read"), outcome(own, "new"))
    assert points(own.course)["new"]["A"] == (own.graded["A"], None, False)


def test_points_that_are_no_number_wait_for_a_person(own):
    changed(own.course, "UPDATE grade SET manual_score = 'two' WHERE manual_score IS NOT NULL")
    found = ledger.standings(own)["read"]
    assert (found.waiting, found.final) == (("reflection",), None)


def test_a_row_whose_status_is_lost_is_new_again(own):
    changed(own.course, "UPDATE pathfinders_status SET status = '', digest = 'x' WHERE student = 'key'")
    found = statuses.statuses(own.course, SLUG)["key"]
    assert (found.status, found.digest, found.remarks) == ("crashed", "", (statuses.UNREADABLE,))


def test_cells_that_another_program_takes_out_meanwhile_are_one_sentence(own):
    with record.Book(own, "again") as book:
        changed(own.course, "DELETE FROM base_cell")
        with pytest.raises(GradingError, match=f"another program has taken out the cells of {SLUG}; go on"):
            book.record(outcome(own, "new"))
        assert "new" not in statuses.students(own.course)
    with record.Book(own, "again") as book:
        book.record(outcome(own, "new"))
        changed(own.course, "DELETE FROM submitted_notebook")
        book.settle("new")  # of whom nothing is left


def test_a_row_of_the_assignment_that_nbgrader_cannot_read_is_one_sentence(own):
    changed(own.course, "UPDATE source_cell SET cell_type = 'raw' WHERE name = 'A'")
    with pytest.raises(GradingError, match=r"gradebook\.db: its rows of .* cannot be read .*'raw'.*a copy"):
        written(own)
