"""On the chapter's page the reader draws first, and only where nothing has been shown yet."""

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.test_chapter import SLUG
from tests.test_lab_predict import SKETCH, button, draw, pad_of, told
from tests.test_site import SLIDER

ASKS = "#predict pathfinders-lab"


@pytest.fixture
def chapter_page(browser, book):
    """The chapter, opened from its file; its console stays empty."""
    page, said = browser.new_page(reduced_motion="reduce"), []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((book / f"{SLUG}.html").as_uri())
    page.locator(ASKS).scroll_into_view_if_needed()
    pad_of(page)
    yield page
    page.close()
    assert said == []


def test_the_first_picture_of_the_bands_is_the_readers_own(chapter_page):
    box = chapter_page.locator(ASKS).bounding_box()
    for drawing in chapter_page.locator("article svg.pf-drawing").all():
        assert drawing.bounding_box()["y"] > box["y"] + box["height"]
    told = chapter_page.locator(ASKS).locator(f".curve, .caption, {SLIDER}")
    assert told.locator("visible=true").count() == 0


def test_a_sketch_by_mouse_is_named_beside_the_stall_that_came(chapter_page):
    draw(chapter_page, lambda share: 0.5 + 0.3 * np.sin(2 * np.pi * 4 * share))
    button(chapter_page, "Run").click()
    assert told(chapter_page) == ["sustained oscillation", "goal-seeking"]


def test_a_sketch_can_be_made_by_keyboard_alone(chapter_page):
    pad_of(chapter_page).focus()
    for key in ("ArrowRight", "PageUp", "ArrowRight", "ArrowUp", "ArrowRight", "ArrowUp"):
        chapter_page.keyboard.press(key)
    expect(chapter_page.locator(ASKS).locator(SKETCH).first).to_be_visible()
    chapter_page.keyboard.press("Tab")
    expect(button(chapter_page, "Run")).to_be_focused()
    chapter_page.keyboard.press("Enter")
    assert len(told(chapter_page)) == 2


def test_who_does_not_want_to_draw_skips_with_one_button(chapter_page):
    button(chapter_page, "Skip").click()
    expect(chapter_page.locator(ASKS).locator("svg path.curve").first).to_be_visible()


def test_the_lab_of_play_plays_at_once_for_its_swing_has_been_seen(chapter_page):
    lab = chapter_page.locator("#play pathfinders-lab")
    lab.scroll_into_view_if_needed()
    expect(lab.locator("svg path.curve").first).to_be_visible()
    expect(lab.locator(SLIDER).first).to_be_visible()
    assert lab.get_by_role("button", name="Skip", exact=True).count() == 0
