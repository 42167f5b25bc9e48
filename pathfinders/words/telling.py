"""One curve on its way into words: the way that each behaviour mode goes, and the figures of the curve."""

from dataclasses import dataclass
from itertools import pairwise

from pathfinders.behaviour import classify
from pathfinders.words.names import agree, is_many
from pathfinders.words.numbers import amount, number, place, spoken, with_unit

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
MANY = 3
"""Turns from which on a curve is told as one that swings."""


def hardly_moves(mode):
    """Whether a curve of this Mode stays within what its printed numbers can show."""
    size = max(abs(mode.low), abs(mode.high))
    return number(mode.low, size) == number(mode.high, size)


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
    last: float = 0.0
    """The value at the end, which for a curve that swings is not the level that its mode has as final."""

    def say(self, value, unit=False):
        """A number of this curve: all have the decimals of its largest value."""
        text = "0" if abs(value) < self.least else number(value, max(abs(self.mode.low), abs(self.mode.high)))
        return with_unit(text, self.measure) if unit else text

    def words(self, name):
        """The words for a mode of this name."""
        if name == "constant":
            return self._still()
        if self.hardly:
            return f"[stays|stay] close to {self.say(self.mode.final, unit=True)}"
        if name in SWINGS and not self.over.name:
            return self._one_by_one() if self.few else self.swing(SWINGS[name])
        if name in SWINGS:
            return self._to_and_fro()
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

    @property
    def hardly(self):
        """True where all that is printed of the curve would be one number."""
        return hardly_moves(self.mode)

    @property
    def few(self):
        """True for a curve with two turns: what comes after them may be no swing at all."""
        return len(self.turns) < MANY

    def _one_by_one(self):
        """Its turns, as they come."""
        ways, span = [], self.ends[1] - self.ends[0]
        values = [self.mode.start, *self.turns.values, self.last]
        for order, (before, value) in enumerate(pairwise(values)):
            when = self.over.at(self.turns.time[order], span) if order < len(self.turns) else ""
            last = order == len(self.turns)
            ways.append(f"{RISES if value > before else FALLS} to {self.say(value, unit=last)}{when}")
        first, *middle, last = ways
        first = first.replace(" to ", f" from {self.say(values[0])} to ", 1)
        rests = ", where [it rests|they rest]" if self.mode.at_rest else ""
        return f"{', '.join([first, *middle])} and then {last}{rests}"

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
