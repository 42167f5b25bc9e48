"""What a lab needs to explain a model: its structure as JavaScript, with the diagram of its loops."""

from functools import lru_cache

from pathfinders.errors import PathfindersError
from pathfinders.figure.loops import loop_diagram
from pathfinders.structure import elements, explain
from pathfinders.structure.javascript import javascript, taken

SAYS = {"stock": "Freeze {}", "variable": "Hold {}", "link": "Cut {} → {}"}


@lru_cache(maxsize=32)
def structure_source(model):
    """The Model's structure as one JavaScript expression: ``structure.javascript`` with ``diagram``, an SVG.

    Each of the ``elements`` then ``says`` what is done to it. "" for a model in which no variable acts on
    another, and for one whose structure cannot be told: its lab does without. The ids of the SVG are for
    one shadow root.
    """
    try:
        found = explain(model)
        if not _acts(model, found):
            return ""
        diagram, parts = loop_diagram(found), [taken(item) | {"says": said(item)} for item in elements(model)]
        return javascript(model, {"diagram": diagram, "elements": parts})
    except PathfindersError:
        return ""


def said(element):
    """What is done to take an Element out, as an order: the label of its switch."""
    return SAYS[element.kind].format(element.name, element.target)


def _acts(model, found):
    """True where one variable acts on another."""
    still = {item.name for item in model.constants}
    return any(link.source not in still for link in found.links)
