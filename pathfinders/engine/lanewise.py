"""Predicates of `behaviour` over many lanes at once: the same answers, without a call for each lane."""

import numpy as np

from pathfinders.behaviour import PREDICATES


def judge(name, time, values, args):
    """(lanes,) of True and False: the predicate ``name`` on ``values`` (points, lanes).

    An argument may be an array (lanes,). A lane with a value that is no number holds nothing.
    """
    count = values.shape[1]
    finite = np.isfinite(values).all(axis=0)
    if count > 1 and name in LANEWISE:
        with np.errstate(invalid="ignore"):
            return finite & LANEWISE[name](time, values, **args)
    holds = np.zeros(count, dtype=bool)
    for lane in np.flatnonzero(finite):
        own = {key: float(v[lane]) if isinstance(v, np.ndarray) else v for key, v in args.items()}
        holds[lane] = PREDICATES[name](time, values[:, lane], **own)
    return holds


def _stays(time, values, low=-np.inf, high=np.inf):
    return (values.min(axis=0) >= low) & (values.max(axis=0) <= high)


def _grows(time, values, by=0.0):
    return values[-1] - values[0] > by


def _decays(time, values, by=0.0):
    return values[0] - values[-1] > by


def _reaches(time, values, goal, within=0.01, by=None):
    side = np.where(goal >= values[0], 1, -1)
    there = side * (goal - values) <= within
    when = np.where(there.any(axis=0), time[there.argmax(axis=0)], np.inf)
    return np.isfinite(when) & (by is None or when <= by)


def _overshoots(time, values, goal, within=0.01):
    side = np.where(goal >= values[0], 1, -1)
    return np.max(side * (values - goal), axis=0) > within


def _collapses(time, values, share=0.5):
    return values[-1] <= (1 - share) * values.max(axis=0)


LANEWISE = {
    "stays": _stays,
    "grows": _grows,
    "decays": _decays,
    "reaches": _reaches,
    "overshoots": _overshoots,
    "collapses": _collapses,
}
"""Those that are one expression of the curve; the others read a shape, lane by lane."""
