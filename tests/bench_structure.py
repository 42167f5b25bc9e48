"""Figures of why-it-does-so, beside an independent engine in the same run; ``rows()`` for ``make bench``."""

import gzip
import re
from dataclasses import replace
from importlib.util import find_spec
from statistics import median

from playwright.sync_api import sync_playwright

from pathfinders.lab import extra_script, structure_script
from pathfinders.model import read, read_text
from pathfinders.structure import elements, explain, removals
from tests.bench_engine import row, seconds
from tests.conftest import QUIET_CHROMIUM, chromium_on_this_machine
from tests.structure_page import StructurePage
from tests.structure_zoo import LOOPED

SLUG, ROUNDS = "two_bands", 15


def peer_of(model):
    """The same work in the other engine (run, link scores, loops and their shares, read out), or None."""
    if find_spec("simlin") is None:
        return None
    import simlin

    loaded = simlin.load(model.path)

    def work():
        with loaded.simulate(enable_ltm=True) as sim:
            sim.run_to_end()
            sim.get_links()
            return [sim.get_relative_loop_score(loop.id) for loop in sim.get_loops_runtime()]

    return work


def why(model):
    """Run, polarity and loops that matter, another run each time, taking turns with the peer."""
    theirs, constant, ours, peer = peer_of(model), model.constants[0], [], []
    for index in range(ROUNDS + 1):
        value = {constant.name: constant.value + index * 1e-9}
        ours.append(seconds(lambda value=value: explain(model, value)))
        peer += [seconds(theirs)] if theirs else []
    mine, other = (median(times[1:]) * 1e3 if times else None for times in (ours, peer))
    name = f"run, polarity, loops that matter of {model.slug} (peer: simlin)"
    return row(name, mine, other, 40, "ms", mine <= 40)


def first(model):
    """The same for a model that is new to the process: loops are sought, equations printed and compiled."""
    times = [seconds(lambda n=n: explain(replace(model, slug=f"new {n}", path=None))) for n in range(5)]
    ours = median(times) * 1e3
    return row(f"the same of {model.slug}, the first time", ours, None, 100, "ms", ours <= 100)


def table(model, steps):
    """The removal table, warm."""
    removals(model)
    ours = median(seconds(lambda: removals(model)) for _ in range(ROUNDS)) * 1e3
    count = sum(element.kind == "link" for element in elements(model))
    name = f"removal table of {model.slug}: {count} links, {steps:,} steps"
    return row(name, ours, None, 150, "ms", ours <= 150)


def in_the_browser(model):
    """The same work by the page's own script, and what it weighs."""
    with sync_playwright() as playwright:
        path = chromium_on_this_machine()
        browser = playwright.chromium.launch(executable_path=path, args=[*QUIET_CHROMIUM, "--no-sandbox"])
        page = StructurePage.on(browser)
        told, taken = (median(page.seconds(model, work, ROUNDS)) * 1e3 for work in ("explain", "removal"))
        browser.close()
    script = structure_script(model.slug)
    bare = re.sub(r'"diagram":"(?:[^"\\]|\\.)*",', "", script)
    texts = (bare, script, extra_script("why"))
    small, whole, views = (len(gzip.compress(text.encode())) / 1024 for text in texts)
    here = "in Chromium"
    return [
        row(f"run, polarity, loops that matter of {model.slug} {here}", told, None, 8, "ms", told <= 8),
        row(f"removal table of {model.slug} {here}", taken, None, 60, "ms", taken <= 60),
        row(f"structure of {model.slug} without its diagram, gzip", small, None, 4, "KiB", small <= 4),
        row(f"structure of {model.slug} with its diagram, gzip", whole, None, "", "KiB", True),
        row("Why? and Take it apart, only where a lab asks, gzip", views, None, "", "KiB", True),
    ]


def rows():
    """All figures, as a list of dicts: name, ours, peer, ratio, target, unit, holds."""
    model, prey = read(SLUG), read_text(LOOPED["predator and prey"], "predator and prey")
    here = [why(model), first(model), table(model, 7680), table(prey, 160)]
    return here + in_the_browser(model)
