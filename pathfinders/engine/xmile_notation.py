"""Equations in the notation of XMILE, in forms that all its readers take alike.

Readers differ in what rounds, in what is next to nothing and in what they know at all, so such functions are
written out in plain ones; their values are the model's to rounding.
"""

import re
from typing import ClassVar

from pathfinders.engine.events import event
from pathfinders.engine.printer import ATOM, Printer
from pathfinders.model import Unsupported
from pathfinders.model.tree import ANGLES, COMPARISONS, CURVES, EVENTS, SMALL, Apply, Name, Number

LAGS = {"smooth": "SMTH1", "smoothi": "SMTH1", "smooth3": "SMTH3", "smooth3i": "SMTH3"}
LAGS |= {"delay1": "DELAY1", "delay1i": "DELAY1", "delay3": "DELAY3", "delay3i": "DELAY3"}
LAGS |= {"trend": "TREND", "initial": "INIT"}
STAGED = {"smoothn": "smoothi", "delayn": "delay1i"}
"""Lags of any order, each with the lag that is one of its stages."""
WORDS = {"and", "or", "not", "if", "then", "else", "mod", "time", "dt", "starttime", "stoptime", "pi", "inf"}
ONE, TWO, LEAST = Number(1.0), Number(2.0), Number(SMALL)


def _of(op):
    return lambda *args: Apply(op, args)


plus, minus, times, over, exp, ln, less = map(_of, ("+", "-", "*", "/", "exp", "ln", "<"))


def xidz(x, divisor, otherwise):
    """The quotient, where the divisor is not next to nothing."""
    return Apply("if", (less(Apply("abs", (divisor,)), LEAST), otherwise, over(x, divisor)))


def quantum(x, unit):
    """A whole multiple of the unit, where that is more than nothing."""
    return Apply("if", (less(unit, LEAST), x, times(unit, Apply("integer", (over(x, unit),)))))


PLAIN = {
    "sinh": lambda x: over(minus(exp(x), exp(Apply("negative", (x,)))), TWO),
    "cosh": lambda x: over(plus(exp(x), exp(Apply("negative", (x,)))), TWO),
    "tanh": lambda x: minus(ONE, over(TWO, plus(exp(times(TWO, x)), ONE))),
    "log": lambda x, base: over(ln(x), ln(base)),
    "zidz": lambda x, divisor: xidz(x, divisor, Number(0.0)),
    "xidz": xidz,
    "quantum": quantum,
    "modulo": lambda x, unit: minus(x, quantum(x, unit)),
}


def spelled(name):
    """A name as it stands in an equation; in quotes where a reader could take it for something else."""
    bare = re.sub(r"\s+", "_", name.strip('"'))
    safe = re.fullmatch(r"[^\W\d]\w*", bare) and not bare.lower().startswith("not")
    return bare if safe and bare.lower() not in WORDS else f'"{bare}"'


def numeral(value):
    """A number with all its digits."""
    return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else repr(value)


class XmilePrinter(Printer):
    """Equations in the notation of XMILE."""

    symbols: ClassVar = {op: op for op in ("+", "-", "*", "/", *COMPARISONS)}
    symbols |= {"and": " AND ", "or": " OR "}
    functions: ClassVar = {op: op.upper() for op in ("min", "max", *CURVES, *ANGLES[:6], "not")} | LAGS

    def __init__(self, model):
        super().__init__()
        self.model = model
        self.own = set()
        time = model.time
        self.controls = {"INITIAL TIME": time.start, "FINAL TIME": time.stop}
        self.controls |= {"TIME STEP": time.step, "SAVEPER": time.save}

    def rendered(self, node):
        if isinstance(node, Name):
            if node.name in self.controls:
                return self.number(self.controls[node.name])
            if node.name in self.own:
                return spelled(node.name), ATOM
            time = node.name in ("t", "Time") and node.name not in self.model
            return ("TIME" if time else spelled(self.model[node.name].name)), ATOM
        if isinstance(node, Apply) and node.op in PLAIN:
            return self.rendered(PLAIN[node.op](*node.args))
        if isinstance(node, Apply) and node.op in EVENTS:
            return self.rendered(event(node, self.model.time.step))
        return super().rendered(node)

    def operation(self, node):
        if node.op in (*self.symbols, "negative", "^", "if", "integer", "remainder"):
            return super().operation(node)
        found = f"{node.op.upper()} has no word in XMILE"
        raise Unsupported(self.model.where, found, "another way to write it")

    def number(self, value):
        return numeral(value), ATOM if value >= 0 else 0

    def as_negative(self, value):
        return f"-{self.at(value, ATOM)}", 0

    def as_if(self, condition, yes, no):
        return f"IF {self.text(condition)} THEN {self.at(yes, 1)} ELSE {self.at(no, 1)}", 0

    def as_integer(self, value):
        """Towards nothing, where INT is taken for the integer below by some."""
        text = self.text(value)
        return f"IF ({text})<0 THEN (-INT(-({text}))) ELSE INT({text})", 0

    def as_remainder(self, value, divisor):
        return f"{self.at(value, ATOM)} mod {self.at(divisor, ATOM)}", 0

    def lookup(self, index, argument):
        raise AssertionError(f"table {index} of {argument} was not set apart")


# Not a name of Python, so it cannot be written as a method in the class.
def _power(printer, base, exponent):
    return f"{printer.at(base, ATOM)}^{printer.at(exponent, ATOM)}", 8


setattr(XmilePrinter, "as_^", _power)
