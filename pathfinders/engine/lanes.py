"""The dialect of NumPy lanes: many runs at once, one lane of an array for each, IEEE throughout."""

import math
from typing import ClassVar

import numpy as np

from pathfinders.engine.floats import PythonPrinter, source
from pathfinders.engine.printer import ATOM
from pathfinders.model.tree import ANGLES, SMALL, Number

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


def integer(x):
    """``floats.integer``."""
    return np.trunc(x) + 0.0


def quantum(x, unit):
    """``floats.quantum``."""
    return choose(np.less(unit, SMALL), x, np.multiply(unit, integer(np.divide(x, unit))))


def modulo(x, unit):
    """``floats.modulo``."""
    return np.subtract(x, quantum(x, unit))


def zidz(x, divisor):
    """``floats.zidz``."""
    return xidz(x, divisor, 0.0)


def xidz(x, divisor, otherwise):
    """``floats.xidz``."""
    return choose(np.abs(divisor) < SMALL, otherwise, np.divide(x, divisor))


HELPERS = {"integer": integer, "quantum": quantum, "modulo": modulo, "zidz": zidz, "xidz": xidz}
HELPERS |= {"remainder": np.mod}


class LanesPrinter(PythonPrinter):
    """NumPy's notation. Literals among themselves become NumPy numbers, so that 1/0 never raises."""

    functions: ClassVar = {op: f"f_{name}" for op, name in (NUMPY | {op: op for op in HELPERS}).items()}
    functions |= {"if": "f_choose"}
    as_if = as_min = as_max = None

    def assigned(self, node):
        return f"f_number({self.text(node)})" if isinstance(node, Number) else self.text(node)

    def operation(self, node):
        if node.op in ("and", "or", "not"):
            parts = [self.at(argument, ATOM) for argument in node.args]
            return (
                f"({parts[0]}{'&' if node.op == 'and' else '|'}{parts[1]})" if parts[1:] else f"(~{parts[0]})"
            ), 9
        if node.op in self.symbols and all(isinstance(argument, Number) for argument in node.args):
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
    space |= {f"f_{name}": helper for name, helper in HELPERS.items()}
    exec(compile(source(program, step, LanesPrinter(), write), "<pathfinders>", "exec"), space)
    return space["run"]
