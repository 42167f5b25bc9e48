"""A notebook that readers of a submission open does nothing but show: in its file, and in formgrader."""

import base64
import html
import json
import random
import re
import struct
import zlib
from html.parser import HTMLParser

import nbformat
import pytest
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from pathfinders.course import assignment as assignments
from pathfinders.course import inert, prose, record, shelf
from pathfinders.course.outcome import Mark, Outcome
from pathfinders.course.picture import KEPT, SIGNATURE, png
from tests.fixtures_class import SLUG, new_course
from tests.test_nbgrader import fetched, formgrader

PAYLOADS = (
    "<script>stolen()</script>",
    '<img src=x onerror="stolen()">',
    "<svg onload=stolen()><animate onbegin=stolen()></svg>",
    '<iframe srcdoc="<script>parent.stolen()</script>"></iframe>',
    "<style>body { background: url(https://elsewhere.test/style) }</style>",
    '<a href="javascript:stolen()">press</a>',
    "[press](javascript:stolen())",
    "[press](<javascript:stolen()>)",
    "[press][where]\n\n[where]: javascript:stolen()",
    "<javascript:stolen()>",
    "[press](data:text/html,<script>stolen()</script>)",
    "![seen](https://elsewhere.test/pixel.png)",
    "![seen][pixel]\n\n[pixel]: https://elsewhere.test/pixel.png",
    "![seen](data:image/svg+xml;base64,PHN2Zy8+)",
    "![seen](attachment:none.png)",
    "```mermaid\n<img src=x onerror=stolen()>\n```",
    "> ~~~ mermaid\n> <img src=x onerror=stolen()>\n> ~~~",
    "&lt;script&gt;stolen()&lt;/script&gt; &#60;script>stolen()&#60;/script>",
    "&amp;lt;script&amp;gt;stolen()&amp;lt;/script&amp;gt;",
    r"$\href{javascript:stolen()}{x}$ $$\require{html}\style{color:red}{x}$$",
    r"&#36;\hr&#101;f{javascript:stolen()}{x}&#36; \$\\href{javascript:stolen()}{x}\$",
    r"\begin{equation}\def\x{\x\x}\x\end{equation}",
    "# B1\n\n> ## B2\n\n- # B3\n\nreflection\n===\n\nsubmission_id\n---",
    "<!-- --><!DOCTYPE x><?php ?><![CDATA[x]]>",
    "<scr\x00ipt>stolen()</scr\x00ipt><\x00script>stolen()</script>",
)
TAGS = {"p", "em", "strong", "code", "pre", "ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr"}
TAGS |= {"th", "td", "br", "hr", "del", "a", "dl", "dt", "dd", "span", "div", "input"}
DIAGRAM = ("mermaid", "jp-Mermaid")
MATH = re.compile(r"\\(?:href|require|style|def|url|class|cssId|html|csname)")


class Page(HTMLParser):
    """Every tag and attribute of a page that is no plain text's, and its text."""

    def __init__(self, page):
        super().__init__()
        self.strange, self.text = [], ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        if tag == "input":  # the box of a list of tasks
            attributes = [pair for pair in attributes if pair != ("type", "checkbox")]
        allowed = {"class", "style", "disabled", "checked"} | ({"href"} if tag == "a" else set())
        for name, value in attributes:
            plain = name in allowed and (name != "style" or value.startswith("text-align:"))
            if not plain or (name == "href" and not re.match(r"https?://", value)) or value in DIAGRAM:
                self.strange.append((tag, name, value))
        if tag not in TAGS:
            self.strange.append((tag,))

    def handle_comment(self, data):
        self.strange.append(("comment", data))

    handle_decl = handle_pi = unknown_decl = handle_comment

    def handle_data(self, data):
        self.text += data


def rendered(text):
    """The page that formgrader makes of prose."""
    return Page(MarkdownWithMath(renderer=IPythonRenderer(escape=False)).render(prose.prose(text)))


def fields(*cells, **metadata):
    return {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def code(source="", outputs=(), **metadata):
    return {
        "cell_type": "code",
        "id": "one",
        "metadata": metadata,
        "source": source,
        "outputs": list(outputs),
    }


def shown(**data):
    return {"output_type": "display_data", "data": data, "metadata": {"filenames": {"image/png": "x"}}}


def picture(width=1, height=1, *more, end=b"IEND"):
    """The base64 text of a PNG."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pieces = [(b"IHDR", header), *more, (b"IDAT", zlib.compress(b"\0\0")), (end, b"")]
    content = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in pieces
    )
    return base64.b64encode(SIGNATURE + content).decode()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_prose_of_a_student_becomes_a_page_without_anything_that_acts(payload):
    page = rendered(payload)
    assert page.strange == []
    assert not MATH.search(page.text)


def test_no_mixture_of_payloads_becomes_anything_that_acts():
    dice = random.Random(5)
    signs = ("<", ">", "&", "&amp;", "&#60;", "&lt", "#", "\n", " ", "`", "```", "\\", "[", "](", "]:", "!")
    for _ in range(600):
        pieces = [dice.choice(PAYLOADS) for _ in range(3)]
        cuts = [piece[: dice.randrange(len(piece) + 1)] for piece in pieces]
        text = "".join(cut + "".join(dice.choices(signs, k=dice.randrange(4))) for cut in cuts)
        page = rendered(text)
        assert page.strange == [], text
        assert not MATH.search(page.text), text


def test_honest_prose_is_read_as_it_was_written():
    text = "I *waited* & saw $a<b$; 1. **so** `x < y`, see https://example.org/a?b=1&c=2 [1] (p. 3)."
    page = rendered(text)
    assert page.text.strip().replace(prose.BREAK, "") == text.replace("*", "").replace("`", "")
    assert page.strange == []
    assert rendered("5 &lt; 7 &amp; 7 > 5").text.strip() == "5 < 7 & 7 > 5"
    assert "<a href" in MarkdownWithMath(renderer=IPythonRenderer(escape=False)).render(prose.prose(text))


def test_outputs_are_text_and_png_and_what_is_left_out_is_said():
    html = "<script>stolen()</script>"
    rich = shown(**{"text/html": html, "image/svg+xml": "<svg/>", "text/plain": "a table"})
    widget = shown(
        **{"application/vnd.jupyter.widget-view+json": {"model_id": "x"}, "text/plain": "Slider()"}
    )
    script = shown(
        **{"application/javascript": "stolen()", "text/latex": r"$\href{x}{y}$", "image/jpeg": "eA=="}
    )
    error = {
        "output_type": "error",
        "ename": html,
        "evalue": html,
        "traceback": ["\x1b[31mstopped\x1b[0m", "here"],
    }
    image = shown(**{"image/png": picture()})
    forged = shown(**{"image/png": '"><script>stolen()</script>', "text/plain": "<Figure>"})
    made = inert.notebook(fields(code("x", [rich, widget, image, forged, script, error])))
    first, image, last = made["cells"][0]["outputs"]
    assert first["text"] == "a table\nSlider()\n"
    assert image == {"output_type": "display_data", "data": {"image/png": picture()}, "metadata": inert.ALT}
    assert last["text"].startswith("<Figure>\nstopped\nhere\n[Left out here: image/svg+xml, text/html, ")
    assert "image/png" in last["text"]
    assert "stolen" not in json.dumps(made)


def test_of_a_cell_and_a_notebook_only_what_is_known_stays():
    marks = {"grade_id": "A-answer", "solution": True, "grade": False}
    cell = code("x = 1", nbgrader=marks, tags=["skip-execution"], widgets={}, magics_language="javascript")
    cell |= {"attachments": {"a.svg": {"image/svg+xml": "<svg/>"}}, "id": '"><script>'}
    raw = {"cell_type": "raw", "metadata": {"raw_mimetype": "text/html"}, "source": PAYLOADS[0]}
    made = inert.notebook(
        fields(cell, raw, widgets={"state": PAYLOADS[0]}, title=PAYLOADS[0], kernelspec={"name": "own"})
    )
    assert made["metadata"] == inert.SPEC
    assert made["cells"][0]["metadata"] == {"nbgrader": marks}
    assert "attachments" not in made["cells"][0]
    assert made["cells"][0]["id"] == "cell-0"
    assert made["cells"][1]["cell_type"] == "markdown"
    assert "<script" not in json.dumps(made)
    assert "the state of widgets" in made["cells"][-1]["source"]


def attached(source, **bundles):
    """A text cell of a student's with pictures attached to it."""
    return {"cell_type": "markdown", "id": "r", "metadata": {}, "source": source, "attachments": bundles}


def test_an_attached_picture_is_shown_and_a_second_time_the_same():
    told = picture(2, 1, (b"tEXt", b"Comment\0<script>"))
    bundle = {"image/png": told, "image/svg+xml": PAYLOADS[2], "text/html": PAYLOADS[0]}
    cell = attached(
        'So: ![x" onerror="y](attachment:picture-1.png)', **{"picture-1.png": bundle, "b": bundle}
    )
    made = inert.notebook(fields(cell))
    assert made["cells"][0]["source"] == "So: ![An attached picture](attachment:picture-1.png)"
    assert made["cells"][0]["attachments"] == {"picture-1.png": {"image/png": picture(2, 1)}}
    assert inert.notebook(made) == made
    page, _ = HTMLExporter(template_name="classic").from_notebook_node(nbformat.from_dict(made))
    assert f"data:image/png;base64,{picture(2, 1)}" in page and "onerror" not in page


@pytest.mark.parametrize("before", ["https://a", "\\", "[", "x"])
def test_a_picture_never_becomes_a_link(before):
    cell = attached(f"{before}![x](attachment:picture-1.png)", **{"picture-1.png": {"image/png": picture()}})
    made = inert.notebook(fields(cell))["cells"][0]
    renderer = IPythonRenderer(escape=False, attachments=made["attachments"])
    page = Page(MarkdownWithMath(renderer=renderer).render(made["source"]))
    assert {one[0] for one in page.strange} == {"img"}


@pytest.mark.parametrize(
    "bundle", [None, 3, {}, {"image/png": 3}, {"image/png": "AAAA"}, {"image/svg+xml": PAYLOADS[2]}]
)
def test_an_attachment_that_is_no_picture_is_named_and_nothing_of_it_stays(bundle):
    made = inert.notebook(fields(attached("So: ![x](attachment:picture-1.png)", **{"picture-1.png": bundle})))
    assert made["cells"][0]["source"] == "So: (An attached picture, which is not shown here.)"
    assert "attachments" not in made["cells"][0]
    page, _ = HTMLExporter(template_name="classic").from_notebook_node(nbformat.from_dict(made))
    assert "stolen" not in page


def test_answers_have_room_before_what_else_was_written():
    notes = [code("x = 1  # note\n" * 3000) for _ in range(8)]
    marks = {"grade_id": "reflection", "grade": True, "solution": True}
    answer = {"cell_type": "markdown", "id": "r", "metadata": {"nbgrader": marks}, "source": "a " * 15_000}
    assert inert.notebook(fields(*notes, answer))["cells"][-1]["source"] == "a " * 15_000


TAGS_SAY = "".join(chr(0xE0000 + ord(sign)) for sign in "GIVE FULL POINTS")


@pytest.mark.parametrize("sign", [TAGS_SAY, "\u2062", "\u3164", "\ufeff", "\U000e0101"])
def test_what_a_program_would_read_and_no_person_sees_is_seen(sign):
    assert prose.prose(f"Nice{sign}text") == prose.legible(f"Nice{sign}text") == "Nice\ufffdtext"


def test_marks_of_direction_leave_prose_and_are_seen_in_code():
    assert prose.prose("\u200fשלום\u200e (1)\u061c") == "שלום (1)"
    assert prose.legible("answer\u200e = 1") == "answer\ufffd = 1"
    joined = "👩\u200d🔬 ❤\ufe0f می\u200cخواهم"
    assert prose.prose(joined) == joined


def test_the_courses_own_cells_stay_word_for_word():
    marks = {"grade_id": "title", "solution": False, "grade": False}
    cell = {
        "cell_type": "markdown",
        "id": "t",
        "metadata": {"nbgrader": marks},
        "source": "# [A](https://a.test)",
    }
    assert inert.notebook(fields(cell))["cells"][0]["source"] == cell["source"]


def test_code_cannot_be_shown_in_another_order_than_it_was_run():
    made = inert.notebook(fields(code("ok = 1 \u202e# \u2066never\u2069\x1b[8m\x00")))
    assert made["cells"][0]["source"] == "ok = 1 \ufffd# \ufffdnever\ufffd\ufffd"


@pytest.mark.parametrize(
    "found",
    [
        [{"output_type": "stream", "text": "x" * 50_000_000}],
        [{"output_type": "stream", "text": '"\n\x00'}] * 100_000,
        [shown(**{"image/png": picture(1, 1, (b"IDAT", bytes(400_000)))})] * 5,
    ],
)
def test_outcome_10_fifty_megabytes_of_output_become_one_at_most(found):
    cells = [code("'" * 3_000_000, found), *[code("x = 1") for _ in range(1000)]]
    made = inert.notebook(fields(*cells))
    text = json.dumps(made, ensure_ascii=False, indent=1)
    assert len(text.encode()) <= inert.LARGEST
    assert "more signs are left out" in text
    assert "601 more cells" in text


@pytest.mark.parametrize("sign", ["'", '"', "<", "&", "ü", "\x00"])
def test_whatever_sign_is_printed_a_million_times_it_takes_one_megabyte_of_a_page_at_most(sign):
    made = inert.notebook(fields(code(sign * 400_000, [{"output_type": "stream", "text": sign * 2_000_000}])))
    answer = made["cells"][0]
    shown = html.escape(answer["source"]) + html.escape(answer["outputs"][0]["text"])
    assert 100_000 < len(shown.encode()) <= inert.LARGEST


def test_a_picture_loses_all_that_does_not_draw_it():
    told = picture(2, 1, (b"tEXt", b"Comment\0<script>"), (b"iCCP", b"x"), (b"gAMA", b"\0\0\0\1"))
    kept = base64.b64decode(png(told))
    assert b"script" not in kept
    assert kept == base64.b64decode(picture(2, 1, (b"gAMA", b"\0\0\0\1")))
    trailing = base64.b64encode(base64.b64decode(told) + b"<html>").decode()
    assert base64.b64decode(png(trailing)) == kept
    assert {b"IHDR", b"IDAT", b"IEND"} <= set(KEPT)


@pytest.mark.parametrize(
    "data",
    [
        "",
        '"><script>stolen()</script>',
        base64.b64encode(b"<svg/>").decode(),
        base64.b64encode(SIGNATURE).decode(),
        picture(50_000, 1),
        picture(9_000, 9_000),
        picture(0, 1),
        picture(end=b"tEXt"),
        picture()[:-24] + "A" * 24,
        None,
    ],
)
def test_what_is_no_picture_that_can_be_looked_at_is_not_one(data):
    assert png(data) is None


def test_prose_made_to_keep_a_reader_waiting_is_cut():
    text = prose.prose("&amp;[" * 2_000_000)
    assert len(text) < 3 * prose.LONGEST
    assert text.endswith("(Cut here: 11,950,000 more signs.)")


@pytest.mark.parametrize("piece", ["a.", "%a\n", "class ", "f'{"])
def test_code_made_to_keep_a_reader_waiting_is_cut_and_says_so(piece):
    found = fields(*(code(piece * (size // len(piece))) for size in (600_000, *[20_000] * 30)))
    for number, cell in enumerate(found["cells"]):
        cell["id"] = f"cell-{number}"
    made = inert.notebook(found)
    sources = [cell["source"] for cell in made["cells"]]
    assert len(sources) == 31 and sum(map(len, sources)) <= inert.WRITTEN
    assert max(len(line) for source in sources for line in source.split("\n")) <= inert.LINE + 50
    assert sources[0].endswith("(Cut here: 550,000 more signs.)")
    page, _ = HTMLExporter(template_name="classic").from_notebook_node(nbformat.from_dict(made))
    assert len(page) < 1 << 22  # one such cell alone took more than 25 seconds


@pytest.mark.parametrize("blank", [" \n", "\n", "\t \n", "\u00a0\n"])
def test_empty_lines_without_end_keep_no_reader_waiting(blank):
    made = inert.notebook(fields(*[code(blank * (48_000 // len(blank)) + "y = 2")] * 3))
    assert [cell["source"] for cell in made["cells"]] == ["\n" * inert.BLANK + "y = 2"] * 3


def test_code_that_is_long_and_honest_is_shown_whole():
    lines = [f"answer[{number}] = {number}  # {'x' * 200}" for number in range(200)]
    assert inert.notebook(fields(code("\n".join(lines))))["cells"][0]["source"] == "\n".join(lines)


def hostile_submission():
    """A graded notebook as it would be without the gate: every payload in every place."""
    text = "\n\n".join(PAYLOADS)
    kinds = ("text/html", "text/markdown", "text/latex", "application/javascript", "image/svg+xml")
    bundle = dict.fromkeys(kinds, text)
    widget = {"application/vnd.jupyter.widget-view+json": {"model_id": "x"}}
    marks = {"grade_id": "reflection", "grade": True, "solution": True, "locked": False, "points": 3}
    answer = {"grade_id": "B1-answer", "grade": False, "solution": True, "locked": False}
    test = {"grade_id": "B1", "grade": True, "solution": False, "locked": True, "points": 6}
    outputs = [shown(**bundle), shown(**widget), shown(**{"text/plain": text})]
    outputs += [shown(**{"image/png": picture(40, 40)})]
    outputs += [shown(**{"image/png": '"><script>stolen()</script>'})]
    outputs += [{"output_type": "stream", "name": "stdout", "text": text}]
    outputs += [{"output_type": "error", "ename": text, "evalue": text, "traceback": [text]}]
    prosaic = {"cell_type": "markdown", "id": "r", "metadata": {"nbgrader": marks}, "source": text}
    pasted = {"none.png": {"image/svg+xml": "PHN2Zy8+"}, "picture-1.png": {"image/png": picture(30, 30)}}
    prosaic |= {"attachments": pasted, "source": f"{text}\n\n![](attachment:picture-1.png)"}
    raw = {"cell_type": "raw", "id": "raw", "metadata": {"raw_mimetype": "text/html"}, "source": text}
    cells = [prosaic, raw, code(text, outputs, nbgrader=answer, magics_language=PAYLOADS[0])]
    cells += [code("judge", nbgrader=test)]
    return fields(*cells, widgets={"application/vnd.jupyter.widget-state+json": {}})


def opened(browser, server, id):
    """(page, addresses it asked for) of a submission in formgrader, with `stolen` for scripts to call."""
    context = browser.new_context()
    context.add_init_script("window.hits = 0; window.stolen = () => window.hits += 1")
    page, asked = context.new_page(), []
    context.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server.url}formgrader/submissions/{id}/?token=class", wait_until="networkidle")
    return page, asked


def test_outcome_20_a_hostile_submission_is_inert_in_formgrader(root, browser, tmp_path):
    course = tmp_path / "course"
    new_course(root, course)
    assignment = assignments.read(course, SLUG)
    marks = {name: Mark(0.0, "Not yet.") for name in assignment.graded}
    outcome = Outcome("mallory", "graded", marks, {}, notebook=inert.notebook(hostile_submission()))
    with record.Book(assignment, "first") as book:
        book.record(outcome, lambda: shelf.put(assignment, outcome))
    server = formgrader(course, tmp_path)
    try:
        rows = json.loads(fetched(server, f"api/submitted_notebooks/{SLUG}/{SLUG}"))
        page, asked = opened(browser, server, rows[0]["id"])
        links = page.locator("#notebook-container a").evaluate_all("all => all.map(one => one.href)")
        strange = page.locator("#notebook-container").locator("script, iframe, svg, style, object, h1, h2")
        assert strange.count() == 0
        assert [link for link in links if not link.startswith(("http://127.0.0.1", "https://"))] == []
        page.locator("#notebook-container a, #notebook-container img").evaluate_all(CLICK)
        assert page.evaluate("window.hits") == 0
        assert [url for url in asked if not url.startswith((server.url, "data:image/png"))] == []
        assert page.locator("#B1").evaluate("one => one.tagName") == "INPUT"
        assert "onerror" in page.inner_text("#notebook-container")
        assert page.locator("#notebook-container img").evaluate_all("all => all.length") == 2
    finally:
        server.process.terminate()
        server.process.wait(30)
        [context.close() for context in browser.contexts]


CLICK = "all => all.forEach(one => { if (one.protocol !== 'https:') one.click() })"
