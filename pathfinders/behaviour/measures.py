"""Figures of a late curve: how wide it swings, around what, and how long a swing takes."""

import numpy as np

from pathfinders.behaviour.curve import late
from pathfinders.behaviour.turns import turning_points


def amplitude(time, values, after=None):
    """Half the range of the values after ``after``, in their unit."""
    return float(np.ptp(late(time, values, after)[1])) / 2


def level(time, values, after=None):
    """Mean of the values after ``after``; of whole swings only, where the curve swings."""
    time, values = late(time, values, after)
    turns = turning_points(time, values)
    if len(turns) >= 3:
        ends = turns.time[[0, len(turns) - 1 - (len(turns) - 1) % 2]]
        inside = (time > ends[0]) & (time < ends[1])
        edge = np.interp(ends, time, values)
        time = np.concatenate((ends[:1], time[inside], ends[1:]))
        values = np.concatenate((edge[:1], values[inside], edge[1:]))
    return float(np.trapezoid(values, time) / (time[-1] - time[0])) if len(time) > 1 else float(values[0])


def period(time, values, after=None):
    """Mean time between a turn and the next but one, in the time's unit; NaN without three turns."""
    return turning_points(*late(time, values, after)).period
