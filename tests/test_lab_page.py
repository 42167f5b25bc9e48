"""The lab on a page: what a reader does with it by mouse, touch, keyboard or link."""

import csv
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from pathfinders import compile_model, read
from pathfinders.lab import scripts
from pathfinders.model import load_card, slugs
from tests.scene_page import moves

CURVE = ".chart:not(.off) .curve"
GHOST = ".chart:not(.off) .ghost"
EXPLODES = """{UTF-8}
Crowd = INTEG(growth, 1)
	~ person [0,1000000]
	~ How many there are.
	|
growth = Crowd*Crowd*rate
	~ person/month
	~ Each meets all the others.
	|
rate = 0
	~ 1/person/month [0,10,0.1]
	~ How fast each meeting brings one more.
	|
INITIAL TIME = 0
	~ month
	~ Start.
	|
FINAL TIME = 24
	~ month
	~ End.
	|
TIME STEP = 0.25
	~ month
	~ Step.
	|
SAVEPER = 1
	~ month
	~ Save.
	|
"""


@pytest.fixture
def page(lab_pages):
    """A page with the lab of two_bands; nothing may be said on its console."""
    page = lab_pages.open(lab_pages.write("two_bands"))
    page.locator(CURVE).wait_for()
    yield page
    assert page.said == []


def slider(page, name):
    return page.get_by_role("slider", name=name, exact=True)


def drawn(page, selector=CURVE):
    return page.locator(selector).first.get_attribute("d")


def changed(page, before, selector=CURVE):
    """Waits until a path is no longer what it was, and returns it."""
    page.wait_for_function(
        "([before, selector]) => document.querySelector('pathfinders-lab').shadowRoot"
        ".querySelector(selector).getAttribute('d') !== before",
        arg=[before, selector],
    )
    return drawn(page, selector)


def drag(page, control, share):
    """Drags a slider's thumb to a share of its track."""
    box = control.bounding_box()
    low, high = float(control.get_attribute("min")), float(control.get_attribute("max"))
    at = (float(control.input_value()) - low) / (high - low)
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 10 + (box["width"] - 20) * at, middle)
    page.mouse.down()
    for step in range(1, 5):
        there = at + (share - at) * step / 4
        page.mouse.move(box["x"] + 10 + (box["width"] - 20) * there, middle)
    page.mouse.up()


def test_a_dragged_slider_draws_the_run_that_python_computes(page):
    before = drawn(page)
    drag(page, slider(page, "hierarchy"), 0.7)
    changed(page, before)
    hierarchy = float(slider(page, "hierarchy").input_value())
    assert hierarchy == pytest.approx(0.7, abs=0.05)
    final = compile_model(read("two_bands")).run({"hierarchy": hierarchy})["Position"][-1]
    page.get_by_text(f"to {final:.2f}".rstrip("0")).first.wait_for()


def test_arrows_home_end_and_page_keys_move_a_focused_slider(page):
    control = slider(page, "hierarchy")
    control.focus()
    seen = []
    for key in ("ArrowRight", "End", "ArrowLeft", "PageDown", "PageUp", "Home"):
        page.keyboard.press(key)
        seen.append(float(control.input_value()))
    assert seen[:3] == [0.05, 1, 0.95]
    assert seen[3] < seen[4]
    assert seen[5] == 0
    expect(control).to_have_attribute("aria-valuetext", "0")  # said with the next frame


def test_a_number_can_be_typed_and_is_kept_inside_its_limits(page):
    box = page.get_by_role("spinbutton", name="perception time, typed")
    box.fill("400")
    box.press("Enter")
    page.get_by_text("“perception time” goes from 0.25 to 24 months: it is now 24.").wait_for()
    assert slider(page, "perception time").input_value() == "24"


def test_the_ghost_is_the_run_before_the_gesture(page):
    before = drawn(page)
    drag(page, slider(page, "hierarchy"), 0.9)
    changed(page, before)
    assert drawn(page, GHOST) == before
    expect(page.locator(".label.before").first).to_have_attribute("visibility", "visible")


def test_a_scenario_sets_the_values_of_the_card_and_says_what_happens(page):
    button = page.get_by_role("button", name="Rank it second")
    button.click()
    page.get_by_text("at a better compromise").wait_for()
    expect(slider(page, "hierarchy")).to_have_value("0.7")
    expect(button).to_have_attribute("aria-pressed", "true")


def test_reset_brings_back_the_first_run(page):
    before = drawn(page)
    slider(page, "hierarchy").press("End")
    changed(page, before)
    page.get_by_role("button", name="Reset").click()
    page.wait_for_function(
        "before => document.querySelector('pathfinders-lab').shadowRoot"
        ".querySelector('.chart:not(.off) .curve').getAttribute('d') === before",
        arg=before,
    )
    assert drawn(page, GHOST) == ""


def test_another_chart_is_drawn_when_it_is_chosen(page):
    page.get_by_label("Chart", exact=True).select_option("How hard each band pulls")
    page.get_by_text("tension of change goes from").first.wait_for()
    assert page.locator(f"{CURVE}[d^=M]").count() == 2


def test_the_link_restores_the_values(page, lab_pages):
    slider(page, "hierarchy").press("End")
    page.get_by_role("button", name="Copy link").click()
    page.wait_for_url("**#lab=1:two_bands&hierarchy=1")
    other = lab_pages.open(page.url)
    other.get_by_text("This lab shows the values of your link.").wait_for()
    assert slider(other, "hierarchy").input_value() == "1"
    assert other.said == []


@pytest.mark.parametrize(
    ("fragment", "sentence"),
    [
        ("#lab=2:two_bands&moods=blue", "This link comes from a newer edition of the workbook"),
        ("#lab=1:two_bands&hierarchy=9", "“hierarchy” is outside its limits"),
        ("#lab=1:two_bands&hierarchy=lots", "the value of “hierarchy” is not a number"),
        ("#lab=1:two_bands&hierarchy=", "the value of “hierarchy” is not a number"),
        ("#lab=1:two_bands&__proto__=1", "it names something this lab does not have"),
        ("#lab=one:two_bands", "it has no edition number"),
    ],
)
def test_a_link_that_cannot_be_read_gets_one_sentence_and_the_labs_own_values(lab_pages, fragment, sentence):
    page = lab_pages.open(lab_pages.write("two_bands", hierarchy=0.3) + fragment)
    page.get_by_text(sentence).wait_for()
    assert slider(page, "hierarchy").input_value() == "0.3"
    assert page.said == []


@pytest.mark.parametrize("fragment", ["#lab=%E0%A4%A", "#lab=", "#play", "#lab=1:other&hierarchy=1"])
def test_a_fragment_for_something_else_changes_nothing(lab_pages, fragment):
    page = lab_pages.open(lab_pages.write("two_bands") + fragment)
    page.locator(CURVE).wait_for()
    assert slider(page, "hierarchy").input_value() == "0"
    assert page.locator(".note").text_content() == ""
    assert page.said == []


def test_the_csv_holds_time_and_every_variable_as_python_computes_them(page, tmp_path):
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    assert download.value.suggested_filename == "two_bands.csv"
    download.value.save_as(tmp_path / "run.csv")
    with open(tmp_path / "run.csv", newline="") as file:
        head, *rows = csv.reader(file)
    frame = compile_model(read("two_bands")).run().frame()
    assert head[0] == "time"
    assert sorted(head[1:]) == sorted(frame.columns)
    assert len(rows) == len(frame)
    assert float(rows[-1][head.index("Position")]) == pytest.approx(frame["Position"].iloc[-1], abs=1e-12)


def test_the_csv_is_of_the_values_now_also_before_they_are_drawn(page, tmp_path):
    with page.expect_download() as download:
        slider(page, "hierarchy").evaluate(
            """(range) => {
              range.value = 0.4;
              range.dispatchEvent(new Event("input"));
              const buttons = [...range.getRootNode().querySelectorAll("button")];
              buttons.find((button) => button.textContent === "Download CSV").click();
            }"""
        )
    download.value.save_as(tmp_path / "run.csv")
    with open(tmp_path / "run.csv", newline="") as file:
        last = list(csv.DictReader(file))[-1]
    expected = compile_model(read("two_bands")).run({"hierarchy": 0.4})["Position"][-1]
    assert float(last["Position"]) == pytest.approx(expected, abs=1e-12)


def test_the_table_is_written_when_it_is_opened(page):
    assert page.get_by_role("row").count() == 0
    page.get_by_text("Data table").click()
    page.get_by_role("row").nth(60).wait_for()
    assert page.get_by_role("columnheader", name="Position").is_visible()


def test_nothing_plays_until_it_is_asked_to_and_the_moment_can_be_scrubbed(page):
    moment = slider(page, "Moment shown")
    assert moves(page) == 0
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Pause").click()
    moment.press("Home")
    page.locator(".moment", has_text="month 0").wait_for()
    page.get_by_role("button", name="Play").wait_for()


def test_with_reduced_motion_the_scene_stands_still_and_can_be_scrubbed(lab_pages):
    page = lab_pages.open(lab_pages.write("two_bands"), reduced_motion="reduce")
    page.locator(".scene").wait_for()
    assert page.get_by_role("button", name="Play").count() == 0
    slider(page, "Moment shown").press("Home")
    page.locator(".moment", has_text="month 0").wait_for()
    assert page.said == []


def test_a_run_that_overflows_is_told_in_words_and_the_last_good_run_stays(lab_pages, tmp_path):
    (tmp_path / "crowd.mdl").write_text(EXPLODES)
    page = lab_pages.open(lab_pages.write(str(tmp_path / "crowd.mdl")))
    page.locator(CURVE).wait_for(state="attached")
    slider(page, "rate").focus()
    before = drawn(page)
    page.keyboard.press("End")
    page.get_by_text("is too large to be a number: the last good run stays drawn").wait_for()
    assert drawn(page) == before
    page.keyboard.press("Home")
    page.wait_for_function(
        "() => !document.querySelector('pathfinders-lab').shadowRoot.querySelector('.note').textContent"
    )
    assert page.said == []


def test_a_touch_moves_a_slider(lab_pages):
    page = lab_pages.open(lab_pages.write("two_bands"), width=390, has_touch=True, is_mobile=True)
    control = slider(page, "hierarchy")
    control.scroll_into_view_if_needed()
    box = control.bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert float(control.input_value()) == pytest.approx(0.5, abs=0.06)
    assert page.said == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_at_either_width_in_either_scheme(lab_pages, width, scheme):
    page = lab_pages.open(lab_pages.write("two_bands"), width=width, color_scheme=scheme)
    page.locator(CURVE).wait_for()
    page.get_by_role("button", name="Rank it second").click()
    page.get_by_text("Data table").click()
    assert page.evaluate("document.querySelector('pathfinders-lab').dataset.scheme") == scheme
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    ("name", "value", "scheme"),
    [("theme", "dark", "dark"), ("theme", "light", "light"), ("jpThemeLight", "false", "dark")],
)
def test_the_host_page_chooses_light_or_dark(page, name, value, scheme):
    page.evaluate("([name, value]) => { document.body.dataset[name] = value }", [name, value])
    page.locator(f"pathfinders-lab[data-scheme={scheme}]").wait_for()


def test_on_a_phone_the_chart_stays_in_sight_above_the_slider_in_hand(lab_pages):
    page = lab_pages.open(lab_pages.write("two_bands"), width=390)
    page.locator(CURVE).wait_for()
    for name in ("start position", "perception time"):
        slider(page, name).focus()
        control, chart = slider(page, name).bounding_box(), page.locator(".chart:not(.off)").bounding_box()
        assert chart["y"] >= 0
        assert chart["y"] + chart["height"] <= control["y"]
        assert control["y"] + control["height"] <= 900


def test_every_target_is_24_pixels_high_and_wide(lab_pages):
    page = lab_pages.open(lab_pages.write("two_bands"), width=390)
    for target in page.locator(".lab :is(button, input, select, summary)").all():
        box = target.bounding_box()
        assert min(box["width"], box["height"]) >= 24, target.evaluate("node => node.outerHTML")


SHIFTED = """() => new Promise(done => {
    let sum = 0;
    const add = list => { for (const entry of list.getEntries()) sum += entry.value };
    new PerformanceObserver(add).observe({type: "layout-shift", buffered: true});
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(sum))));
})"""


ROWS = """() => [...document.querySelectorAll("pathfinders-lab")].flatMap((lab) => {
  lab.wake();
  return [...lab.shadowRoot.querySelectorAll(".row")].map((row) => {
    const [name, given] = [...row.children].map((part) => part.getBoundingClientRect());
    const fits = name.right <= given.left && row.scrollWidth <= row.clientWidth;
    return [row.firstChild.textContent, fits && row.firstChild.scrollWidth <= row.firstChild.clientWidth];
  });
})"""


@pytest.mark.parametrize("width", [1280, 390])
def test_no_name_value_or_unit_of_a_parameter_leaves_its_place(lab_pages, width):
    page = lab_pages.open(lab_pages.write(*slugs(), predict=False, why=False), width=width)
    rows = page.evaluate(ROWS)
    assert len(rows) == sum(len(load_card(slug).sliders) for slug in slugs())
    assert [name for name, fits in rows if not fits] == []


def test_a_date_is_said_as_a_date_and_a_length_of_time_as_a_length(lab_pages):
    page = lab_pages.open(lab_pages.write("problems_on_table", predict=False))
    expect(slider(page, "gate")).to_have_attribute("aria-valuetext", "month 24")
    expect(slider(page, "private time")).to_have_attribute("aria-valuetext", "12 months")
    box = page.get_by_role("spinbutton", name="gate, typed")
    assert page.locator(".row", has=box).inner_text().split() == ["Gate", "month"]
    box.fill("400")
    box.press("Enter")
    page.get_by_text("“gate” goes from month 6 to 36: it is now 36.").wait_for()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_does_not_jump_when_the_lab_comes_to_life_late(lab_pages, tmp_path, width):
    lab_pages.write("two_bands")
    html = (tmp_path / "lab.html").read_text("utf-8")
    (tmp_path / "slow.html").write_text(re.sub("<script defer.*?</script>", "", html), "utf-8")
    page = lab_pages.open((tmp_path / "slow.html").as_uri(), width=width)
    page.evaluate(SHIFTED)
    page.add_script_tag(content="".join(scripts(html).values()))
    page.locator(CURVE).wait_for()
    assert page.evaluate(SHIFTED) < 0.02


def test_without_scripts_the_page_shows_a_figure_and_a_description(lab_pages):
    page = lab_pages.open(lab_pages.write("two_bands"), java_script_enabled=False)
    assert page.locator("pathfinders-lab svg polyline").count() >= 1
    assert "rival wishes" in page.locator("pathfinders-lab figcaption").text_content()


def test_two_labs_on_a_page_move_alone_and_the_first_answers_a_link(lab_pages):
    address = lab_pages.write("two_bands", "two_bands", "two_bands_pure")
    page = lab_pages.open(address + "#lab=1:two_bands&hierarchy=0.6")
    page.get_by_text("This lab shows the values of your link.").wait_for()
    labs = page.locator("pathfinders-lab")
    labs.nth(1).scroll_into_view_if_needed()
    values = [labs.nth(i).get_by_role("slider", name="hierarchy", exact=True).input_value() for i in (0, 1)]
    assert values == ["0.6", "0"]
    labs.nth(2).scroll_into_view_if_needed()
    labs.nth(2).locator(CURVE).wait_for(state="attached")
    assert page.said == []


def test_a_curve_that_hardly_moves_looks_level_with_and_without_scripts(lab_pages, tmp_path):
    slow = EXPLODES.replace("rate = 0\n", "rate = 0.00001\n").replace("[0,1000000]", "")
    (tmp_path / "crowd.mdl").write_text(slow)
    address = lab_pages.write(str(tmp_path / "crowd.mdl"))
    page = lab_pages.open(address)
    box = page.locator(CURVE).first.bounding_box()
    assert box["height"] < 4
    page = lab_pages.open(address, java_script_enabled=False)
    points = page.locator("pathfinders-lab svg polyline").first.get_attribute("points").split()
    heights = [float(point.split(",")[1]) for point in points]
    assert max(heights) - min(heights) < 4


def test_a_curve_that_does_not_move_is_drawn_where_its_limits_put_it(lab_pages):
    page = lab_pages.open(lab_pages.write("protocell", predict=False))
    assert read("protocell")["hole"].limits.high == 1
    expect(page.locator(".chart:not(.off) .tick[text-anchor=end][visibility=visible]").last).to_have_text("1")


def test_a_long_chart_title_leaves_the_sliders_their_room(lab_pages):
    page = lab_pages.open(lab_pages.write("governance", predict=False))
    page.add_style_tag(content="body { max-width: 670px !important }")  # just room for both
    page.locator(CURVE).first.wait_for()
    chooser, stage = (page.locator(place).bounding_box() for place in (".stage select", ".stage"))
    assert chooser["x"] + chooser["width"] <= stage["x"] + stage["width"]
