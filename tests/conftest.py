"""What every test may ask for. One browser, one book and one JupyterLab server serve a whole run."""

import os
import shutil
from pathlib import Path

import pytest

pytest_plugins = [f"tests.fixtures_{name}" for name in ("class", "intake", "lab", "recorded", "site")]

QUIET_CHROMIUM = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

# Where macOS and Windows keep Chrome, which puts nothing on PATH there.
OFF_THE_PATH = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)


@pytest.fixture(scope="session")
def root():
    """The project's folder."""
    return Path(__file__).resolve().parent.parent


def chromium_on_this_machine():
    """Path of an installed Chrome or Chromium, or None where Playwright must use its own."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
    return next(filter(None, map(shutil.which, (*names, *OFF_THE_PATH))), None)


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    sandbox = [] if not hasattr(os, "geteuid") or os.geteuid() else ["--no-sandbox"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=chromium_on_this_machine(), args=QUIET_CHROMIUM + sandbox
        )
        yield chromium
        chromium.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """On CI a skipped test is a failed one: a promise that nobody checked is not kept."""
    report = yield
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped on CI: {report.longrepr[-1]}"
    return report


@pytest.fixture
def command(capsys):
    """Runs a command line; gives (exit code, output, errors)."""

    from pathfinders.__main__ import main

    def call(*argv):
        code = main([str(part) for part in argv])
        out, err = capsys.readouterr()
        return code, out, err

    return call
