"""The removal test: take one element out and look whether the model still behaves in the same way.

It is Fritz's own test of what belongs to a structure (passages F3 and F8): an element without which the
behaviour is of another kind is structural; one without which the curve has only other figures is not. To take
out means:

- a **stock** is frozen: it keeps its value at the start;
- a **variable** is held at its value at rest (how that is found: ``pathfinders.structure.rest``);
- a **link** is cut: the one equation at its end sees the source at its value at rest, all others as it is.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pathfinders.behaviour import Mode, classify
from pathfinders.engine import Twin, compile_model
from pathfinders.model import Model, read
from pathfinders.structure.apart import Element, alike, elements, without
from pathfinders.structure.budget import WORK, affordable
from pathfinders.structure.cards import card_of
from pathfinders.structure.loops import cycles
from pathfinders.structure.rest import Rest, rest

SAME = 1e-6
"""A curve that differs by less than this share of its size is the same curve."""
DUST = 1e-9
"""A curve that moves by less than this share of the whole curve's size moves by rounding alone."""
FAMILY = {"decay": "goal-seeking", "collapse": "growth"}
"""Modes that differ in direction only."""


@dataclass(frozen=True, eq=False)
class Removal:
    """What becomes of a curve when one element is taken out."""

    element: Element
    mode: Mode
    """What the curve does then."""
    effect: str
    """"structural": another behaviour mode; "quantitative": the same mode with other figures; "none": the
    same curve; "itself": the element is the curve that is looked at."""
    values: np.ndarray
    """The curve without the element, (points,)."""


@dataclass(frozen=True, eq=False)
class Removals:
    """The table of all elements."""

    model: Model
    variable: str
    """The curve that is looked at."""
    time: np.ndarray
    values: np.ndarray
    """The curve with everything in place, (points,)."""
    mode: Mode
    rest: Rest
    rows: tuple[Removal, ...]
    untried: tuple[Element, ...] = ()
    """What was left out, since all would take too long (``pathfinders.structure.budget``)."""

    @property
    def structural(self):
        """The elements without which the curve behaves in another way."""
        return tuple(row.element for row in self.rows if row.effect == "structural")


def looked_at(model):
    """The name of the curve that tells most: first in the card's charts, else the first stock, else any.

    Of the charts' curves the first that a loop reaches: what comes from outside owes nothing to the model.
    """
    card = card_of(model)
    if card is not None:
        shown = [name for chart in card.charts for name in chart.variables]
        looped = {name for names in cycles(model)[0] for name in names}
        return next((name for name in shown if looped & _upstream(model, name)), shown[0])
    moving = [item for item in model.variables if item.kind != "constant"]
    return (*model.stocks, *moving, *model.variables)[0].name


def _upstream(model, name):
    """The names of all variables that act on one, however far, with its own."""
    found, ask = set(), [model[name].name]
    while ask:
        name = ask.pop()
        found.add(name)
        ask += {model[other].name for other in model[name].uses if other in model} - found
    return found


def removals(source, variable=None, params=None, goal=None, at=None, work=WORK, **times):
    """The Removals of a slug, a path or a Model for the curve of ``variable`` (default: ``looked_at``).

    ``params`` are those of the run; with ``goal`` a curve at rest is "stall" or "advance"; with ``at``
    variables and links are held at that number instead of the value at rest: at 0, a pull is not there.
    Where all elements would take more than ``work``, the rest of them is ``untried``.
    Raises as ``read`` and ``Twin.run``, UnknownVariable for ``variable``.
    """
    model = source if isinstance(source, Model) else read(source)
    name = model[variable].name if variable else looked_at(model)
    run = compile_model(model).run(params, **times)
    still = rest(model, run) if at is None else Rest(dict.fromkeys(run.columns, float(at)), "given")
    before, mode, curves, rows = run[name], classify(run.time, run[name], goal), {}, []
    every = elements(model)
    tried = affordable(model, every, name, (run.time[-1] - run.time[0]) / model.time.step, work)
    for element in tried:
        key = alike(model, element, name)
        if key not in curves:
            curves[key] = _without(model, key, name, run, still)
        rows.append(_row(element, curves[key], run.time, before, mode, name, goal))
    left = set(every) - set(tried)
    untried = tuple(element for element in every if element in left)
    return Removals(model, name, run.time, before, mode, still, tuple(rows), untried)


def _row(element, values, time, before, mode, name, goal):
    values = before if values is None else values
    if np.array_equal(values, before, equal_nan=True):
        return Removal(element, mode, "itself" if _is(element, name) else "none", values)
    after = classify(time, _calmed(values, before), goal)
    if _is(element, name):
        return Removal(element, after, "itself", values)
    if FAMILY.get(after.name, after.name) != FAMILY.get(mode.name, mode.name):
        return Removal(element, after, "structural", values)
    known = before[np.isfinite(before)]
    size = max(np.ptp(known), SAME * np.abs(known).max()) if known.size else 0.0
    same = np.allclose(values, before, rtol=0, atol=SAME * size, equal_nan=True)
    return Removal(element, after, "none" if same else "quantitative", values)


def _calmed(values, before):
    """The values; their last one throughout, where they move by rounding alone."""
    known = np.abs(before[np.isfinite(before)])
    return np.full_like(values, values[-1]) if np.ptp(values) <= DUST * known.max(initial=0) else values


def _is(element, name):
    return element.kind != "link" and element.name == name


def _without(model, element, name, run, still):
    """The curve of ``name`` without the element; None where nothing leads from it to the curve."""
    twin = _twin(model, element, name)
    if twin is None:
        return None
    known = {item.name for item in twin.model.constants}
    params = {key: value for key, value in run.parameters.items() if key in known}
    params |= dict.fromkeys(known - set(run.parameters), still.values[element.name])
    return twin.run(params, run.time[0], run.time[-1])[name]


@lru_cache(maxsize=512)
def _twin(model, element, name):
    """The compiled variant, kept apart from the models: a table has as many of them as elements."""
    variant = without(model, element, name)
    return None if variant is None else Twin(variant)
