"""Printing a tree in a notation, with the brackets its order of evaluation needs and no others."""

from typing import ClassVar

from pathfinders.model.tree import COMPARISONS, Apply, Name, Number, Table, names

ATOM = 9
LEVELS = {"or": 1, "and": 2, "not": 3, "+": 5, "-": 5, "*": 6, "/": 6, "negative": 7} | dict.fromkeys(
    COMPARISONS, 4
)


class Printer:
    """One notation. A subclass gives ``symbols``, ``functions``, numbers, choices and lookups."""

    symbols: ClassVar = {}
    """Operators written between (or before) their arguments."""
    functions: ClassVar = {}
    """Names of functions written before bracketed arguments."""

    def __init__(self):
        self.tables = []

    def text(self, node):
        """The whole expression, without brackets around it."""
        return self.rendered(node)[0]

    def assigned(self, node):
        """The expression as the right-hand side of an assignment."""
        return self.text(node)

    def as_log(self, value, base):
        return self.operation(Apply("/", (Apply("ln", (value,)), Apply("ln", (base,)))))

    def at(self, node, level):
        """The expression as an argument of an operator that binds at ``level``."""
        text, own = self.rendered(node)
        return text if own >= level else f"({text})"

    def rendered(self, node):
        """(text, how strongly it binds)."""
        if isinstance(node, Name):
            return node.name, ATOM
        if isinstance(node, Number):
            return self.number(node.value)
        if isinstance(node, Table):
            self.tables.append(node.points)
            return self.lookup(len(self.tables) - 1, self.text(node.argument)), ATOM
        if node.op in self.functions:
            return f"{self.functions[node.op]}({','.join(map(self.text, node.args))})", ATOM
        return self.operation(node)

    def operation(self, node):
        """An operator, or one of the forms a notation has of its own (a method called after it)."""
        own = getattr(self, f"as_{node.op}", None)
        if own is not None:
            return own(*node.args)
        level, symbol = LEVELS[node.op], self.symbols[node.op]
        if len(node.args) == 1:
            return f"{symbol}{self.at(node.args[0], level + 1)}", level
        left, right = node.args
        # The right side keeps its brackets at the same level: a-(b-c), and a+(b+c), which rounds otherwise.
        # Comparisons do not chain on either side.
        first = self.at(left, level + 1 if node.op in COMPARISONS else level)
        second = self.at(right, level + 1)
        if symbol == "-" and second.startswith("-"):  # a--b is a decrement in JavaScript
            second = f"({second})"
        return f"{first}{symbol}{second}", level


def is_atom(node):
    """Whether writing the node twice costs nothing."""
    return isinstance(node, Name | Number)


def steps(printer, sequence, line):
    """The lines of a sequence of (name, tree), each made by ``line(name, text)``."""
    return [line(name, printer.assigned(tree)) for name, tree in sequence]


def uses_time(program):
    """Whether any tree of the loop asks for the time."""
    trees = [tree for _, tree in (*program.every, *program.shown)] + [state.rate for state in program.states]
    return any("t" in names(tree) for tree in trees)
