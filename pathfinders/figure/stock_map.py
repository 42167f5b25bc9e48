"""A stock-and-flow diagram as it stands on the paper: names, valves, clouds, pipes and links."""

from dataclasses import dataclass

import numpy as np

from pathfinders.figure import diagram, plumbing
from pathfinders.figure.geometry import Box, crossings, curve
from pathfinders.figure.layout import BEND, Layout


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


def information(model, links, runs):
    """The pairs (source, target) that are looked at, not piped; a number is a nameless net flow."""
    piped = {(run.name, end) for run in runs if run.name for end in (run.source, run.target) if end}
    loose = {run.target: place for place, run in enumerate(runs) if run.name is None}
    plain = [(link.source, link.target) for link in links if (link.source, link.target) not in piped]
    return tuple((a, loose[b]) if b in loose else (a, b) for a, b in plain)


def placed(items, runs, pairs, layout):
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
    return before(names[run.target])


def before(box):
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
