"""Several at one gradebook: formgrader while a class is graded, two instructors, two people with one id."""

import contextlib
import json
import shutil
import sqlite3
import subprocess
import sys
from urllib.request import Request, urlopen

import pytest

from pathfinders.course import statuses
from tests.fixtures_class import AS_ROOT, SLUG, grade, hand_in, new_course, points
from tests.forty import honest
from tests.test_nbgrader import fetched, formgrader

# Grades, and stands still when the sandbox is ready, until somebody writes a line.
STOPS = """
import sys
from pathfinders.course.journal import Journal
note = Journal.note

def stopping(self, step, *rest, **more):
    note(self, step, *rest, **more)
    if step == "ready":
        print("ready", flush=True)
        sys.stdin.readline()

Journal.note = stopping
from pathfinders.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
# Has read and not finished reading: what formgrader does for the length of a request. Nobody can commit.
READS = """
import sqlite3, sys
book = sqlite3.connect(sys.argv[1], isolation_level=None)
book.execute("BEGIN")
book.execute("SELECT * FROM student").fetchone()
print("reading", flush=True)
sys.stdin.readline()
book.execute("COMMIT")
"""


@pytest.fixture(scope="module")
def course(root, tmp_path_factory):
    """A class of two, graded."""
    course = tmp_path_factory.mktemp("shared") / "course"
    exercise = new_course(root, course)
    key = honest.key(exercise)
    for student in ("amy", "ben"):
        hand_in(course, exercise, student, key)
    grade(course)
    return course


@pytest.fixture
def own(course, tmp_path):
    """A copy for one test."""
    shutil.copytree(course, tmp_path / "course")
    return tmp_path / "course"


def started(script, *arguments):
    """A program that has printed its first line and waits to be written to."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert program.stdout.readline().strip()
    return program


def test_while_another_program_reads_the_gradebook_a_grader_says_so_waits_and_loses_nothing(own):
    before, reader = points(own), started(READS, own / "gradebook.db")
    command = [sys.executable, "-m", "pathfinders", "grade", str(own), SLUG, "--again", *AS_ROOT]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as grader:
        assert grader.stderr.readline().startswith("2 to grade; ")
        assert "is locked by another program; waiting" in grader.stderr.readline()
        reader.communicate("\n", timeout=60)
        told, _ = grader.communicate(timeout=120)
    assert (grader.returncode, points(own)) == (0, before)
    assert "2 graded; 2 in this run" in told


GIVES_UP = """
import sys
from pathfinders.course import grading
from pathfinders.errors import PathfindersError
choice = grading.Choice(again=True, wait=0.5, allow_root=True)
try:
    grading.grade(sys.argv[1], sys.argv[2], choice, say=lambda sentence: None)
except PathfindersError as error:
    print(error)
"""


def test_a_grader_that_gives_a_locked_gradebook_up_says_one_sentence_and_its_processes_none(own):
    reader = started(READS, own / "gradebook.db")
    told = subprocess.run([sys.executable, "-c", GIVES_UP, own, SLUG], capture_output=True, text=True)
    reader.communicate("\n", timeout=60)
    assert (told.stdout.count("\n"), told.stderr) == (1, "")
    assert "locked for 0.5 seconds" in told.stdout and "--resume" in told.stdout


def test_of_two_instructors_who_grade_at_once_the_second_is_told_and_changes_nothing(own):
    first = started(STOPS, "grade", own, SLUG, "--again", *AS_ROOT)
    before = statuses.statuses(own, SLUG)
    told = grade(own, "--again", code=1)
    assert "is grading here since" in told and f"process {first.pid} on" in told
    assert told.count("\n") == 1
    assert statuses.statuses(own, SLUG) == before
    out, _ = first.communicate("\n", timeout=120)
    assert first.returncode == 0 and "2 in this run" in out
    assert "0 in this run" in grade(own)


def asked(server, path, **given):
    """What formgrader's own interface answers; `given` are put there."""
    data = json.dumps(given).encode() if given else None
    head = {"Authorization": "token class", "Content-Type": "application/json"}
    request = Request(f"{server.url}formgrader/api/{path}", data, head, method="PUT" if given else "GET")
    with urlopen(request, timeout=60) as answer:
        return json.load(answer)


def test_with_formgrader_open_a_class_is_graded_and_formgrader_shows_it(own, tmp_path):
    server = formgrader(own, tmp_path)
    try:
        fetched(server, f"manage_submissions/{SLUG}")
        opened = {row["student"]: row["id"] for row in asked(server, f"submitted_notebooks/{SLUG}/{SLUG}")}
        grades = {row["name"]: row["id"] for row in asked(server, f"grades?submission_id={opened['amy']}")}
        asked(server, f"grade/{grades['B1']}", manual_score=2.5, extra_credit=0)
        shutil.rmtree(own / "submitted" / "ben")
        hand_in(own, None, "ben", {})
        assert "2 in this run" in grade(own, "--again")
        full = sum(marks[0] for part, marks in points(own)["amy"].items() if part != "B1")
        shown = {row["student"]: row["score"] for row in asked(server, f"submissions/{SLUG}")}
        assert shown == {"amy": full + 2.5, "ben": 0}
    finally:
        server.process.terminate()
        server.process.wait(30)


def test_two_people_with_one_id_are_refused_and_the_others_are_graded(own, tmp_path):
    work = (own / "submitted" / "amy" / SLUG / f"{SLUG}.ipynb").read_bytes()
    for student in ("Zoe", "zoe", "carl"):
        (tmp_path / "inbox" / student).mkdir(parents=True)
        (tmp_path / "inbox" / student / f"{SLUG}.ipynb").write_bytes(work)
    command = ["collect", str(own), SLUG, "--from", str(tmp_path / "inbox")]
    told = subprocess.run([sys.executable, "-m", "pathfinders", *command], capture_output=True, text=True)
    assert told.stdout.count("refused: One id for more than one person (Zoe and zoe).") == 2
    grade(own)
    found = {student: row.status for student, row in statuses.statuses(own, SLUG).items()}
    assert found == dict.fromkeys(("amy", "ben", "carl"), "graded") | dict.fromkeys(("Zoe", "zoe"), "refused")


def test_a_gradebook_of_an_older_version_is_completed_and_its_points_stay(own):
    before = points(own)
    with contextlib.closing(sqlite3.connect(own / "gradebook.db")) as book:
        for column in statuses.ADDED:
            book.execute(f"ALTER TABLE pathfinders_status DROP COLUMN {column}")
        book.commit()
    assert statuses.statuses(own, SLUG) == {}
    grade(own)
    assert points(own) == before
    assert {row.status for row in statuses.statuses(own, SLUG).values()} == {"graded"}
