"""The points of a lookup, and what may be wrong with them."""

from itertools import pairwise


def is_lookup(entry):
    """Whether an entry is a named lookup."""
    return type(entry.syntax).__name__ == "LookupsStructure"


def points_of(lookup):
    """(x, y) of each point of PySD's lookup, in the order of x."""
    return tuple((float(x), float(y)) for x, y in zip(lookup.x, lookup.y, strict=True))


def fault_of(lookup):
    """None, or (found, expected, do) of what PySD would take otherwise than it stands."""
    xs, ys = zip(*points_of(lookup), strict=True)
    if any(right <= left for left, right in pairwise(xs)):
        return "two points of its lookup have the same x", "each x once", ""
    if not (printed(xs) == xs and printed(ys) == ys):
        return "a point of its lookup has more than eight digits", "", "round it, as PySD would"
    return None


def printed(values):
    """``values`` after PySD's printing of a lookup, which keeps eight digits."""
    import numpy as np

    text = np.array2string(np.array(values), separator=",", threshold=len(values))
    return tuple(map(float, text.strip("[]").split(",")))
