"""Figures of the site. ``rows()`` is what ``make bench`` prints."""

import gzip
import re
import shutil
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from pathfinders.site.build import build_book, build_page

ROOT = Path(__file__).resolve().parent.parent
SLUG, KIB = "05-two-rubber-bands", 1024
LOADED = re.compile(r'<(?:script|img)\b[^>]*\ssrc="([^"]+)"|<link rel="stylesheet"[^>]*\shref="([^"]+)"')
COPIED = ("pathfinders", "models", "exercises", "book")


def weight(page):
    """Bytes of a page with all that it loads, each file by itself as gzip sends it."""
    text = page.read_text(encoding="utf-8")
    names = {urlsplit(next(filter(None, found))).path for found in LOADED.findall(text)}
    files = [page, *(page.parent / name for name in names)]
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)


def seconds(work, *arguments):
    """Wall-clock seconds of a call that must find nothing to mend."""
    start = time.perf_counter()
    found = work(*arguments)
    found = found[1] if isinstance(found, tuple) else found
    assert not found, found
    return time.perf_counter() - start


def preview_changes():
    """Seconds until the preview shows (a changed sentence, a changed cell), in a copy of the project."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        for name in COPIED:
            shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("_config.yml", "requirements.txt"):
            shutil.copy(ROOT / name, tree / name)
        page = tree / "book" / f"{SLUG}.md"
        text = page.read_text(encoding="utf-8")
        seconds(build_page, tree, SLUG)
        page.write_text(f"{text}\nA sentence.\n", encoding="utf-8")
        prose = seconds(build_page, tree, SLUG)
        page.write_text(text.replace("import matplotlib", "1 + 1\nimport matplotlib", 1), encoding="utf-8")
        return prose, seconds(build_page, tree, SLUG)


def row(name, ours, target, unit):
    """A figure that must not exceed its target; it has no peer in this run."""
    return {"name": name, "ours": ours, "peer": None, "ratio": None, "target": target, "unit": unit,
            "holds": ours <= target}


def rows():
    """The site's figures: page weight, a warm `make book`, a change in `make preview`."""
    seconds(build_book, ROOT)
    warm = seconds(build_book, ROOT)
    html = ROOT / "_build" / "html"
    heaviest = max(html.rglob("*.html"), key=weight)
    prose, cell = preview_changes()
    return [
        row(f"heaviest page with all it loads ({heaviest.name})", weight(heaviest) / KIB, 150, "KiB"),
        row("make book, nothing changed", warm, 10, "s"),
        row("make preview, a sentence changed", prose, 10, "s"),
        row("make preview, a cell changed: all cells run", cell, 10, "s"),
    ]
