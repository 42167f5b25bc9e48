"""The values of a lab's parameters: names as in the model file, numbers inside the limits."""

import math
from collections.abc import MutableMapping
from numbers import Real

from pathfinders.errors import PathfindersError


class LabError(PathfindersError):
    """A value that a lab cannot take."""


def complete(model, start, changes):
    """All parameter values (name → float) that ``changes`` makes of ``start``.

    Case, space and ``_`` in names do not matter. Raises ``UnknownVariable`` for a name that the model does
    not have; ``LabError`` for a variable that is computed, no finite number, or a number outside the limits.
    """
    return {**start, **{model[name].name: _value(model, name, value) for name, value in changes.items()}}


def _value(model, name, value):
    variable = model[name]
    where = f"Lab({model.slug!r}), {variable.name!r}"
    if variable.kind != "constant":
        names = ", ".join(constant.name for constant in model.constants)
        raise LabError(where, f"a {variable.kind}, which is computed", "a constant", f"set one of: {names}")
    if not isinstance(value, Real) or not math.isfinite(value):
        raise LabError(where, f"the value {value!r}", "a number")
    low, high = variable.limits.low, variable.limits.high
    if (low is not None and value < low) or (high is not None and value > high):
        raise LabError(where, f"the value {value:g}", f"one from {low:g} to {high:g}")
    return float(value)


class Params(MutableMapping):
    """``lab.params``: reads like a dict of name → value; setting an item moves the slider."""

    def __init__(self, lab):
        self._lab = lab

    def __getitem__(self, name):
        return self._lab.values[self._lab.model[name].name]

    def __setitem__(self, name, value):
        self._lab.params = {name: value}

    def __delitem__(self, name):
        raise LabError(f"{self._lab!r}, {name!r}", "a parameter taken away", "a value for every parameter")

    def __iter__(self):
        return iter(self._lab.values)

    def __len__(self):
        return len(self._lab.values)

    def __repr__(self):
        return repr(dict(self))
