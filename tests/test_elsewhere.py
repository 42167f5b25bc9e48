"""What students write in another place than the answer cell: it is found, shown, or left to a person."""

import base64
import copy

import pytest

from pathfinders.course import rereading
from pathfinders.course.attached import GONE, ROOM
from pathfinders.course.examining import graded
from pathfinders.course.transplant import Extra, Note, transplant
from tests.in_place import examined
from tests.submissions import WRITTEN, cell, code, dumped, filled, master, place, text
from tests.test_inert import picture

THOUGHT = "In March I wanted to stay, and I wanted to go."
STUB = {
    name.replace("-", "_"): cell(master(), name)["source"]
    for name in ("A-answer", "B1-answer", "B2-answer", "B3-answer", "reflection")
}
KEPT = "What was added to cells of the course was kept, in cells of its own ({})."
ADDED = "Answers stood in cells that were added, and were taken from there ({})."
WORDS = ["stall", "sustained oscillation", "damped oscillation", "stall", "advance", "sustained oscillation"]
RIGHT_A = f"answer_a = {dict(enumerate(WORDS, 1))}"


def taken(notebook):
    return transplant(master(), dumped(notebook))


def blank(*names):
    """The filled notebook in which some answers are as they were given out."""
    return filled(**{name: STUB[name] for name in names})


def put(notebook, before, *cells):
    """Puts cells before the one of that name, or last."""
    where = place(notebook, before) if before else len(notebook["cells"])
    notebook["cells"][where:where] = cells
    return notebook


def write(notebook, name, source, above=False):
    """Writes something below what one of the course's cells says, or above it."""
    found = cell(notebook, name)
    found["source"] = "\n".join([source, found["source"]] if above else [found["source"], source])
    return notebook


# Prose


def test_a_reflection_that_goes_on_in_the_next_cell_is_read_as_one():
    found = taken(put(filled(), "", text("And then I stayed."), text("Until May.")))
    assert found.answers["reflection"] == f"{WRITTEN['reflection']}\n\nAnd then I stayed.\n\nUntil May."
    assert found.flags == ("The answer of reflection stands in 3 cells, which were joined.",)
    assert found.notes == ()


def test_texts_that_were_added_for_no_answer_are_shown_where_they_stand_and_cost_no_remark():
    notebook = put(filled(), "B1-prompt", text("My notes on A."), text("Two of them."))
    found = taken(put(notebook, "title", text("# Anna's notebook")))
    assert found.notes == (
        Note("title", "# Anna's notebook"),
        Note("B1-prompt", "My notes on A.\n\nTwo of them."),
    )
    assert (found.answers, found.flags, found.beside) == (WRITTEN, (), frozenset())


PLACES = {
    "above its prompt": lambda nb: put(nb, "reflection-prompt", text(THOUGHT)),
    "above its prompt, as code": lambda nb: put(nb, "reflection-prompt", code(f'"""{THOUGHT}"""')),
    "as code that is none": lambda nb: put(nb, "B3-check", code(THOUGHT)),
    "in another part": lambda nb: put(nb, "B3-check", text(THOUGHT)),
    "on top": lambda nb: put(nb, "title", text(THOUGHT)),
    "in another prompt": lambda nb: write(nb, "B3-prompt", THOUGHT),
    "in the title": lambda nb: cell(nb, "title").update(source=THOUGHT) or nb,
    "in a comment of a test": lambda nb: write(nb, "B3", f"# {THOUGHT}"),
}


@pytest.mark.parametrize("write_it", PLACES.values(), ids=PLACES)
def test_a_reflection_anywhere_but_in_its_cell_waits_for_a_person(recorded, write_it):
    found = taken(write_it(blank("reflection")))
    mark = graded(recorded.assignment, "reflection", found, {})
    assert (mark.points, mark.waits) == (None, True)
    seen = [one.source for one in (*found.notes, *found.extras)]
    assert any(THOUGHT in source for source in seen)


@pytest.mark.parametrize("own", [(), (code("print(answer_a)"),), (text(" \n"),)])
def test_where_nothing_was_written_for_a_person_nothing_waits(recorded, own):
    notebook = put(blank("reflection"), "B1-answer", *own)
    mark = graded(recorded.assignment, "reflection", taken(notebook), {})
    assert (mark.points, mark.waits) == (0.0, False)


def test_what_was_added_to_a_text_of_the_course_is_shown_below_it():
    found = taken(write(filled(), "B3-prompt", "I would begin at 0.5."))
    assert found.notes == (Note("B3-answer", "I would begin at 0.5."),)
    assert found.flags[1] == KEPT.format("B3-prompt")


def test_notes_without_end_are_cut_and_leave_the_answers_whole():
    found = taken(put(filled(), "A-answer", *[text("a note " * 3000)] * 5))
    (note,) = found.notes
    assert note.source.endswith("more signs.)") and len(note.source) < 11_000
    assert found.answers == WRITTEN


# Pictures


def with_picture(source, data, kind="image/png", name="image.png"):
    notebook = filled(reflection=source)
    cell(notebook, "reflection")["attachments"] = {name: {kind: data}}
    return notebook


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("See ![image.png](attachment:image.png) here.", "image.png"),
        ("See ![a b](attachment:my%20photo.png) here.", "my photo.png"),
        ('See <img src="attachment:image.png" width="300"> here.', "image.png"),
    ],
)
def test_a_pasted_picture_is_shown_where_it_stands(source, name):
    found = taken(with_picture(source, picture(), name=name))
    assert found.answers["reflection"] == "See ![An attached picture](attachment:picture-1.png) here."
    assert found.pictures == {"reflection": {"picture-1.png": picture()}}
    assert found.flags == ()


def test_a_picture_within_the_text_itself_is_shown_and_leaves_room_for_the_words():
    source = f"Before ![image.png](data:image/png;base64,{picture()}) and after."
    found = taken(filled(reflection=source))
    assert found.answers["reflection"] == "Before ![An attached picture](attachment:picture-1.png) and after."
    assert found.pictures["reflection"] == {"picture-1.png": picture()}


def test_pictures_of_two_cells_of_one_answer_keep_apart():
    notebook = with_picture("![](attachment:image.png)", picture())
    more = text("![](attachment:image.png)") | {"attachments": {"image.png": {"image/png": picture(2, 1)}}}
    found = taken(put(notebook, "", more)).pictures["reflection"]
    assert found == {"picture-1.png": picture(), "picture-2.png": picture(2, 1)}


LARGE = base64.b64encode(bytes(ROOM)).decode()


@pytest.mark.parametrize(
    ("kind", "data"), [("image/jpeg", "AAAA"), ("image/png", "AAAA"), ("image/png", LARGE)]
)
@pytest.mark.parametrize("source", ["![](attachment:image.png)", STUB["reflection"]])
def test_a_picture_that_cannot_be_shown_is_said_and_waits_for_a_person(recorded, source, kind, data):
    found = taken(with_picture(source, data, kind))
    assert GONE in found.answers["reflection"]
    assert found.flags == ("Pasted pictures that are not shown: 1. PNG is, up to half a megabyte in all.",)
    assert graded(recorded.assignment, "reflection", found, {}).waits


@pytest.mark.parametrize("odd", [3, [], {"a": 3}, {"a": []}, {"a": {"image/png": 3}}, {"a": {"b": [1]}}])
def test_attachments_that_are_none_stop_nothing(odd):
    notebook = filled()
    cell(notebook, "reflection")["attachments"] = odd
    assert taken(notebook).answers["reflection"].startswith(WRITTEN["reflection"])


def test_another_picture_or_another_end_of_a_long_text_is_another_answer():
    long = "a" * 60_000
    works = [
        with_picture("![](attachment:image.png)", picture()),
        with_picture("![](attachment:image.png)", picture(2, 1)),
        with_picture("![](attachment:image.png)", "AAAA", "image/jpeg"),
        with_picture("![](attachment:image.png)", "BBBB", "image/jpeg"),
        filled(reflection=f"{long}b"),
        filled(reflection=f"{long}c"),
        put(blank("reflection"), "title", text("one thought")),
        put(blank("reflection"), "title", text("another thought")),
    ]
    found = [taken(work).digests["reflection"] for work in works]
    assert len(set(found)) == len(works)
    assert {taken(work).digests["A-answer"] for work in works} == {taken(filled()).digests["A-answer"]}


# Code


def test_a_second_attempt_below_the_first_is_read_where_its_own_test_stands():
    notebook = filled(A_answer="answer_a = 1")
    again = [copy.deepcopy(cell(notebook, name)) | {"id": name} for name in ("A-answer", "A-check", "A")]
    again[0]["source"] = WRITTEN["A-answer"]
    found = taken(put(notebook, "", *again))
    assert found.order[0] == "A-answer" and found.order[-1] == "A"
    assert found.extras == (Extra("A", WRITTEN["A-answer"]),)
    notebook = filled()
    notebook["cells"].append(
        copy.deepcopy(cell(notebook, "A-answer")) | {"id": "new", "source": "answer_a = 2"}
    )
    found = taken(notebook)
    assert found.order[:2] == ("A-answer", "A"), "without a test of its own it stands after the test"
    assert found.unsure == {"A"} and "above and below" in found.flags[-1]


@pytest.mark.parametrize(
    "source",
    [
        "best, answer_b3 = 1, 0.62",
        "if True:\n    answer_b3 = 0.62",
        "for h in (0.5, 0.62):\n    answer_b3 = h",
        "answer_b3 = answer_b3 or 0.62\nanswer_b3 += 0",
    ],
)
def test_a_value_above_an_untouched_answer_cell_is_not_overwritten_by_it(source):
    found = taken(put(blank("B3_answer"), "B3-answer", code(source)))
    assert found.answers["B3-answer"] == source
    assert {one.source for one in found.extras} <= {STUB["B3_answer"]}
    assert all(one.before == "B3-answer" for one in found.extras)
    assert found.flags == (ADDED.format("B3"),)


@pytest.mark.parametrize(
    "source", ["answer_b1 += 'x = 1'", "best, answer_b1 = 1, 'x = 1'", "answer_b1 = 'x = 1'"]
)
def test_a_value_below_the_test_of_an_untouched_answer_cell_is_read_there(source):
    found = taken(put(blank("B1_answer"), "B2-prompt", code(source)))
    assert found.answers["B1-answer"] == source
    assert found.order[2:5] == ("B1-answer", "B1", "B2-answer")
    assert found.extras == (
        () if source.startswith("answer_b1 =") else (Extra("B1-answer", STUB["B1_answer"]),)
    )
    assert found.flags == (ADDED.format("B1"), "Answers stood below their tests and were read there (B1).")


def test_an_answer_given_piece_by_piece_above_and_below_its_test_is_left_to_a_person():
    notebook = put(blank("A_answer"), "A-check", code("answer_a[1] = 'stall'"))
    found = taken(put(notebook, "B1-prompt", code("answer_a[2] = 'advance'")))
    assert found.order[:2] == ("A-answer", "A")
    assert found.unsure == {"A"}
    assert found.flags[-1] == "A is answered both above and below its test; it was read at the test."


def test_an_answer_cell_that_lost_only_its_comment_overwrites_nothing():
    notebook = put(filled(B3_answer="answer_b3 = None\n"), "B3-answer", code("answer_b3 = 0.62"))
    found = taken(notebook)
    assert (found.answers["B3-answer"], found.extras) == ("answer_b3 = 0.62", ())


def test_without_marks_and_ids_an_untouched_answer_cell_is_still_known():
    notebook = put(blank("B3_answer"), "B3-answer", code("answer_b3 = 0.62"))
    for each in notebook["cells"]:
        each["metadata"] = {}
        del each["id"]
    found = taken(notebook)
    assert (found.answers["B3-answer"], found.extras) == ("answer_b3 = 0.62", ())


@pytest.mark.parametrize(
    ("name", "above", "before"),
    [
        ("setup", False, "A-answer"),
        ("setup", True, "A-answer"),
        ("B2-check", False, "B2"),
        ("B2", False, "B3-answer"),
        ("B2", True, "B2"),
    ],
)
def test_code_that_was_added_to_a_cell_of_the_course_runs_in_that_place(name, above, before):
    found = taken(write(filled(), name, "def best():\n    return 0.62", above))
    assert found.extras == (Extra(before, "def best():\n    return 0.62"),)
    assert found.answers == WRITTEN
    assert found.flags[-1] == KEPT.format(name)


def test_code_that_replaced_lines_of_the_setup_or_a_check_runs_and_the_courses_own_does_too():
    notebook = filled()
    cell(notebook, "setup")["source"] = "from pathfinders import check, judge\nimport numpy as np"
    cell(notebook, "B2-check")["source"] = "helper = 3"
    found = taken(notebook)
    assert [one.before for one in found.extras] == ["A-answer", "B2"]
    assert found.flags[-1] == KEPT.format("setup, B2-check")


@pytest.mark.parametrize(("name", "order"), [("B3-check", ("B3-answer", "B3")), ("B3", ("B3-answer", "B3"))])
def test_an_answer_in_the_check_or_below_the_line_of_the_test_counts(name, order):
    found = taken(write(blank("B3_answer"), name, "answer_b3 = 0.62"))
    assert (found.answers["B3-answer"], found.order[-2:]) == ("answer_b3 = 0.62", order)
    assert not found.unsure


def test_what_replaced_a_test_is_not_run_and_a_person_decides_where_the_answer_is_untouched():
    notebook = blank("B3_answer")
    cell(notebook, "B3")["source"] = "answer_b3 = 0.62"
    found = taken(notebook)
    assert (found.extras, found.unsure) == ((), {"B3"})
    assert found.flags[-1] == "B3 may be answered where a test of the course stood, which was not run."
    cell(notebook, "B3-answer")["source"] = "answer_b3 = 0.5"
    assert taken(notebook).unsure == frozenset()


def test_whoever_answers_elsewhere_has_the_points_and_readers_see_where(recorded):
    notebook = write(blank(*STUB), "setup", "import numpy as np")
    put(notebook, "B3-answer", code("best, answer_b3 = 1, float(np.mean([0.62]))"))
    again = [copy.deepcopy(cell(notebook, name)) | {"id": f"again-{name}"} for name in ("A-answer", "A")]
    cell(notebook, "A-answer")["source"] = "answer_a = {}"
    again[0]["source"] = RIGHT_A
    put(notebook, "", *again)
    write(notebook, "B2-prompt", f"{THOUGHT} <script>stolen()</script>")
    one = examined(recorded, notebook)
    assert {name: mark.points for name, mark in one.marks.items()} == {
        "A": 4.0,
        "B1": 0.0,
        "B2": 0.0,
        "B3": 3.0,
        "reflection": None,
    }
    sources = {each["id"]: each["source"] for each in one.notebook["cells"]}
    assert THOUGHT in sources["note-0"] and "<script" not in sources["note-0"]
    assert "best, answer_b3" in sources["05-two-rubber-bands-B3-answer"]


def test_readers_see_a_pasted_picture_and_none_of_what_else_it_carried(recorded):
    told = picture(2, 1, (b"tEXt", b"Comment\0<script>"))
    one = examined(recorded, with_picture("Look: ![x](attachment:image.png)", told))
    (shown,) = (each for each in one.notebook["cells"] if each["id"].endswith("-reflection"))
    assert shown["source"] == "Look: ![An attached picture](attachment:picture-1.png)"
    assert shown["attachments"] == {"picture-1.png": {"image/png": picture(2, 1)}}


@pytest.mark.parametrize("answer", ["A_answer", "B1_answer", "B2_answer", "B3_answer"])
def test_the_words_for_students_speak_to_nobody_in_the_third_person(answer):
    notebook = put(blank(answer), "B3-prompt", code(f"answer_{answer.split('_')[0].lower()} = 1"))
    moved = cell(notebook, "B2-answer")
    notebook["cells"].remove(moved)
    said = " ".join(taken(put(notebook, "", moved)).flags)
    assert said and "student" not in said


def test_where_another_picture_was_pasted_a_person_is_asked_to_look_again(recorded):
    given = [
        examined(recorded, with_picture("![](attachment:image.png)", picture(width))) for width in (1, 2, 2)
    ]
    first, second, again = (rereading.digests(recorded.assignment, one) for one in given)
    assert {name for name in first if first[name] != second[name]} == {"reflection"}
    assert second == again
