"""The claims of a card, judged: each at the card's values, and over random sets of its sliders."""

import math
from dataclasses import dataclass

import numpy as np

from pathfinders.behaviour import classify, level
from pathfinders.engine.field import Field, Runs
from pathfinders.engine.judge import ClaimError, judge
from pathfinders.engine.sweep import share
from pathfinders.engine.twin import compile_model
from pathfinders.model import read

MEASURED = "measured.json"

__all__ = ["MEASURED", "ClaimError", "ClaimResult", "evaluate", "figures_of"]


@dataclass(frozen=True)
class ClaimResult:
    """One claim and what its runs say."""

    claim: object
    """The Claim of the card."""
    holds: bool
    figures: dict
    """Rounded figures: of the curve at the card's values mode, amplitude, level, final and, where it swings,
    period; what a comparison compared; ``share`` of the random sets (hold, of, and broken where any is),
    ``region`` where they are narrowed, ``not with`` the first that fails."""
    fault: str = ""
    """Why it does not hold, in words; empty where it does."""

    def __str__(self):
        shown = ", ".join(f"{name} {_shown(value)}" for name, value in self.figures.items())
        fault = f" — {self.fault}" if self.fault else ""
        return f"{'true ' if self.holds else 'FALSE'} {self.claim.id}: {self.claim.says} [{shown}]{fault}"


def evaluate(card, runs=None, sweeps=True):
    """A ClaimResult for each claim of ``card``, in its order.

    ``runs(params, stop)`` gives (time, a mapping of names to values) and is the compiled twin's by default;
    without ``sweeps`` only the card's own values are tried. Raises ClaimError where a claim names a
    predicate or an argument that does not exist.
    """
    kept = Runs(compile_model(read(card.slug)), runs)
    return [_judged(card, claim, kept, sweeps) for claim in card.claims]


def _judged(card, claim, runs, sweeps):
    where = f"{card.path.name}, claim {claim.id}"
    field = Field(runs, dict(claim.set), claim.stop)
    verdict = judge(field, claim, where)
    found = share(runs, card, claim, where) if sweeps else None
    figures = _curve(field, claim) | {name: float(value[0]) for name, value in verdict.figures.items()}
    figures = _rounded(figures) | _swept(claim, found)
    fault = _fault(claim, bool(verdict.holds[0]), found)
    return ClaimResult(claim, not fault, figures, fault)


def _fault(claim, holds, found):
    """Why a claim is not borne out; empty where it is."""
    if not holds:
        return "it is not so at the card's values"
    if found is None:
        return ""
    if found.broken == found.of:
        return f"every run of its sweep breaks; narrow it with within, or mend the model ({_set(found)})"
    if not found.hold:
        return f"it holds in none of {found.of} random sets; say sweep: false, or narrow it with within"
    least = claim.sweep.least
    if least is not None and found.part < least:
        return f"it holds in {found.hold} of {found.of} random sets, at least {least:g} is promised"
    return ""


def _set(found):
    return "such as " + ", ".join(f"{name} {value:g}" for name, value in found.failing.items())


def _swept(claim, found):
    """What ``measured.json`` says of a sweep."""
    if found is None:
        return {}
    told = {"hold": found.hold, "of": found.of} | ({"broken": found.broken} if found.broken else {})
    region = {name: list(ends) for name, ends in claim.sweep.within.items()}
    parts = {"share": told, "region": region, "not with": _rounded(found.failing)}
    return {name: value for name, value in parts.items() if value}


def _curve(field, claim):
    """The figures of the curve that a claim is about, where it is about one."""
    if claim.variable is None:
        return {}
    time, values = field.curve(claim.variable)
    values = values[:, 0]
    mode = classify(time, values)
    figures = {"mode": mode.name, "amplitude": mode.amplitude, "level": level(time, values)}
    return figures | {"final": float(values[-1]), "period": mode.period}


def _rounded(figures):
    """To four decimals; what is no number is left out."""
    kept = {n: v for n, v in figures.items() if isinstance(v, str) or math.isfinite(v)}
    return {n: v if isinstance(v, str) else float(np.round(v, 4)) + 0.0 for n, v in kept.items()}


def _shown(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_shown(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_shown, value))}]"
    return value if isinstance(value, str) else f"{value:.4g}"


def figures_of(results):
    """What ``measured.json`` holds of one model: the id of each claim → its figures."""
    return {result.claim.id: result.figures for result in results}
