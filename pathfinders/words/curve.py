"""One sentence for one curve, computed from the curve."""

import re
from dataclasses import dataclass

import numpy as np

from pathfinders.behaviour import classify
from pathfinders.behaviour.turns import turning_points
from pathfinders.words.names import agree, is_many, subject
from pathfinders.words.numbers import amount, number, place, spoken, with_unit
from pathfinders.words.units import singular

RISES, FALLS = "[rises|rise]", "[falls|fall]"
WAYS = {
    "linear": "{moves} evenly from {start} to {final}",
    "growth": f"{RISES} faster and faster, from {{start}} to {{final}}",
    "collapse": f"{FALLS} faster and faster, from {{start}} to {{final}}",
    "goal-seeking": f"{RISES} more and more slowly, from {{start}} to {{final}}",
    "decay": f"{FALLS} more and more slowly, from {{start}} to {{final}}",
    "s-shaped": "{moves} from {start} to {final}: slowly, then fast, then slowly again",
    "overshoot and settle": "{moves_first} from {start} to {turn}{when} and [comes|come] back to {final}",
    "overshoot and collapse": f"{RISES} from {{start}} to {{turn}}{{when}} and {FALLS} back to {{final}}",
    "better before worse": f"first {RISES} from {{start}} to {{turn}}{{when}}, then {FALLS} to {{final}}",
    "worse before better": f"first {FALLS} from {{start}} to {{turn}}{{when}}, then {RISES} to {{final}}",
}
"""Mode → what a curve of the mode does; of "[rises|rise]" the second is for many, such as members."""
SWINGS = {
    "damped oscillation": "[swings|swing] around {final}{period}, at first {first} to either side, and each"
    " swing is smaller{rest}",
    "sustained oscillation": "[swings|swing] {times} around {final}, {amplitude} to either side{period}",
    "growing oscillation": "[swings|swing] around {final}{period}, and each swing is wider: {first} to either"
    " side at first, {last} at last",
}
BRIEFLY = {
    "damped oscillation": "[swings|swing] less and less{period}, around {final}",
    "sustained oscillation": "[swings|swing] {amplitude} to either side{period}",
    "growing oscillation": "[swings|swing] more and more{period}, {amplitude} to either side at last",
}
"""Where there is room for a few words only."""
START = re.compile(r",? from .*?(?= to )")
REST = re.compile(r", where \[it rests\|they rest\]$")
TIMES = ("second", "minute", "hour", "day", "week", "month", "quarter", "year", "scene", "step", "time")
"""Words on an axis that say that it is time; an axis without a word is taken for time too."""


@dataclass(frozen=True)
class Along:
    """What a curve runs along: time, or a parameter that was changed from run to run."""

    unit: str = ""
    """The unit of the time, as one, such as "month"."""
    name: str = ""
    """The name of the parameter; "" for time."""

    def at(self, where, span):
        """The place in words: " at month 15", " at hierarchy 0.4"; ``span`` is how far the curve runs."""
        word = self.name or (self.unit if self.unit.isalpha() else "")
        return " at " + f"{word} {place(where, span)}".strip()


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
    told = Telling(mode, turning_points(time, values), (time[0], time[-1]), over, measure)
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
    values = np.where(np.isfinite(values), values, 0.0)
    told = Telling(mode, turning_points(time, values), (time[0], time[-1]), over, "", least)
    does = told.words(mode.name) if mode.name not in BRIEFLY else told.swing(BRIEFLY[mode.name])
    return agree(START.sub("", REST.sub("", does)), False)


@dataclass(frozen=True)
class Telling:
    """One curve, on its way into words."""

    mode: object
    turns: object
    ends: tuple
    """The first and the last place along which it runs."""
    over: Along
    measure: str
    least: float = 0.0
    """What is smaller is 0."""

    def say(self, value, unit=False):
        """A number of this curve: all have the decimals of its largest value."""
        text = "0" if abs(value) < self.least else number(value, max(abs(self.mode.low), abs(self.mode.high)))
        return with_unit(text, self.measure) if unit else text

    def words(self, name):
        """The words for a mode of this name."""
        if name == "constant":
            return self._still()
        if name in SWINGS:
            return self.swing(SWINGS[name]) if not self.over.name else self._to_and_fro()
        turn = self._peak()
        rises = self.mode.final > self.mode.start
        told = WAYS[name].format(
            start=self.say(self.mode.start),
            final=self.say(self.mode.final, unit=True),
            turn=self.say(turn[1]),
            when=self.over.at(turn[0], self.ends[1] - self.ends[0]),
            moves=RISES if rises else FALLS,
            moves_first=RISES if turn[1] > self.mode.start else FALLS,
        )
        if self.over.name:
            return f"{told}, as {self.over.name} {self._span()}"
        return told + (", where [it rests|they rest]" if self.mode.at_rest else "")

    def _peak(self):
        """(when, value) of the turn farthest from the start; of the start where there is none."""
        pairs = zip(self.turns.time, self.turns.values, strict=True)
        return max(pairs, key=lambda pair: abs(pair[1] - self.mode.start), default=(0.0, self.mode.start))

    def _still(self):
        steady = self.say(self.mode.low) == self.say(self.mode.high)
        if steady:
            return f"[stays|stay] at {self.say(self.mode.final, unit=True)}"
        shake = f"between {self.say(self.mode.low)} and {self.say(self.mode.high)}"
        return f"[stays|stay] around {self.say(self.mode.final, unit=True)}, with noise {shake}"

    def _to_and_fro(self):
        between = f"{self.say(self.mode.low)} and {self.say(self.mode.high, unit=True)}"
        return f"[goes|go] up and down between {between}, as {self.over.name} {self._span()}"

    def _span(self):
        way = f"from {spoken(self.ends[0])} to {spoken(self.ends[1])}"
        return agree(f"[goes|go] {way}", is_many(self.over.name))

    def swing(self, way):
        """A sentence part of SWINGS or BRIEFLY with the figures of this curve."""
        mode, times = self.mode, self.mode.swings
        period = amount(float(f"{mode.period:.2g}"), self.over.unit) if mode.period > 0 else ""
        return way.format(
            final=self.say(mode.final, unit=True),
            period=f", {period} to and fro" if period else "",
            times="once" if times == 1 else f"{spoken(times)} times",
            amplitude=self.say(mode.amplitude),
            first=self.say(mode.first),
            last=self.say(self.turns.heights[-1] if len(self.turns) > 1 else mode.amplitude),
            rest=", until [it rests|they rest] there" if mode.at_rest else "",
        )

    def outcome(self, time, values, goal):
        """What became of the goal, in words; "" without one."""
        if goal is None:
            return ""
        name, there = classify(time, values, goal).name, self.say(goal)
        if name == "stall":
            return f", short of {there}"
        if name == "advance":
            arrives = f"; [it arrives|they arrive] at {there}"
            return ", [its|their] goal" if self.mode.name == "constant" else arrives
        if self.mode.low - 1e-9 <= goal <= self.mode.high + 1e-9:
            return f"; [it passes|they pass] {there}" + (", and back again" if self.mode.swinging else "")
        swings = "[it never arrives|they never arrive] at"
        return f"; {swings if self.mode.swinging else '[it has|they have] not reached'} {there}"
