"""A variable's name as the subject of a sentence: its capital, and the verb that agrees with it.

The lab says the same in lab/js/words.js.
"""

import re

AFTER = (
    *("about", "after", "against", "among", "around", "at", "before", "behind", "below", "between", "by"),
    *("during", "for", "from", "in", "into", "of", "off", "on", "out", "over", "per", "since", "than"),
    *("through", "to", "towards", "under", "until", "with", "without"),
)
"""What follows one of these words tells more of the thing and doesn't count it: "share of surprises"."""
TRAILING = ("left", "made", "done", "told", "known", "so", "far", "here", "now", "back", "together", "alone")
"""Words that may follow the noun: "tasks left", "earnings so far"; so may all that end in -ed."""
PEOPLE = ("people", "children", "men", "women", "data")
ONE = ("news", "series", "means", "lens", "gas", "bias", "canvas", "atlas", "alias")
MEASURES = ("seconds", "minutes", "hours", "days", "weeks", "months", "years")
"""After a word in -ing these are counted ("working hours"); others are what is done ("making problems")."""
CHOICE = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)\]")


def subject(name):
    """A name at the beginning of a sentence: "output" as "Output"; one letter, "kWh" and "x_1" stay."""
    first = re.split(r"[\s\N{APOSTROPHE}\N{HYPHEN-MINUS}]", name, maxsplit=1)[0]
    plain = len(first) > 1 and first.isalpha() and first.islower()
    return name[0].upper() + name[1:] if plain else name


def agree(text, many):
    """``text`` with the first of each "[rises|rise]" for one, with the second for ``many``."""
    return CHOICE.sub(lambda match: match[2 if many else 1], text)


def is_many(name):
    """Whether the thing with this name takes the verb of many: "working hours", not "share of surprises"."""
    words = re.sub(r"\(.*?\)", " ", name).lower().split()
    end = next((place for place, word in enumerate(words) if word in AFTER), len(words))
    words = words[:end]
    if "and" in words:
        return True
    while len(words) > 1 and (words[-1] in TRAILING or words[-1].endswith("ed")):
        words = words[:-1]
    if not words or not _plural(words[-1]):
        return False
    return not (len(words) > 1 and words[0].endswith("ing") and words[-1] not in MEASURES)


def _plural(word):
    if word in PEOPLE or word in ONE:
        return word in PEOPLE
    return word.isalpha() and len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
