"""What the label of an axis says: the name of the thing, and its unit in brackets at the end."""

import re

from pathfinders.words.units import singular

IN_BRACKETS = re.compile(r"[\[(]([^\])]+)[\])]\s*$")
UNIT = re.compile(r"[^\W\d]+( ?/ ?[^\W\d]+)*|[%$€]")
"""One word, or words divided: what else stands in brackets is an explanation."""


def bare(label):
    """A label without the explanation or unit that stands in brackets at its end."""
    return re.sub(r"\s*[\[(][^\])]*[\])]\s*$", "", label).strip()


def label_unit(label):
    """The unit of a time axis: what stands in its brackets, or the label where it is one plain plural."""
    inside = IN_BRACKETS.search(label)
    word = inside.group(1) if inside else label.strip()
    return singular(word) if inside or re.fullmatch(r"[a-z]+s", word) else ""


def measure(label):
    """The unit of the values: what stands in the brackets of their label, where that reads like a unit."""
    inside = IN_BRACKETS.search(label)
    return singular(inside.group(1).strip()) if inside and UNIT.fullmatch(inside.group(1).strip()) else ""
