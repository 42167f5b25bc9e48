"""Do the engines agree? PySD, Python's floats and NumPy's lanes on the same settings."""

import numpy as np

from pathfinders.engine import reference_run
from pathfinders.engine.errors import EngineError
from pathfinders.engine.sweep import settings
from pathfinders.soundness.finding import Finding, spoken

CLOSE = 1e-12
"""Of a curve's own largest value; points near zero have no relative error that is worth a test."""
POINTS, SEED = 4, 20110527
TREMBLE = 1e-15
"""Where so small a change of one parameter moves a curve more than CLOSE, no two engines can agree."""


def agreement(subject, pysd):
    """The curves of PySD (where ``pysd``) and of the lanes are the floats', as it is and at random points."""
    rows = points(subject)
    lanes = subject.twin.lanes({name: [row[name] for row in rows] for name in rows[0]}) if rows[0] else None
    worst, unstable, problems = 0.0, set(), []
    for index, row in enumerate(rows):
        run = subject.twin.run(row)
        others = {} if lanes is None else {"lanes": {name: lanes[name][:, index] for name in lanes.columns}}
        if pysd:
            others |= _reference(subject, row, run, problems)
        for engine, curves in others.items():
            name, off = _worst(run.columns, curves)
            if off > CLOSE and off <= 10 * _tremble(subject, row, name, run[name]):
                unstable.add(index)
            elif off > CLOSE:
                told = f"{engine} and floats are {off:.1e} of its size apart with {spoken(row)}"
                problems.append(subject.fault(name, told, f"at most {CLOSE:g}"))
            else:
                worst = max(worst, off)
    engines = "PySD, floats and lanes" if pysd else "floats and lanes (PySD runs a file with --pysd)"
    says = f"{engines} agree to {worst:.0e} at {len(rows)} points, {len(unstable)} unstable"
    return Finding("engines", says, tuple(problems))


def points(subject):
    """The file's own values, then random ones inside the limits; each a full set of constants."""
    drawn = settings(subject.model, [item.name for item in subject.bounded], POINTS, SEED)
    usual = {constant.name: constant.value for constant in subject.model.constants}
    count = POINTS if drawn else 0
    rows = ({name: float(values[index]) for name, values in drawn.items()} for index in range(count))
    return [usual, *(usual | row for row in rows)]


def _reference(subject, row, run, problems):
    """PySD's curves; nothing where it refuses what is no number in our run either."""
    try:
        return {"PySD": reference_run(subject.model, row)}
    except EngineError as error:
        if run.trouble() is None:
            problems.append(str(error))
        return {}


def _worst(curves, others):
    """(name, gap) of the curve that differs most."""
    gaps = {name: gap(np.asarray(others[name], dtype=float), values) for name, values in curves.items()}
    name = max(gaps, key=gaps.get, default="")
    return name, gaps.get(name, 0.0)


def gap(values, reference):
    """The largest difference as a share of the curve's largest value; what is no number must coincide."""
    odd = ~np.isfinite(reference)
    if not np.array_equal(values[odd], reference[odd], equal_nan=True) or not np.isfinite(values[~odd]).all():
        return np.inf
    size = np.abs(reference[~odd]).max(initial=0.0)
    return float(np.abs(values[~odd] - reference[~odd]).max(initial=0.0) / (size or 1.0))


def _tremble(subject, row, name, values):
    """How far the curve moves when one parameter changes by TREMBLE."""
    names = list(row)
    moved = {key: np.full(len(names), value) for key, value in row.items()}
    for lane, key in enumerate(names):
        moved[key][lane] = row[key] * (1 + TREMBLE) if row[key] else TREMBLE
    return max(gap(lane, values) for lane in subject.twin.lanes(moved)[name].T)
