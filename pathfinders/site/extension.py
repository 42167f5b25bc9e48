"""The Sphinx extension: what makes a page of the book out of a page of Markdown."""

import os
from pathlib import Path

from pathfinders.site import exercise, figures, folds, header, mathml, models, outputs, page, tips
from pathfinders.site.digest import digest

TEMPLATES = Path(__file__).parent / "templates"
# Settings of extensions that Jupyter Book would load: an unknown setting warns, and a warning is an error.
JUPYTER_BOOK_SETS = ("comments_config", "use_jupyterbook_latex")
SETTINGS = {
    "html_copy_source": False,
    "html_math_renderer": "pathfinders",
    "html_show_sphinx": False,
    "html_use_index": False,
    "html_domain_indices": False,
    "pygments_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
    "nb_ipywidgets_js": {},
    "nb_mime_priority_overrides": [["html", "text/html", 5]],
    "nb_execution_in_temp": True,
}


def setup(app):
    """Register every part of the site; returns Sphinx's description of the extension."""
    app.add_config_value("pathfinders_digest", "", "env", str)
    for name in JUPYTER_BOOK_SETS:
        app.add_config_value(name, None, "env")
    app.connect("config-inited", configure, priority=100)
    for part in (exercise, figures, folds, header, mathml, models, outputs, page, tips):
        part.setup(app)
    return {"version": "1", "env_version": 1, "parallel_read_safe": False, "parallel_write_safe": True}


def configure(app, config):
    """Settings that the site's promises rest on stand here, not in _config.yml where they read as taste.

    A changed digest outdates every page (Sphinx compares settings) and names a fresh execution cache.
    """
    for key, value in SETTINGS.items():
        config[key] = value
    config.templates_path = [str(TEMPLATES), *config.templates_path]
    root = Path(app.srcdir).parent
    config.pathfinders_digest = digest(root)
    caches = Path(os.environ.get("PATHFINDERS_CACHE", root / "_build" / "cells"))
    config.nb_execution_cache_path = str(caches / config.pathfinders_digest)
