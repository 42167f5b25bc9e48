"""The index of models, by the talk that they follow, and the index of their loops, by model."""

import re

from docutils import nodes

from pathfinders.model import load_card, read
from pathfinders.site.blocks import paragraph, section, table
from pathfinders.site.folds import fold
from pathfinders.site.models import FOLDER
from pathfinders.structure import explain

SIGNS = {"R": "reinforcing", "B": "balancing", "±": "now reinforcing, now balancing", "0": "never active"}
TALKS = {"S": "After Peter Senge", "F": "After Robert Fritz", "W": "After Margaret Wheatley"}
ELSE = "Others"
SHARE = "The share is what the loop does to its stocks, of what all loops do, on the mean of the run."


def contents(slugs, chapters):
    """Nodes of both indexes; ``chapters(slug)`` gives links to the chapters that use a model."""
    cards = sorted(map(load_card, slugs), key=_order)
    talks = {}
    for card in cards:
        talks.setdefault(TALKS.get(_order(card)[1], ELSE), []).append(card)
    groups = [section(talk, f"models-{number}", _models(group, chapters))
              for number, (talk, group) in enumerate(talks.items(), 1)]
    loops = (node for card in cards for node in _loops(card))
    return [
        section("All models", "all-models", *groups),
        section("All loops", "all-loops", paragraph(SHARE), *loops),
    ]


def _order(card):
    """Models stand in the order of their first passage; those without a known talk come last."""
    letter, number = re.fullmatch(r"(\D*)(\d*)", (card.passages or ("",))[0]).groups()
    known = list(TALKS).index(letter) if letter in TALKS else len(TALKS)
    return known, letter if letter in TALKS else "", int(number or 0), card.title


def _models(cards, chapters):
    items = [nodes.list_item("", *_model(card, chapters(card.slug))) for card in cards]
    return nodes.bullet_list("", *items, classes=["pf-models"])


def _model(card, chapters):
    link = nodes.reference("", card.title, refuri=f"{FOLDER}/{card.slug}.html")
    yield nodes.paragraph("", "", nodes.strong("", "", link), nodes.Text(f" {card.slug}"))
    yield paragraph(card.question)
    if chapters:
        played = [part for chapter in chapters for part in (nodes.Text(", "), chapter)][1:]
        yield paragraph("A part of: ", *played, classes=["pf-doc"])


def _loops(card):
    """A fold over a model's loops that have a name, the loudest first; it says how many there are in all."""
    found = explain(read(card.slug))
    mean = found.dominance.mean
    order = sorted(range(len(found.loops)), key=lambda row: -mean[row])
    rows = [_loop(card, row, found.loops[row], mean[row]) for row in order if found.loops[row].name]
    address = f"{FOLDER}/{card.slug}.html#loops"
    page = nodes.reference("", "All of them, with their ways round", refuri=address)
    parts = [table(("Loop", "Kind", "Share"), rows, (50, 38, 12))] if rows else []
    yield fold(f"{card.title}: {_count(found.loops)}", *parts, paragraph(page, classes=["pf-doc"]))


def _count(loops):
    """How many loops there are, and how many of them go without a name."""
    count, least = len(loops), "at least " if loops.cut else ""
    nameless = sum(loop.name is None for loop in loops)
    told = f"{least}{count or 'no'} loop{'s' * (count != 1)}"
    return f"{told}, {nameless} of them nameless" if nameless else told


def _loop(card, row, loop, share):
    link = nodes.reference("", loop.name, refuri=f"{FOLDER}/{card.slug}.html#loop-{row + 1}")
    return [nodes.paragraph("", "", link)], SIGNS[loop.polarity], f"{100 * share:.0f}\N{NO-BREAK SPACE}%"
