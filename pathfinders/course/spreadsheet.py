"""Tables as other programs read them: CSV whose fields no spreadsheet takes for a formula."""

import re

from pathfinders.errors import printable

FORMULA = re.compile(r"""^(?=\t)|(?:^|(?<=[;\t\n]))(?=[\s"]*[=+\-@＝＋－＠])""")
"""Where a spreadsheet would begin to calculate: in front of a field, or of a piece where `;` parts fields."""

QUOTED = re.compile(r'[",;\t\n]')
HARMLESS = re.compile(r"-(?:\d+(?:\.\d+)?)?")
"""A negative number, or the dash alone that Moodle writes where there is nothing."""


def safe(field):
    """A field that no spreadsheet takes for a formula, nor a terminal for an order; a number is neither."""
    text = printable(re.sub(r"\r\n?", "\n", str(field)), kept="\n\t\u061c\u200e\u200f")
    return text if HARMLESS.fullmatch(text) else FORMULA.sub("'", text)


def text_of(rows, delimiter=","):
    """The rows as CSV: quoted where some program needs it, each line ended by CR LF, as RFC 4180 has it."""
    return "".join(delimiter.join(map(quoted, row)) + "\r\n" for row in rows)


def quoted(field):
    """A field as it stands in the file. An empty one stays empty: in quotation marks it might be a text."""
    return '"' + field.replace('"', '""') + '"' if QUOTED.search(field) else field
