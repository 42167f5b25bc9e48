"""What being late costs: what nbgrader's plugin says, unless a person has said otherwise in the gradebook."""

import contextlib
import sys
from dataclasses import dataclass
from functools import cached_property

from pathfinders.course import lateness, settings, statuses
from pathfinders.course.assignment import GradingError

STANDS = """SELECT submitted_notebook.id, timestamp, extension, duedate, late_submission_penalty,
    (SELECT sum(coalesce(manual_score, auto_score) + coalesce(extra_credit, 0)) FROM grade
        WHERE grade.notebook_id = submitted_notebook.id),
    (SELECT sum(auto_score) FROM grade WHERE grade.notebook_id = submitted_notebook.id),
    (SELECT penalty FROM pathfinders_status AS ours
        WHERE ours.student = student_id AND ours.assignment = assignment.name)
    FROM submitted_notebook
    JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
    JOIN assignment ON assignment.id = submitted_assignment.assignment_id
    WHERE assignment.name = :assignment AND student_id = :student"""
SET = "UPDATE submitted_notebook SET late_submission_penalty = :penalty WHERE id = :notebook"
NOTE = """UPDATE pathfinders_status SET late = :late, penalty = :penalty
    WHERE student = :student AND assignment = :assignment"""


@dataclass(frozen=True)
class Account:
    """What stands in the gradebook of one student's notebook."""

    notebook: str
    late: lateness.Lateness
    score: float
    """As nbgrader counts it, with what a person gave, before anything is taken off."""

    automatic: float
    recorded: float | None
    """The penalty that was recorded here last."""


class Penalties:
    """Of one assignment; the plugin is the one that the course's configuration names, read once.

    `execute(sql, values)` gives rows, within a transaction of whoever calls.
    """

    def __init__(self, assignment, execute):
        self.assignment, self.execute = assignment, execute

    @cached_property
    def plugin(self):
        """nbgrader's plugin for late submissions, loaded when first somebody is late."""
        config = settings.configuration(self.assignment.course)
        from nbgrader.preprocessors import AssignLatePenalties

        made = AssignLatePenalties(config=config)
        made.init_plugin()
        return made.plugin_inst

    def due(self, student, seconds, score):
        """What `nbgrader autograde` takes off a score: None where nobody is late or the plugin says so."""
        if seconds <= 0:
            return None
        try:
            with importable(self.assignment.course):
                penalty = self.plugin.late_submission_penalty(student, score, seconds)
            return None if penalty is None else max(0.0, min(float(penalty), score))
        except (Exception, SystemExit) as error:  # the plugin is a program and may do anything
            found = f"the plugin for late submissions stops with {type(error).__name__} ({error})"
            where = self.assignment.course / "nbgrader_config.py"
            raise GradingError(where, found, "one as nbgrader takes it", "then go on with --resume") from None

    def account(self, student):
        """The Account of a student, or None where nothing of theirs is in the gradebook."""
        row = self.execute(STANDS, {"student": student, "assignment": self.assignment.name}).first()
        if row is None:
            return None
        notebook, *times, score, automatic, recorded = row
        late = lateness.of(self.assignment.course, student, *times)
        return Account(notebook, late, score or 0.0, automatic or 0.0, statuses.number(recorded))

    def is_by_hand(self, student):
        """True when the penalty that stands is a person's; asked before anything else is changed.

        It is not when it is what was recorded here last, or what nbgrader's own autograde would put there.
        """
        known = self.account(student)
        if known is None or same(known.late.penalty, known.recorded):
            return False
        theirs = (self.due(student, known.late.seconds, score) for score in (known.score, known.automatic))
        return not any(same(known.late.penalty, one) for one in theirs)

    def settle(self, student, by_hand):
        """Sets the penalty, unless it is a person's, and notes it in our own table."""
        known = self.account(student)
        if known is None:
            return
        due = self.due(student, known.late.seconds, known.score)
        if not by_hand:
            self.execute(SET, {"notebook": known.notebook, "penalty": due})
        values = {"student": student, "assignment": self.assignment.name}
        self.execute(NOTE, values | {"late": known.late.seconds, "penalty": due})


@contextlib.contextmanager
def importable(course):
    """The course's own modules are found, as nbgrader finds them."""
    place = str(course.resolve())
    sys.path.insert(0, place)
    try:
        yield
    finally:
        sys.path.remove(place)


def same(one, other):
    """True for two penalties of the same size; none is one of 0."""
    return abs((one or 0.0) - (other or 0.0)) < 1e-6
