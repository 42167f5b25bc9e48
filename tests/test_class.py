"""A class of forty, from right to hostile, all the way: collected, graded, given back and exported.

All of it by the real commands, once for all tests here, as an ordinary user: about 25 s of one core's work,
and as long again in which two cores wait for loops that never end.
"""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from pathfinders.course import assignment as assignments
from pathfinders.course import inert, journal
from pathfinders.practice import marking
from pathfinders.practice.answers import gather
from tests.fixtures_class import SLUG
from tests.forty import broken, honest
from tests.forty.cases import CASES, holds, sayings
from tests.forty.day import ABSENT, SECRET
from tests.forty.handing_in import LONG, ODD
from tests.test_exercise_source import secrets
from tests.test_inert import Page
from tests.test_nbgrader import is_told, plain
from tests.test_sandbox_hostile import alive

DAMAGED = set(broken.damaged({}))
REFUSED = {*broken.unreadable(""), "misnamed", "linked", "empty-handed"}
CHEATS = {"reads", "patches", "truths", "peeks", "forges"}
"""Who answers nothing, and asks for every point."""

STATUS_ON_TOP = "pathfinders-status"


def sums(day):
    """Student → points that the checks gave, or None."""
    return {student: row.points for student, row in day.statuses.items()}


def test_each_of_forty_has_the_status_that_is_due(forty):
    found = {student: row.status for student, row in forty.statuses.items()}
    due = {student: "graded" for student in forty.given} | dict.fromkeys(DAMAGED, "graded")
    due |= dict.fromkeys(REFUSED, "refused")
    assert found == due | {ABSENT: "not submitted"}
    assert len(found) >= 40  # and one more for each named wrong answer that an author adds


def test_every_honest_score_is_what_the_checks_say_outside_of_any_sandbox(forty):
    course = assignments.read(forty.course, SLUG)
    for student, given in honest.class_of(forty.exercise).items():
        known = course.drawn_for(student).sheets
        for part, sheet in known.items():
            names = {}
            exec(given.get(part, ""), names)
            due = marking.mark(sheet, gather(sheet["name"], names)).points(course.graded[part])
            assert forty.points[student][part][0] == due, (student, part)


def test_right_answers_earn_every_point_and_a_blank_earns_none(forty):
    full = sum(part.points for part in forty.exercise.parts if part.auto)
    found = sums(forty)
    assert (found["right"], found["right-other-design"], found["blank"]) == (full, full, 0)
    for student in ("partly-four-words", "partly-values-shown"):
        assert 0 < found[student] < full


def test_each_named_wrong_answer_loses_points_and_its_page_gives_the_hint(forty):
    met = 0
    for part in forty.exercise.parts:
        for student, wrong in zip(honest.wrong(forty.exercise), part.wrong, strict=False):
            assert forty.points[student][part.id][0] < part.points, wrong.name
            hint = " ".join(wrong.hint.replace("`", "").replace("*", "").split())
            assert hint in plain(forty.page(student)), wrong.name
            met += 1
    assert met == sum(len(part.wrong) for part in forty.exercise.parts) >= 16


@pytest.mark.parametrize("case", CASES, ids=[case.what for case in CASES])
def test_what_goes_wrong_costs_what_it_must_and_is_said(forty, case):
    assert holds(forty, case), sayings(forty, case)


def test_no_cheat_earns_a_point_and_no_attack_costs_honest_work_one(forty):
    found, full = sums(forty), sums(forty)["right"]
    assert {student: found[student] for student in CHEATS} == dict.fromkeys(CHEATS, 0)
    assert all(points is None or points <= full for points in found.values())
    for student in ("warns", "shouts", "scripts", "hoards", "calls-out", "tampers", "bare", "old-format"):
        assert found[student] == full, student
    given = [mark[1] for cells in forty.points.values() for mark in cells.values()]
    assert given == [None] * len(given)  # points that only a person gives


def test_each_who_is_refused_is_told_why_in_one_sentence_and_given_no_points(forty):
    for student in REFUSED:
        (reason,) = forty.statuses[student].flags
        assert re.fullmatch(r"[A-Z0-9][^\n]{10,200}[.?]", reason)
        assert reason in forty.told["grade"].out
        assert reason in plain(forty.page(student))
        assert "not a zero" in plain(forty.page(student))
        assert sums(forty)[student] is None


@pytest.mark.parametrize("id", [*ODD, LONG])
def test_an_id_that_is_no_safe_name_gets_no_further_than_its_refusal(forty, id):
    shown = "(nobody)" if not id else id if id != LONG else "x" * 50
    told = forty.told["exchange"].out + forty.told["canvas"].out
    (line,) = [line for line in told.splitlines() if line.startswith(shown)]
    assert ": refused: " in line
    assert id not in forty.statuses
    if id:
        later = {str(path.relative_to(forty.course)) for path in forty.course.rglob("*")}
        assert not [path for path in later if id in Path(path).parts]
        assert id not in [row["student"] for row in forty.rows("to csv")]


def test_a_student_who_is_called_by_a_path_is_told_of_and_left_alone(forty):
    told = forty.told["path"]
    assert (told.code, told.out, told.err.count("\n")) == (1, "", 1)
    assert forty.before[f"course/submitted/right/{SLUG}/{SLUG}.ipynb"]


def test_the_whole_class_is_graded_once_and_then_there_is_nothing_to_do(forty):
    assert {name: one.code for name, one in forty.told.items() if one.code} == {"path": 1}
    assert f"; {len(forty.statuses)} in this run" in forty.told["grade"].out
    assert "; 0 in this run" in forty.told["resume"].out
    notes = journal.read(forty.course / "grading" / f"{SLUG}.jsonl")
    told = Counter(note["student"] for note in notes if note["step"] == "recorded")
    assert told == dict.fromkeys(forty.statuses, 1)


def test_no_file_is_changed_or_left_by_what_students_wrote(forty):
    made = ("gradebook.db", "autograded/", "grading/", "feedback/")
    after = {
        path: data
        for path, data in forty.files().items()
        if not path.startswith(tuple(f"course/{name}" for name in made))
    }
    assert after == {path: data for path, data in forty.before.items() if path in after}
    assert {path for path in forty.before if path not in after} == {"course/gradebook.db"}
    places = (Path("/tmp"), Path("/"), Path.home(), forty.folder.parent, forty.folder, forty.course)
    assert not [place for place in places if (place / forty.mark).exists()]
    assert not list(forty.folder.rglob(f"*{forty.mark}*"))


def test_no_process_is_left_and_nobody_was_called(forty):
    assert (forty.left, alive(forty.mark), forty.called) == ([], [], False)


def written(day):
    """Name → text of all that instructors and students are given: what was printed, notebooks, pages."""
    found = {name: one.out + one.err for name, one in day.told.items()}
    for top in ("autograded", "feedback"):
        for path in (day.course / top).rglob("*"):
            if path.is_file():
                found[str(path.relative_to(day.course))] = path.read_text(encoding="utf-8")
    return found


def test_no_hidden_check_and_no_secret_stands_in_any_output(forty):
    known = {secret for secret in secrets(forty.exercise) if not is_told(forty.exercise, secret)}
    assert len(known) >= 10
    own = dict.fromkeys(DAMAGED, honest.key(forty.exercise)) | forty.given
    for name, text in written(forty).items():
        mine = "\n".join(own.get(name.split("/")[1], {}).values()) if "/" in name else ""
        assert [secret for secret in known if secret in text and secret not in mine] == [], name
        assert SECRET not in text, name


def test_nothing_that_is_printed_acts_on_a_terminal_or_makes_a_line_of_its_own(forty):
    for name, told in forty.told.items():
        signs = set(told.out + told.err) - set("\n\r")
        assert [sign for sign in signs if not sign.isprintable()] == [], name
        assert not [line for line in told.out.splitlines() if line.startswith("lia")]


def test_no_script_is_in_any_notebook_or_page(forty):
    for student in set(forty.statuses) - {ABSENT}:
        path = forty.course / "autograded" / student / SLUG / f"{SLUG}.ipynb"
        assert path.stat().st_size <= inert.LARGEST
        for cell in forty.opened(student)["cells"]:
            marks = cell["metadata"].get("nbgrader", {})
            for output in cell.get("outputs", ()):
                assert set(output.get("data", {"text": ""})) <= {"text", "image/png"}
            if cell["cell_type"] == "markdown" and (marks.get("solution") or cell["id"] == STATUS_ON_TOP):
                page = MarkdownWithMath(renderer=IPythonRenderer(escape=False)).render(cell["source"])
                assert Page(page).strange == [], student
        acts = r"<script|<iframe|<object|<embed|<link|\son\w+\s*=\s*[\"']?stolen[^&]*>|url\(http|src=\"http"
        assert not re.search(acts, forty.page(student)), student
    assert not (forty.course / "feedback" / ABSENT).exists()


def test_the_tables_have_a_status_for_all_and_a_number_only_where_nobody_has_to_look(forty):
    found = forty.statuses
    rows = {row["student"]: row for row in forty.rows("to csv")}
    assert {student: row["status"] for student, row in rows.items()} == {id: found[id].status for id in found}
    assert {row["sandboxed"] for id, row in rows.items() if id not in {*REFUSED, ABSENT}} == {"yes"}
    final = {student: row["points"] for student, row in rows.items()}
    waiting = {"scripts", "reads", "peeks", "patches"}  # most met what is so here alone; a person sees why
    assert {student for student in final if not final[student]} == {*REFUSED, ABSENT, *waiting}
    canvas = {row["SIS Login ID"]: row[SLUG] for row in forty.rows("to canvas")[1:]}
    moodle = {row["Username"]: row["Grade"] for row in forty.rows("to moodle")}
    assert canvas == moodle == final


def test_hand_ins_of_the_exchange_canvas_and_moodle_are_all_taken_and_kept_as_they_came(forty):
    ways = {name: forty.told[name].out for name in ("exchange", "canvas", "moodle")}
    taken = {name: re.findall(r"^(\S+): taken", text, re.MULTILINE) for name, text in ways.items()}
    assert all(len(ids) >= 3 for ids in taken.values())
    assert sorted(id for ids in taken.values() for id in ids) == sorted(
        id for id in forty.statuses if id not in {*REFUSED, ABSENT}
    )
    work = json.loads(forty.before[f"course/submitted/writes/{SLUG}/{SLUG}.ipynb"])
    assert forty.mark in json.dumps(work)
