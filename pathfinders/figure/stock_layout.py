"""A proposal for a stock-and-flow diagram: stocks and their flows in rows, all else by search."""

from functools import lru_cache

import numpy as np

from pathfinders.figure import diagram, plumbing
from pathfinders.figure.geometry import Box
from pathfinders.figure.layout import Layout, cropped, fitting, layout_path, read_layout
from pathfinders.figure.loop_layout import kept_in
from pathfinders.figure.search import search
from pathfinders.figure.stock_map import before, placed

ROW, COLUMN = 150, 112
"""Between two rows of a proposal, and between a valve and its stock."""


def own_layout(model, pairs, constants=False):
    """The layout that was tended for a model, or a proposal."""
    layout = None if constants else read_layout(model, "stocks", pairs)
    return layout or _proposed(model, pairs, constants)


def checked(model, items, layout):
    """The layout; raises LayoutError where a name has no place in it."""
    fitting(layout, [item.name for item in items], layout_path(model).name if model.path else model.slug)
    return layout


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
    chart = placed(items, plumbing.pipes(model), pairs, made)
    lines = [*(way.points for way in chart.ways.values()), *(points for _, points, _ in chart.courses)]
    return cropped(made, [*chart.names.values(), *chart.clouds], lines, 14)


def _walls(model, boxes, at):
    """What else is in the way: pipes with their clouds, as Boxes."""
    found = []
    for run in plumbing.pipes(model):
        end = run.target or run.source
        if end in at and (run.name is None or run.name in at):
            box = Box(*at[end], boxes[end].width, boxes[end].height)
            valve = np.array(at[run.name]) if run.name else before(box)
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
