"""A curve made fit to be read: checked, its noise measured, its turning points found."""

from dataclasses import dataclass

import numpy as np

ROUNDING = 1e-9
"""A range below this share of the curve's largest value is rounding, not behaviour."""


def checked(time, values):
    """Return two float arrays of one length (n,), n >= 3, time rising; raise ValueError otherwise."""
    time, values = np.asarray(time, dtype=float), np.asarray(values, dtype=float)
    if time.ndim != 1 or time.shape != values.shape or len(time) < 3:
        raise ValueError(f"a curve needs two rows of one length >= 3, not {time.shape} and {values.shape}")
    if not np.all(np.diff(time) > 0):
        raise ValueError("a curve needs a time that rises from point to point")
    return time, values


def late(time, values, after=None):
    """Return the curve from ``after`` on; without ``after`` its second half."""
    time, values = checked(time, values)
    start = (time[0] + time[-1]) / 2 if after is None else after
    window = time >= start
    if window.sum() < 3:
        raise ValueError(f"fewer than three points after {start:g}: the run ends at {time[-1]:g}")
    return time[window], values[window]


def noise(values):
    """Standard deviation of white noise on a smooth curve, from its fourth differences (0: too short)."""
    if len(values) < 9:
        return 0.0
    return float(np.median(np.abs(np.diff(values, 4))) / (0.6745 * np.sqrt(70)))


def is_flat(values):
    """True where the range is rounding beside the largest value."""
    return bool(np.ptp(values) <= ROUNDING * max(1.0, float(np.abs(values).max())))


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
    """Return the Turns between legs of at least ``least``: 2 % of the range or eight times the noise.

    The noise counts for no more than a quarter of the range: a swing of four points a period is no noise.
    """
    time, values = checked(time, values)
    whole = np.ptp(values)
    least = max(0.02 * whole, min(8 * noise(values), 0.25 * whole)) if least is None else least
    places, low, high, rising = [], 0, 0, 0
    for i, value in enumerate(values.tolist()):
        low, high = (i if value < values[low] else low), (i if value > values[high] else high)
        if rising >= 0 and value < values[high] - least:
            places += [high] if rising or values[high] - values[0] >= least else []
            rising, low = -1, i
            high = i
        elif rising <= 0 and value > values[low] + least:
            places += [low] if rising or values[0] - values[low] >= least else []
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
