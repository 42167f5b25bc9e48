"""Predicates that compare runs: each takes a Field and a variable, and gives (holds, figures).

``holds`` is (count,) of True and False; ``figures`` maps what was measured to arrays (count,).
"""

from dataclasses import replace

import numpy as np

from pathfinders.behaviour import figure as figure_of
from pathfinders.engine.field import Field, Runs
from pathfinders.engine.twin import Twin
from pathfinders.model.tree import Apply, Name, Number
from pathfinders.model.variables import Limits, Variable

EXACT = 1e-9
"""Euler's method moves from stock to stock exactly what flows; what is left is rounding."""
ROUNDS = 30
FINE = 16
"""A threshold is found to this part of its tolerance."""


def compares(
    field, variable, figure, rival=None, other=None, ratio=None, difference=None, after=None, at=None
):
    """A figure of this run over, or minus, that of the rival's; True between the given ends."""
    if (ratio is None) == (difference is None):
        raise ValueError("it needs either a ratio or a difference, as [low, high]")
    if rival is None and other is None:
        raise ValueError("it needs the settings of a rival, or another variable")
    own, others = (
        np.broadcast_to(_figure(field, name, figure, more, after, at), field.count)
        for name, more in ((variable, None), (other or variable, rival))
    )
    with np.errstate(all="ignore"):
        found = own / others if difference is None else own - others
        holds = _between(found, *_ends(field, ratio if difference is None else difference))
    named = {"ratio" if difference is None else "difference": found}
    return holds, {f"{figure} here": own, f"{figure} there": others} | named


def _figure(field, variable, figure, more, after, at):
    time, values = field.curve(variable, more)
    with np.errstate(all="ignore"):
        return figure_of(figure, time, values, after, at)


def _ends(field, pair):
    if not isinstance(pair, list | tuple) or len(pair) != 2:
        raise ValueError(f"[low, high] is {pair!r}")
    return [end if end is None else field.number(end) for end in pair]


def _between(found, low, high):
    holds, slack = np.isfinite(found), EXACT * np.abs(found)
    holds &= True if low is None else found >= low - slack
    return holds & (True if high is None else found <= high + slack)


def crosses(field, variable, rival=None, other=None, between=None):
    """Two curves change sides once in the time given; also when they begin together."""
    if rival is None and other is None:
        raise ValueError("it needs a level, the settings of a rival, or another variable")
    time, own = field.curve(variable)
    _, others = field.curve(other or variable, rival)
    first, last = (time[0], time[-1]) if between is None else between
    holds, when = np.zeros(field.count, dtype=bool), np.full(field.count, np.nan)
    for lane in range(field.count):
        met = _meetings(time, own[:, lane] - others[:, lane], np.abs(own[:, lane]).max())
        inside = met[(met >= first) & (met <= last)]
        holds[lane] = len(inside) == 1
        when[lane] = inside[0] if len(inside) else met[0] if len(met) else np.nan
    return holds, {"crosses at": when}


def _meetings(time, gap, size):
    """The times at which a gap changes its sign; what is rounding beside ``size`` has none."""
    if not np.isfinite(gap).all():
        return np.empty(0)
    kept = np.abs(gap) > 1e-12 * size
    time, gap = time[kept], gap[kept]
    at = np.flatnonzero(gap[1:] * gap[:-1] < 0)
    part = gap[at] / (gap[at] - gap[at + 1])
    return time[at] + part * (time[at + 1] - time[at])


def threshold(field, variable, of, low, high, where, value, within):
    """The least value of a slider, from ``low`` to ``high``, from which a predicate holds; by bisection."""
    expected = np.broadcast_to(np.asarray(field.number(value), dtype=float), field.count)
    near = np.broadcast_to(field.tolerance(within, expected), field.count)
    below, above = (np.full(field.count, float(end)) for end in (low, high))

    def there(at):
        given = at if field.count > 1 else float(at[0])
        return where(*field.fresh(variable, {of: given}))

    never, at_once = ~there(above), there(below)
    fine = max(float(np.min(near)) / FINE, 1e-9 * abs(high - low))
    for _ in range(min(ROUNDS, int(np.ceil(np.log2(abs(high - low) / fine))))):
        middle = (below + above) / 2
        holds = there(middle)
        below, above = np.where(holds, below, middle), np.where(holds, middle, above)
    found = np.where(never, np.nan, np.where(at_once, float(low), above))
    with np.errstate(invalid="ignore"):
        return np.abs(found - expected) <= near, {"threshold": found, "theory": expected}


def order(field, variable, figure, of, after=None, at=None):
    """The figure falls strictly from the first setting to the last."""
    if len(of) < 2:
        raise ValueError("it needs two settings or more")
    found = np.array(
        [np.broadcast_to(_figure(field, variable, figure, dict(more), after, at), field.count) for more in of]
    )
    with np.errstate(invalid="ignore"):
        holds = np.all(found[1:] < found[:-1], axis=0)
    return holds, {f"{figure} {rank}": row for rank, row in enumerate(found, start=1)}


def conserves(field, variable, stocks, inflows=(), outflows=()):
    """The stocks' sum changes by exactly what flows in and out.

    What flows is summed step by step, in a stock that is added to the model for the purpose.
    """
    model = field.model
    flown = _sum(inflows, outflows)
    ledger = Variable("the ledger", "the_ledger", "stock", "", "", Limits(), "", flown, Number(0.0))
    twin = Twin(replace(model, variables=(*model.variables, ledger)))
    watched = Field(Runs(twin), field.params, field.stop, field.count)
    total = sum(watched.curve(name)[1] for name in stocks)
    _, moved = watched.curve(ledger.name)
    with np.errstate(invalid="ignore"):
        off = np.abs(total - total[0] - moved).max(axis=0)
        size = np.abs(total).max(axis=0)
        return off <= EXACT * size, {"off by": off / np.where(size > 0, size, 1.0)}


def _sum(inflows, outflows):
    tree = Number(0.0)
    for sign, names in (("+", inflows), ("-", outflows)):
        for name in names:
            tree = Apply(sign, (tree, Name(name)))
    return tree


RIVALS = {
    "compares": compares,
    "crosses": crosses,
    "threshold": threshold,
    "order": order,
    "conserves": conserves,
}
