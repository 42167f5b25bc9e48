"""The tests find a browser, or say in one line what to install."""

import os
import subprocess
import sys

from tests import browser


def test_a_browser_on_the_machine_is_taken_without_a_word(root, tmp_path):
    name = "chrome.exe" if os.name == "nt" else "chrome"
    (tmp_path / name).write_text("")
    (tmp_path / name).chmod(0o755)
    command, environment = [sys.executable, "-m", "tests.browser"], os.environ | {"PATH": str(tmp_path)}
    found = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")


def test_without_any_browser_one_line_says_what_to_install(monkeypatch, tmp_path, capfd):
    monkeypatch.setattr(browser, "chromium_on_this_machine", lambda: None)
    # Playwright may download nothing: nobody listens there.
    monkeypatch.setenv("PLAYWRIGHT_DOWNLOAD_HOST", "http://127.0.0.1:9")
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    assert browser.main() == 1
    (advice,) = capfd.readouterr().err.splitlines()
    assert "install Chrome or Chromium" in advice and "apt install chromium" in advice
