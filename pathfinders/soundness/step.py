"""Is the step short enough? The path with half of it is the same path (house rules 2 and 11)."""

from dataclasses import dataclass, replace

import numpy as np

from pathfinders.behaviour import amplitude, classify, period
from pathfinders.engine import Twin
from pathfinders.model.tree import names
from pathfinders.soundness.finding import Finding, table

MOST = 0.005
"""Of the curve's range: less than the width of a line."""
OTHERWISE = 0.02
"""The same for the card's scenarios, which push a model further."""
SWING = 0.02
"""A lasting swing drifts in phase, so it is judged by its amplitude and its period."""
JUMP, LONE = 0.05, 5.0
"""A jump goes this share of the range between two points, and so many times as far as its neighbours go."""
CHAOS = 1e6
"""A curve that moves so many times as far as a parameter did is chaotic: its path cannot be repeated."""
NUDGE = 1e-12
LASTING = ("sustained oscillation", "growing oscillation")


@dataclass(frozen=True)
class Moved:
    """How far a curve moves when the step is halved."""

    name: str
    setting: str
    off: float
    """As a share of what is allowed; more than 1 is too much."""
    says: str


def halving(subject):
    """The worst curve of the run as it is and of the scenarios."""
    model = subject.model
    finer = Twin(replace(model, time=replace(model.time, step=model.time.step / 2)))
    watched = _watched(subject)
    if not watched:
        return Finding("step", "nothing accumulates here, so no step can be too long")
    moved = [
        _moved(subject, finer, name, setting, given, runs)
        for setting, given in subject.settings
        for runs in [[twin.run(given) for twin in (subject.twin, finer)]]
        for name in watched
    ]
    worst = max(moved, key=lambda item: item.off)
    chaotic = _chaotic(subject, worst.name) if worst.off > 1 else 0.0
    if chaotic > CHAOS:
        told = f"it is chaotic: a curve ({worst.name}) moves {chaotic:.0e} times as far as a parameter did"
        return Finding("step", told, (), (told,))
    problems = [
        subject.fault(item.name, f"step halved, {_told(item)}", _allowed(item), "halve TIME STEP")
        for item in moved if item.off > 1
    ]
    says = f"halved, {worst.name}: {_told(worst)}, allowed is {_allowed(worst)}"
    says = says if worst.off else "halved, and nothing moves"
    return subject.judged("step", says, problems, promised=True)


def _told(item):
    return f"{item.says}{f' in “{item.setting}”' if item.setting else ''}"


def _allowed(item):
    return f"at most {100 * (SWING if 'amplitude' in item.says else _most(item.setting)):g} %"


def _most(setting):
    return OTHERWISE if setting else MOST


def _watched(subject):
    """Stocks and shown curves; not what is taken within one step, which is larger the shorter the step."""
    wanted = [*(variable.name for variable in subject.model.stocks), *subject.shown]
    return [name for name in dict.fromkeys(wanted) if not _of_one_step(subject.model, name)]


def _of_one_step(model, name, seen=()):
    variable = model[name]
    if variable.kind in ("stock", "constant"):
        return False
    used = names(variable.expression)
    inner = (part for part in used if part in model and part not in seen)
    return "TIME STEP" in used or any(_of_one_step(model, part, (*seen, name)) for part in inner)


def _moved(subject, finer, name, setting, given, runs):
    points = min(run.time.size for run in runs)  # a step of a tenth may count one point more
    coarse, fine = (run[name][:points] for run in runs)
    if not (np.isfinite(coarse).all() and np.isfinite(fine).all()):
        return Moved(name, setting, 0.0, "it is no number")
    width = float(np.ptp(fine))
    if width <= 1e-9 * np.abs(fine).max(initial=1.0):
        return Moved(name, setting, 0.0, "nothing moves")
    off = float(np.abs(coarse - fine)[~_jumps(fine, width)].max(initial=0.0)) / width
    told = Moved(name, setting, off / _most(setting), f"its path moves {100 * off:.2g} % of its range")
    if told.off > 1 and classify(runs[1].time[:points], fine).name in LASTING:
        return _swing(subject, finer, told, given)
    return told


def _jumps(values, width):
    """The points on either side of a jump: an event falls on the next step, whatever its length."""
    ways = np.abs(np.diff(values))
    beside = np.maximum(np.append(ways[1:], 0.0), np.append(0.0, ways[:-1]))
    lone = (ways > JUMP * width) & (ways > LONE * beside)
    return np.append(lone, False) | np.append(False, lone)


def _swing(subject, finer, told, given):
    """The judgement of a lasting swing, in the second half of a run twice as long."""
    time = subject.model.time
    stop = time.start + 2 * (time.stop - time.start)
    pairs = []
    for twin in (subject.twin, finer):
        run = twin.run(given, stop=stop)
        pairs.append([measure(run.time, run[told.name]) for measure in (amplitude, period)])
    wide, long = (abs(one - other) / other for one, other in zip(*pairs, strict=True))
    says = f"its amplitude moves {100 * wide:.2g} %, its period {100 * long:.2g} %"
    return replace(told, off=float(np.nan_to_num(max(wide, long) / SWING, nan=np.inf)), says=says)


def _chaotic(subject, name):
    """How many times as far as a parameter the curve moves, as shares of their sizes."""
    model = subject.model
    nudged = [constant for constant in model.constants if constant.value]
    if not nudged:
        return 0.0
    rows = [{}, *({constant.name: constant.value * (1 + NUDGE)} for constant in nudged)]
    curves = subject.twin.lanes(table(rows, model))[name]
    moved = np.abs(curves[:, 1:] - curves[:, :1]).max(axis=0)
    # The median, for one that is nudged across a switch moves everything, and is no sign of chaos.
    return float(np.nan_to_num(np.median(moved) / (np.ptp(curves[:, 0]) or 1.0) / NUDGE))
