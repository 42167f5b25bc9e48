"""Where in our own code something failed, kept short: for the journal alone, for it may quote a check."""

import traceback

TRACE, PIECE = 4000, 500
"""Signs of a traceback that are kept, the last ones, and the first ones of each of its pieces."""


def trace(error):
    """The traceback of an exception as text, no longer than TRACE."""
    return "".join(piece[:PIECE] for piece in traceback.format_exception(error))[-TRACE:]
