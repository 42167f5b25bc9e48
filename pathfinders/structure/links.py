"""Who acts on whom, and in which direction: the arrows of a causal map, read from the equations."""

from dataclasses import dataclass

import networkx as nx
import numpy as np

from pathfinders.engine import compile_model
from pathfinders.model.tree import names
from pathfinders.structure.values import has_event, value

STEP = 1e-6
"""Share of a value by which it is moved to see what follows."""


@dataclass(frozen=True)
class Link:
    """An arrow: ``source`` stands in the equation of ``target``."""

    source: str
    target: str
    polarity: str
    """"+" more gives more; "−" more gives less; "±" now one, now the other; "0" nothing, along the run."""

    def __str__(self):
        return f"{self.source} →{self.polarity} {self.target}"


def links(model, run=None):
    """Every Link between two variables of ``model``, with its polarity along ``run`` (default: as it is).

    The polarity is the sign of the partial derivative of the target's equation (Sterman, *Business Dynamics*,
    chapter 5), taken at every saved point. Links into initial values are left out: they act once.
    """
    run = compile_model(model).run() if run is None else run
    values = _columns(model, run)
    return tuple(
        Link(model[source].name, target.name, _polarity(target.expression, source, values))
        for target in model.variables
        for source in target.uses
        if source in model
    )


def graph(model, run=None):
    """The links as a networkx DiGraph; each edge carries its ``polarity``."""
    arrows = nx.DiGraph()
    arrows.add_nodes_from(variable.name for variable in model.variables)
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


def _columns(model, run):
    """Values of every variable and control along the run, by the names that equations use."""
    time = model.time
    controls = {"INITIAL TIME": time.start, "FINAL TIME": time.stop, "TIME STEP": time.step}
    columns = controls | {"SAVEPER": time.save, "Time": run.time}
    written = {name for variable in model.variables for name in variable.uses}
    return columns | {name: run[model[name].name] for name in written if name in model}


def _polarity(tree, source, values):
    here = np.asarray(values[source], dtype=float)
    step = STEP * np.maximum(1, np.abs(here))
    more, less = (value(tree, values | {source: here + move}) for move in (step, -step))
    slope = np.asarray((more - less) / (2 * step))
    slope = slope[np.isfinite(slope)]
    least = 1e-7 * max(1.0, float(np.max(np.abs(slope), initial=0)))
    rises, falls = np.any(slope > least), np.any(slope < -least)
    if rises and falls:
        return "±"
    return "+" if rises else "−" if falls else "0"
