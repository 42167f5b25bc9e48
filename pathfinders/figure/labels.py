"""A curve's name at its end, in its colour, in place of a legend to be looked up."""

import numpy as np

GAP = 1.25
"""Lines of text between two labels, from middle to middle."""


def label_lines(axes):
    """Write each labelled curve's label at its end, moved apart where two would meet; returns ``axes``.

    Call it when limits and labels of the axes are set. Curves without a label get none.
    """
    lines = [line for line in axes.get_lines() if not line.get_label().startswith("_")]
    ends = [end for end in map(_end, lines) if end is not None]
    if not ends:
        return axes
    dots = axes.transData.transform(ends)[:, 1] * 72 / axes.figure.dpi
    size = _size(axes)
    shifts = apart(dots, GAP * size) - dots
    for line, end, shift in zip(lines, ends, shifts, strict=True):
        axes.annotate(
            line.get_label(), end, (6, shift), textcoords="offset points", va="center", size=size,
            color=line.get_color(), annotation_clip=False,
        )  # fmt: skip
    if axes.get_legend():
        axes.get_legend().remove()
    return axes


def apart(places, gap):
    """``places`` (n,), moved as little as it takes for none to be nearer than ``gap``; their order stays."""
    order = np.argsort(places, kind="stable")
    groups = []
    for place in np.asarray(places, dtype=float)[order]:
        groups.append([place])
        while len(groups) > 1 and _low(groups[-1], gap) - _high(groups[-2], gap) < gap:
            groups[-2:] = [groups[-2] + groups[-1]]
    moved = np.empty(len(order))
    moved[order] = np.concatenate([_low(group, gap) + gap * np.arange(len(group)) for group in groups])
    return moved


def _low(group, gap):
    return np.mean(group) - gap * (len(group) - 1) / 2


def _high(group, gap):
    return np.mean(group) + gap * (len(group) - 1) / 2


def _end(line):
    x, y = (np.asarray(data, dtype=float) for data in line.get_data())
    known = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    return (x[known[-1]], y[known[-1]]) if known.size else None


def _size(axes):
    return axes.xaxis.label.get_size() * 0.95
