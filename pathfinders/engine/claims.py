"""The claims of a card, judged by runs: ``python -m pathfinders check`` prints each with its figures."""

import argparse
import inspect
import json
import math
from dataclasses import dataclass

import numpy as np

from pathfinders.behaviour import PREDICATES, classify, level
from pathfinders.engine.twin import compile_model
from pathfinders.errors import PathfindersError
from pathfinders.model import load_card, read, slugs
from pathfinders.model.errors import did_you_mean

MEASURED = "measured.json"
POINTS = 3  # two can be named, but bear out no sentence


class ClaimError(PathfindersError):
    """A claim that cannot be judged: an unknown predicate, or arguments it does not take."""


@dataclass(frozen=True)
class ClaimResult:
    """One claim and what its run says."""

    claim: object
    """The Claim of the card."""
    holds: bool
    figures: dict
    """Rounded figures behind the verdict: mode, amplitude, level, final and, where it swings, period; for
    random settings the number of those that hold and the first that does not."""

    def __str__(self):
        shown = ", ".join(f"{name} {_shown(value)}" for name, value in self.figures.items())
        return f"{'true ' if self.holds else 'FALSE'} {self.claim.id}: {self.claim.says} [{shown}]"


def evaluate(card, runs=None):
    """A ClaimResult for each claim of ``card``, in its order.

    ``runs(params, stop)`` gives (time, a mapping of names to values) and is the compiled twin's by default.
    Raises ClaimError where a claim names a predicate or an argument that does not exist.
    """
    model = read(card.slug)
    runs = _twin_runs(model) if runs is None else runs
    return [_random(card, model, claim) if claim.random else _one(card, claim, runs) for claim in card.claims]


def _one(card, claim, runs):
    time, table = runs(dict(claim.set), claim.stop)
    values = np.asarray(table[claim.variable], dtype=float)
    return ClaimResult(claim, _judge(card, claim, time, values), _figures(time, values))


def _random(card, model, claim):
    drawn = settings(model, card.sliders, claim.random["sets"], claim.random["seed"]) | dict(claim.set)
    lanes = compile_model(model).lanes(drawn, stop=claim.stop)
    holds = np.array([_judge(card, claim, lanes.time, values) for values in lanes[claim.variable].T])
    figures = {"hold": int(holds.sum()), "of": int(holds.size)}
    if not holds.all():
        first = int(np.argmin(holds))
        figures |= {"not with": {n: float(np.broadcast_to(v, holds.shape)[first]) for n, v in drawn.items()}}
    return ClaimResult(claim, bool(holds.all()), figures)


def settings(model, names, sets, seed):
    """Random settings of sliders, each on a step of its own: a mapping of names to arrays (sets,)."""
    generator, drawn = np.random.default_rng(seed), {}
    for name in names:
        low, high, step = (getattr(model[name].limits, part) for part in ("low", "high", "step"))
        drawn[name] = low + step * generator.integers(0, round((high - low) / step), sets, endpoint=True)
    return drawn


def _judge(card, claim, time, values):
    predicate, where = PREDICATES.get(claim.predicate), f"{card.path.name}, claim {claim.id}"
    if predicate is None:
        hint = did_you_mean(claim.predicate, PREDICATES)
        raise ClaimError(where, f"there is no predicate “{claim.predicate}”", do=hint)
    if len(time) < POINTS:
        found = f"{claim.predicate} cannot be judged (a curve needs {POINTS} points, the run has {len(time)})"
        raise ClaimError(where, found, do="give it a later stop")
    arguments = claim.args or {}
    try:
        inspect.signature(predicate).bind(time, values, **arguments)
    except TypeError as error:
        takes = ", ".join(list(inspect.signature(predicate).parameters)[2:])
        raise ClaimError(where, f"{claim.predicate}: {error}", f"some of {takes}") from None
    try:
        return bool(predicate(time, values, **arguments))
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        found = f"{claim.predicate} cannot be judged ({error})"
        raise ClaimError(where, found, do="correct its arguments or its stop") from None


def _figures(time, values):
    mode = classify(time, values)
    figures = {"mode": mode.name, "amplitude": mode.amplitude, "level": level(time, values)}
    figures |= {"final": float(values[-1]), "period": mode.period}
    return {n: _rounded(v) for n, v in figures.items() if isinstance(v, str) or math.isfinite(v)}


def _rounded(value):
    return value if isinstance(value, str) else round(value, 4) + 0.0


def _shown(value):
    return value if isinstance(value, str | dict) else f"{value:.4g}"


def _twin_runs(model):
    twin = compile_model(model)

    def runs(params, stop):
        run = twin.run(params, stop=stop)
        return run.time, run

    return runs


def figures_of(results):
    """What ``measured.json`` holds of one model: the id of each claim → its figures."""
    return {result.claim.id: result.figures for result in results}


def main(argv):
    """``check [MODEL …]``: print every claim with its figures; return 1 where one is false, else 0."""
    parser = argparse.ArgumentParser(prog="python -m pathfinders check", description=main.__doc__)
    parser.add_argument("models", nargs="*", metavar="MODEL", help="slugs; without one, every model")
    parser.add_argument("--all", action="store_true", help="every model")
    parser.add_argument("--write", action="store_true", help=f"write the figures to models/{MEASURED}")
    asked = parser.parse_args(argv)
    chosen = slugs() if asked.all or asked.write or not asked.models else asked.models
    table = {slug: evaluate(load_card(slug)) for slug in chosen}
    for slug, results in table.items():
        print(slug, *(f"  {result}" for result in results), sep="\n")
    if asked.write:
        _write({slug: figures_of(results) for slug, results in table.items()})
    false = sum(not result.holds for results in table.values() for result in results)
    total = sum(map(len, table.values()))
    print(f"{total - false} of {total} claims are true.")
    return 1 if false else 0


def _write(figures):
    target = load_card(next(iter(figures))).path.with_name(MEASURED)
    target.write_text(
        json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n"
    )
    print(f"written: {target.name}")
