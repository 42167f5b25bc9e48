"""nbgrader's gradebook as a library: imported when it is needed, and opened with its programs at hand."""

import contextlib
import os
import sys
from pathlib import Path
from types import SimpleNamespace


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
        from sqlalchemy.exc import OperationalError
        from tornado.log import app_log

        from pathfinders.course import entries
    finally:
        if hidden:
            del sys.modules["rfc3987_syntax"]
    return SimpleNamespace(
        Gradebook=Gradebook,
        InvalidEntry=InvalidEntry,
        MissingEntry=MissingEntry,
        OperationalError=OperationalError,
        app_log=app_log,
        entries=entries,
        text=text,
    )
