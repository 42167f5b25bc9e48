"""Random settings of sliders, and the share of them in which a claim holds."""

from dataclasses import dataclass

import numpy as np

from pathfinders.engine.field import Field
from pathfinders.engine.judge import ClaimError, judge


@dataclass(frozen=True)
class Share:
    """In how many random sets a claim held."""

    hold: int
    of: int
    broken: int
    """Runs that did not stay numbers, and so hold nothing."""
    failing: dict
    """The first set that fails, name → value; empty where none does."""

    @property
    def part(self):
        return self.hold / self.of


def settings(model, names, sets, seed, within=None):
    """Random settings of sliders, each on a step of its own: a mapping of names to arrays (sets,).

    ``within`` maps names to (low, high), narrower than their limits.
    """
    generator, drawn = np.random.default_rng(seed), {}
    for name in names:
        limits = model[name].limits
        first, last = (within or {}).get(name, (limits.low, limits.high))
        low = np.ceil((first - limits.low) / limits.step - 1e-9)
        steps = np.floor((last - limits.low) / limits.step + 1e-9)
        drawn[name] = limits.low + limits.step * generator.integers(low, steps, sets, endpoint=True)
    return drawn


def swept(card, claim):
    """The names of the sliders that a claim's sweep draws; none where it is a figure of one setting."""
    fixed, args = set(claim.set), claim.args or {}
    if claim.predicate == "threshold":
        fixed.add(args.get("of"))
    if claim.predicate == "order":
        fixed |= {name for setting in args.get("of", ()) for name in setting}
    return tuple(name for name in card.sliders if name not in fixed) if claim.sweep else ()


def share(runs, card, claim, where):
    """The Share of a claim over its sweep, or None where nothing is left to sweep. Raises ClaimError."""
    names = swept(card, claim)
    sweep = claim.sweep
    if not names:
        if sweep and sweep.least is not None:
            found = f"“at least {sweep.least:g}” is promised, but every slider is set"
            raise ClaimError(where, found, "a slider that is left to sweep")
        return None
    drawn = settings(runs.model, names, sweep.sets, sweep.seed, sweep.within)
    field = Field(runs, drawn | dict(claim.set), claim.stop, sweep.sets)
    holds = judge(field, claim, where).holds
    broken = _broken(field, claim)
    first = int(np.argmin(holds))
    failing = {} if holds.all() else {name: float(values[first]) for name, values in drawn.items()}
    return Share(int(holds.sum()), sweep.sets, int(broken.sum()), failing)


def _broken(field, claim):
    """(sets,): whether the run of the claim's own settings ceases to be a number."""
    names = (claim.variable,) if claim.variable else (claim.args or {}).get("stocks", ())
    bad = [~np.isfinite(field.curve(name)[1]).all(axis=0) for name in names]
    return np.any(bad, axis=0) if bad else np.zeros(field.count, dtype=bool)
