"""The moment with which a lab opens: named on the card, the same on page and notebook and without scripts."""

import json
import re

import pytest
from playwright.sync_api import expect

from pathfinders import Lab, compile_model, read
from pathfinders.model import load_card
from tests.scene_page import opened, put_back, seek

SLUG, MONTH = "problems_on_table", 23
INDEX = int(MONTH / read(SLUG).time.save)


@pytest.fixture(scope="module")
def shown(browser, tmp_path_factory):
    yield from opened(browser, tmp_path_factory.mktemp("opening"), SLUG)


@pytest.fixture
def page(shown):
    return put_back(shown)


def moment(page):
    return page.get_by_role("slider", name="Moment shown")


def play(page):
    """Plays for a frame or two, and gives the moment at which it was paused."""
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Pause").click()
    return float(moment(page).input_value())


def test_a_lab_opens_at_the_moment_of_its_card_and_reset_returns_to_it(lab_pages):
    page = lab_pages.open(lab_pages.write(SLUG, predict=False))
    assert load_card(SLUG).opens == MONTH
    expect(moment(page)).to_have_attribute("aria-valuetext", f"month {MONTH}")
    seek(page, 200)
    page.get_by_role("button", name="Reset").click()
    expect(moment(page)).to_have_value(str(INDEX))


def test_without_a_moment_on_its_card_a_lab_opens_at_the_end(lab_pages):
    page = lab_pages.open(lab_pages.write("two_bands_pure"))
    assert load_card("two_bands_pure").opens is None
    expect(moment(page)).to_have_attribute("aria-valuetext", "month 60")


def test_played_as_it_opens_the_story_begins_at_its_beginning(page):
    assert play(page) < INDEX / 2


def test_played_as_it_opens_with_other_values_the_story_begins_at_its_beginning_too(page):
    page.get_by_role("button", name="Silence").click()
    assert play(page) < INDEX / 2


def test_played_from_a_moment_that_was_chosen_the_story_goes_on_from_it(page):
    for chosen in (INDEX, 150):
        seek(page, chosen)
        assert chosen <= play(page) < chosen + INDEX / 2


def test_a_notebook_gets_the_moment_that_the_page_gets():
    lab = Lab(SLUG)
    html = lab._repr_mimebundle_()[0]["text/html"]
    spec = json.loads(re.search(r'<script type="application/json">(.*?)</script>', html, re.DOTALL)[1])
    assert lab.get_state()["_spec"]["opens"] == spec["opens"] == MONTH


def test_without_scripts_the_moment_is_marked_and_told(lab_pages):
    page = lab_pages.open(lab_pages.write(SLUG, "two_bands_pure"), java_script_enabled=False)
    run = compile_model(read(SLUG)).run()
    told, at_the_end = page.locator("figcaption").all_text_contents()
    assert told.endswith(f"Month {MONTH}: On the table {run['On the table'][INDEX]:.3g} problems.")
    assert at_the_end.endswith("Month 60: Position 0.")
    curve = page.locator("polyline").first.get_attribute("points").split()[INDEX]
    dot = page.locator("figure circle").first
    assert [dot.get_attribute(name) for name in ("cx", "cy")] == curve.split(",")


def test_without_scripts_a_curve_that_would_be_lost_in_its_limits_fills_the_figure(lab_pages):
    page = lab_pages.open(lab_pages.write(SLUG, "protocell"), java_script_enabled=False)
    assert read(SLUG)["On the table"].limits.high == 4000 and read("protocell")["hole"].limits.high == 1
    lost, flat = page.locator("svg").all()
    assert lost.locator("polyline").bounding_box()["height"] > 190
    assert flat.get_by_text("1", exact=True).count() == 1
