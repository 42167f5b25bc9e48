"""The claims on a model's page: each by the run that it is about, with what the last check measured."""

import json

from docutils import nodes

from pathfinders.engine.claims import MEASURED
from pathfinders.site.blocks import bullets, minus, paragraph
from pathfinders.words.numbers import amount, place, spoken

CLAIMS = ("Each sentence is put to a run of the model before the book is built; a false one stops the build. "
          "Most are also put to random settings of the sliders, so that you see how far they hold.")
PARTLY = ((1 / 3, "; only in a corner"), (1 / 2, "; in fewer than half"))
"""What is said of a claim that holds in less than this share of the random settings."""
UNMEASURED = "not measured yet"


def claims(model, card):
    """The claims by the run that they are about, with the figures that the last check measured."""
    path = card.path.with_name(MEASURED)
    kept = json.loads(path.read_text(encoding="utf-8")).get(card.slug, {}) if path.is_file() else {}
    yield paragraph(CLAIMS)
    runs, regions = {}, []
    for claim in card.claims:
        figures = kept.get(claim.id, {})
        runs.setdefault(measured(model, claim, figures), []).append(_told(model, claim, figures, regions))
    for (setting, found), said in runs.items():
        told = f": {found}." if found else "."
        yield paragraph(nodes.strong("", setting), told, classes=["pf-measured"])
        yield bullets(said)
    yield from _regions(regions)


def _told(model, claim, figures, regions):
    """A claim, its own figures, and how far it holds."""
    region = _region(figures)
    if region and region not in regions:
        regions.append(region)
    row = regions.index(region) + 1 if region else None
    own = ", ".join(own_figures(claim, figures, model.time.units))
    parts = [f"{claim.says} ", nodes.emphasis("", f"{own[:1].upper()}{own[1:]}. " if own else "")]
    return paragraph(*parts, *_borne_out(claim, figures, row))


def _borne_out(claim, figures, row):
    before, after = borne_out(claim, figures)
    if row is None:
        return [nodes.emphasis("", f"{before}{after}")]
    link = nodes.reference("", f"region {row}", refid=f"region-{row}", internal=True)
    return [nodes.emphasis("", f"{before} of "), link, nodes.emphasis("", after)]


def borne_out(claim, figures):
    """How far beyond its own setting a claim holds, in words, before and after the name of a region."""
    share = figures.get("share")
    if share is None:
        return ("A figure of this setting", ".") if figures else (UNMEASURED, "")
    hold, of = share["hold"], share["of"]
    told = [f"; in {share['broken']} the run breaks down"] if share.get("broken") else []
    told += [next((words for part, words in PARTLY if hold < part * of), "")]
    if claim.sweep and claim.sweep.least:
        least = claim.sweep.least
        told.append(f" (promised: {'everywhere' if least == 1 else f'{100 * least:g} %'})")
    return f"Holds in {'all' if hold == of else f'{hold} of'} {of} random settings", f"{''.join(told)}."


def _region(figures):
    """Where the random settings were drawn from, in words; "" where from everywhere."""
    return ", ".join(f"{name} {minus(low)}" if low == high else f"{name} {minus(low)} to {minus(high)}"
                     for name, (low, high) in figures.get("region", {}).items())


def _regions(regions):
    for row, text in enumerate(regions, 1):
        name = nodes.strong("", f"Region {row}")
        yield nodes.paragraph("", "", name, nodes.Text(f": {text}; all other sliders anywhere."),
                              ids=[f"region-{row}"], classes=["pf-measured"])


def own_figures(claim, figures, time):
    """What the predicate of a claim measured and compared, each in words."""
    if "ratio" in figures or "difference" in figures:
        here, there = (next(value for name, value in figures.items() if name.endswith(end))
                       for end in (" here", " there"))
        how = f"{spoken(figures['ratio'])} times" if "ratio" in figures else _more(figures['difference'])
        yield f"{spoken(here)} against {spoken(there)}: {how}"
    if "crosses at" in figures:
        yield f"the two cross at {time} {spoken(figures['crosses at'])}"
    if "threshold" in figures:
        yield f"{claim.args['of']} {spoken(figures['threshold'])} is the least"
    if "theory" in figures:
        yield f"the formula says {spoken(figures['theory'])}"
    ranks = [spoken(value) for name, value in figures.items() if name.rpartition(" ")[2].isdigit()]
    if ranks:
        yield f"in turn {', '.join(ranks)}"
    name = claim.args.get("figure") if claim.predicate == "measures" else None
    if name in figures and name not in ("amplitude", "level", "final", "period"):
        yield f"{name} {spoken(figures[name])}"


def _more(value):
    return f"{spoken(abs(value))} {'more' if value >= 0 else 'less'}"


def measured(model, claim, figures):
    """(setting, figures) of the run of a claim, in words."""
    given = ", ".join(f"{name} {minus(value)}" for name, value in claim.set.items())
    setting = f"With {given}" if given else "As it is"
    setting += f", run to {model.time.units} {claim.stop:g}" if claim.stop else ""
    if claim.variable is None:
        return setting, ""
    mode = figures.get("mode", UNMEASURED)
    parts = [f"{claim.variable}: {mode}", *_figures(mode, figures, model.time.units)]
    return setting, ", ".join(parts)


def _figures(mode, figures, time):
    """What tells a run of this mode from others of the mode."""
    swings = "oscillation" in mode and "damped" not in mode
    if swings and "amplitude" in figures:
        yield f"{_said(figures['amplitude'])} to either side of {_said(figures['level'])}"
    if "period" in figures:
        yield f"{amount(figures['period'], time)} to and fro"
    if not swings and "final" in figures:
        yield f"{_said(figures['final'])} at the end"


def _said(value):
    """Three figures of large numbers, two decimals of small ones."""
    return place(value, 1) if abs(value) < 10 else spoken(value)
