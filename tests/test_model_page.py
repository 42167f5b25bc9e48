"""A model's page explains its model: it can be played with, and it says which loops and elements matter."""

import html
import json
import re
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

import pathfinders
from pathfinders.engine import compile_model
from pathfinders.errors import PathfindersError
from pathfinders.lab import Lab
from pathfinders.model import load_card, read, read_text, slugs
from pathfinders.site.chapter import typeset
from pathfinders.site.literature import anchors, cited
from pathfinders.site.model_loops import driven, phase_rows
from pathfinders.site.model_removal import MOST, grouped, removal, setting
from pathfinders.structure import explain
from pathfinders.words import describe, sentence
from pathfinders.words.claims import borne_out, measured, reach
from pathfinders.words.phases import drives
from tests.engine_zoo import mdl
from tests.test_site import SLIDER, curve
from tests.test_site_models import shown

CLAIM = f"claim-{load_card('build_or_price').claims[0].id}"
WIDER = ("[...document.querySelectorAll('html, .table-wrapper')]"
         ".filter(box => box.scrollWidth > box.clientWidth).map(box => box.className)")
VERDICTS = {"structural": "structural", "only quantitative": "quantitative"}


@pytest.fixture(scope="module", params=slugs())
def page(request, book):
    """(slug, text, markup) of a model's page."""
    path = book / "models" / f"{request.param}.html"
    return request.param, shown(path), path.read_text(encoding="utf-8")


def section(markup, name):
    return re.search(rf'<section id="{name}">(.*?)</section>', markup, re.DOTALL)[1]


def plain(markup):
    text = html.unescape(re.sub(r"<[^>]+>", " ", markup)).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return " ".join(text.split())


def rows(markup):
    """Element → verdict, as the removal table of a page tells it."""
    found = {}
    for row in re.findall(r"<tr.*?</tr>", section(markup, "removal"), re.DOTALL):
        if "<th" in row:
            continue
        taken, left = map(plain, re.findall(r"<td>(.*?)</td>", row, re.DOTALL))
        verdict = left.split(":")[0].strip()
        first, _, links = re.match(r"(.*?)(?:(?:^|or )the links? (.*))?$", taken).group(1, 0, 2)
        names = [name for name in first.strip().split(", ") if name] + (links or "").split("; ")
        found |= {name: VERDICTS[verdict] for name in names if name}
    return found


def test_a_page_has_the_lab_of_its_model_and_loads_only_that_one(page):
    slug, _, markup = page
    assert markup.count("<pathfinders-lab ") == 1 and f'{{"slug":"{slug}"' in section(markup, "run")
    assert re.findall(r'src="[./]*_static/model-(\w+)\.js', markup) == [slug]


def test_the_lab_of_a_page_lives_and_moves_the_curve(browser, book):
    opened = browser.new_page()
    opened.goto((book / "models" / "two_bands_pure.html").as_uri())
    lab = opened.locator("pathfinders-lab")
    slider = lab.locator(SLIDER).first
    slider.wait_for()
    before = curve(lab)
    slider.focus()
    opened.keyboard.press("PageUp")
    expect(lab.locator("svg path.curve").first).not_to_have_attribute("d", before)
    opened.close()


def test_a_page_tells_its_run_in_words_and_which_loops_drove_it(page):
    slug, text, _ = page
    found = explain(read(slug))
    assert typeset(describe(found.run, load_card(slug).charts[0].variables).text) in text
    assert [said for said in driven(found) if typeset(said) not in text] == []
    for place, stocks in enumerate(found.dominance.partitions):
        said = drives("", phase_rows(found, place))
        phases, long = found.dominance.phases(place), {}
        for phase in phases:
            for row in phase.loops:
                long[row] = long.get(row, 0) + phase.stop - phase.start
        loud = [found.loops[row] for row, time in long.items() if 4 * time > sum(long.values())]
        assert "as loud as one another" in said or all((loop.name or loop.path) in said for loop in loud)
        assert all(typeset(stock) in text for stock in stocks)


def test_the_removal_table_says_of_every_element_what_python_says(page):
    slug, text, markup = page
    table = setting(read(slug), load_card(slug).scenarios)[1]
    told = rows(markup)
    for beyond in grouped(table)[MOST:]:
        told |= dict.fromkeys(map(str, beyond.elements), beyond.removal.effect)
        assert all(typeset(str(name)) in text.split("without a chart")[1] for name in beyond.elements)
    for row in table.rows:
        name = str(row.element)
        assert told.get(name) == (row.effect if row.effect in VERDICTS.values() else None), name
        if row.effect == "none":
            assert typeset(name) in text.split("No difference to")[1]
    assert f"{len(table.structural)} {'is' if len(table.structural) == 1 else 'are'} structural" in text


def test_each_row_has_a_small_chart_of_the_curve_that_is_left(page):
    slug, _, markup = page
    made = grouped(setting(read(slug), load_card(slug).scenarios)[1])[:MOST]
    lines = re.findall(r'class="without" points="([^"]+)"', markup)
    assert len(lines) == len(made) == markup.count('href="#pf-whole"')
    for row, line in zip(made, lines, strict=True):
        heights = [float(point.split(",")[1]) for point in line.split()]
        still = row.removal.mode.name == "constant"
        assert not still or max(heights) - min(heights) < 1, row.elements
        assert heights[0] >= heights[-1] or not row.removal.values[0] < row.removal.values[-1]


def test_a_table_that_would_be_too_long_says_what_it_leaves_out():
    count = MOST + 6
    many = "\n".join(f"a{k} = S*{k} / {count}" for k in range(1, count))
    total = "+".join(f"a{k}" for k in range(1, count))
    model = read_text(mdl(f"S = INTEG({total}, 1)\n{many}"), "many")
    text = " ".join(node.astext() for node in removal(model))
    assert sum(node.astext().count("pf-small") for node in removal(model)) == MOST
    assert "more are told without a chart, only quantitative" in text
    assert all(f"a{k}" in text for k in range(1, count))


def test_a_model_that_rests_is_taken_apart_in_its_first_scenario_that_moves():
    card = load_card("two_bands_pure")
    text = read("two_bands_pure").text.replace("start position = -0.9", "start position = 0")
    model = read_text(text, "rests")
    assert compile_model(model).run()["Position"].std() == 0
    told = " ".join(node.astext() for node in removal(model, card.scenarios))
    assert f"Nothing moves in the run as it is; in “{card.scenarios[1].name}”, with everything" in told
    still = " ".join(node.astext() for node in removal(model))
    assert "Position stays at 0." in still and "Nothing moves" not in still


@pytest.mark.parametrize(("loops", "says"), [
    ((("a", "b"),), "“a” and “b” (both balancing) drive X from beginning to end."),
    ((("a", "b", "c", "d"),), "4 loops that are as loud as one another (all balancing) drive X from beginning"
                              " to end."),
    ("abcabcabc", "They take turns, always in the same order: “a”, “b”, “c”, and over again."),
    ("abbacab", "and “c” (balancing) for 14 % of the time."),
    ("ababab", "and “b” (balancing) for 50 % of the time."),
])  # fmt: skip
def test_loops_that_are_alike_are_told_together_and_those_that_take_turns_in_their_order(loops, says):
    told = drives("X", [(k, k + 1, loop, "B", 0.9) for k, loop in enumerate(loops)])
    assert told.endswith(says)


def test_a_claim_is_folded_over_its_run_what_was_measured_and_how_far_it_holds(page):
    slug, text, _ = page
    card, model = load_card(slug), read(slug)
    kept = json.loads(card.path.with_name("measured.json").read_text(encoding="utf-8"))[slug]
    for claim in card.claims:
        figures = kept[claim.id]
        rest = text.split(f"{typeset(claim.says)} {reach(figures)}", 1)[1]
        told = [*measured(model, claim, figures), *borne_out(model, claim, figures)]
        if claim.variable:
            run, item = compile_model(model).run(dict(claim.set), stop=claim.stop), model[claim.variable]
            told.append(sentence(item.name, run.time, run[item.name], model.time.units, measure=item.units))
        rest = rest[: 400 + sum(map(len, told))]
        assert [said for said in told if typeset(said) not in rest] == [], claim.id
        share = figures.get("share")
        assert ("only in a corner" in reach(figures)) == bool(share and 3 * share["hold"] < share["of"])


@pytest.mark.parametrize("slug", slugs())
def test_what_is_said_of_a_claim_is_sentences_without_bare_figures(slug):
    card, model = load_card(slug), read(slug)
    kept = json.loads(card.path.with_name("measured.json").read_text(encoding="utf-8"))[slug]
    for claim in card.claims:
        figures = kept[claim.id]
        for said in (*measured(model, claim, figures), *borne_out(model, claim, figures)):
            assert re.fullmatch(r"[A-Z].*[^.]\.", said), said
            assert not re.search(r"\b0 (more|less)\b|\b1 times\b|: \.|  |\bnan\b|when highest", said), said


def test_a_work_is_told_from_its_entry_and_a_key_without_one_is_named(tmp_path):
    (tmp_path / "literature.bib").write_text(
        '@article{kulakowski2005,\n  author = {Ku{\\l}akowski, Krzysztof and Gawro\\\'nski, P.},\n'
        "  title = {The {Heider} balance},\n  journal = {Physica},\n  volume = {16},\n"
        '  pages = {707--716},\n  year = 2005,\n}\n@book{senge, author = "Senge, Peter", title = {The Fifth\n'
        "  Discipline}, publisher = {Doubleday}, year = {1990}}\n", encoding="utf-8")
    card = replace(load_card("two_bands_pure"), path=tmp_path / "x.yaml", anchors=("kulakowski2005",))
    first = "Krzysztof Kułakowski and P. Gawro\u0144ski (2005). The Heider balance. Physica 16, 707\u2013716."
    assert anchors(card) == [first]
    with pytest.raises(PathfindersError, match=r"x\.yaml, anchors: literature\.bib has no entry nobody"):
        anchors(replace(card, anchors=("nobody",)))
    assert anchors(replace(card, anchors=())) == []
    card = replace(card, sources=("Fritz, keynote, passage F4.",))
    assert cited(card) == ["Fritz, keynote, passage F4.", first]
    told = "Kułakowski, The Heider Balance (Physica 16, 2005), for the equation."
    assert cited(replace(card, sources=(told,))) == [told]


def test_a_lab_asks_for_a_sketch_where_the_card_says_so(tmp_path):
    pure = load_card("two_bands_pure").path
    path = tmp_path / "asks.mdl"
    path.write_bytes(pure.with_suffix(".mdl").read_bytes())
    text = pure.read_text(encoding="utf-8")
    asks = "" if "\npredict: true" in text else "predict: true\n"
    path.with_suffix(".yaml").write_text(asks + text, encoding="utf-8")
    assert '"predict":true' in Lab(path)._html() and '"predict":true' not in Lab(path, predict=False)._html()


def test_a_diagram_shows_itself_in_a_notebook_prints_its_words_and_knows_its_kinds():
    picture = pathfinders.diagram(read("two_bands_pure"), "stocks")
    assert picture.svg in picture._repr_html_() and 'tabindex="0"' in picture._repr_html_()
    assert str(picture) == repr(picture) and "Loop: " in str(picture)
    with pytest.raises(PathfindersError, match=r"is called .links.; expected loops or stocks"):
        pathfinders.diagram("two_bands_pure", "links")


@pytest.mark.parametrize(("hold", "says"), [
    (200, "Holds in all 200 random settings of the sliders."),
    (120, "Holds in 120 of 200 random settings of the sliders."),
    (90, "Holds in 90 of 200 random settings of the sliders: in fewer than half."),
    (50, "Holds in 50 of 200 random settings of the sliders: only in a corner."),
])  # fmt: skip
def test_a_claim_that_holds_in_a_corner_says_so(hold, says):
    claim = load_card("two_bands").claims[0]
    told = borne_out(read("two_bands"), claim, {"share": {"hold": hold, "of": 200}})
    assert " ".join(told) == says


def test_a_loud_loop_stands_in_sight_and_a_quiet_one_is_folded(page):
    slug, _, markup = page
    sight, _, folded = section(markup, "loops").partition("<details")
    mean = explain(read(slug)).dominance.mean
    quietest = min((mean[int(row) - 1] for row in re.findall(r'id="loop-(\d+)"', sight)), default=1)
    assert all(mean[int(row) - 1] <= quietest for row in re.findall(r'id="loop-(\d+)"', folded))
    assert len(re.findall(r'id="loop-', sight)) <= 6


def test_a_page_leads_from_the_question_to_the_lab_the_claims_and_the_structure(page):
    markup = page[2]
    main = markup.split("<article")[1]
    order = ["<blockquote", 'class="pf-parts"', "<pathfinders-lab", 'id="claims"', 'id="leaves-out"',
             'id="diagram"', 'id="loops"', 'id="removal"', 'id="stocks-and-flows"', 'id="equations"',
             'id="tuned"', 'id="sources"', 'id="downloads"']  # fmt: skip
    places = [main.index(part) for part in order]
    assert places == sorted(places)
    parts = re.findall(r'href="#([\w-]+)"', main.split('class="pf-parts"')[1].split("</nav>")[0])
    assert all(f'<section id="{part}">' in main for part in parts) and len(parts) >= 8


def test_no_page_of_a_model_is_longer_than_ten_screens(browser, book):
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    for slug in slugs():
        opened.goto((book / "models" / f"{slug}.html").as_uri())
        assert opened.evaluate("document.documentElement.scrollHeight") < 10 * 900, slug
    opened.close()


@pytest.mark.parametrize("place", [CLAIM, "a quiet loop", "auxiliaries", "parameters"])
def test_a_link_into_a_fold_opens_it_and_shows_the_place(browser, book, place):
    mean = explain(read("build_or_price")).dominance.mean
    place = place.replace("a quiet loop", f"loop-{mean.argmin() + 1}")
    opened = browser.new_page()
    opened.goto((book / "models" / "build_or_price.html").as_uri() + f"#{place}")
    found = opened.locator(f"#{place}")
    expect(found).to_be_in_viewport()
    assert found.evaluate("node => node.closest('details').open")
    opened.close()


def test_with_every_fold_open_a_phone_has_nothing_to_scroll_sideways_and_axe_finds_nothing(browser, book):
    opened = browser.new_page(viewport={"width": 390, "height": 844})
    for slug in ("problems_on_table", "learning_bathtub"):
        opened.goto((book / "models" / f"{slug}.html").as_uri())
        opened.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert opened.evaluate("document.querySelectorAll('article details:not([open])').length") == 0
        assert opened.evaluate(WIDER) == []
        assert [found["id"] for found in Axe().run(opened).response["violations"]] == []
    opened.close()


def test_a_fold_opens_without_scripts_by_the_keyboard(browser, book):
    opened = browser.new_context(java_script_enabled=False).new_page()
    opened.goto((book / "models" / "two_bands_pure.html").as_uri())
    summary = opened.locator(".pf-claim > summary").first
    hidden = opened.locator(".pf-claim .pf-measured").first
    expect(hidden).to_be_hidden()
    summary.focus()
    opened.keyboard.press("Enter")
    expect(hidden).to_be_visible()
    opened.context.close()
