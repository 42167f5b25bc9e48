"""Feedback: the ways by which a change comes back to where it began."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise

import networkx as nx
import numpy as np

from pathfinders.engine import compile_model
from pathfinders.structure.links import Span, signs, spans
from pathfinders.structure.titles import titles

MOST = 200
"""Loops are listed up to this number: a model of fifty variables can have millions."""
SIGN = {1: "R", -1: "B", 0: "0"}


@dataclass(frozen=True)
class Loop:
    """A feedback loop, told from its first stock on."""

    names: tuple[str, ...]
    polarity: str
    """"R" reinforces a change, "B" balances it, "±" does now one, now the other, "0" is never active."""
    when: tuple[Span, ...] = ()
    """The spans in which it reinforces, balances or, "0", has a link that does nothing."""
    name: str | None = None
    """What the model's card calls it."""

    @property
    def pairs(self):
        """Its arrows, as (source, target)."""
        return tuple(pairwise((*self.names, self.names[0])))

    @property
    def path(self):
        """The way round, ending where it began."""
        return " → ".join((*self.names, self.names[0]))

    def __str__(self):
        return f"{self.polarity}: " + (f"{self.name}: " if self.name else "") + self.path


class Loops(tuple):
    """The loops of a model; ``cut`` is True where there are more of them than are listed."""

    cut = False

    @classmethod
    def of(cls, found, cut):
        """Loops with the mark that the bound has cut, or not."""
        made = cls(found)
        made.cut = cut
        return made


def loops(model, run=None, most=MOST):
    """The Loops of ``model``, short ones first, at most ``most`` of them, with their polarity along ``run``.

    Where ``.cut`` is True no loop that is left out is shorter than one that is listed. Names are those of the
    model's card; raises CardError where a card names a loop that the model does not have.
    """
    run = compile_model(model).run() if run is None else run
    return told(model, run, signs(model, run), most)


def told(model, run, rows, most=MOST):
    """The Loops, given the ``signs`` of all links."""
    found, cut = cycles(model, most)
    named = titles(model, found, cut)
    made = []
    for names in found:
        sign = np.prod([rows[pair] for pair in pairwise((*names, names[0]))], axis=0)
        made.append(Loop(names, _polarity(sign), spans(run.time, sign, SIGN), named.get(names)))
    return Loops.of(made, cut)


@lru_cache(maxsize=64)
def cycles(model, most=MOST):
    """(loops, cut): the shortest loops as tuples of names, each from its first stock on."""
    arrows = nx.DiGraph()
    for target in model.variables:
        arrows.add_edges_from((model[source].name, target.name) for source in target.uses if source in model)
    order = {variable.name: place for place, variable in enumerate(model.variables)}
    stocks = {variable.name for variable in model.stocks}
    found = list(islice(nx.simple_cycles(arrows), most + 1))
    cut = len(found) > most
    if cut:
        found = _shortest(arrows, most)
    turned = (_turned(cycle, lambda name: (name not in stocks, order[name])) for cycle in found)
    ordered = sorted(turned, key=lambda names: (len(names), [order[name] for name in names]))
    return tuple(ordered), cut


def _shortest(arrows, most):
    """``most`` loops, none longer than one that is left out."""
    found = []
    for length in range(1, len(arrows) + 1):
        longer = list(islice(nx.simple_cycles(arrows, length_bound=length), most + 1))
        if len(longer) > most:
            known = {frozenset(pairwise((*cycle, cycle[0]))) for cycle in found}
            more = (cycle for cycle in longer if frozenset(pairwise((*cycle, cycle[0]))) not in known)
            return found + list(islice(more, most - len(found)))
        found = longer
    return found


def _turned(cycle, key):
    first = min(range(len(cycle)), key=lambda place: key(cycle[place]))
    return tuple(cycle[first:] + cycle[:first])


def _polarity(sign):
    rises, falls = np.any(sign > 0), np.any(sign < 0)
    return "±" if rises and falls else "R" if rises else "B" if falls else "0"
