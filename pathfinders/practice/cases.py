"""The kind of check that runs a model which a student built: what it does, also with something held still.

A case may `hold` variables at a number, as if they had never moved: the loops through them are cut. What a
swing owes to a loop is gone then, and what was only put in goes on.
"""

from dataclasses import replace
from functools import lru_cache

from pathfinders.behaviour import PREDICATES, classify
from pathfinders.errors import PathfindersError
from pathfinders.model.tree import Number
from pathfinders.practice import fragment, runs
from pathfinders.practice.builds import built, told
from pathfinders.practice.verdict import YES, wrong_value

MADE_ANEW = "A number that is given was made an equation: leave out your equation for it."


def behaves(check, subject):
    """Does the model do what each of the `cases` says, with the values that the case sets and holds?"""
    model, lost = built(subject).model, []
    for case in check["cases"]:
        failed = case_lost(model, {**{k: v for k, v in check.items() if k != "cases"}, **case})
        lost += [failed] if failed else []
    if not lost:
        return YES
    return wrong_value(lost[0][0], 1 - len(lost) / len(check["cases"]), lost[0][1])


def case_lost(model, case):
    """None when a case holds, else the words and what was seen."""
    values, hold = case.get("set", {}), case.get("hold", {})
    if any(model[name].kind != "constant" for name in values):
        return MADE_ANEW, {"refused": True}  # its name would tell what a hidden case sets
    try:
        variant = stilled(model, tuple(hold)) if hold else model
        time, curve = runs.curve(variant, {**values, **hold}, case["variable"], case.get("stop"))
    except PathfindersError as error:
        return told(error), {"refused": True}
    mode = classify(time, curve, goal=case.get("goal")).name
    seen = {"case": case.get("name", ""), "mode": mode, "rises": bool(curve[-1] > curve[0])}
    if mode == "undefined":
        return (
            f"`{case['variable']}` grows beyond all numbers: which loop pushes it on instead of back?",
            seen,
        )
    held = all(
        PREDICATES[name](time, curve, **arguments(model, values, given))
        for name, given in case.items()
        if name in PREDICATES
    )
    return None if held else (case["says"], seen)


def arguments(model, values, given):
    """A predicate's arguments, where the name of a parameter stands for the value it has in this run."""
    return {
        name: parameter(model, values, value) if isinstance(value, str) and name not in ("name",) else value
        for name, value in given.items()
    }


def parameter(model, values, name):
    chosen = {fragment.key(label): value for label, value in values.items()}
    return chosen[fragment.key(name)] if fragment.key(name) in chosen else float(model[name].equation)


@lru_cache(maxsize=32)
def stilled(model, names):
    """The model in which variables are constants, which a run sets: the loops through them are cut."""
    still = {model[name].name for name in names}
    variables = tuple(
        replace(item, kind="constant", expression=Number(0.0), initial=None) if item.name in still else item
        for item in model.variables
    )
    # The label tells variants of one text apart wherever models are remembered by their content.
    return replace(model, slug=f"{model.slug} with {', '.join(sorted(still))} held", variables=variables)
