"""Badges of loops: R or B in a ring that turns as the loop does, at a free place inside it."""

from html import escape

import numpy as np

from pathfinders.figure.diagram import breadth
from pathfinders.figure.geometry import Box

SIDE = 28
"""Width and height of a badge without a name."""
MOST = 8
"""Loops that get a badge at most: the shortest ones."""


def places(loops, taken, ways, size):
    """A free place inside each loop that acts, near its middle."""
    taken = list(taken)
    lines = (
        np.concatenate([way.at(np.linspace(0, 1, 60)) for way in ways.values()]) if ways else np.zeros((0, 2))
    )
    found = {}
    for number, loop in enumerate(loops):
        if loop.polarity == "0" or len(found) == MOST or not set(loop.pairs) <= set(ways):
            continue
        around = np.concatenate([ways[pair].points for pair in loop.pairs])
        box = _free(around, taken, lines, size, loop.name)
        found[number] = box
        taken.append(box)
    return found


def _free(around, taken, lines, size, name):
    """The Box of a badge: with the loop's name beneath where that meets nothing, else without."""
    if name:
        bad, box = _best(around, taken, lines, size, (max(SIDE + 1, breadth(name, 13) + 8), SIDE + 16))
        if bad < 30:
            return box
    return _best(around, taken, lines, size, (SIDE, SIDE))[1]


def _best(around, taken, lines, size, shape):
    middle = (around.max(axis=0) + around.min(axis=0)) / 2
    best = None
    for radius in range(0, 160, 8):
        for turn in np.linspace(0, 2 * np.pi, 16, endpoint=False)[: 16 if radius else 1]:
            x, y = (middle + radius * np.array([np.cos(turn), np.sin(turn)])).tolist()
            box = Box(x, y, *shape)
            off = (
                abs(x - size[0] / 2) + shape[0] / 2 > size[0] / 2
                or abs(y - size[1] / 2) + shape[1] / 2 > size[1] / 2
            )
            bad = 40 * (
                off
                + 5 * sum(box.grown(3).meets(other) for other in taken)
                + 2 * (not _inside((x, y), around))
            )
            bad += 8 * np.count_nonzero(box.grown(4).holds(lines)) + radius / 8
            if best is None or bad < best[0]:
                best = bad, box
        if best[0] <= radius / 8:
            break
    return best


def _inside(point, ring):
    x, y = ring[:, 0], ring[:, 1]
    x2, y2 = np.roll(x, -1), np.roll(y, -1)
    rises = (y > point[1]) != (y2 > point[1])
    with np.errstate(all="ignore"):
        hit = point[0] < (x2 - x) * (point[1] - y) / (y2 - y) + x
    return bool(np.count_nonzero(rises & hit) % 2)


def badge(number, loop, box, ways):
    """The letter in a ring that turns as the loop does, and the loop's name where there is room for it."""
    around = np.concatenate([ways[pair].points for pair in loop.pairs])
    x, y = around.T
    turns = 1 if float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) > 0 else -1
    x, y = box.x, box.y - box.height / 2 + SIDE / 2
    told = escape(f"{said(loop)}: {loop.path}")
    name = ""
    if box.width > SIDE:
        name = f'<text class="called" x="{x:.0f}" y="{y + 27:.0f}">{escape(loop.name)}</text>'
    return (
        f'<g class="loop" data-loop="{number}"><title>{told}</title>{_ring(x, y, turns)}'
        f'<text class="badge" x="{x:.0f}" y="{y + 5.5:.0f}">{loop.polarity}</text>{name}</g>'
    )


def _ring(x, y, turns):
    """An open ring around (x, y) with a head; ``turns`` 1 is clockwise, −1 the other way."""
    radius, half = 12, 6.0
    top = y - 10.4
    tip = np.array([x - turns * half, top])
    ahead, across = np.array([turns * 0.866, -0.5]), np.array([0.5, turns * 0.866])
    corners = (tip + 6 * ahead, tip - 2 * ahead + 4 * across, tip - 2 * ahead - 4 * across)
    turn = f"A{radius} {radius} 0 1 {(turns + 1) // 2} {tip[0]:.1f} {top:.1f}"
    point = "L".join(f"{a:.1f} {b:.1f}" for a, b in corners)
    return (
        f'<path class="ring" d="M{x + turns * half:.1f} {top:.1f}{turn}"/><path class="head" d="M{point}z"/>'
    )


def said(loop):
    """What a loop is and does, in words."""
    does = {
        "R": "reinforces",
        "B": "balances",
        "±": "reinforces and balances in turn",
        "0": "is never active",
    }
    return f"{loop.name or 'a loop'} {does[loop.polarity]}"
