"""A person grades by hand in nbgrader's formgrader, on the pages that our templates make of a submission."""

import contextlib
import re
import shutil
import sqlite3
from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.test_nbgrader import fetched, formgrader

NOTEBOOK = """SELECT submitted_notebook.id FROM submitted_notebook JOIN submitted_assignment
    ON submitted_assignment.id = submitted_notebook.assignment_id WHERE student_id = ?"""
POINTS = """SELECT manual_score FROM grade JOIN base_cell ON base_cell.id = cell_id
    WHERE base_cell.name = 'reflection' AND grade.notebook_id = ?"""
COMMENT = """SELECT manual_comment FROM comment JOIN base_cell ON base_cell.id = cell_id
    WHERE base_cell.name = 'reflection' AND comment.notebook_id = ?"""
OURS = {"label", "html-has-lang", "image-alt", "heading-order", "scrollable-region-focusable", "link-name"}
"""What of axe's rules is ours to keep; colours and lists of its bar on top are nbgrader's."""


@pytest.fixture(scope="module")
def graded(recorded, tmp_path_factory):
    """A server of formgrader on a copy of the recorded class."""
    top = tmp_path_factory.mktemp("formgrader")
    shutil.copytree(recorded.course, top / "course")
    server = formgrader(top / "course", top)
    try:
        fetched(server, "manage_assignments")
        yield SimpleNamespace(course=top / "course", url=server.url)
    finally:
        server.process.terminate()
        server.process.wait(30)


def asked(course, query, values):
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as book:
        return book.execute(query, values).fetchall()


@pytest.fixture
def opened(graded, browser):
    """Opens a student's submission as somebody who has logged in; errors and addresses are written down."""
    contexts = []

    def open_(student, **options):
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.failed, page.asked = [], []
        page.on("pageerror", lambda error: page.failed.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.notebook = asked(graded.course, NOTEBOOK, (student,))[0][0]
        page.goto(f"{graded.url}login?token=class&next=/formgrader/submissions/{page.notebook}/")
        for field in ("Extra credit for reflection", "Comment on reflection"):  # filled in by its script
            expect(page.get_by_label(field, exact=True)).to_have_attribute("placeholder", re.compile("."))
        return page

    yield open_
    for context in contexts:
        context.close()


def saved(answer):
    """True for the answer to what formgrader sends when a field is left."""
    return answer.request.method == "PUT" and answer.ok


def points(page, part):
    return page.get_by_role("spinbutton", name=f"Points for {part}", exact=True)


def test_points_and_a_comment_are_given_by_keyboard_and_saved(graded, opened):
    page = opened("some")
    expect(points(page, "B1")).to_have_attribute("placeholder", "1.5")
    points(page, "reflection").focus()
    page.keyboard.type("2.5")
    with page.expect_response(saved):
        page.keyboard.press("Tab")
    page.get_by_role("textbox", name="Comment on reflection").fill("One step more.")
    with page.expect_response(saved):
        points(page, "A").focus()
    assert asked(graded.course, POINTS, (page.notebook,)) == [(2.5,)]
    assert asked(graded.course, COMMENT, (page.notebook,)) == [("One step more.",)]
    assert page.failed == []


def test_the_page_loads_nothing_from_elsewhere_and_its_fields_have_names(graded, opened):
    page = opened("some")
    assert [url for url in page.asked if not url.startswith((graded.url, "data:image/png"))] == []
    found = {violation["id"] for violation in Axe().run(page).response["violations"]}
    assert found & OURS == set()
    assert page.locator("input, textarea").count() == page.locator("[aria-label]:is(input, textarea)").count()


def test_on_a_phone_the_status_stands_below_the_bar_and_nothing_is_wider_than_the_screen(opened):
    page = opened("torn", viewport={"width": 390, "height": 844})
    page.evaluate("scrollTo(0, 0)")
    bar, told = page.locator(".navbar").bounding_box(), page.get_by_text("Status: refused.").bounding_box()
    assert told["y"] >= bar["y"] + bar["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    wide = "all => all.filter(one => one.scrollWidth > one.clientWidth).length"
    assert page.locator("#notebook pre").evaluate_all(wide) == 0


def test_resolve_lets_earlier_points_stand_that_wait_for_another_look(graded, opened):
    with contextlib.closing(sqlite3.connect(graded.course / "gradebook.db")) as book, book:
        book.execute("UPDATE grade SET needs_manual_grade = 1 WHERE extra_credit = 0.5")
    page = opened("read")
    resolve = page.get_by_role("button", name="Resolve").and_(page.locator(":visible"))
    expect(resolve).to_have_count(1)
    with page.expect_response(saved):
        resolve.click()
    expect(resolve).to_have_count(0)
    settled = "SELECT manual_score, extra_credit, needs_manual_grade FROM grade WHERE extra_credit = ?"
    assert asked(graded.course, settled, (0.5,)) == [(2.5, 0.5, 0)]
