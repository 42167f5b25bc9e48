"""The picture of the two tubs: what it shows of a run, and what pen and button do."""

import re

import pytest
from playwright.sync_api import expect

from pathfinders import compile_model, read
from tests.scene_page import (
    DRAWN,
    check_access,
    check_size,
    drag,
    made,
    moment,
    moves,
    new_labs,
    place,
    seek,
    value,
)

SLUG = "learning_bathtub"
BOTTOM, DEEP, FULL = {"heads": 118, "paper": 340}, 92, 2500
NAMES = {"heads": "Individual knowledge", "paper": "Shared knowledge"}
DAY = 240  # the saved moment of month 60
LEVEL = r"^M131,([\d.]+)H485$"


open_lab = new_labs(SLUG)


def pen(page):
    return page.get_by_role("slider", name="The pen: how many of ten")


def button(page):
    return page.get_by_role("button", name="Reorganise, and watch both tubs")


def levels(page, dashed=False):
    """The lessons at which the water stands in each tub, or stood in the run before: heads and paper."""
    paths = page.locator(".scene path").evaluate_all(
        "(all) => all.filter(one => one.getAttribute('display') !== 'none')"
        ".map(one => [one.getAttribute('d'), one.getAttribute('stroke-dasharray')])"
    )
    found = [re.match(LEVEL, d) for d, dash in paths if d and bool(dash) == dashed]
    heights = [float(match[1]) for match in found if match]
    return {name: (BOTTOM[name] - y) / DEEP * FULL for name, y in zip(BOTTOM, heights, strict=False)}


def carriers(page, colour):
    """The opacities of those who are shown in a colour of the palette."""
    return page.locator(".scene > g").evaluate_all(
        "(all, colour) => all.filter(one => one.innerHTML.includes(`fill:var(--pf-${colour});stroke`)"
        " && one.getAttribute('display') === 'inline').map(one => +one.getAttribute('opacity'))",
        colour,
    )


def test_tubs_and_row_follow_the_run(open_lab):
    page, run = open_lab(), compile_model(read(SLUG)).run()
    for index in (0, DAY, DAY + 1, 300, 480):
        seek(page, index)
        assert levels(page) == pytest.approx({name: run[NAMES[name]][index] for name in NAMES}, abs=0.5)
        assert 5 * sum(carriers(page, "ink")) == pytest.approx(run["People"][index], abs=0.01)


def test_on_the_day_as_many_walk_off_as_are_sent_away(open_lab):
    page = open_lab({"share reorganised away": 0.3})
    seek(page, DAY)
    assert carriers(page, "muted") == []
    seek(page, DAY + 1)
    leaving = carriers(page, "muted")
    assert len(leaving) == 6 and max(leaving) == 1
    seek(page, DAY + 40)
    assert carriers(page, "muted") == []


def test_the_pen_by_hand_fills_one_tub_and_hardly_the_other(open_lab):
    page = open_lab()
    seek(page, 480)
    before = levels(page)
    at = place(pen(page))
    drag(page, at, (at[0], at[1] + 29))
    assert value(page, "share written down") == 0.6
    now = levels(page)
    assert now["paper"] > 1.9 * before["paper"]
    assert now["heads"] == pytest.approx(1.04 * before["heads"], rel=0.01)
    assert levels(page, dashed=True) == pytest.approx(before, abs=0.5)


def test_the_pen_moves_by_key_and_says_what_it_writes(open_lab):
    page = open_lab()
    pen(page).press("End")
    expect(pen(page)).to_have_attribute("aria-valuetext", "6 of 10 lessons are written down")
    pen(page).press("Home")
    pen(page).press("ArrowUp")
    expect(pen(page)).to_have_attribute("aria-valuetext", "0.5 of 10 lessons are written down")
    assert value(page, "share written down") == 0.05


def test_the_button_takes_the_story_up_before_the_day_and_plays(open_lab):
    page = open_lab()
    button(page).click()
    pause = page.get_by_role("button", name="Pause")
    expect(pause).to_be_visible()
    pause.click()
    assert DAY - 12 <= moment(page) < 480


def test_for_a_reader_who_wants_no_motion_the_button_shows_the_day_after(open_lab):
    page = open_lab({"share reorganised away": 0}, reduced_motion="reduce")
    button(page).press("Enter")
    page.evaluate(DRAWN)
    assert value(page, "share reorganised away") == 0.6
    assert levels(page)["heads"] < 700
    assert len(carriers(page, "muted")) == 12


def test_a_sentence_says_what_is_seen(open_lab):
    page = open_lab()
    seen = page.locator("#seen")
    expect(seen).to_contain_text("60 people walked off with 1,008 lessons, and what was on paper stayed")
    expect(seen).to_contain_text("of ten new lessons 3 are written down.")
    page.get_by_role("button", name="Nothing on paper").click()
    expect(seen).to_contain_text("and there was nothing on paper; of ten new lessons 0")
    page.get_by_role("button", name="Nobody is sent away").click()
    expect(seen).to_contain_text("nobody is ever sent away")
    page.get_by_role("button", name="As it is").click()
    seek(page, 0)
    expect(seen).to_contain_text(
        "1,667 lessons in their heads, and 0 are on paper; the reorganisation is still"
    )


def test_nothing_moves_before_it_is_touched_and_drawing_makes_no_node(open_lab):
    page = open_lab()
    assert moves(page) == 0
    seek(page, DAY + 5)
    pen(page).press("Home")
    assert made(page) == 0


@pytest.mark.parametrize("width, scheme", [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_and_a_finger_finds_every_handle(open_lab, width, scheme):
    page = open_lab(width=width, color_scheme=scheme)
    seek(page, DAY + 8)
    check_access(page, width, pen(page), button(page))


def test_the_script_of_the_scene_is_small():
    check_size(SLUG)
