"""A lab with a scene, opened once for a file of tests and put back before each."""

from tests.fixtures_lab import LabPages
from tests.test_scene import DRAWN

WATCH = """() => {
  window.moves = 0;
  const seen = document.querySelector("pathfinders-lab").shadowRoot;
  const all = { attributes: true, childList: true, subtree: true };
  new MutationObserver((changes) => { moves += changes.length }).observe(seen, all);
}"""
SLIDE = "(range, value) => { range.value = value; range.dispatchEvent(new Event('input')) }"


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


def moves(page):
    """How many changes the page makes in five frames in which nobody touches it."""
    page.evaluate(WATCH)
    for _ in range(5):
        page.evaluate(DRAWN)
    return page.evaluate("moves")
