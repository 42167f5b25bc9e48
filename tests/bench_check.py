"""Figures of the full check, beside the same sweeps by a loop over PySD. ``rows()`` as in `bench_engine`."""

from statistics import median

import numpy as np

from pathfinders.engine import compile_model, reference_run
from pathfinders.engine.claims import evaluate
from pathfinders.engine.sweep import swept
from pathfinders.model import load_card, read, slugs
from pathfinders.soundness.command import reports
from tests.bench_engine import row, seconds

PEER_RUNS = 3


def sweeps(slug):
    """(seconds of all claims of a card with their sweeps, those of a loop over PySD, from some runs).

    The loop makes one run for each set of each claim that is swept: rivals and bisections are left out,
    so that the ratio is too small rather than too large.
    """
    model, card = read(slug), load_card(slug)
    compile_model(model), reference_run(model)
    ours = seconds(lambda: evaluate(card))
    asked = [claim for claim in card.claims if swept(card, claim)]
    length = (model.time.stop - model.time.start) or 1.0
    runs = sum(c.sweep.sets * ((c.stop or model.time.stop) - model.time.start) / length for c in asked)
    draw = np.random.default_rng(1)
    peer = median(seconds(lambda: reference_run(model, point(model, card, draw))) for _ in range(PEER_RUNS))
    return ours, peer * runs


def point(model, card, draw):
    """A random setting of the sliders."""
    limits = {name: model[name].limits for name in card.sliders}
    return {name: draw.uniform(ends.low, ends.high) for name, ends in limits.items()}


def rows():
    """The check of all models, and the ratio of the sweeps to PySD."""
    checked = []
    whole = seconds(lambda: checked.extend(reports(slugs())))
    failed = sum(report.failed for report in checked)
    name = f"check of {len(checked)} models, {sum(len(r.claims) for r in checked)} claims ({failed} failed)"
    ours, peer = (sum(column) for column in zip(*map(sweeps, slugs()), strict=True))
    return [
        row(name, whole, None, "≤ 90 s", "s", whole <= 90 and not failed),
        row(f"claims with their sweeps (peer: PySD loop, from {PEER_RUNS} runs each)",
            ours, peer, "≥ 20×", "s", peer / ours >= 20),
    ]  # fmt: skip
