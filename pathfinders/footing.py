"""Where a command's modules, programs and settings come from: never from the folder in which it is called.

That folder may be one that a student handed in, with a ``numpy.py`` in it.
"""

import os
import site
import sys

HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
"""The folder from which this very package is imported."""

SEARCHED = ("PATH", "JUPYTER_PATH", "JUPYTER_CONFIG_PATH")
"""Lists of folders in which an empty name means the folder in which a command is called."""


def firm():
    """Takes that folder off every path of this process and, by the environment, of those that it starts.

    ``python -m`` puts it first, an empty piece of PYTHONPATH anywhere. What was imported before stays.
    """
    sys.path[:] = trusted(sys.path)
    os.environ["PYTHONSAFEPATH"] = "1"
    if "PYTHONPATH" in os.environ:
        asked = map(os.path.abspath, filter(None, os.environ["PYTHONPATH"].split(os.pathsep)))
        os.environ["PYTHONPATH"] = os.pathsep.join(trusted(asked))
    for name in SEARCHED:
        if name in os.environ:
            found = filter(os.path.isabs, os.environ[name].split(os.pathsep))
            os.environ[name] = os.pathsep.join(found)


def trusted(folders):
    """The folders without the one in which we are, unless modules are meant to be there: ours or Python's."""
    try:
        here = os.path.realpath(os.getcwd())
    except OSError:  # it is gone: nothing can be found in it
        here = ""
    homes = {os.path.realpath(home) for home in (HOME, os.path.dirname(os.__file__), *site.getsitepackages())}
    return [folder for folder in folders if folder and (here in homes or os.path.realpath(folder) != here)]


def unsaid():
    """The environment for a program of the user's own, who has said nothing of a safe path."""
    asked = sys.flags.safe_path
    return {name: value for name, value in os.environ.items() if asked or name != "PYTHONSAFEPATH"}
