"""Curves of known mode, and how often the classifier names them: ``python -m tests.behaviour_curves``.

Each family draws its parameters within the bounds written in it, which leave out what people would argue
about: an exponential that bends less than a ruler forgives, a swing that loses a tenth, a bump that gives
back half.
"""

import argparse
from collections import Counter

import numpy as np

from pathfinders.behaviour import classify


def linear(u, draw):
    return draw(-1, 1, whole=True) * u


def growth(u, draw):
    return np.exp(draw(1.5, 8) * u) if draw(0, 1) < 0.7 else u ** draw(2, 4)


def goal_seeking(u, draw):
    waits = np.maximum(u - draw(0, 0.4) * (draw(0, 1) < 0.3), 0)
    return 1 - np.exp(-draw(3.5, 12) * waits)


def s_shaped(u, draw):
    if draw(0, 1) < 0.3:
        return np.exp(-np.exp(-draw(8, 14) * (u - draw(0.25, 0.4))))
    return 1 / (1 + np.exp(-draw(9, 20) * (u - draw(0.3, 0.7))))


def settles_past(u, draw):
    """Second-order step response with one overshoot that is seen, or a bump on the way to a level."""
    if draw(0, 1) < 0.5:
        damping, speed = draw(0.5, 0.58), draw(14, 30)
        swift = np.sqrt(1 - damping**2)
        angle = speed * swift * u
        return 1 - np.exp(-damping * speed * u) * (np.cos(angle) + damping / swift * np.sin(angle))
    rise, fall = draw(20, 40), draw(3.5, 6)
    return (1 - np.exp(-rise * u)) * (1 + draw(0.3, 0.5) * np.exp(-fall * u))


def collapses(u, draw):
    """A pulse of a gamma curve, or a logistic rise and a logistic fall to near where it began."""
    if draw(0, 1) < 0.5:
        return u * np.exp(-draw(5, 12) * u)
    rise, fall = draw(0.15, 0.35), draw(0.55, 0.8)
    kept = draw(-0.2, 0.3)
    up, down = (1 / (1 + np.exp(-25 * (u - at))) for at in (rise, fall))
    return up - (1 - kept) * down


def worse_first(u, draw):
    """A dip of a sixth to a third of what follows it, and then a steady or settling rise."""
    rise = u if draw(0, 1) < 0.5 else 1 - np.exp(-draw(3, 5) * u)
    speed, dip = draw(10, 20), draw(0.3, 0.6)
    bump = np.e * speed * u * np.exp(-speed * u)
    level = np.interp(1 / speed, u, rise)
    return rise - (dip + level) * bump


def recovers(u, draw):
    """A loss that is won back for the greater part."""
    return -u * np.exp(-draw(5, 12) * u)


def _swing(u, draw, low=2.6):
    return np.cos(2 * np.pi * draw(low, draw.cycles) * u + draw(0, 6.28))


def damped(u, draw):
    """Loses 7 to 40 % in each half swing, and at least two thirds over the whole time."""
    cycles = draw(2.6, draw.cycles)
    loss = max(-np.log(draw(0.6, 0.93)) * 2 * cycles, 1.1)
    return np.exp(-loss * u) * np.cos(2 * np.pi * cycles * u + draw(0, 6.28))


def sustained(u, draw):
    """A sine, a flattened one, or one that grew up in the first fifth."""
    kind = draw(0, 3, whole=True)
    swing = _swing(u, draw) if kind < 2 else _swing(u, draw, low=min(6, draw.cycles))
    if kind == 1:
        return np.tanh(draw(1, 3) * swing)
    return swing if kind == 0 else np.tanh(draw(8, 20) * u) * swing


def growing(u, draw):
    """Swings that become 3 to 55 times as wide."""
    cycles = draw(2.6, draw.cycles)
    gain = min(draw(1.1, 4), 0.5 * 2 * cycles)
    return np.exp(gain * u) * np.cos(2 * np.pi * cycles * u + draw(0, 6.28))


def _down(family):
    return lambda u, draw: -family(u, draw)


FAMILIES = {
    "constant": lambda u, draw: np.zeros_like(u),
    "linear": linear,
    "growth": growth,
    "collapse": _down(growth),
    "goal-seeking": goal_seeking,
    "decay": _down(goal_seeking),
    "s-shaped": lambda u, draw: draw(-1, 1, whole=True) * s_shaped(u, draw),
    "overshoot and settle": lambda u, draw: draw(-1, 1, whole=True) * settles_past(u, draw),
    "overshoot and collapse": collapses,
    "worse before better": lambda u, draw: (worse_first if draw(0, 1) < 0.7 else recovers)(u, draw),
    "better before worse": _down(worse_first),
    "damped oscillation": damped,
    "sustained oscillation": sustained,
    "growing oscillation": growing,
}


MANY, FEW = (90, 900), (24, 90)
ROWS = (
    *((0.0, 0.99, MANY), (0.0, 0.99, FEW), (0.01, 0.95, MANY), (0.02, 0.95, MANY)),
    *((0.02, 0, FEW), (0.03, 0, MANY), (0.05, 0, MANY)),
)
"""(noise as a share of the range, share of right names that is promised, least and most points)."""


class Draw:
    """Random numbers of one curve; ``cycles`` is the most that its number of points can show."""

    def __init__(self, seed, points):
        self.generator = np.random.default_rng(seed)
        self.cycles = min(12.0, max(3.0, points / 12))

    def __call__(self, low, high, whole=False):
        if whole:
            return int(self.generator.choice([low, high] if low < 0 else range(low, high)))
        return float(self.generator.uniform(low, high))


def known(name, seed, points=240, noise=0.0, scale=1.0, offset=0.0, span=60.0):
    """(time, values) of a curve of mode ``name``; ``noise`` is a share of its range (of 1 for a flat one)."""
    draw, share = Draw(seed, points), np.linspace(0, 1, points)
    values = FAMILIES[name](share, draw)
    spread = np.ptp(values) or 1.0
    shaken = values + noise * spread * draw.generator.normal(size=points)
    return span * share, offset + scale * shaken


def score(noise, each, points=(90, 900), seed=1):
    """Counter of (true name, found name) over ``each`` curves of a family, of random scale and sampling."""
    found = Counter()
    for place, name in enumerate(FAMILIES):
        for number in range(each):
            draw = np.random.default_rng([seed, place, number])
            size = int(draw.integers(*points, endpoint=True))
            scale, offset = 10 ** draw.uniform(-4, 6), draw.uniform(-3, 3)
            span = 10 ** draw.uniform(-1, 4)
            curve = known(name, [seed, place, number, 7], size, noise, scale, scale * offset, span)
            found[name, classify(*curve).name] += 1
    return found


def rights(found):
    """(share right of all, {name: share right})."""
    total, right = Counter(), Counter()
    for (name, said), count in found.items():
        total[name] += count
        right[name] += count * (name == said)
    return right.total() / total.total(), {name: right[name] / total[name] for name in total}


def table(found, title):
    """Lines of text: each mode's share of right names, and what the wrong ones were called."""
    overall, each = rights(found)
    yield f"{title}: {overall:.2%} of {found.total()} right"
    for name, share in each.items():
        wrong = {said: count for (true, said), count in found.items() if true == name and said != name}
        told = ", ".join(f"{count} {said}" for said, count in sorted(wrong.items(), key=lambda row: -row[1]))
        yield f"  {name:24}{share:8.2%}" + (f"   ({told})" if told else "")


def main(argv=None):
    """Print the scores clean and with 1, 2, 3 and 5 % of noise; return 1 where one is below its promise."""
    parser = argparse.ArgumentParser(prog="python -m tests.behaviour_curves", description=main.__doc__)
    parser.add_argument("--each", type=int, default=300, help="curves of each mode (default: 300)")
    parser.add_argument("--seed", type=int, default=1)
    asked, low = parser.parse_args(argv), False
    for noise, least, points in ROWS:
        found = score(noise, asked.each, points, asked.seed)
        title = f"{noise:.0%} noise" if noise else "clean"
        print(*table(found, f"{title}, {points[0]} to {points[1]} points"), sep="\n")
        low |= rights(found)[0] < least
    return int(low)


if __name__ == "__main__":
    raise SystemExit(main())
