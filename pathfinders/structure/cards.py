"""The card of a model, where it is one of the package's; a stranger's model has none."""

from functools import lru_cache

from pathfinders.model import load_card
from pathfinders.model.find import folder


def card_of(model):
    """The Card of a Model, or None; read once for each version of the file. Raises CardError."""
    path = model.path
    if path is None or path.parent != folder() or not path.with_suffix(".yaml").is_file():
        return None
    return _read(model.slug, path.with_suffix(".yaml").stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _read(slug, _changed):
    return load_card(slug)
