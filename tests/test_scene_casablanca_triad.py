"""The picture of chapter 4: three people on a table, and a tension that goes with any one of them."""

import re

import pytest
from playwright.sync_api import expect

from pathfinders import compile_model, read
from tests.scene_page import (
    DRAWN,
    check_access,
    check_size,
    drag,
    moment,
    moves,
    new_labs,
    place,
    seek,
    value,
)

SLUG = "casablanca_triad"
PAIRS = ("Rick and Ilsa", "Ilsa and Victor", "Rick and Victor")
SEATS = {"Rick": (150, 262), "Ilsa": (320, 160), "Victor": (490, 262)}
LENS, MOMENTS = 58, (0, 10, 24, 384)


open_lab = new_labs(SLUG)


@pytest.fixture
def lab(open_lab):
    return open_lab()


def figure(page, name):
    return page.get_by_role("button", name=f"{name}: lift off the table")


def string(page, pair):
    """The line of a string: after the edge of the table, each pair has its blur and then its line."""
    return page.locator(".scene > path").nth(2 + 2 * PAIRS.index(pair))


def blur(page, pair):
    return page.locator(".scene > path").nth(1 + 2 * PAIRS.index(pair))


def points(path):
    """The points of a path, in units of the viewBox."""
    numbers = [float(x) for x in re.findall(r"-?\d[-\d.e]*", path.get_attribute("d"))]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def width(path):
    return float(path.evaluate("(path) => path.style.strokeWidth"))


def slack(path):
    """Does a string hang below the straight line between its ends, and faintly?"""
    (_, left), (_, bend), (_, right) = points(path)
    return bend > (left + right) / 2 + 90 and path.get_attribute("opacity") == "0.4"


def struck(page):
    """The names that the tally has crossed out."""
    names = page.locator(".scene > g:has(> text + path)")
    crossed = [one for one in names.all() if one.locator("path").get_attribute("display") != "none"]
    return [one.locator("text").text_content() for one in crossed]


def test_a_string_is_as_wide_as_its_bond_is_strong_and_cold_where_it_is_against(lab):
    run = compile_model(read(SLUG)).run()
    for index in MOMENTS:
        seek(lab, index)
        for pair in PAIRS:
            bond = run[pair][index]
            assert width(string(lab, pair)) == pytest.approx(2 + 8 * abs(bond), abs=1e-4)
            cold = string(lab, pair).get_attribute("class") == "stability"
            assert cold == (bond < -0.02)
            assert cold == (string(lab, pair).get_attribute("stroke-dasharray") != "none")


def test_every_string_trembles_as_far_as_the_tension_reaches(lab):
    tension = compile_model(read(SLUG)).run()["tension"]
    for index in (0, 4, 384):
        seek(lab, index)
        for pair in PAIRS:
            _, up, _, down, _ = points(blur(lab, pair))
            far = ((up[0] - down[0]) ** 2 + (up[1] - down[1]) ** 2) ** 0.5
            assert far == pytest.approx(4 * LENS * tension[index], abs=0.01)
            assert blur(lab, pair).is_visible() == (tension[index] > 0.002)


@pytest.mark.parametrize("name", SEATS)
def test_who_is_lifted_takes_the_tension_along_and_leaves_the_third_bond_as_it_was(lab, name):
    seek(lab, 0)
    before = {pair: width(string(lab, pair)) for pair in PAIRS}
    x, y = SEATS[name]
    drag(lab, (x, y - 50), (x, 40), (620 if x > 200 else 20, 70))
    assert value(lab, f"{name} is here") == 0
    expect(figure(lab, name)).to_have_attribute("aria-pressed", "true")
    for pair in PAIRS:
        assert slack(string(lab, pair)) == (name in pair)
        assert not blur(lab, pair).is_visible()
        assert width(string(lab, pair)) == pytest.approx(before[pair])


def test_who_is_put_back_brings_the_tension_back_and_the_story_runs(lab):
    figure(lab, "Victor").click()
    lab.evaluate(DRAWN)
    x, y = place(figure(lab, "Victor"))[:2]
    drag(lab, (x, y - 40), (500, 200))
    lab.get_by_role("button", name="Pause").click()
    assert value(lab, "Victor is here") == 1
    assert place(figure(lab, "Victor"))[:2] == list(SEATS["Victor"])
    seek(lab, 0)
    assert all(blur(lab, pair).is_visible() for pair in PAIRS)


def test_a_figure_moved_about_on_the_table_stays(lab):
    seek(lab, 0)
    drag(lab, (150, 210), (260, 220))
    assert value(lab, "Rick is here") == 1
    assert place(figure(lab, "Rick"))[:2] == list(SEATS["Rick"])
    expect(lab.get_by_role("button", name="Play")).to_be_visible()


def test_two_absences_by_key_show_that_the_tension_lives_in_none_alone(lab):
    assert struck(lab) == []
    figure(lab, "Rick").press("Enter")
    lab.evaluate(DRAWN)
    assert struck(lab) == ["Ilsa", "Victor"]
    says = "without Rick there is no tension, so it does not live in Ilsa or Victor alone."
    lab.get_by_text(says).wait_for(state="attached")
    figure(lab, "Rick").press(" ")
    figure(lab, "Ilsa").press("Enter")
    lab.evaluate(DRAWN)
    assert struck(lab) == ["Rick", "Ilsa", "Victor"]
    expect(lab.locator(".scene")).to_contain_text("It lives in none alone")
    lab.get_by_text("so it lives in none of the three alone.").wait_for(state="attached")


def test_other_bonds_are_another_triangle(lab):
    figure(lab, "Rick").press("Enter")
    lab.get_by_role("button", name="Deeper rivalry").click()
    lab.evaluate(DRAWN)
    assert struck(lab) == []
    lab.get_by_role("slider", name="Rick and Victor at the start", exact=True).press("End")
    figure(lab, "Ilsa").press("Enter")
    lab.evaluate(DRAWN)
    assert struck(lab) == []
    expect(lab.locator(".scene")).to_contain_text("There is no tension.")


@pytest.mark.parametrize(
    "params, index, says",
    [
        ({}, 0, "Rick and Victor are against each other; the strings tremble."),
        ({}, 384, "Rick and Victor are strongly drawn to each other; the strings are still."),
        ({"Ilsa is here": 0}, 0, "Ilsa stands off the table, both strings to the table hang slack and the"),
        ({"Ilsa is here": 0, "Rick is here": 0}, 0, "Rick and Ilsa stand off the table, all three"),
    ],
)
def test_a_sentence_says_what_is_seen(open_lab, params, index, says):
    page = open_lab(params)
    seek(page, index)
    page.get_by_text(says).wait_for(state="attached")


def test_nothing_moves_before_it_is_touched_and_less_motion_keeps_it_still(open_lab):
    page = open_lab(reduced_motion="reduce")
    assert moves(page) == 0
    figure(page, "Rick").press("Enter")
    figure(page, "Rick").press("Enter")
    assert moment(page) == 0
    assert blur(page, "Rick and Victor").is_visible()


@pytest.mark.parametrize("width, scheme", [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_and_every_figure_is_large_enough_for_a_finger(open_lab, width, scheme):
    page = open_lab(width=width, color_scheme=scheme)
    figure(page, "Ilsa").press("Enter")
    page.evaluate(DRAWN)
    check_access(page, width, *(figure(page, name) for name in SEATS))


def test_the_script_of_the_scene_is_small():
    check_size(SLUG)
