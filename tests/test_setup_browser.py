"""The tests find a browser, or say in one line what to install."""

import os
import subprocess
import sys


def test_a_browser_on_the_machine_is_taken_without_a_word(root, tmp_path):
    name = "chrome.exe" if os.name == "nt" else "chrome"
    (tmp_path / name).write_text("")
    (tmp_path / name).chmod(0o755)
    command, environment = [sys.executable, "-m", "tests.browser"], os.environ | {"PATH": str(tmp_path)}
    found = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")


# A process of its own: Playwright starts only once in one that already drives a browser.
WITHOUT_BROWSER = """
import sys
from tests import browser
browser.chromium_on_this_machine = lambda: None
sys.exit(browser.main())
"""


def test_without_any_browser_one_line_says_what_to_install(root, tmp_path):
    # Playwright may download nothing: nobody listens there.
    nowhere = {"PLAYWRIGHT_DOWNLOAD_HOST": "http://127.0.0.1:9", "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path)}
    command = [sys.executable, "-c", WITHOUT_BROWSER]
    sought = subprocess.run(command, cwd=root, env=os.environ | nowhere, capture_output=True, text=True)
    assert sought.returncode == 1
    (advice,) = sought.stderr.splitlines()
    assert "install Chrome or Chromium" in advice and "apt install chromium" in advice
