"""A model with one element taken out: frozen, held or cut."""

from dataclasses import dataclass, replace
from functools import lru_cache

from pathfinders.model.tree import Name, Number, names, rebuilt
from pathfinders.model.variables import Limits, Variable


@dataclass(frozen=True)
class Element:
    """What can be taken out of a model."""

    kind: str
    """"stock", "variable" or "link"."""
    name: str
    """The stock, the variable or the link's source."""
    target: str | None = None
    """Where a link ends."""

    def __str__(self):
        return f"{self.name} → {self.target}" if self.target else self.name


def elements(model):
    """The Elements of a model: stocks, variables that move, links between these; in the order of the file."""
    moving = {item.name for item in model.variables if item.kind != "constant"}
    found = [Element("stock", item.name) for item in model.stocks]
    found += [Element("variable", item.name) for item in (*model.flows, *model.auxiliaries)]
    for target in model.variables:
        sources = dict.fromkeys(model[name].name for name in target.uses if name in model)
        found += [Element("link", name, target.name) for name in sources if {name, target.name} <= moving]
    return tuple(found)


def alike(model, element, name):
    """The element, or one whose removal is the same for ``name``: a variable with one way on is its link."""
    if element.kind != "link" or model[element.name].kind == "stock" or element.name == name:
        return element
    ways = sum(element.name in needed for needed in _needs(model).values())
    return Element("variable", element.name) if ways == 1 else element


@lru_cache(maxsize=64)
def _needs(model):
    """Name → the names on which it depends, at the start or later."""
    return {item.name: _needed(model, item) for item in model.variables}


def _needed(model, item):
    trees = (item.expression, item.initial) if item.initial is not None else (item.expression,)
    return frozenset(model[name].name for tree in trees for name in names(tree) if name in model)


def without(model, element, name):
    """``model`` with the element taken out and only what ``name`` needs; None where it needs no such element.

    A constant is added for the value at which a variable is held.
    """
    needs, name = _needs(model), model[name].name
    place = element.target or element.name
    if not {element.name, place} <= _closure(needs, name):
        return None
    held = f"{element.name} at rest"
    while held in model:
        held += " again"
    hold = Variable(held, "held", "constant", model[element.name].units, "", Limits(), "0", Number(0.0))
    changed = _changed(model, model[place], element, held)
    extra = () if element.kind == "stock" else (hold,)
    every = (*(changed if item.name == place else item for item in model.variables), *extra)
    # The label tells variants of one text apart wherever models are remembered by their content.
    variant = replace(model, slug=f"{model.slug} without {element} for {name}", variables=every)
    needed = _closure(needs | {place: _needed(variant, changed), held: frozenset()}, name)
    return replace(variant, variables=tuple(item for item in every if item.name in needed))


def _changed(model, item, element, held):
    if element.kind == "stock":
        return replace(item, expression=Number(0.0))
    if element.kind == "variable":
        return replace(item, expression=Name(held))
    return replace(item, expression=_swapped(model, item.expression, element.name, held))


def _swapped(model, tree, old, new):
    if isinstance(tree, Name):
        return Name(new) if tree.name in model and model[tree.name].name == old else tree
    return rebuilt(tree, lambda part: _swapped(model, part, old, new))


def _closure(needs, name):
    """The names on which ``name`` depends, itself among them."""
    found, left = set(), [name]
    while left:
        item = left.pop()
        if item not in found:
            found.add(item)
            left.extend(needs[item])
    return found
