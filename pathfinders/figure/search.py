"""A proposal for a layout: places and bends with few crossings, nothing on top of a name, and short ways."""

from dataclasses import dataclass

import numpy as np

from pathfinders.figure.layout import BEND

BENDS = np.array([-0.4, -0.3, -BEND, -0.08, 0.08, BEND, 0.3, 0.4])
STEPS = 2000
MARGIN, ROOM = 24.0, 52.0
"""Around a name; and between two names that are linked, for the arrow's head and its sign."""
BOTH_WAYS, ROUND = 84.0, 0.4
"""Room and bow of two links that close a loop of two, with a badge between them."""
HOT, COLD = 30.0, 0.2
MANY, FAR_TOO_MANY = 30, 200
"""Links from which on steps are saved, as each costs the square of their number; and from which on crossings
are no longer counted: nobody could follow such a map, and the count would fill the memory."""


@dataclass
class _Plane:
    half: np.ndarray
    """(names, 2): half of each box."""
    pairs: np.ndarray
    """(links, 2): places in ``half``."""
    width: float
    share: np.ndarray

    def __post_init__(self):
        self.own = np.zeros((len(self.pairs), 1, len(self.half)), dtype=bool)
        for row, (a, b) in enumerate(self.pairs):
            self.own[row, :, [a, b]] = True
        ways = set(map(tuple, self.pairs.tolist()))
        back = np.array([(b, a) in ways for a, b in self.pairs.tolist()], dtype=bool)
        self.room, self.bow = np.where(back, BOTH_WAYS, ROOM), np.where(back, ROUND, BEND)
        self.upper = np.triu(np.ones((len(self.pairs),) * 2, dtype=bool), 1)
        self.shared = (self.pairs[:, None, :, None] == self.pairs[None, :, None, :]).any(axis=(2, 3))

    def curves(self, at, bend):
        """(links, points, 2)."""
        a, b = at[self.pairs[:, 0]], at[self.pairs[:, 1]]
        ahead = b - a
        bow = (a + b) / 2 + bend[:, None] * np.stack([ahead[:, 1], -ahead[:, 0]], axis=1)
        t = self.share[None, :, None]
        return (1 - t) ** 2 * a[:, None] + 2 * t * (1 - t) * bow[:, None] + t**2 * b[:, None]

    def cost(self, at, bend):
        """What is wrong with a layout, in one number."""
        return self._boxes(at) + (self._links(at, bend) if len(self.pairs) else 0.0)

    def _boxes(self, at):
        near = self.half[:, None] + self.half[None] + MARGIN - np.abs(at[:, None] - at[None])
        depth = np.clip(near, 0, None).min(axis=2)
        np.fill_diagonal(depth, 0)
        tall = np.ptp(at[:, 1]) if len(at) else 0.0
        return 2.0 * depth.sum() + 0.05 * tall + 0.3 * max(0.0, tall - 1.1 * self.width)

    def _links(self, at, bend):
        curves = self.curves(at, bend)
        inside = (np.abs(curves[:, :, None] - at) < self.half + 8).all(axis=3) & ~self.own
        outside = np.abs(curves[..., 0] - self.width / 2) > self.width / 2 - 4
        length = np.linalg.norm(np.diff(curves, axis=1), axis=2).sum(axis=1)
        a, b = self.pairs.T
        gap = (np.abs(at[a] - at[b]) - self.half[a] - self.half[b]).max(axis=1)
        tight = np.clip(self.room - gap, 0, None).sum()
        close = self._close(curves) if len(curves) <= FAR_TOO_MANY else 0.0
        bows = np.abs(np.abs(bend) - self.bow).sum()
        return 12 * inside.sum() + 4 * outside.sum() + 0.05 * length.sum() + tight + close + 3 * bows

    def _close(self, curves):
        a, b = curves[:, None, :-1, None], curves[:, None, 1:, None]
        c, d = curves[None, :, None, :-1], curves[None, :, None, 1:]
        cross = (_side(a, b, c) * _side(a, b, d) < 0) & (_side(c, d, a) * _side(c, d, b) < 0)
        times = np.count_nonzero(cross, axis=(2, 3))[self.upper].sum()
        middle = curves[:, len(self.share) // 3 : -(len(self.share) // 3)]
        away = np.abs(middle[:, None, :, None] - middle[None, :, None, :]).max(axis=-1).min(axis=(2, 3))
        return 40.0 * times + 8.0 * np.count_nonzero(away[self.upper] < 16)


def _side(a, b, c):
    return (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (
        c[..., 0] - a[..., 0]
    )


def search(boxes, pairs, width, steps=STEPS, seed=1, start=None, fixed=()):
    """(places (n, 2), bends (links,)) by annealing; the same ``seed`` gives the same.

    ``boxes``: (width, height) of each name; ``pairs``: places of source and target; ``start``: where to
    begin; those in ``fixed`` stay.
    """
    half = np.asarray(boxes, dtype=float).reshape(-1, 2) / 2
    links = np.asarray(pairs, dtype=int).reshape(-1, 2)
    plane = _Plane(half, links, width, np.linspace(0, 1, 13 if len(links) < 30 else 7))
    generator = np.random.default_rng(seed)
    at = _ring(half, width) if start is None else np.array(start, dtype=float).reshape(-1, 2)
    free = np.array([k for k in range(len(half)) if k not in set(fixed)], dtype=int)
    steps = int(steps * min(1.0, (MANY / max(1, len(links))) ** 1.5))
    return _annealed(plane, at, plane.bow, free, steps, generator)


def _annealed(plane, at, bend, free, steps, generator):
    best = now = (plane.cost(at, bend), at, bend)
    for step in range(steps if free.size or bend.size else 0):
        heat = HOT * (COLD / HOT) ** (step / steps)
        tried = _moved(plane, now[1], now[2], free, 8 + 6 * heat, generator)
        cost = plane.cost(*tried)
        if cost < now[0] or generator.random() < np.exp((now[0] - cost) / heat):
            now = (cost, *tried)
        if now[0] < best[0]:
            best = now
    return best[1], best[2]


def _moved(plane, at, bend, free, reach, generator):
    choice = generator.random()
    if bend.size and (choice < 0.3 or not free.size):
        bend = bend.copy()
        bend[generator.integers(bend.size)] = generator.choice(BENDS)
    elif choice < 0.4 and free.size > 1:
        at = at.copy()
        one, other = generator.choice(free, 2, replace=False)
        at[[one, other]] = at[[other, one]]
    else:
        at, who = at.copy(), generator.choice(free)
        at[who] = _kept_on(plane, at[who] + generator.normal(scale=reach, size=2), who)
    return at, bend


def _kept_on(plane, place, who):
    edge = plane.half[who, 0] + 6
    return np.array([np.clip(place[0], edge, max(edge, plane.width - edge)), place[1]])


def _ring(half, width):
    turn = 2 * np.pi * np.arange(len(half)) / max(1, len(half))
    return width / 2 + (width / 2 - 60) * np.stack([np.cos(turn), 0.8 * np.sin(turn)], axis=1)
