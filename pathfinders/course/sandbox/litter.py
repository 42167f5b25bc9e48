"""What a run leaves in its folder, and how to be rid of it: a student may have made it hard on purpose."""

import contextlib
import itertools
import os
import secrets


def empty(folder):
    """Removes all that lies in a folder, however deep, however many, also what is closed against everybody.

    Folders are moved up before they are emptied: a path may have grown too long to be named. Raises OSError
    where something cannot be removed.
    """
    folder, word = os.fsencode(folder), secrets.token_hex(8).encode()
    with contextlib.suppress(PermissionError):  # a folder of another's is open to all
        os.chmod(folder, 0o700)
    names = (os.path.join(folder, b"%s-%d" % (word, number)) for number in itertools.count())
    waiting = files_removed(folder)
    while waiting:
        inner = waiting.pop()
        for deeper in files_removed(inner):
            waiting.append(next(names))
            os.rename(deeper, waiting[-1])
        os.rmdir(inner)


def files_removed(folder):
    """The folders in a folder, open to their owner now; what else is in it is removed."""
    with os.scandir(folder) as entries:
        found = [(entry.path, entry.is_dir(follow_symlinks=False)) for entry in entries]
    for path, is_folder in found:
        os.chmod(path, 0o700) if is_folder else os.unlink(path)
    return [path for path, is_folder in found if is_folder]


def remove(folder):
    """Removes a folder with all that lies in it."""
    empty(folder)
    os.rmdir(folder)
