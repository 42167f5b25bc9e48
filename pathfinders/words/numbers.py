"""Numbers as one says them, alone and with their units."""

import math

from pathfinders.words.units import SILENT, unit_words

MINUS = "−"
LARGE = ((1e12, ""), (1e9, "billion"), (1e6, "million"))


def number(value, scale=None):
    """``value`` with the decimals that suit ``scale`` (default: its own size), and with a real minus sign.

    ``number(-0.9, 1)`` is "−0.90", ``number(1234.5)`` is "1,234", ``number(2.5e6)`` "2.50 million",
    ``number(3e-7)`` "3.00 × 10^−7"; what is not finite is "no number".
    """
    if not math.isfinite(value):
        return "no number"
    size = abs(value) if scale is None else abs(scale)
    text = _digits(abs(value), size)
    return (MINUS if value < 0 and text.strip("0.,") else "") + text


def _digits(value, size):
    if size >= 1e6 and value >= 1e6:
        unit, name = next(row for row in LARGE if value >= row[0])
        return f"{_short(value / unit)} {name}" if name else _power(value, math.floor(math.log10(value)))
    if 0 < size < 1e-4:
        return _power(value, math.floor(math.log10(size)))
    decimals = max(0, 2 - math.floor(math.log10(size))) if size > 0 else 0
    return f"{value:,.{2 if 0.1 <= size < 10 else decimals}f}"


def _short(value):
    return f"{value:.{max(0, 2 - math.floor(math.log10(value)))}f}"


def _power(value, exponent):
    text = f"{value / 10.0**exponent:.2f}"
    return f"{text} × 10^{str(exponent).replace('-', MINUS)}" if text.strip("0.") else "0"


def spoken(value):
    """A number of the prose: at most three significant figures, a whole one without decimals."""
    if not math.isfinite(value):
        return "no number"
    text = f"{abs(value):.3g}"
    text = f"{abs(value):,.0f}" if "e" in text and abs(value) >= 1 else text
    return (MINUS if value < 0 and float(text.replace(",", "")) != 0 else "") + text


def written(value):
    """A number as it was written down, with a real minus sign: that of a setting is never rounded."""
    return f"{value:,.12g}".replace("-", MINUS)


def place(value, span):
    """A moment, or a place on an axis, to about a hundredth of its ``span``: "13.5", "2010"."""
    decimals = max(0, 2 - math.floor(math.log10(span))) if span > 0 else 2
    text = f"{abs(round(value, decimals)):.12g}"
    return (MINUS if value < 0 and text != "0" else "") + text


def amount(value, unit):
    """``value`` with its unit: "11 months", "1 month", "0.5 months"; the dimensionless "1" is not said."""
    return with_unit(spoken(value), unit)


def with_unit(text, unit):
    """A number that is text already, with its unit: "5 people", "3 widgets per month", "40 %"."""
    if unit in SILENT or text == "no number":
        return text
    return f"{text} {unit_words(unit, one=text == '1')}"
