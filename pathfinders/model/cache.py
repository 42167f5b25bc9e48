"""A cache of parsed models, so that a lab starts without PySD's import (1.6 s) and its parser.

An entry is JSON, named by the model's content and by the code that made it. Nothing here may ever fail:
without a cache the model is parsed again.
"""

import hashlib
import json
import os
import sys
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path


def base():
    """The user's folder for caches; ``PATHFINDERS_CACHE`` overrides it."""
    given = os.environ.get("PATHFINDERS_CACHE")
    if given:
        return Path(given)
    if sys.platform == "win32":
        home = os.environ.get("LOCALAPPDATA")
        return Path(home or Path.home()) / "pathfinders" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "pathfinders"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pathfinders"


def user_folder(name):
    """The folder ``name`` of the user's cache, or None where it cannot be written."""
    try:
        folder = base() / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder if os.access(folder, os.W_OK) else None
    except (OSError, RuntimeError):
        return None


@cache
def maker():
    """A digest of the code that makes an entry: another reader, or another PySD, makes other entries.

    All modules of this room count: a list of those that take part would be forgotten one day.
    """
    parts = [path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))]
    pysd = find_spec("pysd")
    version = Path(pysd.origin).with_name("_version.py") if pysd and pysd.origin else None
    parts += [version.read_bytes()] if version and version.is_file() else []
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def load(digest):
    """The entry of a content, or None."""
    folder = user_folder("trees")
    try:
        return json.loads((folder / f"{maker()}-{digest}.json").read_text("utf-8")) if folder else None
    except (OSError, ValueError):
        return None


def store(digest, data):
    """Keep an entry; a reader at the same moment sees the whole of it or nothing."""
    folder = user_folder("trees")
    if folder is None:
        return
    try:
        handle, name = tempfile.mkstemp(suffix=".part", dir=folder)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(data, file)
        try:
            os.replace(name, folder / f"{maker()}-{digest}.json")
        except OSError:  # Windows, while another process reads it
            os.unlink(name)
    except OSError:
        return
