"""The build tells the truth twice: on the second call as on the first, and after a change it did not make."""

import os
import subprocess
import sys
from urllib.request import urlopen

import pytest

from pathfinders.site.build import crash, sentences
from tests.fixtures_site import TOY

BROKEN = TOY["page"].replace("index.md", "lost.md").replace("print(", "prnt(")


def make_book(tree):
    """(exit code, what was said) of the command behind `make book`."""
    command = [sys.executable, "-m", "pathfinders", "book"]
    done = subprocess.run(command, cwd=tree, env=_own(tree), capture_output=True, text=True, encoding="utf-8")
    return done.returncode, done.stdout + done.stderr


def _own(tree):
    return os.environ | {"PYTHONPATH": str(tree), "PYTHONUTF8": "1"}


@pytest.fixture(scope="module")
def built(toy):
    """The toy book after a first build that passed."""
    code, said = make_book(toy)
    assert code == 0, said
    return toy


def page(tree):
    return (tree / "_build" / "html" / "page.html").read_text(encoding="utf-8")


def test_a_build_that_passed_says_how_to_view_the_pages(built):
    code, said = make_book(built)
    assert code == 0
    assert "python -m http.server -d _build/html" in said
    assert "measured in month" in page(built)


def test_a_changed_model_changes_the_page_although_its_text_is_the_same(built):
    model = built / "models" / "two_bands_pure.mdl"
    before = model.read_text(encoding="utf-8")
    changed = before.replace("month", "fortnight")
    model.write_text(changed, encoding="utf-8")
    code, said = make_book(built)
    model.write_text(before, encoding="utf-8")
    assert code == 0, said
    assert "measured in fortnight" in page(built)


def test_a_broken_link_and_a_failing_cell_fail_the_second_build_too(built):
    source = built / "book" / "page.md"
    source.write_text(BROKEN, encoding="utf-8")
    first, second = make_book(built), make_book(built)
    source.write_text(TOY["page"], encoding="utf-8")
    for code, said in (first, second):
        assert code == 1
        assert any(line.startswith("book/page.md:") and "'lost.md'" in line for line in said.splitlines())
        (cell,) = [line for line in said.splitlines() if "NameError" in line]
        assert "book/page.md, line 10, cell 'units'" in cell
        assert "Traceback" not in said
    code, said = make_book(built)
    assert code == 0, said
    assert "lost.md" not in page(built)


def test_a_page_that_left_the_table_of_contents_leaves_the_site(built):
    stray = built / "_build" / "html" / "old.html"
    stray.write_text("answers", encoding="utf-8")
    assert make_book(built)[0] == 0
    assert not stray.exists()


def test_a_model_that_cannot_be_read_stops_the_build_with_one_sentence(built):
    model = built / "models" / "two_bands_pure.mdl"
    before = model.read_text(encoding="utf-8")
    model.write_text(before.replace("tension of change =", "tension of chance =", 1), encoding="utf-8")
    code, said = make_book(built)
    model.write_text(before, encoding="utf-8")
    assert code == 1
    assert "two_bands_pure.mdl" in said and "tension of change" in said
    assert "Traceback" not in said


def test_the_preview_shows_a_change_without_being_asked(built):
    command = [sys.executable, "-m", "pathfinders", "preview", "page", "--port", "0"]
    served = subprocess.Popen(command, cwd=built, env=_own(built), stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, encoding="utf-8")
    source = built / "book" / "page.md"
    try:
        address = next(line.split()[1] for line in served.stdout if line.startswith("Preview: "))
        with urlopen(address.replace("page.html", "-/changes"), timeout=60) as changes:
            source.write_text(TOY["page"].replace("See [", "Now see ["), encoding="utf-8")
            assert any(line.startswith(b"data:") for line in changes)
        shown = urlopen(address).read().decode()
    finally:
        served.terminate()
        served.wait()
        served.stdout.close()
        source.write_text(TOY["page"], encoding="utf-8")
    assert "Now see" in shown
    assert "EventSource" in shown


def test_the_preview_of_a_page_that_is_not_there_names_those_that_are(toy):
    command = [sys.executable, "-m", "pathfinders", "preview", "pag"]
    done = subprocess.run(command, cwd=toy, env=_own(toy), capture_output=True, text=True)
    assert done.returncode == 1
    assert "index, page" in done.stderr


def test_warnings_are_told_without_the_folder_of_this_machine(tmp_path):
    line = f"\x1b[31m{tmp_path}{os.sep}book{os.sep}page.md:3: WARNING: no such target: 'x' [myst.xref]\x1b[0m"
    (said,) = sentences(tmp_path, f"noise\n{line}\n{line}\n")
    assert said == f"book{os.sep}page.md:3: no such target: 'x' [myst.xref]"


def test_a_crash_is_told_by_what_came_before_its_traceback():
    assert crash("status\n\nExtension error:\nno theme\nTraceback (most recent call last):\n  …") == (
        "Extension error:\nno theme"
    )
