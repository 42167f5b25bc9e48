"""Units as one says them: "per month", "person-months per problem"; the lab's twin is in lab/js/words.js."""

import re

IRREGULAR = {"person": "people", "child": "children"}
SILENT = ("", "1", "dmnl", "Dmnl", "no unit")
"""Units that are not said."""
UNCHANGED = ("percent",)
PART = re.compile(r"[^\W\d_]+( [^\W\d_]+)*(\^2)?")
"""One word or more, perhaps squared: what else stands in a unit is left as it is written."""


def unit_words(unit, one=False):
    """A unit in words, of many or of ``one``: "people per month", "per month", "changes squared"; "1" is "".

    A unit of another form, such as "%", "1/(month*month)" or "person/month^3", stays as it is.
    """
    if unit in SILENT:
        return ""
    top, *below = (part.strip() for part in unit.split("/"))
    factors = [] if top in SILENT else [factor.strip() for factor in top.split("*")]
    if not all(PART.fullmatch(part) for part in (*factors, *below)):
        return unit
    said = ["-".join((*factors[:-1], _squared(factors[-1], one)))] if factors else []
    return " ".join((*said, *(f"per {_squared(part, ' ' not in part)}" for part in below)))


def _squared(part, one):
    word, power, _ = part.partition("^2")
    return f"{word if one else plural(word)}{' squared' if power else ''}"


def plural(unit):
    """The plural of a unit in words: theory → theories, person → people; months, km, 1/month and % stay."""
    before, space, last = unit.rpartition(" ")
    many = last in (*IRREGULAR.values(), *UNCHANGED) or last.endswith("s")
    word = last.isalpha() and last.islower() and len(last) > 2
    regular = re.sub(r"(?<![aeiou])ys$", "ies", f"{last}s")
    return before + space + IRREGULAR.get(last, last if many or not word else regular)


def singular(unit):
    """The singular of a unit that is a word: months → month, people → person."""
    back = {many: one for one, many in IRREGULAR.items()}
    return back.get(unit) or (unit[:-1] if unit.isalpha() and unit.endswith("s") else unit)
