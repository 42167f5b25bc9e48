"""Does it stay sane at the ends of its sliders? Every value a number, and inside the limits it states."""

import numpy as np

from pathfinders.engine.sweep import settings
from pathfinders.soundness.finding import Finding, spoken, table

SETS, SEED = 200, 5
ROOM = 1e-9
"""Of a variable's stated range: rounding."""


def ends(subject):
    """Both ends of every constant with limits, and 200 random sets of the sliders, all else as it is."""
    rows = [{item.name: end} for item in subject.bounded for end in (item.limits.low, item.limits.high)]
    sliders = subject.card.sliders if subject.card else [item.name for item in subject.bounded]
    drawn = settings(subject.model, sliders, SETS, SEED)
    random = [{name: float(values[i]) for name, values in drawn.items()} for i in range(SETS if drawn else 0)]
    tries = f"{len(rows)} ends and {len(random)} random sets of sliders"
    if not rows:
        return Finding("extremes", "no constant has limits", (), ())
    tried = [{}, *rows, *random]
    lanes = subject.twin.lanes(table(tried, subject.model))
    problems = [*_broken(subject, lanes, tried), *_outside(subject, lanes, tried)]
    says = f"{tries}, {len(problems)} go astray" if problems else f"{tries} run clean, inside the limits"
    return subject.judged("extremes", says, problems)


def _broken(subject, lanes, rows):
    """A sentence for each variable that ceases to be a number, with the first setting where it does."""
    odd = {name: ~np.isfinite(values) for name, values in lanes.columns.items()}
    bad = np.any([values.any(axis=0) for values in odd.values()], axis=0)
    for lane in np.flatnonzero(bad)[:3]:
        when = {name: int(values[:, lane].argmax()) for name, values in odd.items() if values[:, lane].any()}
        name = min(when, key=when.get)
        told = f"it is no number from {subject.model.time.units} {lanes.time[when[name]]:g} on"
        told = f"{told} with {spoken(rows[lane])}"
        yield subject.fault(name, told, "numbers throughout", "narrow the limits")


def _outside(subject, lanes, rows):
    """A sentence for each variable that leaves its own limits, with the setting where it goes furthest."""
    for variable in subject.model.variables:
        limits, values = variable.limits, lanes.columns.get(variable.name)
        if values is None or variable.kind == "constant" or (limits.low is None and limits.high is None):
            continue
        low = -np.inf if limits.low is None else limits.low
        high = np.inf if limits.high is None else limits.high
        size = high - low if np.isfinite(high - low) else np.abs(values[np.isfinite(values)]).max(initial=1.0)
        with np.errstate(invalid="ignore"):
            past = np.nan_to_num(np.maximum(low - values, values - high), nan=-np.inf, posinf=-np.inf)
        if past.max() > ROOM * size:
            row, lane = np.unravel_index(past.argmax(), past.shape)
            told = f"it is {values[row, lane]:.6g} at {subject.model.time.units} {lanes.time[row]:g}"
            told = f"{told} with {spoken(rows[lane])}"
            do = "mend the equation, or widen its limits"
            yield subject.fault(variable.name, told, f"{low:g} to {high:g}", do)
