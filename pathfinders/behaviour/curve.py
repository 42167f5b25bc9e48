"""A curve made fit to be read: checked, cut, and told from one that does not change."""

import numpy as np

ROUNDING = 1e-9
"""A range below this share of the curve's largest value is rounding, not behaviour."""
NOTHING = 1e-12
"""A range below this is rounding whatever the unit: what is left of a sum that should be zero."""


def checked(time, values):
    """Return two float arrays of one length (n,), n >= 1, time rising; raise ValueError otherwise."""
    time, values = np.asarray(time, dtype=float), np.asarray(values, dtype=float)
    if time.ndim != 1 or time.shape != values.shape or not len(time):
        raise ValueError(f"a curve needs two rows of one length, not {time.shape} and {values.shape}")
    if not np.all(np.diff(time) > 0):
        raise ValueError("a curve needs a time that rises from point to point")
    return time, values


def late(time, values, after=None):
    """Return the curve from ``after`` on; without ``after`` its second half (all of it below six points)."""
    time, values = checked(time, values)
    if after is None and len(time) < 6:
        return time, values
    start = (time[0] + time[-1]) / 2 if after is None else after
    window = time >= start
    if after is not None and window.sum() < 3:
        raise ValueError(f"fewer than three points after {start:g}: the run ends at {time[-1]:g}")
    return time[window], values[window]


def is_flat(values, least=0.0):
    """True where the range is no more than ``least``, or rounding beside the largest value."""
    return bool(np.ptp(values) <= max(NOTHING, ROUNDING * float(np.abs(values).max()), least))


def finite_part(values):
    """The number of values before the first that is no number."""
    broken = ~np.isfinite(values)
    return int(np.argmax(broken)) if broken.any() else len(values)
