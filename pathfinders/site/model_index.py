"""The index of models and the index of their loops."""

from docutils import nodes

from pathfinders.model import load_card, read
from pathfinders.site.model_page import bullets, paragraph, section
from pathfinders.site.models import FOLDER
from pathfinders.structure import explain

SIGNS = {"R": "reinforcing", "B": "balancing", "±": "now reinforcing, now balancing", "0": "never active"}
NONE = "Of the loops of these models, none has a name."


def contents(slugs):
    """Nodes of both indexes, for the models that have a page."""
    cards = [load_card(slug) for slug in slugs]
    models = [nodes.list_item("", *_model(card)) for card in cards]
    return [
        section("All models", "all-models", nodes.bullet_list("", *models, classes=["pf-models"])),
        section("All loops", "all-loops", *loops(cards)),
    ]


def _model(card):
    link = nodes.reference("", card.title, refuri=f"{FOLDER}/{card.slug}.html")
    yield nodes.paragraph("", "", nodes.strong("", "", link), nodes.Text(f" {card.slug}"))
    yield paragraph(card.question)


def loops(cards):
    """Each name with the models that have such a loop; loops without a name are counted."""
    named, unnamed = {}, []
    for card in cards:
        found = explain(read(card.slug)).loops
        for number, loop in enumerate(found, 1):
            if loop.name:
                named.setdefault(loop.name, []).append((card, number, loop))
        count = sum(loop.name is None for loop in found)
        if count:
            unnamed.append(f"{count} in {card.title}")
    lines = [_loop(name, places) for name, places in sorted(named.items())]
    yield bullets(lines) if lines else paragraph(NONE)
    if unnamed:
        yield paragraph(f"Loops without a name of their own: {', '.join(unnamed)}.")


def _loop(name, places):
    """The name, and for each model its sign and a link to the loop."""
    parts = []
    for card, number, loop in places:
        link = nodes.reference("", card.title, refuri=f"{FOLDER}/{card.slug}.html#loop-{number}")
        parts += [nodes.Text("; " if parts else ": "), nodes.Text(f"{SIGNS[loop.polarity]} in "), link]
    return nodes.paragraph("", "", nodes.strong("", name), *parts)
