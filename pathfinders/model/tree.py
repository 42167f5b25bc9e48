"""The typed tree of an equation: what the parser hands over, and what every engine prints.

Four kinds of node are enough. ``Apply.op`` is one of ``OPERATIONS``, where each stands with the types of its
arguments and of its result; a node that does not fit its row cannot be made.
"""

from dataclasses import dataclass

NUMBER, TRUTH = "number", "truth"


@dataclass(frozen=True)
class Signature:
    """What an operation takes and gives."""

    takes: tuple
    """The type of each argument."""
    gives: str
    """The type of the result."""


def _numbers(count):
    return Signature((NUMBER,) * count, NUMBER)


SMALL = 1e-6  # what Vensim and PySD take for zero in a divisor, a quantum and the time of an event
CONTROLS = ("INITIAL TIME", "FINAL TIME", "TIME STEP", "SAVEPER")
COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")
CURVES = ("abs", "exp", "ln", "sqrt")
ANGLES = ("sin", "cos", "tan", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh")
EVENTS = {"step": 2, "pulse": 2, "pulse train": 4, "ramp": 3}
ROUNDED = {"integer": 1, "modulo": 2, "quantum": 2}
RATIOS = {"log": 2, "zidz": 2, "xidz": 3}
LAGS = {"smooth": 2, "smoothi": 3, "smooth3": 2, "smooth3i": 3}
LAGS |= {"delay1": 2, "delay1i": 3, "delay3": 2, "delay3i": 3}
LAGS |= {"smoothn": 4, "delayn": 4, "trend": 3}

OPERATIONS = {
    **{op: _numbers(2) for op in ("+", "-", "*", "/", "^", "min", "max", "remainder")},
    **{op: _numbers(1) for op in ("negative", *CURVES, *ANGLES)},
    **{op: _numbers(count) for op, count in (EVENTS | LAGS | ROUNDED | RATIOS).items()},
    "initial": _numbers(1),
    **{op: Signature((NUMBER, NUMBER), TRUTH) for op in COMPARISONS},
    "integ": _numbers(2),
    "and": Signature((TRUTH, TRUTH), TRUTH),
    "or": Signature((TRUTH, TRUTH), TRUTH),
    "not": Signature((TRUTH,), TRUTH),
    "if": Signature((TRUTH, NUMBER, NUMBER), NUMBER),
}


@dataclass(frozen=True)
class Number:
    """A literal."""

    value: float
    type = NUMBER


@dataclass(frozen=True)
class Name:
    """A variable by its name in the model, a control variable (``TIME STEP`` …) or ``Time``."""

    name: str
    type = NUMBER


@dataclass(frozen=True)
class Apply:
    """An operator or a function with its arguments."""

    op: str
    args: tuple

    def __post_init__(self):
        takes = OPERATIONS[self.op].takes
        found = tuple(argument.type for argument in self.args)
        if found != takes:
            raise TypeError(f"{self.op} takes ({', '.join(takes)}), found ({', '.join(found)})")

    @property
    def type(self):
        """``number`` or ``truth``."""
        return OPERATIONS[self.op].gives


@dataclass(frozen=True)
class Table:
    """A lookup: straight lines between ``points``, level beyond the first and the last."""

    argument: object
    points: tuple
    name: str = ""
    """Of a named lookup; empty for ``WITH LOOKUP``."""
    type = NUMBER


def children(node):
    """The nodes directly below ``node``."""
    if isinstance(node, Apply):
        return node.args
    return (node.argument,) if isinstance(node, Table) else ()


def rebuilt(node, change):
    """``node`` with ``change`` applied to each node directly below it; all else of it stays."""
    if isinstance(node, Apply):
        return Apply(node.op, tuple(map(change, node.args)))
    return Table(change(node.argument), node.points, node.name) if isinstance(node, Table) else node


def walk(node):
    """Every node of the tree, the root first."""
    yield node
    for child in children(node):
        yield from walk(child)


def depth(node):
    """How many nodes lie on the longest way down, the root included."""
    level, count = (node,), 0
    while level:
        level, count = tuple(below for part in level for below in children(part)), count + 1
    return count


def names(node):
    """The names in the tree, each once, in the order of their first appearance."""
    return tuple(dict.fromkeys(part.name for part in walk(node) if isinstance(part, Name)))


def to_data(node):
    """The tree as lists, text and numbers that JSON can hold."""
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Name):
        return node.name
    if isinstance(node, Table):
        return ["lookup", to_data(node.argument), [list(point) for point in node.points], node.name]
    return [node.op, *map(to_data, node.args)]


def from_data(data):
    """The tree that ``to_data`` took apart; raises KeyError, TypeError or ValueError where it is none."""
    if isinstance(data, int | float):
        return Number(float(data))
    if isinstance(data, str):
        return Name(data)
    if data[0] == "lookup":
        return Table(from_data(data[1]), tuple((float(x), float(y)) for x, y in data[2]), data[3])
    return Apply(data[0], tuple(map(from_data, data[1:])))
