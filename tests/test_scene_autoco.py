"""The picture of the published history: pins that a run lights up, and a date that fells a reason."""

import re

import pytest
from playwright.sync_api import expect

from pathfinders import compile_model, read
from pathfinders.model import load_card
from tests.scene_page import DRAWN, check_access, check_size, drag, moves, one_lab, place, seek, value

SLUG = "autoco"
MODEL, CARD = read(SLUG), load_card(SLUG)
END = 384
REASONS = ["word of mouth", "results speak", "published story"]
RIVALS = [dict(one.set) for one in CARD.scenarios[:3]]
TOLD = RIVALS[2] | {"decreed date": 64}
HEAD = 35  # people for one figure in a photograph
TICK, CROSS = "M-5,0", "M-4,-4"


shown, open_lab = one_lab(SLUG)


def plate(page, reason):
    return page.get_by_role("button", name=f"Hang this reason behind the history: {reason}")


def date(page):
    return page.get_by_role("slider", name="The month in which the story is published")


def pins(page):
    """The pins as drawn, the four facts and then the date: True lit, False crossed out, None dark."""
    page.evaluate(DRAWN)
    marks = [mark.get_attribute("d") for mark in page.locator(".scene circle + circle + path").all()]
    return [True if d.startswith(TICK) else False if d.startswith(CROSS) else None for d in marks]


def crowd(page, fact):
    """How many figures a photograph of people shows."""
    d = page.locator(".scene path.change:not([style])").nth({0: 0, 1: 1, 3: 2}[fact]).get_attribute("d")
    return d.count("M")


def fallen(page, reason):
    return "rotate(-7)" in plate(page, reason).get_attribute("transform")


def hang(page, reason):
    """Hangs a reason behind the history, and looks at the whole of it."""
    plate(page, reason).press("Enter")
    expect(plate(page, reason)).to_have_attribute("aria-pressed", "true")
    seek(page, END)


@pytest.mark.parametrize("i", [1, 2, 0])
def test_each_of_the_three_reasons_lights_up_the_same_four_pins(open_lab, i):
    page = open_lab(RIVALS[(i + 1) % 3])
    hang(page, REASONS[i])
    assert pins(page)[:4] == [True] * 4
    assert not fallen(page, REASONS[i])


@pytest.mark.parametrize("i", [0, 1, 2])
def test_a_reason_that_is_hung_is_the_rival_of_the_card(open_lab, i):
    page = open_lab(RIVALS[(i + 1) % 3])
    hang(page, REASONS[i])
    own = compile_model(MODEL).run().parameters
    names = {name for rival in RIVALS for name in rival} | {"decreed date"}
    wanted = {name: RIVALS[i].get(name, own[name]) for name in names}
    assert {name: value(page, name) for name in names} == wanted


def test_pulled_to_the_date_that_is_told_the_published_story_falls_and_no_other_reason_does(open_lab):
    page = open_lab()
    hang(page, REASONS[2])
    assert pins(page)[4] is False
    start = place(date(page))[:2]
    drag(page, (start[0], start[1] + 24), (300, 310), (352, 310))
    assert value(page, "decreed date") == 64
    assert pins(page) == [True, True, True, False, True]
    assert fallen(page, REASONS[2])
    hang(page, REASONS[1])
    assert pins(page) == [True] * 5


def test_the_date_is_moved_by_keys_and_says_its_month(open_lab):
    page = open_lab(RIVALS[2])
    date(page).press("PageUp")
    assert value(page, "decreed date") == 58
    expect(date(page)).to_have_attribute("aria-valuetext", "published in month 58, by decree")
    assert pins(page)[3] is False and fallen(page, REASONS[2])
    date(page).press("End")
    expect(date(page)).to_have_attribute("aria-valuetext", "not published")
    assert value(page, "decreed date") == 120


def test_who_publishes_of_itself_is_not_made_to_wait_by_a_decree(open_lab):
    page = open_lab()
    date(page).press("PageUp")
    expect(date(page)).to_have_attribute("aria-valuetext", "published in month 62, of itself")


def test_the_photographs_show_the_people_of_the_run(open_lab):
    page = open_lab(RIVALS[1])
    run = compile_model(MODEL).run(RIVALS[1])
    people = run["involved"]
    for index in (190, 216, 256, END):
        seek(page, index)
        lowest = people[168 : min(index, 240) + 1].min()
        assert crowd(page, 0) == round(people[168] / HEAD)
        assert crowd(page, 1) == round(lowest / HEAD)
        assert crowd(page, 3) == (round(people[min(index, 264)] / HEAD) if index >= 192 else 0)


def test_a_pin_lights_up_when_its_fact_has_come_and_not_before(open_lab):
    page = open_lab()
    for index, lit in ((0, 0), (160, 0), (168, 1), (200, 3), (264, 5)):
        seek(page, index)
        assert pins(page).count(True) == lit
    seek(page, 0)
    assert False not in pins(page)


def test_without_a_reason_the_thousand_is_missed(open_lab):
    page = open_lab(reduced_motion="reduce")
    plate(page, REASONS[0]).click()
    expect(plate(page, REASONS[0])).to_have_attribute("aria-pressed", "false")
    assert pins(page) == [True, True, True, False, False]


def test_a_plate_is_hung_and_taken_down_by_hand(open_lab):
    page = open_lab(reduced_motion="reduce")
    drag(page, (320, 241), (320, 220), (330, 200))
    expect(plate(page, REASONS[1])).to_have_attribute("aria-pressed", "true")
    assert place(plate(page, REASONS[1]))[:2] == [320, 204]
    drag(page, (320, 204), (320, 250))
    expect(plate(page, REASONS[1])).to_have_attribute("aria-pressed", "false")
    assert value(page, "results speak") == 0


@pytest.mark.parametrize(
    "params, index, says",
    [
        ({}, END, "hangs “word of mouth”: 295 people .*; 260 at the fewest .*; 1 of 8 leaders .*; 2,960"),
        (TOLD, END, "hung “published story”, fallen now: .* 146 .*, not as told; .* month 64, by decree"),
        ({}, 100, "hangs “word of mouth”: the story is not published yet"),
        ({"own readiness": 0.15}, END, "hangs no reason: 295"),
    ],
)  # fmt: skip
def test_a_sentence_says_what_is_seen(open_lab, params, index, says):
    page = open_lab(params)
    seek(page, index)
    page.locator("#seen").get_by_text(re.compile(says)).wait_for(state="attached")


def test_nothing_moves_before_it_is_touched(open_lab):
    assert moves(open_lab()) == 0


@pytest.mark.parametrize("scheme, width", [("light", 1280), ("dark", 390)])
def test_the_picture_has_no_fault_that_axe_finds_on_either_paper(open_lab, scheme, width):
    page = open_lab(RIVALS[2], width=width, color_scheme=scheme)
    check_access(page, width)


def test_the_script_of_the_scene_is_small():
    check_size(SLUG)
