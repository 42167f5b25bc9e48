"""A formula in a card: Vensim's notation over the constants of a model."""

from functools import lru_cache
from types import SimpleNamespace

from pathfinders.model import cache
from pathfinders.model.card import Formula
from pathfinders.model.errors import ModelError
from pathfinders.model.reader import digest
from pathfinders.model.tree import EVENTS, LAGS, Apply, from_data, names, to_data, walk

OWN = "closed form"
FIXED = ("INITIAL TIME", "FINAL TIME", "TIME STEP", "SAVEPER")


@lru_cache(maxsize=512)
def read_formula(model, text):
    """The Formula of a text such as ``ln(q / p) / (p + q)``.

    Raises ModelError where it cannot be read or uses what is no constant of the model.
    """
    key = digest(f"formula\n{text}\n{model.text}")
    data = cache.load(key)
    try:
        tree = from_data(data) if data is not None else None
    except (LookupError, TypeError, ValueError):
        tree = None
    if tree is None:
        tree = _parsed(model, text)
        cache.store(key, to_data(tree))
    return Formula(text, tree)


def _parsed(model, text):
    from pathfinders.model.parser import read_equation
    from pathfinders.model.translate import Translator

    entry = read_equation(model.where, "", (f"{OWN} = {text}", "1", "."))
    known = [SimpleNamespace(name=variable.name, syntax=None) for variable in model.variables]
    tree = Translator(model.where, known).equation(entry)
    for name in names(tree):
        if name not in FIXED and (name not in model or model[name].kind != "constant"):
            raise ModelError(model.where, f"“{name}” changes during the run", "constants alone")
    moments = (*EVENTS, *LAGS, "integ", "initial")
    if any(isinstance(node, Apply) and node.op in moments for node in walk(tree)):
        raise ModelError(model.where, "it waits for a moment of the run", "arithmetic of constants")
    return tree
