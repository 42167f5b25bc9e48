"""A model's feedback loops, as its page tells them: which there are, and which of them drove the run."""

from docutils import nodes

from pathfinders.site.blocks import paragraph, table
from pathfinders.site.folds import fold
from pathfinders.words.parameters import listed
from pathfinders.words.phases import drives

SHARES = ("B balances a change, R reinforces it, ± does both in turn, 0 is never active. The share says how "
          "much of what all loops do to their stocks is this one's doing, on the mean of the run as it is.")
NONE = "Nothing in this model comes back to where it began: it has no feedback loop."
MORE = "There are more loops than are listed; those left out are no shorter. "
SIGHT, LOUD = 6, 0.03
"""Loops in sight, and the share below which a loop is folded away with the quieter ones."""
TOLD = 0.05
"""The share of moments of which nothing is told, from which on it is said."""
TURNING = (" (While a stock turns round, in {share:.0f} % of the moments, no loop can be singled out: they "
           "are counted with those before.)")
FEW = 3
"""Stocks that a sentence names one by one."""


def loops(found):
    """Nodes: what drove the run, and a table of an Explanation's loops, the loudest first."""
    if not found.loops:
        return [paragraph(NONE)]
    mean = found.dominance.mean
    order = sorted(range(len(found.loops)), key=lambda row: -mean[row])
    rows = [_loop(found.loops[row], row, mean[row]) for row in order]
    sight = max(1, min(SIGHT, sum(share >= LOUD for share in mean)))
    said = [paragraph(text, classes=["pathfinders-words"]) for text in driven(found)]
    said.append(paragraph((MORE if found.loops.cut else "") + SHARES))
    return [*said, _table(rows[:sight]), *_folded(rows[sight:])]


def driven(found):
    """For each set of stocks that feed back on one another a sentence: which loops drove them, and when."""
    tell, time = found.dominance, found.model.time.units
    for place, stocks in enumerate(tell.partitions):
        text = drives(_named(stocks), phase_rows(found, place), time)
        if (hidden := tell.turning[place].mean()) >= TOLD:
            text += TURNING.format(share=100 * hidden)
        yield text


def phase_rows(found, place):
    """Rows (start, stop, names of the loops, sign, share) of a partition, as ``drives`` takes them."""
    for phase in found.dominance.phases(place):
        kinds = {found.loops[row].polarity for row in phase.loops}
        names = tuple(found.loops[row].name or found.loops[row].path for row in phase.loops)
        yield phase.start, phase.stop, names, kinds.pop() if len(kinds) == 1 else "", phase.share


def _named(stocks):
    if not stocks:
        return "what is delayed"
    many = len(stocks) > FEW
    named = [f"“{name}”" for name in stocks] if any(" and " in name for name in stocks) else list(stocks)
    return listed([*named[: FEW - 1], f"{len(stocks) - FEW + 1} more stocks"] if many else named)


def _table(rows):
    return table(("Loop", "Kind", "Share"), rows, (76, 12, 12))


def _folded(rows):
    if rows:
        yield fold(f"{len(rows)} quieter loop{'s' * (len(rows) > 1)}", _table(rows), ident="quieter-loops")


def _loop(loop, number, share):
    named = nodes.strong("", loop.name) if loop.name else nodes.emphasis("", "no name of its own")
    told = nodes.paragraph("", "", named, ids=[f"loop-{number + 1}"])
    kind = paragraph(nodes.strong("", loop.polarity))
    share = f"{100 * share:.0f}\N{NO-BREAK SPACE}%"
    return [told, paragraph(loop.path, classes=["pf-doc"])], [kind], share
