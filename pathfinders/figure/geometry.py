"""Boxes, curves between them, and what meets what: the plane on which a diagram is drawn (y points down)."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

POINTS = 25
"""Points in which a curve is taken where it is compared with others."""


@dataclass(frozen=True)
class Box:
    """A rectangle around ``(x, y)``."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self):
        """Its middle, an array (2,)."""
        return np.array([self.x, self.y])

    def grown(self, by):
        """The box with ``by`` more on every side."""
        return Box(self.x, self.y, self.width + 2 * by, self.height + 2 * by)

    def meets(self, other):
        """True where the two have a point in common."""
        apart = abs(self.x - other.x), abs(self.y - other.y)
        return apart[0] < (self.width + other.width) / 2 and apart[1] < (self.height + other.height) / 2

    def holds(self, points):
        """For points (…, 2) a truth value each: inside or not."""
        away = np.abs(np.asarray(points) - self.centre)
        return (away[..., 0] < self.width / 2) & (away[..., 1] < self.height / 2)


@dataclass(frozen=True, eq=False)
class Curve:
    """A Bézier curve; its points of control are an array (3, 2) or (4, 2)."""

    control: np.ndarray

    def at(self, share):
        """The points at ``share`` (a number or (n,), 0 … 1) of the parameter."""
        share = np.asarray(share, dtype=float)[..., None]
        points = list(self.control)
        while len(points) > 1:
            points = [(1 - share) * a + share * b for a, b in pairwise(points)]
        return points[0]

    @cached_property
    def points(self):
        """Points (25, 2) along it."""
        return self.at(np.linspace(0, 1, POINTS))

    @cached_property
    def length(self):
        """How long it is, nearly."""
        return float(np.linalg.norm(np.diff(self.points, axis=0), axis=1).sum())

    def back(self, length):
        """(point, direction, left): ``length`` before its end; both directions of length 1."""
        share = max(0.0, 1 - length / max(self.length, 1e-9))
        point, ahead = self.at(share), self.at(min(1.0, share + 0.02)) - self.at(max(0.0, share - 0.02))
        ahead = ahead / (np.linalg.norm(ahead) or 1)
        return point, ahead, np.array([ahead[1], -ahead[0]])

    def part(self, start, stop):
        """The piece between two values of the parameter."""
        degree = len(self.control) - 1
        rows = []
        for k in range(degree + 1):
            points = list(self.control)
            for share in (start,) * (degree - k) + (stop,) * k:
                points = [(1 - share) * a + share * b for a, b in pairwise(points)]
            rows.append(points[0])
        return Curve(np.array(rows))

    @property
    def path(self):
        """The value of SVG's ``d``."""
        first, *rest = (f"{x:.0f} {y:.0f}" for x, y in self.control)
        return f"M{first}{'Q' if len(rest) == 2 else 'C'}{' '.join(rest)}"


def curve(start, stop, bend, gap=4.0):
    """The Curve from box to box, bowed to the left by ``bend`` times its length (an ear for one box)."""
    if start is stop:
        return _ear(start)
    a, b = start.centre, stop.centre
    ahead = b - a
    whole = Curve(np.array([a, (a + b) / 2 + 2 * bend * np.array([ahead[1], -ahead[0]]) * 0.5, b]))
    share = np.linspace(0, 1, 201)
    points = whole.at(share)
    left = share[np.flatnonzero(start.grown(gap).holds(points))[-1:]]
    after = share[np.flatnonzero(stop.grown(gap).holds(points) & (share > (left[0] if left.size else 0)))[:1]]
    begin, end = (left[0] if left.size else 0.0), (after[0] if after.size else 1.0)
    return whole.part(begin, end) if end - begin > 0.02 else whole.part(0.45, 0.55)


def _ear(box):
    right, low = box.x + box.width / 2 + 4, box.y
    return Curve(
        np.array([[right, low - 8], [right + 40, low - 30], [right + 40, low + 30], [right, low + 8]])
    )


def crossings(one, other):
    """How often two polylines (n, 2) and (m, 2) cross."""
    a, b, c, d = one[:-1, None], one[1:, None], other[None, :-1], other[None, 1:]
    apart = (_side(a, b, c) * _side(a, b, d) < 0) & (_side(c, d, a) * _side(c, d, b) < 0)
    return int(np.count_nonzero(apart))


def _side(a, b, c):
    return (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (
        c[..., 0] - a[..., 0]
    )
