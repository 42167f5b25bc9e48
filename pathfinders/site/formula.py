"""An equation as LaTeX, from its tree: what the site's own renderer turns into MathML."""

import re
from typing import ClassVar

from pathfinders.engine.printer import ATOM, Printer
from pathfinders.errors import PathfindersError
from pathfinders.model import parse_units
from pathfinders.model.tree import Apply, Name
from pathfinders.words.units import unit_words

SPOKEN = {"min": r"\min", "max": r"\max", "exp": r"\exp", "ln": r"\ln", "sin": r"\sin", "cos": r"\cos"}
SPOKEN |= {name: rf"\{name}" for name in ("tan", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh")}


class LatexPrinter(Printer):
    """Names as upright words, fractions as fractions, a choice as two cases."""

    symbols: ClassVar = {"+": " + ", "-": " - ", "*": r" \cdot ", "=": " = "}
    symbols |= {"<>": r" \ne ", "<": " < ", "<=": r" \le ", ">": " > ", ">=": r" \ge ", "negative": "-"}
    symbols |= {"and": r" \text{ and } ", "or": r" \text{ or } ", "not": r"\text{not } "}

    def at(self, node, level):
        text, own = self.rendered(node)
        return text if own >= level else rf"\left({text}\right)"

    def rendered(self, node):
        if isinstance(node, Name):
            return ("t" if node.name == "Time" else word(node.name)), ATOM
        if isinstance(node, Apply) and node.op not in (*self.symbols, "/", "^", "if", "sqrt", "abs"):
            return self.call(SPOKEN.get(node.op, word(node.op.upper())), *node.args), ATOM
        return super().rendered(node)

    def operation(self, node):
        forms = {"/": self.fraction, "^": self.power, "sqrt": self.root, "abs": self.size,
                 "negative": self.minus}
        return forms[node.op](*node.args) if node.op in forms else super().operation(node)

    def call(self, name, *arguments):
        return rf"{name}\left({', '.join(map(self.text, arguments))}\right)"

    def number(self, value):
        text = f"{value:.15g}"
        if "e" in text:
            digits, power = text.split("e")
            return rf"{digits} \cdot 10^{{{int(power)}}}", 6
        return (text, ATOM) if value >= 0 else (f"{{{text}}}", 5)

    def fraction(self, top, bottom):
        return rf"\frac{{{self.text(top)}}}{{{self.text(bottom)}}}", 8

    def power(self, base, exponent):
        return f"{{{self.at(base, ATOM)}}}^{{{self.text(exponent)}}}", 8

    def minus(self, inside):
        """In braces, or a minus after a bracket would be set as one between two terms."""
        return f"{{-{self.at(inside, 8)}}}", 7

    def root(self, inside):
        return rf"\sqrt{{{self.text(inside)}}}", ATOM

    def size(self, inside):
        return rf"\left|{self.text(inside)}\right|", ATOM

    def as_if(self, condition, yes, no):
        first = rf"{self.text(yes)} & \text{{if }} {self.text(condition)}"
        return rf"\begin{{cases}} {first} \\ {self.text(no)} & \text{{otherwise}} \end{{cases}}", 0

    def lookup(self, index, argument):
        return rf"\text{{lookup}}\left({argument}\right)"


def word(name):
    """A name as LaTeX text; signs that LaTeX would obey become spaces."""
    plain = re.sub(r"[^\w\s.,;:!?()/+-]|_", " ", name)
    return rf"\text{{{' '.join(plain.split())}}}"


def equation(variable, time=""):
    """The equation of a Variable with its unit; a stock's says how fast it changes, per unit of ``time``."""
    left, units = word(variable.name), variable.units
    if variable.kind == "stock":
        left, units = rf"\frac{{d}}{{dt}} \, {left}", f"{units}/{time}" if time else units
    return rf"{left} = {LatexPrinter().text(variable.expression)} \quad {unit(units)}"


def start(variable):
    """Where a stock begins, with its unit."""
    return rf"{word(variable.name)} = {LatexPrinter().text(variable.initial)} \quad {unit(variable.units)}"


def unit(text):
    """A unit in square brackets: in words, or where it has powers, its parts raised to them."""
    if "^" not in text and (words := unit_words(text)):
        return rf"\left[{word(words)}\right]"
    try:
        powers = parse_units(text).powers
    except PathfindersError:
        return rf"\left[{word(text)}\right]"
    parts = [word(name) + ("" if power == 1 else f"^{{{power}}}") for name, power in powers]
    return rf"\left[{' '.join(parts) or '1'}\right]"

