"""Finds or gets the browser of the tests: `python -m tests.browser`, called by `make test` before pytest."""

import subprocess
import sys
from pathlib import Path

from tests.conftest import chromium_on_this_machine

ADVICE = (
    "pathfinders: no browser for the tests: install Chrome or Chromium "
    "(Debian and Ubuntu: `apt install chromium`), then call `make test` again"
)


def playwright_has_chromium():
    """Has Playwright downloaded its own Chromium for this version?"""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def main():
    """Exit code 0 where the tests will have a browser, else 1 and one line that says what to install."""
    if chromium_on_this_machine() or playwright_has_chromium():
        return 0
    print("No Chrome or Chromium on this machine: downloading Playwright's", flush=True)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    download = subprocess.run(command, capture_output=True)
    if download.returncode == 0 and playwright_has_chromium():
        return 0
    print(ADVICE, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
