"""Figures of a curve by name, as claims of cards ask for them: of one curve, or of many lanes at once.

``values`` is (points,) or (points, lanes), the figure a number or (lanes,). ``after`` cuts off the beginning:
by default the first half for ``amplitude``, ``level`` and ``period``, nothing for the others. ``at`` is a
time.
"""

import numpy as np

from pathfinders.behaviour.curve import checked
from pathfinders.behaviour.measures import level, period


def figure(name, time, values, after=None, at=None):
    """The figure called ``name``, one of FIGURES; raises LookupError or ValueError."""
    if name not in FIGURES:
        raise LookupError(f"there is no figure “{name}”; there is {', '.join(FIGURES)}")
    if (at is not None) != (name == "at"):
        raise ValueError("it needs the time “at”" if name == "at" else f"“{name}” takes no time “at”")
    time, values = np.asarray(time, dtype=float), np.asarray(values, dtype=float)
    checked(time, values[:, 0] if values.ndim > 1 else values)
    if name == "at":
        return moment(time, values, at)
    if after is None and name in LATE:
        after = (time[0] + time[-1]) / 2 if len(time) > 5 else time[0]
    window = slice(None) if after is None else time >= after
    if after is not None and np.sum(window) < 3:
        raise ValueError(f"fewer than three points after {after:g}: the run ends at {time[-1]:g}")
    return FIGURES[name](time[window], values[window])


def moment(time, values, at):
    """The value at a time inside the run, by a straight line between its points."""
    if not time[0] <= at <= time[-1]:
        raise ValueError(f"the run goes from {time[0]:g} to {time[-1]:g}, {at:g} is outside")
    right = min(int(np.searchsorted(time, at, side="right")), len(time) - 1)
    part = (at - time[right - 1]) / (time[right] - time[right - 1])
    return values[right] if part == 1 else values[right - 1] + part * (values[right] - values[right - 1])


def _each(measure):
    """A measure of one curve, as one of lanes."""

    def of(time, values):
        if values.ndim == 1:
            return measure(time, values, time[0])
        return np.array([measure(time, lane, time[0]) for lane in values.T])

    return of


LATE = ("amplitude", "level", "period")
FIGURES = {
    "amplitude": lambda time, values: np.ptp(values, axis=0) / 2,
    "level": _each(level),
    "period": _each(period),
    "final": lambda time, values: values[-1],
    "start": lambda time, values: values[0],
    "change": lambda time, values: values[-1] - values[0],
    "highest": lambda time, values: values.max(axis=0),
    "lowest": lambda time, values: values.min(axis=0),
    "when highest": lambda time, values: time[values.argmax(axis=0)],
    "when lowest": lambda time, values: time[values.argmin(axis=0)],
    "total": lambda time, values: np.trapezoid(values, time, axis=0),
    "at": None,
}
"""Name → function of time and values; ``at`` is `moment`."""
