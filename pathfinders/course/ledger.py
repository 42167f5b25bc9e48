"""What stands in the gradebook about one assignment, points and statuses, for feedback and exports."""

from collections import defaultdict
from dataclasses import dataclass, field, replace

from pathfinders.course import aftermath, statuses
from pathfinders.course.assignment import GradingError, meant
from pathfinders.course.lateness import Lateness, lateness

SCORES = "auto_score, manual_score, extra_credit, needs_manual_grade"
GRADES = statuses.OF_CELLS.format(table="grade", columns=SCORES)
COMMENTS = statuses.OF_CELLS.format(table="comment", columns="auto_comment, manual_comment")

ON_TIME = Lateness()


@dataclass(frozen=True)
class Grade:
    """Of one graded cell."""

    points: float | None
    """What a person gave, else what checks decided, with extra credit; None where neither has."""

    waits: bool
    """True when a person has to look."""

    manual: float | None = None
    """What a person gave, without extra credit."""


@dataclass(frozen=True)
class Standing:
    """Of one student."""

    student: str
    status: str
    """One of outcome.STATUSES."""

    grades: dict = field(default_factory=dict)
    """grade_id → Grade."""

    comments: dict = field(default_factory=dict)
    """Name of an answer cell → what checks and a person wrote beside it."""

    flags: tuple = ()
    """Sentences that the student may read too."""

    remarks: tuple = ()
    """Sentences for whoever grades alone."""

    received: str | None = None
    sandboxed: bool = True
    late: Lateness = ON_TIME
    newer: str = ""
    """A sentence where something was handed in that is not graded yet, so that the points are old."""

    @property
    def told(self):
        """What was noticed, in sentences that the student may read too."""
        return (*filter(None, [self.late.sentence]), *self.flags)

    @property
    def waiting(self):
        """The graded cells at which a person has to look."""
        return tuple(name for name, grade in self.grades.items() if grade.waits or grade.points is None)

    @property
    def to_read(self):
        """Those of `waiting` whose answer can be read: of a refused or crashed hand-in nothing was judged."""
        return self.waiting if self.status in ("graded", "partly graded") else ()

    @property
    def so_far(self):
        """The sum of what is decided, less what being late costs, or None where nothing is decided.

        No zero stands there that nobody gave.
        """
        known = [grade.points for grade in self.grades.values() if grade.points is not None]
        return round(max(0.0, sum(known) - (self.late.penalty or 0.0)), 2) if known else None

    @property
    def final(self):
        """The points, or None as long as a person has to look at something."""
        return None if self.waiting else self.so_far


def standings(assignment):
    """Student → Standing, in the order of the ids, of all in the gradebook; raises GradingError."""
    path = assignment.course / "gradebook.db"
    if not path.exists():
        do = f"run `pathfinders grade {assignment.course} {assignment.name}`"
        raise GradingError(path, "no gradebook", "one in which the assignment is graded", do)
    grades, comments = defaultdict(dict), defaultdict(dict)
    for student, cell, *scores in statuses.rows(assignment.course, GRADES, assignment.name):
        grades[student][cell] = grade(*scores)
    for student, cell, *texts in statuses.rows(assignment.course, COMMENTS, assignment.name):
        comments[student][cell] = " ".join(text for text in texts if text and isinstance(text, str))
    known = statuses.statuses(assignment.course, assignment.name)
    late = lateness(assignment.course, assignment.name)
    absent = {id for id, row in known.items() if row.status == "not submitted"}
    people = sorted({*statuses.students(assignment.course), *grades} | absent)  # others were taken out of it
    since = aftermath.aftermath(assignment, known)
    found = {}
    for id in people:
        own = (known.get(id), grades.get(id), comments.get(id, {}), since.get(id))
        found[id] = replace(standing(id, assignment, *own), late=late.get(id, ON_TIME))
    return found


def grade(auto, manual, extra, waits):
    """The Grade of a row; where another program has put what is no number, a person has to look."""
    if any(one is not None and statuses.number(one) is None for one in (auto, manual, extra)):
        return Grade(None, True)
    points = auto if manual is None else manual
    return Grade(points if points is None else points + (extra or 0.0), bool(waits), manual)


def standing(id, assignment, row, grades, comments, since):
    """The Standing of one student: of our `row`, unless another program has graded it `since`."""
    ordered = {name: grades[name] for name in assignment.graded if name in grades} if grades else {}
    if since in (aftermath.ONLY, aftermath.SINCE):
        checked = (grade.points for name, grade in ordered.items() if name in assignment.tests)
        status = "partly graded" if None in checked else "graded"
        received = row.received if row else None
        return Standing(id, status, ordered, comments, (), (since,), received, sandboxed=False)
    if row is None:
        return Standing(id, "not submitted", ordered, comments)
    remarks = (*filter(None, [since]), *row.remarks)
    return Standing(id, row.status, ordered, comments, row.flags, remarks, row.received, row.sandboxed)


def picked(found, students):
    """The Standings of `students`, or all where none are named; raises GradingError for an unknown id."""
    for student in students:
        if student not in found:
            raise GradingError(
                "gradebook.db", f"nobody called “{student}”", "a student's id", meant(student, found)
            )
    return {id: one for id, one in found.items() if not students or id in students}
