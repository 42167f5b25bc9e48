"""Which unit an equation gives: one rule for each operation."""

from functools import singledispatchmethod

from pathfinders.model.order import lag_parts
from pathfinders.model.tree import ANGLES, COMPARISONS, LAGS, Apply, Name, Number, Table
from pathfinders.model.units import ONE

ANY = None  # the unit of a literal 0
PLAIN = ("exp", "ln", *ANGLES)
ALIKE = ("+", "-", "min", "max", "modulo", "quantum", *COMPARISONS)
NAMES = {
    "*": "times",
    "/": "over",
    "^": "power",
    "sqrt": "root",
    "abs": "as_is",
    "initial": "as_is",
    "integer": "as_is",
    "zidz": "over",
    "pulse train": "pulse_train",
    "xidz": "fallback",
    "negative": "as_is",
    "if": "choice",
}
NAMES |= {"and": "logic", "or": "logic", "not": "logic"}


class Mismatch(Exception):
    """Two units that should be one."""

    def __init__(self, found, expected):
        self.found, self.expected = found, expected
        super().__init__(found)


class UnitRules:
    """The unit of any tree; ``units`` maps the names in it to theirs, ``time`` is that of the time."""

    def same(self, found, expected, words):
        """The unit that both have; raises where they differ."""
        if found is ANY or expected is ANY:
            return expected if found is ANY else found
        if found != expected:
            raise Mismatch(f"{words} {found}", f"{expected}")
        return found

    @singledispatchmethod
    def unit(self, node):
        """The unit of a tree; ANY for a literal 0."""
        raise TypeError(node)

    @unit.register
    def _(self, node: Number):
        return ANY if node.value == 0 else ONE

    @unit.register
    def _(self, node: Name):
        return self.units.get(node.name, ANY)

    @unit.register
    def _(self, node: Table):
        self.plain(node.argument, f"the lookup “{node.name}”" if node.name else "WITH LOOKUP")
        return self.units.get(node.name, ANY) if node.name else ONE

    @unit.register
    def _(self, node: Apply):
        if node.op in LAGS and node.op != "trend":
            return self.lag(node)
        if node.op in PLAIN:
            return self.plain(node.args[0], node.op.upper())
        if node.op in ALIKE:
            left, right = map(self.unit, node.args)
            return self.same(right, left, f"“{node.op.upper()}” joins {left} with")
        return getattr(self, NAMES.get(node.op, node.op))(*node.args)

    def plain(self, node, name):
        """Refuse a unit where none may be."""
        self.same(self.unit(node), ONE, f"{name} is taken of the unit")
        return ONE

    def times(self, left, right):
        left, right = self.unit(left), self.unit(right)
        return ANY if left is ANY or right is ANY else left * right

    def over(self, left, right):
        left, right = self.unit(left), self.unit(right)
        return ANY if left is ANY else left if right is ANY else left / right

    def fallback(self, left, right, otherwise):
        return self.same(self.unit(otherwise), self.over(left, right), "the last value of XIDZ has the unit")

    def log(self, value, base):
        self.plain(base, "the base of LOG")
        return self.plain(value, "LOG")

    def trend(self, value, time, initial):
        self.unit(value)
        self.moment(time, "TREND")
        return self.same(self.unit(initial), ONE / self.time, "the initial value of TREND has the unit")

    def power(self, base, exponent):
        unit = self.unit(base)
        self.plain(exponent, "a power")
        if not unit:
            return unit
        exponent = exponent.args[0] if (sign := getattr(exponent, "op", "") == "negative") else exponent
        if not isinstance(exponent, Number):
            found = f"a variable is the power of the unit {unit}"
            raise Mismatch(found, "a number, or a base without a unit")
        if exponent.value > 99:
            raise Mismatch(f"the unit {unit} is raised to the power {exponent.value:g}", "at most 99")
        return unit ** (-exponent.value if sign else exponent.value)

    def root(self, value):
        unit = self.unit(value)
        return ANY if unit is ANY else unit**0.5

    def choice(self, condition, yes, no):
        self.unit(condition)
        yes, no = self.unit(yes), self.unit(no)
        return self.same(no, yes, f"IF THEN ELSE chooses between {yes} and")

    def logic(self, *conditions):
        for condition in conditions:
            self.unit(condition)
        return ONE

    def as_is(self, value):
        return self.unit(value)

    def step(self, height, begin):
        self.moment(begin, "STEP")
        return self.unit(height)

    def pulse(self, begin, width):
        self.moment(begin, "PULSE")
        self.moment(width, "PULSE")
        return ONE

    def pulse_train(self, *moments):
        for moment in moments:
            self.moment(moment, "PULSE TRAIN")
        return ONE

    def ramp(self, slope, begin, end):
        self.moment(begin, "RAMP")
        self.moment(end, "RAMP")
        slope = self.unit(slope)
        return ANY if slope is ANY else slope * self.time

    def moment(self, node, name):
        self.same(self.unit(node), self.time, f"a time in {name} has the unit")

    def lag(self, node):
        value, time, initial = lag_parts(node)
        name = {"smoothn": "SMOOTH N", "delayn": "DELAY N"}.get(node.op, node.op.upper())
        self.moment(time, name)
        return self.same(self.unit(initial), self.unit(value), f"the initial value of {name} has the unit")
