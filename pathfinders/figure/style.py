"""How a chart of the workbook looks: thin frame, direct labels, middle tones on no paper at all."""

import sys

from pathfinders.figure.palette import BOTH, SERIES

SIZE = (6.4, 3.4)
"""Inches: the width of a page's text column, and low enough for question and answer to share a screen."""


def style():
    """Set matplotlib's defaults: transparent, the palette with its dashes, readable on light and dark paper.

    Call it once, at the top of a notebook. Returns None. It changes ``matplotlib.rcParams`` and, inside
    IPython, asks for SVG in place of PNG.
    """
    import matplotlib

    matplotlib.rcParams.update(_frame() | _text() | _lines())
    if "IPython" in sys.modules and sys.modules["IPython"].get_ipython():
        from matplotlib_inline.backend_inline import set_matplotlib_formats

        set_matplotlib_formats("svg", metadata={"Date": None})


def _frame():
    from_paper = dict.fromkeys(("figure.facecolor", "axes.facecolor", "savefig.facecolor"), "none")
    return from_paper | {
        "figure.figsize": SIZE,
        "figure.constrained_layout.use": True,
        "savefig.transparent": True,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.edgecolor": BOTH["line"],
        "axes.linewidth": 1,
        "axes.titlelocation": "left",
        "legend.frameon": False,
        # Equal runs give equal bytes, and ids that no other drawing of the page has by chance.
        "svg.hashsalt": "pathfinders",
    }


def _text():
    ink = dict.fromkeys(("text.color", "axes.labelcolor", "axes.titlecolor"), BOTH["ink"])
    ticks = dict.fromkeys(("xtick.labelcolor", "ytick.labelcolor"), BOTH["ink"])
    marks = dict.fromkeys(("xtick.color", "ytick.color"), BOTH["line"])
    # Text stays text: it can be selected, searched and read aloud, and takes the page's own font.
    return ink | ticks | marks | {"font.size": 11, "svg.fonttype": "none"}


def _lines():
    from cycler import cycler

    colours = cycler(color=[BOTH[series.colour] for series in SERIES])
    dashes = cycler(linestyle=[series.linestyle for series in SERIES])
    return {"lines.linewidth": 2, "axes.prop_cycle": colours + dashes, "grid.color": BOTH["line"]}
