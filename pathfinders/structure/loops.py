"""Feedback: the ways by which a change comes back to where it began."""

from dataclasses import dataclass
from itertools import islice

import networkx as nx

from pathfinders.structure.links import graph

MOST = 200
"""Loops are listed up to this number: a model of fifty variables can have millions."""


@dataclass(frozen=True)
class Loop:
    """A feedback loop, told from its first stock on."""

    names: tuple[str, ...]
    polarity: str
    """"R" reinforces a change, "B" balances it, "?" has a link that does both along the run, or nothing."""

    def __str__(self):
        return f"{self.polarity}: " + " → ".join((*self.names, self.names[0]))


def loops(model, run=None, most=MOST):
    """Return the feedback loops of ``model``, short ones first, at most ``most`` of them."""
    arrows = graph(model, run)
    order = {variable.name: place for place, variable in enumerate(model.variables)}
    stocks = {variable.name for variable in model.stocks}
    found = islice(nx.simple_cycles(arrows), most)
    rows = (_turned(cycle, lambda name: (name not in stocks, order[name])) for cycle in found)
    ordered = sorted(rows, key=lambda names: (len(names), [order[name] for name in names]))
    return tuple(Loop(names, _polarity(arrows, names)) for names in ordered)


def _turned(cycle, key):
    first = min(range(len(cycle)), key=lambda place: key(cycle[place]))
    return tuple(cycle[first:] + cycle[:first])


def _polarity(arrows, names):
    signs = [arrows.edges[pair]["polarity"] for pair in zip(names, (*names[1:], names[0]), strict=True)]
    if not set(signs) <= {"+", "−"}:
        return "?"
    return "B" if signs.count("−") % 2 else "R"
