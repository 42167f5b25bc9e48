"""The contents of a model's page: everything that its file, its card and its run tell."""

from html import escape

from docutils import nodes

from pathfinders.figure.picture import diagram
from pathfinders.lab.element import lab_html
from pathfinders.lab.spec import lab_spec
from pathfinders.lab.why import structure_source
from pathfinders.model import load_card, read
from pathfinders.site.blocks import bullets, paragraph, section
from pathfinders.site.literature import cited
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
    parts = [
        section("What it does", "run", *play(found, card)),
        section("What is claimed, and measured", "claims", *claims(model, card)),
        section("What this map leaves out", "leaves-out", paragraph(card.leaves_out)),
        section("Who acts on whom", "diagram", *drawing(found, "loops")),
        section("Which loops drive it", "loops", *loops(found)),
        section("What it cannot do without", "removal", *removal(model, card.scenarios)),
        section("Stocks and flows", "stocks-and-flows", *drawing(found, "stocks")),
        section("Equations and parameters", "equations", *equations(model), *parameters(model, card.sliders)),
        section("How it was tuned", "tuned", paragraph(card.tuned)),
        section("What it leans on", "sources", bullets(cited(card))),
        section("Downloads", "downloads", nodes.raw("", downloads(slug), format="html")),
    ]
    return [*opening(card, chapters), overview(parts), *parts]


def overview(parts):
    """Links to the parts, for a page that shows no table of contents beside it."""
    links = "".join(f'<li><a href="#{part["ids"][0]}">{escape(part[0].astext())}</a></li>' for part in parts)
    return nodes.raw("", f'<nav class="pf-parts" aria-label="Parts of this page"><ul>{links}</ul></nav>',
                     format="html")


def opening(card, chapters):
    """What it is: question, description, and where it is used."""
    yield nodes.block_quote("", paragraph(card.question))
    yield paragraph(card.description)
    told = [nodes.Text("Its name in code is "), nodes.literal("", card.slug), nodes.Text(".")]
    if card.archetype:
        told += [nodes.Text(" The field knows its loops as an archetype: "), nodes.strong("", card.archetype)]
        told.append(nodes.Text("."))
    if chapters:
        told.append(nodes.Text(f" It is played with in the chapter{'s' * (len(chapters) > 1)} "))
        told += [part for link in chapters for part in (nodes.Text(", "), link)][1:]
        told.append(nodes.Text("."))
    yield paragraph(*told, classes=["pf-measured"])


def play(found, card):
    """The lab, which draws without scripts too, and the run as it is in words.

    It asks for no sketch, whatever the card says: this page tells what the model does.
    """
    spec = lab_spec(found.model, card, found.run.parameters, why=bool(structure_source(found.model)))
    yield nodes.raw("", lab_html(spec, found.run, found.model.time.units, card.description), format="html")
    words = describe(found.run, spec["charts"][0]["variables"]).text
    yield paragraph(nodes.strong("", "As it is"), f": {words}", classes=["pathfinders-words"])


def drawing(found, kind):
    """The causal loops ("loops"), or the stocks and flows ("stocks")."""
    yield nodes.raw("", diagram(found, kind)._repr_html_(), format="html")
