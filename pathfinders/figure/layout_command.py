"""``python -m pathfinders layout``: propose where the names of a model's diagrams stand."""

import argparse

from pathfinders.figure import diagram, loop_layout, plumbing, stock_layout
from pathfinders.figure.layout import LayoutError, layout_path, read_layout, write_layouts
from pathfinders.figure.stock_map import information
from pathfinders.model import read
from pathfinders.structure import explain


def main(argv):
    """Write ``<slug>.layout.json`` beside the model; returns 0. Raises PathfindersError on bad input."""
    parser = argparse.ArgumentParser(
        prog="python -m pathfinders layout",
        description="Propose positions for the diagrams of a model and write them to its .layout.json.",
        epilog="Positions that are already there stay, so that they can be tended by hand.",
    )
    parser.add_argument("model", help="a slug such as two_bands, or the path of an .mdl")
    parser.add_argument("--anew", action="store_true", help="forget the positions that are there")
    options = parser.parse_args(argv)
    model = read(options.model)
    path = write_layouts(model, proposals(explain(model), options.anew))
    print(f"{path.name}: {len(diagram.shown(model))} names placed; tend them by hand, and look at the page.")
    return 0


def proposals(found, anew=False):
    """Kind → Layout of an Explanation's model, with the positions that its file has, unless ``anew``."""
    model = found.model
    if layout_path(model) is None:
        raise LayoutError(model.slug, "is a text without a file", "the slug or the path of an .mdl")
    links = diagram.parts(found)[1]
    pairs = tuple((link.source, link.target) for link in links)
    looks = information(model, links, plumbing.pipes(model))
    made = {}
    for kind, room, ways in (("loops", loop_layout, pairs), ("stocks", stock_layout, looks)):
        kept = None if anew else read_layout(model, kind, ways, strict=False)
        made[kind] = room.proposal(model, ways, kept=kept)
    return made
