"""Figures of why-it-does-so, beside an independent engine in the same run; ``rows()`` for ``make bench``."""

from dataclasses import replace
from importlib.util import find_spec
from statistics import median

from pathfinders.model import read, read_text
from pathfinders.structure import elements, explain, removals
from tests.bench_engine import row, seconds
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


def rows():
    """All figures, as a list of dicts: name, ours, peer, ratio, target, unit, holds."""
    model, prey = read(SLUG), read_text(LOOPED["predator and prey"], "predator and prey")
    return [why(model), first(model), table(model, 7680), table(prey, 160)]
