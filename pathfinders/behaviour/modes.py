"""The behaviour mode of a curve: which of the field's dozen shapes it has, told by the shape alone.

==================================  ==========================================================================
constant                            no change beyond rounding
linear                              changes at one speed
growth, collapse                    rises, falls ever faster
goal-seeking, decay                 rises, falls ever more slowly towards a level
s-shaped                            slow, fast, slow: in one direction
overshoot                           passes the level where it ends and comes back
better before worse, and reverse    a first answer that is smaller than the opposite one after it
damped, sustained, growing          at least three turns, with swings that shrink, last, grow
oscillation
stall, advance                      with a goal: at rest short of it; arrived
==================================  ==========================================================================

Modes: Sterman, *Business Dynamics* (2000), chapter 4; stall and advance: passages F10 and F12.
"""

from dataclasses import dataclass

import numpy as np

from pathfinders.behaviour.curve import checked, is_flat, late, noise, turning_points
from pathfinders.behaviour.measures import level

ARRIVED = 0.02
"""A goal is met when no more than this share of the way is left."""
AT_REST = 0.01
"""A curve rests when its last tenth moves by no more than this share of the whole way."""


@dataclass(frozen=True)
class Mode:
    """What a curve does; ``str(mode)`` is its name."""

    name: str
    """One of the names in the table above, or "undefined" where a value is not finite."""
    start: float
    final: float
    """The last value; the level of the rest of a curve that rests, of the swings of one that still swings."""
    low: float
    high: float
    amplitude: float
    """Half the range in the second half of the time."""
    period: float
    """Mean time from a turn to the next but one, in the time's unit; NaN for a curve that does not swing."""
    swings: float
    """Full swings: half the number of turns."""
    at_rest: bool
    goal: float | None = None

    def __str__(self):
        return self.name

    @property
    def swinging(self):
        """True for the three kinds of oscillation."""
        return self.name.endswith("oscillation")


def classify(time, values, goal=None):
    """Return the Mode of a curve (n,), whatever its offset, scale and sampling; it bears 1 % of noise.

    With ``goal`` a curve that does not swing and has come to rest is named "advance" or "stall". Raises
    ValueError for rows of unequal length, fewer than three points or a time that does not rise.
    """
    time, values = checked(time, values)
    if not np.all(np.isfinite(values)):
        nan = float("nan")
        return Mode("undefined", float(values[0]), float(values[-1]), nan, nan, nan, nan, 0.0, False, goal)
    turns = turning_points(time, values)
    name = _shape(time, values, turns)
    swinging = name.endswith("oscillation")
    rests = _rests(time, values, goal)
    final = _final(time, values, turns, swinging, rests)
    if goal is not None and rests and not swinging:
        way = max(abs(goal - values[0]), abs(goal - final))
        name = "advance" if abs(final - goal) <= ARRIVED * max(way, abs(goal)) else "stall"
    amplitude = float(np.ptp(late(time, values)[1])) / 2 if len(time) > 5 else float(np.ptp(values)) / 2
    return Mode(
        name, float(values[0]), final, float(values.min()), float(values.max()), amplitude,
        turns.period if swinging else float("nan"), len(turns) / 2, rests, goal,
    )  # fmt: skip


def _shape(time, values, turns):
    if is_flat(values):
        return "constant"
    if len(turns) >= 3:
        return _oscillation(time, turns)
    if len(turns) == 0:
        return _one_way(time, values)
    first, last = abs(turns.values[0] - values[0]), abs(values[-1] - turns.values[0])
    if len(turns) == 2 or first >= last:
        return "overshoot"
    return "better before worse" if turns.values[0] > values[0] else "worse before better"


def _oscillation(time, turns):
    if time[-1] - turns.time[-1] > 1.5 * turns.period:
        return "damped oscillation"
    heights = turns.heights[len(turns.heights) // 2 :] if len(turns) > 5 else turns.heights
    if len(heights) < 2:
        return "damped oscillation" if heights[-1] < turns.heights[0] else "sustained oscillation"
    slope = np.polyfit(np.arange(len(heights)), np.log(heights), 1)[0]
    change = float(np.exp(slope * (len(heights) - 1)))
    if change < 0.8:
        return "damped oscillation"
    return "growing oscillation" if change > 1.25 else "sustained oscillation"


def _one_way(time, values):
    """Shape of a curve without turns: its gains in the thirds of the time that holds 90 % of the change."""
    smooth = _smooth(values) if noise(values) > 0.001 * np.ptp(values) else values
    share = (smooth - smooth[0]) / (smooth[-1] - smooth[0])
    begin, end = (np.interp(level, np.maximum.accumulate(share), time) for level in (0.05, 0.95))
    early, middle, last = np.diff(np.interp(np.linspace(begin, end, 4), time, share))
    rises = values[-1] > values[0]
    if max(early, middle, last) <= 1.15 * min(early, middle, last):
        return "linear"
    if middle > 1.25 * early and middle > 1.25 * last:
        return "s-shaped"
    if last > early:
        return "growth" if rises else "collapse"
    return "goal-seeking" if rises else "decay"


def _smooth(values):
    width = max(1, len(values) // 50)
    return np.convolve(np.pad(values, width, mode="edge"), np.ones(2 * width + 1) / (2 * width + 1), "valid")


def _rests(time, values, goal):
    tail = values[time >= time[-1] - 0.1 * (time[-1] - time[0])]
    way = max(float(np.ptp(values)), abs(goal - values[0]) if goal is not None else 0.0)
    return bool(np.ptp(tail) <= max(AT_REST * way, min(8 * noise(values), 0.1 * way)) or is_flat(values))


def _final(time, values, turns, swinging, rests):
    if swinging and time[-1] - turns.time[-1] <= 1.5 * turns.period:
        return level(time, values)
    return (
        float(np.mean(values[time >= time[-1] - 0.1 * (time[-1] - time[0])])) if rests else float(values[-1])
    )
