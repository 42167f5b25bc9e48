"""From PySD's syntax tree to ours; whatever we do not know is refused by name."""

import math
from itertools import pairwise

from pathfinders.model.errors import ModelError, Unsupported, did_you_mean
from pathfinders.model.parser import place
from pathfinders.model.tree import (
    ANGLES,
    COMPARISONS,
    CONTROLS,
    CURVES,
    EVENTS,
    NUMBER,
    OPERATIONS,
    TRUTH,
    Apply,
    Name,
    Number,
    Table,
    depth,
)
from pathfinders.model.variables import fold

FUNCTIONS = {name: name for name in ("min", "max", *CURVES, *ANGLES, *EVENTS)} | {"if then else": "if"}
LAG_NAMES = ("smooth", "smoothi", "smooth3", "smooth3i", "delay1", "delay1i", "delay3", "delay3i")
TAKEN = {*FUNCTIONS, *LAG_NAMES, "integ", "with lookup", "time"}
DEEPEST = 100  # every walk of a tree is recursive, some with four calls a level, and Python allows a thousand
TAKEN_BY_PYSD = {"component"}  # its translation of such a model cannot be loaded
LOGIC = {":and:": "and", ":or:": "or", ":not:": "not"}


class Translator:
    """Turns the right-hand sides of one file into trees."""

    def __init__(self, where, entries):
        self.where = where
        self.names = {fold(name): name for name in (*(entry.name for entry in entries), *CONTROLS, "Time")}
        self.entry = None

    def equation(self, entry):
        """The tree of an entry's right-hand side: a number, or ``integ`` of a stock."""
        self.entry = entry
        if type(entry.syntax).__name__ == "IntegStructure":
            tree = Apply("integ", (self.number(entry.syntax.flow), self.number(entry.syntax.initial)))
        else:
            tree = self.number(entry.syntax)
        if depth(tree) > DEEPEST:
            self.refuse("the equation is too long or nested too deeply", do="split it into several")
        return tree

    def refuse(self, found, expected="", do=""):
        raise Unsupported(place(self.where, self.entry.line, self.entry.name), found, expected, do)

    def number(self, syntax):
        """The tree of an expression that must be a number."""
        node = self.node(syntax)
        if node.type != NUMBER:
            self.refuse("a comparison stands where a number should", do="use IF THEN ELSE(…, 1, 0)")
        return node

    def truth(self, syntax):
        """The tree of a condition; a number is true where it is not zero."""
        node = self.node(syntax)
        return node if node.type == TRUTH else Apply("<>", (node, Number(0.0)))

    def node(self, syntax):
        """The tree of any expression."""
        if isinstance(syntax, int | float) and not isinstance(syntax, bool):
            return self.literal(float(syntax))
        kind = type(syntax).__name__
        method = getattr(self, f"from_{kind}", None)
        if method is None:
            self.refuse(f"it uses {construct(kind)}", "a construct that every engine knows")
        return method(syntax)

    def literal(self, value):
        if math.isnan(value):
            self.refuse("it uses :NA:", "a number")
        if math.isinf(value):
            self.refuse("a number is too large", "at most 1.7e308")
        return Number(value)

    def from_ReferenceStructure(self, syntax):
        if syntax.subscripts:
            self.refuse("it uses subscripts", "a variable without subscripts")
        name = self.names.get(fold(syntax.reference))
        if name is None:
            spoken = syntax.reference.replace("_", " ")
            hint = did_you_mean(spoken, [name for name in self.names.values() if name not in CONTROLS])
            spot = place(self.where, self.entry.line, self.entry.name)
            raise ModelError(spot, f"it uses “{spoken}”, which is not defined", do=hint)
        return Name(name)

    def from_ArithmeticStructure(self, syntax):
        operators, first, *rest = syntax.operators, *map(self.number, syntax.arguments)
        if operators == ["negative"]:
            return Apply("negative", (first,))
        if "^" in operators:
            self.check_power(operators, first)
        for operator, right in zip(operators, rest, strict=True):
            first = Apply(operator, (first, right))
        return first

    def check_power(self, operators, base):
        """PySD binds a chain of powers, and a negative literal before one, otherwise than Vensim does."""
        if len(operators) > 1:
            self.refuse("it has a power of a power without brackets", "a^(b^c) or (a^b)^c")
        if isinstance(base, Number) and (base.value < 0 or math.copysign(1, base.value) < 0):
            self.refuse("it raises a negative literal to a power", do="name it as a constant")

    def from_LogicStructure(self, syntax):
        operators = [operator.lower() for operator in syntax.operators]
        if operators[0] in COMPARISONS:
            left, right = syntax.arguments
            return Apply(operators[0], (self.number(left), self.number(right)))
        if len(set(operators)) > 1:
            self.refuse("it mixes :AND: and :OR: without brackets", "brackets that say which comes first")
        first, *rest = map(self.truth, syntax.arguments)
        if operators == [":not:"]:
            return Apply("not", (first,))
        for right in rest:
            first = Apply(LOGIC[operators[0]], (first, right))
        return first

    def from_CallStructure(self, syntax):
        spoken = fold(syntax.function.reference)
        op = FUNCTIONS.get(spoken)
        if op is None:
            self.refuse(f"it uses {spoken.upper()}", "a function that every engine knows")
        takes = OPERATIONS[op].takes
        if len(syntax.arguments) != len(takes):
            self.refuse(f"{spoken.upper()} has {len(syntax.arguments)} arguments", f"{len(takes)}")
        parts = zip(syntax.arguments, takes, strict=True)
        args = tuple(self.truth(part) if kind == TRUTH else self.number(part) for part, kind in parts)
        return Apply(op, args)

    def from_IntegStructure(self, syntax):
        self.refuse("INTEG stands inside an expression", "INTEG(…) alone on the right-hand side")

    def lag(self, syntax, time, stem, orders):
        if syntax.order not in orders:
            self.refuse(f"a {stem} of order {syntax.order}", "order 1 or 3")
        own = syntax.initial is not syntax.input
        parts = (syntax.input, time, *((syntax.initial,) if own else ()))
        return Apply(orders[syntax.order] + ("i" if own else ""), tuple(map(self.number, parts)))

    def from_SmoothStructure(self, syntax):
        return self.lag(syntax, syntax.smooth_time, "SMOOTH", {1: "smooth", 3: "smooth3"})

    def from_DelayStructure(self, syntax):
        return self.lag(syntax, syntax.delay_time, "DELAY", {1: "delay1", 3: "delay3"})

    def from_InlineLookupsStructure(self, syntax):
        xs, ys = (tuple(map(float, values)) for values in (syntax.lookups.x, syntax.lookups.y))
        if any(right <= left for left, right in pairwise(xs)):
            self.refuse("two points of its lookup have the same x", "each x once")
        if not (printed(xs) == xs and printed(ys) == ys):
            self.refuse("a point of its lookup has more than eight digits", do="round it, as PySD would")
        return Table(self.number(syntax.argument), tuple(zip(xs, ys, strict=True)))


def printed(values):
    """``values`` after PySD's printing of a lookup, which keeps eight digits."""
    import numpy as np

    text = np.array2string(np.array(values), separator=",", threshold=len(values))
    return tuple(map(float, text.strip("[]").split(",")))


def construct(kind):
    """How a structure of PySD is called in Vensim."""
    known = {"ndarray": "a list of numbers", "tuple": "a list of numbers", "str": "a text in quotes"}
    spaced = "".join(
        f" {letter}" if letter.isupper() else letter for letter in kind.removesuffix("Structure")
    )
    return known.get(kind, spaced.strip().upper())


def refuse_names(where, entries):
    """Raise ModelError where two variables share a name or one is called like a function."""
    seen = {}
    for entry in entries:
        key, spot = fold(entry.name), place(where, entry.line, entry.name)
        if key in seen:
            raise ModelError(spot, "it is defined a second time", "one equation for each variable")
        if key in TAKEN:
            raise ModelError(spot, "it has the name of a function", "a name of its own")
        if key in TAKEN_BY_PYSD:
            raise ModelError(spot, "PySD uses this name itself", "another name")
        seen[key] = entry


def translate(where, entries):
    """name → tree, for the entries of one file; raises ModelError."""
    refuse_names(where, entries)
    translator = Translator(where, entries)
    return {entry.name: translator.equation(entry) for entry in entries}
