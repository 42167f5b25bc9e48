"""Does every slider matter? Somewhere in its range it changes a curve that is shown (house rule 13)."""

import numpy as np

from pathfinders.soundness.finding import Finding, table

PLACES = 5
LEAST = 0.02


def matter(subject):
    """Each slider, from the card's values and from each scenario: one may matter only after another moved."""
    card, model = subject.card, subject.model
    if not card.sliders:
        return Finding("sliders", "there is none")
    starts = [given for _, given in subject.settings]
    rows = [
        start | {slider: float(value)}
        for slider in card.sliders
        for start in starts
        for value in np.linspace(model[slider].limits.low, model[slider].limits.high, PLACES)
    ]
    lanes = subject.twin.lanes(table(rows, model))
    moves = {name: _moves(lanes[name].reshape(lanes.time.size, -1, PLACES)) for name in subject.shown}
    shape = (len(card.sliders), len(starts))
    best = np.max([value.reshape(shape).max(axis=1) for value in moves.values()], axis=0)
    problems = [
        subject.fault(slider, f"it moves no shown curve by more than {100 * move:.2g} % of its range",
                      f"{LEAST:.0%} somewhere", "make it act, or take the slider away")
        for slider, move in zip(card.sliders, best, strict=True) if move < LEAST
    ]
    least = int(best.argmin())
    says = f"{len(best)} matter; the least, {card.sliders[least]}, moves a curve by {best[least]:.0%}"
    return Finding("sliders", says, tuple(problems))


def _moves(curves):
    """Distance from the first curve, as a share of the range of all: (points, groups, places) → (groups,)."""
    with np.errstate(all="ignore"):
        away = np.abs(curves - curves[:, :, :1]).max(axis=(0, 2))
        width = np.ptp(curves, axis=(0, 2))
        size = np.abs(curves).max(axis=(0, 2))
        return np.nan_to_num(np.where(width > 1e-9 * size, away / width, 0.0))
