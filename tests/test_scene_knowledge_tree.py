"""The picture of chapter 3: a fence among the fruit, a race with a neighbour, and roots that are dug for."""

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
    on_screen,
    place,
    seek,
    value,
)

SLUG, SHARE = "knowledge_tree", "share reseeded"
LEFT, RIGHT, GROUND = 70, 446, 206
HALF = 15


open_lab = new_labs(SLUG)


@pytest.fixture
def lab(open_lab):
    return open_lab()


def fence(page):
    return page.get_by_role("slider", name="The fence: the share of the fruit that is put back")


def spade(page):
    return page.get_by_role("button", name="Dig: look at the roots")


def run(**params):
    return compile_model(read(SLUG)).run({name.replace("_", " "): one for name, one in params.items()})


def size(node):
    """The scale at which a part of the tree is drawn."""
    return float(re.search(r"scale\(([\d.e-]+)", node.get_attribute("transform"))[1])


def roots(page):
    return page.locator(".scene g.ink:has(> path + path)").first


def fallen(page):
    """Where each fruit on the ground lies: (x, sown), those that are there."""
    nodes = page.locator(".scene > g:has(> circle + path.paper)").all()
    lying = [node for node in nodes if float(node.get_attribute("opacity")) > 0.99]
    return [(place(node)[0], node.locator("path").first.is_visible()) for node in lying]


def counts(page):
    """The two counters below the ground: eaten by you, eaten by the neighbour."""
    page.evaluate(DRAWN)
    texts = page.locator(".scene text").all_text_contents()
    return [int(text.split()[0]) for text in texts if text.endswith(" eaten")]


def at_the_tips(page):
    """What is drawn on top where the roots are: the fill of the earth there."""
    return page.locator("pathfinders-lab").evaluate(
        "(lab, [x, y]) => lab.shadowRoot.elementFromPoint(x, y).style.fill", on_screen(page, 230, 280)
    )


def paused(page):
    page.get_by_role("button", name="Pause").click()


def test_crown_and_roots_are_as_large_as_the_run_says(lab):
    crown = lab.locator(".scene > g:has(> path[vector-effect])").last
    for share in (0.4, 0.9):
        lab.get_by_role("slider", name=SHARE, exact=True).fill(str(share))
        curve = run(share_reseeded=share)
        for index in (0, 60, 240):
            seek(lab, index)
            for node, name in ((crown, "Leaves"), (roots(lab), "Roots")):
                weight = curve[name][index]
                assert size(node) == pytest.approx((weight / (weight + HALF)) ** 0.5, abs=1e-6)


def test_a_basketful_lies_on_the_ground_for_each_that_is_borne_and_the_fence_divides_them(lab):
    for share in (0, 0.25, 0.9, 1):
        lab.get_by_role("slider", name=SHARE, exact=True).fill(str(share))
        lab.evaluate(DRAWN)
        post = place(fence(lab))[0]
        assert post == pytest.approx(LEFT + share * (RIGHT - LEFT))
        seek(lab, 40)
        fruit = fallen(lab)
        borne = run(share_reseeded=share)["fruit borne"][40]
        assert len(fruit) == int(borne)
        assert all(sown == (x < post) for x, sown in fruit)
        assert sum(sown for _, sown in fruit) == pytest.approx(share * borne, abs=1.5)


def test_the_post_dragged_sets_the_share_and_tells_the_story_from_the_start(lab):
    x = place(fence(lab))[0]
    drag(lab, (x, GROUND - 43), (RIGHT, GROUND - 60), (LEFT + 0.1 * (RIGHT - LEFT), GROUND - 60))
    expect(lab.get_by_role("button", name="Pause")).to_be_visible()
    assert value(lab, SHARE) == pytest.approx(0.1)
    paused(lab)
    seek(lab, 240)
    assert counts(lab)[0] == round(run(share_reseeded=0.1)["Fruit eaten"][240])


def test_the_post_moves_by_key_and_says_where_it_stands(lab):
    keys = (("Home", 0, "0 % put back, 100 % eaten"), ("ArrowRight", 0.05, "5 % put back, 95 % eaten"))
    for key, share, says in keys:
        fence(lab).press(key)
        lab.evaluate(DRAWN)
        assert value(lab, SHARE) == share
        expect(fence(lab)).to_have_attribute("aria-valuetext", says)
        expect(fence(lab)).to_have_attribute("aria-valuenow", str(share))


def test_the_neighbour_sows_two_fifths_in_the_same_light_and_is_behind_until_the_ninth_year(open_lab):
    page = open_lab({SHARE: 0})
    rival, own = run()["Fruit eaten"], run(share_reseeded=0)["Fruit eaten"]
    for index in (0, 32, 40, 240):
        seek(page, index)
        assert counts(page) == [round(own[index]), round(rival[index])]
    seek(page, 32)
    mine, theirs = counts(page)
    assert mine > theirs
    page.get_by_role("slider", name="light", exact=True).fill("0.5")
    seek(page, 240)
    assert counts(page)[1] == round(run(light=0.5)["Fruit eaten"][240])


def test_the_roots_lie_under_opaque_ground_until_somebody_digs(lab):
    earth = at_the_tips(lab)
    assert earth.startswith("color-mix")
    lab.get_by_text("the ground hides the roots").wait_for(state="attached")
    spade(lab).click()
    lab.evaluate(DRAWN)
    assert at_the_tips(lab) != earth
    expect(spade(lab)).to_have_attribute("aria-pressed", "true")
    lab.get_by_text("under the ground the roots are large enough for the crown").wait_for(state="attached")
    spade(lab).press("Enter")
    lab.evaluate(DRAWN)
    assert at_the_tips(lab) == earth


def test_a_crown_of_tools_hides_how_little_root_there_is(open_lab):
    page = open_lab({"share to the roots": 0})
    seek(page, 60)
    spade(page).press("Enter")
    page.get_by_text("under the ground the roots are much smaller than the crown").wait_for(state="attached")


def test_a_sentence_says_what_is_seen(open_lab):
    page = open_lab({SHARE: 0})
    seek(page, 32)
    borne, eaten = (run(share_reseeded=0)[name][32] for name in ("fruit borne", "Fruit eaten"))
    ahead = eaten - run()["Fruit eaten"][32]
    says = (
        f"The tree bears {borne:.1f} baskets a year, of which the fence leaves 0 baskets to be sown and "
        f"{borne:.1f} baskets to be eaten; {eaten:.0f} baskets have been eaten so far, "
        f"{ahead:.1f} baskets more than by the neighbour"
    )
    page.get_by_text(says).wait_for(state="attached")
    seek(page, 240)
    page.get_by_text("Next to nothing is left of the tree").wait_for(state="attached")


def test_nothing_moves_before_it_is_touched_and_less_motion_shows_the_end(open_lab):
    page = open_lab(reduced_motion="reduce")
    assert moves(page) == 0
    seek(page, 0)
    fence(page).press("Home")
    assert moment(page) == 240
    assert size(roots(page)) < 0.1


@pytest.mark.parametrize("width, scheme", [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_and_both_handles_are_large_enough_for_a_finger(open_lab, width, scheme):
    page = open_lab(width=width, color_scheme=scheme)
    spade(page).press("Enter")
    page.evaluate(DRAWN)
    check_access(page, width, fence(page), spade(page))


def test_the_script_of_the_scene_is_small():
    check_size(SLUG)
