"""A file is written whole or not at all: whoever reads it finds what was there before, or all that is new."""

import contextlib
import errno
import os
import secrets
from pathlib import Path

from pathfinders.errors import PathfindersError

PART = ".part-"
"""How the name of a file begins while it is written."""

FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
AGAIN = "make room, then call it again"


class Full(PathfindersError):
    """No room is left on the disk, for whomever it may be."""


def replace(path, content, do=AGAIN):
    """Writes `content`, bytes or text (as UTF-8, with its own line ends), to a file in a folder that exists.

    Any number of processes may write the same file at once. Raises Full, which says what to `do`, and OSError
    for a folder or a place that cannot be written. What is neither file nor folder, as /dev/stdout, is
    written to as it is.
    """
    path = Path(path)
    data = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
        else:
            put(path, data)
    except OSError as error:
        if error.errno in FULL:
            raise Full(path, "no room left on the disk", "", do) from None
        raise OSError(error.errno, error.strerror, str(path)) from None


def put(path, data):
    """Bytes take the place of a file at once."""
    part = path.with_name(f"{PART}{secrets.token_hex(8)}")
    try:
        with open(part, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(part)
        raise
