"""What the loops are called: the names that a model's card gives, such as "front band"."""

from pathfinders.model import CardError
from pathfinders.structure.cards import card_of


def titles(model, cycles, cut=False):
    """Loop (a tuple of names) → its name, for the loops that the model's card names.

    A name of the card is that of the shortest loop through all variables that it tells. Raises CardError
    where there is none, or where two are equally short; where the list is ``cut`` a loop may be missing.
    """
    card, found = card_of(model), {}
    for title in card.loops if card else ():
        through = set(title.through)
        fitting = [names for names in cycles if through <= set(names)]
        least = min(map(len, fitting), default=0)
        shortest = [names for names in fitting if len(names) == least]
        if cut and not shortest:
            continue
        if len(shortest) != 1:
            what = "no loop goes" if not shortest else f"{len(shortest)} loops of {least} variables go"
            where = f"{model.slug}.yaml, loops, “{title.name}”"
            raise CardError(where, f"{what} through {', '.join(title.through)}", "exactly one shortest loop")
        found[shortest[0]] = title.name
    return found

