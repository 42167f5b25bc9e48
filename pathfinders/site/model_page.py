"""The contents of a model's page: everything that its file, its card and its run tell."""

from docutils import nodes

from pathfinders.figure.picture import diagram
from pathfinders.lab.element import lab_html
from pathfinders.lab.spec import lab_spec
from pathfinders.lab.why import structure_source
from pathfinders.model import load_card, read
from pathfinders.site.blocks import bullets, paragraph, section
from pathfinders.site.literature import anchors
from pathfinders.site.model_claims import claims
from pathfinders.site.model_equations import equations, parameters
from pathfinders.site.model_loops import loops
from pathfinders.site.model_removal import removal
from pathfinders.site.models import downloads
from pathfinders.structure import explain
from pathfinders.words import describe


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
        section("How it was tuned", "tuned", paragraph(card.tuned)),
        section("What it leans on", "sources", bullets([*card.sources, *anchors(card)])),
        section("Downloads", "downloads", nodes.raw("", downloads(slug), format="html")),
    ]


def opening(card, chapters):
    """What it is: description, question, and where it is used."""
    yield paragraph(card.description)
    yield nodes.block_quote("", paragraph(card.question))
    if card.archetype:
        yield paragraph("An archetype of the field: ", nodes.strong("", card.archetype), ".")
    if chapters:
        used = [part for link in chapters for part in (nodes.Text(", "), link)][1:]
        yield paragraph("A part of: ", *used, ".")


def play(found, card):
    """The lab, which draws without scripts too, and the run as it is in words.

    It asks for no sketch, whatever the card says: this page tells what the model does.
    """
    spec = lab_spec(found.model, card, found.run.parameters, why=bool(structure_source(found.model)))
    yield nodes.raw("", lab_html(spec, found.run, found.model.time.units, card.description), format="html")
    words = describe(found.run, spec["charts"][0]["variables"]).text
    yield paragraph(nodes.strong("", "As it is"), f": {words}", classes=["pathfinders-words"])


def diagrams(found):
    """The causal loops, and the stocks and flows."""
    for kind, ident in (("loops", "diagram"), ("stocks", "stocks-and-flows")):
        picture = diagram(found, kind)
        yield section(picture.title, ident, nodes.raw("", picture._repr_html_(), format="html"))
