"""How much each arrow and each loop has to do with what happens, step by step: *loops that matter*.

Schoenberg, Davidsen and Eberlein, "Understanding model behavior using the Loops that Matter method" (System
Dynamics Review 36, 2020), with the correction for flows into stocks of Schoenberg, Hayward and Eberlein,
"Improving Loops that Matter" (System Dynamics Review 39, 2023). What is defined where:

- The score of an arrow x → z at a saved time is that of the step which begins there, from t to t + TIME STEP:
  |Δₓz / Δz| with the sign of Δₓz / Δx, where Δₓz is what z would change by if x alone changed and all else,
  the time too, stayed as it was. It is 0 where x or z does not change. (Stella labels a step by its beginning
  as well; simlin by its end, so its value at t + TIME STEP is ours at t, and at first it has none. It holds
  ``Time`` as we do, but not the clock inside STEP and RAMP: while a ramp lasts, and in the step in which a
  step begins, a link beside it has another score there.)
- For an arrow into a stock, z is the net flow. This is the correction of 2023: the change of a flow beside
  the change of the net flow, the same whether flows are written one by one or as one sum.
- An arrow into a smooth or a delay has the score of the way through its stages, the loudest way where there
  are several. The loops inside the stages are not listed.
- The score of a loop is the product of its arrows; its share is its score divided by the sum of the sizes of
  all listed loops whose stocks feed back on one another (its *partition*). A share has the sign of the loop:
  + reinforces.
- Where no loop of a partition acts, or a change is no more than rounding, shares are nan: nothing is to be
  explained.
"""

from dataclasses import dataclass

import numpy as np

from pathfinders.structure.mesh import mesh

RESOLVED = 1e4
"""A change must be this many times its rounding, or a share would be no better than four digits."""


@dataclass(frozen=True, eq=False)
class LinkScores:
    """The scores of all arrows between variables that are not constants."""

    places: dict
    """(source, target) → row."""
    values: np.ndarray
    """(links, points)."""
    blurred: np.ndarray
    """(links, points): True where the target's change is no more than rounding."""
    nets: dict
    """Stock → its net flow at the saved points, (points,)."""


def link_scores(model, run):
    """The LinkScores along a Run of ``model``."""
    parts = mesh(model)
    run = parts.traced(run)
    now, then = parts.moments(run)
    with np.errstate(all="ignore"):
        direct = {}
        for key, equation in parts.equations.items():
            direct |= _into(key, equation, now, then, parts.movers, run.time.size)
        nets = {item.name: _wide(parts.rate(parts.nodes[item.name], now), run) for item in model.stocks}
    found = {pair: paths for pair, paths in parts.ways.items() if parts.names[pair[0]] in parts.movers}
    values, blurred = np.zeros((2, len(found), run.time.size))
    for row, paths in enumerate(found.values()):
        values[row], blurred[row] = _loudest(direct, paths, run.time.size)
    return LinkScores({pair: row for row, pair in enumerate(found)}, values, blurred > 0, nets)


def _wide(value, run):
    return np.broadcast_to(np.asarray(value, dtype=float), run.time.shape)


def _into(key, equation, now, then, movers, points):
    """(source, node) → (scores, blurred) for the arrows into one node."""
    sources = [name for name in equation.inputs if name in movers]
    if not sources:
        return {}
    old, new = ([side[name] for name in equation.inputs] for side in (now, then))
    before, after = equation.call(*old), equation.call(*new)
    change, partial, slope = after - before, {}, {}
    noise = np.abs(before)
    for name in sources:
        mixed = [then[other] if other == name else now[other] for other in equation.inputs]
        partial[name] = equation.call(*mixed) - before
        slope[name] = partial[name] / (then[name] - now[name])
        noise = noise + np.nan_to_num(np.abs(slope[name] * now[name]), posinf=0)
    blurred = (change != 0) & (np.abs(change) < RESOLVED * np.finfo(float).eps * noise)
    rows = {}
    for name in sources:
        idle = (change == 0) | (then[name] == now[name])
        score = np.where(idle, 0.0, np.abs(partial[name] / change) * np.sign(slope[name]))
        rows[name, key] = np.broadcast_to(score, points), np.broadcast_to(blurred, points)
    return rows


def _loudest(direct, paths, points):
    """(scores, blurred) of the loudest of several ways, each a tuple of arrows."""
    best, dim = np.zeros(points), np.zeros(points, dtype=bool)
    for path in paths:
        product = np.prod([direct[pair][0] for pair in path], axis=0)
        louder = ~(np.abs(product) <= np.abs(best))
        best = np.where(louder, product, best)
        dim = dim | np.any([direct[pair][1] for pair in path], axis=0)
    return best, dim
