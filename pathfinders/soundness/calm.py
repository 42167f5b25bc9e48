"""Does the story start at rest, where the card says so? Nothing moves before the first event (rule 5)."""

import numpy as np

from pathfinders.engine import formula
from pathfinders.model import Formula
from pathfinders.model.tree import COMPARISONS, Apply, Name, names, walk
from pathfinders.soundness.finding import Finding

STILL = 1e-9
BEGINS = {"step": 1, "pulse": 0, "pulse train": 0, "ramp": 1}
"""Which argument of an event is its beginning."""


def at_rest(subject):
    """Stocks and shown curves stay where they begin, as the card's ``rest`` sets it."""
    given = dict(subject.card.rest)
    run = subject.twin.run(given)
    first = first_event(subject.model, run.parameters)
    time = subject.model.time
    before = run.time < (first - time.step / 2 if first is not None else np.inf)
    if before.sum() < 2:
        told = f"an event begins at {time.units} {first:g}, so nothing can be seen to rest"
        return Finding("rest", told, (subject.fault("", told, "a later event, or no rest in the card"),))
    problems = []
    for name in dict.fromkeys([*(stock.name for stock in subject.model.stocks), *subject.shown]):
        values = run[name][before]
        moved = float(np.ptp(values)) / (np.abs(values).max() or 1.0)
        if not moved <= STILL:
            told = f"it moves from {values[0]:g} to {values[-1]:g} where the story should rest"
            problems.append(subject.fault(name, told, "no change before the first event", "start it at rest"))
    until = f"until {time.units} {first:g}" if first is not None else "to the end"
    return Finding("rest", f"nothing moves {until}", tuple(problems))


def first_event(model, constants):
    """When the first event after the start begins, or None: a step, a pulse, a ramp, a question of Time."""
    begins = []
    for variable in model.variables:
        for node in walk(variable.expression):
            tree = _beginning(node)
            if tree is not None and all(name in constants for name in names(tree)):
                begins.append(float(formula.value(Formula("", tree), constants)))
    later = [begin for begin in begins if model.time.start < begin < model.time.stop]
    return min(later, default=None)


def _beginning(node):
    """The tree of an event's beginning, or None for what is none."""
    if not isinstance(node, Apply):
        return None
    if node.op in BEGINS:
        return node.args[BEGINS[node.op]]
    if node.op in COMPARISONS and Name("Time") in node.args:
        return next((part for part in node.args if part != Name("Time")), None)
    return None
