"""The picture of structural tension: what it shows of a run, and what crank, cord and guess do."""

import math

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

SLUG = "structural_tension"
BASE, RISE, HUB = 256, 2, (126, 250)
LAST = 144


open_lab = new_labs(SLUG)


def guess(page):
    return page.get_by_role("slider", name="Your guess")


def crank(page):
    return page.get_by_role("slider", name="The crank")


def cord(page):
    return page.get_by_role("slider", name="The cord")


def height(percent):
    return BASE - RISE * percent


def carried(page, word):
    """The height of the thing that is called `word`, and the number on it."""
    thing = page.locator(".scene g", has=page.get_by_text(word, exact=True)).last
    return place(thing)[1], int(thing.locator("text").first.text_content())


def spring(page):
    """(upper end, lower end, stroke) of the spring."""
    node = page.locator(".scene > path.ink[d*='C']")
    ends = node.evaluate("(one) => [0, one.getTotalLength()].map((at) => one.getPointAtLength(at).y)")
    return [*ends, float(node.get_attribute("stroke-width"))]


@pytest.mark.parametrize("params", [{}, {"pressure to lower": 0, "drift": 0.05}])
def test_flag_stone_and_spring_follow_the_run(open_lab, params):
    page, run = open_lab(params), compile_model(read(SLUG)).run(params)
    for index in (0, 9, 40, LAST):
        seek(page, index)
        vision, reality = run["Vision"][index], run["Reality"][index]
        assert carried(page, "wanted") == pytest.approx((height(vision), round(vision)), abs=0.01)
        assert carried(page, "real") == pytest.approx((height(reality), round(reality)), abs=0.01)
        thick = 1 + 4 * (vision - reality) / 80
        assert spring(page) == pytest.approx([height(vision), height(reality), thick], abs=0.1)


def test_a_pane_hides_what_the_reports_leave_out_and_the_coils_behind_it_exist(open_lab):
    page, run = open_lab({"denial": 0.9}), compile_model(read(SLUG)).run({"denial": 0.9})
    seek(page, 4)
    pane = page.locator(".scene rect.muted")
    told = run["perceived reality"][4]
    assert float(pane.get_attribute("y")) == pytest.approx(height(told), abs=0.01)
    assert float(pane.get_attribute("height")) >= spring(page)[1] - height(told)
    assert spring(page)[1] == pytest.approx(height(run["Reality"][4]), abs=0.1)
    assert 0.5 < float(pane.get_attribute("fill-opacity")) < 1


def test_without_denial_there_is_no_pane(open_lab):
    page = open_lab()
    seek(page, 4)
    expect(page.locator(".scene rect.muted")).to_be_hidden()


def test_the_guess_let_go_plays_from_the_taut_spring_and_stays(open_lab):
    page = open_lab()
    seek(page, LAST)
    start = place(guess(page))
    drag(page, start, (start[0], height(70)))
    pause = page.get_by_role("button", name="Pause")
    expect(pause).to_be_visible()
    pause.click()
    assert moment(page) < LAST
    assert place(guess(page))[1] == pytest.approx(height(70), abs=RISE)
    seek(page, LAST)
    expect(page.locator("#seen")).to_contain_text("your guess is at 70")


def test_while_the_guess_is_held_the_spring_is_taut(open_lab):
    page = open_lab()
    guess(page).press("ArrowDown")
    expect(guess(page)).to_have_attribute("aria-valuetext", "79 percent")
    page.evaluate(DRAWN)
    assert moment(page) == 0
    assert carried(page, "wanted")[1] == 100 and carried(page, "real")[1] == 20


def test_for_a_reader_who_wants_no_motion_the_guess_let_go_shows_the_end(open_lab):
    page = open_lab(reduced_motion="reduce")
    guess(page).press("PageDown")
    guess(page).press("Enter")
    page.evaluate(DRAWN)
    assert moment(page) == LAST
    assert carried(page, "real")[1] == 59
    page.get_by_text("The stone came to 59 percent; your guess was 75.").wait_for(state="attached")


def test_the_cord_pulled_down_asks_for_less_and_held_up_for_nothing_less(open_lab):
    page = open_lab()
    x, y = place(cord(page))
    drag(page, (x, y), (x, y + 34))
    assert value(page, "pressure to lower") == 0.6
    assert moment(page) == 0
    seek(page, LAST)
    assert carried(page, "wanted")[1] == 42
    cord(page).press("Home")
    expect(cord(page)).to_have_attribute("aria-valuetext", "0 percent a month")
    assert value(page, "pressure to lower") == 0


def test_the_arm_of_the_crank_pulled_out_acts_sooner(open_lab):
    page = open_lab()
    seek(page, 0)
    drag(page, place(crank(page)), (40, 250))
    assert value(page, "action time") == 1
    crank(page).press("End")
    expect(crank(page)).to_have_attribute("aria-valuetext", "24 months")
    assert math.dist(place(crank(page)), HUB) == pytest.approx(17)


def test_the_crank_turns_only_while_the_stone_moves(open_lab):
    page, angles = open_lab({"denial": 0.95, "pressure to lower": 0, "good enough": 10}), []
    for index in (0, 40, LAST):
        seek(page, index)
        angles.append(place(crank(page)))
    assert angles == [angles[0]] * 3
    page.get_by_role("button", name="As it is").click()
    seek(page, 20)
    assert place(crank(page)) != angles[0]


def test_a_sentence_says_what_is_seen(open_lab):
    page = open_lab()
    seen = page.locator("#seen")
    seek(page, LAST)
    expect(seen).to_contain_text("is at 61 percent, the stone of what is real at 59: they began at 100")
    expect(seen).to_contain_text("the spring between them hardly pulls.")
    page.get_by_role("button", name="Leave out the bad news").click()
    seek(page, 0)
    expect(seen).to_contain_text("is stretched far; behind a frosted pane, the stone is told to be at 92.")
    page.get_by_role("slider", name="vision at the start", exact=True).press("Home")
    page.get_by_role("slider", name="reality at the start", exact=True).press("End")
    expect(seen).to_contain_text("the spring between them hangs loose.")


def test_nothing_moves_before_it_is_touched_and_drawing_makes_no_node(open_lab):
    page = open_lab()
    assert moves(page) == 0
    seek(page, 20)
    cord(page).press("End")
    assert made(page) == 0


@pytest.mark.parametrize("width, scheme", [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_and_a_finger_finds_every_handle(open_lab, width, scheme):
    page = open_lab({"denial": 0.5}, width=width, color_scheme=scheme)
    seek(page, 8)
    check_access(page, width, guess(page), crank(page), cord(page))


def test_the_script_of_the_scene_is_small():
    check_size(SLUG)
