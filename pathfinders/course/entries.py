"""nbgrader's rows of one submission, found or made with one statement for each table.

nbgrader's own methods look up each row by its names and write it by itself, which took more of the grader's
own time than all else. The tables are nbgrader's, with its types and defaults.
"""

from dataclasses import dataclass

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.sqlite import insert

assignment, notebook, cell = Assignment.__table__, Notebook.__table__, BaseCell.__table__
student, submission, copy = Student.__table__, SubmittedAssignment.__table__, SubmittedNotebook.__table__
grade, comment = Grade.__table__, Comment.__table__

NAME, STUDENT, KEY = bindparam("called"), bindparam("who"), bindparam("of")
ADD_STUDENT = insert(student).on_conflict_do_nothing()
SELECT_CELLS = (
    select(cell.c.id, cell.c.name, cell.c.type, notebook.c.id, assignment.c.id)
    .join(notebook, notebook.c.id == cell.c.notebook_id)
    .join(assignment, assignment.c.id == notebook.c.assignment_id)
    .where(assignment.c.name == NAME, notebook.c.name == NAME)
)
SELECT_SUBMISSION = select(submission.c.id).where(
    submission.c.assignment_id == KEY, submission.c.student_id == STUDENT
)
SELECT_COPY = select(copy.c.id).where(
    copy.c.assignment_id == KEY, copy.c.notebook_id == bindparam("notebook")
)
SET_TIME = update(submission).where(submission.c.id == KEY).values(timestamp=bindparam("when"))
READ = {
    grade: (grade.c.manual_score, grade.c.auto_score, grade.c.needs_manual_grade),
    comment: (comment.c.manual_comment,),
}
SELECT_ROWS = {
    table: select(table.c.cell_id, table.c.id, *more).where(table.c.notebook_id == KEY)
    for table, more in READ.items()
}
KINDS = {grade: ("GradeCell", "TaskCell"), comment: ("SolutionCell", "TaskCell")}


@dataclass(frozen=True)
class Entry:
    """The row of a grade or a comment."""

    cell: str
    """The key of its cell's row."""

    row: str | None = None
    """Its own key; None where it is not there yet."""

    manual: object = None
    """What a person has written: points, or a comment."""

    auto: float | None = None
    """The points that checks gave; of a grade alone."""

    waits: bool = False
    """True when a person has to look; of a grade alone."""


@dataclass(frozen=True)
class Entries:
    """The rows of a submission: by the names of the cells its grades and its comments."""

    copy: str
    """The key of the row of the notebook that was handed in."""

    grades: dict
    comments: dict


def entries(session, name, who, when=None):
    """The Entries of a student's notebook of that name; the rows above them are made where there are none.

    `when` is the time at which it was handed in, None where nobody knows. Raises LookupError when the
    gradebook has no cells of that name.
    """
    session.execute(ADD_STUDENT, {"id": who})
    cells = session.execute(SELECT_CELLS, {"called": name}).all()
    if not cells:
        raise LookupError(f"the cells of {name}")
    *_, book, task = cells[0]
    found = session.execute(SELECT_SUBMISSION, {"of": task, "who": who}).scalar()
    of = found or made(session, submission, assignment_id=task, student_id=who, timestamp=when)
    if found and when:
        session.execute(SET_TIME, {"of": of, "when": when})
    held = session.execute(SELECT_COPY, {"of": of, "notebook": book}).scalar() if found else None
    there = held or made(session, copy, assignment_id=of, notebook_id=book)
    return Entries(
        there, *(rows(session, table, there if held else None, cells) for table in (grade, comment))
    )


def made(session, table, **values):
    """The key of a new row."""
    return session.execute(insert(table), values).inserted_primary_key[0]


def rows(session, table, of, cells):
    """Name → Entry of each cell that has a row in this table, or should have one."""
    known = {key: rest for key, *rest in session.execute(SELECT_ROWS[table], {"of": of})} if of else {}
    return {name: Entry(key, *known.get(key, ())) for key, name, kind, *_ in cells if kind in KINDS[table]}


def write(session, table, there, values):
    """Writes pairs of an Entry and {column: value}; `there` is the notebook that was handed in."""
    new = [{"cell_id": entry.cell, "notebook_id": there, **row} for entry, row in values if not entry.row]
    old = [{"of": entry.row, **row} for entry, row in values if entry.row]
    if new:
        session.execute(insert(table), new)
    if old:
        session.execute(update(table).where(table.c.id == KEY), old)
