"""``python -m pathfinders inventory``: what carries each idea of the source, and how far that holds."""

import argparse
import json
from collections.abc import Mapping
from dataclasses import dataclass

from pathfinders.engine.claims import MEASURED
from pathfinders.errors import PathfindersError
from pathfinders.model import load_card, slugs
from pathfinders.site.passages import IDS, Passage, passages

ABOUT = "Print every idea of the three keynotes → model or page → claim → figure → share of random settings."


@dataclass(frozen=True)
class Row:
    """A claim that bears on a passage; without a model, what carries the passage instead."""

    passage: Passage
    carrier: str
    claim: str = ""
    figure: str = ""
    share: str = ""


def rows(book, cards, measured):
    """The Rows of every passage, in the order of the source; each passage has one or more.

    ``measured`` is what models/measured.json holds: slug → id of a claim → figures.
    """
    known = passages(book)
    for name in IDS:
        if name not in known:
            raise PathfindersError("passages.yaml", f"passage {name} is missing", "every idea of the source")
        passage = known[name]
        found = [_row(passage, card.slug, claim, measured) for card in cards for claim in card.claims
                 if passage.id in claim.passages]
        yield from found
        if passage.page:
            yield Row(passage, f"page {passage.page}")
        if passage.later:
            yield Row(passage, f"to come: {', '.join(passage.later)}")
        if not (found or passage.page or passage.later):
            expected = "a claim, a page or a model to come"
            raise PathfindersError(f"passage {passage.id}", "nothing carries it", expected)


def _row(passage, slug, claim, measured):
    figures = measured.get(slug, {}).get(claim.id, {})
    share = figures.get("share")
    told = f"{share['hold']} of {share['of']}" if share else "this setting"
    told += " of a region" if "region" in figures else ""
    return Row(passage, slug, claim.id, _figure(claim, figures), told)


def _figure(claim, figures):
    """The figure that the claim is about; where it is about none, the mode and the last value."""
    args = claim.args if isinstance(claim.args, Mapping) else {}
    for name in ("ratio", "difference", "threshold", args.get("figure")):
        if name in figures:
            theory = f" (formula {figures['theory']:.4g})" if "theory" in figures else ""
            return f"{name} {figures[name]:.4g}{theory}"
    mode = figures.get("mode", "adds up" if figures else "not measured yet")
    return f"{mode}, ends at {figures['final']:.4g}" if "final" in figures else mode


def table(found):
    """The rows as lines of text: a heading for each passage, below it what carries it."""
    last = None
    for row in found:
        if row.passage != last:
            yield f"{row.passage.id:<4}{row.passage.gist}"
            last = row.passage
        cells = [cell for cell in (row.claim, row.figure, row.share) if cell]
        yield "    " + " · ".join([row.carrier, *cells])


def main(argv):
    """Run the command; returns 0."""
    parser = argparse.ArgumentParser(prog="python -m pathfinders inventory", description=ABOUT)
    parser.parse_args(argv)
    cards = [load_card(slug) for slug in slugs()]
    root = cards[0].path.parent.parent
    kept = root / "models" / MEASURED
    measured = json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else {}
    found = list(rows(root / "book", cards, measured))
    print(*table(found), sep="\n")
    ids = {row.passage.id for row in found}
    by_model = {row.passage.id for row in found if row.claim}
    others = len(ids) - len(by_model)
    print(f"{len(ids)} ideas: {len(by_model)} carried by models, {others} by pages or models to come.")
    return 0
