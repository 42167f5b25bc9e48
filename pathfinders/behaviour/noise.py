"""Noise told from behaviour: a curve as it would be without its noise, and how much noise there was.

Steps 1 to 3 of the method that `modes` describes. Local quadratic smoothing: Savitzky & Golay, *Analytical
Chemistry* 36 (1964) 1627; its window by leave-one-out prediction: Stone, *J. R. Stat. Soc. B* 36 (1974) 111.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pathfinders.behaviour.curve import is_flat

FEWEST = 12
"""Below this number of points nothing is taken for noise: there is too little to tell it by."""
WINDOWS = (2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128)
"""Half-widths that are tried, in points (steps of 1.3 to 1.5); at most a sixth of the curve."""
CLEAN = 0.002
"""Noise below this share of the range is left alone: a fast run of a model has as much from its time step."""
AS_GOOD = 1.05
"""The widest window is taken that foretells at most 5 % worse than the best: chance alone does as much."""
CHANCE = 3.0
"""By chance alone noise is foretold better than by its mean, by up to so many times 1/√n of its variance."""
REPEATS = 0.5
"""A curve that is like itself a few points later (correlation above this + 1/√n) swings; it is not noise."""
EDGE = 0.3
"""No turn is looked for in this share of a half window at either end: smoothing sees one side only
there, which leaves up to twice the noise."""
LAGS = 20
"""Periods of up to this many points are looked for; a slower swing is smooth enough to be foretold."""


@dataclass(frozen=True)
class Reading:
    """A curve without its noise."""

    time: np.ndarray
    values: np.ndarray
    noise: float
    """Standard deviation of the noise that was taken away, in the unit of the values."""
    left: float
    """Standard deviation of the noise that is left in ``values``."""
    edge: int = 0
    """So many points at either end are too unsure to turn at."""

    @property
    def inner(self):
        """(time, values) without the unsure points at the ends."""
        seen = slice(self.edge, len(self.values) - self.edge)
        return self.time[seen], self.values[seen]


def reading(time, values):
    """Return the Reading of a finite curve: as it is where it has no noise, smoothed where it has.

    Noise on a flat line gives its mean. A curve that swings within a few points is left as it is.
    """
    asis = Reading(time, values, 0.0, 0.0)
    if len(values) < FEWEST or is_flat(values):
        return asis
    grid, even = _even(time, values)
    if _smooth(even, WINDOWS[0])[1] <= CLEAN * np.ptp(even):
        return asis
    halves = [half for half in WINDOWS if half <= max(WINDOWS[0], len(even) // 6)]
    tried = [_smooth(even, half) for half in halves]
    best = min(error for _, _, error, _ in tried)
    chosen = max(place for place, row in enumerate(tried) if row[2] <= AS_GOOD * best)
    curve, noise, _, weight = tried[chosen]
    if _repeats(even - curve, len(even)):
        return asis
    if best >= (1 - CHANCE / np.sqrt(len(even))) * np.var(even):
        spread = float(np.std(even))
        return Reading(time, np.full(len(time), even.mean()), spread, spread / np.sqrt(len(even)))
    return Reading(grid, curve, noise, noise * np.sqrt(weight), round(EDGE * halves[chosen]))


def _even(time, values):
    """The curve at as many points of equal distance; as it is where its own are nearly so."""
    gaps = np.diff(time)
    if gaps.max() <= 1.5 * gaps.min():
        return time, values
    grid = np.linspace(time[0], time[-1], len(time))
    return grid, np.interp(grid, time, values)


def _smooth(values, half):
    """(the smoothed curve, typical and mean square error of foretelling a point from the others, weight)."""
    basis = _basis(half)
    width, weights = 2 * half + 1, basis @ basis.T
    curve = np.convolve(values, weights[half], "same")
    curve[:half] = (weights @ values[:width])[:half]
    curve[-half:] = (weights @ values[-width:])[-half:]
    own = np.full(len(values), weights[half, half])
    own[:half], own[-half:] = np.diag(weights)[:half], np.diag(weights)[-half:]
    missed = (values - curve) / (1 - own)
    typical = np.median(np.abs(missed)) / 0.6745 * np.sqrt(1 - weights[half, half])
    with np.errstate(over="ignore"):  # a curve that runs away is not smoothed
        error = np.mean(missed**2)
    return curve, float(typical), float(error), float(weights[half, half])


@lru_cache(maxsize=len(WINDOWS))
def _basis(half):
    """Orthonormal parabolas over a window (2·half + 1, 3): their product with themselves smooths."""
    return np.linalg.qr(np.vander(np.linspace(-1, 1, 2 * half + 1), 3, increasing=True))[0]


def _repeats(rest, count):
    """True where what smoothing takes away repeats itself: a swing faster than the narrowest window.

    Lags below five are passed over: the window itself makes neighbours in white noise alike.
    """
    rest = rest - rest.mean()
    pairs = ((rest[lag:], rest[:-lag]) for lag in range(5, min(LAGS, count // 3) + 1))
    alike = max((float(a @ b) / max(np.sqrt((a @ a) * (b @ b)), 1e-300) for a, b in pairs), default=0.0)
    return alike > REPEATS + 1 / np.sqrt(count)
