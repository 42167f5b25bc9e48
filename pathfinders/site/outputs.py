"""What a cell's outputs become on a page that has no kernel, and what is said of a cell that failed."""

import re

from docutils import nodes
from sphinx.util import logging

from pathfinders.site.chapter import read_chapter

LOGGER = logging.getLogger(__name__)
WIDGET = "application/vnd.jupyter.widget-view+json"
SENTENCE = "Here the notebook draws controls that need Python: the notebook of this chapter moves them."
LAST_LINE = re.compile(r"\n(?P<error>\w[\w.]*(?:Error|Exception|Interrupt|Exit|Warning)\b.*)\s*$")


def setup(app):
    app.connect("doctree-read", replace_widgets)
    app.connect("env-updated", drop_widget_state)
    app.connect("env-updated", report_failures)


def replace_widgets(app, doctree):
    """A widget without HTML of its own would leave an empty place: say where it runs instead."""
    for bundle in list(doctree.findall(_is_bundle)):
        kinds = [child["mime_type"] for child in bundle.children]
        if WIDGET in kinds and "text/html" not in kinds:
            bundle.replace_self(nodes.paragraph("", SENTENCE, classes=["pf-kernel"]))


def drop_widget_state(app, env):
    """The saved state of widgets holds the lab's whole script once more, and nothing on the page reads it."""
    for data in getattr(env, "nb_metadata", {}).values():
        for name in [name for name in data.get("js_files", {}) if name.startswith("ipywidgets")]:
            del data["js_files"][name]
    return []


def report_failures(app, env):
    """One warning (an error, under -W) for each page with a cell that stopped: file, line, cell and error."""
    for docname, data in getattr(env, "nb_metadata", {}).items():
        traceback = (data.get("exec_data") or {}).get("traceback")
        if traceback:
            LOGGER.warning("%s", failure(read_chapter(env.doc2path(docname)), traceback),
                           type="pathfinders", subtype="cell")
    return []


def failure(chapter, traceback):
    """Sentence for a failed cell: the traceback quotes its source, which names the cell in the page."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", traceback)
    cell = next((c for c in chapter.cells if c.source and c.source.strip() in plain), None)
    place = f"{chapter.short}, line {cell.line}, cell {cell.label!r}" if cell else chapter.short
    error = (LAST_LINE.search(plain.rstrip()) or {"error": plain.strip().splitlines()[-1]})["error"]
    return f"{place}: {error.strip().rstrip('.')}; expected a cell that runs; mend it and build again."


def _is_bundle(node):
    return isinstance(node, nodes.container) and node.get("nb_element") == "mime_bundle"
