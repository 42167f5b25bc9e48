"""From PySD's syntax tree to ours; whatever we do not know is refused by name."""

import math

from pathfinders.model.errors import ModelError, Unsupported, did_you_mean
from pathfinders.model.lags import Lags, refuse_changing_delays
from pathfinders.model.lookups import fault_of, is_lookup, points_of
from pathfinders.model.notation import FUNCTIONS, construct, refuse_names
from pathfinders.model.parser import place
from pathfinders.model.tree import (
    COMPARISONS,
    CONTROLS,
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

DEEPEST = 100  # every walk of a tree is recursive, some with four calls a level, and Python allows a thousand
LOGIC = {":and:": "and", ":or:": "or", ":not:": "not"}


class Translator(Lags):
    """Turns the right-hand sides of one file into trees."""

    def __init__(self, where, entries):
        self.where = where
        self.lookups = {fold(entry.name): entry for entry in entries if is_lookup(entry)}
        variables = (entry.name for entry in entries if not is_lookup(entry))
        self.names = {fold(name): name for name in (*variables, *CONTROLS, "Time")}
        self.entries = [entry for entry in entries if not is_lookup(entry)]
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

    def lookup(self, entry):
        """The points of an entry that is a named lookup."""
        self.entry = entry
        return self.points(entry.syntax)

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
        if fold(syntax.reference) in self.lookups:
            lookup = self.lookups[fold(syntax.reference)].name
            self.refuse(f"it uses the lookup “{lookup}” without a value", f"{lookup}(…)")
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
        if spoken in self.lookups:
            return self.looked_up(self.lookups[spoken], syntax.arguments)
        op = FUNCTIONS.get(spoken)
        if op is None:
            self.refuse(f"it uses {spoken.upper()}", "a function that every engine knows")
        takes = OPERATIONS[op].takes
        if len(syntax.arguments) != len(takes):
            self.refuse(f"{spoken.upper()} has {len(syntax.arguments)} arguments", f"{len(takes)}")
        parts = zip(syntax.arguments, takes, strict=True)
        args = tuple(self.truth(part) if kind == TRUTH else self.number(part) for part, kind in parts)
        return Apply(op, args)

    def looked_up(self, entry, arguments):
        """The tree of a named lookup's value."""
        if len(arguments) != 1:
            self.refuse(f"the lookup “{entry.name}” has {len(arguments)} arguments", "1")
        return Table(self.number(arguments[0]), self.points(entry.syntax), entry.name)

    def from_InitialStructure(self, syntax):
        return Apply("initial", (self.number(syntax.initial),))

    def from_GameStructure(self, syntax):
        """Outside a game it is what stands in it, for Vensim and for PySD."""
        return self.number(syntax.expression)

    def from_IntegStructure(self, syntax):
        self.refuse("INTEG stands inside an expression", "INTEG(…) alone on the right-hand side")

    def from_InlineLookupsStructure(self, syntax):
        return Table(self.number(syntax.argument), self.points(syntax.lookups))

    def points(self, lookup):
        """The points of a lookup, checked."""
        fault = fault_of(lookup)
        return points_of(lookup) if fault is None else self.refuse(*fault)


def translate(where, entries):
    """(name → tree, name → points of a named lookup), for the entries of one file; raises ModelError."""
    refuse_names(where, entries)
    translator = Translator(where, entries)
    trees = {entry.name: translator.equation(entry) for entry in translator.entries}
    refuse_changing_delays(translator, trees)
    return trees, {entry.name: translator.lookup(entry) for entry in translator.lookups.values()}
