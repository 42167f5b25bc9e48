"""Predict, then run: a reader draws before the model does, by mouse, touch or keyboard."""

import re

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from pathfinders import Lab, compile_model, read
from pathfinders.behaviour import NAMES, classify
from pathfinders.lab import extras_in, page_script, scripts
from pathfinders.lab.modules import joined
from tests.behaviour_curves import FAMILIES, known
from tests.test_lab_page import CURVE, EXPLODES, SHIFTED

SKETCH = "path.sketch"
EACH, NOISES = 14, (0.0, 0.02, 0.05)
TELLS = ".curve, .ghost, .dot, .caption, .scene, .transport, .side, .foot, .head"


def pad_of(page):
    pad = page.get_by_role("slider", name="Your sketch of ")
    pad.wait_for()
    return pad


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


@pytest.fixture
def asked(lab_pages):
    """Opens a page whose lab asks for a sketch; its console stays empty."""
    opened = []

    def open_page(source="two_bands", **options):
        opened.append(lab_pages.open(lab_pages.write(source, predict=True), **options))
        pad_of(opened[-1])
        return opened[-1]

    yield open_page
    for page in opened:
        assert page.said == []


def draw(page, curve):
    """Draws ``curve``, from the share of the time (0 … 1) to the share of the height, by mouse."""
    box = pad_of(page).bounding_box()
    for i in range(61):
        share = i / 60
        y = box["y"] + box["height"] * (1 - curve(share))
        page.mouse.move(box["x"] + box["width"] * share, y)
        if not i:
            page.mouse.down()
    page.mouse.up()


def told(page):
    """(the shape drawn, the shape that came)."""
    page.get_by_text("You drew:").wait_for()
    return [text.partition(" (")[0] for text in page.locator(".panel strong").all_text_contents()]


def swing(share):
    return 0.5 + 0.4 * np.sin(2 * np.pi * 5 * share)


def settling(share):
    return 0.1 + 0.8 * (1 - np.exp(-6 * share))


def twin(browser, cases, least=0.0):
    """[name, swings, period] of each case, as the page's own script tells them."""
    modules = "".join(joined("behaviour.js").values())
    page = browser.new_page()
    found = page.evaluate(
        f"([cases, least]) => {{ {modules} return cases.map((case_) => {{"
        "const mode = $behaviour.classify(...case_.map((row) => Float64Array.from(row)), least);"
        "return [mode.name, mode.swings, mode.period] }) }",
        [[[list(map(float, row)) for row in case] for case in cases], least],
    )
    page.close()
    return found


def test_the_twin_names_every_known_curve_as_python_does(browser):
    cases = [
        known(name, [11, place, number], int(size), noise, 10.0 ** (number - 6), 2.0)
        for noise in NOISES
        for place, name in enumerate(FAMILIES)
        for number, size in enumerate(np.random.default_rng([11, place]).integers(24, 500, EACH))
    ]
    bent = [(time**1.5, values) for time, values in cases[::9]]
    steps = [(time, np.floor(values * 7 / np.ptp(values))) for time, values in cases[3::11] if np.ptp(values)]
    cases += [*bent, *steps, (np.array([0.0]), np.array([1.0])), (np.arange(2.0), np.array([1.0, 3.0]))]
    expected = [(mode.name, mode.swings, mode.period) for mode in (classify(*case) for case in cases)]
    found = twin(browser, cases)
    assert len(cases) >= 500
    differ = [pair for pair in zip(expected, found, strict=True) if pair[0][:2] != tuple(pair[1][:2])]
    assert differ == []
    periods = np.array([[one[2], other[2]] for one, other in zip(expected, found, strict=True)], dtype=float)
    np.testing.assert_allclose(periods[:, 1], periods[:, 0], rtol=1e-9)


@pytest.mark.parametrize("least", [0.0, 0.5, 3.0])
def test_the_twin_counts_no_change_below_the_least(browser, least):
    time = np.linspace(0, 10, 200)
    values = time / 5 + 0.4 * np.sin(3 * time)
    [[name, _, _]] = twin(browser, [(time, values)], least)
    assert name == classify(time, values, least=least).name


def test_nothing_tells_the_answer_before_the_run(asked):
    page = asked()
    assert [node for node in page.locator(TELLS).all() if node.is_visible()] == []
    assert button(page, "Run").is_disabled()
    assert page.get_by_role("slider").count() == 1


def test_what_the_mouse_draws_is_named_beside_what_the_model_does(asked):
    page = asked()
    draw(page, settling)
    sketch = page.locator(SKETCH).get_attribute("d")
    button(page, "Run").click()
    run = compile_model(read("two_bands")).run()
    assert told(page) == ["goal-seeking", classify(run.time, run["Position"]).name]
    assert page.locator(CURVE).first.is_visible()
    # The sketch stays under the run: as many points, to the same moments.
    assert page.locator(SKETCH).is_visible()
    assert len(page.locator(SKETCH).get_attribute("d").split()) > 60
    assert sketch
    assert page.get_by_text("a window opens").is_visible()


def test_an_expected_shape_is_met_with_a_next_look(asked):
    page = asked()
    draw(page, swing)
    button(page, "Run").click()
    assert told(page) == ["sustained oscillation"] * 2
    assert page.get_by_text("The same kind of shape.").is_visible()


def test_a_trembling_hand_still_draws_a_level_line(asked):
    page = asked()
    draw(page, lambda share: 0.5 + 0.012 * np.sin(40 * share))
    button(page, "Run").click()
    assert told(page)[0] == "constant"


def test_keys_move_through_time_and_set_the_value_and_each_move_is_said(asked):
    page = asked()
    pad = pad_of(page)
    pad.focus()
    expect(pad).to_have_attribute("aria-valuetext", "month 0: −0.5")
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
    expect(pad).to_have_attribute("aria-valuetext", "month 10: −0.3")
    page.keyboard.press("End")
    page.keyboard.press("PageUp")
    expect(pad).to_have_attribute("aria-valuetext", "month 120: 0.2")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    expect(pad).to_have_attribute("aria-valuetext", "month 0: −0.6")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert set(told(page)) <= set(NAMES)
    expect(button(page, "Predict again")).to_be_focused()
    page.keyboard.press("Enter")
    expect(pad).to_be_focused()


def test_a_finger_draws(asked):
    page = asked(width=390, has_touch=True, is_mobile=True)
    page.evaluate("() => { document.body.style.minHeight = '3000px' }")
    box, scrolled = pad_of(page).bounding_box(), page.evaluate("scrollY")
    touch = page.context.new_cdp_session(page)
    for i in range(31):
        x, y = box["x"] + box["width"] * i / 30, box["y"] + box["height"] * (1 - settling(i / 30))
        kind = "touchMove" if i else "touchStart"
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert page.evaluate("scrollY") == scrolled
    # By mouse: right after a swipe Chromium takes a first tap for the end of it.
    button(page, "Run").click()
    assert told(page)[0] == "goal-seeking"


def test_skip_shows_the_lab_and_the_question_can_be_asked_later(asked):
    page = asked()
    button(page, "Skip").click()
    assert page.locator(CURVE).first.is_visible()
    assert not page.locator(SKETCH).get_attribute("d")
    assert page.get_by_text("You drew:").count() == 0
    button(page, "Predict first").click()
    draw(page, swing)
    button(page, "Run").click()
    assert told(page)[0] == "sustained oscillation"


def test_a_prediction_can_be_made_again_for_the_values_of_now(asked):
    page = asked()
    draw(page, settling)
    button(page, "Run").click()
    button(page, "Rank it second").click()
    button(page, "Predict again").click()
    expect(button(page, "Run")).to_be_disabled()  # with the next frame
    draw(page, settling)
    button(page, "Start over").click()
    expect(button(page, "Run")).to_be_disabled()
    draw(page, settling)
    button(page, "Run").click()
    run = compile_model(read("two_bands")).run({"hierarchy": 0.7})
    assert told(page) == ["goal-seeking", classify(run.time, run["Position"]).name]


def test_the_answer_and_the_chart_are_in_sight_after_the_run(asked):
    for width in (1280, 390):
        page = asked(width=width)
        draw(page, settling)
        button(page, "Run").click()
        told(page)
        parts = (page.locator(one) for one in (".chart:not(.off)", ".panel:visible"))
        chart, panel = (part.bounding_box() for part in parts)
        assert chart["y"] >= 0
        assert panel["y"] + panel["height"] <= 900.5


def test_the_curve_comes_at_once_where_less_motion_is_asked_for(asked):
    moves = "node => getComputedStyle(node).animationName"
    for motion, name in (("reduce", "none"), ("no-preference", "came")):
        page = asked(reduced_motion=motion)
        page.locator(".lab").evaluate("node => node.classList.add('came')")
        assert page.locator("path.curve").first.evaluate(moves) == name


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_before_or_after_the_run(asked, width, scheme):
    page = asked(width=width, color_scheme=scheme, reduced_motion="reduce")
    for step in ("asked", "drawn", "run"):
        if step == "drawn":
            draw(page, settling)
        if step == "run":
            button(page, "Run").click()
            told(page)
        found = Axe().run(page)
        assert found.violations_count == 0, step + found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for target in page.locator(".panel button:visible").all():
            assert min(target.bounding_box()[side] for side in ("width", "height")) >= 24


def test_the_axis_leaves_room_where_the_model_has_no_limits(asked, tmp_path):
    text = EXPLODES.replace("[0,1000000]", "").replace("rate = 0", "rate = 0.01")
    (tmp_path / "crowd.mdl").write_text(text)
    page = asked(str(tmp_path / "crowd.mdl"))
    final = compile_model(read(str(tmp_path / "crowd.mdl"))).run()["Crowd"][-1]
    low, high = (float(pad_of(page).get_attribute(f"aria-value{end}")) for end in ("min", "max"))
    assert low <= 1 - 0.4 * (final - 1)
    assert high >= final + 0.4 * (final - 1)


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_does_not_jump_and_the_picture_before_tells_nothing(lab_pages, tmp_path, width):
    lab_pages.write("two_bands", predict=True)
    html = (tmp_path / "lab.html").read_text("utf-8")
    (tmp_path / "slow.html").write_text(re.sub("<script defer.*?</script>", "", html), "utf-8")
    page = lab_pages.open((tmp_path / "slow.html").as_uri(), width=width)
    assert not page.locator(".pathfinders-still").is_visible()
    page.evaluate(SHIFTED)
    # All at once, as on a page that has loaded: a lab waits for its scripts until then and no longer.
    page.add_script_tag(content="".join(scripts(html).values()))
    pad_of(page)
    assert page.evaluate(SHIFTED) < 0.02
    assert page.said == []


def test_without_scripts_the_figure_is_seen(lab_pages):
    page = lab_pages.open(lab_pages.write("two_bands", predict=True), java_script_enabled=False)
    assert page.locator(".pathfinders-still").is_visible()


def test_a_lab_that_does_not_ask_loads_and_says_nothing_of_it(lab_pages):
    html, asking = (
        Lab("two_bands", why=False, predict=predict)._repr_mimebundle_()[0]["text/html"]
        for predict in (False, True)
    )
    assert "predict" not in html
    assert extras_in(html) == ()
    assert extras_in(asking) == ("shape", "predict")
    assert "Predict again" not in page_script()


def test_python_has_no_prediction_before_the_run():
    lab = Lab("two_bands", predict=True)
    assert (lab.prediction, lab.predicted) == (None, None)
