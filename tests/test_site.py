"""The built pages in a browser: nothing breaks, nothing is fetched elsewhere, nobody is left out."""

import gzip
import html
import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from pathfinders.model import slugs
from pathfinders.practice.source import read_exercise
from tests.test_exercise_source import secrets

CHAPTER = "05-two-rubber-bands.html"
OTHERS = ("how-to.html", "instructors.html", "glossary.html", "search.html")
PAGES = ("index.html", CHAPTER, *OTHERS, "models.html", *(f"models/{slug}.html" for slug in slugs()))
VIEWS = [(width, scheme) for width in (1280, 390) for scheme in ("light", "dark")]
LIMIT = 150 * 1024
SLIDER = "input[type=range][id]"  # of a parameter; the one that scrubs through time has none
CLOSED = "document.querySelectorAll('article details:not([open])').length"


class Elements(HTMLParser):
    """Every start tag of a page as (name, attributes)."""

    def __init__(self, path):
        super().__init__()
        self.found = []
        self.source = path.read_text(encoding="utf-8")
        self.feed(self.source)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, {key: value or "" for key, value in attrs}))

    def text(self, name):
        """What stands in the element of an id, up to the next tag."""
        return re.search(rf'\bid="{re.escape(name)}"[^>]*>([^<]*)', self.source)[1]

    def all(self, *names):
        return [attributes for tag, attributes in self.found if tag in names]


elements = cache(Elements)  # the book is built once, and no test of this file changes it


@pytest.fixture
def visit(browser, site):
    """visit(page, width, scheme, **context) → a page, at rest; what it said to the console fails the test."""
    opened, said = [], []

    def go(name, width=1280, scheme="light", **options):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce", **options
        )
        page = context.new_page()
        page.on("console", lambda message: said.append(f"{name}: {message.text}")
                if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(f"{name}: {error}"))
        page.on("request", lambda request: said.append(f"{name} asks {request.url}")
                if not request.url.startswith((site.url, "data:", "blob:")) else None)
        opened.append(context)
        page.goto(f"{site.url}/{name}", wait_until="networkidle")
        return page

    yield go
    for context in opened:
        context.close()
    assert said == []


def awake(page):
    """The lab of the chapter's Play, once it lives and its chart knows how wide it is."""
    lab = page.locator("#play pathfinders-lab")
    lab.scroll_into_view_if_needed()
    lab.locator(SLIDER).first.wait_for()
    lab.locator("svg path.curve[d^=M]").first.wait_for(state="attached")
    return lab


def curve(lab):
    return lab.locator("svg path.curve").first.get_attribute("d")


def test_the_book_has_exactly_the_pages_of_its_table_of_contents(book):
    assert sorted(path.relative_to(book).as_posix() for path in book.rglob("*.html")) == sorted(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_every_link_and_file_of_a_page_resolves(book, name):
    lost = []
    for tag, attributes in elements(book / name).found:
        target = attributes.get("href") if tag in ("a", "link", "use") else attributes.get("src")
        if not target or urlsplit(target).scheme in ("http", "https", "mailto", "data"):
            continue
        path, anchor = urldefrag(unquote(target))
        file = book / (urlsplit(urljoin(name, path)).path if path else name)
        ids = {a["id"] for _, a in elements(file).found if "id" in a} if file.suffix == ".html" else {anchor}
        if not file.is_file() or (anchor and anchor not in ids):
            lost.append(target)
    assert lost == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_loads_nothing_from_another_host(book, name):
    page = elements(book / name)
    loading = page.all("script", "img", "link", "iframe", "source")
    loads = [attributes.get("src") or attributes.get("href") or "" for attributes in loading]
    assert [target for target in loads if urlsplit(target).netloc] == []
    text = (book / name).read_text(encoding="utf-8")
    assert not re.search(r"unpkg|jsdelivr|cdnjs|googleapis|thebe|MathJax", text)


@pytest.mark.parametrize("name", PAGES)
def test_every_picture_has_words(book, name):
    page = elements(book / name)
    pictures = [a.get("alt", "") for a in page.all("img")]
    pictures += [a.get("aria-label") or page.text(a["aria-describedby"]) for a in page.all("svg")
                 if a.get("role") == "img"]
    assert all(len(words) > 20 for words in pictures), pictures
    if name == CHAPTER:
        assert len(pictures) >= 5


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_its_language_its_gist_and_the_way_to_its_text(book, name):
    page = elements(book / name)
    assert page.all("html")[0]["lang"] == "en"
    assert any(len(a.get("content", "")) > 10 for a in page.all("meta") if a.get("name") == "description")
    assert {"href": "#furo-main-content"}.items() <= page.all("a")[0].items()
    assert "furo-main-content" in {a.get("id") for _, a in page.found}


def views_of(name):
    """Widths and schemes: all for written pages and one model; others of that template are seen narrow."""
    return VIEWS if not name.startswith("models/") or name == "models/two_bands.html" else ((390, "dark"),)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_quiet_fits_its_screen_and_satisfies_axe(visit, name):
    page, found = visit(name), []
    for width, scheme in views_of(name):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        if name == CHAPTER:
            awake(page)
        violations = Axe().run(page).response["violations"]
        found += [(width, scheme, one["id"], one["nodes"][0]["html"]) for one in violations]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append((width, scheme, "wider than the screen"))
    assert found == []


@pytest.fixture(scope="module")
def weights(browser, site):
    """Page → bytes, compressed, of itself and all it loads at first; several are opened side by side."""
    found = {}
    for names in batched(PAGES, 6):
        opened = [(name, *heard(browser, f"{site.url}/{name}")) for name in names]
        for name, page, loaded in opened:
            page.wait_for_load_state("networkidle")
            found[name] = sum(len(gzip.compress(response.body())) for response in loaded if response.ok)
            page.context.close()
    return found


def heard(browser, url):
    """A page that has begun to load, and the responses that it gets."""
    page, loaded = browser.new_context().new_page(), []
    page.on("response", lambda response: loaded.append(response))
    page.goto(url, wait_until="commit")
    return page, loaded


def batched(items, count):
    """The items in tuples of `count`, the last of what is left."""
    return [items[start : start + count] for start in range(0, len(items), count)]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_with_all_it_loads_weighs_at_most_150_kib(weights, name):
    assert weights[name] <= LIMIT


def test_a_page_opened_as_a_file_works_without_any_server(browser, book):
    context = browser.new_context(offline=True, reduced_motion="reduce")
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((book / CHAPTER).as_uri())
    lab = awake(page)
    before = curve(lab)
    lab.locator(SLIDER).first.press("End")
    page.wait_for_function("([d, lab]) => lab.shadowRoot.querySelector('path.curve').getAttribute('d') !== d",
                           arg=[before, lab.element_handle()])
    context.close()
    assert said == []


def test_a_dragged_slider_and_a_key_change_the_path(visit):
    page = visit(CHAPTER)
    lab = awake(page)
    slider = lab.locator(SLIDER).first
    slider.scroll_into_view_if_needed()
    box, before = slider.bounding_box(), curve(lab)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()
    changed = "([d, lab]) => lab.shadowRoot.querySelector('path.curve').getAttribute('d') !== d"
    page.wait_for_function(changed, arg=[before, lab.element_handle()])
    dragged, value = curve(lab), slider.input_value()
    slider.press("Home")
    page.wait_for_function(changed, arg=[dragged, lab.element_handle()])
    assert float(slider.input_value()) < float(value)


def test_the_address_restores_what_was_found(visit):
    lab = awake(visit(f"{CHAPTER}#lab=1:two_bands&hierarchy=0.7"))
    assert lab.get_by_role("slider", name="hierarchy").input_value() == "0.7"


def test_without_scripts_the_page_shows_figure_and_words(visit):
    page = visit(CHAPTER, java_script_enabled=False)
    lab = page.locator("#play pathfinders-lab")
    assert lab.locator("svg[role=img]").first.is_visible()
    assert len(lab.locator("figcaption").first.inner_text()) > 40
    assert not page.locator(".pf-lengths").is_visible()


def test_the_fifteen_minutes_have_no_code_and_no_equation_and_everything_opens_the_folds(visit):
    page = visit(CHAPTER)
    page.get_by_role("button", name="15 minutes").click()
    assert page.locator("article :is(.cell_input, .pf-math)").locator("visible=true").count() == 0
    for label in ("question", "predict", "play"):
        assert page.locator(f"section#{label}").is_visible()
    assert not page.locator("section#story").is_visible()
    assert page.locator("pathfinders-lab").locator("visible=true").count() == 2
    page.get_by_role("button", name="Everything").click()
    assert page.locator("section#story").is_visible()
    assert page.evaluate(CLOSED) == 0


def test_a_link_into_a_part_that_is_left_out_shows_it(visit):
    page = visit(CHAPTER)
    page.get_by_role("button", name="15 minutes").click()
    page.evaluate("location.hash = '#voices'")
    page.locator("section#voices").wait_for()


def test_a_word_tells_its_meaning_on_hover_and_focus_and_escape_closes_it(visit):
    page = visit(CHAPTER)
    word = page.locator("a.pf-word").first
    meaning = page.locator(f"#{word.get_attribute('aria-describedby')}")
    assert not meaning.is_visible()
    word.hover()
    meaning.wait_for()
    page.keyboard.press("Escape")
    meaning.wait_for(state="hidden")
    page.mouse.move(0, 0)
    word.focus()
    meaning.wait_for()
    assert len(meaning.inner_text()) > 20


def test_a_first_tap_tells_the_meaning_and_a_second_follows_the_link(visit):
    page = visit(CHAPTER, 390, has_touch=True)
    word = page.locator("a.pf-word").first
    meaning = page.locator(f"#{word.get_attribute('aria-describedby')}")
    word.tap()
    meaning.wait_for()
    box = meaning.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    word.tap()
    page.wait_for_url("**/glossary.html#*")


def test_on_a_phone_the_list_of_pages_opens_and_closes_with_the_keyboard(visit):
    page = visit(CHAPTER, 390)
    glossary = page.locator(".sidebar-drawer").get_by_role("link", name="Glossary")
    assert not glossary.is_visible()
    page.get_by_role("button", name="All pages").press("Enter")
    glossary.wait_for()
    page.keyboard.press("Escape")
    glossary.wait_for(state="hidden")


@pytest.mark.parametrize("width", [320, 700, 1024, 1440])
def test_the_chapter_fits_screens_between(visit, width):
    page = visit(CHAPTER, width)
    awake(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_curves_and_formulas_are_seen_on_their_paper(visit, scheme):
    """Trimmed styles once made a curve invisible while axe stayed green: compare what is computed."""
    page = visit(CHAPTER, scheme=scheme)
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    strokes = page.locator("svg.pf-drawing path").evaluate_all(
        "all => all.map(node => getComputedStyle(node).stroke).filter(stroke => stroke !== 'none')"
    )
    assert strokes and paper not in strokes
    curves = awake(page).locator("svg path.curve").evaluate_all(
        "all => all.map(node => [getComputedStyle(node).stroke, node.getBoundingClientRect().height])"
    )
    assert all(stroke not in ("none", paper) for stroke, _ in curves)
    assert any(height > 5 for _, height in curves)


def test_a_formula_is_not_clipped(visit):
    page = visit(CHAPTER)
    page.get_by_role("button", name="Everything").click()
    formulas = page.locator(".pf-math")
    assert formulas.count() > 0
    clipped = formulas.evaluate_all(
        "all => all.filter(node => node.scrollHeight > node.clientHeight || !node.querySelector('math'))"
        ".map(node => node.textContent)"
    )
    assert clipped == []


def test_the_reader_can_choose_dark_and_the_figures_follow(visit):
    page = visit(CHAPTER)
    ink = "getComputedStyle(document.querySelector('svg.pf-drawing text')).fill"
    before = page.evaluate(f"[getComputedStyle(document.body).backgroundColor, {ink}]")
    toggle = page.locator(".theme-toggle:visible").first
    while page.evaluate("document.body.dataset.theme") != "dark":
        toggle.click()
    after = page.evaluate(f"[getComputedStyle(document.body).backgroundColor, {ink}]")
    assert all(one != other for one, other in zip(before, after, strict=True))


def test_a_printed_page_has_no_controls_and_opens_its_folds(visit):
    page = visit(CHAPTER)
    page.emulate_media(media="print")
    for part in (".sidebar-drawer", ".toc-drawer", ".pf-lengths", ".theme-toggle"):
        assert page.locator(part).locator("visible=true").count() == 0, part
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(CLOSED) == 0


def test_search_finds_a_word_of_the_chapter(visit):
    page = visit("search.html?q=oscillation")
    found = page.locator("#search-results li > a")
    found.first.wait_for()
    names = found.all_inner_texts()
    assert "Two rubber bands" in names and len(names) == len(set(names))


def test_the_lab_is_loaded_only_where_there_is_one(book):
    loads = {name: [a.get("src", "") for a in elements(book / name).all("script")] for name in PAGES}
    with_lab = [name for name, scripts in loads.items() if any("lab.js" in src for src in scripts)]
    assert set(with_lab) == {"index.html", CHAPTER, *(f"models/{slug}.html" for slug in slugs())}
    assert any("model-two_bands.js" in src for src in loads[CHAPTER])
    assert any("structure-two_bands.js" in src for src in loads[CHAPTER])


def test_no_byte_of_the_site_gives_an_answer_or_a_hidden_check_away(root, book):
    hidden = [line for path in (root / "exercises").glob("*.md") for line in secrets(read_exercise(path))]
    assert len(hidden) > 20
    for path in filter(Path.is_file, book.rglob("*")):
        text = path.read_bytes().decode("utf-8", errors="replace")
        forms = (text, html.unescape(text), html.unescape(re.sub(r"<[^>]*>", "", text)))
        told = [line for line in hidden for form in forms if line in form or json.dumps(line)[1:-1] in form]
        assert told == [], path.name


def test_no_source_of_a_page_and_no_widget_state_is_published(book):
    assert not (book / "_sources").exists()
    for path in book.rglob("*.html"):
        assert "vnd.jupyter.widget" not in path.read_text(encoding="utf-8")


def test_the_style_sheet_and_the_palette_come_from_one_place(book):
    from pathfinders.figure import palette

    sheet = Path(book / "_static" / "palette.css").read_text(encoding="utf-8")
    for colours in (palette.LIGHT, palette.DARK):
        assert palette.css_variables(colours) in sheet
