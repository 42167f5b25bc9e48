"""What a notebook is called that may be the assignment's: like it, like a copy of it, or like another one."""

import difflib
import re

from pathfinders.course.roster import shown

BEFORE = r"-?(?:(?:copy-of|kopie-von|copie-de|copia-de)-)*"
COPY = r"(?:-\d+|-?\(\d+\)|-(?:copy|kopie|copie|copia)\d*|-?\(new-\d{4}-\d\d-\d\d(?:-\d+)?\)|\.ipynb)*-?"
"""What browsers, systems, JupyterLab, Canvas, Colab and our own `work` put around the name of a file that is
there already, in small letters and with one dash for all that parts words."""


def is_alike(name, assignment):
    """True for a notebook called like the assignment, or like a copy of it."""
    stem, _, ending = name.rpartition(".")
    called = re.fullmatch(BEFORE + re.escape(plain(assignment)) + COPY, plain(stem))
    return bool(called) and ending.strip().lower() == "ipynb"


def plain(name):
    """A name in small letters, one dash for all that may part its words."""
    return re.sub(r"[\s_+\u2010-\u2015-]+", "-", name.casefold())


def wrong_name(names, assignment, known):
    """The sentence for notebooks that are not called like the assignment, nor like a copy of it."""
    names = sorted(map(shown, names))
    stem = names[0].removesuffix(".ipynb")
    close = difflib.get_close_matches(stem, [*known, assignment], n=1)
    called = f"The notebook is called {', '.join(names[:3])}; expected {assignment}.ipynb"
    if close and close[0] != assignment:
        return f"{called}; did you mean {close[0]}.ipynb?"
    return f"{called}; rename it, and hand it in again."
