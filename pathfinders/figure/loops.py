"""The causal-loop diagram of a model: who acts on whom, in which direction, and which loops that closes."""

from dataclasses import dataclass
from html import escape

from pathfinders.figure import badges, diagram
from pathfinders.figure.geometry import Box, crossings, curve
from pathfinders.figure.layout import BEND, Layout
from pathfinders.figure.loop_layout import own_layout
from pathfinders.model.tree import LAGS, Apply, names, walk
from pathfinders.model.variables import added


@dataclass(frozen=True, eq=False)
class LoopMap:
    """A causal-loop diagram as it stands on the paper."""

    boxes: dict
    """Name → Box."""
    ways: dict
    """(source, target) → Curve."""
    signs: dict
    """(source, target) → Box of the sign."""
    marks: dict
    """(source, target) of a late link → where its two bars stand: point, direction, left."""
    badges: dict
    """Place of the loop among the loops → Box of its badge."""
    layout: Layout

    @property
    def crossings(self):
        """How often two links cross."""
        lines = [way.points for way in self.ways.values()]
        return sum(crossings(a, b) for place, a in enumerate(lines) for b in lines[place + 1 :])


def loop_diagram(found, layout=None, constants=False):
    """An Explanation's causal-loop diagram as SVG text, with a title on every link and every loop.

    ``layout``: default the model's own, or a proposal where it has none. Raises LayoutError.
    """
    items, links = diagram.parts(found, constants)
    chart = loop_map(found, layout, constants)
    body = [_link(link, chart) for link in links]
    body += [diagram.stock_frame(chart.boxes[item.name]) for item in items if item.kind == "stock"]
    body += [
        diagram.name_text(item, chart.layout.at[item.name], chart.layout.tint.get(item.name))
        for item in items
    ]
    body += [
        badges.badge(number, found.loops[number], box, chart.ways) for number, box in chart.badges.items()
    ]
    ident = f"{diagram.ident(found.model.slug)}-loops"
    title = f"Causal loops of {found.model.slug}"
    return diagram.frame(ident, title, description(found, links), chart.layout.size, body)


def loop_map(found, layout=None, constants=False):
    """The LoopMap of an Explanation; arguments and errors as ``loop_diagram``."""
    items, links = diagram.parts(found, constants)
    pairs = tuple((link.source, link.target) for link in links)
    layout = layout or own_layout(found.model, pairs, constants)
    boxes = {item.name: diagram.name_box(item, layout.at[item.name]) for item in items}
    ways = {(a, b): curve(boxes[a], boxes[b], layout.bend.get((a, b), BEND)) for a, b in pairs}
    signs = _signs(ways, boxes, links)
    marks = {
        pair: _mark(ways[pair]) for pair, link in zip(pairs, links, strict=True) if _late(found.model, link)
    }
    taken = (*boxes.values(), *signs.values(), *(Box(*place, 20, 12) for place, _, _ in marks.values()))
    return LoopMap(boxes, ways, signs, marks, badges.places(found.loops, taken, ways, layout.size), layout)


def _signs(ways, boxes, links):
    """A free place beside each head, the outer side of the bow first."""
    taken, found = list(boxes.values()), {}
    told = {(link.source, link.target): link.polarity for link in links}
    for pair, way in ways.items():
        if told[pair] == "0":
            continue
        others = [line.points for line in ways.values()]
        best, bow = None, (1 if _bow(way) >= 0 else -1)
        for back in (17, 23, 30, 38):
            point, _, left = way.back(back)
            for side in (bow, -bow):
                x, y = point + side * 13 * left
                box = Box(x, y, 15, 15)
                bad = 10 * sum(box.grown(2).meets(other) for other in taken)
                bad += sum(1 for line in others if box.grown(-2).holds(line).any()) + back / 100
                if best is None or bad < best[0]:
                    best = bad, box
        found[pair] = best[1]
        taken.append(best[1])
    return found


def _bow(way):
    """Above 0 where a curve bows to the left of its way."""
    (x, y), (u, v), (p, q) = way.control[0], way.control[1], way.control[-1]
    return (q - y) * (u - x) - (p - x) * (v - y)


def _link(link, chart):
    pair = (link.source, link.target)
    way, tint = chart.ways[pair], chart.layout.tint.get(link.source) or chart.layout.tint.get(link.target)
    look = " ".join(filter(None, ("link", tint, "idle" if link.polarity == "0" else None)))
    body = f'<path class="way" d="{way.path}"/>' + diagram.head(way)
    late = pair in chart.marks
    if late:
        point, ahead, left = chart.marks[pair]
        ends = [
            f"{x:.1f} {y:.1f}"
            for s in (-3, 3)
            for x, y in (point + s * ahead + t * 8 * left for t in (-1, 1))
        ]
        body += f'<path d="M{ends[0]}L{ends[1]}M{ends[2]}L{ends[3]}"/>'
    if pair in chart.signs:
        box = chart.signs[pair]
        body += f'<text class="sign" x="{box.x:.0f}" y="{box.y + 6:.0f}">{link.polarity}</text>'
    told = escape(f"{link.source} → {link.target}: {diagram.SAID[link.polarity]}{', late' if late else ''}")
    ends = f'data-source="{escape(link.source)}" data-target="{escape(link.target)}"'
    return f'<g class="{look}" {ends}><title>{told}</title>{body}</g>'


def _mark(way):
    """Nearer to where the link comes from: the sign has the other end."""
    return way.back(0.66 * way.length)


def _late(model, link):
    """True where the link passes a delay: a lag in the equation, or a stock that follows a goal."""
    target = model[link.target]
    lagged = [part for part in walk(target.expression) if isinstance(part, Apply) and part.op in LAGS]
    if any(link.source in {model[n].name for n in names(part) if n in model} for part in lagged):
        return True
    source = model[link.source]
    return target.kind == "stock" and source.kind == "flow" and _follows(model, source, target)


def _follows(model, flow, stock):
    """True for a flow that is a distance to a goal, divided by the time it takes: (goal − stock)/time."""
    tree = flow.expression
    if not (isinstance(tree, Apply) and tree.op == "/" and isinstance(tree.args[0], Apply)):
        return False
    return tree.args[0].op == "-" and stock.name in {
        model[name].name for name in added(tree.args[0]) if name in model
    }


def description(found, links):
    """The diagram in sentences: its links by source, and its loops."""
    by = {}
    for link in links:
        by.setdefault(link.source, []).append(f"{link.target} ({diagram.SAID[link.polarity]})")
    told = [f"{source} acts on {', '.join(targets)}." for source, targets in by.items()]
    told += [f"Loop: {badges.said(loop)}." for loop in found.loops[: badges.MOST]]
    more = len(found.loops) - badges.MOST
    return " ".join([*told, *([f"And {more} loops more."] if more > 0 else [])])
