"""The chart without a script: what a page shows before the lab lives, or where nothing runs."""

from html import escape

from pathfinders.figure import palette
from pathfinders.words.numbers import amount, place, spoken

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 44, 140, 12, 28
POINTS = 240
FLAT = 0.005
NOUGHT = 1e-3
"""What is this share of its curve's size is nought to a reader."""


def still_figure(run, chart, opens, time_units, description):
    """SVG text of a chart of a run, marked at the moment ``opens``: ``chart`` is one of the spec's.

    ``description`` becomes the picture's text alternative.
    """
    curves = [run[name] for name in chart["variables"]]
    scale = _Scale(run.time[0], run.time[-1], *_interval(curves, chart["range"]))
    row = _row(run, opens)
    parts = [_cursor(scale, run.time[row])]
    parts += [_curve(scale, run.time, curve, palette.SERIES[i]) for i, curve in enumerate(curves)]
    parts += [_dot(scale, run.time[row], curve[row], palette.SERIES[i]) for i, curve in enumerate(curves)]
    ends = sorted((scale.y(curve[-1]), i) for i, curve in enumerate(curves))
    parts += _labels(ends, chart["variables"])
    parts += _axes(scale, time_units)
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" role="img" aria-label="{escape(description)}" '
        'style="max-width:100%;height:auto" font-family="system-ui,sans-serif" font-size="13">'
        f"{''.join(parts)}</svg>"
    )


def still_words(run, chart, opens):
    """The marked moment in words: "Month 24: On the table 84 problems." """
    row, time = _row(run, opens), run.model.time
    said = [f"{name} {_amount(run, name, row)}" for name in chart["variables"]]
    return f"{time.units.capitalize()} {place(run.time[row], time.stop - time.start)}: {', '.join(said)}."


def _row(run, moment):
    return abs(run.time - moment).argmin()


def _amount(run, name, row):
    value = run[name][row]
    least = NOUGHT * abs(run[name]).max()
    return amount(0 if abs(value) < least else value, run.model[name].units)


def _interval(curves, limits):
    """Lowest and highest value of the axis, as by ``keepRange`` in js/chart.js and ``round`` in js/axis.js:
    limits hold unless the curves would be lost in them, and what is flat to a reader gets room."""
    low, high = (end(map(end, curves)) for end in (min, max))
    size = max(abs(low), abs(high))
    if limits and (high - low <= FLAT * size or high - low >= (limits[1] - limits[0]) / 4):
        low, high = min(low, limits[0]), max(high, limits[1])
    size = max(abs(low), abs(high))
    room = 0 if high - low > FLAT * size else size / 2 or 0.5
    return low - room, high + room


class _Scale:
    """From time and value to the picture's units."""

    def __init__(self, start, stop, low, high):
        self.start, self.stop, self.low, self.high = start, stop, low, high

    def x(self, time):
        return LEFT + (WIDTH - LEFT - RIGHT) * (time - self.start) / (self.stop - self.start)

    def y(self, value):
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - self.low) / (self.high - self.low)


def _curve(scale, time, curve, series):
    stride = max(1, len(time) // POINTS)
    rows = [*range(0, len(time) - 1, stride), len(time) - 1]
    points = " ".join(f"{scale.x(time[i]):.1f},{scale.y(curve[i]):.1f}" for i in rows)
    colour = palette.BOTH[series.colour]
    return (
        f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2" '
        f'stroke-dasharray="{series.dasharray}"/>'
    )


def _cursor(scale, time):
    x, muted = scale.x(time), palette.BOTH["muted"]
    return f'<path d="M{x:.1f} {TOP - 6}V{HEIGHT - BOTTOM}" stroke="{muted}" stroke-dasharray="2 3"/>'


def _dot(scale, time, value, series):
    colour = palette.BOTH[series.colour]
    return f'<circle cx="{scale.x(time):.1f}" cy="{scale.y(value):.1f}" r="4" fill="{colour}"/>'


def _labels(ends, names):
    """Names at the ends of their curves, a line apart at least."""
    floor = TOP
    for y, i in ends:
        floor = max(y, floor)
        colour = palette.BOTH[palette.SERIES[i].colour]
        yield f'<text x="{WIDTH - RIGHT + 8}" y="{floor + 4:.0f}" fill="{colour}">{escape(names[i])}</text>'
        floor += 16


def _axes(scale, time_units):
    muted, floor, right = palette.BOTH["muted"], HEIGHT - BOTTOM, WIDTH - RIGHT
    yield f'<path d="M{LEFT} {TOP}V{floor}H{right}" fill="none" stroke="{muted}"/>'
    for value in (scale.low, scale.high):
        yield _text(LEFT - 6, scale.y(value) + 4, "end", spoken(value))
    for anchor, time in (("start", scale.start), ("end", scale.stop)):
        yield _text(scale.x(time), HEIGHT - 8, anchor, f"{time_units} {time:g}")


def _text(x, y, anchor, text):
    muted = palette.BOTH["muted"]
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" fill="{muted}">{escape(text)}</text>'
