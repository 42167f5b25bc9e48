"""A student's way through JupyterLab's assignment list, with our own commands on the instructor's side."""

import getpass
import shutil

import nbformat
import pytest
from playwright.sync_api import expect

from tests.fixtures_class import SLUG, grade, nbgrader, new_course

PATIENCE = 60_000
"""Milliseconds in which a server that has other work too answers a click."""

SETTINGS = """c = get_config()
c.CourseDirectory.course_id = "pathfinders"
c.Exchange.root = {!r}
c.Exchange.assignment_dir = {!r}
"""


@pytest.fixture
def course(root, lab_server, tmp_path):
    """A course whose assignment is released to an exchange, of which the student's server knows."""
    course, exchange = tmp_path / "course", tmp_path / "exchange"
    new_course(root, course)
    exchange.mkdir()
    exchange.chmod(0o777)
    nbgrader(course, "release_assignment", SLUG, f"--Exchange.root={exchange}")
    lab_server.settings.mkdir(exist_ok=True)
    settings = lab_server.settings / "nbgrader_config.py"
    settings.write_text(SETTINGS.format(str(exchange), str(lab_server.folder)))
    yield course
    settings.unlink()


@pytest.fixture
def page(lab_server, browser):
    """The assignment list, opened from the menu."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(PATIENCE)
    page.goto(f"{lab_server.url}/lab")
    page.get_by_role("menuitem", name="Nbgrader").click()
    page.get_by_role("menuitem", name="Assignment List").click()
    yield page
    page.close()


def listed(page, state):
    """The assignment in one of the three lists."""
    return page.locator(f"#{state}_assignments_list .list_item", has_text=SLUG)


def answer(folder, part, text):
    """The student writes an answer and saves."""
    path = folder / SLUG / f"{SLUG}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    cell = next(cell for cell in notebook.cells if cell.metadata.nbgrader.grade_id == f"{part}-answer")
    cell.source = text
    nbformat.write(notebook, path)


def test_fetched_and_handed_in_there_graded_here_and_the_feedback_is_there_to_read(
    course, page, lab_server, command
):
    exchange, student = course.parent / "exchange", getpass.getuser()
    listed(page, "released").get_by_role("button", name="Fetch").click()
    expect(listed(page, "fetched").first).to_be_visible(timeout=PATIENCE)
    answer(lab_server.folder, "B3", "raise SystemExit")
    listed(page, "fetched").get_by_role("button", name="Submit").first.click()
    expect(listed(page, "submitted").first).to_be_visible(timeout=PATIENCE)

    assert command("collect", course, SLUG, "--exchange", exchange)[1].startswith(f"{student}: taken.\n")
    assert "1 graded; 1 in this run" in grade(course)
    assert command("feedback", course, SLUG)[1].startswith("1 page in")
    nbgrader(course, "release_feedback", SLUG, f"--Exchange.root={exchange}")

    page.locator("#refresh_assignments_list").click()
    expect(listed(page, "submitted").first).to_contain_text("feedback available to fetch", timeout=PATIENCE)
    page.get_by_role("button", name="Fetch Feedback").click()
    expect(listed(page, "submitted").first).to_contain_text("view feedback", timeout=PATIENCE)
    (read,) = (lab_server.folder / SLUG / "feedback").rglob(f"{SLUG}.html")
    assert read.read_bytes() == (course / "feedback" / student / SLUG / f"{SLUG}.html").read_bytes()
    shutil.rmtree(lab_server.folder / SLUG)  # other tests see the folder too
