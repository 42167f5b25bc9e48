"""A class is graded by `pathfinders grade`: as nbgrader would, and also where nbgrader would not."""

import contextlib
import csv
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from types import SimpleNamespace

import pytest

from pathfinders.course import statuses
from pathfinders.course.grade import Progress, line
from pathfinders.course.gradebook import programs_found
from tests.fixtures_class import AS_ROOT, SLUG, answers, grade, hand_in, nbgrader, new_course, points

ENDLESS = (
    "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass"
)
LEAVES = "import os\nos._exit(0)"
TRUTHY = """class Right(dict):
    def __getattr__(self, name):
        return self
    def __eq__(self, other):
        return True
    __hash__ = dict.__hash__
answer_a = Right({1: "swing"})
"""
THOUGHT = "I wanted both, and neither would wait."
GIVEN = """UPDATE grade SET manual_score = 3.5, needs_manual_grade = 0 WHERE id IN (
    SELECT grade.id FROM grade JOIN base_cell ON base_cell.id = cell_id
    JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
    JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
    WHERE base_cell.name IN ('A', 'B1') AND student_id = 'warns')"""
"""What formgrader does when a person gives points."""


@pytest.fixture(scope="session")
def same(graded, tmp_path_factory):
    """The class that nbgrader has graded, graded by us in a copy of its course without a gradebook."""
    course = tmp_path_factory.mktemp("same")
    for name in ("source", "release", "hidden", "submitted"):
        shutil.copytree(graded.course / name, course / name)
    shutil.copy(graded.course / "nbgrader_config.py", course)
    said = grade(course, "--seconds", "3", "--jobs", "2")
    return SimpleNamespace(course=course, said=said)


@pytest.fixture(scope="session")
def motley(root, tmp_path_factory):
    """A class in which nearly everybody does something else, graded once."""
    from nbgrader.api import Gradebook

    course = tmp_path_factory.mktemp("motley")
    exercise = new_course(root, course)
    key = answers(exercise)["key"]
    for student, given in class_of(key).items():
        hand_in(course, exercise, student, given)
    spoil(course)
    with programs_found(), Gradebook(f"sqlite:///{course / 'gradebook.db'}", "pathfinders") as book:
        book.add_student("absent")
    said = grade(course, "--seconds", "2")
    full = sum(part.points for part in exercise.parts if part.auto)
    return SimpleNamespace(
        course=course,
        exercise=exercise,
        key=key,
        said=said,
        statuses=statuses.statuses(course, SLUG),
        full=full,
    )


def class_of(key):
    """Student → answers."""
    return {
        "key": key,
        "warns": key | {"A": f"import warnings\nwarnings.warn('careful')\n{key['A']}"},
        "loops": key | {"B2": "while True: pass"},
        "swallows": key | {"B2": ENDLESS},
        "leaves": key | {"B1": LEAVES},
        "ends-all": dict.fromkeys(key, LEAVES),
        "beside": key,
        "in-prompt": {},
        "truthy": {"A": TRUTHY},
        "torn": {},
        "void": {},
        "misnamed": {},
        "linked": {},
    }


def spoil(course):
    """Breaks files as people do, and as nobody should."""
    place = {
        name: course / "submitted" / name / SLUG / f"{SLUG}.ipynb"
        for name in class_of({"A": ""} | {"B1": ""})
    }
    for name in ("beside", "in-prompt"):
        thought_elsewhere(place[name], name)
    place["torn"].write_text(place["torn"].read_text()[:500])
    place["void"].write_bytes(b"")
    place["misnamed"].rename(place["misnamed"].with_name("05-two-ruber-bands.ipynb"))
    place["linked"].unlink()
    place["linked"].symlink_to(course / "source" / SLUG / f"{SLUG}.ipynb")
    shutil.copytree(course / "submitted" / "key", course / "submitted" / "=cmd|calc")


def thought_elsewhere(path, where):
    """The reflection is written into a new code cell below its empty answer, or below the words that ask."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    if where == "beside":
        own = {"cell_type": "code", "id": "own", "metadata": {}, "outputs": [], "execution_count": None}
        notebook["cells"].append(own | {"source": THOUGHT})
    else:
        prompt = next(cell for cell in notebook["cells"] if cell["id"].endswith("reflection-prompt"))
        prompt["source"] = "".join(prompt["source"]) + f"\n\n{THOUGHT}"
    path.write_text(json.dumps(notebook), encoding="utf-8")


def test_honest_submissions_earn_what_nbgrader_gives_them(same, scores):
    found = points(same.course)
    assert {id: {cell: marks[0] for cell, marks in row.items()} for id, row in found.items()} == scores


def test_what_waits_for_a_person_is_what_waits_in_nbgrader(graded, same):
    theirs, ours = points(graded.course), points(same.course)
    assert {id: row["reflection"] for id, row in ours.items()} == {
        id: row["reflection"] for id, row in theirs.items()
    }


def test_comments_and_the_cells_of_the_assignment_are_those_of_nbgrader(graded, same):
    tables = {
        "comment": "SELECT base_cell.name, auto_comment, count(*) FROM comment JOIN base_cell ON "
        "base_cell.id = comment.cell_id GROUP BY 1, 2 ORDER BY 1, 2",
        "cells": "SELECT name, type FROM base_cell ORDER BY 1, 2",
        "graded": "SELECT name, max_score, cell_type FROM grade_cells JOIN base_cell USING (id) ORDER BY 1",
        "source": "SELECT name, cell_type, locked, source, checksum FROM source_cell ORDER BY 1",
        "notebook": "SELECT name FROM notebook",
    }
    for name, query in tables.items():
        assert rows(same.course, query) == rows(graded.course, query), name


def rows(course, query):
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as book:
        return book.execute(query).fetchall()


def test_grades_do_not_depend_on_jobs_or_order(same, tmp_path):
    names = ("gradebook.db", "autograded", "grading", "key", "blank", "stops", "wrong-[0-4]", "careless")
    shutil.copytree(same.course, tmp_path / "few", ignore=shutil.ignore_patterns(*names))
    grade(tmp_path / "few", "--seconds", "3", "--jobs", "1")
    few = points(tmp_path / "few")
    assert set(few) >= {"rebinds", "wrong-5", "own-design"}
    assert few == {student: points(same.course)[student] for student in few}
    assert opened(tmp_path / "few", "wrong-5") == opened(same.course, "wrong-5")


def opened(course, student):
    return json.loads((course / "autograded" / student / SLUG / f"{SLUG}.ipynb").read_text(encoding="utf-8"))


def test_nothing_to_do_leaves_everything_as_it_is(same):
    before = (same.course / "gradebook.db").read_bytes()
    assert "0 in this run" in grade(same.course)
    assert (same.course / "gradebook.db").read_bytes() == before


def test_feedback_export_and_formgrader_go_on_working(same):
    nbgrader(same.course, "generate_feedback", SLUG)
    nbgrader(same.course, "export", "--to", str(same.course / "grades.csv"))
    with open(same.course / "grades.csv", encoding="utf-8", newline="") as file:
        table = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert table == {
        id: sum(marks[0] or 0 for marks in row.values()) for id, row in points(same.course).items()
    }
    page = (same.course / "feedback" / "wrong-0" / SLUG / f"{SLUG}.html").read_text(encoding="utf-8")
    assert "Not yet." in page


def test_each_submission_has_a_status_that_is_no_score(motley):
    found = {id: row.status for id, row in motley.statuses.items()}
    assert found == {
        "absent": "not submitted",
        "beside": "graded",
        "ends-all": "graded",
        "in-prompt": "graded",
        "key": "graded",
        "leaves": "graded",
        "linked": "refused",
        "loops": "graded",
        "misnamed": "refused",
        "swallows": "graded",
        "torn": "refused",
        "truthy": "graded",
        "void": "refused",
        "warns": "graded",
    }


def test_06_an_endless_loop_costs_its_own_check_alone(motley):
    assert earned(motley, "loops") == earned(motley, "key") | {"B2": 0}


def test_07_a_loop_that_swallows_interrupts_costs_its_own_check_and_is_told(motley):
    assert earned(motley, "swallows") == earned(motley, "key") | {"B2": 0}
    assert any("stopped" in flag for flag in motley.statuses["swallows"].flags)


def test_08_a_cell_that_ends_the_program_costs_its_own_check_and_is_told(motley):
    assert earned(motley, "leaves") == earned(motley, "key") | {"B1": 0}
    assert "ended the program" in text_of(opened(motley.course, "leaves"))


def test_08_who_ends_the_program_has_a_decided_zero_and_no_promise_that_somebody_will_look(motley):
    decided = points(motley.course)["ends-all"]
    assert {decided[part] for part in motley.key} == {(0, None, False)}
    told = text_of(opened(motley.course, "ends-all"))
    assert told.count("No points for this part.") == len(motley.key)
    assert "look at it" not in told
    flags = motley.statuses["ends-all"].flags
    assert "A cell ended the program it ran in." in flags
    assert any(flag.startswith("No points for A, B1, B2, B3: ") for flag in flags)


@pytest.mark.parametrize("student", ["beside", "in-prompt"])
def test_a_reflection_beside_its_empty_answer_waits_for_a_person_and_is_no_silent_zero(motley, student):
    assert points(motley.course)[student]["reflection"] == (None, None, True)
    assert points(motley.course)["key"]["reflection"] == (None, None, True)
    assert points(motley.course)["truthy"]["reflection"] == (0, None, False)
    said = "SELECT count(*) FROM comment WHERE auto_comment LIKE 'The answer cell is empty; what%'"
    assert rows(motley.course, said) == [(2,)]


def test_05_a_warning_costs_nothing(motley):
    assert earned(motley, "warns") == earned(motley, "key")


def test_14_an_object_that_says_yes_to_everything_earns_nothing(motley):
    assert earned(motley, "truthy")["A"] == 0


def earned(motley, student):
    return {cell: points(motley.course)[student][cell][0] for cell in motley.key}


def text_of(notebook):
    return "\n".join(
        output["text"] for cell in notebook["cells"] for output in cell.get("outputs", ()) if "text" in output
    )


def test_15_what_is_no_notebook_is_refused_with_a_reason_and_without_points(motley):
    for student, reason in {"torn": "damaged", "void": "empty"}.items():
        assert reason in motley.statuses[student].flags[0]
        assert set(points(motley.course)[student].values()) == {(None, None, True)}


def test_16_a_link_to_the_solution_is_refused(motley):
    assert "link" in motley.statuses["linked"].flags[0]
    assert "answer_a" not in json.dumps(opened(motley.course, "linked")["cells"][0])


def test_17_a_wrong_name_is_refused_with_the_name_that_is_right(motley):
    assert f"expected {SLUG}.ipynb; rename it" in motley.statuses["misnamed"].flags[0]


def test_18_nothing_handed_in_is_no_zero(motley):
    assert motley.statuses["absent"].points is None
    assert "absent" not in points(motley.course)
    assert not (motley.course / "autograded" / "absent").exists()


def test_19_an_id_that_is_a_formula_never_reaches_the_gradebook(motley):
    assert rows(motley.course, "SELECT count(*) FROM student WHERE id LIKE '=%'") == [(0,)]
    assert "Left alone: =cmd|calc" in motley.said
    assert not (motley.course / "autograded" / "=cmd|calc").exists()


def test_every_reader_of_a_refused_submission_meets_the_reason(motley):
    page = opened(motley.course, "torn")["cells"][0]["source"]
    assert page.startswith("**Status: refused.**")
    assert "damaged" in page
    assert "torn" in motley.said


@pytest.fixture(scope="session")
def later(motley):
    """The class after a person gave points, one student changed a hand-in and another mended one."""
    with contextlib.closing(sqlite3.connect(motley.course / "gradebook.db")) as book, book:
        book.execute(GIVEN)
    for student in ("warns", "void"):
        shutil.rmtree(motley.course / "submitted" / student)
        hand_in(motley.course, motley.exercise, student, motley.key)
    said = grade(motley.course, "--no-sandbox")
    return SimpleNamespace(
        said=said, statuses=statuses.statuses(motley.course, SLUG), points=points(motley.course)
    )


def test_25_the_points_of_a_person_survive_and_are_marked_for_review_where_the_answer_changed(motley, later):
    assert later.points["warns"]["A"] == (motley.exercise.part("A").points, 3.5, True)
    assert later.points["warns"]["B1"] == (motley.exercise.part("B1").points, 3.5, False)
    assert "Waits for a person: A (graded again; a person's 3.5 points stand)." in later.said
    assert rows(motley.course, "SELECT count(*) FROM comment WHERE auto_comment LIKE '%person%'") == [(0,)]


def test_a_submission_that_changed_is_graded_again_and_no_other(motley, later):
    assert "2 in this run" in later.said
    assert later.statuses["void"].points == motley.full
    assert {id for id in later.statuses if later.statuses[id] != motley.statuses[id]} == {"warns", "void"}


def test_26_without_a_sandbox_every_report_says_so(motley, later):
    assert "WITHOUT THE SANDBOX" in later.said
    assert "WITHOUT THE SANDBOX" in grade(motley.course)
    assert not later.statuses["void"].sandboxed
    assert "WITHOUT the sandbox" in opened(motley.course, "void")["cells"][0]["source"]


def test_an_unknown_course_assignment_or_student_is_one_sentence(motley, command, tmp_path):
    for arguments, expected in (
        ((tmp_path, SLUG), "no course"),
        ((motley.course, "05-two-ruber-bands"), f"did you mean “{SLUG}”?"),
        ((motley.course, SLUG, "--student", "kez"), "did you mean “key”?"),
    ):
        code, out, err = command("grade", *arguments)
        assert (code, out) == (1, "")
        assert expected in err
        assert err.count("\n") == 1


def test_progress_says_how_long_it_will_take():
    assert line(11, 40, 20.0) == "11 of 40 graded, about 58 s left"
    assert line(39, 40, 20.0) == "39 of 40 graded, the last one is running"
    assert line(40, 40, 20.0) == "40 of 40 graded"


def test_progress_says_nothing_of_the_time_that_is_left_before_there_is_a_pace():
    assert line(0, 40, 0.0) == "0 of 40 graded"
    assert line(1, 40, 0.0) == "1 of 40 graded"
    assert line(2, 39, 0.004, jobs=2) == "2 of 39 graded"
    assert line(390, 400, 20.0, jobs=2) == "390 of 400 graded, about 1 s left"


def test_progress_promises_no_end_of_those_that_are_running():
    assert line(38, 40, 200.0, jobs=2) == "38 of 40 graded, the last 2 are running"
    assert line(0, 1, 0.0, jobs=2) == "0 of 1 graded, the last one is running"


def test_progress_on_a_terminal_is_one_line_written_over():
    class Terminal(list):
        isatty = staticmethod(lambda: True)
        flush = staticmethod(lambda: None)
        write = list.append

    screen = Terminal()
    progress = Progress(screen, clock=iter(range(0, 100, 10)).__next__)
    progress(1, 4)
    progress(2, 4)
    progress.end()
    assert "".join(screen).count("\n") == 1
    assert "about 20 s left" in "".join(screen)


def interrupted(course, shown, *options):
    """Grades with a terminal for what is said, and is stopped by Ctrl-C when that has been `shown`."""
    command = [sys.executable, "-m", "pathfinders", "grade", str(course), SLUG, *AS_ROOT, *options]
    ours, theirs = os.openpty()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs, start_new_session=True)
    os.close(theirs)
    said = ""
    with contextlib.suppress(OSError), os.fdopen(ours, "rb", 0) as screen:  # it ends with an error
        while piece := screen.read(4096):
            said += piece.decode()
            if shown in said:
                process.send_signal(signal.SIGINT)
                shown = "\0"
    return process.wait(60), said


@pytest.mark.skipif(os.name == "nt", reason="needs a terminal of POSIX")
def test_ctrl_c_says_how_many_are_recorded_and_how_to_go_on(motley, tmp_path):
    course = tmp_path / "course"
    names = ("gradebook.db", "autograded", "grading", "submitted", "=cmd|calc")
    shutil.copytree(motley.course, course, ignore=shutil.ignore_patterns(*names))
    hand_in(course, motley.exercise, "ben", {"B3": motley.key["B3"]})
    hand_in(course, motley.exercise, "zoe", {"B3": "while True: pass"})
    code, said = interrupted(course, "1 of 2 graded", "--jobs", "2", "--seconds", "60")
    assert code == 130
    again = " ".join(["--resume", "--jobs 2", "--seconds 60", *AS_ROOT])
    told = f"Stopped: 1 of 2 are recorded. To go on: pathfinders grade {course} {SLUG} {again}"
    assert said.splitlines()[0] == "2 to grade; preparing the sandbox and the checks …"
    assert said.splitlines()[-1] == told
    assert set(statuses.statuses(course, SLUG)) == {"ben"}
    assert "; 1 in this run" in grade(course, "--resume", "--seconds", "1")
    assert set(statuses.statuses(course, SLUG)) == {"ben", "zoe"}


def test_help_calls_the_command_as_the_instructors_page_does(capsys, command):
    assert command("--help")[1].startswith("usage: pathfinders COMMAND")
    with pytest.raises(SystemExit):
        command("grade", "--help")
    told = capsys.readouterr().out
    assert "python -m" not in told
    assert "only this one; repeat it for several" in " ".join(told.split())
