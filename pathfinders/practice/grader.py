"""The course's check: `judge("B1")`, the one line of a test cell, for stock nbgrader.

Stock feedback prints the source and the traceback of every test cell. Here the source is that one line,
and the error renders nothing but its hint, so that neither shows what the hidden checks know.
"""

import os
import sys
from pathlib import Path

from pathfinders.errors import PathfindersError
from pathfinders.practice import marking, sheets, student, voices
from pathfinders.practice.answers import gather

ELSEWHERE = "What can be checked here holds; the course grades the rest with values of its own."


class JudgeError(PathfindersError):
    """An answer without points: its text is the hint alone."""

    def __init__(self, words):
        Exception.__init__(self, voices.printed(words))
        self.where, self.found, self.expected, self.do = "", words, "", ""


def judge(part, exercise=None):
    """The points earned by the answer to a part, where the course's hidden checks are at hand.

    nbgrader takes the number as the cell's score. Less than all points: the hint is printed first; none:
    JudgeError, whose traceback is the hint. Elsewhere (a student's own machine) the public checks are
    made: JudgeError when they fail, else one sentence says that the course grades the rest, and nothing
    is returned.
    """
    namespace = sys._getframe(1).f_globals
    here = assignment()
    known = tuple(sorted({*sheets.slugs(), *([here] if here else [])}))
    try:
        slug = student.exercise_of(
            {**namespace, "exercise": here or namespace.get("exercise")}, exercise, known
        )
        hidden = sheets.hidden_sheets(slug, Path.cwd())
        sheet = student.sheet_of(str(part), slug, hidden or sheets.public_sheets(slug))
    except student.Lost as error:
        raise JudgeError(str(error)) from None
    if hidden is None and os.environ.get("NBGRADER_EXECUTION") == "autograde":
        raise JudgeError(
            f"The hidden checks of {slug} are not beside the course: run `pathfinders course build`."
        )
    try:
        answer = gather(sheet["name"], namespace, marking.calls_of(sheet))
        return reported(sheet, answer, graded=hidden is not None)
    except JudgeError:
        raise
    except Exception as error:  # its traceback would show in the feedback what the hidden checks know
        raise JudgeError(voices.check_failed(error)) from None


def reported(sheet, answer, graded):
    """Points, or None where nothing is graded; prints or raises the words."""
    verdict = marking.mark(sheet, answer)
    if not verdict.passed and (not graded or verdict.points(sheet["points"]) == 0):
        raise JudgeError(verdict.words)
    print(voices.printed(verdict.words if graded else ELSEWHERE))
    return verdict.points(sheet["points"]) if graded else None


def assignment():
    """The slug of the assignment whose folder this is, or None: a student's variable cannot name another."""
    name = Path.cwd().name
    return name if sheets.hidden_sheets(name, Path.cwd()) is not None else None
