"""A person reads an answer once, again where it or its checks have changed, and is told what is left."""

import contextlib
import io
import shutil
from dataclasses import replace

import pytest

from pathfinders.course import assignment as assignments
from pathfinders.course import feedback, ledger, record, statuses
from pathfinders.course.examining import undecided
from pathfinders.course.handed_in import HandIn
from pathfinders.course.outcome import EMPTY, Mark
from tests.fixtures_class import points
from tests.fixtures_recorded import REASON, REMARK, SLUG, outcome
from tests.test_aftermath import changed

LOOKED = "UPDATE grade SET needs_manual_grade = 0 WHERE manual_score IS NOT NULL"
ALSO_CODE = """UPDATE grade SET manual_score = 1.5, needs_manual_grade = 0 WHERE auto_score IS NOT NULL
    AND notebook_id IN (SELECT notebook_id FROM grade WHERE manual_score = 2.5)"""


@pytest.fixture
def read(recorded, tmp_path):
    """A course of its own in which a person has given `read` points for the reflection and for all else."""
    shutil.copytree(recorded.course, tmp_path / "course")
    changed(tmp_path / "course", ALSO_CODE)
    return assignments.read(tmp_path / "course", SLUG)


def waiting(assignment, *again):
    """The parts of `read` that wait for a person after these Outcomes were recorded, one after the other."""
    with record.Book(assignment, "again") as book:
        for one in again:
            book.record(one)
    found = points(assignment.course)["read"]
    assert {marks[1] for marks in found.values()} == {1.5, 2.5}
    return {part for part, marks in found.items() if marks[2]}


def rewritten(one, name, text):
    """The Outcome with another answer in a cell."""
    cells = [
        cell | {"source": text} if cell["metadata"].get("nbgrader", {}).get("grade_id") == name else cell
        for cell in one.notebook["cells"]
    ]
    return replace(one, notebook=one.notebook | {"cells": cells})


def test_points_of_a_person_stay_settled_when_the_same_is_handed_in_again(read):
    assert waiting(read, outcome(read, "read")) == set()


def test_only_the_parts_that_changed_are_to_be_looked_at_again(read):
    other = rewritten(outcome(read, "read", A=Mark(0.5, "Not yet.")), "reflection", "Another thought.")
    assert waiting(read, rewritten(other, "B1-answer", "answer_b1 = 1")) == {"A", "B1", "reflection"}
    assert waiting(read, rewritten(other, "B1-answer", "answer_b1 = 1")) == {"A", "B1", "reflection"}


def test_other_checks_or_a_time_without_a_verdict_ask_for_another_look(read):
    assert waiting(read, outcome(replace(read, digest="other"), "read")) == set()
    assert waiting(replace(read, digest="other"), outcome(read, "read")) == set(read.graded)
    changed(read.course, LOOKED)
    crashed = undecided(read, HandIn("read", refusal=REASON), "crashed", REASON)
    assert waiting(replace(read, digest="other"), crashed, outcome(read, "read")) == set(read.graded)


@pytest.mark.parametrize("empty", ["Write your answer here.", "\n"])
@pytest.mark.parametrize("words", ["What stands beside it is in the file.", "The cell is missing.", ""])
def test_what_stands_beside_an_empty_answer_is_looked_at_again_when_something_else_is_handed_in(
    read, empty, words
):
    first = outcome(read, "read", reflection=Mark(None, words, waits=True))
    first = replace(rewritten(first, "reflection", empty), digest="a file")
    waiting(read, first)
    changed(read.course, LOOKED)
    assert waiting(read, first) == set()
    assert "reflection" in waiting(read, replace(first, digest="another"))


def test_an_answer_that_is_empty_and_said_to_be_is_not_looked_at_again(read):
    first = outcome(read, "read", reflection=Mark(0.0, EMPTY))
    first = replace(rewritten(first, "reflection", "Write your answer here."), digest="a file")
    waiting(read, first)
    changed(read.course, LOOKED)
    assert "reflection" not in waiting(read, replace(first, digest="another"))


def test_what_an_older_version_graded_is_looked_at_again(read):
    changed(read.course, "ALTER TABLE pathfinders_status DROP COLUMN answers")
    assert waiting(read, outcome(read, "read")) == set(read.graded)


DAMAGED = ["", "{", "[1]", '"a text"', "17"]


@pytest.mark.parametrize("text", DAMAGED)
def test_what_another_program_made_of_our_rows_is_a_remark_until_it_is_graded_again(read, text):
    changed(read.course, f"UPDATE pathfinders_status SET flags = '{text}', answers = '{text}'")
    found = ledger.standings(read)
    assert {one.status for one in found.values()} >= {"graded", "refused", "crashed"}
    assert (found["some"].told, found["some"].remarks) == ((), (REMARK, statuses.UNREADABLE))
    assert waiting(read, outcome(read, "read")) == set(read.graded)
    assert ledger.standings(read)["read"].remarks == ()


def test_the_student_never_reads_what_is_said_to_whoever_grades(read):
    waiting(read, rewritten(outcome(read, "read"), "reflection", "Another thought."))
    assert "reflection (graded again; a person's 2.5 points stand)" in told("status", read)
    standing = ledger.standings(read)["read"]
    page = feedback.page(read, standing, outcome(read, "read").notebook)
    assert "again" not in " ".join(standing.comments.values()) and "points stand" not in page
    changed(read.course, LOOKED)
    assert "graded again" not in told("status", read)


def told(command, assignment):
    from pathfinders.__main__ import main

    with contextlib.redirect_stdout(io.StringIO()) as out:
        main([command, str(assignment.course), SLUG])
    return out.getvalue()


def test_status_names_what_waits_for_a_person_and_where_to_read_it(recorded):
    lines = told("status", recorded.assignment).splitlines()
    row = {line.split()[0]: line for line in lines if line}
    assert row["key"].endswith("Waits for a person: reflection.")
    assert "Waits for a person: B1, reflection." in row["partly"]
    assert not [id for id in ("done", "read", "torn", "ours", "absent") if "Waits for" in row[id]]
    assert "5 answers wait for you (4 × reflection, 1 × B1): Formgrader > Manual Grading." in lines
