"""The picture of the cell: a skin as whole as the run says, cut and unknitted by hand and by keys."""

import math
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
    on_screen,
    one_lab,
    seek,
    value,
)

SLUG = "protocell"
BEADS, BEAD, X, Y, R = 40, 8.6, 320, 176, 122
TORN, END = 81, 400
COLOURS = {"pieces": "stability", "food": "accent"}


shown, open_lab = one_lab(SLUG)


def cell_of(params):
    """The run that the lab shows at these values."""
    return compile_model(read(SLUG)).run(params)


def ring(page):
    return page.get_by_role("slider", name="The cut: how much of the skin it tears away")


def knitting(page):
    return page.get_by_role("button", name="Cut the knitting")


def circles(page):
    """Every dot of the picture: colour, x, y, radius, how much of it is seen."""
    page.evaluate(DRAWN)
    return page.locator(".scene > circle[style]").evaluate_all(
        "(all) => all.map((one) => [one.getAttribute('style'), ...['cx', 'cy', 'r', 'opacity']"
        ".map((name) => Number(one.getAttribute(name) ?? 1))])"
    )


def beads(page):
    """Where the beads of the skin are, and how much there is of each."""
    return [(x, y, (r / BEAD) ** 2) for style, x, y, r, _ in circles(page)
            if "stability" in style and math.hypot(x - X, y - Y) == pytest.approx(R, abs=0.1)]  # fmt: skip


def skin(page):
    """How many beads of the skin there are."""
    return sum(there for *_, there in beads(page))


def inside(page, kind):
    """How many pieces or bits of food are drawn within the skin."""
    return sum(seen for style, x, y, _, seen in circles(page)
               if COLOURS[kind] in style and math.hypot(x - X, y - Y) < R - 12)  # fmt: skip


def knitters(page):
    page.evaluate(DRAWN)
    return sum(float(one) for one in knitting(page).locator("> g").evaluate_all(
        "(all) => all.map((one) => one.getAttribute('opacity'))"))  # fmt: skip


def at(turn):
    """The point of the skin at a share of a whole turn, clockwise from the right."""
    return X + R * math.cos(math.tau * turn), Y + R * math.sin(math.tau * turn)


def cut(page, start, share):
    """Draws the scissors along the skin."""
    drag(page, *(at(start + share * i / 6) for i in range(7)))


@pytest.mark.parametrize("params", [{}, {"wound": 0.3}, {"wound": 0.2, "food outside": 40}])
def test_the_skin_and_what_is_inside_are_as_the_run_says(open_lab, params):
    page, cell = open_lab(params), cell_of(params)
    for index in (0, TORN, 120, END):
        seek(page, index)
        assert skin(page) == pytest.approx(BEADS * (1 - cell["hole"][index]), abs=0.01)
        assert inside(page, "pieces") == pytest.approx(cell["Pieces"][index], abs=0.01)
        assert inside(page, "food") == pytest.approx(cell["Food"][index], abs=0.01)
        assert knitters(page) == pytest.approx(cell["Catalyst"][index], abs=0.01)


@pytest.mark.parametrize("share, whole", [(0.2, True), (0.4, False)])
def test_a_small_cut_heals_and_a_large_one_empties(open_lab, share, whole):
    page = open_lab()
    cut(page, 0.5, share)
    assert value(page, "wound") == pytest.approx(share, abs=0.011)
    seek(page, END)
    assert skin(page) == pytest.approx(38.4 if whole else 0.5, abs=0.6)
    assert knitters(page) == pytest.approx(4.9 if whole else 0, abs=0.1)


def test_the_hole_is_where_the_hand_cut_and_as_long(open_lab):
    page = open_lab()
    cut(page, 0.4, 0.25)
    page.get_by_role("button", name="Pause").click()
    seek(page, TORN)
    gone = [(x, y) for x, y, there in beads(page) if there < 0.5]
    assert len(gone) == pytest.approx(BEADS * cell_of({"wound": 0.25})["hole"][TORN], abs=1.1)
    middle = [sum(part) / len(gone) for part in zip(*gone, strict=True)]
    assert math.atan2(middle[1] - Y, middle[0] - X) % math.tau == pytest.approx(math.tau * 0.525, abs=0.1)


def test_a_cut_goes_round_either_way_and_beyond_the_half(open_lab):
    page = open_lab()
    cut(page, 0.1, -0.7)
    assert value(page, "wound") == pytest.approx(0.7, abs=0.011)


def test_the_cut_is_made_by_keys_and_seen_at_once(open_lab):
    page = open_lab()
    ring(page).focus()
    page.keyboard.down("PageUp")
    expect(ring(page)).to_have_attribute("aria-valuetext", "5 % of the skin torn away")
    assert moment(page) == TORN
    page.keyboard.up("PageUp")
    page.get_by_role("button", name="Pause").click()
    assert value(page, "wound") == 0.05


def test_the_same_wound_does_not_heal_where_the_knitting_is_cut(open_lab):
    page = open_lab({"wound": 0.2})
    page.mouse.click(*on_screen(page, X, Y))
    expect(knitting(page)).to_have_attribute("aria-pressed", "true")
    assert value(page, "production") == 0
    seek(page, END)
    assert skin(page) < 0.5
    knitting(page).press("Enter")
    expect(knitting(page)).to_have_attribute("aria-pressed", "false")
    seek(page, END)
    assert skin(page) == pytest.approx(38.4, abs=0.1)


def test_one_who_patches_is_seen_only_where_somebody_does(open_lab):
    page = open_lab({"patching by others": 0.5})
    beads_brought = page.locator(".scene path[stroke-dasharray='0 15']")
    expect(beads_brought).to_be_visible()
    open_lab()
    expect(beads_brought).not_to_be_visible()


@pytest.mark.parametrize(
    "params, index, says",
    [
        ({}, END, "38 of 40 .* knitters 5, .* pieces 7, food 15; nobody has cut it; .* goes on; .* stays"),
        ({"wound": 0.2}, 60, "38 of 40 .* a cut will tear 20 % away"),
        ({"wound": 0.2}, TORN, "32 of 40 .* a cut has torn 20 % away; .* is closing"),
        ({"wound": 0.3}, 160, "a cut has torn 30 % away; .* is coming undone"),
        ({"wound": 0.3}, END, "nobody is left to knit; hardly any skin is left"),
        ({"patching by others": 0.5}, END, "the knitting goes on; .* somebody outside brings beads"),
    ],
)  # fmt: skip
def test_a_sentence_says_what_is_seen(open_lab, params, index, says):
    page = open_lab(params)
    seek(page, index)
    page.locator("#seen").get_by_text(re.compile(says)).wait_for(state="attached")


def test_a_reader_who_wants_no_motion_sees_at_once_what_became_of_the_cut(open_lab):
    page = open_lab(reduced_motion="reduce")
    cut(page, 0.5, 0.4)
    assert skin(page) < 1


def test_nothing_moves_before_it_is_touched(open_lab):
    assert moves(open_lab()) == 0


@pytest.mark.parametrize("scheme, width", [("light", 1280), ("dark", 390)])
def test_the_picture_has_no_fault_that_axe_finds_on_either_paper(open_lab, scheme, width):
    page = open_lab({"wound": 0.2}, width=width, color_scheme=scheme)
    check_access(page, width)


def test_the_script_of_the_scene_is_small():
    check_size(SLUG)
