"""How late each submission is: by due date, extension and time of arrival in nbgrader's gradebook."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pathfinders.course import statuses
from pathfinders.course.assignment import GradingError
from pathfinders.course.roster import shown

EPOCH = datetime(1970, 1, 1)
"""From where SQLAlchemy counts what is no point in time."""

LATE = """SELECT student_id, timestamp, extension, duedate, sum(late_submission_penalty)
    FROM submitted_assignment JOIN assignment ON assignment.id = submitted_assignment.assignment_id
    JOIN submitted_notebook ON submitted_notebook.assignment_id = submitted_assignment.id
    WHERE assignment.name = ? GROUP BY submitted_assignment.id"""


@dataclass(frozen=True)
class Lateness:
    """Of one submission."""

    seconds: float = 0.0
    due: datetime | None = None
    """In UTC, without a zone, with the student's extension."""

    penalty: float | None = None
    """Points taken off, by nbgrader's plugin or a person; None where nobody has said anything."""

    @property
    def sentence(self):
        """What is said of it to everybody; an empty text where nobody is late and nothing is taken off."""
        late = f"{span(self.seconds)} late (due {self.due:%d %B %Y, %H:%M} UTC)" if self.seconds else ""
        off = f"{round(self.penalty, 2):g} points are taken off" if self.penalty else ""
        said = ": ".join(filter(None, (late, off)))
        return f"{said[0].upper()}{said[1:]}." if said else ""


def lateness(course, assignment):
    """Student → Lateness of who has handed in; raises GradingError for a gradebook that cannot be read."""
    found = statuses.rows(course, LATE, assignment)
    return {student: of(course, student, *times) for student, *times in found}


def of(course, student, timestamp, extension, duedate, penalty):
    """The Lateness of a row, in which times are texts as SQLite keeps them; raises GradingError."""
    penalty = statuses.number(penalty)
    if duedate is None:
        return Lateness(penalty=penalty)
    due = time(course, "the due date", duedate)
    if extension:
        due = time(course, f"the extension of {student}", extension, since=due)
    came = time(course, f"the time of arrival of {student}", timestamp) if timestamp else due
    return Lateness(max(0.0, (came - due).total_seconds()), due, penalty)


def time(course, name, text, since=EPOCH):
    """A time out of the gradebook, in UTC without a zone, or a span of time `since` another.

    Raises GradingError for what another program has put there instead.
    """
    try:
        found = datetime.fromisoformat(text)
        return since + ((found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found) - EPOCH)
    except (TypeError, ValueError, OverflowError):
        found = f"{name} is {shown(str(text))!r}"
        expected, do = "a time as nbgrader writes it", "set it again with nbgrader's own commands"
        raise GradingError(Path(course) / "gradebook.db", found, expected, do) from None


def span(seconds):
    """A length of time as a person says it: its two largest units."""
    minutes = int(seconds // 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    told = [f"{number} {unit}" for number, unit in ((days, "d"), (hours, "h"), (minutes, "min")) if number]
    return " ".join(told[:2]) or "less than a minute"
