"""The behaviour mode of a curve: which of the field's shapes it has, told by the shape alone.

==================================  ==========================================================================
constant                            no change beyond rounding and noise
linear                              changes at one speed
growth, collapse                    rises, falls ever faster (as an exponential does)
goal-seeking, decay                 rises, falls ever more slowly towards a level
s-shaped                            slow, fast, slow: in one direction
overshoot and settle                passes the level where it ends, and gives back less than half of the way
overshoot and collapse              rises and loses half of the rise, all of it, or somewhat more
better before worse                 rises first, and then falls by more than 1.5 times as much
worse before better                 falls first, and wins back half of it or more
damped, sustained, growing          at least three turns (or one full swing), with swings that shrink, last,
oscillation                         grow
stall, advance                      with a goal: at rest short of it; arrived, at it or past it
undefined                           a value is no number (``Mode.broken`` says when, ``Mode.before`` what was)
==================================  ==========================================================================

The method, in the order in which it is done; every threshold is a named constant with its reason.

1. *Noise* (`noise`; from twelve points on). Smooth with a moving parabola, in windows of several widths. Each
   point is foretold from its neighbours alone; take the widest window that foretells as well as any. What it
   misses is the noise. Noise under 0.2 % of the range: the curve is read as it is.
2. *A fast swing is no noise*: where what was smoothed away repeats itself after 5 to 20 points, the curve is
   read as it is.
3. *Noise alone*: where no window foretells the points better than their mean does, the curve is constant.
4. *Turns* (`turns`). Walk along the curve; it has turned at its highest point once it has gone back from
   there by 2 % of the range, or by six standard deviations of the noise that is left.
5. *Three turns or more* (`shapes`): an oscillation. Regress the logarithm of the half swings on their number
   (of the later ones, where there are six turns: a swing that has grown up lasts): ends below 0.8 of where
   it begins, damped; above 1.25, growing. Nothing for 1.5 periods: damped. *One or two turns*: compare the
   legs, as the table says. *No turn*: cut the way from 5 to 95 % into six steps and take the time that the
   curve spends on each (a staircase is read by the middles of its steps): all alike, linear; long, short,
   long, s-shaped; the first longer than the last, growth; else goal-seeking.
6. *Rest* (with a goal): the last tenth of the time moves by less than 1 % of the way, and there is no swing.
   Then it is an advance where no more than 2 % of the way to the goal is left, else a stall.

Modes: Sterman, *Business Dynamics* (2000), chapter 4; stall and advance: passages F10 and F12.
"""

from dataclasses import dataclass

import numpy as np

from pathfinders.behaviour.curve import checked, finite_part, is_flat, late
from pathfinders.behaviour.measures import level
from pathfinders.behaviour.noise import reading
from pathfinders.behaviour.shapes import DEAD, shape
from pathfinders.behaviour.turns import SURE, turns_of

ARRIVED = 0.02
"""A goal is met when no more than this share of the way is left."""
AT_REST = 0.01
"""A curve rests when its last tenth moves by no more than this share of the whole way."""
SHAKES = 0.1
"""However noisy, a curve whose last tenth moves by more than this share of its way does not rest."""
NAMES = (
    *("constant", "linear", "growth", "collapse", "goal-seeking", "decay", "s-shaped"),
    *("overshoot and settle", "overshoot and collapse", "better before worse", "worse before better"),
    *("damped oscillation", "sustained oscillation", "growing oscillation", "stall", "advance", "undefined"),
)
"""Every name a Mode may have."""


@dataclass(frozen=True)
class Mode:
    """What a curve does; ``str(mode)`` is its name."""

    name: str
    """One of NAMES."""
    start: float
    final: float
    """The last value; with noise the level of a rest, and for a curve that swings that of its swings."""
    low: float
    high: float
    amplitude: float
    """Half the range in the second half of the time, without the noise."""
    period: float
    """Mean time from a turn to the next but one, in the time's unit; NaN for a curve that does not swing."""
    swings: float
    """Full swings: half the number of turns."""
    at_rest: bool
    goal: float | None = None
    first: float = float("nan")
    """Half the way between the first two turns, the amplitude of the first swing; NaN below two turns."""
    broken: float | None = None
    """The time of the first value that is no number; the figures are those of the curve before it."""
    before: str = ""
    """The name of the curve before it broke."""

    def __str__(self):
        return self.name

    @property
    def swinging(self):
        """True for the three kinds of oscillation."""
        return self.name.endswith("oscillation")


def classify(time, values, goal=None, least=0.0):
    """Return the Mode of a curve (n,), whatever its offset, scale, sampling and (up to a few %) its noise.

    With ``goal`` a curve that does not swing and has come to rest is named "advance" or "stall". Changes
    below ``least``, in the unit of the values, count as none: the tremble of a hand that draws. One point is
    constant, two are linear. Raises ValueError for rows of unequal length or a time that does not rise.
    """
    time, values = checked(time, values)
    end = finite_part(values)
    if end == len(values):
        return _mode(time, values, goal, least)
    if end == 0:
        nan = float("nan")
        return Mode("undefined", nan, nan, nan, nan, nan, nan, 0.0, False, goal, broken=float(time[0]))
    mode = _mode(time[:end], values[:end], None, least)
    parts = mode.__dict__ | {"name": "undefined", "at_rest": False, "goal": goal}
    return Mode(**parts | {"broken": float(time[end]), "before": mode.name})


def _mode(time, values, goal, least):
    read = reading(time, values)
    flat = is_flat(read.values, least)
    turns = turns_of(read, float("inf") if flat else least)
    name = "constant" if flat else shape(read.time, read.values, turns)
    swinging = name.endswith("oscillation")
    rests = flat or _rests(read, goal, least)
    final = _final(time, values, turns, swinging, rests and read.noise > 0)
    if goal is not None and rests and not swinging:
        name = "advance" if _arrived(values[0], final, goal) else "stall"
    return Mode(
        name, float(values[0]), final, float(values.min()), float(values.max()),
        float(np.ptp(late(read.time, read.values)[1])) / 2,
        turns.period if swinging else float("nan"), len(turns) / 2, bool(rests), goal,
        first=float(turns.heights[0]) if len(turns) > 1 else float("nan"),
    )  # fmt: skip


def _arrived(start, final, goal):
    """True at the goal, and past it for a curve that began short of it."""
    near = ARRIVED * max(abs(goal - start), abs(goal - final), abs(goal))
    return abs(final - goal) <= near or (abs(goal - start) > near and (final - goal) * (goal - start) > 0)


def _tail(time, values):
    """The last tenth of the time, and two points at least: one point alone always rests."""
    return values[-max(2, int(np.sum(time >= time[-1] - 0.1 * (time[-1] - time[0])))) :]


def _rests(read, goal, least):
    way = max(float(np.ptp(read.values)), abs(goal - read.values[0]) if goal is not None else 0.0)
    bears = max(AT_REST * way, min(SURE * read.left, SHAKES * way), least)
    return np.ptp(_tail(read.time, read.values)) <= bears


def _final(time, values, turns, swinging, shakes):
    if swinging and len(turns) == 2:
        return float(np.mean(turns.values))
    if swinging and time[-1] - turns.time[-1] <= DEAD * turns.period:
        return level(time, values)
    return float(np.mean(_tail(time, values))) if shakes else float(values[-1])
