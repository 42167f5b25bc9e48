"""What a process that was killed while it collected has left half written: the next one takes it away."""

import contextlib
import os
import shutil
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

PART = ".part-"
"""How the names of files and folders begin while they are written."""


@contextlib.contextmanager
def cleared(course, assignment):
    """Before it, what was left half written is taken away; within it nobody takes away what is ours.

    Whoever collects shares a lock of the system's, which ends with the process; who gets it alone knows that
    nobody else is writing.
    """
    handle = None
    with contextlib.suppress(OSError):  # what is left then stays: it is in nobody's way
        handle = alone_first(Path(course), assignment)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def alone_first(course, assignment):
    """The handle of the lock, which others may share by then; None where systems have none."""
    if fcntl is None:
        return None
    folder = course / "handed-in"
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            clear(course, assignment)
        fcntl.flock(handle, fcntl.LOCK_SH)
    except OSError:
        os.close(handle)
        raise
    return handle


def clear(course, assignment):
    """Take away all that is half written of an assignment."""
    for path in (course / "handed-in" / assignment).glob(f"*/{PART}*"):
        shutil.rmtree(path, ignore_errors=True)
    for path in (course / "submitted").glob(f"*/{assignment}/{PART}*"):
        path.unlink(missing_ok=True)
