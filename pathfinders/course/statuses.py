"""Our own table in nbgrader's gradebook: what became of each submission, which is not a score."""

import contextlib
import json
import sqlite3
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path

from pathfinders.course.assignment import GradingError
from pathfinders.course.gradebook import is_lock
from pathfinders.course.outcome import STATUSES

WAIT = 60.0
"""Seconds for which another program may keep the gradebook locked."""

TABLE = """CREATE TABLE IF NOT EXISTS pathfinders_status (
    student TEXT NOT NULL, assignment TEXT NOT NULL, status TEXT NOT NULL, points FLOAT, flags TEXT NOT NULL,
    digest TEXT NOT NULL, received TEXT, graded TEXT NOT NULL, sandboxed BOOLEAN NOT NULL, run TEXT NOT NULL,
    remarks TEXT NOT NULL, late FLOAT, penalty FLOAT, answers TEXT NOT NULL DEFAULT '{}',
    PRIMARY KEY (student, assignment))"""
ADDED = {
    "remarks": "TEXT NOT NULL DEFAULT '[]'",
    "late": "FLOAT",
    "penalty": "FLOAT",
    "answers": "TEXT NOT NULL DEFAULT '{}'",
}
"""Columns that the table of an older gradebook lacks, with their types."""

REPLACE = """INSERT OR REPLACE INTO pathfinders_status
    (student, assignment, status, points, flags, digest, received, graded, sandboxed, run, remarks, answers)
    VALUES (:student, :assignment, :status, :points, :flags, :digest, :received, :graded, :sandboxed, :run,
    :remarks, :answers)"""
ANSWERS = "SELECT answers FROM pathfinders_status WHERE student = :student AND assignment = :assignment"
OF_CELLS = """SELECT student_id, base_cell.name, {columns} FROM {table}
    JOIN base_cell ON base_cell.id = {table}.cell_id
    JOIN submitted_notebook ON submitted_notebook.id = {table}.notebook_id
    JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
    JOIN assignment ON assignment.id = submitted_assignment.assignment_id WHERE assignment.name = ?"""
"""What stands in nbgrader's table of grades or of comments about one assignment."""

UNREADABLE = (
    "Another program has changed what the gradebook said of this submission, and some of it is lost; "
    "graded again, it is whole."
)


@dataclass(frozen=True)
class Status:
    """A row of ours: what became of one submission when it was last graded."""

    student: str
    status: str
    points: float | None
    """The sum of what checks decided; None where they decided nothing."""

    flags: tuple
    """Sentences that the student may read too."""

    digest: str
    received: str | None
    sandboxed: bool
    run: str
    """The run of the grader in which this was recorded."""

    remarks: tuple
    """Sentences for whoever grades alone."""

    late: float | None
    """Seconds, when the penalty was last settled; None where nothing was handed in."""


def statuses(course, assignment):
    """Student → Status of an assignment, sorted; empty where nothing was graded. nbgrader is not needed."""
    columns = ", ".join(field.name for field in fields(Status))
    query = f"SELECT {columns} FROM pathfinders_status WHERE assignment = ? ORDER BY student"
    return {row[0]: told(Status(*row)) for row in rows(course, query, assignment)}


def told(row):
    """A Status as it was before it was written; where some of it cannot be read, a remark says so.

    One whose status is none is new again.
    """
    flags, remarks, known = sentences(row.flags), sentences(row.remarks), row.status in STATUSES
    points, late = number(row.points), number(row.late)
    if None in (flags, remarks) or not known or (points, late) != (row.points, row.late):
        flags, remarks = flags or (), (*(remarks or ()), UNREADABLE)
    read = {"points": points, "late": late, "flags": flags, "remarks": remarks}
    lost = {} if known else {"status": "crashed", "digest": ""}
    return replace(row, sandboxed=bool(row.sandboxed), **read, **lost)


def number(value):
    """A number out of the gradebook; None also for what another program has put there instead."""
    return value if isinstance(value, int | float) else None


def sentences(text):
    """The sentences in a field of ours, or None for what another program has made of it."""
    try:
        found = json.loads(text)
    except (TypeError, ValueError):
        return None
    return tuple(found) if isinstance(found, list) and all(isinstance(one, str) for one in found) else None


def digests(text):
    """What was graded last, part → digest; none where that cannot be read: all of it is new then."""
    try:
        found = json.loads(text or "{}")
    except (TypeError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def students(course):
    """The ids in the gradebook, sorted."""
    return tuple(id for (id,) in rows(course, "SELECT id FROM student ORDER BY id"))


def rows(course, query, *values):
    """Rows of a query; [] if the gradebook, table or column does not exist yet. Raises GradingError."""
    path = Path(course) / "gradebook.db"
    if not path.exists():
        return []
    try:
        with contextlib.closing(opened(path)) as book:
            return book.execute(query, values).fetchall()
    except sqlite3.DatabaseError as error:
        if "no such table" in str(error) or "no such column" in str(error):
            return []
        if is_lock(error):
            found = f"another program has had it locked for {WAIT:g} seconds"
            do = "close formgrader and other programs that have it open, then call it again"
            raise GradingError(path, found, "", do) from None
        raise GradingError(path, f"it cannot be read ({error})", "nbgrader's gradebook") from None


def opened(path):
    """A gradebook that exists. Not read-only, for what a killed writer left half done is taken back first."""
    return sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=rw", uri=True, timeout=WAIT)


def row(outcome, assignment, run, answers):
    """The values of our own row; `answers` are the digests of what was graded (rereading)."""
    return {
        "student": outcome.student,
        "assignment": assignment,
        "status": outcome.status,
        "points": outcome.points,
        "flags": storable(json.dumps(outcome.flags, ensure_ascii=False)),
        "digest": outcome.digest,
        "received": outcome.received.isoformat() if outcome.received else None,
        "graded": datetime.now(UTC).isoformat(timespec="seconds"),
        "sandboxed": outcome.confined,
        "run": run,
        "remarks": storable(json.dumps(outcome.remarks, ensure_ascii=False)),
        "answers": json.dumps(answers),
    }


def storable(text):
    """A text, or None, as a database takes it: half a sign, as a student's notebook may have, is no text."""
    return text and text.encode("utf-8", "replace").decode()
