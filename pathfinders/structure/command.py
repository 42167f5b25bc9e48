"""``python -m pathfinders structure`` and ``remove``: why a model behaves as it does."""

import argparse
import json
import math
import sys

from pathfinders.engine.command import assignments, warnings
from pathfinders.model import read
from pathfinders.structure import removal_report, report
from pathfinders.structure.budget import WORK
from pathfinders.structure.explain import explain
from pathfinders.structure.loops import MOST
from pathfinders.structure.removal import removals

NAMES = "Names are those of the .mdl; case, spaces and _ do not matter."


def _parser(command, description):
    prog = f"python -m pathfinders {command}"
    parser = argparse.ArgumentParser(prog=prog, description=description, epilog=NAMES)
    parser.add_argument("model", help="a slug such as two_bands, or the path of an .mdl")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="set a constant")
    parser.add_argument("--json", action="store_true", help="print data for a program")
    return parser


def _read(options):
    """(model, params) of a command line; warnings go to the screen."""
    model = read(options.model)
    values = assignments(model, options.set)
    for sentence in warnings(model, values):
        print(sentence, file=sys.stderr)
    return model, values


def _write(as_json, data, text):
    if as_json:
        print(json.dumps(data, ensure_ascii=False, allow_nan=False))
    else:
        sys.stdout.write(text)


def structure(argv):
    """Print links, loops and shares; returns 0. Raises PathfindersError on bad input."""
    what = "Show the links of a model, its feedback loops, and which of these matter when."
    parser = _parser("structure", what)
    parser.add_argument("--most", type=int, default=MOST, metavar="N", help=f"loops to list at most ({MOST})")
    options = parser.parse_args(argv)
    model, values = _read(options)
    found = explain(model, values, max(0, options.most))
    trouble = found.run.trouble()
    if trouble:
        print(trouble, file=sys.stderr)
    _write(options.json, report.structure_data(found), report.structure_text(found))
    return 0


def remove(argv):
    """Print the table of the removal test; returns 0. Raises PathfindersError on bad input."""
    parser = _parser("remove", "Take out each element of a model and say whether it behaves otherwise.")
    parser.add_argument("--variable", metavar="NAME", help="the curve to look at (default: the first shown)")
    parser.add_argument("--goal", type=float, metavar="VALUE", help="a curve at rest short of it stalls")
    parser.add_argument("--at", type=float, metavar="VALUE", help="hold at this number, not at the rest")
    parser.add_argument("--all", action="store_true", help="try every element, however long it takes")
    options = parser.parse_args(argv)
    model, values = _read(options)
    work = math.inf if options.all else WORK
    table = removals(model, options.variable, values, options.goal, options.at, work)
    _write(options.json, removal_report.removal_data(table), removal_report.removal_text(table))
    return 0
