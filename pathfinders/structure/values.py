"""The value of an equation for given values of its names: a point, or a whole run at once."""

from dataclasses import fields
from functools import lru_cache

import numpy as np

from pathfinders.engine.lanes import LanesPrinter, compiled
from pathfinders.engine.program import Program
from pathfinders.model.tree import EVENTS, LAGS, Apply, Name, Number, Table, walk

FUNCTIONS = {
    **{"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "^": np.power},
    **{"=": np.equal, "<>": np.not_equal, "<": np.less, "<=": np.less_equal},
    **{">": np.greater, ">=": np.greater_equal, "and": np.logical_and, "or": np.logical_or},
    **{"not": np.logical_not, "if": np.where, "min": np.minimum, "max": np.maximum, "abs": np.abs},
    **{"negative": np.negative, "exp": np.exp, "ln": np.log, "sqrt": np.sqrt},
    **{name: getattr(np, name) for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")},
    **{name: getattr(np, name) for name in ("arcsin", "arccos", "arctan")},
}
EVENT = {
    "step": lambda time, height, start: np.where(time >= start, height, 0.0),
    "pulse": lambda time, start, width: np.where((time >= start) & (time < start + width), 1.0, 0.0),
    "ramp": lambda time, slope, start, end: slope * (np.clip(time, start, end) - start),
}


def has_event(tree):
    """True where a tree waits for a moment: a step, a pulse, a ramp."""
    return any(isinstance(node, Apply) and node.op in EVENTS for node in walk(tree))


def value(tree, values):
    """The value of ``tree``, with ``values[name]`` a number or an array for each name in it and for ``Time``.

    A lag counts as what goes into it: what it will give if nothing else changes.
    """
    with np.errstate(all="ignore"):
        return _value(tree, values)


def _value(tree, values):
    if isinstance(tree, Number):
        return tree.value
    if isinstance(tree, Table):
        return np.interp(_value(tree.argument, values), *zip(*tree.points, strict=True))
    if not isinstance(tree, Apply):
        return values[tree.name]
    arguments = [_value(argument, values) for argument in tree.args]
    if tree.op in LAGS or tree.op == "initial":
        return arguments[0]
    if tree.op in EVENT:
        return EVENT[tree.op](values["Time"], *arguments)
    return (FUNCTIONS.get(tree.op) or _printed(tree.op, len(arguments)))(*arguments)


@lru_cache(maxsize=64)
def _printed(op, count):
    """The function of an operation as the lanes print it, for those that have no name above."""
    printer, letters = LanesPrinter(), [f"a{place}" for place in range(count)]
    text = f"lambda {','.join(letters)}: {printer.text(Apply(op, tuple(map(Name, letters))))}"
    nothing = Program(*((),) * len(fields(Program)))
    return eval(compile(text, "<pathfinders>", "eval"), compiled(nothing, 1.0).__globals__)
