"""What both diagrams of a model share: which variables they show, names set in lines, marks, the frame."""

import textwrap
from html import escape

import numpy as np

from pathfinders.figure.geometry import Box
from pathfinders.figure.paint import STYLE
from pathfinders.model.tree import EVENTS, Apply, Name, walk

SIZE = 16
"""Of the letters of a name, in the diagram's own units."""
LINE = 19
WIDE = 14
"""Letters of a line: a name that is longer is broken."""
NARROW, BROAD = set("iljtfI.,:;'|!()[] "), set("mwMW@%&—→")
SAID = {"+": "plus", "−": "minus", "±": "now plus, now minus", "0": "nothing in this run"}


def shown(model, constants=False):
    """The variables that a diagram shows, in the file's order: without ``constants`` those that can move."""
    if constants:
        return model.variables
    still, before = {item.name for item in model.constants}, -1
    while len(still) > before:
        before = len(still)
        still |= {item.name for item in model.variables if _rests(model, item, still)}
    return tuple(item for item in model.variables if item.name not in still)


def parts(found, constants=False):
    """(variables, links) of an Explanation that a diagram shows."""
    items = shown(found.model, constants)
    inside = {item.name for item in items}
    return items, tuple(link for link in found.links if {link.source, link.target} <= inside)


def ident(slug):
    """A slug as it may stand in an id of a page."""
    return "pf-" + "".join(c if c.isascii() and c.isalnum() else "-" for c in slug)


def _rests(model, item, still):
    parts = list(walk(item.expression))
    clock = any(isinstance(part, Apply) and part.op in EVENTS for part in parts)
    needs = [
        model[part.name].name if part.name in model else part.name for part in parts if isinstance(part, Name)
    ]
    return item.kind == "auxiliary" and not clock and all(name in still for name in needs)


def lines(name):
    """A name as it is set: one to three lines."""
    return textwrap.wrap(name, WIDE, max_lines=3, placeholder=" …") or [name]


def breadth(text, size=SIZE):
    """How wide a text is at most, in a plain face of that size."""
    return size * sum(0.4 if c in NARROW else 1.0 if c in BROAD or ord(c) > 0x2E7F else 0.68 for c in text)


def name_box(item, place):
    """The Box around a variable's name at ``place``; a stock's has a frame."""
    rows = lines(item.name)
    width, height = max(map(breadth, rows)), LINE * len(rows)
    framed = item.kind == "stock"
    return Box(*map(float, place), width + (20 if framed else 4), height + (18 if framed else 2))


def name_text(item, place, tint=None):
    """The ``<text>`` of a variable's name, set in its lines around ``place``."""
    x, y = place
    rows, look = lines(item.name), " ".join(filter(None, (item.kind, tint)))
    first = y + SIZE * 0.35 - LINE * (len(rows) - 1) / 2
    if len(rows) == 1:
        return f'<text class="{look}" x="{x:.0f}" y="{first:.0f}">{escape(rows[0])}</text>'
    spans = "".join(
        f'<tspan x="{x:.0f}" y="{first + LINE * k:.0f}">{escape(row)}</tspan>' for k, row in enumerate(rows)
    )
    return f'<text class="{look}">{spans}</text>'


def stock_frame(box):
    """The ``<rect>`` of a stock."""
    left, top = box.x - box.width / 2, box.y - box.height / 2
    size = f'width="{box.width:.0f}" height="{box.height:.0f}" rx="2"'
    return f'<rect class="stock" x="{left:.0f}" y="{top:.0f}" {size}/>'


def head(path, size=9):
    """The ``<path>`` of the head at the end of a Curve: a shape, for a marker does not take its colour."""
    tip = path.control[-1]
    base = path.back(size)[0]
    ahead = (tip - base) / (np.linalg.norm(tip - base) or 1)
    across = np.array([-ahead[1], ahead[0]]) * size * 0.45
    corners = (tip + ahead, tip - ahead * size + across, tip - ahead * size - across)
    return f'<path class="head" d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y in corners)}z"/>'


def frame(ident, title, desc, size, body):
    """The whole ``<svg>``: it can be read aloud and has the page's colours, in print those of white paper."""
    width, height = size
    look = f'class="pf-diagram" viewBox="0 0 {width:g} {height:g}" width="{width:g}"'
    told = f'role="img" aria-labelledby="{ident}-title" aria-describedby="{ident}-desc"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {look} {told}>'
        f'<title id="{ident}-title">{escape(title)}</title><desc id="{ident}-desc">{escape(desc)}</desc>'
        f"<style>{STYLE}</style>\n" + "\n".join(body) + "\n</svg>\n"
    )
