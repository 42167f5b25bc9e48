"""Our own table in nbgrader's gradebook: what became of each submission, which is not a score."""

import contextlib
import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pathfinders.course.assignment import GradingError

WAIT = 60.0
"""Seconds for which another program may keep the gradebook locked."""

TABLE = """CREATE TABLE IF NOT EXISTS pathfinders_status (
    student TEXT NOT NULL, assignment TEXT NOT NULL, status TEXT NOT NULL, points FLOAT, flags TEXT NOT NULL,
    digest TEXT NOT NULL, received TEXT, graded TEXT NOT NULL, sandboxed BOOLEAN NOT NULL, run TEXT NOT NULL,
    PRIMARY KEY (student, assignment))"""
REPLACE = """INSERT OR REPLACE INTO pathfinders_status
    (student, assignment, status, points, flags, digest, received, graded, sandboxed, run) VALUES
    (:student, :assignment, :status, :points, :flags, :digest, :received, :graded, :sandboxed, :run)"""


@dataclass(frozen=True)
class Status:
    """A row of ours: what became of one submission when it was last graded."""

    student: str
    status: str
    points: float | None
    """The sum of what checks decided; None where they decided nothing."""

    flags: tuple
    digest: str
    received: str | None
    graded: str
    sandboxed: bool
    run: str
    """The run of the grader in which this was recorded."""


def statuses(course, assignment):
    """Student → Status of an assignment, sorted; empty where nothing was graded. nbgrader is not needed."""
    columns = "student, status, points, flags, digest, received, graded, sandboxed, run"
    query = f"SELECT {columns} FROM pathfinders_status WHERE assignment = ? ORDER BY student"
    found = (
        Status(*row[:3], tuple(json.loads(row[3])), *row[4:7], bool(row[7]), row[8])
        for row in rows(course, query, assignment)
    )
    return {status.student: status for status in found}


def students(course):
    """The ids in the gradebook, sorted."""
    return tuple(id for (id,) in rows(course, "SELECT id FROM student ORDER BY id"))


def rows(course, query, *values):
    """The rows of a query; none where there is no gradebook or no such table. Raises GradingError."""
    path = Path(course) / "gradebook.db"
    if not path.exists():
        return []
    try:
        with contextlib.closing(opened(path)) as book:
            return book.execute(query, values).fetchall()
    except sqlite3.DatabaseError as error:
        if "no such table" in str(error):
            return []
        raise GradingError(path, f"it cannot be read ({error})", "nbgrader's gradebook") from None


def opened(path):
    """A gradebook that exists. Not read-only, for what a killed writer left half done is taken back first."""
    return sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=rw", uri=True, timeout=WAIT)


def row(outcome, assignment, run):
    """The values of our own row."""
    return {
        "student": outcome.student,
        "assignment": assignment,
        "status": outcome.status,
        "points": outcome.points,
        "flags": json.dumps(outcome.flags, ensure_ascii=False),
        "digest": outcome.digest,
        "received": outcome.received.isoformat() if outcome.received else None,
        "graded": datetime.now(UTC).isoformat(timespec="seconds"),
        "sandboxed": outcome.confined,
        "run": run,
    }
