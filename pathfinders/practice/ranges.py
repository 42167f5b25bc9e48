"""What may stand in a case's `set`: a number, a range `[low, high]`, the name of another parameter.

A range stands in hidden checks alone; `variants` draws a value of it for each student.
"""

import math

from pathfinders.practice import variants

EXPECTED = "a number, a range [low, high], or the name of another parameter of the same case"


def ranged(part, check):
    """The check with each range as the sheet keeps it, beside the values that are never drawn."""
    if not any(case.get("set") for case in check.get("cases", ())):
        return check
    return {**check, "cases": [_ranged(part, case) for case in check["cases"]]}


def _ranged(part, case):
    settings = case.get("set")
    if not settings:
        return case
    names = {key(name): name for name in settings}
    made = {}
    for name, value in settings.items():
        if isinstance(value, list):
            value = {"between": value, "never": known(part, name, case)}
        made[name] = names.get(key(value), value) if isinstance(value, str) else value
    return {**case, "set": made}


def known(part, name, case):
    """The values of a case's parameter that a student has seen: the template's own, those of public checks.

    An argument of a function has been seen where public checks have it in the same place.
    """
    public = [one for check in part.public for one in check.get("cases", ())]
    shown = [
        value for one in public for other, value in one.get("set", {}).items() if key(other) == key(name)
    ]
    places = [place for place, one in enumerate(case.get("with", ())) if one == name]
    shown += [one["with"][place] for one in public for place in places if place < len(one.get("with", ()))]
    values = (_number(template(part).get(key(name))), *shown)
    return sorted({value for value in values if _finite(value)})


def template(part):
    """Key of a name → right-hand side, of every equation to which a part's answer is added."""
    from pathfinders.practice.fragment import given

    known = given(part.template.model, part.template.text) if part.template else ()
    return {item.key: item.right.strip() for item in known}


def key(name):
    """A name without the differences that do not matter."""
    from pathfinders.practice.fragment import key

    return key(str(name))


def _number(text):
    try:
        return float(text)
    except (TypeError, ValueError):
        return None


def _finite(value):
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def plain(refuse, here, case):
    """Raise what `refuse` makes where a public case sets something that is no number."""
    for name, value in case.get("set", {}).items():
        if not _finite(value):
            do = "move the case to the hidden checks, or write a number"
            raise refuse(f"{here} sets {name} to {value!r}", "a number, since students see it", do)


def still(refuse, here, case):
    """Raise what `refuse` makes where a case holds a variable at something that is no number."""
    for name, value in case.get("hold", {}).items():
        if not _finite(value):
            raise refuse(f"{here} holds {name} at {value!r}", "a number", "write one")


def called(refuse, here, case):
    """Raise what `refuse` makes where a public case of a function's calls holds what only hidden ones may."""
    if "set" in case or case["gives"] == "answer":
        found = f"{here} {'sets something' if 'set' in case else 'gives the key’s answer'}"
        raise refuse(found, "plain arguments and a result, since students see them", "write them out")


def sound(refuse, part, here, case):
    """Raise what `refuse` makes where a hidden case sets something from which no value can be drawn."""
    settings = {key(name): value for name, value in case.get("set", {}).items()}
    for name, value in case.get("set", {}).items():
        told = f"{here} sets {name} to {value!r}"
        if isinstance(value, list):
            _sound_range(refuse, told, value, known(part, name, case))
        elif isinstance(value, str):
            _sound_name(refuse, told, settings, name)
        elif not _finite(value):
            raise refuse(told, EXPECTED, "correct it")


def _sound_range(refuse, told, value, never):
    if len(value) != 2 or not all(map(_finite, value)) or not value[0] < value[1]:
        raise refuse(told, "two numbers, the lower one first", "correct the range")
    if not variants.grid(value, never):
        near = " and ".join(f"{one:g}" for one in never)
        raise refuse(f"{told}, all at or near {near}, which students see", "other values too", "widen it")


def _sound_name(refuse, told, settings, name):
    names = {one: key(value) if isinstance(value, str) else value for one, value in settings.items()}
    try:
        variants.origin(names, key(name))
    except KeyError as error:
        do = f"set {error.args[0]} too, or correct the name"
        raise refuse(f"{told}, and {error.args[0]!r} is not set", EXPECTED, do) from None
    except RecursionError as error:
        raise refuse(f"{told}, a circle ({error})", "one of these with a value", "write it") from None
