"""What a chart or a run shows, in words computed from it: caption, alt text, what a screen reader reads."""

from dataclasses import dataclass
from html import escape

import numpy as np

from pathfinders.words.curve import along, sentence
from pathfinders.words.labels import bare, label_unit, measure
from pathfinders.words.marks import marks, path

MOST = 6
"""Curves told one by one; of a fan of fifty nobody wants fifty sentences."""


@dataclass(frozen=True)
class Description:
    """Sentences about what is seen; shown as a paragraph on a page and in a notebook, and printed as text."""

    sentences: tuple[str, ...]

    @property
    def text(self):
        """All sentences, as alt text takes them."""
        return " ".join(self.sentences)

    def __str__(self):
        return self.text

    __repr__ = __str__

    def _repr_html_(self):
        return f'<p class="pathfinders-words">{escape(self.text)}</p>'


def describe(thing, names=None, goal=None):
    """The Description of a matplotlib Axes (curves, bars, points), a run, or its table indexed by time.

    ``names`` chooses the variables of a run or table (default: its first three that move); ``goal`` is a
    value at which the curves might arrive. Raises TypeError for anything else.
    """
    if hasattr(thing, "get_lines"):
        return Description(_axes(thing, goal))
    table = thing.frame() if hasattr(thing, "frame") else thing
    table = table.to_frame() if hasattr(table, "to_frame") else table
    if not hasattr(table, "columns"):
        raise TypeError(f"describe() takes an Axes, a run or its table, not {type(table).__name__}")
    return Description(_table(table, names, goal))


def _axes(axes, goal):
    unit = label_unit(axes.get_xlabel())
    over = along(bare(axes.get_xlabel()), unit)
    subject = bare(axes.get_ylabel()) or "The curve"
    lines = [line for line in axes.get_lines() if len(line.get_xdata()) > 2]
    asked = {"unit": unit, "goal": goal, "measure": measure(axes.get_ylabel()), "over": over}
    told = [_told(axes, _subject(subject, line.get_label()), line, asked) for line in lines[:MOST]]
    more = len(lines) - MOST
    told += [f"There {'is one more curve' if more == 1 else f'are {more} more curves'}."] if more > 0 else []
    return (*told, *marks(axes, subject)) or ("An empty chart.",)


def _told(axes, name, line, asked):
    """A line that runs along its axis, as a curve; any other, such as one stock over another, as a path."""
    x, y = (np.asarray(data, dtype=float) for data in line.get_data())
    if np.all(np.diff(x) > 0):
        return sentence(name, x, y, **asked)
    return path(bare(axes.get_xlabel()) or "across", name, x, y)


def _subject(subject, label):
    if label.startswith("_") or not label or label == subject:
        return subject
    return label if subject == "The curve" else f"{subject} ({label})"


def _table(table, names, goal):
    time = table.index.to_numpy(dtype=float)
    unit, units = table.attrs.get("time", ""), table.attrs.get("units", {})
    moving = [name for name in table.columns if np.ptp(table[name].to_numpy(dtype=float)) != 0]
    chosen = [names] if isinstance(names, str) else names or moving[:3] or table.columns[:1]
    return tuple(
        sentence(name, time, table[name].to_numpy(dtype=float), unit, goal, units.get(name, ""))
        for name in chosen
    )
