"""Pipes: which flow fills and drains which stock, and how its pipe, valve and clouds are drawn."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pathfinders.model.tree import Apply, Name, Number, names

VALVE, CLOUD, HALF = 18, (46, 30), 3.5
"""The side of a valve, the box of a cloud, and half the width of a pipe."""
REACH = 84
"""From a valve to the cloud at its open end."""


@dataclass(frozen=True)
class Pipe:
    """A flow with the stocks at its ends; an end that is None is open and has a cloud."""

    name: str | None
    """None for a net flow that the model gives no name."""
    source: str | None
    target: str | None
    uses: tuple = ()
    """What a nameless net flow depends on."""


def pipes(model):
    """The Pipes of a Model, in the order of its flows, nameless ones last."""
    fills, drains, loose = {}, {}, []
    for stock in model.stocks:
        rest = []
        for part, sign in _terms(stock.expression):
            if isinstance(part, Name) and part.name in model and model[part.name].kind == "flow":
                (fills if sign > 0 else drains).setdefault(model[part.name].name, []).append(stock.name)
            elif not (isinstance(part, Number) and part.value == 0):
                rest += [model[name].name for name in names(part) if name in model]
        if rest:
            loose.append(Pipe(None, None, stock.name, tuple(dict.fromkeys(rest))))
    made = []
    for flow in model.flows:
        to, out = fills.get(flow.name, []), drains.get(flow.name, [])
        for place in range(max(len(to), len(out))):
            ends = (row[place] if place < len(row) else None for row in (out, to))
            made.append(Pipe(flow.name, *ends))
    return (*made, *loose)


def _terms(tree, sign=1):
    if isinstance(tree, Apply) and tree.op in ("+", "-"):
        yield from _terms(tree.args[0], sign)
        yield from _terms(tree.args[1], sign if tree.op == "+" else -sign)
    elif isinstance(tree, Apply) and tree.op == "negative":
        yield from _terms(tree.args[0], -sign)
    else:
        yield tree, sign


def open_end(valve, box):
    """Where the cloud stands: across the valve from the stock at the other end, level or upright."""
    away = valve - box.centre
    flat = abs(away[0]) - box.width / 2 >= abs(away[1]) - box.height / 2
    return valve + REACH * (
        np.array([np.sign(away[0]) or 1, 0]) if flat else np.array([0, np.sign(away[1]) or 1])
    )


def course(one, valve, other):
    """The points of a pipe from box to box through its valve, level and upright pieces only."""
    return _tidy([*_reach(one, valve)[::-1], valve, *_reach(other, valve)])


def _reach(box, valve):
    """From the valve (left out) to the edge of the box."""
    x, y = valve
    if abs(y - box.y) < box.height / 2:
        return [np.array([box.x + np.sign(x - box.x) * box.width / 2, y])]
    upright = box.y + np.sign(y - box.y) * box.height / 2
    if abs(x - box.x) < box.width / 2:
        return [np.array([x, upright])]
    return [np.array([box.x, y]), np.array([box.x, upright])]


def _tidy(points):
    return np.array([p for k, p in enumerate(points) if not k or np.abs(p - points[k - 1]).max() > 0.5])


def walls(points):
    """The ``d`` of a pipe's two walls."""
    steps = np.diff(points, axis=0)
    ahead = steps / np.maximum(np.linalg.norm(steps, axis=1), 1e-9)[:, None]
    normal = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1)
    corner = np.array([n if (n == m).all() else n + m for n, m in pairwise(normal)])
    shift = np.concatenate([normal[:1], corner.reshape(-1, 2), normal[-1:]]) * HALF
    points = points.copy()
    points[-1] -= ahead[-1] * 9
    return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points + s * shift) for s in (-1, 1))


def arrow(points):
    """The ``d`` of the head at the end of a pipe."""
    ahead = points[-1] - points[-2]
    ahead = ahead / (np.linalg.norm(ahead) or 1)
    tip, across = points[-1] - 2 * ahead, np.array([-ahead[1], ahead[0]])
    corners = (tip, tip - 12 * ahead + 9 * across, tip - 12 * ahead - 9 * across)
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "z"


def level(points, valve):
    """True where the pipe runs level through its valve."""
    place = int(np.argmin(np.abs(points - valve).sum(axis=1)))
    ahead = points[min(place + 1, len(points) - 1)] - points[max(place - 1, 0)]
    return abs(ahead[0]) >= abs(ahead[1])


def valve_mark(valve, lies):
    """The ``d`` of a valve: two triangles that meet on the pipe."""
    x, y, s = valve[0], valve[1], VALVE // 2
    if lies:
        return f"M{x - s:.0f} {y - s:.0f}h{2 * s}l{-2 * s} {2 * s}h{2 * s}z"
    return f"M{x - s:.0f} {y - s:.0f}v{2 * s}l{2 * s} {-2 * s}v{2 * s}z"


def cloud_mark(place):
    """The ``d`` of a cloud around a place."""
    x, y = place
    return (
        f"M{x - 14:.0f} {y + 11:.0f}a8 8 0 0 1 -2 -15a9 9 0 0 1 13 -7a10 10 0 0 1 16 4a8 8 0 0 1 4 15"
        f"a7 7 0 0 1 -11 4a9 9 0 0 1 -12 1a6 6 0 0 1 -8 -2z"
    )
