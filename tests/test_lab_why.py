"""Why? and Take it apart: what drives the run, and what must stay for it to stay so."""

import random
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from pathfinders import read
from pathfinders.figure.palette import LIGHT
from pathfinders.lab.modules import joined
from pathfinders.model import load_card, slugs
from pathfinders.site.model_loops import phase_rows
from pathfinders.structure import explain, removals
from pathfinders.words.names import is_many, subject
from pathfinders.words.phases import drives
from pathfinders.words.units import unit_words
from tests.engine_zoo import mdl
from tests.test_lab_jupyter import CONTEXT, run_cell

SLUG, NAME = "two_bands", "Position"
RANKED = {"hierarchy": 0.7}
BAND = "Moment shown, on the band"
WITHOUT = "path.without"
DRAWN = re.compile("^M.{200}")
WIDTHS = "all => all.map(one => getComputedStyle(one).strokeWidth)"
ODD = {
    "no loop": "S = INTEG(a-b, 1)\na = k*Time\nb = a*0.5\nk = 2",
    "no stock": "a = k*SIN(Time)\nb = a*a\nk = 2",
    "constant curves": "S = INTEG(a-b, 4)\na = S*k\nb = S*k\nk = 0.3",
    "a loop that is never active": "S = INTEG(f, 5)\nf = 0*S+k\nk = 1",
    "a stage alone in its loop": "a = SMOOTHI(b, 3, 1)\nb = k-a\nk = 2",
    "two parts": "S = INTEG(1-S*k, 0)\nT = INTEG(T*(1-T)*k, 0.1)\nk = 0.5",
}


@pytest.fixture
def lab(lab_pages):
    """Opens a page with a lab; its console stays empty."""
    opened = []

    def open_page(source=SLUG, params=None, **options):
        opened.append(lab_pages.open(lab_pages.write(source, **(params or {})), **options))
        opened[-1].get_by_text("Why?", exact=True).wait_for(state="attached")
        return opened[-1]

    yield open_page
    for page in opened:
        assert page.said == []


def button(page, name):
    return page.get_by_role("button", name=name).first


def panel(page, name):
    """Opens a panel."""
    page.locator(".opens", has_text=name).click()
    region = page.get_by_role("region", name=name)
    expect(region).to_be_visible()
    return region


def loud(region):
    """The names of the loops that have the colour."""
    return region.locator(".loops .loud .name")


def switch(page, name):
    return page.get_by_role("switch", name=name, exact=True)


def said(found, name=NAME, place=0):
    return drives(name, phase_rows(found, place), found.model.time.units)


def cases():
    """(name, rows, unit) of every model's scenarios, and of rows such as no run gives."""
    for slug in slugs():
        for scenario in ({}, *(one.set for one in load_card(slug).scenarios)):
            found = explain(slug, scenario)
            for place, stocks in enumerate(found.dominance.partitions):
                yield stocks[0], list(phase_rows(found, place)), found.model.time.units
    draw = random.Random(4)
    names = ("front band", "the other", "A → B → A", "word of mouth", "a", "b")
    for _ in range(400):
        count, some = draw.randint(2, 12), names[: draw.randint(1, 6)]
        times = sorted(draw.choice((draw.randint(0, 240) / 4, draw.uniform(0, 60))) for _ in range(count))
        loops = [tuple(draw.sample(some, draw.randint(0, len(some)))) for _ in times]
        kinds, shares = draw.choices(("R", "B", "±", ""), k=count), [draw.random() for _ in times]
        rows = list(zip(times, times[1:], loops, kinds, shares, strict=False))
        yield "X", rows, draw.choice(("month", "", "1/month", "Jahr"))
    yield "X", [(-9.5, -4.5, ("a",), "R", 0.6), (-4.5, 0.5, ("b",), "R", 0.4)], "day"
    yield "X", [(k, k + 1, (names[k % 3],), "B", 0.9) for k in range(12)], "week"


def test_the_page_says_the_same_sentence_as_python(browser):
    given = list(cases())
    modules = "".join(joined("why_words.js").values())
    page = browser.new_page()
    told = page.evaluate(
        f"cases => {{ {modules} return cases.map(([name, rows, unit]) => $why_words.drives(name, rows.map("
        "([start, end, loop, kind, share]) => ({ start, end, loop, kind, share })), unit)) }",
        [[name, [[*row[:2], list(row[2]), *row[3:]] for row in rows], unit] for name, rows, unit in given],
    )
    page.close()
    assert told == [drives(*case) for case in given]
    assert len(given) > 400


def test_the_page_says_every_unit_as_python_does(browser):
    odd = {"km", "%", "CO2/year", "EUR", "1/(month*month)", ""}
    units = sorted(odd | {variable.units for slug in slugs() for variable in read(slug).variables})
    modules = "".join(joined("words.js").values())
    page = browser.new_page()
    told = page.evaluate(
        f"units => {{ {modules} return units.map(unit => "
        "[false, true].map(one => $words.unitText(unit, one))) }",
        units,
    )
    page.close()
    assert told == [[unit_words(unit), unit_words(unit, one=True)] for unit in units]


def test_the_page_begins_a_sentence_and_chooses_its_verb_as_python_does(browser):
    odd = {"x", "kWh used", "CO2", "Sharing (of tools)", "Workers left", "gas", "The curve", "ideas"}
    names = sorted(odd | {variable.name for slug in slugs() for variable in read(slug).variables})
    modules = "".join(joined("words.js").values())
    page = browser.new_page()
    told = page.evaluate(
        f"all => {{ {modules} return all.map(name => [$names.subject(name), $names.isMany(name)]) }}", names
    )
    page.close()
    assert told == [[subject(name), is_many(name)] for name in names]


def test_why_opens_the_diagram_the_band_and_what_drove_the_run(lab):
    page = lab()
    assert page.locator(".pf-diagram").count() == 0
    expect(button(page, "Why?")).to_have_attribute("aria-expanded", "false")
    region = panel(page, "Why?")
    expect(button(page, "Why?")).to_have_attribute("aria-expanded", "true")
    expect(region.get_by_text(said(explain(SLUG)))).to_be_visible()
    for picture in (".pf-diagram", ".band"):
        expect(region.locator(picture)).to_be_visible()
    names = [loop.name for loop in explain(SLUG).loops]
    assert region.locator(".loops .name").all_text_contents() == names
    shapes = region.locator(".band g > path[data-loop]")
    assert shapes.count() == len(names)
    assert all(len(shape.get_attribute("d")) > 100 for shape in shapes.all())
    button(page, "Why?").click()
    expect(region).to_be_hidden()


def test_the_loudest_loop_follows_the_moment(lab):
    page, found = lab(), explain(SLUG)
    region = panel(page, "Why?")
    widths = set()
    for phase in found.dominance.phases()[:6]:
        index = round((phase.start + phase.stop) / 2 / found.model.time.save)
        page.get_by_role("slider", name=BAND).fill(str(index))
        [row] = phase.loops
        expect(loud(region)).to_have_text(found.loops[row].name)
        expect(region.locator("g.loop.loud")).to_have_attribute("data-loop", str(row))
        links = region.locator("g.link.loud")
        ends = ([link.get_attribute(f"data-{end}") for end in ("source", "target")] for link in links.all())
        pairs = set(map(tuple, ends))
        assert pairs == set(found.loops[row].pairs)
        widths.add(tuple(region.locator("g.link .way").evaluate_all(WIDTHS)))
    assert len(widths) == 6


def test_the_moment_of_the_band_is_that_of_the_lab(lab):
    page = lab()
    region = panel(page, "Why?")
    transport = page.get_by_role("slider", name="Moment shown", exact=True)
    transport.fill("100")
    expect(page.get_by_role("slider", name=BAND)).to_have_value("100")
    page.get_by_role("button", name="Whole run", exact=True).click()
    expect(button(page, "Closer")).to_be_visible()
    middle = region.locator(".band").bounding_box()["width"] / 2
    region.locator(".band").click(position={"x": middle, "y": 40})
    expect(transport).to_have_value("240")
    expect(region.locator(".now")).to_contain_text("Month 60: ")


def test_at_a_turn_nothing_is_told(lab):
    page, found = lab(), explain(SLUG)
    region = panel(page, "Why?")
    turning = found.dominance.turning[0]
    for index in (int(turning.argmax()), int((~turning).nonzero()[0][9])):
        page.get_by_role("slider", name=BAND).fill(str(index))
        text = "no share is told here" if turning[index] else "loudest"
        expect(region.locator(".now")).to_contain_text(text)
    page.get_by_role("button", name="Whole run", exact=True).click()
    spans = sum(1 for one, two in zip([False, *turning], turning, strict=False) if two and not one)
    expect(region.locator(".turning")).to_have_attribute("d", re.compile(rf"^(M[^M]+){{{spans}}}$"))
    expect(region.get_by_text("there the method says nothing")).to_be_visible()


def test_once_all_has_arrived_no_loop_has_the_colour(lab):
    page = lab(params={"stability is a condition": 1})
    region = panel(page, "Why?")
    page.get_by_role("slider", name=BAND).fill("400")
    expect(region.locator(".now")).to_have_text("Month 100: no loop acts; all rests, or moves evenly.")
    expect(region.locator(".loud")).to_have_count(0)


def test_a_moved_slider_is_explained_anew(lab):
    page = lab()
    region = panel(page, "Why?")
    page.get_by_role("spinbutton", name="hierarchy, typed").fill("0.7")
    page.keyboard.press("Enter")
    expect(region.get_by_text(said(explain(SLUG, RANKED)))).to_be_visible()


def test_a_chosen_loop_shows_its_way_whatever_is_loudest(lab):
    page, found = lab(), explain(SLUG)
    region = panel(page, "Why?")
    late = found.loops[4]
    choice = region.get_by_role("button", name=late.name)
    choice.click()
    expect(choice).to_have_attribute("aria-pressed", "true")
    expect(region.locator(".way-round")).to_have_text(late.path)
    expect(region.locator("g.link.loud")).to_have_count(len(late.pairs))
    assert region.locator(".band path.pale").count() == len(found.loops) - 1
    choice.click()
    expect(choice).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("params", [{}, RANKED, {"stability is a condition": 1}])
def test_every_element_has_the_verdict_that_python_gives(lab, params):
    page, table = lab(params=params), removals(SLUG, params=params)
    region = panel(page, "Take it apart")
    rows = region.locator(".parts li")
    expect(rows.last).to_have_attribute("data-verdict", table.rows[-1].effect)
    told = [[row.locator("label").text_content(), row.get_attribute("data-verdict")] for row in rows.all()]
    assert told == [[str(row.element), row.effect] for row in table.rows]
    names = [str(item) for item in table.structural if item.kind != "link"]
    said = region.locator("p strong").text_content() if names else ""
    assert [name for name in names if name not in said] == []


def test_an_element_taken_out_is_seen_on_the_chart_and_told_in_words(lab):
    page = lab()
    why, apart = panel(page, "Why?"), panel(page, "Take it apart")
    without = page.locator(f".chart {WITHOUT}")
    assert not without.get_attribute("d")
    switch(page, "Freeze Focus").click()
    expect(without).to_have_attribute("d", DRAWN)
    expect(apart.get_by_role("status")).to_have_text(
        "Without Focus: Structural. Without it the swing is gone: it settles at 0."
    )
    expect(why.locator("text.gone")).to_have_text("Focus")
    expect(why.locator("g.link.gone")).to_have_count(2)  # what it no longer passes on
    switch(page, "Hold tension of change").click()
    expect(apart.get_by_role("status")).to_contain_text("Only quantitative. It still swings, 1.4 times")
    expect(switch(page, "Freeze Focus")).not_to_be_checked()
    switch(page, "Hold tension of change").click()
    expect(without).to_have_attribute("d", "")
    expect(why.locator(".gone")).to_have_count(0)


def test_why_leads_to_the_test_of_what_must_be_there(lab):
    page = lab()
    button(panel(page, "Why?"), "Take it apart").click()
    expect(page.get_by_role("region", name="Take it apart")).to_be_visible()
    expect(page.get_by_role("button", name="Take it apart Without")).to_be_focused()


def test_an_element_stays_out_while_the_sliders_move(lab):
    page = lab()
    panel(page, "Take it apart")
    switch(page, "Freeze Focus").click()
    without = page.locator(f".chart {WITHOUT}")
    expect(without).to_have_attribute("d", DRAWN)
    before = without.get_attribute("d")
    button(page, "Rank it second").click()
    expect(without).not_to_have_attribute("d", before)
    expect(without).to_have_attribute("d", DRAWN)
    button(page, "Take it apart").click()
    expect(without).to_have_attribute("d", "")


def test_it_all_goes_by_keyboard(lab):
    page = lab()
    button(page, "Take it apart").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(switch(page, "Freeze Position")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(switch(page, "Freeze Felt difference")).to_be_checked()
    button(page, "Why?").focus()
    page.keyboard.press("Enter")
    page.get_by_role("slider", name=BAND).focus()
    page.keyboard.press("Home")
    first = explain(SLUG).dominance.phases()[0]
    expect(page.get_by_role("slider", name=BAND)).to_have_attribute(
        "aria-valuetext", re.compile(f"^Month 0: “{explain(SLUG).loops[first.loops[0]].name}” is loudest")
    )


def test_the_chart_stays_where_it_is_when_the_panels_open(lab):
    page = lab()
    chart = page.locator(".chart:not(.off)")
    before, curve = chart.bounding_box(), page.locator(".chart:not(.off) .curve").get_attribute("d")
    for name in ("Why?", "Take it apart"):
        page.locator(".opens", has_text=name).evaluate("node => node.click()")
        expect(page.get_by_role("region", name=name)).to_be_visible()
    expect(page.locator(".parts li").last).to_have_attribute("data-verdict", "none")
    assert chart.bounding_box() == before
    assert page.locator(".chart:not(.off) .curve").get_attribute("d") == curve


def test_what_stays_in_sight_does_not_lie_over_what_is_below(lab):
    page = lab()
    region = panel(page, "Why?")
    page.get_by_role("slider", name=BAND).scroll_into_view_if_needed()
    stage, below = page.locator(".stage").bounding_box(), region.bounding_box()
    assert stage["y"] + stage["height"] <= below["y"]


def test_a_prediction_is_told_why_the_shape_came(lab):
    page = lab(params={"predict": True})
    for name in ("Why?", "Take it apart"):
        expect(button(page, name)).to_be_hidden()
    pad = page.get_by_role("slider", name="Your sketch of ")
    pad.focus()
    page.keyboard.press("ArrowUp")
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_text("Why that shape?").click()
    expect(page.get_by_text(said(explain(SLUG)))).to_be_visible()


def test_less_motion_is_respected(lab):
    for motion, visible in (("reduce", False), ("no-preference", True)):
        page = lab(reduced_motion=motion)
        region = panel(page, "Why?")
        assert button(region, "Play the loops").is_visible() == visible
        way = region.locator("g.link .way").first
        moves = way.evaluate("node => getComputedStyle(node).transitionDuration")
        assert (moves == "0s") != visible


def test_in_print_both_have_the_colours_of_paper(lab):
    page = lab(color_scheme="dark")
    region = panel(page, "Why?")
    page.emulate_media(media="print")
    ink = "rgb({}, {}, {})".format(*bytes.fromhex(LIGHT["ink"][1:]))
    expect(page.locator(".lab")).to_have_css("color", ink)
    expect(region.locator(".pf-diagram text.stock").first).to_have_css("fill", ink)
    expect(page.get_by_role("slider", name=BAND)).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_in_the_open_panels(lab, width, scheme):
    page = lab(width=width, color_scheme=scheme, reduced_motion="reduce")
    regions = [panel(page, "Take it apart"), panel(page, "Why?")]
    expect(page.locator(".parts li").last).to_have_attribute("data-verdict", "none")
    switch(page, "Freeze Focus").click()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for region in regions:
        for target in region.locator("button:visible, input:visible").all():
            assert min(target.bounding_box()[side] for side in ("width", "height")) >= 24


@pytest.mark.parametrize("name", ODD)
def test_an_odd_model_is_explained_without_a_word_on_the_console(lab, tmp_path, name):
    path = tmp_path / "odd.mdl"
    path.write_text(mdl(ODD[name]), encoding="utf-8")
    page = lab(str(path))
    region = panel(page, "Why?")
    found = explain(read(str(path)))
    if found.loops:
        curve = page.get_by_role("combobox", name="Chart")
        assert curve.count() <= 1
        expect(region.locator(".answers")).not_to_be_empty()
    else:
        expect(region.get_by_text("it has no loop")).to_be_visible()
    table = removals(read(str(path)))
    panel(page, "Take it apart")
    expect(page.locator(".parts li").last).to_have_attribute("data-verdict", table.rows[-1].effect)


def test_why_opens_in_jupyterlab_too(lab_server, browser):
    lab_server.write("why.ipynb", 'from pathfinders import Lab\nLab("two_bands")')
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.goto(lab_server.lab("why.ipynb"))
    page.wait_for_function(f"() => {CONTEXT}?.session?.kernel")
    page.evaluate(f"async () => {{ await {CONTEXT}.ready; await {CONTEXT}.session.kernel.info }}")
    run_cell(page, 0)
    live = page.locator(".pathfinders-live")
    button(live, "Why?").click()
    expect(live.get_by_text(said(explain(SLUG)))).to_be_visible()
    button(live, "Take it apart").click()
    live.get_by_role("switch", name="Freeze Focus", exact=True).focus()
    page.keyboard.press("Space")
    expect(live.get_by_text("Without Focus: Structural.")).to_be_attached()
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    button(live, "feeling catches up").focus()
    page.keyboard.press("b")
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells
    page.close()
