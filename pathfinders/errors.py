"""The errors a person reads: one sentence that says where, what was found, what was expected, what to do."""

import re

ACTING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Signs that move a terminal's cursor, end a line, turn its direction, or cannot be written."""


def printable(line, kept=""):
    """The line with a question mark for each sign on which a terminal acts, but those that are kept."""
    return ACTING.sub(lambda found: found[0] if found[0] in kept else "?", str(line))


class PathfindersError(Exception):
    """Base of every error the package raises on bad input.

    ``where`` names the file and the line, cell or variable; ``found`` what stood there; ``expected`` what
    should have; ``do`` the next step. ``str(error)`` joins them into one sentence, and a notebook shows only
    that sentence, never a traceback.
    """

    def __init__(self, where, found, expected="", do=""):
        self.where, self.found, self.expected, self.do = str(where), found, expected, do
        parts = [f"{self.where}: {found}"]
        parts += [f"expected {expected}"] if expected else []
        parts += [do] if do else []
        sentence = "; ".join(parts).rstrip(".")
        super().__init__(sentence + ("" if sentence.endswith(("?", "!")) else "."))

    def _render_traceback_(self):
        """What IPython prints instead of a traceback."""
        return [str(self)]
