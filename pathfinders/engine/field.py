"""The runs on which a claim is judged: the one of the card's setting, or one for each random set."""

import numpy as np

from pathfinders.engine import formula
from pathfinders.model import Formula, Percent
from pathfinders.model.tree import CONTROLS

KEPT = 6  # tables of a model's sweeps at a time: one may hold fifty megabytes


class Runs:
    """Runs of one Twin, made once and kept for the next claim that asks for the same.

    ``run(params, stop)`` may be another engine's: it gives (time, a mapping of names to values).
    """

    def __init__(self, twin, run=None):
        self.twin, self.model = twin, twin.model
        self.run = run or (lambda params, stop: _both(twin.run(params, stop=stop)))
        self.kept = {}

    def of(self, params, stop):
        """(time, table) of one run, or of lanes where a parameter is an array."""
        key = stop, *((n, np.asarray(v).tobytes()) for n, v in sorted(params.items()))
        if key not in self.kept:
            while len(self.kept) >= KEPT:
                del self.kept[next(iter(self.kept))]
            self.kept[key] = self.made(params, stop)
        return self.kept[key]

    def made(self, params, stop):
        """As ``of``, and not kept."""
        if any(np.ndim(value) for value in params.values()):
            return _both(self.twin.lanes(params, stop=stop))
        return self.run(params, stop)


def _both(curves):
    return curves.time, curves


class Field:
    """The runs of one claim. Curves are (points, count): ``count`` is 1 for the card's own setting."""

    def __init__(self, runs, params, stop, count=1):
        self.runs, self.params, self.stop, self.count = runs, params, stop, count
        self.model = runs.model

    def curve(self, name, more=None):
        """(time, values) of a variable, with other settings beside those of the claim."""
        time, table = self.runs.of({**self.params, **(more or {})}, self.stop)
        return np.asarray(time), self.wide(table[name])

    def fresh(self, name, more):
        """As ``curve``, for settings that no other claim will ask for."""
        time, table = self.runs.made({**self.params, **more}, self.stop)
        return np.asarray(time), self.wide(table[name])

    def wide(self, values):
        """Values as (points, count)."""
        values = np.asarray(values, dtype=float)
        values = values.reshape(len(values), -1)
        return np.broadcast_to(values, (len(values), self.count))

    def number(self, given):
        """A number or a Formula as (count,); anything else as it is."""
        if isinstance(given, Formula):
            return np.broadcast_to(formula.value(given, self.constants), self.count)
        return given

    def tolerance(self, given, value):
        """A tolerance as (count,); ``value`` is what a Percent is a share of."""
        return given.share * np.abs(value) if isinstance(given, Percent) else self.number(given)

    @property
    def constants(self):
        """Name → value or array, for formulas; the control variables among them."""
        time = self.model.time
        ends = (time.start, time.stop if self.stop is None else self.stop, time.step, time.save)
        values = {constant.name: constant.value for constant in self.model.constants}
        return dict(zip(CONTROLS, ends, strict=True)) | values | self.params
