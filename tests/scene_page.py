"""A lab with a scene on a bare page: opened, touched and looked at in the same way in every file of tests."""

import gzip
import re
from functools import partial

import pytest
from axe_playwright_python.sync_playwright import Axe

from pathfinders.lab.bundle import scene_script
from tests.fixtures_lab import LabPages

DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
SLIDE = "(range, value) => { range.value = value; range.dispatchEvent(new Event('input')) }"
# What is said to a screen reader comes when a gesture has rested for a while, and moves nothing.
WATCH = """() => {
  window.moves = window.made = 0;
  const said = (node) => (node.closest ? node : node.parentElement)?.closest(".unseen");
  const see = (changes) => changes.filter(({ target }) => !said(target)).forEach(({ type, target }) => {
    moves++;
    if (type === "childList" && target.closest("svg.scene")) made++;
  });
  const shown = document.querySelector("pathfinders-lab, pathfinders-scene").shadowRoot;
  new MutationObserver(see).observe(shown, { attributes: true, childList: true, subtree: true });
}"""


# ---- a lab is opened


def opened(browser, folder, slug):
    """A page with a model's lab that does not ask for a sketch; nothing may be said on its console."""
    pages = LabPages(browser, folder)
    page = pages.open(pages.write(slug, predict=False, why=False))
    page.locator("svg.scene").wait_for()
    yield page
    assert page.said == []
    page.context.close()


def put_back(page, params=(), width=1280, **media):
    """The page as it opened, but for some sliders, its width and what it is told of the reader's wishes."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(**{"color_scheme": "light", "reduced_motion": "no-preference"} | media)
    page.get_by_role("button", name="Reset").click()
    for name, number in dict(params).items():
        page.get_by_role("slider", name=name, exact=True).evaluate(SLIDE, number)
    page.evaluate(DRAWN)
    return page


def one_lab(slug):
    """Two fixtures: a lab opened once for a file, and ``open_lab(params, width, …)`` that puts it back."""

    @pytest.fixture(scope="module")
    def shown(browser, tmp_path_factory):
        yield from opened(browser, tmp_path_factory.mktemp(slug), slug)

    @pytest.fixture
    def open_lab(shown):
        return partial(put_back, shown)

    return shown, open_lab


def new_labs(slug):
    """A fixture ``open_lab(params, width, …)``: a new page each time, for a picture that remembers."""

    @pytest.fixture
    def open_lab(lab_pages):
        pages = []

        def call(params=None, **options):
            address = lab_pages.write(slug, predict=False, why=False, **(params or {}))
            pages.append(lab_pages.open(address, **options))
            pages[-1].locator("svg.scene").wait_for()
            pages[-1].evaluate(DRAWN)
            return pages[-1]

        yield call
        assert [page.said for page in pages] == [[] for _ in pages]

    return open_lab


# ---- a lab is touched


def seek(page, index):
    """Shows a saved moment."""
    page.get_by_role("slider", name="Moment shown").evaluate(SLIDE, index)
    page.evaluate(DRAWN)


def on_screen(page, x, y):
    """The pixel at which a point of the viewBox is drawn."""
    box = page.locator("svg.scene").bounding_box()
    return box["x"] + x * box["width"] / 640, box["y"] + y * box["height"] / 360


def drag(page, *points):
    """Takes hold of the first point of the scene and lets go at the last."""
    start, *rest = (on_screen(page, *point) for point in points)
    page.mouse.move(*start)
    page.mouse.down()
    for point in rest:
        page.mouse.move(*point, steps=4)
    page.mouse.up()


# ---- a lab is looked at


def moment(page):
    """The saved moment that is shown."""
    page.evaluate(DRAWN)
    return int(page.get_by_role("slider", name="Moment shown").input_value())


def value(page, name):
    """A parameter as the lab's own slider or switch shows it."""
    page.evaluate(DRAWN)
    switch = page.get_by_role("switch", name=name, exact=True)
    if switch.count():
        return int(switch.is_checked())
    return float(page.get_by_role("slider", name=name, exact=True).input_value())


def place(node):
    """Where a node of the scene stands, in units of the viewBox."""
    return [float(x) for x in re.findall(r"-?\d[-\d.e]*", node.get_attribute("transform"))]


def moves(page):
    """How many changes the page makes in five frames in which nobody touches it."""
    page.evaluate(DRAWN)  # the chart knows its width a frame after the page knows its own
    page.evaluate(WATCH)
    for _ in range(5):
        page.evaluate(DRAWN)
    return page.evaluate("moves")


def made(page):
    """How many changes since ``moves`` were nodes that came into the picture or went."""
    page.evaluate(DRAWN)
    assert page.evaluate("moves") > 0
    return page.evaluate("made")


def check_access(page, width, *handles):
    """Axe finds nothing, nothing is wider than the screen, and a finger can take hold of every handle."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for handle in handles:
        box = handle.locator("rect").first.bounding_box()
        assert min(box["width"], box["height"]) >= 24


def check_size(slug):
    """The script of a scene has at most 6 KiB when it travels."""
    assert len(gzip.compress(scene_script(slug).encode())) <= 6 * 1024
