"""Every picture of a page has words: those of the run where the cell says them, else the author's."""

import html
import re
from pathlib import Path

from docutils import nodes
from sphinx.util import logging

from pathfinders.site.chapter import read_chapter
from pathfinders.site.drawing import inline

LOGGER = logging.getLogger(__name__)
WORDS = re.compile(r'<p[^>]*class="[^"]*\bpathfinders-words\b[^"]*"[^>]*>(.*?)</p>', re.DOTALL)


def setup(app):
    # Before Sphinx collects images: a drawing which stands in the page is not published as a file too.
    app.connect("doctree-read", say_figures, priority=100)


def say_figures(app, doctree):
    """Set the alt text of each image a cell draws; warn of an image that nobody described."""
    chapter = read_chapter(app.env.doc2path(app.env.docname))
    cells = {cell.line: cell for cell in chapter.cells}
    for cell in doctree.findall(_is_cell):
        written = cells.get(cell.line)
        _say_cell(cell, [written.options["alt"]] if written and "alt" in written.options else [])
    for image in list(doctree.findall(nodes.image)):
        if not image.get("alt", "").strip():
            LOGGER.warning("a picture without words: end its cell with describe(…) or give it ':alt:'",
                           location=image, type="pathfinders", subtype="alt")
        elif image["uri"].endswith(".svg"):
            _draw(app.env, image)


def _draw(env, image):
    """Put an SVG file into the page itself."""
    folder = Path(env.srcdir) if image["uri"].startswith("/") else Path(env.doc2path(env.docname)).parent
    path = folder / image["uri"].lstrip("/")
    if path.is_file():
        env.note_dependency(str(path))
        drawing = inline(path.read_text(encoding="utf-8"), image["alt"])
        image.replace_self(nodes.raw("", drawing, format="html"))


def _is_cell(node):
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def _say_cell(cell, written):
    """Words of the same cell first: they are computed from the run, and so cannot go stale."""
    said = [html.unescape(re.sub(r"<[^>]+>", "", text)) for text in WORDS.findall(_raw(cell))]
    words = [" ".join(text.split()) for text in said]
    images = list(cell.findall(nodes.image))
    for image, text in zip(images, words or written * len(images), strict=False):
        image["alt"] = text
    _put_words_below(cell)


def _put_words_below(cell):
    """IPython shows a cell's last value before its drawing; on the page the caption stands under it."""
    for output in cell.findall(nodes.container):
        if output.get("nb_element") == "cell_code_output":
            said = [node for node in output.children if WORDS.search(_raw(node))]
            output[:] = [node for node in output.children if node not in said] + said


def _raw(node):
    return "".join(raw.astext() for raw in node.findall(nodes.raw))
