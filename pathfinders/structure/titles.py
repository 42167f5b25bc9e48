"""What the loops are called: the names that a model's card gives, such as "front band"."""

from functools import lru_cache

from pathfinders.model import CardError, load_card
from pathfinders.model.find import folder


def titles(model, cycles):
    """Loop (a tuple of names) → its name, for the loops that the model's card names.

    A name of the card is that of the shortest loop through all variables that it tells. Raises CardError
    where there is none, or where two are equally short.
    """
    named, found = _named(model), {}
    for title in named:
        through = set(title.through)
        fitting = [names for names in cycles if through <= set(names)]
        least = min(map(len, fitting), default=0)
        shortest = [names for names in fitting if len(names) == least]
        if len(shortest) != 1:
            what = "no loop goes" if not shortest else f"{len(shortest)} loops of {least} variables go"
            where = f"{model.slug}.yaml, loops, “{title.name}”"
            raise CardError(where, f"{what} through {', '.join(title.through)}", "exactly one shortest loop")
        found[shortest[0]] = title.name
    return found


def _named(model):
    """The loops of the card; none for a model that is not one of the package's, whose card is its owner's."""
    path = model.path
    if path is None or path.parent != folder() or not path.with_suffix(".yaml").is_file():
        return ()
    card = path.with_suffix(".yaml")
    return _read(model.slug, card.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _read(slug, _changed):
    return load_card(slug).loops
