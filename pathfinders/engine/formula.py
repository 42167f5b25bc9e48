"""The value of a card's formula for given constants."""

from dataclasses import fields
from functools import lru_cache

import numpy as np

from pathfinders.engine.lanes import LanesPrinter, compiled
from pathfinders.engine.program import Program
from pathfinders.model.tree import Apply, Name, Table, names


def value(formula, values):
    """The value of a Formula; ``values[name]`` is a number or an array (n,) for each name in it."""
    call, given = _compiled(formula.tree)
    with np.errstate(all="ignore"):
        return call(*(np.asarray(values[name], dtype=float)[()] for name in given))


@lru_cache(maxsize=512)
def _compiled(tree):
    given = names(tree)
    ids = {name: f"p{index}" for index, name in enumerate(given)}
    printer = LanesPrinter()
    text = f"lambda {','.join(ids.values())}: {printer.assigned(_renamed(tree, ids))}"
    nothing = Program(*((),) * len(fields(Program)))
    return eval(compile(text, "<pathfinders>", "eval"), compiled(nothing, 1.0).__globals__), given


def _renamed(tree, ids):
    if isinstance(tree, Name):
        return Name(ids[tree.name])
    if isinstance(tree, Table):
        return Table(_renamed(tree.argument, ids), tree.points)
    if isinstance(tree, Apply):
        return Apply(tree.op, tuple(_renamed(part, ids) for part in tree.args))
    return tree
