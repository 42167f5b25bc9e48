"""Of several copies of a notebook the one that somebody has written in counts, wherever it lies."""

import copy
import shutil
from dataclasses import replace

import pytest

from pathfinders.course import config, drafts
from pathfinders.course.handed_in import hand_ins
from pathfinders.course.naming import is_alike
from pathfinders.course.roster import Roster
from pathfinders.course.submissions import Found, Refusal, from_folder, from_zip
from tests.submissions import cell, code, dumped, master, text
from tests.test_collect import FILE, SLUG, current, inbound, lay, packed, reasons, taken, work

BLANK = dumped(master()).encode()
ROSTER = Roster(("amy",), {("canvas", "1"): "amy"}, {})


def changed(grade_id, source):
    """The bytes of the notebook as it is given out, but for one cell."""
    notebook = copy.deepcopy(master())
    cell(notebook, grade_id)["source"] = source
    return dumped(notebook).encode()


def added(piece):
    return dumped(master() | {"cells": [*master()["cells"], piece]}).encode()


@pytest.fixture
def released(course):
    """A course in which the assignment is given out."""
    lay(course, "release", SLUG, FILE, data=BLANK)
    return course


def take(course, folder):
    return from_folder(folder, SLUG, drafts=drafts.Drafts(course, SLUG))


LAYOUTS = {
    "beside a download": (FILE, f"{SLUG} (1).ipynb"),
    "above the own folder": (FILE, f"work/exercises/{FILE}"),
    "in the bundle": (f"notebooks/exercises/{FILE}", f"my work/work/exercises/{FILE}"),
    "in the bundle, as deep": (f"notebooks/exercises/{FILE}", f"work/exercises/{FILE}"),
    "in a folder of its name": (f"{SLUG}/{FILE}", f"{SLUG}-Copy1.ipynb"),
    "in a folder of its name, alone": (f"{SLUG}/{FILE}", f"work/exercises/{FILE}"),
    "beside a newer edition": (f"work/exercises/{FILE}", f"work/exercises/{SLUG} (new 2026-11-20).ipynb"),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_blank_copy_never_counts_where_another_was_written_in(released, inbox, layout):
    blank, good = LAYOUTS[layout]
    lay(inbox, "amy", *blank.split("/"), data=BLANK)
    lay(inbox, "amy", *good.split("/"), data=work(1))
    receipt = taken(released, take(released, inbox))["amy"]
    assert current(released, "amy") == work(1)
    assert f"Of 2 notebooks {good} counts; nothing was written in {blank}." in receipt.flags


def test_the_command_compares_copies_with_the_notebook_that_was_given_out(released, inbox, command):
    lay(inbox, "amy", FILE, data=BLANK)
    lay(inbox, "amy", "old", FILE, data=work(1))
    told = f"amy: taken. Of 2 notebooks old/{FILE} counts; nothing was written in {FILE}.\n1 taken.\n"
    assert command("collect", released, SLUG, "--from", inbox)[1] == told


def test_in_the_exchange_too_the_copy_counts_that_was_written_in(released, tmp_path, command):
    (released / "nbgrader_config.py").write_text(config.TEXT)
    folder = tmp_path / "exchange" / "pathfinders" / "inbound"
    path = inbound(folder, "amy", "2026-11-21 20:00:00.000001", BLANK)
    lay(path.parent, f"{SLUG}-Copy1.ipynb", data=work(1))
    assert "amy: taken." in command("collect", released, SLUG, "--exchange", tmp_path / "exchange")[1]
    assert current(released, "amy") == work(1)


@pytest.mark.parametrize(
    ("most", "least"),
    [
        (changed("reflection", "In March."), BLANK),
        (added(text("In March.")), BLANK),
        (added(code("answer_b3 = 0.62")), changed("B3-prompt", "In March.")),
        (changed("B3-prompt", "In March."), BLANK),
        (added(text("") | {"attachments": {"a.png": {"image/png": "AAAA"}}}), BLANK),
        (b"{", BLANK),
        (b"", BLANK),
        (b'{"cells": [{"source": 1, "metadata": 3}]}', BLANK),
        (changed("A-answer", "answer_a = {}"), changed("reflection", " \n")),
    ],
    ids=["prose", "own text", "own code", "a prompt", "a picture", "broken", "empty", "odd", "white space"],
)
def test_what_is_written_anywhere_or_cannot_be_read_outweighs_what_is_not(released, inbox, most, least):
    lay(inbox, "amy", FILE, data=least)
    lay(inbox, "amy", "old", FILE, data=most)
    (found,) = take(released, inbox)
    assert found.read() == most


def test_of_copies_in_which_something_is_written_the_line_names_those_that_do_not_count(released, inbox):
    lay(inbox, "amy", FILE, data=work(1))
    lay(inbox, "amy", "old", FILE, data=work(2))
    lay(inbox, "amy", "same", FILE, data=work(1))
    (found,) = take(released, inbox)
    assert (found.read(), found.flags) == (
        work(1),
        (f"Of 2 notebooks {FILE} counts; not looked at: old/{FILE}.",),
    )


def test_copies_as_deep_with_other_answers_are_refused_by_their_paths_and_equal_ones_are_taken(
    released, inbox
):
    for folder, number in (("a", 1), ("b", 2)):
        lay(inbox, "amy", folder, FILE, data=work(number))
        lay(inbox, "ben", folder, FILE, data=work())
    refused, found = take(released, inbox)
    assert refused.reason == (
        f"It is not clear which notebook counts: a/{FILE} and b/{FILE}; hand in one alone."
    )
    assert (found.student, found.flags) == ("ben", ())


def test_who_hands_in_a_blank_copy_alone_is_told_so_when_it_is_taken(released, inbox):
    lay(inbox, "amy", FILE, data=BLANK)
    lay(inbox, "ben", FILE, data=work())
    found = taken(released, take(released, inbox))
    assert found["amy"].line == "amy: taken. Nothing was written in any answer."
    assert found["ben"].line == "ben: taken."
    assert taken(released, take(released, inbox))["amy"].flags == (drafts.BLANK,)


@pytest.mark.parametrize("damage", [None, b"{", b'{"cells": [{}]}', b'{"cells": 1}', b"[]"])
def test_without_a_notebook_that_was_given_out_all_copies_are_taken_as_written(course, inbox, damage):
    if damage is not None:
        lay(course, "release", SLUG, FILE, data=damage)
    lay(inbox, "amy", FILE, data=BLANK)
    lay(inbox, "amy", "old", FILE, data=work(1))
    receipt = taken(course, take(course, inbox))["amy"]
    assert current(course, "amy") == BLANK
    assert receipt.line == f"amy: taken. Of 2 notebooks {FILE} counts; not looked at: old/{FILE}."


def test_one_notebook_alone_is_not_read_before_it_is_taken_and_many_are_not_either(released, inbox):
    lay(inbox, "amy", FILE)
    for number in range(drafts.MOST + 1):
        lay(inbox, "ben", str(number), FILE, data=work(number))
    lay(inbox, "ben", FILE, data=work(99))
    known = drafts.Drafts(released, SLUG)
    amy, ben = from_folder(inbox, SLUG, drafts=known)
    assert (known.met, known.spent) == ({}, {})
    told = f"not looked at: 0/{FILE}, 1/{FILE}, 10/{FILE} and 18 more."
    assert ben.flags == (f"Of 22 notebooks {FILE} counts; {told}",)
    assert amy.flags == ()


def test_no_more_of_one_student_is_compared_than_there_is_room_for(released, inbox, monkeypatch):
    monkeypatch.setattr(drafts, "ROOM", 0)
    for student in ("amy", "ben"):
        lay(inbox, student, FILE, data=BLANK)
        lay(inbox, student, "old", FILE, data=work(1))
    known = drafts.Drafts(released, SLUG)
    found = from_folder(inbox, SLUG, drafts=known)
    assert known.spent == {"amy": len(BLANK), "ben": len(BLANK)}
    assert [item.read() for item in found] == [work(1), work(1)]


def test_in_the_course_itself_the_file_counts_that_lies_where_nbgrader_looks(released):
    lay(released, "submitted", "amy", SLUG, FILE, data=BLANK)
    lay(released, "submitted", "amy", SLUG, f"{SLUG}-Copy1.ipynb", data=work(1))
    lay(released, "submitted", "amy", "work", FILE, data=work(2))
    found = hand_ins(released, SLUG)[0]["amy"]
    assert (found.data(), found.flags) == (BLANK, ())


def test_of_two_tries_in_one_zip_of_canvas_the_line_says_which_counts(released, tmp_path):
    own = [f"adamsamy_1_{number}_{SLUG}{end}.ipynb" for number, end in ((7, ""), (9, "-1"))]
    zipped = packed(tmp_path / "c.zip", {name: work(number) for number, name in enumerate(own)})
    line = taken(released, from_zip(zipped, SLUG))["adamsamy_1"].line
    assert line.endswith(f"Of 2 notebooks {own[1]} counts; not looked at: {own[0]}.")
    assert current(released, "adamsamy_1") == work(1)


# What a copy is called


COPIES = """{} (1)|{}(1)|{}+(1)|{}_(1)|{}-1|{} 2|{} copy|{} copy 2|{}-Copy1|{} - Copy|{} - Copy (2)|{} - Kopie
Copy of {}|Kopie von {}|Copy of Copy of {}|{} (1) (2)| {} |{} (new 2026-11-20)|{} (new 2026-11-20 2)
{}(new 2026-11-20)|{}.ipynb (1)|05_two_rubber_bands|05-Two-Rubber-Bands|05–two–rubber–bands"""
OTHERS = "{}-final|my {}|{}x|x{}|05-two-rubber-band|05tworubberbands|{}-copyright|{} (one)"


@pytest.mark.parametrize("name", COPIES.replace("\n", "|").split("|"))
def test_a_copy_is_known_by_what_programs_add_to_its_name(name):
    assert is_alike(f"{name.format(SLUG)}.ipynb", SLUG)


@pytest.mark.parametrize("name", OTHERS.split("|"))
def test_any_other_name_is_not_taken_for_a_copys(name):
    assert not is_alike(f"{name.format(SLUG)}.ipynb", SLUG)


@pytest.mark.parametrize(
    "name", [FILE, f"{SLUG}-Copy1.ipynb", f"{SLUG}-1.ipynb", f"Copy of {FILE}", f"{SLUG}_amy.ipynb"]
)
def test_a_copy_that_lies_in_nobodys_folder_is_no_student(inbox, name):
    lay(inbox, name)
    lay(inbox, f"{SLUG} copy.ipynb")
    lay(inbox, "amy.ipynb")
    *refused, amy = from_folder(inbox, SLUG)
    assert amy.student == "amy"
    assert [item.student for item in refused] == ["", ""]
    told = f"{name} lies in nobody's folder and does not say whose it is; put it into a folder named after"
    assert f"{told} the student: FOLDER/ID/{FILE}." in [item.reason for item in refused]


def test_what_a_student_reads_of_a_wrong_name_has_no_word_for_who_collects(released, inbox):
    lay(inbox, "amy", "Untitled.ipynb")
    receipt = taken(released, take(released, inbox))["amy"]
    assert receipt.reason.endswith("rename it, and hand it in again.") and "--from" not in receipt.reason
    assert "FOLDER/amy/, and collect with --from FOLDER." in receipt.line
    assert hand_ins(released, SLUG)[0]["amy"].refusal == receipt.reason


def test_what_is_too_large_is_refused_with_what_to_do(released, inbox):
    lay(inbox, "amy", FILE, data=b" " * (21 * 2**20))
    assert "clear the outputs and hand it in again" in taken(released, take(released, inbox))["amy"].reason


# A folder around all


@pytest.mark.parametrize("take", [from_zip, from_folder])
def test_a_students_folder_is_never_taken_for_one_around_the_whole_class(released, tmp_path, take):
    def found(files, roster=None):
        shutil.rmtree(tmp_path / "m", ignore_errors=True)
        for name, data in files.items():
            lay(tmp_path / "m", *name.split("/"), data=data)
        return take(packed(tmp_path / "m.zip", files) if take is from_zip else tmp_path / "m", SLUG, roster)

    others = {f"mallory/adamsamy_1_99_{FILE}": BLANK}
    assert "not clear whose they are" in reasons(found(others))["mallory?"]
    assert "not clear whose they are" in reasons(found(others | {"mallory/x.ipynb": b""}))["mallory?"]
    for more in ({}, {f"mallory/bo_2_9_{FILE}": work(4)}, {"mallory/notes_2026_11_22.ipynb": b""}):
        (own,) = found(others | more | {f"mallory/{FILE}": work(3)})
        assert (own.student, own.read()) == ("mallory", work(3))
    (own,) = found(others, replace(ROSTER, ids=("Mallory",)))
    assert (type(own), own.student) == (Refusal, "mallory")


def test_a_folder_with_those_of_several_people_is_not_taken_as_ones(released, inbox):
    for name, data in (("Amy_1", BLANK), ("Ben_2", work(2))):
        lay(inbox, "class", f"{name}_assignsubmission_file_", FILE, data=data)
    assert [item.student for item in take(released, inbox)] == ["amy_1", "ben_2"]
    lay(inbox, "zoe", FILE)
    refused, zoe = take(released, inbox)
    assert (refused.student, zoe.student) == ("class", "zoe")
    assert refused.reason.endswith("of more than one person; collect that folder itself.")


def test_a_folder_around_what_canvas_gave_of_a_class_is_looked_into(tmp_path):
    files = {f"all/{name}_{number}_9_{FILE}": work(number) for number, name in enumerate("ab", 1)}
    zipped = packed(tmp_path / "c.zip", files | {"all/grades.csv": b""})
    found = from_zip(zipped, SLUG)
    assert [item.student for item in found] == ["a_1", "b_2"]
    assert all(item.remarks[-1] == "It lay in the folder all." for item in found)
    one = packed(tmp_path / "one.zip", {f"all/a_1_9_{FILE}": work()})
    (found,) = from_zip(one, SLUG, ROSTER)
    assert (type(found), found.student, found.remarks) == (Found, "amy", ())
