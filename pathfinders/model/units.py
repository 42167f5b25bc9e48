"""Units as values: base units raised to powers, multiplied and divided like numbers."""

import re
from dataclasses import dataclass
from fractions import Fraction

from pathfinders.model.errors import ModelError

LONGEST = 100
PURE = {"1", "dmnl", "dimensionless", "fraction"}
TOKEN = re.compile(
    r"\s*(?:(?P<sign>[*/^()])|(?P<number>-?\d{1,2}(?!\d))|(?P<name>[^\W\d][\w ]*\w|[^\W\d]|[$€£%]))\s*"
)


@dataclass(frozen=True)
class Units:
    """A unit such as month² or person/month: ``powers`` is a sorted tuple of (base unit, power)."""

    powers: tuple = ()

    def __mul__(self, other):
        return self._joined(other, 1)

    def __truediv__(self, other):
        return self._joined(other, -1)

    def __pow__(self, exponent):
        exponent = Fraction(exponent).limit_denominator(1000)
        return Units.of({name: power * exponent for name, power in self.powers})

    def _joined(self, other, sign):
        powers = dict(self.powers)
        for name, power in other.powers:
            powers[name] = powers.get(name, 0) + sign * power
        return Units.of(powers)

    @classmethod
    def of(cls, powers):
        """The unit of a mapping from base units to powers."""
        return cls(tuple(sorted((name, Fraction(power)) for name, power in powers.items() if power)))

    def __str__(self):
        above = [_power(name, power) for name, power in self.powers if power > 0]
        below = [_power(name, -power) for name, power in self.powers if power < 0]
        return "/".join(["*".join(above) or "1", *below])

    def __bool__(self):
        """Whether it has a dimension at all."""
        return bool(self.powers)


def _power(name, power):
    return name if power == 1 else f"{name}^{power}" if power.denominator == 1 else f"{name}^({power})"


ONE = Units()


def parse_units(text):
    """The Units of a text such as ``1/month``, ``person*month`` or ``Dmnl``; raises ModelError.

    A product or quotient of names, ``1`` and brackets, evaluated from the left; powers are whole numbers.
    """
    if len(text) > LONGEST:
        raise ModelError(f"unit “{text[:20]}…”", f"it has {len(text)} characters", f"at most {LONGEST}")
    tokens = list(_tokens(text))
    if not tokens:
        raise ModelError(f"unit “{text}”", "it is empty", "a unit such as 1, month or 1/month")
    found, rest = _product(text, tokens)
    if rest:
        raise _unreadable(text, rest[0][1])
    return found


def _unreadable(text, part):
    return ModelError(
        f"unit “{text}”", f"“{part}” does not fit", "a unit such as 1, month, 1/month or person^2"
    )


def _tokens(text):
    position = 0
    while position < len(text.rstrip()):
        match = TOKEN.match(text, position)
        if match is None:
            raise _unreadable(text, text[position:].strip())
        yield match.lastgroup, match.group(match.lastgroup)
        position = match.end()


def _product(text, tokens):
    unit, tokens = _factor(text, tokens)
    while tokens and tokens[0][1] in ("*", "/"):
        (_, sign), *tokens = tokens
        other, tokens = _factor(text, tokens)
        unit = unit * other if sign == "*" else unit / other
    return unit, tokens


def _factor(text, tokens):
    if not tokens:
        raise _unreadable(text, "the end")
    (kind, word), *tokens = tokens
    if word == "(":
        unit, tokens = _product(text, tokens)
        if not tokens or tokens[0][1] != ")":
            raise _unreadable(text, tokens[0][1] if tokens else "the end")
        tokens = tokens[1:]
    elif kind == "name" or word == "1":
        unit = ONE if word.lower() in PURE else Units.of({" ".join(word.split()): 1})
    else:
        raise _unreadable(text, word)
    if tokens and tokens[0][1] == "^":
        if len(tokens) < 2 or tokens[1][0] != "number":
            raise _unreadable(text, "^")
        return unit ** int(tokens[1][1]), tokens[2:]
    return unit, tokens
