"""What keeps one student's notebook from its place costs nobody else; and who is named alone is touched."""

import contextlib
import shlex
import shutil
from dataclasses import replace
from types import SimpleNamespace

import pytest

from pathfinders.course import assignment as assignments
from pathfinders.course import crew, record, statuses
from tests.fixtures_class import SLUG
from tests.fixtures_recorded import outcome
from tests.test_grading_stops import files
from tests.test_lateness import DUE, changed, due, settings

CLASS = ("amy", "bob", "cat")
PENALTIES = """SELECT student_id, late_submission_penalty FROM submitted_notebook JOIN submitted_assignment
    ON submitted_assignment.id = submitted_notebook.assignment_id ORDER BY 1"""


@contextlib.contextmanager
def quick(assignment, choice, jobs):
    """In the place of a crew: whatever is handed in, nothing is run and the outcome is always the same."""

    def outcomes(handed, note):
        for one in handed:
            note("begun", one.student)
            yield replace(
                outcome(assignment, one.student), digest=one.digest(assignment), received=one.received
            )

    yield SimpleNamespace(ready=lambda: None, outcomes=outcomes)


@pytest.fixture(scope="module")
def handed_in(recorded, tmp_path_factory):
    """A course in which three students have handed in, and nobody is graded."""
    course = tmp_path_factory.mktemp("left") / "course"
    names = ("gradebook.db", "autograded", "grading", "feedback", "handed-in", "submitted")
    shutil.copytree(recorded.course, course, ignore=shutil.ignore_patterns(*names))
    for student in CLASS:
        folder = course / "submitted" / student / SLUG
        folder.mkdir(parents=True)
        shutil.copy(course / "release" / SLUG / f"{SLUG}.ipynb", folder)
        (folder / "timestamp.txt").write_text(f"{DUE} UTC")
    with record.Book(assignments.read(course, SLUG), "before"):
        return course


@pytest.fixture
def course(handed_in, tmp_path, monkeypatch):
    """A copy of it, in which grading runs nothing."""
    monkeypatch.setattr(crew, "crew", quick)
    shutil.copytree(handed_in, tmp_path / "course")
    return tmp_path / "course"


def test_one_place_that_cannot_be_written_costs_nobody_else_and_resume_takes_its_student_up(course, command):
    assert command("grade", course, SLUG)[0] == 0
    place = course / "autograded" / "amy"
    shutil.rmtree(place)
    place.write_text("in the way")
    half = course / "autograded" / "bob" / SLUG / ".part-0123"
    half.write_text("of a grader that was killed")
    before = statuses.statuses(course, SLUG)
    code, out, err = command("grade", course, SLUG, "--again")
    assert code == 1
    assert f"amy is left: {place / SLUG}: not a directory; expected a place for the notebook of amy" in err
    again = f"pathfinders grade {course} {SLUG} --resume"
    assert out.splitlines()[-1] == f"NOT RECORDED: amy. When there is way for their notebooks: {again}"
    assert "2 in this run" in out and "2 of 2 graded" in err
    after = statuses.statuses(course, SLUG)
    assert after["amy"] == before["amy"] and {after[id].run for id in ("bob", "cat")} != {before["bob"].run}
    assert not half.exists()
    place.unlink()
    code, out, err = command("grade", course, SLUG, "--resume")
    assert code == 0 and "1 in this run" in out
    assert files(place).keys() == files(course / "autograded" / "bob").keys()
    assert "0 in this run" in command("grade", course, SLUG, "--resume")[1]


@contextlib.contextmanager
def stopped(assignment, choice, jobs):
    """A crew that somebody stops by Ctrl-C when it is done with one."""

    def outcomes(handed, note):
        with quick(assignment, choice, jobs) as working:
            yield next(working.outcomes(handed, note))
        raise KeyboardInterrupt

    yield SimpleNamespace(ready=lambda: None, outcomes=outcomes)


@contextlib.contextmanager
def unready(assignment, choice, jobs):
    """A crew that is stopped before it has begun."""

    def ready():
        raise KeyboardInterrupt

    yield SimpleNamespace(ready=ready)


@pytest.mark.parametrize(
    ("given", "ends", "again", "left"),
    [
        (["--again", "--allow-root"], stopped, "--resume --allow-root", 2),
        (["--again", "--no-sandbox", "--seconds", "7.5"], stopped, "--resume --seconds 7.5 --no-sandbox", 2),
        (["--student", "amy", "--student", "bob"], stopped, "--resume", 1),
        (["--again", "--allow-root"], unready, "--again --allow-root", 3),
        (["--student", "amy", "--jobs", "2"], unready, "--student amy --jobs 2", 1),
    ],
)
def test_the_command_that_is_said_when_a_run_was_stopped_goes_on_with_it(
    course, command, monkeypatch, given, ends, again, left
):
    course = course.rename(course.with_name("my course"))
    assert f"{len(CLASS)} in this run" in command("grade", course, SLUG)[1]
    with monkeypatch.context() as patched:
        patched.setattr(crew, "crew", ends)
        code, out, err = command("grade", course, SLUG, *given)
    assert (code, out) == (130, "")
    _, said = err.splitlines()[-1].split("To go on: ")
    assert said == f"pathfinders grade '{course}' {SLUG} {again}"
    assert f"; {left} in this run" in command(*shlex.split(said)[1:])[1]


def test_before_it_is_silent_for_seconds_it_says_how_many_there_are_to_grade(course, command, monkeypatch):
    said = "3 to grade; preparing the sandbox and the checks …"
    with monkeypatch.context() as patched:
        patched.setattr(crew, "crew", unready)
        assert command("grade", course, SLUG)[2].splitlines()[0] == said
    assert command("grade", course, SLUG)[2].splitlines() == [said, "3 of 3 graded"]
    assert command("grade", course, SLUG)[2] == ""


def test_who_is_not_named_is_not_touched_by_a_due_date_either(course, command):
    settings(course, "zero")
    assert command("grade", course, SLUG)[0] == 0
    due(course, DUE.replace(hour=1))
    assert "settled anew" not in command("grade", course, SLUG, "--student", "bob")[2]
    full = sum(
        mark.points for mark in outcome(assignments.read(course, SLUG), "bob").marks.values() if mark.points
    )
    with changed(course) as book:
        assert book.execute(PENALTIES).fetchall() == [("amy", None), ("bob", full), ("cat", None)]
    assert "settled anew: amy, cat." in command("grade", course, SLUG)[2]
