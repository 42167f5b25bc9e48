"""Late is said and costs what the course's own nbgrader plugin says, or what a person has said instead."""

import contextlib
import os
import shutil
import sqlite3
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pathfinders.course import assignment as assignments
from pathfinders.course import lateness, record, statuses
from pathfinders.course.assignment import GradingError
from pathfinders.course.settings import SettingsError, configuration
from tests.fixtures_class import SLUG, new_course
from tests.fixtures_recorded import outcome

DUE = datetime(2026, 11, 20, 12)
ARRIVED = {
    "soon": DUE - timedelta(hours=1),
    "late": DUE + timedelta(hours=2, minutes=5),
    "ill": DUE + timedelta(hours=2),
}
PER_HOUR = '''"""A plugin of the course's own."""

from nbgrader.plugins import BasePlugin


class PerHour(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return {"beyond": 1000, "below": -3}.get(student_id, total_seconds_late / 3600)
'''
SETTINGS = {
    "none": "",
    "zero": "c.LateSubmissionPlugin.penalty_method = 'zero'\n",
    "own": "c.AssignLatePenalties.plugin_class = 'lateplugin.PerHour'\n",
    "stops": "c.AssignLatePenalties.plugin_class = 'nowhere.Missing'\n",
}
PENALTY = """SELECT student_id, late_submission_penalty FROM submitted_notebook JOIN submitted_assignment
    ON submitted_assignment.id = submitted_notebook.assignment_id ORDER BY 1"""


@pytest.fixture(scope="module")
def prepared(root, tmp_path_factory):
    """A course in which three students, of whom one has more time, are recorded without a due date."""
    course = tmp_path_factory.mktemp("late")
    new_course(root, course)
    (course / "lateplugin.py").write_text(PER_HOUR)
    written(course, *ARRIVED)
    with changed(course) as book:
        more = "UPDATE submitted_assignment SET extension = ? WHERE student_id = 'ill'"
        book.execute(more, ("1970-01-01 12:00:00.000000",))
    return course


@pytest.fixture
def course(prepared, tmp_path):
    """A copy of it with a due date."""
    shutil.copytree(prepared, tmp_path / "course")
    due(tmp_path / "course", DUE)
    return tmp_path / "course"


def due(course, time):
    with changed(course) as book:
        book.execute("UPDATE assignment SET duedate = ?", (f"{time:%Y-%m-%d %H:%M:%S.%f}",))


@contextlib.contextmanager
def changed(course):
    """The gradebook, as somebody changes it from outside."""
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as book, book:
        yield book


def by_hand(course, student, penalty):
    with changed(course) as book:
        book.execute(
            """UPDATE submitted_notebook SET late_submission_penalty = ? WHERE assignment_id IN
            (SELECT id FROM submitted_assignment WHERE student_id = ?)""",
            (penalty, student),
        )


def settings(course, name):
    """The course's configuration with one way of dealing with late submissions."""
    text = (course / "nbgrader_config.py").read_text().split("# late\n")[0]
    (course / "nbgrader_config.py").write_text(f"{text}# late\n{SETTINGS[name]}")


def written(course, *students, **marks):
    """Records graded outcomes, as the grader does."""
    assignment = assignments.read(course, SLUG)
    with record.Book(assignment, "a run") as book:
        for student in students:
            book.record(
                replace(outcome(assignment, student, **marks), received=ARRIVED.get(student, ARRIVED["late"]))
            )


def penalties(course):
    with changed(course) as book:
        return dict(book.execute(PENALTY).fetchall())


def nbgraders(course, student):
    """The penalty after nbgrader's own step of autograding."""
    from nbgrader.preprocessors import AssignLatePenalties

    from pathfinders.course.penalties import importable

    names = {
        "notebook": SLUG,
        "assignment": SLUG,
        "student": student,
        "db_url": f"sqlite:///{course / 'gradebook.db'}",
    }
    with importable(course):
        from nbformat.v4 import new_notebook

        AssignLatePenalties(config=configuration(course)).preprocess(new_notebook(), {"nbgrader": names})
    return penalties(course)[student]


@pytest.mark.parametrize("way", ["none", "zero", "own"])
def test_late_costs_exactly_what_nbgraders_plugin_takes_off(course, way):
    settings(course, way)
    students = (*ARRIVED, "beyond", "below")
    written(course, *students)
    ours = penalties(course)
    assert ours == {student: nbgraders(course, student) for student in students}
    assert ours["late"] == {"none": None, "zero": 17, "own": pytest.approx(2 + 1 / 12)}[way]
    assert (ours["soon"], ours["ill"]) == (None, None)


def test_a_penalty_goes_when_the_due_date_has_moved_and_comes_when_it_moves_back(course):
    settings(course, "own")
    written(course, "late")
    assert penalties(course)["late"] > 2
    due(course, DUE + timedelta(days=1))
    written(course, "late")
    assert not penalties(course)["late"]
    due(course, DUE)
    written(course, "late")
    assert penalties(course)["late"] > 2


@pytest.mark.parametrize("given", [1.0, 0.0, None])
@pytest.mark.parametrize("way", ["none", "own"])
def test_a_penalty_that_a_person_set_or_waived_stands_however_often_it_is_graded_again(course, way, given):
    settings(course, way)
    written(course, "late")
    by_hand(course, "late", given)
    for points in (1.0, 2.0, 3.0):
        written(
            course,
            "late",
            A=replace(outcome(assignments.read(course, SLUG), "late").marks["A"], points=points),
        )
        assert (penalties(course)["late"] or 0.0) == (given or 0.0)


def test_what_nbgrader_has_taken_off_before_is_no_persons_and_follows_the_points(course):
    settings(course, "zero")
    assert nbgraders(course, "late") == 17
    assignment = assignments.read(course, SLUG)
    written(course, "late", A=replace(outcome(assignment, "late").marks["A"], points=0.0))
    assert penalties(course)["late"] == 17 - assignment.graded["A"]


def test_the_points_of_a_person_are_no_reason_to_take_a_penalty_for_a_persons(course):
    settings(course, "zero")
    assert nbgraders(course, "late") == 17
    with changed(course) as book:
        book.execute("UPDATE grade SET manual_score = 3 WHERE auto_score IS NULL")
    written(course, "late")
    assert penalties(course)["late"] == 20 == nbgraders(course, "late")


def test_a_plugin_that_cannot_be_used_is_one_sentence_and_nothing_is_recorded(course):
    settings(course, "stops")
    before = statuses.statuses(course, SLUG)
    written(course, "soon")  # of who is not late nobody asks it
    with pytest.raises(
        GradingError, match=r"nbgrader_config\.py: the plugin for late submissions stops with"
    ):
        written(course, "late")
    assert statuses.statuses(course, SLUG)["late"] == before["late"]


@pytest.mark.parametrize(
    ("table", "column", "name"),
    [
        ("submitted_assignment", "extension", "extension of late"),
        ("submitted_assignment", "timestamp", "time of arrival of late"),
        ("assignment", "duedate", "due date"),
    ],
)
def test_what_is_no_time_is_one_sentence_that_says_whose_and_what_stands_there(course, table, column, name):
    with changed(course) as book:
        whose = "WHERE student_id = 'late'" if table == "submitted_assignment" else ""
        book.execute(f"UPDATE {table} SET {column} = 'when it is done' {whose}")
    said = f"gradebook.db: the {name} is 'when it is done'; expected a time as nbgrader writes it"
    with pytest.raises(GradingError, match=said):
        lateness.lateness(course, SLUG)
    with pytest.raises(GradingError, match=said):
        written(course, "late")


def test_the_plugin_is_loaded_once_however_many_are_late(course, monkeypatch):
    monkeypatch.setenv("LOADED", "")
    settings(course, "own")
    with (course / "nbgrader_config.py").open("a") as file:
        file.write("os.environ['LOADED'] += '.'\n")
    written(course, "late", "beyond", "below", "late")
    assert os.environ["LOADED"] == "."


def test_reading_the_configuration_again_changes_no_path_any_more(course, monkeypatch):
    monkeypatch.setenv("PATH", f"/usr/bin{os.pathsep}/bin")
    monkeypatch.setenv("JUPYTER_PATH", "/opt/share/jupyter")
    found = []
    for _ in range(3):
        configuration(course)
        found.append((os.environ["PATH"], os.environ["JUPYTER_PATH"]))
    assert found[0] == found[1] == found[2]
    assert found[0][0].split(os.pathsep) == [str(Path(sys.executable).parent), "/usr/bin", "/bin"]
    assert found[0][1].split(os.pathsep)[-1] == "/opt/share/jupyter"


@pytest.mark.parametrize("text", ["raise SystemExit(0)", "import sys; sys.exit()"])
def test_a_configuration_that_ends_the_program_is_one_sentence(course, text):
    (course / "nbgrader_config.py").write_text(text)
    with pytest.raises(SettingsError, match=r"nbgrader_config\.py: it stops with SystemExit"):
        configuration(course)


def test_a_time_with_a_zone_is_taken_in_utc_and_one_beyond_all_time_is_one_sentence(course):
    late = lateness.of(course, "late", "2026-11-20 15:00:00+01:00", None, "2026-11-20 12:00:00.000000", None)
    assert late.seconds == 7200
    with pytest.raises(GradingError, match="the extension of late is '9999-12-31'"):
        lateness.of(course, "late", None, "9999-12-31", "2026-11-20 12:00:00.000000", None)


def test_late_is_said_with_how_much_since_when_and_what_it_costs(course):
    settings(course, "own")
    written(course, "late", "ill", "soon")
    found = lateness.lateness(course, SLUG)
    assert (
        found["late"].sentence
        == "2 h 5 min late (due 20 November 2026, 12:00 UTC): 2.08 points are taken off."
    )
    assert (found["soon"].sentence, found["ill"].sentence) == ("", "")
    by_hand(course, "late", 0)
    assert (
        lateness.lateness(course, SLUG)["late"].sentence
        == "2 h 5 min late (due 20 November 2026, 12:00 UTC)."
    )


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(59, "less than a minute"), (3600, "1 h"), (200_000, "2 d 7 h"), (86_460, "1 d 1 min")],
)
def test_a_length_of_time_is_told_in_its_two_largest_units(seconds, words):
    assert lateness.span(seconds) == words
