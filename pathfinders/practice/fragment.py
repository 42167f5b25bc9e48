"""A student's equations: text that joins a template model, as a Vensim fragment or as one equation a line.

    Felt difference = INTEG(noticing, 0) ~ 1
    noticing = (tension of change - tension of stability - Felt difference)/perception time ~ 1/month

Text after the first `~` is the unit, after the second the documentation; `#` begins a remark. A variable
that the template already has is redefined and keeps its unit. The text is parsed and never run as Python.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from pathfinders.errors import PathfindersError
from pathfinders.model.tree import LAGS, walk

CONTROL = ("initial time", "final time", "time step", "saveper")
LONGEST, MOST = 6000, 60
MOST_STATES = 200
"""Stocks and stages of delays that one model may have: all move at every step. None of ours has ten."""
WHERE = "your equations"
TYPED = str.maketrans({"−": "-", "–": "-", "×": "*", "·": "*", "÷": "/", "’": "'", "\u00a0": " ", "\0": " "})
EQUATION = re.compile(r"(?P<name>[^=~|]+)(?<![<>:])=(?!=)(?P<right>.*)", re.DOTALL)


class FragmentError(PathfindersError):
    """Equations that cannot be read; the message is what the student is told."""


@dataclass(frozen=True)
class Equation:
    """One equation as written: name, right-hand side, unit (None: not given), documentation."""

    name: str
    right: str
    units: str | None = None
    doc: str = ""

    @property
    def key(self):
        return key(self.name)

    def __str__(self):
        return f"{self.name} = {self.right}\n\t~ {self.units or '1'}\n\t~ {self.doc}\n\t|\n"


@dataclass(frozen=True)
class Built:
    """A template with a student's equations in it: the model, and the new variables without a unit."""

    model: object
    written: tuple
    unitless: tuple


def key(name):
    """A name without the differences that do not matter: case, spaces, underscores, quotes."""
    return re.sub(r"[\s_]+", " ", name.strip().strip('"')).lower()


def equations(text, where=WHERE):
    """The Equations in a text; raises FragmentError."""
    if len(text) > LONGEST:
        raise FragmentError(
            where, f"{len(text)} characters", f"at most {LONGEST}", "keep the equations alone"
        )
    text = re.sub(r"\{[^}]*\}", "", text.translate(TYPED))
    text = "\n".join(line.split("#")[0].rstrip() for line in text.splitlines())
    pieces = text.split("|") if "|" in text else lines(text)
    found = tuple(equation(piece, where) for piece in pieces if piece.strip())
    if len(found) > MOST:
        raise FragmentError(where, f"{len(found)} equations", f"at most {MOST}", "keep those that you need")
    return found


def lines(text):
    """One piece an equation: a line that begins with a blank or has no `=` continues the one before."""
    pieces = []
    for line in text.splitlines():
        goes_on = pieces and line.strip() and (line[0].isspace() or not EQUATION.match(line))
        if goes_on:
            pieces[-1] += "\n" + line
        elif line.strip():
            pieces.append(line)
    return pieces


def equation(piece, where):
    match = EQUATION.match(piece)
    if not match or not match["name"].strip():
        raise FragmentError(
            where,
            f"{short(piece)!r} is no equation",
            "`name = what it depends on ~ unit`",
            "write it with one `=`",
        )
    right, *rest = [part.strip() for part in match["right"].split("~")]
    name = " ".join(match["name"].split())
    if not right:
        raise FragmentError(
            name, "there is nothing after the `=`", "what it depends on", "complete the equation"
        )
    units = rest[0] if rest and rest[0] else None
    return Equation(name, right, units, " ".join(rest[1].split()) if len(rest) > 1 else "")


def short(text):
    return " ".join(text.split())[:60]


def merge(template, written):
    """The template's Equations with those written in their places or after them."""
    merged = {item.key: item for item in template}
    seen = set()
    for item in written:
        if item.key in CONTROL:
            raise FragmentError(
                item.name,
                "the time of the calculation is given",
                "equations of your own",
                "leave this one out",
            )
        if item.key in seen:
            raise FragmentError(
                item.name, "it stands there twice", "one for each name", "join them or rename one"
            )
        seen.add(item.key)
        before = merged.get(item.key)
        merged[item.key] = Equation(
            before.name if before else item.name,
            item.right,
            item.units or (before.units if before else None),
            item.doc or (before.doc if before else ""),
        )
    return tuple(merged.values())


@lru_cache(maxsize=64)
def build(model, addition, text):
    """A Built: the model `model` with the lines of `addition` and the student's `text`.

    Raises FragmentError, or the ModelError that the reader raises.
    """
    from pathfinders.model import read_text

    template = given(model, addition)
    written = equations(text)
    merged = merge(template, written)
    known = {item.key for item in template}
    unitless = tuple(item.name for item in written if item.units is None and item.key not in known)
    whole = "{UTF-8}\n" + "".join(str(item) for item in merged)
    model = read_text(whole, WHERE)
    if states(model) > MOST_STATES:
        found = f"{states(model)} stocks and stages of delays"
        raise FragmentError(WHERE, found, f"at most {MOST_STATES}", "use delays of fewer stages")
    return Built(model, tuple(item.name for item in written), unitless)


def states(model):
    """How many numbers a model keeps from step to step: stocks, and stages of smooths and delays."""
    trees = [tree for item in model.variables for tree in (item.expression, item.initial) if tree is not None]
    lags = [node for tree in trees for node in walk(tree) if getattr(node, "op", "") in LAGS]
    return len(model.stocks) + sum(stages(node) for node in lags)


def stages(lag):
    """The stages of one smooth, delay or trend."""
    return int(lag.args[3].value) if lag.op.endswith("n") else 3 if "3" in lag.op else 1


@lru_cache(maxsize=16)
def given(model, addition):
    """The Equations of a model of the workbook with the lines added to it (which may reset its time)."""
    from pathfinders.model import read

    base = {item.key: item for item in equations_of(read(model).text)}
    base.update({item.key: item for item in equations(addition)})
    return tuple(base.values())


def equations_of(text):
    """The Equations of a whole .mdl text."""
    text = text.split("\\\\\\---///")[0].replace("{UTF-8}", "")
    return tuple(equation(piece, "the template") for piece in text.split("|") if piece.strip())
