"""Parameters with their values, as a sentence names them: “raise lasts” at 8 weeks."""

from pathfinders.model.tree import COMPARISONS, Apply, Name, walk
from pathfinders.model.variables import fold
from pathfinders.words.numbers import with_unit, written

WHEN = {"step": (1,), "pulse": (0,), "pulse train": (0, 3), "ramp": (1, 2)}
"""The arguments of each event that are moments."""


def is_moment(model, name):
    """Whether a constant is a point in time: an event begins or ends at it, or the time is compared with it.

    “raise begins at” in STEP(1, raise begins at) is one, “raise lasts” is not: it is added to one.
    """
    return fold(name) in {fold(found) for found in _moments(model)}


def _moments(model):
    for variable in model.variables:
        for node in walk(variable.expression) if variable.expression is not None else ():
            if isinstance(node, Apply) and node.op in WHEN:
                yield from (node.args[at].name for at in WHEN[node.op] if isinstance(node.args[at], Name))
            if isinstance(node, Apply) and node.op in COMPARISONS and Name("Time") in node.args:
                yield from (part.name for part in node.args if isinstance(part, Name))


def valued(model, name, value):
    """A value of a parameter with its unit: "8 weeks", "0.6"; of a moment "week 26"."""
    if is_moment(model, name):
        return moment(model, value)
    return with_unit(written(value), model[name].units)


def moment(model, value):
    """A point in the time of a model: "week 26"."""
    return f"{model.time.units} {value:g}"


def given(model, settings):
    """Settings as a phrase: "“start trust” at 0.6 and “blame” at 3"; "" where there are none."""
    return listed([f"“{name}” at {valued(model, name, value)}" for name, value in settings.items()])


def between(model, region):
    """Name → (low, high) as a phrase: "“blame” from 1.6 to 2.4 and “raise lasts” at 240 weeks"."""
    return listed([
        f"“{name}” at {valued(model, name, low)}" if low == high
        else f"“{name}” from {_span(model, name, low, high)}"
        for name, (low, high) in region.items()
    ])  # fmt: skip


def _span(model, name, low, high):
    if is_moment(model, name):
        return f"{moment(model, low)} to {high:g}"
    return f"{written(low)} to {valued(model, name, high)}"


def listed(parts):
    """Parts with commas, the last after "and"."""
    parts = list(parts)
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))
