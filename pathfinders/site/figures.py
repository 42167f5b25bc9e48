"""Every picture of a page has words: those of the run where the cell says them, else the author's."""

import html
import re

from docutils import nodes
from sphinx.util import logging

from pathfinders.site.chapter import read_chapter

LOGGER = logging.getLogger(__name__)
WORDS = re.compile(r'<p[^>]*class="[^"]*\bpathfinders-words\b[^"]*"[^>]*>(.*?)</p>', re.DOTALL)


def setup(app):
    app.connect("doctree-read", say_figures)


def say_figures(app, doctree):
    """Set the alt text of each image a cell draws; warn of an image that nobody described."""
    chapter = read_chapter(app.env.doc2path(app.env.docname))
    cells = {cell.line: cell for cell in chapter.cells}
    for cell in doctree.findall(_is_cell):
        written = cells.get(cell.line)
        _say_cell(cell, [written.options["alt"]] if written and "alt" in written.options else [])
    for image in doctree.findall(nodes.image):
        if not image.get("alt", "").strip():
            LOGGER.warning("a picture without words: end its cell with describe(…) or give it ':alt:'",
                           location=image, type="pathfinders", subtype="alt")


def _is_cell(node):
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def _say_cell(cell, written):
    """Words of the same cell first: they are computed from the run, and so cannot go stale."""
    raw = "".join(node.astext() for node in cell.findall(nodes.raw))
    words = [" ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).split()) for text in WORDS.findall(raw)]
    images = list(cell.findall(nodes.image))
    for image, text in zip(images, words or written * len(images), strict=False):
        image["alt"] = text
