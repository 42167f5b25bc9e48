"""What can be wrong with a model, its text or its card."""

import difflib

from pathfinders.errors import PathfindersError


class ModelError(PathfindersError):
    """A model file is not what it should be."""


class Unsupported(ModelError):
    """A construct of Vensim that the engines do not know. It is refused: a guess could be wrong unnoticed."""


class CircularEquation(ModelError):
    """Variables that depend on each other at the same instant, with no stock between them."""


class UnknownVariable(ModelError, KeyError):
    """A name that the model does not have."""

    __str__ = ModelError.__str__  # KeyError would show the sentence in quotes


class UnknownModel(ModelError, KeyError):
    """A slug that no model has, or a path where no file is."""

    __str__ = ModelError.__str__


class CardError(PathfindersError):
    """A model's card is not what it should be."""


def did_you_mean(word, known):
    """The next step for a misspelt ``word``: ``did you mean “…”?``, or the first of the names there are."""
    known = list(known)
    lowered = {name.lower().replace("_", " "): name for name in known}
    close = difflib.get_close_matches(str(word).lower().replace("_", " "), lowered, n=1, cutoff=0.6)
    if close:
        return f"did you mean “{lowered[close[0]]}”?"
    if not known:
        return ""
    more = ", …" if len(known) > 6 else ""
    return "there is " + ", ".join(f"“{name}”" for name in known[:6]) + more
