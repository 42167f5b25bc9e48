"""The dialect of Python floats: one run as a flat loop without calls into NumPy.

Where Python raises on what IEEE calls infinite or not a number, the caller repeats the run in lanes.
"""

import math
import operator
from bisect import bisect_right
from typing import ClassVar

from pathfinders.engine.printer import ATOM, Printer, is_atom, steps, uses_time
from pathfinders.model.tree import ANGLES, COMPARISONS, SMALL, Number

NAMES = {"exp": "exp", "ln": "log", "sqrt": "sqrt", "^": "pow", "abs": "fabs"}
NAMES |= {name: name.replace("arc", "a") for name in ANGLES}


def interpolate(x, table):
    """The value at ``x`` of straight lines between points, level outside them (as ``numpy.interp``)."""
    xs, ys = table
    if not xs[0] < x < xs[-1]:
        return ys[0] if x <= xs[0] else ys[-1] if x >= xs[-1] else math.nan
    right = bisect_right(xs, x)
    left = right - 1
    return (ys[right] - ys[left]) / (xs[right] - xs[left]) * (x - xs[left]) + ys[left]


def integer(x):
    """``x`` without what stands behind the point; 0 is never negative, as in PySD, where it is an int."""
    return float(math.trunc(x))


def quantum(x, unit):
    """``x`` cut to a whole multiple of ``unit``; ``x`` where that is no more than nothing."""
    return x if unit < SMALL else unit * math.trunc(x / unit)


def modulo(x, unit):
    """What ``quantum`` cuts off."""
    return x - quantum(x, unit)


def zidz(x, divisor):
    """The quotient; 0 where the divisor is next to nothing."""
    return xidz(x, divisor, 0.0)


def xidz(x, divisor, otherwise):
    """The quotient; ``otherwise`` where the divisor is next to nothing."""
    return otherwise if abs(divisor) < SMALL else x / divisor


HELPERS = {"integer": integer, "quantum": quantum, "modulo": modulo, "zidz": zidz, "xidz": xidz}
HELPERS |= {"remainder": operator.mod}


class PythonPrinter(Printer):
    """Python's notation."""

    symbols: ClassVar = {op: op for op in (*COMPARISONS, "+", "-", "*", "/")}
    symbols |= {"=": "==", "<>": "!=", "negative": "-", "and": " and ", "or": " or ", "not": "not "}
    functions: ClassVar = {op: f"f_{name}" for op, name in (NAMES | {op: op for op in HELPERS}).items()}

    def __init__(self):
        super().__init__()
        self.temporaries = 0

    def number(self, value):
        if math.isfinite(value):
            return repr(value), ATOM if value >= 0 else 7
        return ("f_nan" if math.isnan(value) else "f_inf" if value > 0 else "-f_inf"), 7

    def lookup(self, index, argument):
        return f"f_interpolate({argument},x{index})"

    def as_if(self, condition, yes, no):
        return f"{self.at(yes, 1)} if {self.at(condition, 1)} else {self.at(no, 1)}", 0

    def as_min(self, left, right):
        return self.smaller(left, right, "<")

    def as_max(self, left, right):
        return self.smaller(left, right, ">")

    def smaller(self, left, right, sign):
        """The smaller (or larger) of two, nan where either is: NumPy's rule, not that of ``min``."""
        first, once = self.named(left)
        second, again = self.named(right)
        odd = "" if isinstance(left, Number) else f" or {once}!={once}"
        return f"{once} if {first}{sign}{second}{odd} else {again}", 0

    def named(self, node):
        """How to write a value the first time and again."""
        if is_atom(node):
            return (self.at(node, 5),) * 2
        name = f"m{self.temporaries}"
        self.temporaries += 1
        return f"({name}:={self.text(node)})", name


def indented(lines, depth):
    """Lines of a block."""
    return [" " * 4 * depth + line for line in lines]


def body(printer, program, step):
    """The lines of one step, of what is written down, and of moving on."""
    assign = "{}={}".format
    every, shown = (steps(printer, part, assign) for part in (program.every, program.shown))
    move = []
    if program.states:
        moved = [f"{s.name}+{printer.at(s.rate, 6)}*{step!r}" for s in program.states]
        move = [f"{','.join(s.name for s in program.states)}={','.join(moved)}"]
    return every, shown, move + ([f"t+={step!r}"] if uses_time(program) else [])


def source(program, step, printer=None, write=None):
    """The text of ``run(p, t0, t1, points, every, put)``.

    ``put`` takes the values of one point; the loop is written twice, with and without writing down, so that a
    step between two saved points tests nothing.
    """
    printer = printer or PythonPrinter()
    assign = "{}={}".format
    once, opening = steps(printer, program.once, assign), steps(printer, program.opening, assign)
    every, shown, move = body(printer, program, step)
    put = [write(program)] if write else [f"put([{','.join(printer.text(o) for o in program.outputs)}])"]
    take = [f"{','.join(f'p{i}' for i in range(len(program.parameters)))},=p"] if program.parameters else []
    lines = ["def run(p,t0,t1,points,every,put):", *indented([*take, *once, "t=t0", *opening], 1)]
    lines += indented(["inner=range(every-1)", "for k in range(points-1):"], 1)
    lines += indented([*every, *shown, *put, *move, "for _ in inner:"], 2)
    lines += indented([*every, *move] or ["pass"], 3)
    lines += indented(["k=points-1", *every, *shown, *put], 1)
    tables = [f"x{index}={tuple(zip(*points, strict=True))!r}" for index, points in enumerate(printer.tables)]
    return "\n".join(tables + lines) + "\n"


def compiled(program, step):
    """The function ``run(p, t0, t1, points, every, put)``; raises ArithmeticError or ValueError."""
    space = {f"f_{name}": getattr(math, name) for name in NAMES.values()}
    space |= {"f_nan": math.nan, "f_inf": math.inf, "f_interpolate": interpolate}
    space |= {f"f_{name}": helper for name, helper in HELPERS.items()}
    exec(compile(source(program, step), "<pathfinders>", "exec"), space)
    return space["run"]
