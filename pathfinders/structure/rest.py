"""Where a model would rest: the values at which no stock changes, stable or not."""

from dataclasses import dataclass

import numpy as np

from pathfinders.structure.mesh import mesh

ROUNDS, NEAR = 40, 1e-9


@dataclass(frozen=True)
class Rest:
    """A value for each variable that is not a constant."""

    values: dict
    how: str
    """"rest": no net flow is left there; "start": no rest was found near the run, so the values are those at
    the start; "given": a number was asked for."""

    def __str__(self):
        return {
            "rest": "its value at rest, where no net flow is left",
            "start": "its value at the start, for no rest was found near the run",
            "given": "the number given",
        }[self.how]


def rest(model, run):
    """The Rest of ``model`` with the constants of ``run``, the clock standing at its start.

    Newton's method on the net flows, begun at the mean of the run's second half, then at its end, then at its
    start. A rest further outside the run than the run is wide does not count: it explains nothing here.
    """
    parts = mesh(model)
    run = parts.traced(run)
    fixed, path = parts.fixed(run), parts.paths(run)
    table = np.array([path[state.name] for state in parts.states]).reshape(len(parts.states), run.time.size)
    width = np.ptp(table, axis=1, keepdims=True) if np.isfinite(table).all() else np.zeros((len(table), 1))
    half = table[:, table.shape[1] // 2 :]
    with np.errstate(all="ignore"):
        for begin in (half.mean(axis=1), table[:, -1], table[:, 0]) if parts.states else ():
            point = _newton(parts, fixed, begin, width[:, 0], run.time[-1] - run.time[0])
            low, high = (edge(table, axis=1) for edge in (np.min, np.max))
            if point is not None and np.all((point >= low - width[:, 0]) & (point <= high + width[:, 0])):
                return Rest(_values(parts, fixed, point), "rest")
        return Rest(_values(parts, fixed, table[:, 0]), "start")


def _values(parts, fixed, point):
    values = parts.filled(fixed, dict(zip([state.name for state in parts.states], point, strict=True)))
    return {name: float(np.asarray(values[node])) for name, node in parts.nodes.items()}


def _rates(parts, fixed, points):
    """Net flows (states, lanes) at ``points`` (states, lanes)."""
    values = parts.filled(fixed, dict(zip([state.name for state in parts.states], points, strict=True)))
    rates = [np.broadcast_to(parts.rate(state.name, values), points.shape[1:]) for state in parts.states]
    return np.array(rates).reshape(points.shape)


def _newton(parts, fixed, point, width, duration):
    """A point at which all net flows are nil, or None."""
    scale = np.maximum(np.maximum(width, np.abs(point)), np.finfo(float).tiny)
    count = len(point)
    for _ in range(ROUNDS):
        if not np.isfinite(point).all():
            return None
        step = 1e-6 * scale
        moved = np.repeat(point[:, None], 2 * count + 1, axis=1)
        moved[:, 1 : count + 1] += np.diag(step)
        moved[:, count + 1 :] -= np.diag(step)
        rates = _rates(parts, fixed, moved)
        if np.all(np.abs(rates[:, 0]) * duration <= NEAR * scale):
            return point
        slope = (rates[:, 1 : count + 1] - rates[:, count + 1 :]) / (2 * step)
        if not np.isfinite(slope).all() or not np.isfinite(rates[:, 0]).all():
            return None
        # Scaled, so that stocks of different units weigh alike where the rest is not a point but a line.
        point = point - scale * np.linalg.lstsq(slope * scale, rates[:, 0], rcond=1e-9)[0]
    return None
