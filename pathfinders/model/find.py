"""Where the models are: by slug from any folder, in a checkout or in an installed wheel."""

import atexit
import hashlib
import os
import shutil
import tempfile
import threading
import time
from pathlib import Path

from pathfinders.model import cache
from pathfinders.model.errors import UnknownModel, did_you_mean

PACKAGE = Path(__file__).resolve().parent.parent
STALE = 7 * 24 * 3600  # seconds after which a folder left by a killed process is swept
_OWN = {}
_LOCK = threading.Lock()


def folder():
    """The folder of the models: the checkout's ``models/``, or the wheel's copy of it."""
    inside = PACKAGE / "_models"
    return inside if inside.is_dir() else PACKAGE.parent / "models"


def slugs():
    """The slugs of all models, sorted."""
    return tuple(sorted(path.stem for path in folder().glob("*.mdl")))


def find(source):
    """The path of the ``.mdl`` that a slug or a path names; raises UnknownModel."""
    given = Path(source)
    if given.suffix.lower() == ".mdl" or given.name != str(source):
        if not given.is_file():
            raise UnknownModel(str(source), "there is no such file", "the path of an .mdl")
        return given.resolve()
    name = str(source)
    if name in slugs():
        return folder() / f"{name}.mdl"
    raise UnknownModel(f"“{name}”", "no model has this slug", do=did_you_mean(name, slugs()))


def path(slug):
    """A copy of a model in a folder of this process, beside which ``pysd.read_vensim`` may write.

    PySD writes its translation beside the model and imports it, so two processes must not share the folder.
    """
    source = find(slug)
    content = source.read_bytes()
    with _LOCK:
        copy = own_folder() / hashlib.sha256(content).hexdigest()[:8] / source.name
        if not copy.is_file() or copy.read_bytes() != content:
            copy.parent.mkdir(exist_ok=True)
            copy.write_bytes(content)
        return copy


def own_folder():
    """This process's folder, in the user's cache where that can be written; removed at exit."""
    key = os.getpid()
    if key in _OWN and _OWN[key].is_dir():
        return _OWN[key]
    parent = cache.user_folder("pysd")
    if parent is not None:
        sweep(parent)
    _OWN[key] = Path(tempfile.mkdtemp(prefix="pathfinders-", dir=parent))
    atexit.register(remove_own, key, _OWN[key])
    return _OWN[key]


def remove_own(process, own):
    """Remove this process's folder; a forked child leaves its parent's alone."""
    if os.getpid() == process:
        shutil.rmtree(own, ignore_errors=True)


def sweep(parent):
    """Remove what processes that were killed have left."""
    for left in parent.glob("pathfinders-*"):
        try:
            if time.time() - left.stat().st_mtime > STALE:
                shutil.rmtree(left, ignore_errors=True)
        except OSError:
            continue
