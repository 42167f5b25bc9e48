"""The ideas of the source: each id with its sense in a sentence of our own, and what carries it."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from pathfinders.errors import PathfindersError

IDS = ("I1", *(f"S{n}" for n in range(1, 27)), *(f"F{n}" for n in range(1, 18)),
       *(f"W{n}" for n in range(1, 15)))
"""Every idea of the three keynotes: introduction, Senge, Fritz, Wheatley."""
FILE = "passages.yaml"
KEYS = {"gist": str, "page": str, "later": list}


class PassageError(PathfindersError):
    """A list of passages that lacks one, or says of one what it cannot."""


@dataclass(frozen=True)
class Passage:
    """One idea of the source."""

    id: str
    gist: str
    page: str | None = None
    """The page of the book that carries it, where no model does."""
    later: tuple = ()
    """Names of models that are still to come for it."""


def passages(book):
    """Mapping id → Passage, in the order of IDS, from ``passages.yaml`` in the folder ``book``.

    Raises PassageError where the file cannot be read, or tells of something that the source does not have.
    """
    path = Path(book) / FILE
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        found = f"it cannot be read ({' '.join(str(error).split())})"
        raise PassageError(FILE, found, "a YAML mapping") from None
    if not isinstance(data, dict):
        raise PassageError(FILE, f"it holds {type(data).__name__}", "a mapping from ids to gists")
    for name in data:
        if name not in IDS:
            expected = "I1, S1 to S26, F1 to F17, W1 to W14"
            raise PassageError(FILE, f"there is no passage “{name}” in the source", expected)
    return {name: _passage(name, data[name]) for name in IDS if name in data}


def _passage(name, part):
    if not isinstance(part, dict) or not part.get("gist"):
        raise PassageError(f"{FILE}, {name}", "it has no gist", "its sense in a sentence")
    for key, value in part.items():
        if not isinstance(value, KEYS.get(key, ())):
            raise PassageError(f"{FILE}, {name}", f"{key}: {value!r}", "gist, page (texts) or later (a list)")
    return Passage(name, part["gist"], part.get("page"), tuple(part.get("later", ())))
