"""What stands around a page's text: description, the lab's scripts, the cover's frame."""

import html
import re
from pathlib import Path

from pathfinders.site.chapter import read_chapter

LAB = re.compile(r'<pathfinders-lab\b[^>]*\bmodel="([\w-]+)"')
PLAYS = re.compile(r"<pathfinders-(?:lab|scene)\b")


def setup(app):
    app.connect("html-page-context", frame)


def frame(app, pagename, templatename, context, doctree):
    """Complete a page's context; returns the cover's template for a page with ``layout: cover``."""
    if doctree is None:
        context["metatags"] = context.get("metatags", "") + _description("Search the workbook.")
        return None
    meta = read_chapter(app.env.doc2path(pagename)).meta
    context["metatags"] = context.get("metatags", "") + _description(meta.get("description", ""))
    _add_scripts(app, context.get("body", ""))
    return "cover.html" if meta.get("layout") == "cover" else None


def _description(text):
    return f'\n    <meta name="description" content="{html.escape(text)}">'


def _add_scripts(app, body):
    """Only pages with a lab or a scene load the front end, and of the models only those they show."""
    if not PLAYS.search(body):
        return
    from pathfinders import lab

    scripts = {"lab.js": lab.page_script()}
    scripts |= {f"model-{slug}.js": lab.model_script(slug) for slug in sorted(set(LAB.findall(body)))}
    for name, text in scripts.items():
        path = Path(app.outdir) / "_static" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        app.add_js_file(name, loading_method="defer")
