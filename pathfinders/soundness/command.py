"""``python -m pathfinders check``: what holds of a model, and what does not."""

import argparse
import json
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from pathfinders.engine.claims import MEASURED
from pathfinders.model import slugs
from pathfinders.model.find import folder
from pathfinders.soundness.report import examine

ABOUT = """\
Check that models are sound. Of each it tells: do the units hold; is every variable documented, used and well
named; do the engines agree; is the step short enough; do both ends of every slider run clean, and stay inside
the limits that are stated; and, of a model with a card: does every slider matter, does it rest where the card
says so, is every claim true at the card's values and in the share of random sets that it promises."""
OUTSIDE = """\
A model without a card has promised little: it fails where it cannot be read, where its run breaks, where the
engines disagree or the step is too long. Units, documentation, names, numbers in equations and limits are
remarks. PySD executes Python that stands in a model's documentation, so it runs a file from elsewhere only
where --pysd says that you have read it. Exit code 1 where anything fails."""


def arguments(argv):
    """The parsed command line."""
    parser = argparse.ArgumentParser(prog="python -m pathfinders check", description=ABOUT, epilog=OUTSIDE)
    parser.add_argument("models", nargs="*", metavar="MODEL", help="slugs or .mdl files; none: every model")
    parser.add_argument("--all", action="store_true", help="every model")
    parser.add_argument("--write", action="store_true", help=f"write the figures to models/{MEASURED}")
    parser.add_argument("--pysd", action="store_true", help="run files from elsewhere by PySD too")
    return parser.parse_args(argv)


def main(argv):
    """Check, print, write; returns 1 where anything fails, else 0."""
    asked = arguments(argv)
    chosen = asked.models if asked.models and not asked.all else slugs()
    kept = []
    for report in reports(chosen, asked.pysd):
        print(report, flush=True)
        kept.append(report)
    if asked.write:
        write({report.name: report.figures for report in kept if report.figures is not None})
    print(total(kept))
    return 1 if any(report.failed for report in kept) else 0


def reports(chosen, pysd=False):
    """The Report of each model, in order; by as many processes as there are cores."""
    workers = min(len(chosen), os.cpu_count() or 1)
    if workers < 2:
        yield from map(partial(examine, pysd=pysd), chosen)
        return
    # Not a fork: the parent may hold threads, and Windows knows none.
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(partial(examine, pysd=pysd), chosen)


def total(kept):
    """The last line."""
    checks = [finding for report in kept for finding in report.findings]
    passed = sum(not finding.problems for finding in checks)
    claims, false = sum(len(report.claims) for report in kept), sum(report.false for report in kept)
    many = f"{len(kept)} model{'s' * (len(kept) != 1)}: {passed} of {len(checks)} checks passed"
    return f"{many}, {claims - false} of {claims} claims are true." if claims else f"{many}."


def write(figures):
    """Put the figures into ``measured.json``; those of models that were not checked stay."""
    target = folder() / MEASURED
    kept = json.loads(target.read_text("utf-8")) if target.is_file() else {}
    told = {slug: (kept | figures)[slug] for slug in slugs() if slug in kept | figures}
    text = json.dumps(told, indent=1, ensure_ascii=False) + "\n"
    target.write_text(text, encoding="utf-8", newline="\n")
    print(f"written: {target.name}")
