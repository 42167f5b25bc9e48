"""One Jupyter server a run, for JupyterLab and Notebook 7, and bare pages on which labs stand."""

import json
import os
import re
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from pathfinders.lab import Lab, scripts
from pathfinders.model import read

STARTED = "is running at"


@dataclass(frozen=True)
class LabServer:
    """A running server, the folder it shows and the one in which it looks for settings."""

    url: str
    folder: Path
    settings: Path

    def lab(self, name):
        """The address of a notebook in JupyterLab."""
        return f"{self.url}/doc/tree/{name}"

    def notebook(self, name):
        """The address of a notebook in Notebook 7."""
        return f"{self.url}/notebooks/{name}"

    def write(self, name, *cells):
        """Puts a notebook of code cells into the folder."""
        node = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
        node.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(node, self.folder / name)
        return node


def _settings(home):
    """An environment in which nothing of the developer's own Jupyter is read or written."""
    names = ("CONFIG", "DATA", "RUNTIME")
    own = {f"JUPYTER_{name}_DIR": str(home / name.lower()) for name in names}
    own |= {f"JUPYTERLAB_{name}_DIR": str(home / name.lower()) for name in ("WORKSPACES", "SETTINGS")}
    news = home / "settings" / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    news.parent.mkdir(parents=True)
    news.write_text('{"fetchNews": "false", "checkForUpdates": false}')
    return {**os.environ, **own, "IPYTHONDIR": str(home / "ipython")}


@pytest.fixture(scope="session")
def lab_server(tmp_path_factory):
    """A LabServer on a free port, without a token, stopped at the end of the run."""
    folder, home = tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("jupyter")
    options = {
        "ServerApp.port": 0,
        "ServerApp.open_browser": False,
        "ServerApp.root_dir": str(folder),
        "ServerApp.allow_root": True,
        "ServerApp.disable_check_xsrf": True,
        "IdentityProvider.token": "",
        # A test waits for the kernel's session, which no element of the page tells.
        "LabApp.expose_app_in_browser": True,
        "JupyterNotebookApp.expose_app_in_browser": True,
    }
    config = home / "config.json"
    sections = {}
    for name, value in options.items():
        section, key = name.split(".")
        sections.setdefault(section, {})[key] = value
    config.write_text(json.dumps(sections))
    command = [sys.executable, "-m", "jupyterlab", f"--config={config}"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=_settings(home)) as server:
        # Its log is read to the end, so that it never waits for a reader.
        drain = threading.Thread(target=server.stderr.read)
        try:
            address = _address(server)
            drain.start()
            yield LabServer(address, folder, home / "config")
        finally:
            server.terminate()
            if drain.is_alive():
                drain.join()


def _address(server):
    """The server's address, as its log says it."""
    log = []
    for line in server.stderr:
        log.append(line)
        if any(STARTED in earlier for earlier in log[:-1]) and "http://" in line:
            return re.search(r"http://[^/\s]+", line).group()
    raise AssertionError("Jupyter did not start:\n" + "".join(log))


PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A lab</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body {{ margin: 0 auto; padding: 12px; max-width: 736px; font: 16px/1.6 sans-serif }}
@media (prefers-color-scheme: dark) {{ body {{ background: #131416; color: #e6e8ea }} }}</style>
{scripts}</head><body><main><h1>A chapter</h1><p>Before the lab.</p>{labs}<p>After the lab.</p></main></body>
</html>"""


@dataclass
class LabPages:
    """Opens pages on which labs stand: the real bundle, the real models, no site around them."""

    browser: object
    folder: Path

    def write(self, *sources, **params):
        """The address of a page with a lab of each source, as a notebook cell emits it."""
        labs = "".join(Lab(source, **params)._repr_mimebundle_()[0]["text/html"] for source in sources)
        texts = scripts(labs, {read(source).slug: source for source in sources})
        for name, text in texts.items():
            (self.folder / name).write_text(text, encoding="utf-8")
        loads = "".join(f"<script defer src='{name}'></script>" for name in texts)
        path = self.folder / "lab.html"
        path.write_text(PAGE.format(scripts=loads, labs=labs), encoding="utf-8")
        return path.as_uri()

    def open(self, address, width=1280, **options):
        """A page whose errors and console lines are collected in ``page.said``."""
        context = self.browser.new_context(viewport={"width": width, "height": 900}, **options)
        page = context.new_page()
        page.said = []
        page.on("console", lambda line: page.said.append(line.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto(address)
        return page


@pytest.fixture
def lab_pages(browser, tmp_path):
    """LabPages whose pages are closed after the test."""
    pages = LabPages(browser, tmp_path)
    before = list(browser.contexts)
    yield pages
    for context in browser.contexts:
        if context not in before:
            context.close()
