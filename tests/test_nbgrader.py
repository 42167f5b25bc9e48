"""The course on nbgrader's own commands: generated, released, graded, given back, exported."""

import contextlib
import csv
import html as entities
import json
import os
import re
import socket
import subprocess
import sys
import time
from types import SimpleNamespace
from urllib.error import URLError
from urllib.request import urlopen

from pathfinders.practice import notebooks
from tests.fixtures_class import SLUG
from tests.test_exercise_source import secrets

PAGES = (
    "manage_assignments",
    f"manage_submissions/{SLUG}",
    "gradebook",
    f"gradebook/{SLUG}",
    "manage_students",
)


def feedback(graded, student):
    return (graded.course / "feedback" / student / SLUG / f"{SLUG}.html").read_text(encoding="utf-8")


def plain(page):
    """The text of a page, entities resolved."""
    return " ".join(entities.unescape(re.sub(r"<[^>]+>", "", page)).split())


def test_the_key_earns_every_point(graded, scores):
    for part in graded.exercise.parts:
        assert scores["key"][part.id] == (part.points if part.auto else None), part.id


def test_a_blank_earns_nothing(graded, scores):
    assert scores["blank"] == {part.id: 0 for part in graded.exercise.parts}


def test_another_design_and_functions_named_like_ours_earn_every_point(graded, scores):
    assert scores["own-design"]["B1"] == graded.exercise.part("B1").points


def test_a_cell_that_stops_or_never_ends_costs_its_own_part_alone(graded, scores):
    assert [scores["stops"][part] for part in ("A", "B1", "B2", "B3")] == [0, 0, 0, 3]


def test_each_named_wrong_answer_loses_points_and_feedback_gives_its_hint(graded, scores):
    met = 0
    for part in graded.exercise.parts:
        for number, wrong in enumerate(part.wrong):
            student = f"wrong-{number}"
            assert scores[student][part.id] < part.points, wrong.name
            assert " ".join(wrong.hint.split()) in plain(feedback(graded, student)), wrong.name
            met += 1
    assert met >= 14


def test_feedback_shows_no_answer_and_nothing_of_how_the_checks_are_made(graded):
    known = {secret for secret in secrets(graded.exercise) if not is_told(graded.exercise, secret)}
    assert len(known) >= 10
    for student, given in graded.answers.items():
        shown, own = plain(feedback(graded, student)), "\n".join(given.values())
        for secret in known:
            if secret not in own and student not in ("key", "rebinds"):  # both have handed the key in
                assert " ".join(secret.split()) not in shown, (student, secret)
        assert "grader.py" not in shown
        # Only a cell of a student's own shows a traceback.
        assert ("(most recent call last)" in shown) == (student == "stops"), student


def is_told(exercise, secret):
    """True for what feedback is there to say: the hint of a wrong answer, the sentence of a hidden case."""
    cases = [case for part in exercise.parts for check in part.hidden for case in check.get("cases", ())]
    hints = [wrong.hint for part in exercise.parts for wrong in part.wrong]
    return secret in hints or any(secret == case.get("says") for case in cases)


def test_release_and_exchange_hold_no_answer_and_no_hidden_check(graded):
    files = [
        path
        for top in (graded.course / "release", graded.exchange)
        for path in top.rglob("*")
        if path.is_file()
    ]
    assert len(files) >= 2
    for path in files:
        data = path.read_bytes()
        for secret in secrets(graded.exercise):
            assert secret.encode() not in data, path
            assert json.dumps(secret)[1:-1].encode() not in data, path


def test_our_student_notebook_is_the_one_nbgrader_releases(graded):
    released = json.loads((graded.course / "release" / SLUG / f"{SLUG}.ipynb").read_text(encoding="utf-8"))
    ours = notebooks.student_notebook(graded.exercise)
    assert len(released["cells"]) == len(ours["cells"])
    for theirs, cell in zip(released["cells"], ours["cells"], strict=True):
        theirs = theirs | {"source": "".join(theirs["source"])}
        assert theirs == cell, cell["metadata"]["nbgrader"]["grade_id"]


def test_the_gradebook_lies_in_the_course_and_the_export_has_every_student(graded):
    assert (graded.course / "gradebook.db").exists()
    assert not (graded.course.parent / "gradebook.db").exists()
    rows = list(csv.DictReader((graded.course / "grades.csv").read_text(encoding="utf-8").splitlines()))
    assert {row["student_id"]: float(row["max_score"]) for row in rows} == dict.fromkeys(graded.answers, 20.0)
    assert totals(graded)["key"] == 17


def test_the_reflection_waits_for_a_person(graded):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{graded.course / 'gradebook.db'}") as book:
        waiting = book.find_submission(SLUG, "key").needs_manual_grade
        blank = book.find_submission(SLUG, "blank").needs_manual_grade
    assert (waiting, blank) == (True, False)


def test_a_name_counts_as_it_is_where_its_test_stands(graded, scores):
    full = {part.id: part.points for part in graded.exercise.parts if part.auto}
    assert scores["rebinds"] == full | {"B2": 0, "reflection": 0}


def test_a_script_in_a_students_output_does_not_run_in_the_feedback(graded):
    assert "stolen" in graded.answers["stops"]["B3"]
    assert "<script>stolen" not in feedback(graded, "stops")


def test_a_script_in_a_students_prose_is_text_where_it_is_read(graded):
    read = graded.course / "autograded" / "careless" / SLUG / f"{SLUG}.ipynb"
    for shown in (feedback(graded, "careless"), read.read_text(encoding="utf-8")):
        assert "stolen()" in shown
        assert "<script>stolen" not in shown
        assert "<img src=x" not in shown
        assert "$a<\u200bb$" in entities.unescape(shown)


def test_a_copied_answer_cell_stops_nobody_and_costs_nothing(graded, scores):
    assert scores["careless"]["B1"] == graded.exercise.part("B1").points
    assert set(scores) == set(graded.answers)


def test_a_test_that_is_lost_does_not_end_run_all_cells(graded):
    cells = notebooks.student_notebook(graded.exercise)["cells"]
    tests = [cell for cell in cells if cell["source"].startswith("from pathfinders import judge")]
    assert len(tests) == 4
    assert all(cell["metadata"]["tags"] == ["raises-exception"] for cell in tests)


def test_a_tag_that_keeps_a_test_from_running_earns_nothing(scores):
    assert scores["careless"]["A"] < 1


def test_formgrader_shows_the_class(graded, tmp_path):
    server = formgrader(graded.course, tmp_path)
    try:
        for page in PAGES:
            assert b"<title>nbgrader formgrade" in fetched(server, page)
        rows = json.loads(fetched(server, f"api/submissions/{SLUG}"))
    finally:
        server.process.terminate()
        server.process.wait(30)
    assert {row["student"]: row["score"] for row in rows} == totals(graded)
    assert len(rows) == len(graded.answers)


def totals(graded):
    """Student → points in the export."""
    rows = csv.DictReader((graded.course / "grades.csv").read_text(encoding="utf-8").splitlines())
    return {row["student_id"]: float(row["score"]) for row in rows}


def formgrader(course, runtime):
    """A Jupyter server in the course's folder, with nbgrader's extension as it is installed."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = runtime / "server.log"
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "jupyter_server",
            "--no-browser",
            "--allow-root",
            "--ip=127.0.0.1",
            f"--port={port}",
            "--IdentityProvider.token=class",
        ],
        cwd=course,
        env={**os.environ, "JUPYTER_RUNTIME_DIR": str(runtime)},
        stdout=log.open("w"),
        stderr=subprocess.STDOUT,
    )
    return SimpleNamespace(process=process, url=f"http://127.0.0.1:{port}/", log=log)


def fetched(server, page, until=60):
    """The body of a page of formgrader; the server's first answer may take a while."""
    end = time.monotonic() + until
    while True:
        try:
            with urlopen(f"{server.url}formgrader/{page}?token=class", timeout=until) as answer:
                assert answer.status == 200
                return answer.read()
        except URLError:
            if server.process.poll() is not None or time.monotonic() > end:
                raise AssertionError(server.log.read_text()) from None
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.process.wait(0.2)
