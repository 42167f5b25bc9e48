"""The contents of a model's page: everything that its file, its card and its run tell."""

import json

from docutils import nodes

from pathfinders.engine.claims import MEASURED
from pathfinders.figure.loops import loop_diagram
from pathfinders.figure.stockflow import stock_diagram
from pathfinders.lab.element import lab_html
from pathfinders.lab.spec import lab_spec
from pathfinders.model import load_card, read
from pathfinders.site.blocks import bullets, minus, paragraph, rubric, section
from pathfinders.site.model_equations import equations, parameters
from pathfinders.site.model_loops import loops
from pathfinders.site.model_removal import removal
from pathfinders.site.models import downloads
from pathfinders.structure import explain
from pathfinders.words import describe
from pathfinders.words.numbers import amount, place

CLAIMS = "Each sentence is put to a run of the model before the book is built; a false one stops the build."


def contents(slug, chapters=()):
    """The nodes below the title; ``chapters`` are links to the chapters that use the model.

    Raises PathfindersError where the model or its card cannot be read.
    """
    model, card = read(slug), load_card(slug)
    found = explain(model)
    return [
        *opening(card, chapters),
        section("What it does", "run", *play(found, card)),
        *diagrams(found),
        section("Which loops drive it", "loops", *loops(found)),
        section("What it cannot do without", "removal", *removal(model, card.scenarios)),
        section("Equations", "equations", *equations(model)),
        section("Parameters", "parameters", *parameters(model)),
        section("What is claimed, and measured", "claims", *claims(model, card)),
        section("What this map leaves out", "leaves-out", paragraph(card.leaves_out)),
        section("How it was tuned", "tuned", paragraph(card.tuned), rubric("Sources"), bullets(card.sources)),
        section("Downloads", "downloads", nodes.raw("", downloads(slug), format="html")),
    ]


def opening(card, chapters):
    """What it is: description, question, and where it is used."""
    yield paragraph(card.description)
    yield nodes.block_quote("", paragraph(card.question))
    if chapters:
        used = [part for link in chapters for part in (nodes.Text(", "), link)][1:]
        yield paragraph("A part of: ", *used, ".")


def play(found, card):
    """The lab, which draws without scripts too, and the run as it is in words."""
    spec = lab_spec(found.model, card, found.run.parameters)
    yield nodes.raw("", lab_html(spec, found.run, found.model.time.units, card.description), format="html")
    words = describe(found.run, spec["charts"][0]["variables"]).text
    yield paragraph(nodes.strong("", "As it is"), f": {words}", classes=["pathfinders-words"])


def diagrams(found):
    """The causal loops, and the stocks and flows."""
    for draw, title, ident in ((loop_diagram, "Who acts on whom", "diagram"),
                               (stock_diagram, "Stocks and flows", "stocks-and-flows")):
        # A drawing wider than a phone scrolls, and so needs the keyboard's focus.
        box = f'<div class="pf-figure" tabindex="0" role="group" aria-label="{title}">{draw(found)}</div>'
        yield section(title, ident, nodes.raw("", box, format="html"))


def claims(model, card):
    """The claims by the run that they are about, with the figures that the last check measured."""
    path = card.path.with_name(MEASURED)
    kept = json.loads(path.read_text(encoding="utf-8")).get(card.slug, {}) if path.is_file() else {}
    yield paragraph(CLAIMS)
    runs = {}
    for claim in card.claims:
        runs.setdefault(measured(model, claim, kept.get(claim.id, {})), []).append(claim.says)
    for (setting, figures), said in runs.items():
        yield paragraph(nodes.strong("", setting), f": {figures}.", classes=["pf-measured"])
        yield bullets(said)


def measured(model, claim, figures):
    """(setting, figures) of the run of a claim, in words."""
    given = [f"{name} {minus(value)}" for name, value in claim.set.items()]
    given += [f"run to {model.time.units} {claim.stop:g}"] if claim.stop else []
    setting = f"With {', '.join(given)}" if given else "As it is"
    if claim.random:
        setting = f"{setting}, all else at random" if given else "With every slider at random"
        return setting, f"true in {figures.get('hold', 0)} of {figures.get('of', 0)} runs"
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
