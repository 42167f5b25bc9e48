"""A student's feedback: one page that needs nothing else, says what to do next, and gives no check away."""

import contextlib
import re
import shutil
from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from pathfinders.course import assignment as assignments
from pathfinders.course import feedback, ledger
from pathfinders.course.lateness import Lateness
from pathfinders.course.ledger import Grade, Standing
from pathfinders.errors import PathfindersError
from pathfinders.practice.builds import told
from tests.fixtures_class import nbgrader
from tests.fixtures_recorded import HINT, REASON, SLUG, a_picture
from tests.test_exercise_source import secrets
from tests.test_inert import hostile_submission

STUDENTS = ("bare", "done", "key", "ours", "partly", "read", "some", "torn")


@pytest.fixture(scope="module")
def pages(recorded):
    """Student → path of the page, written by the command."""
    from pathfinders.__main__ import main

    assert main(["feedback", str(recorded.course), SLUG]) == 0
    return {id: recorded.course / "feedback" / id / SLUG / f"{SLUG}.html" for id in STUDENTS}


@pytest.fixture
def opened(browser):
    """Opens a page without a network; what it asked for and said is in `page.asked` and `page.said`."""
    contexts = []

    def open_(path, **options):
        context = browser.new_context(offline=True, **options)
        contexts.append(context)
        context.add_init_script("window.hits = 0; window.stolen = () => window.hits += 1")
        page = context.new_page()
        page.asked, page.said = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda line: page.said.append(line.text))
        page.goto(path.as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()


def part(page, title):
    return page.locator("section", has=page.get_by_role("heading", name=title))


def test_a_page_is_read_offline_and_loads_nothing(pages, opened):
    for student in STUDENTS:
        page = opened(pages[student])
        assert [url for url in page.asked if not url.startswith(("file:", "data:image/png;base64,"))] == []
        assert page.said == []
        text = pages[student].read_text(encoding="utf-8")
        assert not re.search(r"<script|<link|<iframe|@import|url\(|https?://", text.replace("&lt;", ""))


def test_a_page_says_points_status_hint_rubric_and_what_was_noticed(pages, opened):
    page = opened(pages["some"])
    expect(page.locator(".total")).to_have_text(
        re.compile(r"^8\.5 of 17 decided;\s+3 of 20 points wait for a person$")
    )
    expect(page.locator("header")).to_contain_text("Graded. Your answers were run and checked.")
    expect(page.locator("header")).to_contain_text("The answer cell of B1 was copied")
    built = part(page, "Build the swing")
    expect(built).to_contain_text("1.5 of 6")
    expect(built.locator("p").first).to_have_text(HINT.replace("`", ""))
    expect(built.locator("p code").first).to_have_text("answer_b1")
    own = part(page, "Your own two walls")
    expect(own).to_contain_text("waits for a person")
    expect(own.locator("li")).to_have_count(4)
    expect(own.locator("li").first).to_contain_text("Evidence (1): something that happened")


def test_what_is_said_for_whoever_grades_alone_is_nowhere_that_a_student_reads(pages, recorded):
    places = (pages["some"], recorded.course / "autograded" / "some" / SLUG / f"{SLUG}.ipynb")
    for text in (path.read_text(encoding="utf-8") for path in places):
        assert "B1 was copied" in text
        assert "roster" not in text


def test_a_persons_points_and_words_stand_beside_the_answer(pages, opened):
    page = opened(pages["read"])
    expect(page.locator(".total")).to_have_text("20 of 20 points")
    own = part(page, "Your own two walls")
    expect(own).to_contain_text("3 of 3")
    expect(own).to_contain_text("The <b>step</b> is missing.")


@pytest.mark.parametrize(
    ("student", "said"),
    [
        ("torn", "Refused. Your file could not be taken and was not run. This is not a zero: ask to"),
        (
            "ours",
            "Crashed. Your answers could not be judged. A person will look at them; this is not a zero.",
        ),
        ("partly", "Partly graded. For some parts no verdict could be reached."),
        ("bare", "It was run WITHOUT the sandbox."),
    ],
)
def test_a_status_is_told_in_plain_words_and_is_no_zero(pages, opened, student, said):
    page = opened(pages[student])
    expect(page.locator("header")).to_contain_text(said)
    if student in ("torn", "ours"):
        expect(page.locator("header")).to_contain_text(REASON)
        expect(page.locator("section, .total")).to_have_count(0)
    if student == "partly":
        expect(page.locator(".total")).to_have_text(
            re.compile(r"^11 of 11 decided;\s+9 of 20 points wait for a person$")
        )


def test_who_handed_nothing_in_has_no_page(pages, recorded, command):
    assert not (recorded.course / "feedback" / "absent").exists()
    assert "No page for absent: not submitted." in command("feedback", recorded.course, SLUG)[1]


def test_no_page_gives_a_hidden_check_or_an_answer_away(pages, recorded):
    hints = [wrong.hint for part in recorded.exercise.parts for wrong in part.wrong]
    known = secrets(recorded.exercise)
    assert len(known) >= 10
    for student, path in pages.items():
        text = " ".join(path.read_text(encoding="utf-8").split())
        assert [
            secret for secret in known if " ".join(secret.split()) in text and secret not in hints
        ] == [], student
        assert "judge(" not in text


def test_outcome_20_a_hostile_submission_is_inert_in_feedback(recorded, opened, tmp_path):
    grades = {name: Grade(1.0, False) for name in recorded.assignment.graded}
    bad = "<script>stolen()</script>`<img src=x onerror=stolen()>`"
    flags, comments = (bad,), dict.fromkeys(recorded.assignment.answers, bad)
    standing = Standing("mallory", "graded", grades, comments, flags)
    path = tmp_path / "page.html"
    path.write_text(feedback.page(recorded.assignment, standing, hostile_submission()), encoding="utf-8")
    page = opened(path, java_script_enabled=True)
    page.locator("summary").first.click()
    assert page.evaluate("window.hits") == 0
    assert page.locator("script, iframe, svg, a, object, [onerror], [onload]").count() == 0
    assert [url for url in page.asked if not url.startswith(("file:", "data:image/png"))] == []
    expect(part(page, "Build the swing")).to_contain_text("[press](javascript:stolen())")
    assert len(path.read_bytes()) < 2 << 20


def test_what_a_cell_put_out_is_text_and_its_picture(pages, opened):
    page = opened(pages["key"])
    built = part(page, "Build the swing")
    built.locator("summary").click()
    expect(built.locator("pre").last).to_contain_text("<b>0.25</b>")
    assert built.locator("img").evaluate("one => one.naturalWidth") == 40
    assert built.locator("img").get_attribute("src") == f"data:image/png;base64,{a_picture()}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_is_legible_on_a_phone_in_light_and_dark(pages, opened, scheme):
    page = opened(pages["some"], color_scheme=scheme, viewport={"width": 390, "height": 844})
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == {"light": "rgb(255, 255, 255)", "dark": "rgb(19, 20, 22)"}[scheme]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_is_whole_to_a_screen_reader_too(pages, opened, scheme):
    page = opened(pages["some"], color_scheme=scheme)
    built = page.get_by_role("region", name="B1 · Build the swing")
    expect(built.locator(".points")).to_have_text("1.5 of 6 points")
    expect(built.locator("summary")).to_have_text("Your answer to B1 · Build the swing")
    page.keyboard.press("Tab")
    expect(page.locator("summary").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("details").first).to_have_attribute("open", "")
    assert Axe().run(page).response["violations"] == []


def test_points_that_a_person_may_still_change_are_told_as_points_so_far(recorded, opened, tmp_path):
    standing = ledger.standings(recorded.assignment)["read"]
    grades = standing.grades | {"reflection": Grade(0.0, True)}
    notebook = feedback.graded_notebook(recorded.assignment, "read")
    path = tmp_path / "page.html"
    path.write_text(feedback.page(recorded.assignment, replace(standing, grades=grades), notebook))
    expect(opened(path).locator(".total")).to_have_text("17 of 20 points so far")


def test_an_answer_that_lost_points_or_waits_is_open_and_one_with_all_of_them_is_folded(pages, opened):
    page = opened(pages["some"])
    found = page.locator("section:has(details)").evaluate_all(
        "all => all.map(one => [one.className, one.querySelector('details').open])"
    )
    assert found == [["whole", False], ["some", True], ["whole", False], ["waits", True]]
    own = part(opened(pages["read"]), "Your own two walls")
    expect(own.locator("details:not([open]) blockquote")).to_have_count(1)


@pytest.mark.parametrize(("width", "below"), [(390, True), (1280, False)])
def test_points_stand_in_the_same_place_however_long_a_title_is(pages, opened, width, below):
    page = opened(pages["some"], viewport={"width": width, "height": 844})
    page.locator("h2").nth(1).evaluate("one => one.textContent = 'A'")
    page.locator("h2").nth(2).evaluate("one => one.textContent = 'A title of many words '.repeat(9)")
    places = page.locator(".head").evaluate_all(
        """all => all.map(one => {
            const [title, points] = [...one.children].map(each => each.getBoundingClientRect());
            const right = one.getBoundingClientRect().right;
            return [points.top >= title.bottom - 1, Math.abs(points.right - right) < 1];
        })"""
    )
    assert places == [[below, not below]] * 5


def test_what_a_check_says_stands_once_and_what_a_person_wrote_beside_it_too(recorded, opened, tmp_path):
    standing = ledger.standings(recorded.assignment)["some"]
    comments = {"B1-answer": f"{HINT} Look at Focus again.", "B2-answer": "No response.", "B3-answer": ""}
    notebook = feedback.graded_notebook(recorded.assignment, "some")
    path = tmp_path / "page.html"
    text = feedback.page(recorded.assignment, replace(standing, comments=comments), notebook)
    path.write_text(text, encoding="utf-8")
    page = opened(path)
    built = part(page, "Build the swing")
    expect(built).to_contain_text("Your reader’s comment: Look at Focus again.")
    assert built.inner_text().count("swings where it should rest") == 1
    expect(part(page, "From a place to a condition")).not_to_contain_text("reader’s comment")


def test_a_sentence_that_ends_in_three_dots_has_no_fourth():
    error = PathfindersError("X", "no name", do="there is “a”, “b”, …")
    assert str(error) == "X: no name; there is “a”, “b”, …"
    assert told(error) == "In the equation of `X`: no name. There is “a”, “b”, …"


def test_late_is_said_on_the_page_and_what_it_costs_is_taken_off_the_total(recorded, opened, tmp_path):
    standing = ledger.standings(recorded.assignment)["some"]
    late = Lateness(7500.0, datetime(2026, 11, 20, 12), 2.0)
    notebook = feedback.graded_notebook(recorded.assignment, "some")
    path = tmp_path / "page.html"
    path.write_text(
        feedback.page(recorded.assignment, replace(standing, late=late), notebook), encoding="utf-8"
    )
    page = opened(path)
    expect(page.locator(".total strong")).to_have_text("6.5")
    said = "2 h 5 min late (due 20 November 2026, 12:00 UTC): 2 points are taken off."
    expect(page.locator(".notes li").first).to_have_text(said)
    expect(page.locator(".total + p")).to_have_text("8.5 for the answers, less 2 for being late.")


def test_in_print_a_page_is_dark_on_white_and_shows_every_answer(pages, opened):
    page = opened(pages["key"], color_scheme="dark")
    page.emulate_media(media="print")
    assert (
        page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paper')") == "#ffffff"
    )
    shown = page.locator("details pre").first
    assert shown.evaluate("one => one.getBoundingClientRect().height") > 0


def test_who_was_graded_by_nbgrader_itself_gets_the_same_page(graded, opened, tmp_path):
    assignment = assignments.read(graded.course, SLUG)
    standing = ledger.standings(assignment)["wrong-0"]
    notebook = feedback.graded_notebook(assignment, "wrong-0")
    path = tmp_path / "page.html"
    path.write_text(feedback.page(assignment, standing, notebook), encoding="utf-8")
    page = opened(path)
    for wrong in (part.wrong[0] for part in graded.exercise.parts if part.wrong):
        expect(page.locator("main")).to_contain_text(wrong.hint.replace("`", ""))
    assert "Traceback" not in path.read_text(encoding="utf-8")


def test_nbgrader_releases_the_pages(pages, recorded, tmp_path):
    nbgrader(recorded.course, "release_feedback", SLUG, f"--Exchange.root={tmp_path}")
    released = {path.read_bytes() for path in (tmp_path / "pathfinders" / "feedback").glob("*.html")}
    assert released == {path.read_bytes() for path in pages.values()}


def test_the_page_of_who_has_a_secret_of_the_exchange_is_found_by_it(own, tmp_path):
    folder = own / "submitted" / "key" / SLUG
    folder.mkdir(parents=True)
    (folder / "submission_secret.txt").write_text("of the exchange")
    (folder / "timestamp.txt").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").write_text("not followed")
    assignment = assignments.read(own, SLUG)
    beside = feedback.write(assignment, ledger.standings(assignment)["key"]).parent
    assert (beside / "submission_secret.txt").read_text() == "of the exchange"
    assert re.fullmatch(r"[\d-]{10} [\d:.]{15} UTC", (beside / "timestamp.txt").read_text())


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"cells": [{"cell_type": "code", "source": "x"}]}'])
def test_one_student_alone_and_one_whose_notebook_is_broken(recorded, command, text):
    assert command("feedback", recorded.course, SLUG, "--student", "key")[1].startswith("1 page in")
    assert "did you mean “torn”?" in command("feedback", recorded.course, SLUG, "--student", "tron")[2]
    broken = recorded.course / "autograded" / "done" / SLUG / f"{SLUG}.ipynb"
    whole = broken.read_bytes()
    broken.write_text(text)
    code, out, _ = command("feedback", recorded.course, SLUG)
    broken.write_bytes(whole)
    assert code == 1
    assert "7 pages in" in out
    assert f"{broken}: it cannot be read (" in out and "--student done`" in out


def test_what_waits_is_counted_as_status_counts_it(recorded, command):
    told, status = (command(name, recorded.course, SLUG)[1] for name in ("feedback", "status"))
    (waits,) = [line for line in status.splitlines() if "for you" in line]
    assert waits in told.splitlines()
    assert "2 tell why there are no points: refused or crashed." in told.splitlines()
    assert "Nothing waits for a person." in command("feedback", recorded.course, SLUG, "--student", "read")[1]


@pytest.fixture
def own(recorded, tmp_path):
    """A course of this test's own, without pages."""
    names = shutil.ignore_patterns("feedback")
    return shutil.copytree(recorded.course, tmp_path / "course", ignore=names)


def test_a_page_that_cannot_be_written_costs_nobody_elses(own, command):
    (own / "feedback").mkdir()
    (own / "feedback" / "bare").write_text("in the way")
    code, out, err = command("feedback", own, SLUG)
    assert (code, err) == (1, "")
    assert out.startswith(f"{len(STUDENTS) - 1} pages in")
    (line,) = [line for line in out.splitlines() if line.startswith(str(own / "feedback" / "bare"))]
    assert "expected a place for the student's page; make way, then call it again." in line
    assert {path.parent.parent.name for path in own.rglob("feedback/*/*/*.html")} == {*STUDENTS} - {"bare"}


def test_on_a_full_disk_one_sentence_says_so_and_nothing_of_giving_pages_back(own, command):
    with room_for(1000):
        code, out, err = command("feedback", own, SLUG)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "no room left on the disk; make room, then call it again." in err


def test_a_table_for_which_there_is_no_room_is_called_for_again(own, command):
    with room_for(10):
        code, _, err = command("export", own, SLUG, "--out", own / "table.csv")
    assert code == 1
    assert "no room left on the disk; make room, then call it again." in err
    assert not (own / "table.csv").exists()


@contextlib.contextmanager
def room_for(size):
    """No file may have more bytes, as on a disk that is nearly full."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_where_nothing_was_written_no_next_step_is_told(own, command):
    (own / "feedback").write_text("in the way")
    code, out, _ = command("feedback", own, SLUG)
    assert code == 1
    assert out.startswith("0 pages in")
    assert "Next:" not in out


def test_the_next_step_is_the_exchanges_only_where_hand_ins_came_by_it(tmp_path):
    assignment, present = SimpleNamespace(course=tmp_path, name=SLUG), [Standing("amy", "graded")]
    folder = tmp_path / "submitted" / "amy" / SLUG
    folder.mkdir(parents=True)
    assert "upload it where they handed in" in feedback.next_step(assignment, present)
    (folder / "timestamp.txt").write_text("2026-11-22 20:00:00.0 UTC")
    assert feedback.next_step(assignment, present) == f"Next: nbgrader release_feedback {SLUG}"
