"""Whom a run of the grader grades: the new, the changed, and those whom another program has graded since."""

from pathfinders.course import lateness
from pathfinders.course.assignment import GradingError, meant
from pathfinders.course.journal import unfinished
from pathfinders.course.rereading import RUN


def wanted(assignment, choice, found, absent, known, since, path):
    """The ids of whom to grade or, if they handed nothing in, to say so; raises GradingError.

    Whoever was graded by another program since (`since`) is graded again: its points are not ours. Whose
    file cannot be read now keeps what was recorded when it could.
    """
    for student in choice.students:
        if student not in found:
            where, do = assignment.course / "submitted", meant(student, found)
            raise GradingError(where, f"nothing of {assignment.name} from “{student}”", "a student's id", do)
    found = {id: handed for id, handed in found.items() if not stands(handed, known.get(id))}
    if choice.students:
        return tuple(sorted(found.keys() & set(choice.students)))
    if choice.resume:
        left = unfinished(path).items()
        left = (id for id, run in left if id not in known or known[id].run != run)
        return tuple(id for id in left if id in found or id in absent)
    again = found if choice.again else since
    fresh = (id for id in found if id in again or is_new(assignment, found[id], known.get(id)))
    return (*absent, *fresh)


def stands(handed, status):
    """True for what was graded and cannot be read at present."""
    return bool(handed.fault) and status is not None and status.status in RUN


def is_new(assignment, handed, status):
    """True when a submission was never graded as it is now, by these checks."""
    return status is None or status.digest != handed.digest(assignment)


def overdue(assignment, known):
    """The ids of those who are late by another time than when the penalty for it was settled."""
    late = lateness.lateness(assignment.course, assignment.name)
    for id, row in known.items():
        if id in late and row.late is not None and abs(late[id].seconds - row.late) >= 1:
            yield id
