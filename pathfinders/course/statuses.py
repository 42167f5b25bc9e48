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
    """Student → Status of an assignment; empty where nothing was graded. nbgrader is not needed."""
    path = Path(course) / "gradebook.db"
    if not path.exists():
        return {}
    columns = "student, status, points, flags, digest, received, graded, sandboxed, run"
    with contextlib.closing(
        sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=WAIT)
    ) as book:
        try:
            rows = book.execute(
                f"SELECT {columns} FROM pathfinders_status WHERE assignment = ?", (assignment,)
            )
            found = [
                Status(*row[:3], tuple(json.loads(row[3])), *row[4:7], bool(row[7]), row[8]) for row in rows
            ]
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return {}
            raise GradingError(path, f"it cannot be read ({error})", "nbgrader's gradebook") from None
        except sqlite3.DatabaseError as error:
            raise GradingError(path, f"it cannot be read ({error})", "nbgrader's gradebook") from None
    return {row.student: row for row in sorted(found, key=lambda row: row.student)}


def students(course):
    """The ids in the gradebook, sorted."""
    path = Path(course) / "gradebook.db"
    if not path.exists():
        return ()
    with contextlib.closing(
        sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=WAIT)
    ) as book:
        try:
            return tuple(sorted(row[0] for row in book.execute("SELECT id FROM student")))
        except sqlite3.DatabaseError:
            return ()


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
