"""The course's key, COURSE/hidden/course.key: from it each student's values of hidden checks are drawn."""

import os
import re
import secrets
from pathlib import Path

from pathfinders.errors import PathfindersError

NAME = "course.key"
AGAIN = "put your copy of it back, or `pathfinders course build` makes a new one, with other values"


class KeyFault(PathfindersError):
    """A course's key that is not there or cannot be used."""


def make(folder):
    """Writes a new key into `folder`, readable by its owner alone; returns False where there is one."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        file = os.open(folder / NAME, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(file, "w", encoding="ascii", newline="\n") as out:
        out.write(secrets.token_hex(32) + "\n")
    return True


def read(folder):
    """The key that lies in `folder`, as text; raises KeyFault."""
    path = Path(folder) / NAME
    try:
        key = path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise KeyFault(path, "the course's key is missing", "", AGAIN) from None
    except UnicodeDecodeError:
        key = ""
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        raise KeyFault(path, f"the course's key cannot be read ({why})", "", "grade as its owner") from None
    if not re.fullmatch("[0-9a-f]{64}", key):
        raise KeyFault(path, "the course's key is damaged", "64 digits of 0–9 and a–f", AGAIN)
    return key
