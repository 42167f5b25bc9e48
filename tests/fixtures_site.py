"""The built book, and a server that remembers what it was asked for."""

import shutil
import threading
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pathfinders.site.build import build_book

MODEL = "models/two_bands_pure"
TOY = {
    "index": "---\nlayout: cover\ndescription: A toy.\n---\n# Toy\n\n[Page](page.md)\n",
    "page": """---
file_format: mystnb
kernelspec: {name: python3, display_name: Python 3, language: python}
description: One page.
---
# Page

See [the cover](index.md).

```{code-cell} python
:label: units

import pathfinders
print("measured in", pathfinders.read("two_bands_pure").time.units)
```
""",
}


@dataclass
class Site:
    """The address of a served folder, and the paths that were asked for."""

    url: str
    folder: Path
    requests: list = field(default_factory=list)


class _Logged(SimpleHTTPRequestHandler):
    requests = None

    def do_GET(self):
        self.requests.append(self.path)
        super().do_GET()

    def log_message(self, *args):
        pass


@pytest.fixture(scope="session")
def book(root):
    """Folder of the built pages; built once a run, by the function behind `make book`."""
    found = build_book(root)
    assert not found, "\n".join(found)
    return root / "_build" / "html"


@pytest.fixture(scope="session")
def site(book):
    """The built pages on a free port of this machine."""
    served = Site("", book)
    handler = partial(type("Handler", (_Logged,), {"requests": served.requests}), directory=book)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    served.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield served
    server.shutdown()


@pytest.fixture(scope="module")
def toy(root, tmp_path_factory):
    """A project of one page and one model that a test may spoil: a copy of the package, its own book."""
    tree = tmp_path_factory.mktemp("toy")
    ignore = shutil.ignore_patterns("__pycache__", "_models")
    shutil.copytree(root / "pathfinders", tree / "pathfinders", ignore=ignore)
    shutil.copytree(root / "book" / "_static", tree / "book" / "_static")
    (tree / "models").mkdir()
    for name in ("_config.yml", "requirements.txt", f"{MODEL}.mdl", f"{MODEL}.yaml"):
        shutil.copy(root / name, tree / name)
    for name, text in TOY.items():
        (tree / "book" / f"{name}.md").write_text(text, encoding="utf-8")
    toc = "format: jb-book\nroot: index\nchapters:\n  - file: page\n"
    (tree / "book" / "_toc.yml").write_text(toc, encoding="utf-8")
    return tree
