"""Keys and clicks that come faster than the screen is drawn: each goes on from the one before."""

import pytest

from pathfinders.lab.bundle import scenes
from tests.scene_page import DRAWN, opened, put_back

SLUGS = [name for name in scenes() if name != "cover"]  # the cover has no model
# Both presses in one task: nothing can be drawn between them.
AT_ONCE = """(node, keys) => {
  for (const key of keys) for (const type of ["keydown", "keyup"])
    node.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, composed: true, cancelable: true }));
}"""
VALUES = "() => document.querySelector('pathfinders-lab').lab.ctx.state().values"


@pytest.fixture(scope="module", params=SLUGS)
def page(request, browser, tmp_path_factory):
    yield from opened(browser, tmp_path_factory.mktemp(request.param), request.param)


def handles(page, role):
    return page.locator(f"svg.scene [role={role}]").all()


def values(page):
    page.evaluate(DRAWN)
    return page.evaluate(VALUES)


def after(page, handle, frames):
    """The parameters of the page as it opens, after the keys that come in each of some frames."""
    put_back(page)
    for keys in frames:
        handle.evaluate(AT_ONCE, keys)
        page.evaluate(DRAWN)
    return values(page)


def test_keys_in_one_frame_move_a_handle_as_far_as_in_several(page):
    keys = ["Home", "ArrowRight", "ArrowRight"]
    for handle in handles(page, "slider"):
        assert after(page, handle, [keys]) == after(page, handle, [[key] for key in keys])


def test_two_presses_in_one_frame_undo_each_other_as_in_several(page):
    for handle in handles(page, "button"):
        keys = ["Enter", "Enter"]
        assert after(page, handle, [keys]) == after(page, handle, [[key] for key in keys])
