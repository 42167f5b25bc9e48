"""The stock-and-flow diagram of a model: what fills, what drains, and what the flows look at."""

from dataclasses import dataclass
from functools import lru_cache
from html import escape

import numpy as np

from pathfinders.figure import diagram, plumbing
from pathfinders.figure.geometry import Box, crossings, curve
from pathfinders.figure.layout import BEND, Layout, cropped, fitting, layout_path, read_layout
from pathfinders.figure.loops import kept_in
from pathfinders.figure.search import search

ROW, COLUMN = 150, 112
"""Between two rows of a proposal, and between a valve and its stock."""


@dataclass(frozen=True, eq=False)
class StockMap:
    """A stock-and-flow diagram as it stands on the paper."""

    names: dict
    """Name → the Box of its letters (with the frame of a stock)."""
    marks: dict
    """Name → the Box at which its links end: a flow's is its valve. Nameless net flows have a number."""
    clouds: tuple
    """The Boxes of the clouds."""
    courses: tuple
    """(Pipe, points, valve), one for each pipe."""
    ways: dict
    """(source, target) → Curve."""
    layout: Layout

    @property
    def crossings(self):
        """How often two links cross, or a link a pipe that it does not belong to."""
        lines = [(set(pair), way.points) for pair, way in self.ways.items()]
        lines += [({pipe.name, pipe.source, pipe.target}, points) for pipe, points, _ in self.courses]
        return sum(crossings(a, b) for place, (_, a) in enumerate(lines) for _, b in lines[place + 1 :])


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
        layout = None if constants else read_layout(model, "stocks", pairs)
        layout = layout or _proposed(model, pairs, constants)
    fitting(layout, [item.name for item in items], layout_path(model).name if model.path else model.slug)
    return _placed(items, runs, pairs, layout)


def information(model, links, runs):
    """The pairs (source, target) that are looked at, not piped; a number is a nameless net flow."""
    piped = {(run.name, end) for run in runs if run.name for end in (run.source, run.target) if end}
    loose = {run.target: place for place, run in enumerate(runs) if run.name is None}
    plain = [(link.source, link.target) for link in links if (link.source, link.target) not in piped]
    return tuple((a, loose[b]) if b in loose else (a, b) for a, b in plain)


def _placed(items, runs, pairs, layout):
    names = {item.name: diagram.name_box(item, layout.at[item.name]) for item in items}
    stocks = {item.name for item in items if item.kind == "stock"}
    marks, clouds, courses = dict(names), [], []
    for number, run in enumerate(runs):
        valve = _valve(run, names, layout)
        end = names[run.target or run.source]
        cloud = Box(*plumbing.open_end(valve, end).tolist(), *plumbing.CLOUD)
        ends = [names[name] if name in stocks else cloud for name in (run.source, run.target)]
        clouds += [cloud] * (None in (run.source, run.target))
        points = plumbing.course(ends[0], valve, ends[1])
        courses.append((run, points, valve))
        marks[number if run.name is None else run.name] = Box(*valve.tolist(), plumbing.VALVE, plumbing.VALVE)
    ways = {
        pair: curve(marks[pair[0]], marks[pair[1]], layout.bend.get(pair, BEND))
        for pair in pairs
        if pair[0] in marks and pair[1] in marks
    }
    _beside(names, courses, clouds, ways)
    return StockMap(names, marks, tuple(clouds), tuple(courses), ways, layout)


def _valve(run, names, layout):
    if run.name is not None:
        return np.array(layout.at[run.name], dtype=float)
    return _before(names[run.target])


def _before(box):
    """Where the valve of a nameless net flow stands."""
    return np.array([box.x - box.width / 2 - 60, box.y])


def _beside(names, courses, clouds, ways):
    """Move each flow's name beside its valve: below or above a level pipe, to a side of an upright one."""
    lines = [way.points for way in ways.values()] + [points for _, points, _ in courses]
    dots = np.concatenate(lines) if lines else np.zeros((0, 2))
    for run, points, valve in courses:
        if run.name is None:
            continue
        box = names[run.name]
        others = [*clouds, *(other for name, other in names.items() if name != run.name)]
        spots = _spots(box, valve.tolist(), plumbing.level(points, valve))
        bad = [np.count_nonzero(s.grown(1).holds(dots)) + 9 * sum(s.meets(o) for o in others) for s in spots]
        names[run.name] = spots[int(np.argmin(bad))]


def _spots(box, valve, lies):
    (x, y), half = valve, plumbing.VALVE / 2 + 3
    if not lies:
        off = half + box.width / 2
        return [Box(x + side * off, y, box.width, box.height) for side in (1, -1)]
    off, aside = half + box.height / 2, box.width / 2 + 3
    places = [(x, y + off), (x, y - off)]
    places += [(x + left * aside, y + down * (off + 4)) for down in (1, -1) for left in (-1, 1)]
    return [Box(*place, box.width, box.height) for place in places]


@lru_cache(maxsize=32)
def _proposed(model, pairs, constants):
    return proposal(model, pairs, constants)


def proposal(model, pairs, constants=False, kept=None):
    """A Layout: stocks and their flows in rows, all else by search around them; what was ``kept`` stays."""
    items = diagram.shown(model, constants)
    at, width, height = _rows(model)
    shown = {item.name for item in items}
    at = {name: place for name, place in {**at, **(kept.at if kept else {})}.items() if name in shown}
    width = max(width + 70, 420.0)
    start = [at.get(item.name, (width * (0.2 + 0.6 * (k % 3) / 2), height)) for k, item in enumerate(items)]
    place = {item.name: k for k, item in enumerate(items)}
    boxes = [diagram.name_box(item, (0, 0)) for item in items]
    sizes = [
        (b.width, b.height + (44 if item.kind == "flow" else 0)) for b, item in zip(boxes, items, strict=True)
    ]
    known = [pair for pair in pairs if pair[0] != pair[1] and pair[1] in place]
    walls = _walls(model, dict(zip(place, boxes, strict=True)), at)
    fixed = (*(place[name] for name in at), *range(len(items), len(items) + len(walls)))
    start, sizes = start + [(b.x, b.y) for b in walls], sizes + [(b.width, b.height) for b in walls]
    found, bends = search(sizes, [(place[a], place[b]) for a, b in known], width, start=start, fixed=fixed)
    bend = {pair: float(value) for pair, value in zip(known, bends, strict=True)}
    spots = dict(zip(place, map(tuple, found[: len(items)].tolist()), strict=True)) | at
    if kept:
        return kept_in(
            kept, Layout(kept.size, {name: tuple(map(round, p)) for name, p in spots.items()}, bend)
        )
    made = Layout((width, width), spots, bend)
    chart = _placed(items, plumbing.pipes(model), pairs, made)
    lines = [*(way.points for way in chart.ways.values()), *(points for _, points, _ in chart.courses)]
    return cropped(made, [*chart.names.values(), *chart.clouds], lines, 14)


def _walls(model, boxes, at):
    """What else is in the way: pipes with their clouds, as Boxes."""
    found = []
    for run in plumbing.pipes(model):
        end = run.target or run.source
        if end in at and (run.name is None or run.name in at):
            box = Box(*at[end], boxes[end].width, boxes[end].height)
            valve = np.array(at[run.name]) if run.name else _before(box)
            found.append(_around(valve, box.centre, 10))
            if None in (run.source, run.target):
                found.append(Box(*plumbing.open_end(valve, box).tolist(), *plumbing.CLOUD))
    return found


def _around(one, other, least):
    size = np.maximum(np.abs(one - other), least)
    return Box(*((one + other) / 2).tolist(), *size.tolist())


def _rows(model):
    """Places of stocks and flows: each chain of stocks a row, its valves between them."""
    runs, at, y, widest = plumbing.pipes(model), {}, 60.0, 0.0
    fed = {run.target for run in runs if run.source}
    for stock in sorted(model.stocks, key=lambda stock: stock.name in fed):
        if stock.name in at:
            continue
        x, here, spare = 110.0 + plumbing.REACH, stock.name, 0
        while here is not None:
            entering = [run for run in runs if run.target == here and run.name and run.name not in at]
            for k, run in enumerate(entering):
                at[run.name] = (x, y) if not k else (x + COLUMN, y - 90.0 * k)
            x += COLUMN
            at[here] = (x, y)
            leaving = [run for run in runs if run.source == here and run.name and run.name not in at]
            after = None
            for k, run in enumerate(sorted(leaving, key=lambda run: run.target is None or run.target in at)):
                at[run.name] = (x + COLUMN, y) if not k else (x, y + 90.0 * k)
                spare = max(spare, 90 * k)
                after = run.target if not k and run.target not in at else after
            x, here = x + COLUMN, after
        widest, y = max(widest, x + plumbing.REACH + 40), y + ROW + spare
    return at, widest, y


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
