"""The dialect of NumPy lanes: many runs at once, one lane of an array for each, IEEE throughout."""

import math

import numpy as np

from pathfinders.engine.floats import PythonPrinter, source
from pathfinders.engine.printer import ATOM
from pathfinders.model.tree import ANGLES, Number

NUMPY = {
    "^": "power",
    "exp": "exp",
    "ln": "log",
    "sqrt": "sqrt",
    "abs": "abs",
    "min": "minimum",
    "max": "maximum",
}
NUMPY |= {name: name for name in ANGLES}


def choose(condition, yes, no):
    """``np.where``, without arrays where the condition is the same in every lane."""
    if isinstance(condition, np.bool_):
        value = yes if condition else no
        return np.float64(value) if isinstance(value, float) else value
    return np.where(condition, yes, no)


class LanesPrinter(PythonPrinter):
    """NumPy's notation. Literals among themselves become NumPy numbers, so that 1/0 never raises."""

    functions = {op: f"f_{name}" for op, name in NUMPY.items()} | {"if": "f_choose"}
    as_if = as_min = as_max = None

    def assigned(self, node):
        return f"f_number({self.text(node)})" if isinstance(node, Number) else self.text(node)

    def operation(self, node):
        if node.op in ("and", "or", "not"):
            parts = [self.at(argument, ATOM) for argument in node.args]
            return (
                f"({parts[0]}{'&' if node.op == 'and' else '|'}{parts[1]})" if parts[1:] else f"(~{parts[0]})"
            ), 9
        if all(isinstance(argument, Number) for argument in node.args):
            return self.among_literals(node)
        return super().operation(node)

    def among_literals(self, node):
        """An operation on literals alone."""
        first, *rest = [self.number(argument.value)[0] for argument in node.args]
        symbol = self.symbols[node.op]
        return (f"(f_number({first}){symbol}({rest[0]}))" if rest else f"({symbol}f_number({first}))"), ATOM

    def lookup(self, index, argument):
        return f"f_interp({argument},*x{index})"


def write(program):
    """The line that writes one point."""
    rows = "".join(f"put[{index}][k]={output.name};" for index, output in enumerate(program.outputs))
    return rows or "pass"


def compiled(program, step):
    """The function ``run(p, t0, t1, points, every, put)``.

    ``p`` holds NumPy numbers or arrays of one length; ``put[j]`` is (points, lanes) for variable ``j``.
    """
    space = {f"f_{name}": getattr(np, name) for name in {*NUMPY.values(), "interp"}}
    space |= {
        "f_choose": choose,
        "f_number": np.float64,
        "f_nan": np.float64(math.nan),
        "f_inf": np.float64(math.inf),
    }
    exec(compile(source(program, step, LanesPrinter(), write), "<pathfinders>", "exec"), space)
    return space["run"]
