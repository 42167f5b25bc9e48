"""What has to come of a bad submission, in 28 sentences, each with a test of the real grader."""

import importlib
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from pathfinders.course import inert
from tests.fixtures_class import SLUG, hand_in, new_course
from tests.forty import honest
from tests.forty.broken import unreadable
from tests.forty.cases import CASES, holds, name_of, sayings
from tests.forty.day import ABSENT, SECRET, Day, given_away
from tests.forty.handing_in import ODD

HERE = "tests.test_outcomes"
OUTCOMES = {
    1: ("A test that was copied costs nothing, and is said.", HERE),
    2: ("A test that was deleted, edited or retagged is the course's own again, and is said.", HERE),
    3: ("With all metadata gone cells are told by their ids or their order, and it is said.", HERE),
    4: ("A tag that keeps a test from being run is not read.", HERE),
    5: ("A warning costs nothing.", HERE),
    6: ("An endless loop costs its own check alone, and no more than the time it may take.", HERE),
    7: ("A loop that swallows interrupts is killed, the rest is run without it, and it is said.", HERE),
    8: ("An end of the program costs its own check alone.", HERE),
    9: ("Memory, processes and disk have limits, and nobody else is affected.", HERE),
    10: ("Of fifty megabytes of output one is kept.", HERE),
    11: ("Sources, gradebook and other students can neither be read nor written.", HERE),
    12: ("No connection is made.", HERE),
    13: ("Secrets of the grader's environment are nowhere.", HERE),
    14: ("Patched parts of Python, IPython and NumPy, and objects that say yes, earn nothing.", HERE),
    15: ("What is no notebook is refused with a reason.", HERE),
    16: ("A link is refused.", HERE),
    17: ("A wrong name is refused with the name that is right.", HERE),
    18: ("Nothing handed in is no zero.", HERE),
    19: ("An id that is no safe name is refused when it is collected.", HERE),
    20: ("A script is inert in formgrader and in feedback.", HERE),
    21: ("A notebook of format 3 is upgraded.", HERE),
    22: ("An unknown kernel is not asked for.", HERE),
    23: ("A student's module cannot stand in a library's place.", HERE),
    24: ("A grader that was killed goes on with what is unfinished.", "tests.test_grading_stops"),
    25: ("Points of a person survive a regrade and are marked for review.", "tests.test_grading"),
    26: ("Without a sandbox nothing is run, unless it is asked for and then said on every report.", HERE),
    27: ("Root is refused until told to go on.", HERE),
    28: ("A value that is the default is never drawn.", "tests.test_variants"),
}


def test_each_outcome_has_a_test_whose_name_has_its_number():
    assert list(OUTCOMES) == list(range(1, 29))
    for number, (sentence, module) in OUTCOMES.items():
        named = re.compile(rf"test_(outcome_)?{number:02}_\w+")
        assert [name for name in vars(importlib.import_module(module)) if named.fullmatch(name)], sentence


def kept(day, *names):
    """Holds of all cases of these names."""
    found = [case for case in CASES if case.what in names]
    assert len(found) == len(names)
    assert [(case.what, sayings(day, case)) for case in found if not holds(day, case)] == []


def full(day, student):
    return day.statuses[student].points == day.statuses["right"].points


def test_outcome_01_a_copied_test_costs_nothing_and_is_said(forty):
    kept(forty, "test duplicated")


def test_outcome_02_a_test_deleted_edited_or_retagged_is_the_courses_own_again(forty):
    kept(forty, "test deleted", "test edited", "test turned into text", "test worth a hundredfold")
    kept(forty, "grade_id changed")
    assert full(forty, "tampers")


def test_outcome_03_without_metadata_cells_are_told_by_ids_or_by_words_and_order(forty):
    kept(forty, "all metadata stripped")
    assert full(forty, "old-format")
    assert any("by their words and their order" in flag for flag in forty.statuses["old-format"].flags)


def test_outcome_04_a_tag_that_skips_a_test_earns_nothing(forty):
    kept(forty, "tag skip-execution on a test")


def test_outcome_05_a_warning_costs_nothing(forty):
    kept(forty, "a warning in correct code")


def test_outcome_06_an_endless_loop_costs_its_own_check_alone(forty):
    kept(forty, "endless loop in a cell", "endless loop in what is called")
    assert forty.points["loops"]["B1"] == forty.points["right"]["B1"]
    assert forty.points["loops"]["B3"] == forty.points["right"]["B3"]


def test_outcome_07_a_loop_that_swallows_interrupts_is_killed_and_the_rest_is_run(forty):
    kept(forty, "loop that swallows interrupts")
    others = {part: marks for part, marks in forty.points["right"].items() if part != "B2"}
    assert {part: forty.points["swallows"][part] for part in others} == others
    assert any("stopped" in flag for flag in forty.statuses["swallows"].flags)


def test_outcome_08_an_end_of_the_program_costs_its_own_check_alone(forty):
    kept(forty, "os._exit in a cell", "os._exit in what is called")
    assert forty.points["leaves"]["B2"] == forty.points["right"]["B2"]
    assert forty.points["leaves"]["B3"] == forty.points["right"]["B3"]


def test_outcome_09_memory_processes_and_disk_have_limits_and_nobody_else_is_affected(forty):
    kept(forty, "4 GB of memory", "300 forks", "disk filled", "process that stays")
    assert full(forty, "hoards")
    assert "crashed" not in {row.status for row in forty.statuses.values()}


def test_outcome_10_of_fifty_megabytes_one_is_kept(forty):
    kept(forty, "50 MB in one line", "400,000 lines")
    assert len(json.dumps(forty.opened("shouts"))) <= inert.LARGEST
    assert len(forty.page("shouts")) <= inert.LARGEST + 100_000


def test_outcome_11_sources_gradebook_and_others_are_neither_read_nor_written(forty):
    kept(forty, "solution taken from ../../../source", "reads the source by its path")
    kept(forty, "reads gradebook.db", "reads another student's work", "reads the hidden checks")
    kept(forty, "UPDATE grade SET manual_score=99", "writes ../../", "writes /tmp")
    kept(forty, "writes another's submission")


def test_outcome_12_no_connection_is_made(forty):
    kept(forty, "connects to this machine")
    assert not forty.called


def test_outcome_13_secrets_of_the_graders_environment_are_nowhere(forty):
    kept(forty, "secrets in the environment")
    assert SECRET not in json.dumps(forty.opened("reads")) + forty.page("reads")


def test_outcome_14_patches_and_objects_that_say_yes_earn_nothing(forty):
    kept(forty, "AST transformer that drops asserts", "input_transformers_post")
    kept(forty, "kernel.do_execute patched", "displayhook(4.0) forges a credit")
    kept(forty, "object that says yes to everything", "abs patched, number that says yes")
    kept(forty, "marking and numpy patched", "text that is equal to all texts")


def test_outcome_15_what_is_no_notebook_is_refused_with_a_reason(forty):
    kept(forty, "bad JSON", "empty file", "binary file", "[] for a notebook", "nested 100,000 deep")
    kept(forty, "20 MB and one byte")
    assert {forty.statuses[student].status for student in unreadable("")} == {"refused"}


def test_outcome_16_a_link_is_refused(forty):
    kept(forty, "link to the instructor's source")
    assert "answer_a" not in json.dumps(forty.opened("linked")["cells"][0])


def test_outcome_17_a_wrong_name_is_refused_with_the_one_that_was_meant(forty):
    kept(forty, "wrong name")


def test_outcome_18_nothing_handed_in_is_no_zero(forty):
    kept(forty, "no notebook at all")
    row = forty.statuses[ABSENT]
    assert (row.status, row.points, ABSENT in forty.points) == ("not submitted", None, False)
    assert forty.statuses["empty-handed"].points is None


def test_outcome_19_an_id_that_is_no_safe_name_is_refused_when_it_is_collected(forty):
    kept(forty, *(f"id {id}" for id in ODD if id), "no id", "id of 300 letters")
    assert not {"..", *ODD} & set(forty.statuses)


def test_outcome_20_a_script_is_inert_where_it_is_read(forty):
    kept(forty, "HTML as output", "JavaScript as output", "markdown with script")
    cells = forty.opened("scripts")["cells"]
    prose = next(cell["source"] for cell in cells if name_of(cell) == "reflection")
    for text in (prose, forty.page("scripts")):
        assert "stolen()" in text
        assert not re.search(r"<script>stolen|<img src=x|<svg", text)


def test_outcome_21_a_notebook_of_format_3_is_upgraded(forty):
    kept(forty, "nbformat 3")


def test_outcome_22_an_unknown_kernel_is_not_asked_for(forty):
    kept(forty, "unknown kernel")


def test_outcome_23_a_students_module_does_not_stand_in_a_librarys_place(forty):
    kept(forty, "numpy.py beside the notebook", "numpy.py written by a cell")
    assert not list(forty.course.rglob("numpy.py"))


@pytest.fixture
def small(root):
    """A course in which one student has handed in the key."""
    with tempfile.TemporaryDirectory() as folder:
        day = Day(Path(folder), new_course(root, Path(folder, "course")))
        hand_in(day.course, day.exercise, "key", honest.key(day.exercise))
        yield day


# From here on the kernel refuses namespaces, as it does in many a container; no program can win them back.
BARRED = """
from pathfinders.course.sandbox import calls, kernel
kernel.prctl(kernel.NO_NEW_PRIVS)
calls.refuse()
"""


def test_outcome_26_without_a_sandbox_nothing_is_run_unless_asked_for_and_then_every_report_says_so(small):
    of = [str(small.course), SLUG]
    grade, free = ["pathfinders", "grade", *of], ["--no-sandbox"]
    given_away(small.folder)
    small.call({"refused": grade, "doctor": ["pathfinders", "doctor", "grading"]}, BARRED)
    told = small.told["refused"]
    assert (told.code, told.out, told.err.count("\n"), small.statuses) == (1, "", 1, {})
    assert "expected a sandbox" in told.err and "--no-sandbox" in told.err
    assert small.told["doctor"].out.startswith("grading: something is missing")
    tables = {f"to {to}": ["pathfinders", "export", *of, "--to", to] for to in TABLES}
    feedback = {"feedback": ["pathfinders", "feedback", *of]}
    small.call({"free": grade + free, "again": grade} | feedback | tables, BARRED)
    assert small.statuses["key"].status == "graded" and not small.statuses["key"].sandboxed
    for name in ("free", "again", *tables):
        assert small.told[name].code == 0
        assert "WITHOUT THE SANDBOX" in small.told[name].out + small.told[name].err
    for text in (json.dumps(small.opened("key")), small.page("key")):
        assert "WITHOUT the sandbox" in text
    assert [row["sandboxed"] for row in small.rows("to csv")] == ["no"]


TABLES = ("csv", "canvas", "moodle")


def test_outcome_27_root_is_refused_until_told_to_go_on(small):
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    command = [*as_root, sys.executable, "-m", "pathfinders", "grade", str(small.course), SLUG]
    told = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert (told.returncode, told.stdout, told.stderr.count("\n")) == (1, "", 1)
    assert "called as root" in told.stderr and "--allow-root" in told.stderr
    assert small.statuses == {}
    allowed = subprocess.run([*command, "--allow-root"], capture_output=True, text=True, timeout=120)
    assert allowed.returncode == 0, allowed.stderr
    assert small.statuses["key"].status == "graded" and small.statuses["key"].sandboxed
