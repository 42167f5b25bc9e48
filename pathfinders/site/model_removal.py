"""The removal test on a model's page: what becomes of its curve when an element is taken out, drawn small."""

from dataclasses import dataclass

import numpy as np
from docutils import nodes

from pathfinders.site.blocks import paragraph, table
from pathfinders.site.folds import fold
from pathfinders.structure import removals
from pathfinders.words import sentence
from pathfinders.words.curve import brief
from pathfinders.words.telling import hardly_moves

VERDICTS = {"structural": "structural", "quantitative": "only quantitative"}
WIDTH, HEIGHT, EDGE = 132, 44, 3
"""Of a small chart, in its own units."""
POINTS = 160
MOST, SIGHT = 24, 6
"""Charts on a page, what is left is named without one; and those in sight, the others are folded away."""
BEYOND = 0.6
"""A chart reaches this share of the whole curve's height beyond it; what goes further leaves it."""
ROUND = 1e-6
HOW = ("Each row takes one element out and runs the model again: a stock is frozen at its start; a variable "
       "is held, and a link is cut, at {rest}. Pale is “{variable}” with everything in place, the line is "
       "what is left. Another kind of behaviour makes an element structural; the same kind with other "
       "figures does not.")


@dataclass(frozen=True, eq=False)
class Row:
    """Elements whose removal leaves the same curve."""

    elements: tuple
    removal: object


def removal(model, scenarios=()):
    """Nodes: the whole curve in words, the table, and what makes no difference; scenarios are the card's."""
    scene, run = setting(model, scenarios)
    if not run.rows:
        return [paragraph("Nothing in this model moves, so there is nothing to take out.")]
    rows, charts = grouped(run), Charts(run)
    told, item = HOW.format(rest=run.rest, variable=run.variable), model[run.variable]
    whole = sentence(item.name, run.time, run.values, model.time.units, measure=item.units)
    kind = f"The field calls such a curve “{run.mode.name}”." if run.mode.broken is None else ""
    lead = nodes.strong("", f"{scene}, with everything in place: ")
    made = [paragraph(told), paragraph(lead, " ".join(filter(None, [whole, kind, _count(run)])))]
    shown = [_row(row, charts, model.time.units) for row in rows[:MOST]]
    made += [charts.shared, *_table(shown[:SIGHT])] if shown else []
    return [*made, *_folded(run, rows, shown)]


def _folded(run, rows, shown):
    """What is left of the table, folded: further rows, and the elements that make no difference."""
    rest = [*_table(shown[SIGHT:]), *_beyond(rows[MOST:]), *_idle(run), *_untried(run)]
    count = sum(len(row.elements) for row in rows[SIGHT:]) + sum(row.effect == "none" for row in run.rows)
    count += len(run.untried)
    if rest:
        yield fold(f"{count} more element{'s' * (count != 1)}", *rest, ident="removal-more")


def _table(rows):
    if rows:
        yield table(("Taken out", "What is left"), rows, (50, 50))


def setting(model, scenarios):
    """(words, Removals) of the run as it is, or of the first scenario in which the curve moves."""
    first = removals(model)
    for one in scenarios if _rests(first.mode) else ():
        other = removals(model, params=dict(one.set))
        if not _rests(other.mode):
            some = "Nothing" if first.mode.name == "constant" else "Hardly anything"
            return f"{some} moves in the run as it is; in “{one.name}”", other
    return "As it is", first


def _rests(mode):
    return mode.name == "constant" or (mode.broken is None and hardly_moves(mode))


def grouped(table):
    """Rows of Removals that change the curve, the structural first; those with the same curve share one."""
    size, found = max(np.ptp(table.values), ROUND * np.abs(table.values).max(), 1e-300), {}
    for row in table.rows:
        if row.effect in VERDICTS:
            curve = np.round(np.nan_to_num(row.values / size, posinf=9e99, neginf=-9e99), 6) + 0.0
            found.setdefault((row.effect, curve.tobytes()), []).append(row)
    rows = [Row(tuple(row.element for row in same), same[0]) for same in found.values()]
    return sorted(rows, key=lambda row: row.removal.effect != "structural")


class Charts:
    """The small charts of a page: one scale for all, so that they can be compared by eye."""

    def __init__(self, table):
        self.time = table.time
        known = [row.values[np.isfinite(row.values)] for row in table.rows if row.effect in VERDICTS]
        whole = table.values[np.isfinite(table.values)]
        low, high = (edge(whole) if whole.size else 0.0 for edge in (np.min, np.max))
        span = (high - low) or abs(high) or 1.0
        self.size = max(abs(low), abs(high))
        every = np.concatenate([whole, *known]) if whole.size else np.zeros(1)
        self.low = max(every.min(), low - BEYOND * span)
        self.high = min(every.max(), high + BEYOND * span)
        if self.high <= self.low:
            self.low, self.high = self.low - span / 2, self.high + span / 2
        defined = f'<defs><polyline id="pf-whole" points="{self.points(table.values)}"/></defs>'
        hidden = 'width="0" height="0" aria-hidden="true" style="position:absolute"'
        self.shared = nodes.raw("", f"<svg {hidden}>{defined}</svg>", format="html")

    def points(self, values):
        """The corners of a line, as many as an eye can tell apart."""
        rows = np.unique(np.linspace(0, len(values) - 1, min(POINTS, len(values))).round().astype(int))
        rows = rows[np.isfinite(values[rows])]
        span = self.time[-1] - self.time[0] or 1.0
        x = EDGE + (WIDTH - 2 * EDGE) * (self.time[rows] - self.time[0]) / span
        share = np.clip((values[rows] - self.low) / (self.high - self.low), -1, 2)
        y = HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * share
        return " ".join(f"{a:.0f},{b:.1f}" for a, b in zip(x, y, strict=True))

    def drawn(self, row):
        """SVG of one row; what it shows stands in words beside it."""
        line = f'<polyline class="without" points="{self.points(row.values)}"/>'
        return (f'<svg class="pf-small" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">'
                f'<use href="#pf-whole" class="whole"/>{line}</svg>')


def _row(row, charts, time):
    first = [item for item in row.elements if item.kind != "link"]
    links = [item for item in row.elements if item.kind == "link"]
    names = [paragraph(nodes.strong("", ", ".join(map(str, first))))] if first else []
    if links:
        said = "; ".join(map(str, links))
        names.append(paragraph(f"{'or ' if first else ''}the link{'s' * (len(links) > 1)} {said}",
                               classes=["pf-doc"] if first else []))
    effect, left = row.removal.effect, row.removal
    words = brief(left.mode, charts.time, left.values, time, ROUND * charts.size)
    verdict = (nodes.strong if effect == "structural" else nodes.inline)("", VERDICTS[effect])
    chart = nodes.raw("", charts.drawn(row.removal), format="html")
    return names, [chart, paragraph(verdict, f": {words}")]


def _count(table):
    of = [row for row in table.rows if row.effect != "itself"]
    count = len(table.structural)
    return f"Of {len(of)} elements {count} {'is' if count == 1 else 'are'} structural."


def _beyond(rows):
    """The rows that have no room for a chart, by verdict."""
    for effect, verdict in VERDICTS.items():
        names = [str(item) for row in rows if row.removal.effect == effect for item in row.elements]
        if names:
            yield paragraph(f"{len(names)} more are told without a chart, {verdict}: {'; '.join(names)}.")


def _idle(table):
    names = [str(row.element) for row in table.rows if row.effect == "none"]
    if names:
        yield paragraph(f"No difference to “{table.variable}” in this run: {'; '.join(names)}.")


def _untried(table):
    if table.untried:
        names = "; ".join(map(str, table.untried))
        yield paragraph(f"{len(table.untried)} more were not tried, since all would take too long: {names}.")
