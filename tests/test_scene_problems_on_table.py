"""The picture of a table on a rug: problems that are told lie on the one, the others under the other."""

import re

import pytest
from playwright.sync_api import expect

from pathfinders import compile_model, read
from tests.scene_page import DRAWN, check_access, check_size, drag, moves, one_lab, place, seek, value

SLUG = "problems_on_table"
FLOOR, LEGS = 300, 58
CORNER, HIDDEN, TOLD = 56, 214, 288
CROWDED = {
    "disclosure": 0,
    "contamination": 0.12,
    "table capacity": 5,
    "effort on the table": 0.6,
    "discovery time": 6,
    "private time": 24,
    "gate": 36,
}


shown, open_lab = one_lab(SLUG)


def run(params=None):
    return compile_model(read(SLUG)).run(params or {})


def corner(page):
    return page.get_by_role("slider", name="The corner of the rug")


def shape(page, kind):
    return page.locator(f".scene > path.{kind}").first.get_attribute("d")


def count(page, kind):
    """How many dots of a kind are drawn."""
    return shape(page, kind).count("M")


def top(page):
    """How high above the floor the table's top is."""
    return FLOOR - float(re.match(r"M[-\d.]+,([-\d.]+)h", shape(page, "wood"))[1])


def width(page):
    return float(re.search(r"h([\d.]+)", shape(page, "wood"))[1])


def test_every_four_problems_are_a_dot_where_they_are(open_lab):
    page, told = open_lab(), run()
    for index in (0, 40, 95, 104, 112, 128):
        seek(page, index)
        unknown = told["Hidden"][index] + told["Unseen"][index]
        assert count(page, "heap") == pytest.approx(told["On the table"][index] / 4, abs=0.51)
        assert count(page, "problem") == pytest.approx(told["Hidden"][index] / 4, abs=0.51)
        assert count(page, "problem") + count(page, "unmet") == pytest.approx(unknown / 4, abs=0.51)


def test_the_table_stands_the_higher_the_more_lies_under_the_rug(open_lab):
    page, told = open_lab({"disclosure": 0}), run({"disclosure": 0})
    under = told["Hidden"] + told["Unseen"]
    moments = sorted((0, 20, 48, 80, 96, 104, 128, 200), key=lambda index: under[index])
    heights = []
    for index in moments:
        seek(page, index)
        heights.append(top(page) - LEGS)
    assert heights == sorted(heights)
    assert heights[0] == pytest.approx(0, abs=1) and heights[-1] > 70


def test_the_gate_tears_the_rug_under_which_something_lies(open_lab):
    page = open_lab()
    pieces = []
    for index in (95, 96, 240):
        seek(page, index)
        pieces.append(shape(page, "rug").count("M"))
    whole = pieces[0]
    assert pieces[1:] == [whole + 1, whole + 1]


def test_a_rug_under_which_nothing_is_kept_comes_whole_through_the_gate(open_lab):
    page = open_lab({"disclosure": 1})
    seek(page, 95)
    before = shape(page, "rug").count("M")
    seek(page, 100)
    assert shape(page, "rug").count("M") == before


def test_the_corner_laid_down_by_hand_tells_all(open_lab):
    page = open_lab()
    seek(page, 95)
    assert count(page, "problem") > 80
    x, y = place(corner(page))
    assert (x, y) == pytest.approx((CORNER, TOLD + 0.9 * (HIDDEN - TOLD)))
    drag(page, (x, y), (x, 260), (x + 30, 320))
    assert value(page, "disclosure") == 1
    assert (count(page, "problem"), count(page, "heap")) == (0, 9)
    drag(page, place(corner(page)), (x, 240), (x, 100))
    assert value(page, "disclosure") == 0
    assert count(page, "heap") == 0


def test_the_corner_goes_up_and_down_with_the_keys(open_lab):
    page = open_lab({"disclosure": 0.5})
    corner(page).focus()
    before = place(corner(page))[1]
    page.keyboard.press("ArrowUp")
    assert value(page, "disclosure") == pytest.approx(0.4)
    assert place(corner(page))[1] < before
    expect(corner(page)).to_have_attribute("aria-valuetext", "6 of ten problems go under the rug")
    page.keyboard.press("Home")
    assert value(page, "disclosure") == 1
    page.keyboard.press("End")
    assert value(page, "disclosure") == 0
    expect(corner(page)).to_have_attribute("aria-valuenow", "1")


def test_a_table_that_can_deal_with_less_is_narrower(open_lab):
    page = open_lab()
    wide = width(page)
    page.get_by_role("slider", name="table capacity").press("Home")
    page.evaluate(DRAWN)
    assert width(page) < wide / 1.8


def test_a_run_of_too_many_problems_says_that_a_dot_is_eight(open_lab):
    page, crowded = open_lab(CROWDED), run(CROWDED)
    expect(page.get_by_text("a dot is eight problems")).to_be_visible()
    for index in (144, 170):
        seek(page, index)
        assert count(page, "heap") == pytest.approx(crowded["On the table"][index] / 8, abs=0.51)
        assert count(page, "problem") == pytest.approx(crowded["Hidden"][index] / 8, abs=0.51)


@pytest.mark.parametrize(
    "params", [CROWDED, CROWDED | {"disclosure": 0.5}, {"disclosure": 1, "table capacity": 5}]
)
def test_no_heap_grows_out_of_the_picture(open_lab, params):
    page, crowded = open_lab(params), run(params)
    for index in (int(crowded["On the table"].argmax()), int(crowded["Hidden"].argmax())):
        seek(page, index)
        boxes = page.locator(".scene > path").evaluate_all(
            "(all) => all.map(one => one.getBBox()).map(b => [b.x, b.y, b.height])"
        )
        assert min(y for x, y, height in boxes if height) >= 0


@pytest.mark.parametrize(
    "index, params, says",
    [
        (
            95,
            {},
            r"In month 23 the table holds 7 problems .*, which breed 29 more a month; the gate comes in ",
        ),
        (107, {}, r"In month 26 the table holds 19\d problems .*; the gate has torn the rug\."),
        (40, {"disclosure": 0}, r"the table holds no problem and the rug hides \d+"),
        (150, {"disclosure": 1}, r"; the rug has come whole through the gate\."),
    ],
)
def test_a_sentence_says_what_lies_where(open_lab, index, params, says):
    page = open_lab(params)
    seek(page, index)
    expect(page.locator("#seen")).to_have_text(re.compile(says))


def test_nothing_moves_before_it_is_touched(open_lab):
    page = open_lab()
    expect(page.locator("#seen")).not_to_be_empty()
    assert moves(page) == 0


def test_with_less_motion_the_corner_shows_its_effect_at_once(open_lab):
    page = open_lab(reduced_motion="reduce")
    seek(page, 107)
    corner(page).press("End")
    page.evaluate(DRAWN)
    assert count(page, "heap") == pytest.approx(run({"disclosure": 0})["On the table"][107] / 4, abs=0.51)


@pytest.mark.parametrize("wide, scheme", [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing(open_lab, wide, scheme):
    page = open_lab(width=wide, color_scheme=scheme)
    seek(page, 104)
    check_access(page, wide)


def test_the_script_of_the_scene_is_small():
    check_size(SLUG)
