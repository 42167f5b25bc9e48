"""A page for every model, made at build: a stub in book/models for Sphinx, its contents, its downloads."""

import html
import json
from pathlib import Path

import yaml
from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from pathfinders.errors import PathfindersError
from pathfinders.site.chapter import read_chapter

LOGGER = logging.getLogger(__name__)
FOLDER = "models"
FORMATS = {"mdl": "the model for Vensim and PySD", "xmile": "the same for other programs",
           "csv": "its run as it is"}
STUB = """---
description: {description}
---
# {title}

```{{model-page}} {slug}
```
"""


def setup(app):
    app.add_directive("model-page", ModelPage)
    app.add_directive("model-index", ModelIndex)
    app.connect("env-get-outdated", outdated)
    app.connect("html-page-context", write_downloads)


def write_stubs(root):
    """Write book/models/<slug>.md for each model with a card, and remove those of models that are gone.

    Nothing is done where the book has no page ``models``. A stub is written only when it changes.
    """
    folder = root / "book" / FOLDER
    if not folder.with_suffix(".md").is_file():
        return
    folder.mkdir(exist_ok=True)
    wanted = {f"{slug}.md": _stub(root / FOLDER / f"{slug}.yaml") for slug in _slugs(root)}
    for path in folder.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")


def sweep(root):
    """Remove the pages and downloads of models that are gone."""
    kept = _slugs(root)
    for path in (root / "_build" / "html" / FOLDER).glob("*"):
        if path.is_file() and path.stem not in kept:
            path.unlink()


def _slugs(root):
    return sorted(path.stem for path in (root / FOLDER).glob("*.mdl") if path.with_suffix(".yaml").is_file())


def _stub(card):
    """The stub of a card; a card that cannot be read is told of by the directive, with its reason."""
    try:
        told = yaml.safe_load(card.read_text(encoding="utf-8"))
        title, description = (" ".join(str(told[key]).split()) for key in ("title", "description"))
    except (UnicodeDecodeError, yaml.YAMLError, TypeError, KeyError):
        title = description = card.stem
    return STUB.format(title=title, description=json.dumps(description, ensure_ascii=False), slug=card.stem)


class Told(SphinxDirective):
    """A directive whose contents are made of models; what is wrong with one stops the build in a sentence."""

    def run(self):
        try:
            return self.contents()
        except PathfindersError as error:
            LOGGER.warning("%s", error, location=self.get_location(), type="pathfinders")
            return []


class ModelPage(Told):
    """``{model-page} two_bands``: all that is known of a model."""

    required_arguments = 1

    def contents(self):
        from pathfinders.site.model_page import contents

        slug = self.arguments[0]
        return contents(slug, [_link(self.env, name) for name in chapters(self.env, slug)])


class ModelIndex(Told):
    """``{model-index}``: every model with its question, and every loop."""

    def contents(self):
        from pathfinders.site.model_index import contents

        prefix = f"{FOLDER}/"
        slugs = [name.removeprefix(prefix) for name in sorted(self.env.found_docs) if name.startswith(prefix)]
        return contents(slugs, lambda slug: [_link(self.env, name, "") for name in chapters(self.env, slug)])


def chapters(env, slug):
    """Names of the chapters whose front matter tells the model; see ``outdated``."""
    return [name for name, (_, models) in told(env).items() if slug in models]


def told(env):
    """Chapter → its title and the models that its front matter tells."""
    names = [name for name in sorted(env.found_docs) if name[:2].isdigit()]
    pages = {name: read_chapter(env.doc2path(name)) for name in names}
    return {name: (page.title, tuple(page.meta.get("models") or ())) for name, page in pages.items()}


def outdated(app, env, added, changed, removed):
    """The index and the pages of models, where a chapter has another title or other models than before.

    They do not follow the chapter's text: to read them all anew at each of its sentences takes many seconds.
    """
    before, env.pathfinders_told = getattr(env, "pathfinders_told", None), told(env)
    if before == env.pathfinders_told:
        return []
    return [name for name in env.found_docs if name == FOLDER or name.startswith(f"{FOLDER}/")]


def _link(env, name, up="../"):
    """A link to a page, by its title; ``up`` leads from the folder of the page that it stands on."""
    return nodes.reference("", read_chapter(env.doc2path(name)).title, refuri=f"{up}{name}.html")


def write_downloads(app, pagename, templatename, context, doctree):
    """The files of a model beside its page."""
    folder, _, slug = pagename.rpartition("/")
    if folder != FOLDER or doctree is None:
        return
    from pathfinders.engine import compile_model
    from pathfinders.engine.command import as_csv
    from pathfinders.engine.xmile import xmile
    from pathfinders.model import read

    model = read(slug)
    texts = {"mdl": model.text, "xmile": xmile(model), "csv": as_csv(compile_model(model).run())}
    for suffix, text in texts.items():
        path = Path(app.outdir) / FOLDER / f"{slug}.{suffix}"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def downloads(slug):
    """HTML of the links to a model's files."""
    links = [f'<li><a href="{slug}.{suffix}" download>{slug}.{suffix}</a> {html.escape(what)}</li>'
             for suffix, what in FORMATS.items()]
    return f'<ul class="pf-downloads">{"".join(links)}</ul>'
