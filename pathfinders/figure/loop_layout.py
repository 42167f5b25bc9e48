"""Where the names of a causal-loop diagram stand: as tended beside the model, or as proposed by search."""

from functools import lru_cache

from pathfinders.figure import diagram
from pathfinders.figure.geometry import curve
from pathfinders.figure.layout import BEND, Layout, cropped, fitting, layout_path, read_layout
from pathfinders.figure.search import search

MARGIN = 26
"""Of the paper: a sign may stand outside the outermost link."""


def own_layout(model, pairs, constants=False):
    """The layout that was tended for a model, or a proposal."""
    items = diagram.shown(model, constants)
    kept = None if constants else read_layout(model, "loops", pairs)
    if kept is None:
        return _proposed(model, pairs, constants)
    return fitting(kept, [item.name for item in items], layout_path(model).name)


@lru_cache(maxsize=32)
def _proposed(model, pairs, constants):
    return proposal(model, pairs, constants)


def proposal(model, pairs, constants=False, kept=None):
    """A Layout by search; where ``kept`` is one, its places stay and only new names are placed."""
    items = diagram.shown(model, constants)
    order = {item.name: place for place, item in enumerate(items)}
    sizes = [(box.width, box.height) for box in (diagram.name_box(item, (0, 0)) for item in items)]
    width = min(900.0, max(320.0, 185.0 * len(items) ** 0.5))
    numbers = [(order[a], order[b]) for a, b in pairs if a != b]
    start, fixed = begun(kept, items, width)
    at, bends = search(sizes, numbers, width, start=start, fixed=fixed)
    bend = {pair: float(value) for pair, value in zip((p for p in pairs if p[0] != p[1]), bends, strict=True)}
    made = Layout((width, width), dict(zip(order, map(tuple, at.tolist()), strict=True)), bend)
    if kept:
        return kept_in(kept, made)
    boxes = {item.name: diagram.name_box(item, made.at[item.name]) for item in items}
    ways = [curve(boxes[a], boxes[b], bend.get((a, b), BEND)).points for a, b in pairs]
    return cropped(made, boxes.values(), ways, MARGIN)


def kept_in(kept, made):
    """The layout ``made`` with the paper, the bends and the colours that were ``kept``."""
    bend = {pair: round(kept.bend.get(pair, value), 3) for pair, value in made.bend.items()}
    tint = {name: colour for name, colour in kept.tint.items() if name in made.at}
    return Layout(kept.size, made.at, bend, tint)


def begun(kept, items, width):
    """(places to begin with, those that stay) for a search; (None, ()) where nothing is kept."""
    if kept is None:
        return None, ()
    fixed = [place for place, item in enumerate(items) if item.name in kept.at]
    return [kept.at.get(item.name, (width / 2, width / 2)) for item in items], fixed
