"""Who acts on whom, and in which direction: the arrows of a causal map, read from the equations."""

from dataclasses import dataclass
from functools import lru_cache

import networkx as nx
import numpy as np

from pathfinders.engine import compile_model
from pathfinders.model.tree import names
from pathfinders.structure.mesh import mesh
from pathfinders.structure.values import has_event, value

STEP = 1e-6
"""Share of a value by which it is moved to see what follows."""
LEAST = 1e-7
"""A slope below this share of the link's steepest is none."""
SIGN = {1: "+", -1: "−", 0: "0"}


@dataclass(frozen=True)
class Span:
    """A part of the time in which a sign stays the same."""

    start: float
    stop: float
    sign: str
    """"+" or "−", and "0" where nothing would follow; "R" or "B" instead for a loop."""


@dataclass(frozen=True)
class Link:
    """An arrow: ``source`` stands in the equation of ``target``."""

    source: str
    target: str
    polarity: str
    """"+" more gives more; "−" more gives less; "±" now one, now the other; "0" nothing, along the run."""
    when: tuple[Span, ...] = ()
    """The spans of one sign each, in the order of time; a link that never changes has one."""

    def __str__(self):
        return f"{self.source} →{self.polarity} {self.target}"


def links(model, run=None):
    """Every Link between two variables of ``model``, with its polarity along ``run`` (default: as it is).

    The polarity is the sign of the partial derivative of the target's equation (Sterman, *Business Dynamics*,
    chapter 5), taken at every saved point. Links into initial values are left out: they act once. Where
    values are not finite no sign is told.
    """
    run = compile_model(model).run() if run is None else run
    return tuple(
        Link(*pair, polarity(row), spans(run.time, row, SIGN)) for pair, row in signs(model, run).items()
    )


def signs(model, run):
    """(source, target) → int8 array (points,) of 1, −1 and 0, for every link of ``model`` along ``run``.

    Through a smooth or a delay it is the sign of the way through its stages; where a source acts at once as
    well, the sign of that.
    """
    parts = mesh(model)
    run = parts.traced(run)
    now, points = parts.now(run), run.time.size
    found = {}
    with np.errstate(all="ignore"):
        for pair, ways in parts.ways.items():
            row = np.zeros(points, dtype=np.int8)
            for way in ways:
                sign = np.prod([_sign(parts.equations[key], name, now, points) for name, key in way], axis=0)
                row = np.where(row, row, sign)
            found[pair] = row
    return found


def polarity(row):
    """"+", "−", "±" or "0" for a row of signs."""
    rises, falls = np.any(row > 0), np.any(row < 0)
    return "±" if rises and falls else "+" if rises else "−" if falls else "0"


def spans(time, row, words):
    """The Spans of a row of signs (n,); one point without a sign between two others belongs to the first."""
    row = row.copy()
    lone = np.flatnonzero((row[1:-1] == 0) & (row[:-2] != 0) & (row[2:] != 0)) + 1
    row[lone] = row[lone - 1]
    starts = np.flatnonzero(np.diff(row, prepend=row[0] + 1))
    stops = (*starts[1:], len(row) - 1)
    return tuple(
        Span(float(time[a]), float(time[b]), words[int(row[a])]) for a, b in zip(starts, stops, strict=True)
    )


def graph(model, run=None):
    """The links as a networkx DiGraph; each node carries its ``kind``, each edge its ``polarity``."""
    arrows = nx.DiGraph()
    for variable in model.variables:
        arrows.add_node(variable.name, kind=variable.kind)
    for link in links(model, run):
        arrows.add_edge(link.source, link.target, polarity=link.polarity)
    return arrows


def requires(model, source, target):
    """The shortest chain of names by which ``source`` really acts on ``target``; () where there is none.

    An arrow counts only if it has an effect: ``0*x`` and ``x-x`` name x and do not depend on it. Raises
    UnknownVariable for a name that the model does not have.
    """
    source, target = model[source].name, model[target].name
    arrows = nx.DiGraph()
    arrows.add_nodes_from((source, target))
    arrows.add_edges_from(
        (model[name].name, variable.name)
        for variable in model.variables
        for name in variable.uses
        if name in model and effective(model, name, variable.name)
    )
    return tuple(nx.shortest_path(arrows, source, target)) if nx.has_path(arrows, source, target) else ()


@lru_cache(maxsize=512)  # checks of one answer ask for the same links again and again
def effective(model, source, target, points=64):
    """True when a change of ``source`` alone changes what the equation of ``target`` gives.

    Tried at ``points`` places, always the same, drawn from the limits of the names in the equation, or
    from −2 … 2. An equation that waits for a moment is taken at its word.
    """
    tree = model[target].expression
    written = {name for name in names(tree) if name in model and model[name].name == model[source].name}
    if not written or has_event(tree):
        return bool(written)
    generator = np.random.default_rng(7)
    place = {name: _draw(model, name, generator, points) for name in names(tree)}
    moved = place | {name: _draw(model, name, generator, points) for name in written}
    before, after = (np.broadcast_to(value(tree, where), points) for where in (place, moved))
    known = np.isfinite(before) & np.isfinite(after)
    before, after = before[known], after[known]
    return bool(np.any(np.abs(after - before) > 1e-9 * (1 + np.abs(before))))


def _draw(model, name, generator, points):
    limits = model[name].limits if name in model else None
    low = -2.0 if limits is None or limits.low is None else limits.low
    high = 2.0 if limits is None or limits.high is None else limits.high
    return generator.uniform(low, high, points)


def _sign(equation, source, values, points):
    """The sign of what the equation of a node gives more of, where it has more of ``source``."""
    here = np.asarray(values[source], dtype=float)
    size = np.abs(here)
    size = np.maximum(size, 1e-3 * np.max(size, where=np.isfinite(size), initial=0))
    step = STEP * np.where(size > 0, size, 1)
    more, less = (
        equation.call(*(here + move if name == source else values[name] for name in equation.inputs))
        for move in (step, -step)
    )
    change = np.broadcast_to(np.subtract(more, less), points)
    slope = np.abs(change / step)
    known = np.isfinite(slope)
    noise = 64 * np.finfo(float).eps * np.maximum(np.abs(more), np.abs(less))
    least = LEAST * np.max(slope, where=known, initial=0)
    return np.where(known & (np.abs(change) > noise) & (slope > least), np.sign(change), 0).astype(np.int8)
