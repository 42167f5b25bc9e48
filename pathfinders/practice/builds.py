"""The kinds of checks on a model that a student built: read, units, links, behaviour, in that order.

Links and behaviour are asked for, never one design: any structure that has them passes.
"""

import math
import re

from pathfinders.behaviour import PREDICATES, classify
from pathfinders.errors import PathfindersError
from pathfinders.model.tree import LAGS, walk
from pathfinders.practice import fragment, runs, voices
from pathfinders.practice.verdict import YES, Outcome, missing, wrong_value
from pathfinders.structure import effective


def built(subject):
    """The Built of an answer's text in its part's template; raises PathfindersError."""
    template = subject.sheet["template"]
    return fragment.build(template["model"], template["text"], subject.answer.value)


def reads(check, subject):
    """Do the equations read, and is there one for each name that has to be `defined`?"""
    text = subject.answer.value
    try:
        if not fragment.equations(text):
            return missing(voices.still_empty(subject.answer.name))
        model = built(subject).model
        runs.run(model, {}, stop=model.time.start + 3 * model.time.step)
    except PathfindersError as error:
        return wrong_value(told(error), stops=True)
    except RecursionError:
        return wrong_value(
            "Your equations are nested too deeply to be read: write them in steps.", stops=True
        )
    names = {fragment.key(variable.name) for variable in model.variables}
    absent = [name for name in check.get("defined", []) if fragment.key(name) not in names]
    if absent:
        return missing(f"There is no equation yet for {voices.listed(f'`{name}`' for name in absent)}.")
    return YES


def told(error):
    """An error in the equations as a student reads it: which one, found, expected, the next step."""
    quoted = re.search("“([^”]+)”$", error.where)
    name = quoted[1] if quoted else "" if error.where.startswith(fragment.WHERE) else error.where
    begin = f"In the equation of `{name}`: {error.found}." if name else f"In your equations: {error.found}."
    wanted = f"Expected: {error.expected}." if error.expected else ""
    do = error.do.rstrip(".?") + ("?" if error.do.endswith("?") else ".") if error.do else ""
    return " ".join(filter(None, [begin, wanted, do[:1].upper() + do[1:]]))


def units(check, subject):
    """Has each new variable a unit, and do the units of every equation agree?"""
    from pathfinders.model import check_units

    made = built(subject)
    if made.unitless:
        names = voices.listed(f"`{name}`" for name in made.unitless)
        words = (
            f"No unit yet for {names}: write it after the equation, `~ month`, or `~ 1` for a pure number."
        )
        return Outcome(0.0, "missing", words, {"unitless": list(made.unitless)})
    problems = check_units(made.model)
    if problems:
        more = f" ({len(problems) - 1} more like it.)" if len(problems) > 1 else ""
        return wrong_value(
            f"The units do not agree. {told(problems[0])}{more}", seen={"problems": len(problems)}
        )
    return YES


def paths(check, subject):
    """Does each `to` depend on its `from`, directly or through others?"""
    return links(check, subject, lambda steps, link: steps is not None)


def delays(check, subject):
    """Do at least `least` stocks (or smooths, or delays) lie on every way from `from` to `to`?

    Where there is no way, nothing is late either: ask for the ways first, with `paths`.
    """
    return links(check, subject, lambda steps, link: steps is not None and steps >= link.get("least", 1))


def links(check, subject, holds):
    model = built(subject).model
    lost = [
        link for link in check["links"] if not holds(fewest_delays(model, link["from"], link["to"]), link)
    ]
    if not lost:
        return YES
    share = 1 - len(lost) / len(check["links"])
    return wrong_value(lost[0]["says"], share, {"from": lost[0]["from"], "to": lost[0]["to"]})


def fewest_delays(model, source, target):
    """The fewest delaying variables on a way from source to target, source left out; None: no way.

    A way leads only through equations on which it has an effect: ``0*floor`` gives the floor no say.
    """
    source, best = model[source].name, {model[target].name: holds_delay(model[target])}
    waiting = [model[target].name]
    while waiting:
        name = waiting.pop()
        for cause in model[name].uses:
            cause = model[cause].name
            if not (has_lag(model[name]) or effective(model, cause, name)):
                continue
            steps = best[name] + (holds_delay(model[cause]) if cause != source else 0)
            if steps < best.get(cause, math.inf):
                best[cause] = steps
                if cause != source:
                    waiting.append(cause)
    return best.get(source) if source != model[target].name else best[source]


def holds_delay(variable):
    """1 for a stock and for an equation with a built-in delay, else 0."""
    return int(variable.kind == "stock" or has_lag(variable))


def has_lag(variable):
    """Whether the equation has a built-in smooth or delay."""
    return any(getattr(node, "op", "") in LAGS for node in walk(variable.expression))


def behaves(check, subject):
    """Does the model do what each of the `cases` says, with the values that the case sets?"""
    model, lost = built(subject).model, []
    for case in check["cases"]:
        failed = case_lost(model, {**{k: v for k, v in check.items() if k != "cases"}, **case})
        lost += [failed] if failed else []
    if not lost:
        return YES
    return wrong_value(lost[0][0], 1 - len(lost) / len(check["cases"]), lost[0][1])


def case_lost(model, case):
    """None when a case holds, else the words and what was seen."""
    values = case.get("set", {})
    try:
        time, curve = runs.curve(model, values, case["variable"], case.get("stop"))
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
