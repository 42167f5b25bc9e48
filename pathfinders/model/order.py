"""Which value is needed before which: the order of calculation, and the circles that make one impossible."""

from pathfinders.model.errors import CircularEquation
from pathfinders.model.tree import EVENTS, LAGS, Apply, Name, children, walk

MOST_TOLD = 12


class Circle(Exception):
    """Names that need each other: ``Circle.names``, each needing the next, the last the first."""

    def __init__(self, names):
        self.names = tuple(names)
        long = len(self.names) > MOST_TOLD
        told = (*self.names[:MOST_TOLD], f"{len(self.names) - MOST_TOLD} more") if long else self.names
        super().__init__(" → ".join((*told, self.names[0])))


def ordered(graph, roots=None):
    """The names reachable from ``roots`` (all, where None), each after those it needs.

    ``graph`` maps a name to the names it needs; a needed name that is no key is given. Raises Circle.
    """
    done = {}
    for root in graph if roots is None else roots:
        # Each open name with what it still needs: a chain of variables outgrows Python's recursion.
        path = {None: iter((root,))}
        while path:
            name = next(reversed(path))
            needed = next(path[name], None)
            if needed is None:
                del path[name]
                done[name] = None
            elif needed in path:
                way = list(path)
                raise Circle(way[way.index(needed) :])
            elif needed in graph and needed not in done:
                path[needed] = iter(graph[needed])
    return [name for name in done if name is not None]


def lag_parts(node):
    """Input, time and initial value of a ``SMOOTH``, ``DELAY`` or ``TREND`` node."""
    value, time, *initial = node.args
    return value, time, (initial or [value])[0]


def now(node):
    """The names whose present value ``node`` needs: what a stock, smooth or delay holds does not count."""
    if isinstance(node, Name):
        return {node.name}
    if isinstance(node, Apply) and node.op == "integ":
        return set()
    if isinstance(node, Apply) and node.op == "initial":
        return set()
    if isinstance(node, Apply) and node.op in LAGS:
        value, time, _ = lag_parts(node)
        if node.op == "trend":
            return now(value) | now(time)
        return now(time) if node.op.startswith("delay") else set()
    return set().union(*map(now, children(node)))


def first(node):
    """The names whose value at the start ``node`` needs."""
    if isinstance(node, Name):
        return {node.name}
    if isinstance(node, Apply) and node.op == "integ":
        return first(node.args[1])
    if isinstance(node, Apply) and node.op in LAGS and node.op != "trend":
        _, time, initial = lag_parts(node)
        return first(initial) | (first(time) if node.op.startswith("delay") else set())
    return set().union(*map(first, children(node)))


def varies(trees, node):
    """Whether a value may change during the run."""
    seen, rest = set(), [node]
    while rest:
        for part in walk(rest.pop()):
            if isinstance(part, Name) and part.name == "Time":
                return True
            if isinstance(part, Apply) and (part.op in LAGS or part.op in EVENTS or part.op == "integ"):
                return True
            if isinstance(part, Name) and part.name in trees and part.name not in seen:
                seen.add(part.name)
                rest.append(trees[part.name])
    return False


def refuse_circles(where, trees):
    """Raise CircularEquation where the ``trees`` (name → tree) cannot be calculated one after the other."""
    for need, when in ((now, "at every instant"), (first, "at the start")):
        try:
            ordered({name: sorted(need(tree)) for name, tree in trees.items()})
        except Circle as circle:
            raise CircularEquation(
                where,
                f"the equations run in a circle {when}: {circle}",
                "a stock, SMOOTH or DELAY in every loop",
                "break the circle at one of them",
            ) from None
