"""A model's diagram as an object: it draws itself in a notebook and on a page, and prints its words."""

import re
from dataclasses import dataclass
from html import escape

from pathfinders.errors import PathfindersError
from pathfinders.figure.diagram import parts
from pathfinders.figure.loops import description, loop_diagram
from pathfinders.figure.stockflow import stock_diagram
from pathfinders.structure import Explanation, explain

WIDTH = re.compile(r'<svg[^>]* width="(\d+)"')
KINDS = {"loops": (loop_diagram, "Who acts on whom"), "stocks": (stock_diagram, "Stocks and flows")}


class DiagramError(PathfindersError):
    """A diagram that was asked for and that there is none of."""


@dataclass(frozen=True)
class Picture:
    """A diagram with its words."""

    svg: str
    title: str
    text: str
    """What the diagram tells, in sentences."""

    def __str__(self):
        return self.text

    __repr__ = __str__

    def _repr_html_(self):
        """The drawing in a box: wider than a phone it scrolls, and so needs the keyboard's focus.

        The box knows how wide the drawing is, or a small one would be blown up to the least width of a large.
        """
        wide = f'style="--pf-wide:{WIDTH.search(self.svg)[1]}px"'
        label = f'{wide} tabindex="0" role="group" aria-label="{escape(self.title)}"'
        return f'<div class="pf-figure" {label}>{self.svg}</div>'


def diagram(source, kind="loops"):
    """The Picture of a slug, a path, a Model or an Explanation: its ``loops``, or its ``stocks`` and flows.

    Signs and loops are those of the run. Raises DiagramError for another kind, else as ``explain``.
    """
    if kind not in KINDS:
        where = f"diagram(…, {kind!r})"
        raise DiagramError(where, f"no kind of diagram is called {kind!r}", "loops or stocks")
    draw, title = KINDS[kind]
    found = source if isinstance(source, Explanation) else explain(source)
    return Picture(draw(found), title, description(found, parts(found)[1]))
