"""A model compiled: ``twin.run`` for one set of parameters, ``twin.lanes`` for many."""

from functools import cached_property, lru_cache

import numpy as np

from pathfinders.engine import floats, lanes
from pathfinders.engine.errors import EngineError
from pathfinders.engine.program import lower
from pathfinders.engine.runs import Lanes, Run
from pathfinders.engine.schedule import schedule
from pathfinders.model import ModelError, read
from pathfinders.model.reader import MOST_STEPS

BLOCK = 2048  # lanes at a time: their arrays stay in the processor's cache


@lru_cache(maxsize=64)
def compile_model(model):
    """The Twin of a Model; compiled once for each content. Raises Unsupported or ModelError."""
    return Twin(model)


def run(source, params=None, **more):
    """One run of a slug, a path or a Model: ``run("two_bands", hierarchy=0.7)``. Returns a Run."""
    model = read(source) if isinstance(source, str) or hasattr(source, "__fspath__") else source
    return compile_model(model).run({**(params or {}), **more})


def settings(model, params):
    """The value of every constant by its name, with ``params`` in place of the file's.

    Raises UnknownVariable for a name the model does not have, ModelError for one that is calculated.
    """
    values = {constant.name: constant.value for constant in model.constants}
    for name, value in params.items():
        variable = model[name]
        if variable.kind != "constant":
            found = f"“{variable.name}” is calculated, so it cannot be set"
            raise ModelError(model.where, found, "a constant", "change a constant that it depends on")
        values[variable.name] = value
    return values


def number(model, name, value):
    """``value`` as a float; raises ModelError."""
    try:
        if isinstance(value, str | bytes):
            raise TypeError
        return float(value)
    except (TypeError, ValueError):
        raise ModelError(model.where, f"“{name}” is set to {value!r}"[:120], "a number") from None


class Twin:
    """A model compiled into Python floats and NumPy lanes; see ``compile_model``."""

    def __init__(self, model):
        self.model = model
        self.program = lower(model)

    @cached_property
    def _floats(self):
        return floats.compiled(self.program, self.model.time.step)

    @cached_property
    def _lanes(self):
        return lanes.compiled(self.program, self.model.time.step)

    def run(self, params=None, start=None, stop=None):
        """One run. ``params`` maps names of constants to numbers; ``start`` and ``stop`` are other times.

        Returns a Run. Raises UnknownVariable, ModelError, EngineError. Infinite and undefined values are
        data.
        """
        values = settings(self.model, params or {})
        values = {name: number(self.model, name, value) for name, value in values.items()}
        plan, begin, end = self.plan(start, stop)
        flat = []
        try:
            self._floats(tuple(values.values()), begin, end, plan.points, plan.every, flat.extend)
            table = np.array(flat, dtype=float).reshape(plan.points, len(self.program.variables)).T
        except (ArithmeticError, ValueError):  # IEEE has a value where Python's floats raise
            p = tuple(map(np.float64, values.values()))
            table = self._in_lanes(p, 1, plan, begin, end)[:, :, 0]
        return Run(self.model, values, plan.times(), dict(zip(self.program.variables, table, strict=True)))

    def lanes(self, params, start=None, stop=None):
        """Many runs. ``params`` maps names of constants to arrays (n,) or numbers.

        Returns Lanes, whose arrays are (points, n). Raises as ``run``, and EngineError where lengths differ.
        """
        values = settings(self.model, params)
        arrays = {name: self.array(name, value) for name, value in values.items()}
        sizes = {array.size for array in arrays.values() if array.ndim}
        if len(sizes) != 1:
            found = f"the arrays have {sorted(sizes)} values" if sizes else "no parameter is an array"
            raise EngineError(self.model.where, found, "arrays of one length")
        count = sizes.pop()
        plan, begin, end = self.plan(start, stop)
        table = np.empty((len(self.program.variables), plan.points, count))
        for left in range(0, count, BLOCK):
            part = slice(left, min(left + BLOCK, count))
            p = tuple(array[part] if array.ndim else np.float64(array) for array in arrays.values())
            table[:, :, part] = self._in_lanes(p, part.stop - left, plan, begin, end)
        columns = dict(zip(self.program.variables, table, strict=True))
        given = {name: np.broadcast_to(array, count) for name, array in arrays.items()}
        return Lanes(self.model, given, plan.times(), columns)

    def array(self, name, value):
        """A parameter as a float array of one dimension, or none."""
        try:
            array = np.asarray(value, dtype=float)
        except (TypeError, ValueError):
            raise ModelError(self.model.where, f"“{name}” is set to {value!r}"[:120], "numbers") from None
        if array.ndim > 1:
            raise ModelError(self.model.where, f"“{name}” has {array.ndim} dimensions", "an array of one")
        return array

    def plan(self, start, stop):
        """(Schedule, start, stop) of a run; raises EngineError where it would end before it begins."""
        time = self.model.time
        begin = time.start if start is None else number(self.model, "start", start)
        end = time.stop if stop is None else number(self.model, "stop", stop)
        if not begin <= end < float("inf"):
            raise EngineError(self.model.where, f"the run would go from {begin:g} to {end:g}", "a later end")
        if (end - begin) / MOST_STEPS > time.step:
            found = f"a run to {end:g} takes {(end - begin) / time.step:.0g} steps"
            raise EngineError(self.model.where, found, f"at most {MOST_STEPS:,}", "stop it earlier")
        return schedule(time, begin, end), begin, end

    def _in_lanes(self, p, count, plan, begin, end):
        table = np.empty((len(self.program.variables), plan.points, count))
        with np.errstate(all="ignore"):
            self._lanes(p, np.float64(begin), np.float64(end), plan.points, plan.every, table)
        return table
