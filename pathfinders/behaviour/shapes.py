"""The name of a shape: steps 4 to 6 of the method that `modes` describes."""

import numpy as np

from pathfinders.behaviour.curve import ROUNDING

STEPS = np.linspace(0.05, 0.95, 7)
"""The way of a curve without turns is cut at these shares: the first and last twentieth belong to noise and
to waiting, and six steps are enough to see slow, fast, slow."""
EVEN = 1.35
"""A curve is linear when its slowest step takes no more than this times its fastest: an exponential that
bends less grows by less than a half of itself, and the eye draws it with a ruler."""
SLOWER = 1.4
"""A first, or last, step that takes this times the fastest one is a slow beginning, or end."""
WAITS = 0.3
"""An even rise that waits for this share of the time before it, or rests after it, is no straight line."""
GIVEN_BACK = 0.5
"""A curve that turns once and gives back less than half of its way settles; more, and it has lost it."""
BEYOND = 1.5
"""A curve that gives back so many times its first way has gone beyond its start: that was the smaller."""
PART = 0.4
"""With two turns, a first or last leg below this share of the middle one is the beginning or the end of an
overshoot; the quarters of a full swing are half of the middle one, and so above it."""
SHRINKS = 0.8
"""Swings that end at less than this share of where they began are damped."""
GROWS = 1.25
"""Swings that end above this many times where they began are growing."""
DEAD = 1.5
"""After so many periods without a turn a swing has died away."""


def shape(time, values, turns):
    """Return the name of a curve that changes (n >= 2), read by its Turns."""
    if len(turns) >= 3:
        return oscillation(time, turns)
    ways = np.abs(np.diff([values[0], *turns.values, values[-1]]))
    if len(turns) == 0:
        return one_way(time, values)
    if len(turns) == 1:
        return there_and_back(*ways, turns.values[0] > values[0])
    first, middle, last = ways
    if last < PART * middle and last <= first:
        return there_and_back(first, middle, turns.values[0] > values[0])
    if first < PART * middle:
        return there_and_back(middle, last, turns.values[1] > turns.values[0], first)
    return _changing(last / first)


def there_and_back(there, back, up, before=0.0):
    """The name of a curve that goes a way there and a way back; ``before`` a smaller one the other way."""
    if back > BEYOND * there:
        return "better before worse" if up else "worse before better"
    if before and back < GIVEN_BACK * there:
        return "worse before better" if up else "better before worse"
    if back < GIVEN_BACK * there:
        return "overshoot and settle"
    return "overshoot and collapse" if up else "worse before better"


def oscillation(time, turns):
    """The name of a curve of three turns or more: by the later half of its swings, where it has six turns."""
    if time[-1] - turns.time[-1] > DEAD * turns.period:
        return "damped oscillation"
    heights = turns.heights[len(turns.heights) // 2 :] if len(turns) > 5 else turns.heights
    slope = np.polyfit(np.arange(len(heights)), np.log(heights), 1)[0]
    return _changing(float(np.exp(slope * (len(heights) - 1))))


def _changing(change):
    if change < SHRINKS:
        return "damped oscillation"
    return "growing oscillation" if change > GROWS else "sustained oscillation"


def one_way(time, values):
    """The name of a curve without turns: by the time it spends on each of the six steps of its way."""
    rises = bool(values[-1] > values[0])
    time, share = stairs(time, (values - values[0]) / (values[-1] - values[0]))
    passed = time_below(time, share, STEPS)
    stay, whole = np.diff(passed), time[-1] - time[0]
    slow_start, slow_end = stay[0] >= SLOWER * stay.min(), stay[-1] >= SLOWER * stay.min()
    if stay.max() <= EVEN * stay.min():
        slow_start, slow_end = passed[0] > WAITS * whole, whole - passed[-1] > WAITS * whole
        if not slow_start and not slow_end:
            return "linear"
    if slow_start and slow_end:
        return "s-shaped"
    if slow_start if slow_start != slow_end else stay[0] > stay[-1]:
        return "growth" if rises else "collapse"
    return "goal-seeking" if rises else "decay"


def stairs(time, share):
    """A curve that stands still for most of the time and moves at three places or more, by the middles of its
    steps: a staircase has the shape of its banister. Any other curve as it is."""
    moves = np.abs(np.diff(share)) > ROUNDING
    starts = np.flatnonzero(moves & ~np.concatenate(([False], moves[:-1])))
    ends = np.flatnonzero(moves & ~np.concatenate((moves[1:], [False]))) + 1
    if len(starts) < 3 or moves.mean() > 0.5:
        return time, share
    return (time[starts] + time[ends]) / 2, (share[starts] + share[ends]) / 2


def time_below(time, share, marks):
    """The time (m,) that a curve spends below each mark: where it rises steadily, when it passes the mark.

    A curve that wavers about a mark passes it, by this measure, at the mean of its crossings.
    """
    low, high = np.minimum(share[:-1], share[1:]), np.maximum(share[:-1], share[1:])
    with np.errstate(all="ignore"):
        part = (marks[:, None] - low) / (high - low)
    part = np.where(high > low, np.clip(part, 0, 1), low < marks[:, None])
    return part @ np.diff(time)
