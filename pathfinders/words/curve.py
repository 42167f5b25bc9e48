"""One sentence for one curve, computed from the curve."""

import re

from pathfinders.behaviour import classify
from pathfinders.behaviour.turns import turning_points
from pathfinders.words.names import agree, is_many, subject
from pathfinders.words.telling import BRIEFLY, Along, Telling
from pathfinders.words.units import singular

START = re.compile(r",? from .*?(?= to )")
REST = re.compile(r", where \[it rests\|they rest\]$")
TIMES = ("second", "minute", "hour", "day", "week", "month", "quarter", "year", "scene", "step", "time")
"""Words on an axis that say that it is time; an axis without a word is taken for time too."""


def along(label, unit):
    """The Along of an axis with this bare ``label`` and ``unit``."""
    word = singular(label.lower())
    timely = not label or word.startswith("time") or word in TIMES or (unit in TIMES)
    return Along(unit if unit in TIMES or timely else "", "" if timely else label)


def sentence(name, time, values, unit="", goal=None, measure="", over=None):
    """What the curve ``name`` does, as a sentence: its behaviour mode, and the figures of its own run.

    ``unit`` is the time's, ``measure`` that of the values; ``goal`` is what it might arrive at, ``over`` an
    Along where the curve does not run along time.
    """
    over = Along(unit) if over is None else over
    mode = classify(time, values)
    ends, last = (time[0], time[-1]), float(values[-1]) if mode.broken is None else mode.final
    told = Telling(mode, turning_points(time, values), ends, over, measure, last=last)
    if mode.name == "undefined":
        way = f"{told.words(mode.before)}, and " if mode.before else ""
        at = over.at(mode.broken, time[-1] - time[0])
        does = f"{way}[breaks|break] off{at}: what follows is no number"
    else:
        does = f"{told.words(mode.name)}{told.outcome(time, values, goal)}"
    return f"{subject(name)} {agree(does, is_many(name))}."


def brief(mode, time, values, unit="", least=0.0):
    """What a curve of this Mode does, in the few words of a table's cell: "rises evenly to 12.0".

    ``unit`` is the time's; a value below ``least`` is said to be 0. It has no subject: what does so is one.
    """
    over = Along(unit)
    if mode.broken is not None:
        return f"breaks off{over.at(mode.broken, time[-1] - time[0])}: no number follows"
    ends = (time[0], time[-1])
    told = Telling(mode, turning_points(time, values), ends, over, "", least, float(values[-1]))
    swings = mode.name in BRIEFLY and not told.hardly and not told.few
    does = told.swing(BRIEFLY[mode.name]) if swings else told.words(mode.name)
    return agree(START.sub("", REST.sub("", does)), False)
