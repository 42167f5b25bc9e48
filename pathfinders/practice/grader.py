"""The course's check: `judge("B1")`, the one line of a test cell, for stock nbgrader.

Stock feedback prints the source and the traceback of every test cell. Here the source is that one line,
and the error renders nothing but its hint, so that neither shows what the hidden checks know.
"""

import os
import sys
from pathlib import Path

from pathfinders.errors import PathfindersError
from pathfinders.practice import coursekey, marking, sheets, student, variants, voices
from pathfinders.practice.answers import gather

ELSEWHERE = "What can be checked here holds; the course grades the rest with values of its own."


class JudgeError(PathfindersError):
    """An answer without points: its text is the hint alone."""

    def __init__(self, words):
        Exception.__init__(self, voices.printed(words))
        self.where, self.found, self.expected, self.do = "", words, "", ""


def judge(part, exercise=None):
    """The points earned by the answer to a part, where the course's hidden checks are at hand.

    Their values are drawn for the student in whose folder the notebook lies, as `pathfinders grade` does.
    nbgrader takes the number as the cell's score. Less than all points: the hint is printed first; none:
    JudgeError, whose traceback is the hint. Elsewhere (a student's own machine) the public checks are
    made: JudgeError when they fail, else one sentence says that the course grades the rest, and nothing
    is returned.
    """
    namespace = sys._getframe(1).f_globals
    try:
        sheet, graded = sheet_for(str(part), exercise, namespace, notebook_folder())
    except student.Lost as error:
        raise JudgeError(str(error)) from None
    except coursekey.KeyFault as error:
        raise JudgeError(f"{error.found[:1].upper()}{error.found[1:]}: {error.do}.") from None
    try:
        answer = gather(sheet["name"], namespace, marking.calls_of(sheet))
        return reported(sheet, answer, graded)
    except JudgeError:
        raise
    except Exception as error:  # its traceback would show in the feedback what the hidden checks know
        raise JudgeError(voices.check_failed(error)) from None


def sheet_for(part, exercise, namespace, folder):
    """The sheet by which a notebook in `folder` is judged, and whether it is the course's hidden one.

    Raises Lost, KeyFault, and JudgeError where nbgrader grades without the hidden checks.
    """
    root = sheets.course_root(folder.parent)  # what was handed in beside a notebook is no course
    here = folder.name if sheets.hidden_sheets(folder.name, root) is not None else None
    known = tuple(sorted({*sheets.slugs(), *([here] if here else [])}))
    named = {**namespace, "exercise": here or namespace.get("exercise")}
    slug = student.exercise_of(named, exercise, known)
    hidden = sheets.hidden_sheets(slug, root)
    sheet = student.sheet_of(part, slug, hidden or sheets.public_sheets(slug))
    if hidden is not None:
        key = coursekey.read(root / "hidden")
        return variants.drawn(sheet, key, slug, sheets.student_of(root, folder)), True
    if os.environ.get("NBGRADER_EXECUTION") == "autograde":
        raise JudgeError(
            f"The hidden checks of {slug} are not beside the course: run `pathfinders course build`."
        )
    return sheet, False


def notebook_folder():
    """The folder of the notebook: where its kernel began, so that no `chdir` leads into another's."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return Path(getattr(shell, "starting_dir", "") or Path.cwd()).resolve()


def reported(sheet, answer, graded):
    """Points, or None where nothing is graded; prints or raises the words."""
    verdict = marking.mark(sheet, answer)
    if not verdict.passed and (not graded or verdict.points(sheet["points"]) == 0):
        raise JudgeError(verdict.words)
    print(voices.printed(verdict.words if graded else ELSEWHERE))
    return verdict.points(sheet["points"]) if graded else None
