"""The claims on a model's page: each by the run that it is about, with what the last check measured."""

import json

from docutils import nodes

from pathfinders.engine.claims import MEASURED
from pathfinders.site.blocks import bullets, minus, paragraph
from pathfinders.words.numbers import amount, place

CLAIMS = ("Each sentence is put to a run of the model before the book is built; a false one stops the build. "
          "Most are also put to random settings of the sliders, and the count says how far they hold.")


def claims(model, card):
    """The claims by the run that they are about, with the figures that the last check measured."""
    path = card.path.with_name(MEASURED)
    kept = json.loads(path.read_text(encoding="utf-8")).get(card.slug, {}) if path.is_file() else {}
    yield paragraph(CLAIMS)
    runs = {}
    for claim in card.claims:
        figures = kept.get(claim.id, {})
        told = paragraph(f"{claim.says} ", nodes.emphasis("", borne_out(figures)))
        runs.setdefault(measured(model, claim, figures), []).append(told)
    for (setting, found), said in runs.items():
        told = f": {found}." if found else ":"
        yield paragraph(nodes.strong("", setting), told, classes=["pf-measured"])
        yield bullets(said)


def borne_out(figures):
    """How far beyond its own setting a claim holds, in words."""
    share = figures.get("share")
    if share is None:
        return "A figure of this setting."
    region = [f"{name} {minus(low)}" if low == high else f"{name} from {minus(low)} to {minus(high)}"
              for name, (low, high) in figures.get("region", {}).items()]
    where = f" with {', '.join(region)}" if region else ""
    return f"True in {share['hold']} of {share['of']} random settings{where}."


def measured(model, claim, figures):
    """(setting, figures) of the run of a claim, in words."""
    given = [f"{name} {minus(value)}" for name, value in claim.set.items()]
    given += [f"run to {model.time.units} {claim.stop:g}"] if claim.stop else []
    setting = f"With {', '.join(given)}" if given else "As it is"
    if claim.variable is None:
        return setting, ""
    mode = figures.get("mode", "not measured yet")
    parts = [f"{claim.variable}: {mode}", *_figures(mode, figures, model.time.units)]
    return setting, ", ".join(parts)


def _figures(mode, figures, time):
    """What tells a run of this mode from others of the mode."""
    swings = "oscillation" in mode and "damped" not in mode
    if swings and "amplitude" in figures:
        yield f"{place(figures['amplitude'], 1)} to either side of {place(figures['level'], 1)}"
    if "period" in figures:
        yield f"{amount(figures['period'], time)} to and fro"
    if not swings and "final" in figures:
        yield f"{place(figures['final'], 1)} at the end"
