"""Questions to a curve that have a yes or a no: claims of cards and graders ask them.

Every function takes ``time`` and ``values`` (n,) first. ``after`` cuts off the beginning (default: the first
half). Tolerances (``within``) are in the unit of the values, so that a reader of a card knows what they mean.
The shapes (``s_shaped``, ``goal_seeks``, …) are those of `modes`.
"""

from itertools import pairwise

import numpy as np

from pathfinders.behaviour import figures
from pathfinders.behaviour.curve import checked, late
from pathfinders.behaviour.measures import amplitude, level
from pathfinders.behaviour.modes import classify
from pathfinders.behaviour.turns import turning_points


def oscillates(time, values, amplitude=0.0, cycles=1.5, after=None):
    """True when the late curve makes at least ``cycles`` swings of at least ``amplitude``, and they last."""
    late_time, late_values = late(time, values, after)
    swings = turning_points(late_time, late_values, least=max(2 * amplitude, 1e-9))
    mode = classify(late_time, late_values).name
    return len(swings) >= 2 * cycles and mode in ("sustained oscillation", "growing oscillation")


def damps(time, values):
    """True when the curve swings and its swings die away."""
    return classify(time, values).name == "damped oscillation"


def settles(time, values, at=None, within=0.01, after=None):
    """True when the late curve moves by no more than ``within`` to either side, and does so around ``at``."""
    half = amplitude(time, values, after)
    return half <= within and (at is None or abs(level(time, values, after) - at) <= within)


def reaches(time, values, goal, within=0.01, by=None):
    """True when the curve once comes within ``within`` of ``goal``, or past it, no later than ``by``."""
    when = arrives(time, values, goal, within)
    return bool(np.isfinite(when)) and (by is None or when <= by)


def arrives(time, values, goal, within=0.01):
    """The first time at which the curve is within ``within`` of ``goal`` or past it; inf for never."""
    time, values = checked(time, values)
    side = 1 if goal >= values[0] else -1
    there = side * (goal - values) <= within
    return float(time[np.argmax(there)]) if there.any() else float("inf")


def overshoots(time, values, goal, within=0.01):
    """True when the curve passes ``goal``, seen from where it began, by more than ``within``."""
    time, values = checked(time, values)
    side = 1 if goal >= values[0] else -1
    return bool(np.max(side * (values - goal)) > within)


def stays(time, values, low=-np.inf, high=np.inf):
    """True when no value is below ``low``, above ``high`` or undefined."""
    time, values = checked(time, values)
    return bool(np.all(np.isfinite(values)) and values.min() >= low and values.max() <= high)


def stalls(time, values, goal):
    """True when the curve comes to rest, without swinging, short of ``goal``."""
    return classify(time, values, goal).name == "stall"


def advances(time, values, goal):
    """True when the curve arrives at ``goal`` and rests there, without swinging."""
    return classify(time, values, goal).name == "advance"


def grows(time, values, by=0.0):
    """True when the last value is above the first by more than ``by``."""
    time, values = checked(time, values)
    return bool(values[-1] - values[0] > by)


def decays(time, values, by=0.0):
    """True when the last value is below the first by more than ``by``."""
    time, values = checked(time, values)
    return bool(values[0] - values[-1] > by)


def goal_seeks(time, values, target=None, within=0.01):
    """True when the curve nears a level ever more slowly from one side: ``target``, where it is given."""
    ends = target is None or abs(float(values[-1]) - target) <= within
    return ends and classify(time, values).name in ("goal-seeking", "decay")


def s_shaped(time, values):
    """True when the curve goes slowly, fast and slowly again, in one direction."""
    return classify(time, values).name == "s-shaped"


def collapses(time, values, share=0.5):
    """True when the curve ends below its highest value by at least ``share`` of that value."""
    time, values = checked(time, values)
    return bool(values[-1] <= (1 - share) * values.max())


def worse_before_better(time, values):
    """True when the curve first falls and then wins back half of it or more."""
    return classify(time, values).name == "worse before better"


def better_before_worse(time, values):
    """True when the curve first rises and then falls by more than 1.5 times as much."""
    return classify(time, values).name == "better before worse"


def crosses(time, values, level, between=None):
    """True when the curve passes from one side of ``level`` (a number, or a curve (n,)) to the other.

    ``between`` is a pair of times within which it must happen.
    """
    time, values = checked(time, values)
    side = np.sign(values - level)
    met = time[1:][(side[1:] * side[:-1] < 0) | ((side[1:] == 0) & (side[:-1] != 0))]
    first, last = (-np.inf, np.inf) if between is None else between
    return bool(np.any((met >= first) & (met <= last)))


def turns(time, values, most=0):
    """True when the curve turns no more than ``most`` times and stays a number."""
    return bool(np.all(np.isfinite(values))) and len(turning_points(time, values)) <= most


def fades(time, values, to=1.0):
    """True when the last quarter moves at most ``to`` times as much as the second quarter, or not at all."""
    time, values = checked(time, values)
    marks = np.interp([0.25, 0.5, 0.75], [0, 1], [time[0], time[-1]])
    early = np.ptp(values[(time >= marks[0]) & (time < marks[1])])
    return bool(np.ptp(values[time >= marks[2]]) <= max(to * early, 1e-9))


def measures(time, values, figure, value, within, after=None, at=None):
    """True when the named figure (one of `figures`: "amplitude", "final" …) is ``value`` to ``within``."""
    return bool(abs(figures.figure(figure, time, values, after, at) - value) <= within)


def bistable(time, lanes, within=0.01):
    """True when runs (n, lanes) from several beginnings all come to rest, at two levels and no more.

    ``within`` is how far apart, in the unit of the values, two ends are one level. No claim of a single curve
    can ask this, so it is not among PREDICATES.
    """
    modes = [classify(time, lane) for lane in np.asarray(lanes, dtype=float).T]
    ends = sorted(mode.final for mode in modes)
    gaps = sum(after - before > within for before, after in pairwise(ends))
    return all(mode.at_rest for mode in modes) and gaps == 1


def is_mode(time, values, name, goal=None):
    """True when ``classify`` gives the curve this name."""
    return classify(time, values, goal).name == name


PREDICATES = {
    function.__name__: function
    for function in (
        *(oscillates, damps, settles, reaches, overshoots, stays),
        *(stalls, advances, grows, decays, goal_seeks, s_shaped, collapses, crosses),
        *(worse_before_better, better_before_worse, turns, fades, measures, is_mode),
    )
}
"""The predicates a card's claim may name."""
