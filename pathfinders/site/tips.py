"""A word's meaning where the word stands: shown on hover, on focus, on a tap."""

import html

from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from pathfinders.site.chapter import read_chapter, typeset

LOGGER = logging.getLogger(__name__)


class Tip(nodes.Inline, nodes.TextElement):
    """A link (``refuri``) with a sentence (``tip``) that describes it."""


class Passage(SphinxRole):
    """``{passage}`F11```: a link to the passage in the chapter's list of sources."""

    def run(self):
        passages = read_chapter(self.env.doc2path(self.env.docname)).meta.get("passages") or {}
        if self.text not in passages:
            LOGGER.warning("passage %r is not in the front matter's passages: %s", self.text,
                           ", ".join(passages) or "none", location=self.get_location(), type="pathfinders")
        tip = f"Source, passage {self.text}: {typeset(passages.get(self.text, ''))}"
        target = f"#passage-{self.text.lower()}"
        return [Tip("", self.text, refuri=target, tip=tip, classes=["pf-passage"])], []


def setup(app):
    app.add_role("passage", Passage())
    app.add_node(Tip, html=(visit_tip, depart_tip))
    app.connect("env-updated", note_definitions)
    app.connect("doctree-resolved", add_tips)


def definitions(env):
    """Mapping (docname, anchor) -> first paragraph of each entry of the glossaries."""
    pages = {page for (kind, _), (page, _) in env.get_domain("std").objects.items() if kind == "term"}
    found = {}
    for page in pages:
        for glossary in env.get_doctree(page).findall(addnodes.glossary):
            for item in glossary.findall(nodes.definition_list_item):
                text = next((p.astext() for p in item.findall(nodes.paragraph)), "")
                names = [name for term in item.findall(nodes.term) for name in term["ids"]]
                found |= {(page, name): " ".join(text.split()) for name in names}
    return found


def note_definitions(app, env):
    """Pages copy definitions from the glossary; when one changes, all pages are written again."""
    before, env.pathfinders_terms = getattr(env, "pathfinders_terms", None), definitions(env)
    return sorted(env.found_docs) if before != env.pathfinders_terms else []


def add_tips(app, doctree, docname):
    """Turn each link to a term of the glossary into a Tip."""
    # The search would list each entry of an index, and so "Glossary" four times for a word.
    for entry in list(doctree.findall(addnodes.index)):
        entry.parent.remove(entry)
    for link in list(doctree.findall(nodes.reference)):
        if not any("std-term" in node["classes"] for node in link.findall(nodes.inline)):
            continue
        page, _, anchor = link.get("refuri", f"#{link.get('refid', '')}").partition("#")
        name = page.removesuffix(".html") or docname
        if text := app.env.pathfinders_terms.get((name, anchor)):
            target = f"{page}#{anchor}"
            link.replace_self(Tip("", link.astext(), refuri=target, tip=text, classes=["pf-word"]))


def visit_tip(translator, node):
    """Open the link; its description follows it, hidden until it is asked for."""
    translator.pf_tips = getattr(translator, "pf_tips", 0) + 1
    classes, target = " ".join(node["classes"]), html.escape(node["refuri"])
    name = f"tip-{translator.pf_tips}"
    translator.body.append(
        f'<span class="pf-tip"><a class="{classes}" href="{target}" aria-describedby="{name}">'
    )


def depart_tip(translator, node):
    name, text = f"tip-{translator.pf_tips}", html.escape(node["tip"])
    translator.body.append(f'</a><span role="tooltip" class="pf-tip-text" id="{name}">{text}</span></span>')
