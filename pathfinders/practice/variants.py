"""Values of hidden checks that differ from student to student, drawn from a key that only the course has.

A hidden sheet keeps a range as `{"between": [24, 34], "never": [14, 5]}` in a case's `set`, or the name of
another parameter of the same case. Nothing here knows a model, an engine or the hour: the same key, exercise
and student give the same values on every machine.
"""

import hashlib
import json
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import lru_cache

FINE = 2
"""The step of a range's grid is a power of ten, so many digits below its width: a hundred steps or more."""

NEAR_WIDTH, NEAR_VALUE = Decimal("0.05"), Decimal("0.01")
"""How near, as shares of the range and of the value, nothing is drawn to a value that is never drawn: a check
that allows for rounding would not tell the two apart."""

SIDES = (1, 2, 4, 7, 3, 5, 6)
"""Which bits of a try's number (when they are odd in number) send a range of a case to its highest value: in
eight tries any two ranges meet in all four combinations, and any three of the first four in all eight."""


def drawn(sheet, key, exercise, student):
    """The sheet as it judges one student: plain numbers in the place of ranges."""

    def pick(check, case, place, name, values):
        seed = [key, exercise, student, sheet["id"], check, case, name]
        number = int(hashlib.sha256(json.dumps(seed).encode()).hexdigest(), 16)
        return values[number % len(values)]

    return _filled(sheet, pick)


def ends(sheet):
    """Sheets with every range at its lowest or highest value, eight or fewer; none for one without ranges.

    All that can be made of two ranges of a case are among them (see SIDES).
    """
    most = max((len(ranges(case)) for case in cases(sheet)), default=0)
    for number in range(2 ** min(most, 3) if most else 0):

        def pick(check, case, place, name, values, number=number):
            return values[-((SIDES[place % len(SIDES)] & number).bit_count() % 2)]

        yield _filled(sheet, pick)


def is_drawn(check):
    """True when a check of a hidden sheet has a range."""
    return any(ranges(case) for case in check.get("cases", ()))


def grid(between, never=()):
    """The values of a range, a tuple of numbers: on a readable grid, none at or near one of `never`."""
    return _grid(tuple(map(_exact, between)), tuple(map(_exact, never)))


@lru_cache(maxsize=512)
def _grid(between, never):
    low, high = between
    step = Decimal(1).scaleb((high - low).adjusted() - FINE)
    first, last = (low / step).to_integral_value(ROUND_CEILING), (high / step).to_integral_value(ROUND_FLOOR)
    near = [(value, max((high - low) * NEAR_WIDTH, abs(value) * NEAR_VALUE)) for value in never]
    values = (step * number for number in range(int(first), int(last) + 1))
    return tuple(float(value) for value in values if all(abs(value - one) > far for one, far in near))


def _exact(number):
    """The decimal number as it is written, not the binary one that stands for it."""
    return Decimal(repr(number))


def ranges(case):
    """Name → range, of the settings of a case that are drawn."""
    given = case.get("set", {}) if isinstance(case, dict) else {}
    return {name: value for name, value in given.items() if isinstance(value, dict)}


def origin(settings, name):
    """The name whose value a setting has: its own, or the one it names; raises KeyError, RecursionError."""
    met = [name]
    while isinstance(settings[met[-1]], str):
        met.append(settings[met[-1]])
        if met[-1] in met[:-1]:
            raise RecursionError(" → ".join(met))
    return met[-1]


def cases(sheet):
    """Every case of every check of a sheet."""
    return [case for check in sheet["checks"] for case in check.get("cases", ())]


def _filled(sheet, pick):
    """The sheet with `pick(check id, number of the case, place, name, values)` for each range.

    `place` counts the ranges of a case, `values` are those of its grid.
    """
    checks = []
    for check in sheet["checks"]:
        if any("set" in case for case in check.get("cases", ())):
            made = [_case(check["id"], number, case, pick) for number, case in enumerate(check["cases"])]
            check = {**check, "cases": made}
        checks.append(check)
    return {**sheet, "checks": checks}


def _case(check, number, case, pick):
    """A case with numbers alone: first the ranges, then the names of others, which have the same value."""
    settings = case.get("set")
    if not settings:
        return case
    values = {
        name: pick(check, number, place, name, grid(given["between"], given["never"]))
        for place, (name, given) in enumerate(ranges(case).items())
    }
    origins = {name: origin(settings, name) for name in settings}
    made = {name: values.get(own, settings[own]) for name, own in origins.items()}
    return {**case, "set": made, **_called(case, made)}


def _called(case, made):
    """The arguments of a case that calls a function, where a name stands for what is set."""
    given = case.get("with", ())
    return {"with": [made.get(one, one) if isinstance(one, str) else one for one in given]} if given else {}
