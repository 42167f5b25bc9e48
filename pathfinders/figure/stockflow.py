"""The stock-and-flow diagram of a model: what fills, what drains, and what the flows look at."""

from html import escape

from pathfinders.figure import diagram, plumbing
from pathfinders.figure.stock_layout import checked, own_layout
from pathfinders.figure.stock_map import information, placed


def stock_diagram(found, layout=None, constants=False):
    """An Explanation's stock-and-flow diagram as SVG text, with a title on every pipe and every link.

    ``layout``: default the model's own, or a proposal where it has none. Raises LayoutError.
    """
    model, chart = found.model, stock_map(found, layout, constants)
    signs = {(link.source, link.target): link.polarity for link in found.links}
    body = [_way(pair, way, signs, chart) for pair, way in chart.ways.items()]
    body += [_pipe(*row) for row in chart.courses]
    body += [f'<path class="cloud" d="{plumbing.cloud_mark(box.centre)}"/>' for box in chart.clouds]
    for name, box in chart.names.items():
        if model[name].kind == "stock":
            body.append(diagram.stock_frame(box))
        body.append(diagram.name_text(model[name], box.centre, chart.layout.tint.get(name)))
    title = f"Stocks and flows of {model.slug}"
    return diagram.frame(f"{diagram.ident(model.slug)}-stocks", title, _told(chart), chart.layout.size, body)


def stock_map(found, layout=None, constants=False):
    """The StockMap of an Explanation; arguments and errors as ``stock_diagram``."""
    model = found.model
    items, links = diagram.parts(found, constants)
    runs = plumbing.pipes(model)
    pairs = information(model, links, runs)
    if layout is None:
        layout = own_layout(model, pairs, constants)
    return placed(items, runs, pairs, checked(model, items, layout))


def _way(pair, way, signs, chart):
    target = chart.courses[pair[1]][0].target if isinstance(pair[1], int) else pair[1]
    told = f"{pair[0]} → {target}: {diagram.SAID[signs.get((pair[0], target), '0')]}"
    tint = chart.layout.tint.get(pair[0]) or chart.layout.tint.get(target)
    look = " ".join(filter(None, ("link", "thin", tint)))
    return (
        f'<g class="{look}" data-source="{escape(pair[0])}" data-target="{escape(target)}">'
        f'<title>{escape(told)}</title><path class="way" d="{way.path}"/>{diagram.head(way, 7)}</g>'
    )


def _pipe(run, points, valve):
    lies = plumbing.level(points, valve)
    ends = (run.source or "outside", run.target or "outside")
    told = f"{run.name or 'net flow'}: from {ends[0]} to {ends[1]}"
    return (
        f'<g class="pipe"><title>{escape(told)}</title><path d="{plumbing.walls(points)}"/>'
        f'<path class="head" d="{plumbing.arrow(points)}"/>'
        f'<path class="head" d="{plumbing.valve_mark(valve, lies)}"/></g>'
    )


def _told(chart):
    rows = [
        f"{run.name or 'A net flow'} flows from {run.source or 'outside'} to {run.target or 'outside'}."
        for run, _, _ in chart.courses
    ]
    by = {}
    for source, target in chart.ways:
        by.setdefault(target, []).append(source)
    for target, sources in by.items():
        name = chart.courses[target][0].target if isinstance(target, int) else target
        rows.append(f"{name} looks at {', '.join(sources)}.")
    return " ".join(rows)
