"""One sentence for one curve, computed from the curve."""

import math

from pathfinders.behaviour import classify
from pathfinders.behaviour.turns import turning_points
from pathfinders.words.numbers import amount, number

WAYS = {
    "linear": "{moves} evenly from {start} to {final}",
    "growth": "rises faster and faster, from {start} to {final}",
    "collapse": "falls faster and faster, from {start} to {final}",
    "goal-seeking": "rises more and more slowly, from {start} to {final}",
    "decay": "falls more and more slowly, from {start} to {final}",
    "s-shaped": "{moves} from {start} to {final}: slowly, then fast, then slowly again",
    "overshoot and settle": "{moves_first} from {start} to {turn} and comes back to {final}",
    "overshoot and collapse": "rises from {start} to {turn} and falls back to {final}",
    "better before worse": "first rises from {start} to {turn}, then falls to {final}",
    "worse before better": "first falls from {start} to {turn}, then rises to {final}",
}
SWINGS = {
    "damped oscillation": "swings around {final}, {period} to and fro, and each swing is smaller{rest}",
    "sustained oscillation": "swings {times} around {final}, {amplitude} to either side, {period} to and fro",
    "growing oscillation": "swings around {final}, {period} to and fro, and each swing is wider, the last one"
    " {last} to either side",
}


def sentence(name, time, values, unit="", goal=None):
    """What the curve ``name`` does, as a sentence; ``unit`` is the time's, ``goal`` what it might arrive at.

    The words follow the behaviour mode, the figures are the curve's own (two decimals of its largest value).
    """
    mode = classify(time, values)
    if mode.name == "undefined":
        broken = next(t for t, value in zip(time, values, strict=True) if not math.isfinite(value))
        return f"{name} breaks off at {number(float(broken), 100)}: what follows is no number."
    scale = max(abs(mode.low), abs(mode.high))
    if mode.name == "constant":
        return f"{name} stays at {number(mode.final, scale)}{_goal(mode, goal, scale, time, values)}."
    turns = turning_points(time, values)
    words = (_swing if mode.swinging else _way)(mode, turns, unit, scale)
    return f"{name} {words}{_goal(mode, goal, scale, time, values)}."


def _way(mode, turns, unit, scale):
    turn = turns.values[0] if len(turns) else mode.final
    rises, up_first = mode.final > mode.start, turn > mode.start
    words = WAYS[mode.name].format(
        start=number(mode.start, scale),
        final=number(mode.final, scale),
        turn=number(turn, scale),
        moves="rises" if rises else "falls",
        moves_first="rises" if up_first else "falls",
    )
    return words + (", where it rests" if mode.at_rest else "")


def _swing(mode, turns, unit, scale):
    times = int(mode.swings)
    return SWINGS[mode.name].format(
        final=number(mode.final, scale),
        period=amount(float(f"{mode.period:.2g}"), unit),
        times="once" if times == 1 else f"{times} times",
        amplitude=number(mode.amplitude, scale),
        last=number(turns.heights[-1], scale),
        rest=", until it rests there" if mode.at_rest else "",
    )


def _goal(mode, goal, scale, time, values):
    if goal is None:
        return ""
    if classify(time, values, goal).name == "advance":
        return f"; it arrives at {number(goal, scale)}"
    met = mode.low - 1e-9 <= goal <= mode.high + 1e-9
    return f"; it {'passes' if met else 'does not reach'} {number(goal, scale)}"
