"""Bars, points and paths of a chart in words: what they are worth, or how far they reach."""

import numpy as np

from pathfinders.words.labels import measure
from pathfinders.words.numbers import number, spoken, with_unit

MANY = 8
"""Bars told one by one; of more, the tallest and the shortest."""
CLOSED = 0.1
"""A path that ends within this share of its width and height from its beginning has come back."""


def marks(axes, subject):
    """A sentence for each set of bars and each cloud of points of an Axes."""
    unit = measure(axes.get_ylabel())
    told = [_bars(axes, bars, subject, unit) for bars in axes.containers if getattr(bars, "patches", ())]
    clouds = [np.asarray(c.get_offsets(), dtype=float) for c in axes.collections if hasattr(c, "get_sizes")]
    return told + [_cloud(axes, points, subject) for points in clouds if len(points)]


def path(across, up, x, y):
    """A sentence for a line that goes its own way over the plane, such as one stock drawn over another."""
    known = np.isfinite(x) & np.isfinite(y)
    if not known.any():
        return f"{up} over {across}: a path without a number."
    x, y = x[known], y[known]
    wide, tall = float(np.abs(x).max()), float(np.abs(y).max())
    ends = [f"{across} {number(x[i], wide)}, {up} {number(y[i], tall)}" for i in (0, -1)]
    turns_back = max(abs(x[-1] - x[0]) / (np.ptp(x) or 1), abs(y[-1] - y[0]) / (np.ptp(y) or 1)) < CLOSED
    way = "goes round and comes back to" if turns_back else "goes from"
    return f"A path {way} {ends[0]}." if turns_back else f"A path {way} {ends[0]} to {ends[1]}."


def _bars(axes, bars, subject, unit):
    upright = getattr(bars, "orientation", "vertical") == "vertical"
    values = [float(bar.get_height() if upright else bar.get_width()) for bar in bars.patches]
    names = _names(axes, bars, upright)
    scale = max(map(abs, values))
    said = [with_unit(number(value, scale), unit) for value in values]
    if len(values) <= MANY:
        pairs = [f"{name}: {value}" for name, value in zip(names, said, strict=True)]
        return f"{subject} in {len(values)} bars. " + "; ".join(pairs) + "."
    high, low = int(np.argmax(values)), int(np.argmin(values))
    return (
        f"{subject} in {len(values)} bars, the tallest {said[high]} at {names[high]}, "
        f"the shortest {said[low]} at {names[low]}."
    )


def _names(axes, bars, upright):
    """What stands below the middle of each bar: its tick label, else its place."""
    axis = axes.xaxis if upright else axes.yaxis
    ticks = zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=False)
    written = {round(float(at), 6): label.get_text() for at, label in ticks}
    middles = [
        bar.get_x() + bar.get_width() / 2 if upright else bar.get_y() + bar.get_height() / 2
        for bar in bars.patches
    ]
    return [written.get(round(float(middle), 6)) or spoken(float(middle)) for middle in middles]


def _cloud(axes, points, subject):
    spans = []
    for place, name in ((0, axes.get_xlabel() or "across"), (1, subject)):
        low, high = np.nanmin(points[:, place]), np.nanmax(points[:, place])
        spans.append(f"{name} from {spoken(float(low))} to {spoken(float(high))}")
    return f"{len(points)} points: {spans[0]}, {spans[1]}."
