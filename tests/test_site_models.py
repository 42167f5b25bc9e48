"""Every model has a page that tells all there is to tell about it, and follows when the model changes."""

import html
import re

import pytest

from pathfinders.engine import compile_model
from pathfinders.engine.command import as_csv
from pathfinders.engine.xmile import xmile
from pathfinders.figure.loops import loop_diagram
from pathfinders.figure.stockflow import stock_diagram
from pathfinders.model import load_card, read, read_text, slugs
from pathfinders.site import formula
from pathfinders.site.build import build_book
from pathfinders.site.chapter import read_chapter, typeset
from pathfinders.structure import explain
from tests.engine_zoo import ZOO, mdl
from tests.test_site_problems import FRONT, PARTED

CHAPTER = "05-two-rubber-bands"
TOC = """format: jb-book
root: index
chapters:
  - file: page
  - file: models
    sections:
      - glob: models/*
"""
INDEX = "---\ndescription: All models.\n---\n# Models\n\n```{model-index}\n```\n"


def shown(path):
    """The text of a page, as it is read."""
    text = re.sub(r"<(script|style|head)\b.*?</\1>", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).split())


@pytest.fixture(scope="module", params=slugs())
def page(request, book):
    """(slug, text, markup) of a model's page."""
    path = book / "models" / f"{request.param}.html"
    return request.param, shown(path), path.read_text(encoding="utf-8")


def test_a_page_tells_what_the_card_says_and_every_claim(page):
    slug, text, _ = page
    card = load_card(slug)
    said = [card.title, card.description, card.question, card.leaves_out, card.tuned, *card.sources]
    lost = [part for part in [*said, *(claim.says for claim in card.claims)]
            if " ".join(typeset(part).split()) not in text]
    assert lost == [] and "not measured yet" not in text


def test_a_page_tells_every_variable_its_equation_twice_and_its_meaning(page):
    slug, text, markup = page
    model = read(slug)
    for item in model.variables:
        assert typeset(" ".join(item.doc.split())) in text, item.name
        if item.kind != "constant":
            assert f"{item.name} = {' '.join(item.equation.split())}" in text, item.name
    moving = [item for item in model.variables if item.kind != "constant"]
    assert markup.count("<math") == len(moving) + len(model.stocks)


def test_a_name_in_mathematics_is_an_identifier_so_that_signs_beside_it_keep_their_space(page):
    texts = [html.unescape(text) for text in re.findall(r"<mtext>([^<]*)</mtext>", page[2])]
    assert all(text[0].isspace() or text[-1].isspace() for text in texts), texts


def test_a_page_draws_the_loops_and_the_stocks_with_words_for_both(page):
    slug, _, markup = page
    for draw in (loop_diagram, stock_diagram):
        assert draw(explain(read(slug))) in markup


def test_a_page_tells_every_loop_with_its_path_kind_and_share(page):
    slug, text, markup = page
    found = explain(read(slug))
    for row, loop in enumerate(found.loops):
        share = f"{100 * found.dominance.mean[row]:.0f}\N{NO-BREAK SPACE}%"
        told = typeset(" ".join([*filter(None, [loop.name]), loop.path])).replace(" ", "")
        assert told in text.replace(" ", "")
        cells = re.search(rf'id="loop-{row + 1}".*?</tr>', markup, re.DOTALL)[0]
        assert f"<strong>{loop.polarity}</strong>" in cells and share in cells


def test_the_downloads_are_the_model_itself(page, book):
    slug, _, markup = page
    model = read(slug)
    wanted = {"mdl": model.text, "xmile": xmile(model), "csv": as_csv(compile_model(model).run())}
    for suffix, text in wanted.items():
        assert f'href="{slug}.{suffix}" download' in markup
        assert (book / "models" / f"{slug}.{suffix}").read_bytes() == text.encode()


def test_the_index_has_every_model_and_every_loop_that_has_a_name(book):
    text, markup = shown(book / "models.html"), (book / "models.html").read_text(encoding="utf-8")
    for slug in slugs():
        assert typeset(load_card(slug).question) in text and f'href="models/{slug}.html"' in markup
        for number, loop in enumerate(explain(read(slug)).loops, 1):
            assert (f'href="models/{slug}.html#loop-{number}"' in markup) == bool(loop.name)


def test_a_chapter_and_its_models_lead_to_one_another(root, book):
    chapter = (book / f"{CHAPTER}.html").read_text(encoding="utf-8")
    for slug in read_chapter(root / "book" / f"{CHAPTER}.md").meta["models"]:
        assert f'href="models/{slug}.html"' in chapter.split('class="pf-foot')[1]
        assert f'href="../{CHAPTER}.html"' in (book / "models" / f"{slug}.html").read_text(encoding="utf-8")


def test_a_changed_model_changes_its_page_and_one_that_is_gone_has_none(toy):
    (toy / "book" / "_toc.yml").write_text(TOC, encoding="utf-8")
    (toy / "book" / "models.md").write_text(INDEX, encoding="utf-8")
    old, pages = toy / "models" / "two_bands_pure.mdl", toy / "_build" / "html" / "models"
    other = old.with_name("other.mdl")
    other.write_bytes(old.read_bytes())
    other.with_suffix(".yaml").write_bytes(old.with_suffix(".yaml").read_bytes())
    assert build_book(toy) == []
    assert "move time = 4" not in (pages / "other.mdl").read_text(encoding="utf-8")
    assert {path.name for path in pages.glob("*.html")} == {"other.html", "two_bands_pure.html"}
    for path in (other, other.with_suffix(".yaml")):
        path.unlink()
    text = old.read_text(encoding="utf-8")
    old.write_text(text.replace("Position = INTEG(movement", "Position = INTEG(2*movement"), encoding="utf-8")
    assert "INTEG(2*movement" not in shown(pages / "two_bands_pure.html")
    assert build_book(toy) == []
    assert "INTEG(2*movement" in shown(pages / "two_bands_pure.html")
    assert sorted(path.name for path in pages.glob("other*")) == []


def test_a_chapter_that_takes_up_a_model_or_drops_it_changes_the_pages_of_models(toy):
    book, html = toy / "book", toy / "_build" / "html"
    toc = TOC.replace("- file: page", "- file: page\n  - file: 07-toy")
    (book / "_toc.yml").write_text(toc, encoding="utf-8")
    (book / "models.md").write_text(INDEX, encoding="utf-8")
    (book / "passages.yaml").write_text("F11: {gist: A gist.}\n", encoding="utf-8")
    seen = []
    for models, title in (("[two_bands_pure]", "First"), ("[two_bands_pure]", "Second"), ("[]", "Second")):
        front = FRONT.replace("models: [two_bands]", f"models: {models}")
        (book / "07-toy.md").write_text(front + PARTED.replace("# Title", f"# {title}"), encoding="utf-8")
        assert build_book(toy) == []
        pages = [html / name for name in ("models/two_bands_pure.html", "models.html")]
        articles = [page.read_text(encoding="utf-8").split("<article")[1] for page in pages]
        articles = [article.split("</article>")[0] for article in articles]
        seen.append([re.findall(r'07-toy\.html">([^<]*)</a>', article) for article in articles])
    assert seen == [[["First"], ["First"]], [["Second"], ["Second"]], [[], []]]


def test_mathematics_keeps_the_order_of_the_equation():
    model = read_text(mdl("""
        a = 3 [0,5,1]
        b = 2 [0,5,1]
        sums = a-(b-a)
        products = -a*(b+a)/b^(a-1)
        choice = IF THEN ELSE(a<=b, SQRT(a), ABS(b))
    """), "order")
    a, b = r"\text{a}", r"\text{b}"
    told = {name: formula.equation(model[name]).split(" = ", 1)[1].split(r" \quad")[0] for name in
            ("sums", "products", "choice")}
    assert told["sums"] == rf"{a} - \left({b} - {a}\right)"
    assert told["products"] == rf"\frac{{{{-{a}}} \cdot \left({b} + {a}\right)}}{{{{{b}}}^{{{a} - 1}}}}"
    cases = rf"\sqrt{{{a}}} & \text{{if }} {a} \le {b} \\ \left|{b}\right| & \text{{otherwise}}"
    assert told["choice"] == rf"\begin{{cases}} {cases} \end{{cases}}"


@pytest.mark.parametrize("name", ZOO)
def test_every_equation_of_the_zoo_can_be_set_and_no_name_becomes_a_command(name):
    from latex2mathml.converter import convert

    model = read_text(ZOO[name], name)
    for item in model.variables:
        assert "<math" in convert(formula.equation(item, "month"))
    assert formula.word(r"50% of \input{x}_$y$") == r"\text{50 of input x y}"


def test_units_are_set_as_powers():
    assert formula.unit("person/month^2") == r"\left[\text{month}^{-2} \text{person}\right]"
    assert formula.unit("1") == r"\left[1\right]"
