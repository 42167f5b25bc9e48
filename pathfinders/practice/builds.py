"""The kinds of checks on a model that a student built: does it read, what is kept, units, links.

Links and behaviour (`cases`) are asked for, never one design: any structure that has them passes.
"""

import math
import re

from pathfinders.errors import PathfindersError
from pathfinders.model.tree import LAGS, walk
from pathfinders.practice import fragment, runs, voices
from pathfinders.practice.verdict import YES, Outcome, missing, wrong_value
from pathfinders.structure import effective


def built(subject, text=None):
    """The Built of an answer's text in its part's template, or of another; raises PathfindersError."""
    template = subject.sheet["template"]
    text = subject.answer.value if text is None else text
    return fragment.build(template["model"], template["text"], text)


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
    do = error.do if not error.do or error.do.endswith(("?", "…")) else f"{error.do.rstrip('.')}."
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


def keeps(check, subject):
    """Has each of the `names` the equation that the template gives it? Writing it down again is no fault."""
    model, given = built(subject).model, built(subject, "").model
    changed = [name for name in check["names"] if equation(model[name]) != equation(given[name])]
    if not changed:
        return YES
    names = voices.listed(f"`{name}`" for name in changed)
    words = f"What is given stays as it is: leave out what you wrote for {names}."
    return wrong_value(words, seen={"changed": changed}, stops=True)


def equation(variable):
    """What a variable depends on, without the differences of spelling that do not matter."""
    return variable.kind, variable.expression, variable.initial


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
            if cause not in model:  # the time, and what else the calculation itself gives
                continue
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
