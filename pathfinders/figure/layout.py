"""Where the names of a diagram stand: ``models/<slug>.layout.json``, proposed by search, tended by hand."""

import json
import re
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np

from pathfinders.errors import PathfindersError
from pathfinders.figure.paint import TINTS

BEND = 0.18
"""How far a link bows to the left of its way where nothing else is written, in parts of its length."""


class LayoutError(PathfindersError):
    """A layout that does not fit its model, or is none."""


@dataclass(frozen=True)
class Layout:
    """Positions of one diagram."""

    size: tuple[float, float]
    """Width and height of the paper."""
    at: MappingProxyType
    """Name → (x, y), the middle of the name."""
    bend: MappingProxyType = field(default_factory=lambda: MappingProxyType({}))
    """(source, target) → how far the link bows to the left of its way; below 0 to the right."""
    tint: MappingProxyType = field(default_factory=lambda: MappingProxyType({}))
    """Name → the colour of the palette that it and its links have."""

    def data(self):
        """As JSON holds it."""
        made = {"size": _whole(self.size), "at": {name: _whole(place) for name, place in self.at.items()}}
        if self.bend:
            made["bend"] = {_key(pair): value for pair, value in self.bend.items()}
        return made | ({"tint": dict(self.tint)} if self.tint else {})


def layout_path(model):
    """Where the layouts of a Model are kept, or None for a text that has no file."""
    return model.path and model.path.with_suffix(".layout.json")


def read_layout(model, kind, pairs=(), strict=True):
    """The Layout of a diagram (``kind``: "loops" or "stocks"), or None where the model has none.

    ``pairs`` are the links that may be bent; where not ``strict``, a bend of any other is passed over. Raises
    LayoutError where the file is not of that form.
    """
    path = layout_path(model)
    if path is None or not path.is_file():
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8")).get(kind)
        return found and _layout(found, {_key(pair): pair for pair in pairs}, strict)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        shape = "size, at and, where wanted, bend and tint, for loops and for stocks"
        do = "write it anew with python -m pathfinders layout"
        raise LayoutError(path.name, f"cannot be read ({error})", shape, do) from None


def _whole(values):
    return [round(value) for value in values]


def _key(pair):
    return " → ".join(map(str, pair))


def _layout(found, pairs, strict):
    if set(found) - {"size", "at", "bend", "tint"}:
        raise ValueError(f"no key is called {', '.join(sorted(set(found) - {'size', 'at', 'bend', 'tint'}))}")
    at = {name: _pair(place) for name, place in found["at"].items()}
    wanted = found.get("bend", {})
    if strict and set(wanted) - set(pairs):
        raise ValueError(f"the diagram has no link {', '.join(sorted(set(wanted) - set(pairs)))}")
    bend = {pairs[key]: float(value) for key, value in wanted.items() if key in pairs}
    tint = found.get("tint", {})
    if not set(tint) <= set(at) or not set(tint.values()) <= set(TINTS):
        raise ValueError("tint takes a name of the diagram and a colour of the palette")
    return Layout(_pair(found["size"]), *map(MappingProxyType, (at, bend, tint)))


def _pair(values):
    x, y = map(float, values)
    return x, y


def fitting(layout, names, where):
    """The layout, once it is known to place exactly these names; raises LayoutError."""
    missing, unknown = [n for n in names if n not in layout.at], [n for n in layout.at if n not in set(names)]
    if missing or unknown:
        told = [f"no place for {', '.join(missing)}"] * bool(missing)
        told += [f"a place for {', '.join(unknown)}, which the diagram does not show"] * bool(unknown)
        raise LayoutError(where, " and ".join(told), do="run python -m pathfinders layout")
    return layout


def cropped(layout, boxes, lines, margin):
    """The layout on the smallest paper that holds these Boxes and polylines (n, 2), with a margin."""
    corners = [(b.x + s * b.width / 2, b.y + s * b.height / 2) for b in boxes for s in (-1, 1)]
    every = np.concatenate([np.array(corners).reshape(-1, 2), *lines])
    if not len(every):
        return replace(layout, size=(40.0, 40.0))
    low, high = np.round(every.min(axis=0) - margin), np.ceil(every.max(axis=0) + margin)
    at = {name: tuple(np.round(np.array(place) - low).tolist()) for name, place in layout.at.items()}
    return replace(layout, size=tuple((high - low).tolist()), at=at)


def write_layouts(model, layouts):
    """Write the layouts (kind → Layout) beside their model; a line for each place, to be tended by hand."""
    text = json.dumps({kind: layout.data() for kind, layout in layouts.items()}, ensure_ascii=False, indent=1)
    path = layout_path(model)
    path.write_text(_short(text) + "\n", encoding="utf-8", newline="\n")
    return path


def _short(text):
    return re.sub(r"\[\s+(-?[\d.]+),\s+(-?[\d.]+)\s+\]", r"[\1, \2]", text)
