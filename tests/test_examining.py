"""Where the grader itself fails, a student reads that it is no fault of theirs, and who grades reads why."""

import errno
import json
import os
from dataclasses import replace

from pathfinders.course import setback, traces
from pathfinders.course.examining import examine
from pathfinders.course.handed_in import HandIn
from tests.submissions import dumped, filled

SECRET = "/home/prof/course/hidden/05.json: expected 0.75"


class Failing:
    """A sandbox in which nothing runs."""

    def __init__(self, confined=True):
        self.confined = confined

    def run(self, cells, asks):
        raise ValueError(SECRET + "x" * 100_000)


def examined(assignment, read, sandbox=None):
    """(the Outcome, what the journal hears) of a hand-in."""
    heard = []
    handed = HandIn("amy", remarks=("Noted.",), read=read, path="submitted/amy/05.ipynb")
    outcome = examine(
        assignment, handed, sandbox, None, lambda step, **more: heard.append({"step": step} | more)
    )
    return outcome, heard


def to_student(outcome):
    """All that reaches a student of an Outcome, as one text."""
    marks = [mark.words for mark in outcome.marks.values()]
    return json.dumps([outcome.flags, outcome.comments, outcome.notebook, marks])


def test_a_crash_tells_the_student_a_fixed_sentence_and_who_grades_a_short_one_with_the_trace_kept(recorded):
    outcome, heard = examined(recorded.assignment, lambda: dumped(filled()).encode(), Failing())
    assert (outcome.status, outcome.flags) == ("crashed", (setback.CRASHED,))
    assert SECRET not in to_student(outcome)
    noted, why = outcome.remarks
    assert noted == "Noted."
    assert "ValueError" in why
    assert SECRET in why
    assert len(why) < 400
    (crash,) = (line for line in heard if line["step"] == "crashed")
    assert len(crash["trace"]) <= traces.TRACE
    assert "in examine" in crash["trace"]
    assert SECRET in crash["trace"]


def test_a_crash_without_the_sandbox_is_no_crash_in_it(recorded):
    for confined in (True, False):
        outcome, _ = examined(recorded.assignment, lambda: dumped(filled()).encode(), Failing(confined))
        assert (outcome.status, outcome.confined) == ("crashed", confined)


def test_a_file_that_the_disk_does_not_give_is_a_crash_and_nothing_is_asked_of_the_student(recorded):
    def read():
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    outcome, _ = examined(recorded.assignment, read)
    assert (outcome.status, outcome.digest, outcome.points) == ("crashed", "", None)
    assert outcome.flags == (setback.UNREAD,)
    assert "could not be read" not in to_student(outcome)
    assert "submitted/amy/05.ipynb could not be read (input/output error)" in outcome.remarks[1]


def test_whatever_fails_while_a_hand_in_is_read_again_costs_its_own_verdict_alone(recorded):
    def again(data):
        return replace(handed, fault="handed-in could not be read.")

    handed = HandIn("amy", read=lambda: b"{}", key="other", again=again)
    outcome = examine(recorded.assignment, handed, None, None)
    assert (outcome.status, outcome.remarks) == ("crashed", ("handed-in could not be read.",))
