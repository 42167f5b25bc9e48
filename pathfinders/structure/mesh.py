"""A model as who-acts-on-whom, ready to be asked: what would this equation give, if only that had changed?

Every variable but the constants is a node, and so is every stage of a smooth or a delay (a *hidden* node).
The equation of a stock or of a stage is here its net flow, so that one formula serves for every arrow.
"""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import networkx as nx
import numpy as np

from pathfinders.engine import compile_model, lanes
from pathfinders.engine.program import parts
from pathfinders.engine.twin import Twin
from pathfinders.model.order import ordered
from pathfinders.model.tree import Name, names, rebuilt


@lru_cache(maxsize=64)
def mesh(model):
    """The Mesh of a Model; made once for each content."""
    return Mesh(model)


def inlined(tree, inner):
    """The tree with the names that ``inner`` explains replaced by what they stand for."""
    if isinstance(tree, Name):
        return inlined(inner[tree.name], inner) if tree.name in inner else tree
    return rebuilt(tree, lambda part: inlined(part, inner))


@dataclass(frozen=True)
class Equation:
    """What drives a node."""

    inputs: tuple
    """The generated names in it, ``t`` for the time among them."""
    call: object
    """Function of the values of ``inputs``, arrays or numbers, by IEEE throughout."""


class Mesh:
    """A model taken apart; see ``mesh``."""

    def __init__(self, model):
        self.model = model
        self.names, trees, states = parts(model)
        own = {self.names[item.name] for item in model.variables}
        # What the engine names for its own use, such as an argument of an event, is part of its equation.
        inner = {key: tree for key, tree in trees.items() if key not in own}
        self.trees = {key: inlined(tree, inner) for key, tree in trees.items() if key in own}
        self.states = tuple(replace(state, rate=inlined(state.rate, inner)) for state in states)
        self.constants = tuple(self.names[item.name] for item in model.constants)
        self.nodes = {item.name: self.names[item.name] for item in model.variables if item.kind != "constant"}
        self.stocks = {self.trees[self.nodes[item.name]].name: self.nodes[item.name] for item in model.stocks}
        """The stock's own name for each state that is one."""
        self.hidden = tuple(state.name for state in self.states if state.name not in self.stocks)
        self.shared = tuple(key for key in self.trees if key not in self.names.values())
        """Parts of equations that are calculated once because they are written twice."""
        self.movers = {*self.nodes.values(), *self.hidden, *self.shared}

    @cached_property
    def driven(self):
        """Generated name of a node → the tree of what drives it; a stock's and a stage's is its net flow."""
        rates = {self.stocks.get(state.name, state.name): state.rate for state in self.states}
        return rates | {key: tree for key, tree in self.trees.items() if key not in rates}

    @cached_property
    def equations(self):
        """Generated name of a node → Equation of its driving tree."""
        return {key: self._equation(tree) for key, tree in self.driven.items()}

    def _equation(self, tree):
        printer = lanes.LanesPrinter()
        inputs = names(tree)
        text = f"lambda {','.join(inputs)}: {printer.assigned(tree)}"
        return Equation(inputs, self._made(text, printer))

    def _made(self, text, printer):
        space = dict(self._functions)
        space |= {f"x{k}": tuple(zip(*points, strict=True)) for k, points in enumerate(printer.tables)}
        return eval(compile(text, "<pathfinders>", "eval"), space)

    @cached_property
    def _functions(self):
        """What printed equations call: the names that the lanes bring along."""
        return lanes.compiled(compile_model(self.model).program, self.model.time.step).__globals__

    @cached_property
    def sequence(self):
        """Auxiliaries and flows, each after those it needs."""
        inner = {key: tree for key, tree in self.trees.items() if key not in self.stocks.values()}
        return ordered({key: names(tree) for key, tree in inner.items()})

    @cached_property
    def ways(self):
        """(source, target) → the ways of every link of the model, each a tuple of arrows between nodes.

        The direct arrow comes first, then those through hidden stages alone; () for a link that acts only
        once, on an initial value.
        """
        arrows = nx.DiGraph()
        for key, equation in self.equations.items():
            arrows.add_edges_from((name, key) for name in equation.inputs)
        return {
            (self.model[source].name, target): tuple(self._through(arrows, self.model[source].name, target))
            for target in self.nodes
            for source in self.model[target].uses
            if source in self.model
        }

    def _through(self, arrows, source, target):
        first, last = self.names[source], self.names[target]
        if arrows.has_edge(first, last):
            yield ((first, last),)
        inner = (*self.hidden, *self.shared)
        if not inner or first == last or first not in arrows:
            return
        for path in nx.all_simple_edge_paths(arrows.subgraph({first, last, *inner}), first, last):
            if len(path) > 1:
                yield tuple(path)

    def moments(self, run):
        """(now, then): the values of every generated name at the saved points of a Run, and a step later.

        Each is a mapping to arrays (points,) or numbers. ``then`` is what Euler's step makes of ``now``.
        """
        with np.errstate(all="ignore"):
            fixed, kept, clock = self.fixed(run), self.paths(run), self._clock(run)
            now = self.now(run)
            step = self.model.time.step
            rates = {state.name: self.rate(state.name, now) for state in self.states}
            moved = {key: value + rates[key] * step for key, value in kept.items()}
            return now, self.filled(fixed | {"t": clock + step}, moved)

    def now(self, run):
        """The values of every generated name at the saved points of a Run that has been ``traced``."""
        with np.errstate(all="ignore"):
            return self.filled(self.fixed(run) | {"t": self._clock(run)}, self.paths(run))

    def fixed(self, run):
        """The values of the constants and of the times, the clock at its start."""
        fixed = {self.names[name]: np.float64(value) for name, value in run.parameters.items()}
        begin, end = np.float64(run.time[0]), np.float64(run.time[-1])
        return fixed | {"t": begin, "t0": begin, "t1": end}

    def paths(self, run):
        """State → its values at the saved points of a Run that has been ``traced``."""
        back = {node: name for name, node in self.nodes.items()}
        names = ((back.get(self.stocks.get(state.name), state.name), state.name) for state in self.states)
        return {state: run.columns[key] for key, state in names}

    def _clock(self, run):
        """The times of the saved points as a run counts them, step upon step: pulses begin on them."""
        time = self.model.time
        every = round(time.save / time.step)
        ticks = np.full((run.time.size - 1) * every + 1, time.step)
        ticks[0] = run.time[0]
        return np.add.accumulate(ticks)[::every]

    def filled(self, fixed, states):
        """The values of all names, given constants, times and states."""
        values = fixed | states | {node: states[state] for state, node in self.stocks.items()}
        for key in self.sequence:
            values[key] = self.value(key, values)
        return values

    def value(self, key, values):
        """What the equation of a node gives."""
        equation = self.equations[key]
        return equation.call(*(values[name] for name in equation.inputs))

    def rate(self, state, values):
        """The net flow of a state."""
        return self.value(self.stocks.get(state, state), values)

    def traced(self, run):
        """The Run with the hidden stages in its columns; run again where they were not written down."""
        if all(key in run.columns for key in self.hidden):
            return run
        return self._probe.run(run.parameters, run.time[0], run.time[-1])

    @cached_property
    def _probe(self):
        twin = Twin(self.model)
        seen = twin.program
        outputs = (*seen.outputs, *map(Name, self.hidden))
        twin.program = replace(seen, variables=(*seen.variables, *self.hidden), outputs=outputs)
        return twin
