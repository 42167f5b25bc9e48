"""The moving pictures: what they show of a run, and what a hand, a finger or a key does to them."""

import re

import pytest
from playwright.sync_api import expect

from pathfinders import compile_model, read
from pathfinders.lab import scripts
from tests.scene_page import DRAWN, drag, made, moves, on_screen, place, seek, value

MIDDLE, REACH, GROUND, WAIST = 320, 250, 300, 252
PERSON = "The person: where the story starts"
THOUGHT = "The thought: how many months late it is"
HOOK = "The rear band: hang it on the hook in the floor"


@pytest.fixture
def lab(lab_pages):
    """A page with the lab of two_bands; nothing may be said on its console."""
    page = lab_pages.open(lab_pages.write("two_bands"))
    person(page).wait_for()
    yield page
    assert page.said == []


@pytest.fixture
def run():
    """The run that the lab shows when it opens."""
    return compile_model(read("two_bands")).run()


def person(page):
    return page.get_by_role("slider", name=PERSON)


def thought(page):
    return page.get_by_role("slider", name=THOUGHT)


def hook(page):
    return page.get_by_role("button", name=HOOK)


def band(page, kind):
    """The rubber of a band: the last path of its colour that is drawn."""
    return page.locator(f".scene > path.{kind}").last


def sag(path):
    """How far the middle of a band hangs below the straight line between its ends."""
    return path.evaluate(
        "(path) => { const [a, m, b] = [0, .5, 1].map(s => path.getPointAtLength(s * path.getTotalLength()));"
        " return m.y - (a.y + b.y) / 2 }"
    )


def test_the_person_stands_where_the_run_says(lab, run):
    for index in (0, 152, 240, 480):
        seek(lab, index)
        assert place(person(lab))[0] == pytest.approx(MIDDLE + REACH * run["Position"][index], abs=0.01)


@pytest.mark.parametrize("kind", ["change", "stability"])
def test_a_band_is_as_much_wider_as_it_is_tenser(lab, run, kind):
    moments = (0, 20, 152, 170, 480)
    widths = []
    for index in moments:
        seek(lab, index)
        widths.append(float(band(lab, kind).get_attribute("stroke-width")))
    tensions = [run[f"tension of {kind}"][index] for index in moments]
    assert widths == pytest.approx([1.5 + 3 * tension for tension in tensions])
    assert max(widths) - min(widths) > 1


def test_a_band_under_tension_is_straight_and_a_slack_one_hangs(lab, run):
    seek(lab, 0)
    assert run["tension of change"][0] > 1
    assert sag(band(lab, "change")) == pytest.approx(0, abs=0.01)
    assert run["tension of stability"][0] < 0.6
    assert sag(band(lab, "stability")) > 10


def test_the_thought_comes_later_than_the_body(lab, run):
    """At each turning point the body is ahead, and the thought is still nearer to the middle."""
    turning = int(run["Position"][240:].argmax()) + 240
    seek(lab, turning)
    body, thinks = place(person(lab))[0], place(thought(lab))[0]
    felt = run["Felt difference"][turning]
    assert thinks == pytest.approx(MIDDLE + REACH * -felt / 2, abs=0.01)
    assert body - thinks > 40


@pytest.mark.parametrize("condition", [0, 1])
def test_until_the_first_report_the_thought_comes_from_where_they_set_out(lab, condition):
    """Felt difference begins with 0: read as a belief, it would put the thought at a wall in month 0."""
    if condition:
        hook(lab).press("Enter")
        lab.get_by_role("button", name="Pause").click()
    seek(lab, 0)
    assert place(thought(lab))[0] == pytest.approx(place(person(lab))[0], abs=0.01)


def test_the_name_of_the_floor_hook_stands_clear_of_the_trail(lab):
    seek(lab, 480)
    trail, words = (lab.locator(f".scene {node}").first.bounding_box() for node in (".trail", "g > .small"))
    letters = words["y"] + words["height"] / 4  # a line of text begins above its letters
    assert trail["y"] + trail["height"] <= letters


def test_the_thought_dropped_on_the_body_is_as_quick_as_the_model_allows(lab):
    seek(lab, 240)
    start, body = place(thought(lab)), place(person(lab))[0]
    drag(lab, start, (body, WAIST))
    assert value(lab, "perception time") == read("two_bands")["perception time"].limits.low
    lab.get_by_role("button", name="Pause").click()
    seek(lab, 480)
    assert place(person(lab))[0] == pytest.approx(MIDDLE, abs=2)


def test_the_thought_dropped_far_from_the_body_comes_later(lab):
    seek(lab, 240)
    drag(lab, place(thought(lab)), (place(person(lab))[0] + 200, 80))
    assert value(lab, "perception time") > 6


def test_the_thought_moves_by_key(lab):
    thought(lab).press("Home")
    assert value(lab, "perception time") == 0.25
    thought(lab).press("ArrowRight")
    assert value(lab, "perception time") == 0.5
    expect(thought(lab)).to_have_attribute("aria-valuenow", "0.5")


def test_the_rear_band_hung_on_the_floor_lets_the_person_walk(lab):
    seek(lab, 0)
    drag(lab, place(hook(lab)), (150, 280), (272, 290))
    assert value(lab, "stability is a condition") == 1
    expect(hook(lab)).to_have_attribute("aria-pressed", "true")
    lab.get_by_role("button", name="Pause").click()
    seek(lab, 480)
    assert place(person(lab))[0] == pytest.approx(MIDDLE + REACH, abs=1)
    assert place(hook(lab))[1] > 280
    assert sag(band(lab, "stability")) > 10
    drag(lab, place(hook(lab)), (150, 250), (50, 230))
    assert value(lab, "stability is a condition") == 0


def test_the_rear_band_is_hung_and_taken_back_by_key_and_by_click(lab):
    for press, hangs in (("Enter", 1), (" ", 0)):
        hook(lab).press(press)
        lab.evaluate(DRAWN)
        assert value(lab, "stability is a condition") == hangs
    hook(lab).click()
    lab.evaluate(DRAWN)
    assert value(lab, "stability is a condition") == 1


def test_the_person_dragged_starts_the_story_there(lab):
    seek(lab, 0)
    x = place(person(lab))[0]
    drag(lab, (x, WAIST), (MIDDLE + 0.6 * REACH, WAIST))
    assert value(lab, "start position") == pytest.approx(0.6)
    lab.get_by_role("button", name="Pause").click()
    seek(lab, 0)
    assert place(person(lab))[0] == pytest.approx(MIDDLE + 0.6 * REACH)


def test_the_person_moves_by_key_and_stops_at_the_limits(lab):
    limits = read("two_bands")["start position"].limits
    person(lab).press("End")
    person(lab).press("ArrowRight")
    lab.evaluate(DRAWN)
    assert value(lab, "start position") == limits.high
    assert place(person(lab))[0] == pytest.approx(MIDDLE + REACH * limits.high)
    assert person(lab).get_attribute("aria-valuemax") == str(limits.high)


def test_a_finger_hangs_the_band(lab_pages):
    page = lab_pages.open(lab_pages.write("two_bands"), width=390, has_touch=True, is_mobile=True)
    hook(page).wait_for()
    hook(page).scroll_into_view_if_needed()
    hook(page).tap()
    page.evaluate(DRAWN)
    assert value(page, "stability is a condition") == 1
    assert page.said == []


@pytest.mark.parametrize("width", [390, 1280])
def test_every_handle_is_large_enough_for_a_finger(lab_pages, width):
    page = lab_pages.open(lab_pages.write("two_bands"), width=width)
    for handle in (person(page), thought(page), hook(page)):
        handle.wait_for()
        box = handle.locator("rect").first.bounding_box()
        assert min(box["width"], box["height"]) >= 24


def test_a_focused_handle_shows_its_ring(lab):
    ring = person(lab).locator(".ring")
    assert ring.evaluate("(ring) => getComputedStyle(ring).stroke") == "none"
    thought(lab).focus()
    lab.keyboard.press("Shift+Tab")
    assert person(lab).evaluate("(one) => one === one.getRootNode().activeElement")
    assert ring.evaluate("(ring) => getComputedStyle(ring).stroke") != "none"


def test_nothing_moves_before_it_is_touched_and_drawing_makes_no_node(lab):
    assert moves(lab) == 0
    for index in (0, 100, 300, 480):
        seek(lab, index)
    hook(lab).press("Enter")
    thought(lab).press("Home")
    assert made(lab) == 0


@pytest.mark.parametrize(
    "index, condition, stands, thinks, behind",
    [
        (0, 0, "well towards stability", "well towards stability", "is slackening"),
        (0, 1, "well towards stability", "well towards stability", "hangs on a hook in the floor"),
        (480, 1, "at the wall of change", "at the wall of change", "hangs on a hook in the floor, slack"),
    ],
)
def test_a_sentence_says_what_is_seen(lab_pages, index, condition, stands, thinks, behind):
    page = lab_pages.open(lab_pages.write("two_bands", **{"stability is a condition": condition}))
    person(page).wait_for()
    seek(page, index)
    says = f"stands {stands}, .* thinks of standing {thinks}; .* the band behind {behind}"
    page.get_by_text(re.compile(says)).wait_for(state="attached")


def test_a_reader_who_wants_no_motion_sees_the_whole_swing_at_once(lab_pages, run):
    page = lab_pages.open(lab_pages.write("two_bands"), reduced_motion="reduce")
    person(page).wait_for()
    ghosts = page.locator(".scene > path.shade")
    late = run["Position"][240:]
    seen = [place(ghosts.nth(i))[0] for i in range(ghosts.count())]
    ends = [MIDDLE + REACH * x for x in (run["Position"][0], late.min(), late.max())]
    assert seen == pytest.approx(ends, abs=2)
    assert ghosts.first.is_visible()
    hook(page).press("Enter")
    page.evaluate(DRAWN)
    assert place(person(page))[0] == pytest.approx(MIDDLE + REACH, abs=1)


def test_who_did_not_ask_for_less_motion_sees_no_ghosts(lab):
    assert not lab.locator(".scene > path.shade").first.is_visible()


def test_colours_of_the_scene_follow_the_paper(lab_pages):
    tones = set()
    for scheme in ("light", "dark"):
        page = lab_pages.open(lab_pages.write("two_bands"), color_scheme=scheme)
        person(page).wait_for()
        tones.add(band(page, "change").evaluate("(path) => getComputedStyle(path).stroke"))
    assert len(tones) == 2 and "none" not in tones


COVER = """<!doctype html><html lang="en"><title>Cover</title>
<body style="margin:0"><pathfinders-scene name="cover"></pathfinders-scene>
<a class="pf-start" href="chapter.html">Start</a><script src="cover.js"></script>"""
PULL = "Pull the person towards change"


@pytest.fixture
def cover(lab_pages):
    """Opens the cover; nothing may be said on its console."""
    pages = []

    def open_cover(**options):
        path = lab_pages.folder / "cover.html"
        path.write_text(COVER, encoding="utf-8")
        text = "".join(scripts(COVER).values())
        (lab_pages.folder / "cover.js").write_text(text, encoding="utf-8")
        pages.append(lab_pages.open(path.as_uri(), width=640, **options))
        return pages[-1]

    yield open_cover
    assert [page.said for page in pages] == [[] for _ in pages]


def puller(page):
    return page.get_by_role("slider", name=PULL)


def pulled(page):
    drag(page, (MIDDLE, WAIST), (520, WAIST))


def believed(page):
    page.get_by_text("You believed in it.").first.wait_for()


def test_nothing_moves_on_the_cover_before_it_is_touched(cover):
    page = cover()
    assert moves(page) == 0
    assert not hook(page).is_visible()


def test_the_person_on_the_cover_follows_the_hand_and_returns_to_the_middle(cover):
    page = cover()
    page.mouse.move(*on_screen(page, MIDDLE, WAIST))
    page.mouse.down()
    page.mouse.move(*on_screen(page, 520, WAIST), steps=5)
    page.evaluate(DRAWN)
    assert place(puller(page))[0] == pytest.approx(520, abs=1)
    page.mouse.up()
    believed(page)
    assert place(puller(page))[0] == MIDDLE
    assert hook(page).is_visible()


def test_the_band_of_the_cover_hung_on_the_floor_lets_the_person_walk_off(cover):
    page = cover()
    pulled(page)
    believed(page)
    drag(page, place(hook(page)), (150, 280), (284, 290))
    follow = page.get_by_role("link", name="Follow")
    follow.wait_for()
    assert follow.get_attribute("href").endswith("/chapter.html")
    assert not puller(page).is_visible()
    assert page.get_by_text("keep this safe").is_visible()


def test_the_band_of_the_cover_let_go_elsewhere_returns_to_its_wall(cover):
    page = cover()
    pulled(page)
    believed(page)
    home = place(hook(page))
    drag(page, home, (90, 240))
    page.evaluate(DRAWN)
    assert place(hook(page)) == home


def test_the_cover_is_played_by_keys(cover):
    page = cover(reduced_motion="reduce")
    page.keyboard.press("Tab")
    page.keyboard.down("ArrowRight")
    page.keyboard.down("ArrowRight")
    page.evaluate(DRAWN)
    assert place(puller(page))[0] > MIDDLE + 40
    page.keyboard.up("ArrowRight")
    believed(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    follow = page.get_by_role("link", name="Follow")
    follow.wait_for()
    assert follow.evaluate("(one) => one === one.getRootNode().activeElement")


def test_with_less_motion_the_cover_goes_to_its_ends_in_one_step(cover):
    page = cover(reduced_motion="reduce")
    pulled(page)
    page.evaluate(DRAWN)
    assert place(puller(page))[0] == MIDDLE
    hook(page).click()
    page.evaluate(DRAWN)
    assert page.get_by_role("link", name="Follow").is_visible()
