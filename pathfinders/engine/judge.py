"""One claim judged on its runs: a predicate of one curve, or one of `rivals`, which compare runs."""

import inspect
from dataclasses import dataclass, field

import numpy as np

from pathfinders.behaviour import PREDICATES, figure
from pathfinders.engine import lanewise, rivals
from pathfinders.engine.errors import EngineError
from pathfinders.model.errors import did_you_mean

POINTS = 3  # two can be named, but bear out no sentence
SPOKEN = {"with": "rival", "variable": "other", "from": "low", "to": "high"}  # Python keeps some for itself


class ClaimError(EngineError):
    """A claim that cannot be judged: an unknown predicate, or arguments it does not take."""


@dataclass(frozen=True)
class Verdict:
    """What the runs of a claim say."""

    holds: np.ndarray
    """(count,): whether it is true of each run."""
    figures: dict = field(default_factory=dict)
    """Name → (count,): what was compared."""


def judge(field, claim, where):
    """The Verdict of a Claim on the runs of a Field; raises ClaimError, which begins with ``where``."""
    known = {**PREDICATES, **rivals.RIVALS}
    if claim.predicate not in known:
        hint = did_you_mean(claim.predicate, known)
        raise ClaimError(where, f"there is no predicate “{claim.predicate}”", do=hint)
    args = claim.args or {}
    if not hasattr(args, "items"):
        raise ClaimError(where, f"{claim.predicate} is followed by {args!r}", "its arguments in {}")
    function = _chosen(claim.predicate, args)
    try:
        return function(field, claim, where, args)
    except ClaimError:
        raise
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        told = error.args[0] if isinstance(error, LookupError) and error.args else error
        found = f"{claim.predicate} cannot be judged ({told})"
        raise ClaimError(where, found, do="correct its arguments or its stop") from None


def _chosen(name, args):
    """The function that judges: ``crosses`` a level is asked of one curve, ``crosses`` a rival of two."""
    compares = name in rivals.RIVALS and not (name == "crosses" and "level" in args)
    return _rival if compares else _measures if name == "measures" else _plain


def bound(where, name, function, args, skip):
    """The arguments of a predicate, checked against what it takes; raises ClaimError."""
    own = {SPOKEN.get(key, key): value for key, value in args.items()}
    try:
        inspect.signature(function).bind(*range(skip), **own)
    except TypeError as error:
        back = {word: key for key, word in SPOKEN.items()}
        takes = ", ".join(back.get(key, key) for key in list(inspect.signature(function).parameters)[skip:])
        raise ClaimError(where, f"{name}: {error}", f"some of {takes}") from None
    return own


def long_enough(where, name, time):
    """Raise ClaimError for a run of which nothing can be said."""
    if len(time) < POINTS:
        found = f"{name} cannot be judged (a curve needs {POINTS} points, the run has {len(time)})"
        raise ClaimError(where, found, do="give it a later stop")


def _plain(field, claim, where, args):
    time, values = field.curve(claim.variable)
    return Verdict(plain(field, where, claim.predicate, args, time, values))


def plain(field, where, name, args, time, values):
    """(count,) of a predicate of one curve."""
    if name not in PREDICATES:
        raise ClaimError(where, f"there is no predicate “{name}”", do=did_you_mean(name, PREDICATES))
    long_enough(where, name, time)
    own = bound(where, name, PREDICATES[name], args, 2)
    near = next((own[key] for key in ("value", "at", "goal", "target") if key in own), None)
    numbers = {key: field.number(value) for key, value in own.items() if key != "within"}
    if "within" in own:
        numbers["within"] = field.tolerance(own["within"], field.number(near if near is not None else 0.0))
    return lanewise.judge(name, time, values, numbers)


def _measures(field, claim, where, args):
    """A figure beside a number or a formula."""
    time, values = field.curve(claim.variable)
    long_enough(where, claim.predicate, time)
    own = bound(where, claim.predicate, PREDICATES["measures"], args, 2)
    found = np.broadcast_to(_figure(field, own, time, values), field.count)
    expected = np.broadcast_to(field.number(own["value"]), field.count)
    with np.errstate(invalid="ignore"):
        holds = np.abs(found - expected) <= field.tolerance(own["within"], expected)
    named = {own["figure"]: found}
    if not isinstance(own["value"], int | float):
        named["theory"] = expected
    return Verdict(holds, named)


def _figure(field, own, time, values):
    with np.errstate(all="ignore"):
        return figure(own["figure"], time, values, own.get("after"), own.get("at"))


def _rival(field, claim, where, args):
    function = rivals.RIVALS[claim.predicate]
    own = bound(where, claim.predicate, function, args, 2)
    if claim.predicate == "threshold":
        own["where"] = _condition(field, where, own["where"])
    holds, figures = function(field, claim.variable, **own)
    return Verdict(holds, figures)


def _condition(field, where, asked):
    """The inner predicate of a threshold, as a function of a curve."""
    if not hasattr(asked, "items") or len(asked) != 1:
        raise ClaimError(where, "threshold: where is not one predicate", "where: {predicate: arguments}")
    (name, args), = asked.items()
    return lambda time, values: plain(field, where, name, args or {}, time, values)
