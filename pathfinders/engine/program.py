"""A model as a program: what is calculated once, at the start, at every step, and only for writing down.

The three printers take this and nothing else, so they differ in notation alone. Names are generated: ``p0`` a
constant, ``v0`` a variable, ``e0`` an argument written twice, ``s0`` a state, ``t`` the time; nothing of the
model's text is left.
"""

from dataclasses import dataclass
from functools import cached_property

from pathfinders.engine.errors import EngineError
from pathfinders.engine.events import event
from pathfinders.model.order import Circle, lag_parts, ordered
from pathfinders.model.tree import EVENTS, LAGS, Apply, Name, Number, Table, names, rebuilt

NAN = Number(float("nan"))


@dataclass(frozen=True)
class State:
    """Something that accumulates: a stock, or a stage of a smooth or a delay."""

    name: str
    initial: object
    rate: object


@dataclass(frozen=True)
class Program:
    """What the printers print. Steps are (generated name, tree), in the order of calculation."""

    parameters: tuple
    """Name in the model of ``p0``, ``p1`` …"""
    variables: tuple
    """Names in the model of what is written down, in the order of the file."""
    outputs: tuple
    """The generated name, or the tree, whose value is written down for each of ``variables``."""
    states: tuple
    once: tuple
    """What depends on constants alone."""
    opening: tuple
    """What the states need at the start, the states among it."""
    every: tuple
    """What the rates need at every step."""
    shown: tuple
    """What only the written values need."""


def lower(model):
    """The Program of a Model."""
    return _Lowering(model).program()


def parts(model):
    """(names, trees, states) of a Model before they are arranged, each variable by a name of its own.

    ``names`` maps the model's names to generated ones, ``trees`` those of all variables but constants to what
    gives their value (a stock's is its state), ``states`` holds the stages of smooths and delays too.
    """
    lowering = _Lowering(model)
    lowering.program()
    return lowering.ids, lowering.trees, tuple(lowering.states)


class _Lowering:
    def __init__(self, model):
        self.model = model
        self.states = []
        constants = {item.name: f"p{index}" for index, item in enumerate(model.constants)}
        moving = [item for item in model.variables if item.kind != "constant"]
        self.ids = constants | {item.name: f"v{index}" for index, item in enumerate(moving)}
        self.ids |= {"Time": "t", "INITIAL TIME": "t0", "FINAL TIME": "t1"}
        self.moving = moving
        self.trees = {}

    def program(self):
        for item in self.moving:
            if item.kind == "stock":
                state = self.state(self.tree(item.initial), self.tree(item.expression))
                self.trees[self.ids[item.name]] = state
            else:
                self.trees[self.ids[item.name]] = self.tree(item.expression)
        return self.arranged()

    def state(self, initial, rate):
        name = Name(f"s{len(self.states)}")
        self.states.append(State(name.name, initial, rate))
        return name

    def tree(self, node):
        """The lowered tree of a node."""
        if isinstance(node, Number):
            return node
        if isinstance(node, Name):
            controls = {"TIME STEP": self.model.time.step, "SAVEPER": self.model.time.save}
            return Number(controls[node.name]) if node.name in controls else Name(self.ids[node.name])
        lowered = rebuilt(node, self.tree)
        if isinstance(node, Table):
            return lowered
        if node.op in EVENTS:
            return event(rebuilt(lowered, self.once), self.model.time.step)
        if node.op == "initial":
            return self.state(lowered.args[0], Number(0.0))
        return self.lag(lowered) if node.op in LAGS else lowered

    def once(self, tree):
        """The tree, or a name for it: an event or a trend writes it twice, and nested ones would double."""
        if isinstance(tree, Name | Number):
            return tree
        name = f"e{len(self.trees)}"
        self.trees[name] = tree
        return Name(name)

    def lag(self, node):
        value, time, initial = lag_parts(node)
        if node.op == "trend":
            return self.trend(self.once(value), self.once(time), initial)
        delay, order = node.op.startswith("delay"), 3 if "3" in node.op else 1
        order = int(node.args[3].value) if node.op.endswith("n") else order
        return (self.delay if delay else self.smooth)(value, time, initial, order)

    def trend(self, value, time, initial):
        """How fast a value grows, as a share of its average so far."""
        begin = Apply("/", (value, Apply("+", (Number(1.0), Apply("*", (initial, time))))))
        gap = Apply("-", (value, Name(f"s{len(self.states)}")))
        average = self.state(begin, Apply("/", (gap, time)))
        return Apply("zidz", (gap, Apply("*", (time, Apply("abs", (average,))))))

    def smooth(self, value, time, initial, order):
        for _ in range(order):
            name = Name(f"s{len(self.states)}")
            gap = Apply("*", (Apply("-", (value, name)), Number(float(order))))
            value = self.state(initial, Apply("/", (gap, time)))
        return value

    def delay(self, value, time, initial, order):
        """A delay shorter than its stages' steps has no right answer (PySD drops stages): nan."""
        shortest = Number(order * self.model.time.step)
        too_short = Apply(">", (shortest, time))
        begin = Apply("if", (too_short, NAN, Apply("*", (initial, time))))
        for _ in range(order):
            outflow = Apply("/", (Name(f"s{len(self.states)}"), time))
            self.state(begin, Apply("*", (Apply("-", (value, outflow)), Number(float(order)))))
            value = outflow
        return value

    # ---- order of calculation

    @cached_property
    def alias(self):
        """Variables that are a state or another value as they stand need no step of their own."""
        return {
            key: tree for key, tree in self.trees.items() if isinstance(tree, Name) and tree.name[0] == "s"
        }

    def plain(self, node):
        """The tree with aliases followed."""
        if isinstance(node, Name):
            return self.alias.get(node.name, node)
        return rebuilt(node, self.plain)

    def arranged(self):
        steps = {key: self.plain(tree) for key, tree in self.trees.items() if key not in self.alias}
        states = [State(s.name, self.plain(s.initial), self.plain(s.rate)) for s in self.states]
        needs = {key: names(tree) for key, tree in steps.items()}
        try:
            sequence = ordered(needs)
            start = {state.name: names(state.initial) for state in states}
            opening = ordered(needs | start, list(start))
        except Circle as circle:  # the reader has refused these already; a Model built by hand may have one
            raise EngineError(self.model.where, f"the equations run in a circle: {circle}") from None
        fixed = set()
        for key in sequence:
            if all(name[0] == "p" or name in fixed or name in ("t0", "t1") for name in needs[key]):
                fixed.add(key)
        rated = set(ordered(needs, [name for state in states for name in names(state.rate)]))
        initials = {state.name: state.initial for state in states}
        return Program(
            parameters=tuple(item.name for item in self.model.constants),
            variables=tuple(item.name for item in self.moving),
            outputs=tuple(
                self.alias.get(self.ids[item.name], Name(self.ids[item.name])) for item in self.moving
            ),
            states=tuple(states),
            once=tuple((key, steps[key]) for key in sequence if key in fixed),
            opening=tuple((k, initials.get(k) or steps[k]) for k in opening if k not in fixed),
            every=tuple((key, steps[key]) for key in sequence if key in rated and key not in fixed),
            shown=tuple((key, steps[key]) for key in sequence if key not in rated and key not in fixed),
        )
