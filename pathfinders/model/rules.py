"""The house rules of a model: what the build asks of every file in ``models/``."""

import math

from pathfinders.model.dimensions import check_units
from pathfinders.model.errors import ModelError
from pathfinders.model.parser import place


def problems(model):
    """A tuple of ModelError, empty for a model that may be published.

    Asked are units that parse and hold, documentation on every variable, limits with low < high and a step on
    every constant, its value inside them, and a ``TIME STEP`` that is a power of two: events fall on a step.
    """
    found = [*undocumented(model), *check_units(model)]
    for constant in model.constants:
        found += limits(model, constant)
    if math.frexp(model.time.step)[0] != 0.5:
        found.append(
            ModelError(place(model.where, name="TIME STEP"), f"it is {model.time.step:g}", "a power of two")
        )
    return tuple(found)


def undocumented(model):
    """A problem for each variable without documentation or units."""
    for variable in (*model.variables, *model.lookups, *model.controls):
        spot = place(model.where, variable.line, variable.name)
        if not variable.doc.strip():
            yield ModelError(spot, "it has no documentation", "a sentence after the second ~")


def limits(model, constant):
    """The problems of a constant's limits."""
    spot, own, value = place(model.where, constant.line, constant.name), constant.limits, constant.value
    if None in (own.low, own.high, own.step):
        return [ModelError(spot, "it has no limits", "[low,high,step] after its units")]
    if not own.low < own.high:
        return [ModelError(spot, f"its limits are [{own.low:g},{own.high:g}]", "the lower one first")]
    if not 0 < own.step <= own.high - own.low:
        return [ModelError(spot, f"its step is {own.step:g}", "more than 0 and no more than the range")]
    if value not in own:
        return [
            ModelError(spot, f"its value {value:g} is outside [{own.low:g},{own.high:g}]", "a value inside")
        ]
    return []
