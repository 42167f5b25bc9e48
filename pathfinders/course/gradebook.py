"""nbgrader's gradebook as a library: imported when it is needed, opened with its programs at hand."""

import contextlib
import os
import sqlite3
import sys
from pathlib import Path
from types import SimpleNamespace

ROOM = "make room on the disk, then go on with --resume"
COPY = "put a copy from before in its place, then go on with --resume"
RIGHTS = "allow whoever grades to write there, then go on with --resume"
UPGRADE = "run `nbgrader db upgrade` in the course's folder"
ADVICE = {
    "full": ROOM,
    "disk I/O": ROOM,
    "malformed": COPY,
    "not a database": COPY,
    "constraint failed": COPY,
    "no such column": UPGRADE,
    "no column named": UPGRADE,
    "readonly": RIGHTS,
    "unable to open": RIGHTS,
}
"""What to do, by what the database says."""


@contextlib.contextmanager
def programs_found():
    """nbgrader calls alembic by name for a new gradebook; it is found only when its folder is on PATH.

    alembic takes settings, and programs to run, from a pyproject.toml in the folder in which it is called,
    unless it is told of another; ours is not there.
    """
    own = str(Path(sys.executable).parent)
    path = os.pathsep.join([own, os.environ.get("PATH") or os.defpath])
    before = {name: os.environ.get(name) for name in ("PATH", "ALEMBIC_CONFIG")}
    os.environ.update(PATH=path, ALEMBIC_CONFIG=os.path.join(own, "none", "pyproject.toml"))
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


def api():
    """nbgrader's gradebook, imported when it is needed: it takes a second or two."""
    hidden = "rfc3987_syntax" not in sys.modules
    if hidden:  # a grammar that jsonschema would build for a second, for a format no notebook has
        sys.modules["rfc3987_syntax"] = None
    try:
        from nbgrader.api import Gradebook, InvalidEntry, MissingEntry
        from sqlalchemy import text
        from sqlalchemy.exc import DBAPIError
        from tornado.log import app_log

        from pathfinders.course import entries
    finally:
        if hidden:
            del sys.modules["rfc3987_syntax"]
    return SimpleNamespace(
        Gradebook=Gradebook,
        DBAPIError=DBAPIError,
        InvalidEntry=InvalidEntry,
        MissingEntry=MissingEntry,
        app_log=app_log,
        entries=entries,
        text=text,
    )


def cause(error):
    """The database's own error: SQLAlchemy tells it with the statement, and nbgrader in a text."""
    told = error if hasattr(error, "orig") else error.__context__
    return getattr(told, "orig", None) or error


def is_lock(error):
    """True when another program has it locked."""
    return getattr(cause(error), "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def reason(error):
    """The line of a database's error that says something."""
    return str(cause(error)).splitlines()[0]


def advice(error):
    """What to do about it, as far as anybody knows."""
    return next((do for words, do in ADVICE.items() if words in str(cause(error))), "")
