"""``python -m pathfinders check``: what holds of a model, and what does not."""

import argparse
import json

from pathfinders.engine.claims import MEASURED, evaluate, figures_of
from pathfinders.model import load_card, slugs


def main(argv):
    """``check [MODEL …]``: print every claim with its figures; return 1 where one is false, else 0."""
    parser = argparse.ArgumentParser(prog="python -m pathfinders check", description=main.__doc__)
    parser.add_argument("models", nargs="*", metavar="MODEL", help="slugs; without one, every model")
    parser.add_argument("--all", action="store_true", help="every model")
    parser.add_argument("--write", action="store_true", help=f"write the figures to models/{MEASURED}")
    asked = parser.parse_args(argv)
    chosen = slugs() if asked.all or asked.write or not asked.models else asked.models
    table = {slug: evaluate(load_card(slug)) for slug in chosen}
    for slug, results in table.items():
        print(slug, *(f"  {result}" for result in results), sep="\n")
    if asked.write:
        _write({slug: figures_of(results) for slug, results in table.items()})
    false = sum(not result.holds for results in table.values() for result in results)
    total = sum(map(len, table.values()))
    print(f"{total - false} of {total} claims are true.")
    return 1 if false else 0


def _write(figures):
    target = load_card(next(iter(figures))).path.with_name(MEASURED)
    target.write_text(
        json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n"
    )
    print(f"written: {target.name}")
