"""What stands around a page's text: description, the lab's scripts, the cover's frame."""

import html
from pathlib import Path

from pathfinders.figure import palette
from pathfinders.site.chapter import read_chapter


def setup(app):
    app.connect("builder-inited", write_palette)
    app.connect("html-page-context", frame)


def write_palette(app):
    """The palette of figures and labs as the page's custom properties, for light and for dark."""
    light, dark = (palette.css_variables(colours) for colours in (palette.LIGHT, palette.DARK))
    sheet = (
        f"body{{{light}}}\n@media not print{{body[data-theme=dark]{{{dark}}}\n"
        f"@media (prefers-color-scheme:dark){{body:not([data-theme=light]){{{dark}}}}}}}\n"
    )
    path = Path(app.outdir) / "_static" / "palette.css"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(sheet, encoding="utf-8")
    app.add_css_file("palette.css", priority=700)


def frame(app, pagename, templatename, context, doctree):
    """Complete a page's context; returns the cover's template for a page with ``layout: cover``."""
    context["css_files"] = [sheet for sheet in context["css_files"] if "mystnb." not in str(sheet.filename)]
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
    """Only pages with a lab or a scene load the front end, and only what they show of models and scenes."""
    from pathfinders import lab

    for name, text in lab.scripts(body).items():
        path = Path(app.outdir) / "_static" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        app.add_js_file(name, loading_method="defer")
