"""Which assignments a course has, and what nbgrader's configuration says of it."""

import difflib
from pathlib import Path

from pathfinders.course.roster import is_safe
from pathfinders.errors import PathfindersError

EXCHANGE = "/usr/local/share/nbgrader/exchange"
"""Where nbgrader has its exchange unless its configuration says otherwise."""


class SettingsError(PathfindersError):
    """A course, an assignment, an exchange or a configuration that is not there or cannot be used."""


def assignments(course):
    """The names of a course's assignments."""
    folders = (Path(course) / name for name in ("source", "release"))
    return sorted(
        {path.name for folder in folders if folder.is_dir() for path in folder.iterdir() if path.is_dir()}
    )


def checked(course, assignment):
    """The course's assignments; raises SettingsError when `assignment` is none of them."""
    known = assignments(course)
    if not known:
        raise SettingsError(
            course, "no course", "a folder made by `pathfinders course build`", "check its name"
        )
    if assignment not in known or not is_safe(assignment):
        close = difflib.get_close_matches(assignment, known, n=1) or known
        raise SettingsError(course, f"no assignment {assignment}", do=f"did you mean {close[0]}?")
    return known


def inbound(course, exchange=None):
    """The folder of nbgrader's exchange into which the course's students hand in; raises SettingsError."""
    config = configuration(course)
    root = Path(exchange or config.get("Exchange", {}).get("root") or EXCHANGE)
    folder = root / str(config.get("CourseDirectory", {}).get("course_id") or "") / "inbound"
    if not folder.is_dir():
        do = "release the assignment first, or name a folder or a zip with --from"
        raise SettingsError(folder, "no exchange", "the folder into which students hand in", do)
    return folder


def configuration(course):
    """nbgrader's configuration of a course and of this machine, read as nbgrader reads it."""
    from jupyter_core.paths import jupyter_config_path
    from traitlets.config import Config, PyFileConfigLoader

    merged = Config()
    for folder in (*reversed(jupyter_config_path()), str(course)):
        path = Path(folder) / "nbgrader_config.py"
        if path.is_file():
            try:
                merged.merge(PyFileConfigLoader(path.name, path=folder).load_config())
            except (Exception, SystemExit) as error:  # the file is a program and may do anything
                found = f"it stops with {type(error).__name__} ({error})"
                raise SettingsError(path, found, "a configuration that nbgrader can read") from None
    return merged
