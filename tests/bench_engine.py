"""Figures of the engines, each beside its peer in the same run. ``rows()`` is what ``make bench`` prints."""

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
from playwright.sync_api import sync_playwright

from pathfinders.engine import compile_model, javascript, reference_run
from pathfinders.model import read
from tests.conftest import QUIET_CHROMIUM, chromium_on_this_machine

SLUG, SETS, PEER_RUNS, ROUNDS = "two_bands", 1000, 20, 7

IN_THE_BROWSER = """
({source, values, rounds}) => {
    const model = (0, eval)("(" + source + ")");
    const P = Float64Array.from(values), out = new Float64Array(model.time.points * model.variables.length);
    const times = [];
    for (let i = 0; i < rounds + 200; i++) {
        P[0] = values[0] + i * 1e-9;  // another run each time
        const start = performance.now();
        for (let j = 0; j < 10; j++) model.run(P, out);
        if (i >= 200) times.push((performance.now() - start) / 10);
    }
    return times.sort((a, b) => a - b)[times.length >> 1];
}
"""


def seconds(work):
    """How long ``work()`` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def row(name, ours, peer, target, unit, holds):
    """One line of the table; the ratio is how many times faster ours is."""
    ratio = peer / ours if peer else None
    figures = {"name": name, "ours": ours, "peer": peer, "ratio": ratio}
    return figures | {"target": target, "unit": unit, "holds": holds}


def one_run(model):
    """One run with all variables, against PySD, taking turns."""
    twin = compile_model(model)
    twin.run(), reference_run(model)
    pairs = [(seconds(twin.run), seconds(lambda: reference_run(model))) for _ in range(ROUNDS)]
    ours, peer = (median(column) * 1e3 for column in zip(*pairs, strict=True))
    name = f"one run of {model.slug}, all variables (peer: PySD)"
    return row(name, ours, peer, "≥ 20×", "ms", peer / ours >= 20)


def many_runs(model):
    """1,000 parameter sets in lanes, against a loop over PySD of which 20 runs are made."""
    twin, draw = compile_model(model), np.random.default_rng(1)
    sets = {c.name: draw.uniform(c.limits.low, c.limits.high, SETS) for c in model.constants}
    twin.lanes(sets)
    ours, peer = [], []
    for index in range(PEER_RUNS):
        point = {name: values[index] for name, values in sets.items()}
        peer.append(seconds(lambda point=point: reference_run(model, point)))
        if index % 4 == 0:
            ours.append(seconds(lambda: twin.lanes(sets)))
    mine, theirs = median(ours), median(peer) * SETS
    name = f"{SETS:,} parameter sets in lanes (peer: PySD loop, from {PEER_RUNS} runs)"
    return row(name, mine, theirs, "≥ 300×", "s", theirs / mine >= 300)


def in_chromium(model, browser):
    """One run in JavaScript."""
    page = browser.new_page()
    values = [constant.value for constant in model.constants]
    task = {"source": javascript(model), "values": values, "rounds": 300}
    ours = page.evaluate(IN_THE_BROWSER, task)
    page.close()
    return row(f"one run of {model.slug} in Chromium", ours, None, "≤ 0.2 ms", "ms", ours <= 0.2)


def help_text():
    """The start of the command line."""
    command = [sys.executable, "-m", "pathfinders", "--help"]
    start = partial(subprocess.run, command, capture_output=True, check=True)
    ours = median(seconds(start) for _ in range(ROUNDS))
    return row("python -m pathfinders --help", ours, None, "≤ 0.3 s", "s", ours <= 0.3)


def command(cold):
    """``run`` of a small model in a process of its own: with no model read before, or with this one."""
    with tempfile.TemporaryDirectory() as folder:
        shared = {**os.environ, "PATHFINDERS_CACHE": folder}
        line = [sys.executable, "-m", "pathfinders", "run", "two_bands_pure"]
        start = partial(subprocess.run, line, capture_output=True, check=True, env=shared)
        if not cold:
            start()
        times = []
        for _ in range(ROUNDS):
            times.append(seconds(start))
            if cold:
                shutil.rmtree(Path(folder) / "trees")
    name = f"run two_bands_pure, {'from cold' if cold else 'read before'}"
    target = 1.5 if cold else 0.6
    return row(name, median(times), None, f"≤ {target} s", "s", median(times) <= target)


def size(model):
    """The JavaScript of a model, compressed."""
    ours = len(gzip.compress(javascript(model).encode(), 9)) / 1024
    return row(f"{model.slug} as JavaScript, gzip", ours, None, "≤ 2 KiB", "KiB", ours <= 2)


def rows(browser=None):
    """All figures, as a list of dicts: name, ours, peer, ratio, target, unit, holds.

    ``browser`` is a Chromium of Playwright; one is started where None is given.
    """
    if browser is None:
        with sync_playwright() as playwright:
            own = chromium_on_this_machine()
            arguments = [*QUIET_CHROMIUM, "--no-sandbox"]
            return rows(playwright.chromium.launch(executable_path=own, args=arguments))
    model = read(SLUG)
    started = [help_text(), command(cold=True), command(cold=False)]
    return [one_run(model), many_runs(model), in_chromium(model, browser), *started, size(model)]
