"""One grader at a time in a course: a file that says who grades, and since when."""

import contextlib
import errno
import getpass
import json
import os
import socket
from datetime import datetime
from pathlib import Path

from pathfinders.course.assignment import GradingError
from pathfinders.files import FULL

try:
    import fcntl
except ImportError:  # Windows
    import msvcrt

    fcntl = None


HELD = {errno.EACCES, errno.EAGAIN}
"""What a system answers when another process has the lock."""


class Busy(GradingError):
    """Somebody else is grading in this course."""


@contextlib.contextmanager
def alone(folder):
    """Within it nobody else grades in this folder; raises Busy, which names who does and since when.

    Raises GradingError where the file system has no locks. The lock is the system's and ends with the
    process, however that ends; the file's words are for people.
    """
    path = Path(folder) / "grading.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
    try:
        hold(handle, path)
        signed(handle, path)
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def signed(handle, path):
    """Writes into the file who holds it; raises GradingError where it cannot be written."""
    try:
        os.ftruncate(handle, 0)
        os.write(handle, json.dumps(myself()).encode())
    except OSError as error:
        found = f"it cannot be written ({(error.strerror or str(error)).lower()})"
        do = "make room on the disk, then start again" if error.errno in FULL else ""
        raise GradingError(path, found, "", do) from None


def hold(handle, path):
    """Takes the lock; raises Busy when another process has it, and GradingError where there are none."""
    try:
        locked(handle)
    except OSError as error:
        if error.errno in HELD:
            raise Busy(path, said(path), "nobody", "wait until it is done, then start again") from None
        found = f"its file system cannot lock ({(error.strerror or str(error)).lower()})"
        raise GradingError(path, found, "one that can", "put the course on another disk") from None


def locked(handle):
    """Takes the lock; raises OSError where it cannot be had. A forked child does not inherit it."""
    if fcntl:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    else:
        os.lseek(handle, 1 << 20, os.SEEK_SET)  # beyond the words, which others have to read
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)


def myself():
    """Who grades here: user, machine, process and time."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # a user without a name
        user = "somebody"
    since = datetime.now().astimezone().isoformat(timespec="seconds")
    return {"user": user, "machine": socket.gethostname(), "process": os.getpid(), "since": since}


def said(path):
    """Who holds the lock, in words."""
    try:
        who = json.loads(path.read_text(encoding="utf-8"))
        where = f"process {who['process']} on {who['machine']}"
        return f"{who['user']} is grading here since {who['since']} ({where})"
    except (OSError, ValueError, KeyError, TypeError):
        return "somebody else is grading here"
