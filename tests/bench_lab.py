"""Figures of the lab. ``rows()`` is what ``make bench`` prints."""

import gzip
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from pathfinders.lab import extra_script, model_script, page_script, scene_script
from tests.conftest import QUIET_CHROMIUM, chromium_on_this_machine
from tests.fixtures_lab import LabPages

SLUG, THROTTLE, STEPS, DRAGS, KIB = "two_bands", 4, 120, 5, 1024

# One step of a drag: the handler, the lab's frame, and what the browser does on the main thread until it has
# painted. Callbacks of one frame run in the order they were asked for, so two of ours enclose the lab's.
DRAG = """
async steps => {
    const root = document.querySelector("pathfinders-lab").shadowRoot;
    const ranges = [...root.querySelectorAll("input[type=range]")];
    const range = ranges.find(node => node.labels[0]?.textContent === "hierarchy");
    const channel = new MessageChannel();
    const after = () => new Promise(done => {
        channel.port1.onmessage = done;
        channel.port2.postMessage(0);
    });
    const frame = () => new Promise(done => requestAnimationFrame(() => done(performance.now())));
    const script = [], work = [];
    for (let i = 0; i < steps; i++) {
        await frame();
        await after();
        range.value = String((i % 20) / 20);
        const started = frame();
        const from = performance.now();
        range.dispatchEvent(new InputEvent("input", {bubbles: true}));
        const handled = performance.now() - from;
        const ended = frame();
        const [start, end] = await Promise.all([started, ended]);
        script.push(handled + end - start);
        await after();
        work.push(handled + performance.now() - start);
    }
    return [script, work];
}
"""


def percentile(values, share):
    """The value below which that share of the values lies."""
    return sorted(values)[int(share * (len(values) - 1))]


def drags(browser):
    """The p95 over the steps of a drag in milliseconds: (script alone, script with style, layout and paint).

    Of several drags the quietest, since other work on the machine only adds, and the throttle multiplies it.
    """
    with tempfile.TemporaryDirectory() as folder:
        pages = LabPages(browser, Path(folder))
        page = pages.open(pages.write(SLUG))
        page.locator(".chart:not(.off) .curve").wait_for()
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
        page.evaluate(DRAG, STEPS)
        made = [page.evaluate(DRAG, STEPS) for _ in range(DRAGS)]
    return min(tuple(percentile(values, 0.95) for values in both) for both in made)


def row(name, ours, target, unit, holds):
    """One line of the table; there is no peer that does the same."""
    figures = {"name": name, "ours": ours, "peer": None, "ratio": None}
    return figures | {"target": target, "unit": unit, "holds": holds}


def rows():
    """The lab's lines of the table."""
    with sync_playwright() as playwright:
        path = chromium_on_this_machine()
        browser = playwright.chromium.launch(executable_path=path, args=[*QUIET_CHROMIUM, "--no-sandbox"])
        script, work = drags(browser)
        browser.close()
    asking = extra_script("shape") + extra_script("predict")
    texts = (page_script() + scene_script(SLUG), model_script(SLUG), asking)
    lab, model, predict = (len(gzip.compress(text.encode())) / KIB for text in texts)
    throttled = f"slider to drawn, p95 at {THROTTLE}× throttle"
    return [
        row(f"{throttled}: script", script, "≤ 8", "ms", script <= 8),
        row(f"{throttled}: with style, layout and paint", work, "", "ms", True),
        row(f"lab and the model {SLUG}, gzip", lab + model, "≤ 25", "KiB", lab + model <= 25),
        row("predict-then-run, only where a lab asks, gzip", predict, "≤ 8", "KiB", predict <= 8),
    ]
