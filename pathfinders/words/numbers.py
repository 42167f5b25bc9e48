"""Numbers and units as one says them."""

import math

MINUS = "−"


def number(value, scale=None):
    """``value`` with the decimals that suit ``scale`` (default: its own size), and with a real minus sign.

    ``number(-0.9, 1)`` is "−0.90", ``number(1234.5)`` is "1,234"; what is not finite is "no number".
    """
    if not math.isfinite(value):
        return "no number"
    size = abs(value) if scale is None else abs(scale)
    decimals = min(12, max(0, 2 - math.floor(math.log10(size)))) if size > 0 else 0
    decimals = 2 if 0.1 <= size < 10 else decimals
    text = f"{abs(value):,.{decimals}f}"
    negative = value < 0 and float(text.replace(",", "")) != 0
    return (MINUS if negative else "") + text


def spoken(value):
    """A number of the prose: at most three significant figures, a whole one without decimals."""
    if not math.isfinite(value):
        return "no number"
    text = f"{abs(value):.3g}"
    text = f"{abs(value):,.0f}" if "e" in text and abs(value) >= 1 else text
    return (MINUS if value < 0 and float(text.replace(",", "")) != 0 else "") + text


def amount(value, unit):
    """``value`` with its unit: "11 months", "1 month", "0.5 months"; the dimensionless "1" is not said."""
    text = spoken(value)
    if unit in ("", "1", "dmnl", "Dmnl"):
        return text
    return f"{text} {unit if text == '1' else plural(unit)}"


def plural(unit):
    """The plural of a unit that is a word: month → months; months, 1/month and % stay."""
    return unit if not unit.isalpha() or unit.endswith("s") else f"{unit}s"


def singular(unit):
    """The singular of a unit that is a word: months → month."""
    return unit[:-1] if unit.isalpha() and unit.endswith("s") else unit
