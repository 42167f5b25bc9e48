"""The runs that checks ask for, of a model of the workbook or of one that a student built."""

from functools import lru_cache

import numpy as np

from pathfinders.behaviour import amplitude


@lru_cache(maxsize=32)
def model_of(slug):
    """A model of the workbook by its slug."""
    from pathfinders.model import read

    return read(slug)


def run(model, values, stop=None):
    """A Run of the compiled model with these parameters, to `stop` (default: the model's own end)."""
    return done(model, tuple(values.items()), stop)


@lru_cache(maxsize=32)  # several checks look at the same run
def done(model, values, stop):
    from pathfinders.engine import compile_model

    return compile_model(model).run(dict(values), **({"stop": stop} if stop else {}))


def curve(model, values, variable, stop=None):
    """Time and the variable's values, two arrays (n,)."""
    found = run(model, values, stop)
    return np.asarray(found.time), np.asarray(found[variable])


def swing(model, values, check):
    """Amplitude of a check's variable from its `after` to its `stop`, in the variable's unit."""
    return amplitude(*curve(model, values, check["variable"], check.get("stop")), after=check.get("after"))
