"""What a page needs to explain a model by itself: links and loops as data, equations and a run as JavaScript.

The equations are printed from the same trees as Python's, and so is the run; texts of the model are JSON, so
nothing in a model can become code (see ``pathfinders.engine.script``).
"""

import json
from dataclasses import replace

from pathfinders.engine.program import lower
from pathfinders.engine.script import HELPERS, LOOKUP, JavaScriptPrinter, run_source
from pathfinders.model.tree import Apply, Name, Number, rebuilt, walk
from pathfinders.model.variables import Limits, Variable
from pathfinders.structure.apart import elements
from pathfinders.structure.explain import explain
from pathfinders.structure.mesh import mesh

CLOCK = ("t", "t0", "t1")


def javascript(model, more=None):
    """One JavaScript expression, an object literal; ``more`` are further keys with data for JSON.

    ``places`` values describe a moment: first the constants, then the time, its start and its end, then the
    variables and the hidden stages, in the order of the columns that ``run`` writes. ``states`` of the
    ``equations`` come first; each is [its place, the places in it that move, function of a moment]: what the
    node is, and for a state its net flow. The arrows are these places, numbered through; a link's ``ways``
    are lists of arrows. ``run(P, out)`` is the engine's with two more parameters: which of the ``elements``
    is taken out (−1: none), and the number at which it is held. Raises as ``explain``.
    """
    data = json.dumps(described(model) | (more or {}), separators=(",", ":"), allow_nan=False)
    return f"{data[:-1]},{_equations(model)},{_run(model)}}}".replace("<", "\\u003c", data.count("<"))


def described(model):
    """The data of the literal: links, loops, partitions, elements and the measures of a moment."""
    parts, found = mesh(model), explain(model)
    numbers = {arrow: number for number, arrow in enumerate(_arrows(parts))}
    order = {pair: number for number, pair in enumerate(found.dominance.links.places)}
    told = {(link.source, link.target): link.polarity for link in found.links}
    links = [
        {"source": a, "target": b, "polarity": told[a, b]}
        | {"ways": [[numbers[arrow] for arrow in way] for way in parts.ways[a, b]]}
        for a, b in order
    ]
    loops = [
        {"name": loop.name, "path": loop.path, "names": loop.names, "polarity": loop.polarity}
        | {"links": [order[pair] for pair in loop.pairs], "partition": place}
        for loop, place in zip(found.loops, found.dominance.partition, strict=True)
    ]
    sizes = {"places": len(places(parts)), "constants": len(parts.constants), "states": len(parts.states)}
    told = {"links": links, "loops": loops, "cut": found.loops.cut, "partitions": found.dominance.partitions}
    return sizes | told | {"elements": [taken(item) for item in elements(model)]}


def taken(element):
    """The data of an Element."""
    data = {"kind": element.kind, "name": element.name}
    return data | ({"target": element.target} if element.target else {})


def places(parts):
    """Generated name → its place in a moment; a stock's state has that of the stock."""
    names = (*parts.constants, *CLOCK, *parts.nodes.values(), *parts.hidden, *parts.shared)
    found = {name: place for place, name in enumerate(names)}
    return found | {state: found[node] for state, node in parts.stocks.items()}


def _ordered(parts):
    """The nodes whose equations are printed: the states, then the others, each after what it needs."""
    return [*(parts.stocks.get(state.name, state.name) for state in parts.states), *parts.sequence]


def _arrows(parts):
    """(source, node) of every arrow, in the order of the printed equations."""
    for key in _ordered(parts):
        yield from ((name, key) for name in parts.equations[key].inputs if name in parts.movers)


class MomentPrinter(JavaScriptPrinter):
    """JavaScript's notation with a moment ``x`` for the names."""

    def __init__(self, places):
        super().__init__()
        self.places = places

    def rendered(self, node):
        if isinstance(node, Name):
            return super().rendered(Name(f"x[{self.places[node.name]}]"))
        return super().rendered(node)


def _equations(model):
    """``equations:[[place, places in it that move, function], …]``."""
    parts = mesh(model)
    where = places(parts)
    printer, rows, need = MomentPrinter(where), [], set()
    for key in _ordered(parts):
        moving = [where[name] for name in parts.equations[key].inputs if name in parts.movers]
        tree = parts.driven[key]
        text = printer.assigned(tree)
        rows.append(f"[{where[key]},{json.dumps(moving, separators=(',', ':'))},x=>{text}]")
        need |= {node.op for node in walk(tree) if isinstance(node, Apply)}
    helpers = "".join(text for op, text in HELPERS.items() if op in need)
    if printer.tables:
        tables = [list(zip(*points, strict=True)) for points in printer.tables]
        helpers += f"{LOOKUP}const X={json.dumps(tables, separators=(',', ':'))};"
    listed = f"[{','.join(rows)}]"
    return f"equations:(()=>{{{helpers}return{listed}}})()" if helpers else f"equations:{listed}"


def _run(model):
    """The method ``run(P, out)`` that also writes down the hidden stages and can do without an element."""
    program, hidden = lower(switched(model)), mesh(model).hidden
    outputs = (*program.outputs, *map(Name, hidden))
    program = replace(program, variables=(*program.variables, *hidden), outputs=outputs)
    return run_source(program, model.time)


def switched(model):
    """The Model with two more constants, the last ones: the number of the element that is taken out, and the
    value at which it is held (a stock that is taken out has no flow)."""
    which, held = _new(model, "without"), _new(model, "held")
    trees = {item.name: item.expression for item in model.variables}
    numbered = list(enumerate(elements(model)))
    # Links first, so that the switch of the whole variable stands around theirs.
    for number, element in reversed(numbered):
        out = Apply("=", (Name(which.name), Number(float(number))))
        place = element.target or element.name
        if element.kind == "link":
            other = Apply("if", (out, Name(held.name), Name(element.name)))
            trees[place] = _swapped(model, trees[place], element.name, other)
        else:
            still = Number(0.0) if element.kind == "stock" else Name(held.name)
            trees[place] = Apply("if", (out, still, trees[place]))
    changed = (replace(item, expression=trees[item.name]) for item in model.variables)
    return replace(model, slug=f"{model.slug} with switches", variables=(*changed, which, held))


def _new(model, name):
    while name in model:
        name += " again"
    return Variable(name, "added", "constant", "1", "", Limits(), "0", Number(0.0))


def _swapped(model, tree, old, new):
    """The tree with ``new`` in place of every name of the variable ``old``."""
    if isinstance(tree, Name):
        return new if tree.name in model and model[tree.name].name == old else tree
    return rebuilt(tree, lambda part: _swapped(model, part, old, new))
