"""What a model is made of."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from keyword import iskeyword
from pathlib import Path

from pathfinders.model.errors import UnknownVariable, did_you_mean
from pathfinders.model.tree import Apply, Name, Number, names


def fold(name):
    """The form in which two spellings of one name are equal: case, spaces and ``_`` do not matter."""
    bare = name[1:-1] if len(name) > 1 and name[0] == name[-1] == '"' else name
    return re.sub(r"[\s_]+", " ", bare).strip().lower()


def identifier(name):
    """``name`` as a Python identifier, such as ``felt_difference``."""
    key = re.sub(r"\W+", "_", fold(name)).strip("_") or "_"
    key = f"_{key}" if not key.isidentifier() else key
    return f"{key}_" if iskeyword(key) else key


@dataclass(frozen=True)
class Limits:
    """The range and the step of a slider; ``None`` where the file gives none."""

    low: float | None = None
    high: float | None = None
    step: float | None = None

    def __contains__(self, value):
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True)
class Variable:
    """One variable of a model, as its file tells it."""

    name: str
    """As in the file."""
    key: str
    """A Python identifier for it."""
    kind: str
    """``stock``, ``flow``, ``auxiliary`` or ``constant``."""
    units: str
    doc: str
    limits: Limits
    equation: str
    """The right-hand side as in the file."""
    expression: object
    """The tree of the right-hand side; for a stock, of its net flow."""
    initial: object = None
    """The tree of a stock's initial value; None for every other kind."""
    line: int = 0
    """The line of the file on which it is defined."""

    @cached_property
    def uses(self):
        """The names on which it depends directly; for a stock, those of its net flow."""
        return names(self.expression)

    @property
    def value(self):
        """The number of a constant; None for every other kind."""
        return self.expression.value if self.kind == "constant" else None


@dataclass(frozen=True)
class Lookup:
    """A named lookup: straight lines between its points, level beyond the first and the last."""

    name: str
    """As in the file."""
    units: str
    """Of what it gives."""
    doc: str
    equation: str
    """The points as in the file."""
    points: tuple
    """(x, y) in the order of x."""
    line: int = 0
    """The line of the file on which it is defined."""


@dataclass(frozen=True)
class Time:
    """When a run starts and stops, how far it steps and how often it is written down."""

    start: float
    stop: float
    step: float
    save: float
    units: str


@dataclass(frozen=True)
class Model:
    """A model as read from its file; equal to another that has the same text.

    ``model["felt difference"]`` gives the variable and raises UnknownVariable where there is none.
    """

    slug: str
    path: Path | None
    """The file; None for a text that was handed over (such a text is never run by PySD)."""
    text: str
    variables: tuple = field(repr=False, compare=False)
    controls: tuple = field(repr=False, compare=False)
    """The four control variables, as Variable."""
    time: Time = field(repr=False, compare=False)
    lookups: tuple = field(default=(), repr=False, compare=False)
    """The named lookups, as Lookup; they are no variables, since they have no value of their own."""

    @property
    def where(self):
        """How errors name the file."""
        return self.path.name if self.path else self.slug

    @cached_property
    def _by_name(self):
        return {fold(variable.name): variable for variable in self.variables}

    def __getitem__(self, name):
        found = self._by_name.get(fold(str(name)))
        if found is None:
            hint = did_you_mean(name, [variable.name for variable in self.variables])
            raise UnknownVariable(self.where, f"there is no variable “{name}”", do=hint)
        return found

    def __contains__(self, name):
        return fold(str(name)) in self._by_name

    def __hash__(self):
        return hash((self.slug, self.text))

    def _of(self, kind):
        return tuple(variable for variable in self.variables if variable.kind == kind)

    @property
    def stocks(self):
        """The stocks, in the order of the file."""
        return self._of("stock")

    @property
    def flows(self):
        """The flows, in the order of the file."""
        return self._of("flow")

    @property
    def auxiliaries(self):
        """The auxiliaries, in the order of the file."""
        return self._of("auxiliary")

    @property
    def constants(self):
        """The constants, in the order of the file."""
        return self._of("constant")


def added(node):
    """The names that a net flow adds or subtracts as they stand: a stock's flows."""
    if isinstance(node, Name):
        return {node.name}
    if isinstance(node, Apply) and node.op in ("+", "-", "negative"):
        return set().union(*map(added, node.args))
    return set()


def kinds(trees):
    """``stock``, ``flow``, ``auxiliary`` or ``constant`` for each name of ``trees`` (name → tree)."""
    stocks = {name for name, tree in trees.items() if isinstance(tree, Apply) and tree.op == "integ"}
    flows = set().union(*(added(trees[name].args[0]) for name in stocks))

    def kind(name, tree):
        if name in stocks:
            return "stock"
        if isinstance(tree, Number):
            return "constant"
        return "flow" if name in flows else "auxiliary"

    return {name: kind(name, tree) for name, tree in trees.items()}
