"""How much of a removal table can be had in a moment, and what comes first where that is not all."""

from pathfinders.model.tree import walk
from pathfinders.structure.apart import alike
from pathfinders.structure.loops import cycles

WORK = 2e8
"""Parts of equations calculated in all, over all steps and elements: two or three seconds. A model of twenty
links needs a tenth of it; forty stocks of which each needs all others would need thirty times as much."""
COMPILING = 1000
"""To compile a part of an equation takes as long as to calculate it so many times."""
FIRST = {"stock": 0, "variable": 1}


def affordable(model, found, name, steps, work=WORK):
    """Those of the Elements ``found`` that can be tried within ``work``, at least one, in their order.

    Stocks come first, then variables, then links that lie on a listed loop, short loops before long ones,
    then all other links. Elements whose removal is the same for the curve of ``name`` cost but once.
    """
    size = sum(len(list(walk(item.expression))) for item in model.variables)
    most = max(1, work / (size * (COMPILING + steps)))
    keys = {item: alike(model, item, name) for item in found}
    if len(set(keys.values())) <= most:
        return found
    tried, done = set(), set()
    for item in sorted(found, key=_rank(model)):
        if keys[item] in done or len(done) < most:
            done.add(keys[item])
            tried.add(item)
    return tuple(item for item in found if item in tried)


def _rank(model):
    pairs = {}
    for loop in cycles(model)[0]:
        for pair in zip(loop, (*loop[1:], loop[0]), strict=True):
            pairs.setdefault(pair, len(pairs))
    last = len(pairs)
    return lambda item: (FIRST.get(item.kind, 2), pairs.get((item.name, item.target), last))
