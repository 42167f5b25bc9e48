"""What a lab needs to explain a model: its structure as JavaScript, with the diagram of its loops."""

from functools import lru_cache
from math import cos, pi, sin

from pathfinders.errors import PathfindersError
from pathfinders.figure.diagram import parts
from pathfinders.figure.layout import Layout, layout_path
from pathfinders.figure.loops import loop_diagram
from pathfinders.structure import elements, explain
from pathfinders.structure.javascript import javascript, taken

SAYS = {"stock": "Freeze {}", "variable": "Hold {}", "link": "Cut {} → {}"}
SOUGHT = 10
"""For so many names a layout is sought, in a second; more, and a notebook would wait ten."""
APART = 36
"""Between two names on a ring, in the diagram's own units."""


def structure_source(model):
    """The Model's structure as one JavaScript expression: ``structure.javascript`` with ``diagram``, an SVG.

    Each of the ``elements`` then ``says`` what is done to it. "" for a model in which no variable acts on
    another, and for one whose structure cannot be told: its lab does without. The ids of the SVG are for
    one shadow root.
    """
    beside = (model.path.with_suffix(end) for end in (".yaml", ".layout.json")) if model.path else ()
    return _made(model, tuple(path.stat().st_mtime_ns if path.is_file() else 0 for path in beside))


@lru_cache(maxsize=32)
def _made(model, _changed):
    """``structure_source``, once for each version of the files beside the model."""
    try:
        found = explain(model)
        if not _acts(found):
            return ""
        switches = [taken(item) | {"says": said(item)} for item in elements(model)]
        return javascript(model, {"diagram": loop_diagram(found, _ring(found)), "elements": switches})
    except PathfindersError:
        return ""


def said(element):
    """What is done to take an Element out, as an order: the label of its switch."""
    return SAYS[element.kind].format(element.name, element.target)


def _acts(found):
    """True where one variable acts on another."""
    still = {item.name for item in found.model.constants}
    return any(link.source not in still for link in found.links)


def _ring(found):
    """The names on a ring, where they are many and nobody has placed them; else None."""
    items, path = parts(found)[0], layout_path(found.model)
    if len(items) <= SOUGHT or (path and path.is_file()):
        return None
    high = max(250, APART * len(items) / pi)
    wide = max(300, high)
    turns = ((item.name, 2 * pi * place / len(items)) for place, item in enumerate(items))
    at = {name: (100 + wide * (1 + sin(turn)), 40 + high * (1 - cos(turn))) for name, turn in turns}
    return Layout((2 * wide + 200, 2 * high + 80), at)
