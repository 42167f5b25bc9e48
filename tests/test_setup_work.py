"""A student works on copies in work/, which no update overwrites; JupyterLab opens on the start page."""

import json
import re
import socket
import subprocess
import sys
import threading
import urllib.request

import nbformat
import pytest

from pathfinders.course import opening, workbook
from pathfinders.course.start import START, start_page

CHAPTER, EXERCISE = "05-two-bands.ipynb", "exercises/05-two-bands.ipynb"


def notebook(text):
    """The bytes of a notebook of one line."""
    node = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text, id="one")])
    node.metadata["title"] = "Two bands"
    return nbformat.writes(node).encode()


@pytest.fixture
def bundle(tmp_path):
    """A course as a student unpacks it; call it with another text for a newer edition of the chapter."""

    def edition(text):
        for name, content in {CHAPTER: notebook(text), EXERCISE: notebook("Do this.")}.items():
            workbook.write(tmp_path / "notebooks" / name, content)
        return tmp_path

    return edition


def lay_out(root):
    assert workbook.main(["--source", str(root)]) == 0
    return root / "work"


def files(work):
    return sorted(p.relative_to(work).as_posix() for p in work.rglob("*.ipynb"))


def test_the_first_call_lays_out_copies_and_the_second_changes_nothing(bundle, capsys):
    work = lay_out(bundle("First."))
    assert files(work) == [CHAPTER, EXERCISE]
    capsys.readouterr()
    before = {path: path.stat().st_mtime_ns for path in work.rglob("*.ipynb")}
    lay_out(bundle("First."))
    assert {path: path.stat().st_mtime_ns for path in work.rglob("*.ipynb")} == before
    assert capsys.readouterr().out == ""


def test_an_update_keeps_what_the_student_wrote_and_lays_the_newer_one_beside_it(bundle, capsys):
    work = lay_out(bundle("First."))
    (work / CHAPTER).write_bytes(notebook("My own words."))
    lay_out(bundle("Second."))
    assert (work / CHAPTER).read_bytes() == notebook("My own words.")
    (beside,) = work.glob("05-two-bands (new *.ipynb")
    assert beside.read_bytes() == notebook("Second.")
    told = f"Yours is kept: {CHAPTER}; the newer one lies beside it as “{beside.name}”"
    assert told in capsys.readouterr().out
    assert f"[{beside.name}](<{beside.name}>)" in (work / START).read_text()


def test_an_edition_is_laid_beside_once_and_each_further_one_under_its_own_name(bundle, capsys):
    work = lay_out(bundle("First."))
    (work / CHAPTER).write_bytes(notebook("My own words."))
    for text, newer in [("Second.", 1), ("Second.", 1), ("Third.", 2)]:
        lay_out(bundle(text))
        assert len(list(work.glob("05-two-bands (new *.ipynb"))) == newer


def test_a_copy_that_nobody_changed_is_brought_up_to_date(bundle, capsys):
    work = lay_out(bundle("First."))
    lay_out(bundle("Second."))
    assert (work / CHAPTER).read_bytes() == notebook("Second.") and files(work) == [CHAPTER, EXERCISE]
    assert f"you had not changed them): {CHAPTER}" in capsys.readouterr().out


def test_a_copy_that_was_only_run_is_brought_up_to_date(bundle):
    work = lay_out(bundle("First."))
    node = nbformat.reads(notebook("First."), as_version=4)
    node.cells[0].metadata["scrolled"] = True
    node.metadata["language_info"] = {"name": "python", "version": "3.11.7"}
    (work / CHAPTER).write_bytes(nbformat.writes(node).encode())
    lay_out(bundle("Second."))
    assert (work / CHAPTER).read_bytes() == notebook("Second.") and files(work) == [CHAPTER, EXERCISE]


@pytest.mark.parametrize("content", [b"not a notebook", b"[]", b'{"cells": [1]}', b"\xff"])
def test_a_copy_that_is_no_notebook_any_more_is_kept(bundle, content):
    work = lay_out(bundle("First."))
    (work / CHAPTER).write_bytes(content)
    lay_out(bundle("Second."))
    assert (work / CHAPTER).read_bytes() == content


def test_a_removed_copy_comes_back_fresh(bundle):
    work = lay_out(bundle("First."))
    (work / CHAPTER).rename(work / "mine.ipynb")
    assert files(lay_out(bundle("First."))) == [CHAPTER, EXERCISE, "mine.ipynb"]


@pytest.mark.parametrize("record", ["", "{", "[]"])
def test_without_its_record_every_changed_copy_counts_as_the_students(bundle, record):
    work = lay_out(bundle("First."))
    (work / CHAPTER).write_bytes(notebook("My own words."))
    (work / workbook.RECORD).write_text(record)
    lay_out(bundle("First."))
    assert (work / CHAPTER).read_bytes() == notebook("My own words.")


def test_a_folder_without_a_course_is_told_in_one_sentence(tmp_path):
    with pytest.raises(workbook.WorkbookError, match="no course lies here; expected a folder notebooks/"):
        lay_out(tmp_path)


def test_every_link_of_the_start_page_leads_to_a_copy(bundle):
    work = lay_out(bundle("First."))
    page = start_page(workbook.course_files(work.parent), work)
    links = re.findall(r"\]\(([^)]+)\)", page)
    assert links == [CHAPTER, EXERCISE] and all((work / link).is_file() for link in links)


def test_jupyterlab_opens_on_the_start_page_once_without_news_or_instructors_menus(bundle):
    work = lay_out(bundle("First."))
    assert opening.running(work) is None
    options = ["--no-browser", "--ServerApp.ip=127.0.0.1", "--ServerApp.port=0", "--ServerApp.token=secret"]
    command, environment = opening.lab_command(work, options)
    assert command[0] == sys.executable
    server = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        found = (re.search(r"http://127.0.0.1:\d+", line) for line in server.stderr)
        address = next(filter(None, found))[0]
        wait_for(int(address.rpartition(":")[2]))
        url, page = visit(f"{address}/")
        assert url == f"{address}/lab/tree/{START}"
        assert '"@jupyter/nbgrader"' in re.search(r'"disabledExtensions": \[[^]]*\]', page)[0]
        settings = visit(f"{address}/lab/api/settings/@jupyterlab/apputils-extension:notification")[1]
        assert json.loads(settings)["schema"]["properties"]["fetchNews"]["default"] == "false"
        # A second call would show this address and start no other server on the same notebooks.
        assert opening.running(work) == f"{address}/lab/tree/{START}?token=secret"
    finally:
        server.kill()
        server.communicate()


def wait_for(port):
    """Returns once the server listens: it says its address a moment earlier."""
    for _ in range(400):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        threading.Event().wait(0.05)
    raise AssertionError(f"nothing listens on port {port}")


def visit(url):
    """The address on which a page's redirects end, and its text."""
    request = urllib.request.Request(url, headers={"Authorization": "token secret"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.url, answer.read().decode()
