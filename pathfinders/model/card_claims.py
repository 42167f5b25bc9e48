"""The claims of a card: from what stands in the YAML to Claim, each name and formula checked."""

import re
from types import MappingProxyType

from pathfinders.model.card import Claim, Percent, Sweep
from pathfinders.model.errors import ModelError
from pathfinders.model.formula import read_formula

KEYS = ("id", "says", "set", "variable")
MAY = ("stop", "sweep", "passages")
FREE = ("conserves",)  # these need no variable of their own
SETS, SEED = (1, 10_000), (0, 2**32)  # with no set at all, every claim would hold
WORDS = ("figure", "name")
PERCENT = re.compile(r"([0-9.]+)\s*%")


def claim(card, part, at):
    """The Claim of one entry; ``card`` is the CardReader, ``at`` the keys that lead to it."""
    card.mapping(part, at)
    others = [key for key in part if key not in KEYS + MAY]
    if len(others) != 1:
        card.refuse(at, f"the claim has the predicates {others}", "exactly one predicate")
    needed = tuple(key for key in KEYS if key != "variable" or others[0] not in FREE)
    card.keys({"set": {}} | part, (*needed, *others), at, (*MAY, "variable"))
    identity, says = (card.text(part[key], (*at, key)) for key in ("id", "says"))
    given = card.settings(part.get("set"), (*at, "set"))
    variable = card.name(part["variable"], (*at, "variable")) if "variable" in part else None
    args = argument(card, others[0], part[others[0]], (*at, others[0]))
    stop = end(card, part.get("stop"), (*at, "stop"))
    named = passages(card, part.get("passages", []), (*at, "passages"))
    return Claim(identity, says, given, variable, others[0], args, stop, sweep(card, part, given, at), named)


def passages(card, part, at):
    """The passages of the card that a claim bears on; none named: all of them."""
    named = tuple(card.text(name, (*at, i)) for i, name in enumerate(card.sequence(part, at)))
    for i, name in enumerate(named):
        if name not in card.carried:
            card.refuse((*at, i), f"“{name}” is no passage of the card", ", ".join(card.carried))
    return named or card.carried


def end(card, stop, at):
    """When the run of a claim ends, or None."""
    if stop is not None and not card.number(stop, at) > card.model.time.start:
        card.refuse(at, f"the run would end at {stop:g}", "a time after INITIAL TIME")
    return stop


def sweep(card, part, given, at):
    """The Sweep of a claim; None for ``sweep: false``."""
    told, at = part.get("sweep", {}), (*at, "sweep")
    if told is False:
        return None
    told = {} if told is True else told
    card.keys(told, (), at, ("sets", "seed", "within", "at least"))
    found = {key: whole(card, told[key], (*at, key), *ends)
             for key, ends in (("sets", SETS), ("seed", SEED)) if key in told}
    least = told.get("at least")
    if least is not None and not 0 < card.number(least, (*at, "at least")) <= 1:
        card.refuse((*at, "at least"), f"the share is {least:g}", "more than 0 and at most 1")
    return Sweep(**found, within=region(card, told.get("within"), given, (*at, "within")), least=least)


def whole(card, value, at, low, high):
    """A whole number within limits."""
    if type(value) is not int or not low <= value <= high:
        card.refuse(at, f"the value is {value!r}", f"a whole number from {low} to {high}")
    return value


def region(card, part, given, at):
    """Name of a slider → (low, high), inside its limits."""
    found = {}
    for name, ends in card.mapping(part or {}, at).items():
        here = (*at, name)
        slider = card.model[card.slider(name, here)]
        if slider.name not in card.shown:
            card.refuse(here, f"“{slider.name}” is no slider of the card", ", ".join(card.shown))
        if slider.name in given:
            card.refuse(here, f"“{slider.name}” is set, so it is not swept", "another slider")
        low, high = pair(card, ends, here)
        if not (low <= high and low in slider.limits and high in slider.limits):
            limits = f"[low, high] within {slider.limits.low:g} to {slider.limits.high:g}"
            card.refuse(here, f"the range is [{low:g}, {high:g}]", limits)
        found[slider.name] = (low, high)
    return MappingProxyType(found)


def pair(card, value, at):
    """Two numbers."""
    if not isinstance(value, list) or len(value) != 2:
        card.refuse(at, f"the value is {value!r}"[:80], "[low, high]")
    return tuple(float(card.number(end, (*at, i))) for i, end in enumerate(value))


def argument(card, key, value, at):
    """What stands behind a key of a predicate, with the names of the model, formulas and shares read."""
    if key == "with":
        return card.settings(value, at)
    if key == "variable":
        return card.name(value, at)
    if key == "of" and not isinstance(value, list):
        return card.slider(value, at)
    if key == "of":
        return tuple(card.settings(part, (*at, i)) for i, part in enumerate(value))
    if key in ("stocks", "inflows", "outflows"):
        return tuple(card.name(name, (*at, i)) for i, name in enumerate(card.sequence(value, at)))
    if isinstance(value, dict):
        return MappingProxyType({part: argument(card, part, value[part], (*at, part)) for part in value})
    if not isinstance(value, str) or key in WORDS or len(at) == 3:
        return value
    return tolerance(card, value, at) if key == "within" else formula(card, value, at)


def tolerance(card, text, at):
    """The Percent of a text such as ``2 %``, or a Formula."""
    share = PERCENT.fullmatch(text.strip())
    return Percent(float(share[1]) / 100) if share else formula(card, text, at)


def formula(card, text, at):
    """The Formula of a text."""
    try:
        return read_formula(card.model, text)
    except ModelError as error:
        card.refuse(at, f"the formula “{text}” cannot be read: {error.found}", error.expected, error.do)
