"""Tables as other programs read and write them: CSV whose fields no spreadsheet takes for a formula."""

import csv
import io
import re
from pathlib import Path

from pathfinders.course.assignment import GradingError
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


def read_rows(path):
    """The rows of a roster, ids as they stand there; raises GradingError where it is no table."""
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise GradingError(
            path, f"no table ({error})", "the CSV that Canvas or Moodle has exported"
        ) from None
    if not rows:
        raise GradingError(path, "nothing in it", "the CSV that Canvas or Moodle has exported")
    return rows


def text_of(rows):
    """The rows as CSV: quoted where some program needs it, each line ended by CR LF, as RFC 4180 has it."""
    return "".join(",".join(map(quoted, row)) + "\r\n" for row in rows)


def quoted(field):
    """A field as it stands in the file. An empty one stays empty: in quotation marks it might be a text."""
    return '"' + field.replace('"', '""') + '"' if QUOTED.search(field) else field
