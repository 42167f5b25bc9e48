"""The errors a person reads: one sentence that says where, what was found, what was expected, what to do."""

RANGES = (
    (0x00, 0x1F),
    (0x7F, 0x9F),
    (0x61C, 0x61C),
    (0x200E, 0x200F),
    (0x2028, 0x202E),
    (0x2066, 0x2069),
    (0xD800, 0xDFFF),
)
ACTING = frozenset(chr(number) for first, last in RANGES for number in range(first, last + 1))
"""Signs that move a terminal's cursor, end a line, turn its direction, or cannot be written."""


def printable(line, kept=""):
    """The line with a question mark for each sign on which a terminal acts, but those that are kept."""
    return "".join("?" if sign in ACTING and sign not in kept else sign for sign in str(line))


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
        super().__init__(sentence + ("" if sentence.endswith(("?", "!", "…")) else "."))

    def _render_traceback_(self):
        """What IPython prints instead of a traceback."""
        return [str(self)]
