"""The picture of three rooms: lamps as bright as the model says, and doors that a hand or a key turns."""

import math
import re

import pytest
from playwright.sync_api import expect

from pathfinders import compile_model, read
from tests.scene_page import DRAWN, check_access, check_size, drag, moves, one_lab, place, seek, value

SLUG = "learning_community"
STOCKS = ["Know how", "Theory", "Tools"]
ROOMS = ["practice", "research", "capacity"]
DOORS = ["research door", "capacity door", "practice door"]
HINGES = [(251, 171), (320, 34), (468, 185)]
WIDE = dict.fromkeys(DOORS, 1)


shown, open_lab = one_lab(SLUG)


def knob(page, room):
    """The handle of the door that lets light into a room."""
    return page.get_by_role("slider", name=re.compile(f"^The door from .* to {room}:"))


def reaches(page):
    """How far the light of each lamp reaches: practice, research, capacity."""
    page.evaluate(DRAWN)
    return [float(page.locator(f"#lamp{i}").get_attribute("r")) for i in range(3)]


def expected(run, index):
    return [40 + 330 * min(1, math.log1p(run[name][index]) / math.log1p(2000)) for name in STOCKS]


def leaves(page):
    """How far each door's leaf stands open, 0…1, by the angle that is drawn."""
    paths = [path.get_attribute("d") for path in page.locator(".scene > path.leaf").all()]
    ends = [[float(x) for x in re.findall(r"-?[\d.]+", path)] for path in paths]
    shut = [(-0.983, 0.182), (0, 1), (-0.983, -0.182)]
    turns = []
    for (x0, y0, x1, y1), (a, b) in zip(ends, shut, strict=True):
        turns.append(
            math.degrees(math.acos(min(1, ((x1 - x0) * a + (y1 - y0) * b) / math.hypot(x1 - x0, y1 - y0))))
            / 90
        )
    return turns


def beams(page):
    """The area of the light, as drawn, that falls through a door: into practice, research, capacity."""
    areas = []
    for path in page.locator(".scene path[fill^='url(#beam']").all():
        xs = [float(x) for x in re.findall(r"-?[\d.]+(?:e-?\d+)?", path.get_attribute("d"))]
        points = list(zip(xs[::2], xs[1::2], strict=True))
        turn = zip(points, points[1:] + points[:1], strict=True)
        areas.append(abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in turn)) / 2)
    return areas


def test_each_lamp_is_as_bright_as_the_run_says(open_lab):
    widths = {"research door": 1, "capacity door": 1, "practice door": 0.1}
    page, run = open_lab(widths), compile_model(read(SLUG)).run(widths)
    for index in (0, 24, 80, 200):
        seek(page, index)
        assert reaches(page) == pytest.approx(expected(run, index), abs=0.1)


def test_the_doors_stand_shut_until_the_year_in_which_they_open(open_lab):
    page = open_lab({"research door": 0.2, "capacity door": 0.5, "practice door": 0.9})
    seek(page, 19)
    assert leaves(page) == pytest.approx([0, 0, 0], abs=0.02)
    assert beams(page) == pytest.approx([0, 0, 0], abs=1)
    seek(page, 21)
    assert leaves(page) == pytest.approx([0.2, 0.5, 0.9], abs=0.02)


@pytest.mark.parametrize("into", range(3))
def test_through_a_wider_door_falls_more_light(open_lab, into):
    """The light into practice comes through the practice door, and so on."""
    page = open_lab(dict.fromkeys(DOORS, 0.2))
    falls = []
    for key in ("Home", "PageUp", "PageUp", "PageUp"):
        knob(page, ROOMS[into]).press(key)
        page.evaluate(DRAWN)
        falls.append(beams(page)[into])
    assert falls[0] == pytest.approx(0, abs=1)
    assert falls == sorted(falls) and falls[1] > 1000


def test_a_door_narrowed_by_hand_darkens_every_room(open_lab):
    page = open_lab(WIDE)
    before = reaches(page)
    x, y = place(knob(page, "practice"))
    drag(page, (x, y), (420, 240), (392, 186))
    assert 0.1 <= value(page, "practice door") <= 0.3
    after = reaches(page)
    assert all(late < early - 20 for late, early in zip(after, before, strict=True))
    x, y = place(knob(page, "practice"))
    assert math.dist((x, y), HINGES[2]) == pytest.approx(80, abs=0.5)


def test_a_door_turned_beyond_the_wall_stays_in_its_frame(open_lab):
    page = open_lab()
    drag(page, place(knob(page, "capacity")), (330, 130), (300, 120))
    assert value(page, "capacity door") == 0
    drag(page, place(knob(page, "capacity")), (380, 90), (380, 15))
    assert value(page, "capacity door") == 1


def test_the_doors_are_turned_by_keys(open_lab):
    page = open_lab()
    door = knob(page, "research")
    door.focus()
    page.keyboard.press("ArrowRight")
    assert value(page, "research door") == pytest.approx(0.35)
    expect(door).to_have_attribute("aria-valuetext", "35 % open")
    page.keyboard.press("End")
    assert value(page, "research door") == 1
    page.keyboard.press("Home")
    assert value(page, "research door") == 0
    expect(door).to_have_attribute("aria-valuenow", "0")


@pytest.mark.parametrize(
    "index, widths, says",
    [
        (0, {}, r"Practice is nearly dark \(2 skills\), .*; all three doors are shut\."),
        (200, {}, r"Practice is dim \(4 skills\), .*; all three doors are a crack open\."),
        (
            200,
            WIDE,
            r"Practice is as bright as day \(875 skills\), .*; all three doors are wide open\.",
        ),
        (
            200,
            WIDE | {"practice door": 0.1},
            r"Practice is dim .*, capacity is lit \(42 tools\); .* to practice is a crack open\.",
        ),
    ],
)
def test_a_sentence_says_how_bright_the_rooms_are(open_lab, index, widths, says):
    page = open_lab(widths)
    seek(page, index)
    expect(page.locator("#seen")).to_have_text(re.compile(says))


def test_nothing_moves_before_it_is_touched(open_lab):
    page = open_lab()
    expect(page.locator("#seen")).not_to_be_empty()
    assert moves(page) == 0


def test_with_less_motion_a_door_shows_its_effect_at_once(open_lab):
    page = open_lab(WIDE, reduced_motion="reduce")
    knob(page, "practice").press("Home")
    run = compile_model(read(SLUG)).run(WIDE | {"practice door": 0})
    assert reaches(page) == pytest.approx(expected(run, 200), abs=0.1)


@pytest.mark.parametrize("width, scheme", [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_and_the_lamps_follow_the_paper(open_lab, width, scheme):
    page = open_lab(WIDE, width=width, color_scheme=scheme)
    check_access(page, width)
    tone = page.locator("#lamp0 stop").first.evaluate("(stop) => getComputedStyle(stop).stopColor")
    assert tone == {"light": "rgb(255, 182, 66)", "dark": "rgb(179, 125, 48)"}[scheme]


def test_the_script_of_the_scene_is_small():
    check_size(SLUG)
