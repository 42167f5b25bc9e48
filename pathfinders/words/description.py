"""What a chart or a run shows, in words computed from it: caption, alt text, what a screen reader reads."""

import re
from dataclasses import dataclass
from html import escape

import numpy as np

from pathfinders.words.curve import sentence
from pathfinders.words.numbers import singular

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
    """The Description of a matplotlib Axes, a run, or a table of a run indexed by time.

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
    subject = bare(axes.get_ylabel()) or "The curve"
    lines = [line for line in axes.get_lines() if len(line.get_xdata()) > 2]
    told = [
        sentence(_subject(subject, line.get_label()), *_points(line), unit, goal) for line in lines[:MOST]
    ]
    more = len(lines) - MOST
    told += [f"There {'is one more curve' if more == 1 else f'are {more} more curves'}."] if more > 0 else []
    return tuple(told) or ("An empty chart.",)


def _points(line):
    return np.asarray(line.get_xdata(), dtype=float), np.asarray(line.get_ydata(), dtype=float)


def _subject(subject, label):
    if label.startswith("_") or not label or label == subject:
        return subject
    return label if subject == "The curve" else f"{subject} ({label})"


def _table(table, names, goal):
    time = table.index.to_numpy(dtype=float)
    unit = table.attrs.get("time", "")
    moving = [name for name in table.columns if np.ptp(table[name].to_numpy(dtype=float)) > 0]
    chosen = [names] if isinstance(names, str) else names or moving[:3] or table.columns[:1]
    return tuple(sentence(name, time, table[name].to_numpy(dtype=float), unit, goal) for name in chosen)


def bare(label):
    """A label without the explanation or unit that stands in brackets at its end."""
    return re.sub(r"\s*[\[(][^\])]*[\])]\s*$", "", label).strip()


def label_unit(label):
    """The unit of an axis label: what stands in its brackets, or the label where it is one plain plural."""
    inside = re.search(r"[\[(]([^\])]+)[\])]\s*$", label)
    word = inside.group(1) if inside else label.strip()
    return singular(word) if inside or re.fullmatch(r"[a-z]+s", word) else ""
