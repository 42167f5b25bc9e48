"""The name of what the book's cells were run with."""

import hashlib
from pathlib import Path

SOURCES = ("models", "pathfinders", "requirements.txt")


def digest(root, sources=SOURCES):
    """16 hex digits over every file that can change a cell's output without changing its text.

    A cached output keys on the cells' text only, so a changed model would leave its old figures on the page.
    """
    root, total = Path(root), hashlib.sha256()
    for name in sources:
        for path in sorted(_files(root / name)):
            total.update(path.relative_to(root).as_posix().encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]


def _files(path):
    if path.is_dir():
        return (p for p in path.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    return (path,) if path.is_file() else ()
