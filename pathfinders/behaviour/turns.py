"""Where a curve turns: the points from which it goes back by more than noise and ripples."""

from dataclasses import dataclass

import numpy as np

from pathfinders.behaviour.curve import checked, finite_part
from pathfinders.behaviour.noise import reading

RIPPLE = 0.02
"""A way back of less than this share of the range is a ripple: on a chart it is the width of a line."""
SURE = 6.0
"""A way back of less than so many standard deviations of the noise that is left may be chance: among fifty
independent points the highest and the lowest lie 4.5 apart on average."""


@dataclass(frozen=True)
class Turns:
    """The interior points at which a curve turns, noise and ripples below ``least`` left out."""

    time: np.ndarray
    values: np.ndarray
    least: float

    def __len__(self):
        return len(self.time)

    @property
    def heights(self):
        """Half the way from each turn to the next, (n - 1,): the amplitude of each half swing."""
        return np.abs(np.diff(self.values)) / 2

    @property
    def period(self):
        """Mean time between a turn and the next but one, or NaN for fewer than three turns."""
        return float(np.mean(self.time[2:] - self.time[:-2])) if len(self) > 2 else float("nan")


def turning_points(time, values, least=None):
    """Return the Turns between legs of at least ``least``: by default 2 % of the range, or what noise bears.

    With ``least`` given, in the unit of the values, the curve is read as it is. What follows a value that is
    no number is left out.
    """
    time, values = checked(time, values)
    end = finite_part(values)
    time, values = time[:end], values[:end]
    if least is not None or end < 3:
        return legs(time, values, least or 0.0)
    read = reading(time, values)
    return turns_of(read)


def turns_of(read, least=0.0):
    """Return the Turns of a Reading: legs of at least ``least``, a ripple, and what its noise bears."""
    return legs(*read.inner, max(RIPPLE * float(np.ptp(read.values)), SURE * read.left, least))


def legs(time, values, least):
    """Return the Turns of a finite curve (n,) as it is, between legs of at least ``least``."""
    places, low, high, rising = [], 0, 0, 0
    points = values.tolist()
    for i, value in enumerate(points):
        low, high = (i if value < points[low] else low), (i if value > points[high] else high)
        if rising >= 0 and value < points[high] - least:
            places += [high] if rising or (high and points[high] - points[0] >= least) else []
            rising, low = -1, i
            high = i
        elif rising <= 0 and value > points[low] + least:
            places += [low] if rising or (low and points[0] - points[low] >= least) else []
            rising, high = 1, i
            low = i
    return Turns(_vertices(time, values, np.array(places, dtype=int)), values[places], float(least))


def _vertices(time, values, places):
    """When the parabola through a turn and its neighbours turns: a period is finer than the sampling."""
    before, after = places - 1, np.minimum(places + 1, len(time) - 1)
    back, ahead = time[places] - time[before], time[after] - time[places]
    down, up = values[places] - values[before], values[after] - values[places]
    with np.errstate(all="ignore"):
        slopes = down / back, up / ahead
        shift = (slopes[0] * ahead + slopes[1] * back) / (2 * (slopes[0] - slopes[1]))
    return time[places] + np.clip(np.nan_to_num(shift), -back / 2, ahead / 2)
