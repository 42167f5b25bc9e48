"""What is taken from a submitted notebook: sources of answers, whatever was done to the file."""

import copy
import json
import time

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathfinders.course import manuscript
from pathfinders.course.manuscript import LARGEST, LONGEST, Refused, read
from pathfinders.course.transplant import Extra, transplant
from tests.submissions import SLUG, WRITTEN, cell, code, dumped, filled, master, place, text

steady = settings(derandomize=True, max_examples=150, deadline=None)
TESTS = ("A", "B1", "B2", "B3")


def taken(notebook):
    return transplant(master(), dumped(notebook))


def reason(data):
    with pytest.raises(Refused) as refused:
        transplant(master(), data)
    assert str(refused.value) == refused.value.reason
    assert "\n" not in refused.value.reason
    return refused.value.reason


def test_an_honest_submission_goes_over_as_it_is():
    assert taken(filled()).answers == WRITTEN
    assert taken(filled()).extras == taken(filled()).flags == ()
    assert taken(filled()).order == tuple(name for part in TESTS for name in (f"{part}-answer", part))


def test_what_editors_add_to_an_honest_submission_changes_nothing_and_is_not_remarked():
    notebook = nbformat.from_dict(filled())
    for number, each in enumerate(notebook.cells):
        each.metadata["vscode"] = {"languageId": "python"}
        each.metadata["jupyter"] = {"outputs_hidden": True}
        each.pop("id")  # as Jupyter did before notebooks had ids
        if each.cell_type == "code":
            each.execution_count = number
            each.outputs = [nbformat.v4.new_output("stream", text="one line\n" * 50)]
    notebook.nbformat_minor = 4
    notebook.metadata = {"kernelspec": {"name": "myenv", "language": "python"}, "widgets": {"state": {}}}
    saved = json.loads(nbformat.writes(notebook, version=4))
    assert isinstance(saved["cells"][0]["source"], list)
    assert taken(saved).answers == WRITTEN
    assert taken(saved).flags == ()


@pytest.mark.parametrize("ids", [True, False])
def test_ends_of_lines_of_another_system_change_nothing(ids):
    notebook = filled()
    for each in notebook["cells"]:
        each["source"] = each["source"].replace("\n", "\r\n")
        if not ids:
            each.pop("id", None)
    found, plain = taken(notebook), taken(filled())
    assert (found.answers, found.extras, found.flags) == (plain.answers, (), ())


def test_the_notebook_as_given_out_goes_over_as_it_is():
    found = taken(master())
    assert found.answers == {name: cell(master(), name)["source"] for name in WRITTEN}
    assert found.extras == found.flags == ()


def test_code_that_a_student_added_runs_before_the_answer_that_follows():
    notebook = filled()
    notebook["cells"].insert(place(notebook, "B1-answer"), code("late = 2"))
    notebook["cells"].insert(place(notebook, "A-answer"), code("early = 1"))
    notebook["cells"].append(code("last = 3"))
    found = taken(notebook)
    assert found.extras == (
        Extra("A-answer", "early = 1"),
        Extra("B1-answer", "late = 2"),
        Extra("", "last = 3"),
    )
    assert found.answers == WRITTEN
    assert found.flags == ()


def inserted(notebook, before, source):
    notebook["cells"].insert(place(notebook, before), code(source))


def test_what_a_student_added_comes_before_or_after_the_test_as_it_stands_in_the_file():
    notebook = filled()
    inserted(notebook, "B1-check", "helps = 1")
    inserted(notebook, "B1", "helps = 2")
    inserted(notebook, "B2-prompt", "scratch = 3")
    found = taken(notebook)
    assert found.extras == (
        Extra("B1", "helps = 1"),
        Extra("B1", "helps = 2"),
        Extra("B2-answer", "scratch = 3"),
    )
    assert found.flags == ()


@pytest.mark.parametrize(("gone", "scratch_runs_before"), [(["B1"], "B2-answer"), (["B1", "B1-check"], "B1")])
def test_a_test_that_was_deleted_stands_where_the_check_does_or_before_the_next_text(
    gone, scratch_runs_before
):
    notebook = filled()
    inserted(notebook, "B1-check", "helps = 1")
    inserted(notebook, "B2-prompt", "scratch = 2")
    for name in gone:
        notebook["cells"].remove(cell(notebook, name))
    found = taken(notebook)
    assert found.extras == (Extra("B1", "helps = 1"), Extra(scratch_runs_before, "scratch = 2"))
    assert found.order == taken(filled()).order


def test_a_test_that_stands_before_its_answer_is_where_the_student_has_put_it():
    notebook = filled()
    test = cell(notebook, "B1")
    notebook["cells"].remove(test)
    notebook["cells"].insert(place(notebook, "B1-answer"), test)
    order = taken(notebook).order
    assert order.index("B1") + 1 == order.index("B1-answer")
    notebook["cells"].append(copy.deepcopy(test))
    order = taken(notebook).order
    assert order[-1] == "B1", "of copies the last"


def test_outcome_1_a_copied_test_cell_costs_nothing_and_is_said():
    notebook = filled()
    notebook["cells"].append(copy.deepcopy(cell(notebook, "B1")))
    twin = copy.deepcopy(cell(notebook, "A"))
    notebook["cells"].insert(0, twin | {"id": "new"})
    found = taken(notebook)
    assert found.answers == WRITTEN
    assert found.extras == ()
    assert found.flags == (
        "The test of A was copied; the course's own is used.",
        "The test of B1 was copied; the course's own is used.",
    )


def test_outcome_1_a_copied_answer_cell_costs_nothing_whichever_copy_was_written_in():
    for order in (("stub", "own"), ("own", "stub")):
        notebook = filled()
        twin = copy.deepcopy(cell(notebook, "B3-answer")) | {"id": "copied"}
        where = place(notebook, "B3-answer")
        both = {"own": WRITTEN["B3-answer"], "stub": cell(master(), "B3-answer")["source"]}
        notebook["cells"][where]["source"], twin["source"] = (both[name] for name in order)
        notebook["cells"].insert(where + 1, twin)
        assert taken(notebook).answers == WRITTEN
        assert taken(notebook).flags == ("The answer cell of B3 was copied; what was written counts.",)


def test_two_copies_that_were_both_written_in_run_in_their_order():
    notebook = filled()
    twin = copy.deepcopy(cell(notebook, "B3-answer")) | {"id": "copied", "source": "answer_b3 = 0.5"}
    notebook["cells"].insert(place(notebook, "B3-answer") + 1, twin)
    found = taken(notebook)
    assert found.answers["B3-answer"] == "answer_b3 = 0.25"
    assert found.extras == (Extra("B3", "answer_b3 = 0.5"),)
    assert found.flags == ("The answer of B3 stands in 2 cells, which were run in their order.",)


@pytest.mark.parametrize(
    ("done", "said"),
    [
        (lambda nb, test: nb["cells"].remove(test), "deleted"),
        (lambda nb, test: test.update(source="print('full marks')"), "changed"),
        (lambda nb, test: test.update(source=""), "changed"),
        (lambda nb, test: test.update(cell_type="markdown"), "changed"),
        (lambda nb, test: test["metadata"]["nbgrader"].update(points=400), "marked anew"),
        (lambda nb, test: test["metadata"]["nbgrader"].update(grade_id="A-answer"), "marked anew"),
        (lambda nb, test: test["metadata"].pop("nbgrader"), "marked anew"),
    ],
)
def test_outcome_2_a_test_that_was_deleted_edited_or_retagged_is_the_courses_own_again(done, said):
    notebook = filled()
    done(notebook, cell(notebook, "A"))
    found = taken(notebook)
    assert found.answers == WRITTEN
    assert found.extras == ()
    assert found.flags == (f"The test of A was {said}; the course's own is used.",)


def test_outcome_2_what_is_written_in_a_copy_of_a_test_is_not_taken():
    notebook = filled()
    twin = copy.deepcopy(cell(notebook, "B1")) | {"id": "copied", "source": "print(judge)"}
    notebook["cells"].append(twin)
    assert taken(notebook).extras == ()
    assert taken(notebook).flags == ("The test of B1 was changed and copied; the course's own is used.",)


def test_outcome_3_with_all_metadata_gone_cells_are_told_by_their_ids():
    notebook = filled()
    for each in notebook["cells"]:
        each["metadata"] = {}
    notebook["metadata"] = {}
    found = taken(notebook)
    assert found.answers == WRITTEN
    assert found.flags == ("The marks of every cell are gone; cells were told by their ids.",)


def test_outcome_3_with_ids_gone_too_cells_are_told_by_their_words_and_order():
    found = taken(stripped(filled(B2_answer="result = 7")))
    assert found.answers == WRITTEN | {"B2-answer": "result = 7"}
    assert found.flags == (
        "The marks of every cell are gone; cells were told by their words and their order.",
    )


def stripped(notebook):
    """The notebook without any metadata and without ids."""
    for each in notebook["cells"]:
        each["metadata"] = {}
        del each["id"]
    return notebook


def test_outcome_4_a_tag_that_keeps_a_test_from_running_is_not_read_and_is_said():
    notebook = filled()
    cell(notebook, "A")["metadata"]["tags"] = ["raises-exception", "skip-execution"]
    found = taken(notebook)
    assert found.answers == WRITTEN
    assert found.flags == ("The test of A was tagged; the course's own is used.",)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (" \n", "empty"),
        ('{"cells": [', "damaged at line 1"),
        ("<<<<<<< HEAD\n{}", "damaged at line 1"),
        (b"\x89PNG\r\n\x1a\n\xff\xfe\x00", "not text"),
        ("[]", "other data"),
        ("null", "other data"),
        ("{}", "no list of cells"),
        ('{"cells": 3}', "no list of cells"),
        ('{"cells": []}', "no cells"),
        ('{"worksheets": [3, {"cells": null}]}', "no cells"),
        ('{"cells": [3, null, {"source": 3}]}', "Nothing"),
        ("[" * 100_000 + "]" * 100_000, "nested"),
        ('{"cells": ' + "[" * 100_000, "nested"),
        ('{"cells": [], "n": ' + "9" * 5000 + "}", "too long"),
        (b" " * (LARGEST + 1), "MB"),
        ('{"cells": [' + "[]," * 2_000_000 + "[]]}", "too many pieces"),
        (json.dumps({"cells": [code("x = 1")] * 2001}), "2,001 cells"),
    ],
)
def test_outcome_15_a_file_that_is_no_notebook_is_refused_with_a_reason(data, word):
    assert word in reason(data)


def test_the_notebook_of_another_assignment_is_refused():
    other = {"cells": [code("x = 1"), text("# Notes")]}
    assert "None of its cells" in reason(json.dumps(other))
    notebook = filled()
    for each in notebook["cells"]:
        each["id"] = each["id"].replace(SLUG, "04-other")
        each["source"] += " " + SLUG
    assert "another assignment" in reason(dumped(notebook))


def test_outcome_21_a_notebook_of_format_3_is_upgraded():
    cells = [
        {"cell_type": each["cell_type"], "metadata": {}, "source": each["source"]}
        if each["cell_type"] == "markdown"
        else {
            "cell_type": "code",
            "metadata": {},
            "input": [each["source"]],
            "outputs": [],
            "language": "python",
        }
        for each in filled()["cells"]
    ]
    cells.insert(1, {"cell_type": "heading", "level": 2, "metadata": {}, "source": ["Mine"]})
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]}
    found = taken(old)
    assert found.answers == WRITTEN
    assert "old format" in found.flags[0]
    assert read(dumped(old)).pieces[1].source == "## Mine"


def test_outcome_22_an_unknown_kernel_is_not_asked_for():
    for odd in ({"name": "julia-1.9", "language": "julia"}, {"name": "../../evil"}, 3, None):
        notebook = filled()
        notebook["metadata"] = {"kernelspec": odd}
        found = taken(notebook)
        assert found.answers == WRITTEN
        assert len(found.flags) == (odd is not None and odd != 3 and "language" in odd)


def test_an_answer_turned_into_text_or_code_is_read_as_what_it_was():
    notebook = filled()
    cell(notebook, "B3-answer")["cell_type"] = "markdown"
    cell(notebook, "reflection")["cell_type"] = "code"
    found = taken(notebook)
    assert found.answers == WRITTEN
    assert found.extras == ()
    assert found.flags == (
        "The answer of B3 had been turned into text; it was read as code.",
        "The answer of reflection had been turned into code; it was read as text.",
    )


def test_an_answer_in_a_cell_beside_the_one_given_out_is_taken_from_there():
    given = {name: cell(master(), name)["source"] for name in ("B3-answer", "reflection")}
    notebook = filled(B3_answer=given["B3-answer"], reflection=given["reflection"])
    notebook["cells"].insert(place(notebook, "B3-answer"), code("answer_b3 = 0.25"))
    notebook["cells"].append(text("In March I wanted both."))
    found = taken(notebook)
    assert found.answers == WRITTEN
    assert found.flags == (
        "Answers stood in cells that were added, and were taken from there (B3, reflection).",
    )


def test_a_lost_answer_is_said_and_leaves_the_others():
    notebook = filled()
    notebook["cells"].remove(cell(notebook, "B2-answer"))
    notebook["cells"].remove(cell(notebook, "reflection"))
    found = taken(notebook)
    assert found.answers == {name: WRITTEN[name] for name in ("A-answer", "B1-answer", "B3-answer")}
    assert found.flags == ("The answer cell of B2 is missing.", "The answer cell of reflection is missing.")


def test_answers_that_were_moved_keep_the_students_order():
    notebook = filled()
    moved = cell(notebook, "B2-answer")
    notebook["cells"].remove(moved)
    notebook["cells"].insert(place(notebook, "A-answer"), moved)
    found = taken(notebook)
    assert list(found.answers) == ["B2-answer", "A-answer", "B1-answer", "B3-answer", "reflection"]
    assert found.answers == WRITTEN
    said = "The answers stand in another order than they were given out in; they are run in it."
    assert found.flags == (said,)


def test_a_students_code_in_a_cell_of_the_course_or_in_a_copy_of_it_is_kept():
    notebook = filled()
    twin = copy.deepcopy(cell(notebook, "A-check")) | {"id": "copied", "source": "helper = 4"}
    notebook["cells"].insert(place(notebook, "B1-answer"), twin)
    assert taken(notebook).extras == (Extra("B1-answer", "helper = 4"),)
    cell(notebook, "setup")["source"] = "exercise = 'another'"
    changed = Extra("A-answer", "exercise = 'another'")
    assert taken(notebook).extras == (changed, Extra("B1-answer", "helper = 4"))
    assert taken(notebook).flags == (
        "Cells of the course were changed (setup, A-check); the course's own are used.",
        "What was added to cells of the course was kept, in cells of its own (setup).",
    )


def test_an_id_outweighs_marks_so_that_a_test_cannot_pass_as_an_answer():
    notebook = filled()
    cell(notebook, "A")["source"] = "stolen = In"
    cell(notebook, "A")["metadata"]["nbgrader"] |= {"grade_id": "A-answer", "solution": True, "grade": False}
    cell(notebook, "A-answer")["metadata"]["nbgrader"]["grade_id"] = "A"
    found = taken(notebook)
    assert found.answers == WRITTEN
    assert "stolen" not in str(found)
    assert "The marks of answers were changed (A); they are not read." in found.flags


# What a hand that means no harm, or does, can do to a cell.
EDITS = ("drop", "copy", "move", "retag", "bare", "source", "points", "anonymous", "flip", "tag", "bad")
edit = st.tuples(st.sampled_from(EDITS), st.integers(0, 40), st.integers(0, 40))


def edited(edits):
    """The filled notebook after some edits; every source that is written is new and can be found again."""
    notebook = filled()
    cells = notebook["cells"]
    for number, (what, first, second) in enumerate(edits):
        if not cells:
            break
        each, other = cells[first % len(cells)], cells[second % len(cells)]
        known = each["metadata"].get("nbgrader", {})
        if what == "drop":
            cells.remove(each)
        elif what == "copy":
            cells.insert(second % len(cells), copy.deepcopy(each) | {"id": f"copy-{number}"})
        elif what == "move":
            cells.remove(each)
            cells.insert(second % (len(cells) + 1), each)
        elif what == "retag":
            known["grade_id"] = other["metadata"].get("nbgrader", {}).get("grade_id", "A")
        elif what == "bare":
            each["metadata"] = {}
        elif what == "source":
            each["source"] = f"mine_{number} = 1  # {each['id']}"
        elif what == "points":
            known["points"] = 100
        elif what == "anonymous":
            each["id"] = f"new-{number}"
        elif what == "flip":
            each["cell_type"] = "markdown" if each["cell_type"] == "code" else "code"
        elif what == "tag":
            each["metadata"]["tags"] = ["skip-execution"]
        elif what == "bad":
            known["grade_id"], each["metadata"]["tags"] = [1], {"a": None}
    return notebook


def origin(each):
    """The name of the released cell that a cell is known by: a test's words, its id, else its marks."""
    words = {cell(master(), name)["source"]: name for name in TESTS}
    ids = {f"{SLUG}-{name}": name for name in names()}
    claimed = each["metadata"].get("nbgrader", {}).get("grade_id")
    return words.get(each["source"]) or ids.get(each["id"]) or (claimed if claimed in names() else None)


def names():
    return [each["metadata"]["nbgrader"]["grade_id"] for each in master()["cells"]]


@steady
@given(st.lists(edit, max_size=8))
def test_no_edit_brings_the_source_of_a_test_over(edits):
    notebook = edited(edits)
    try:
        found = taken(notebook)
    except Refused:
        return
    brought = [*found.answers.values(), *(extra.source for extra in found.extras)]
    tests = {each["source"] for each in notebook["cells"] if origin(each) in TESTS}
    others = {each["source"] for each in notebook["cells"] if origin(each) not in TESTS}
    given_out = {cell(master(), name)["source"] for name in TESTS}
    assert not set(brought) & (tests - others)
    assert not set(brought) & given_out


@steady
@given(st.lists(edit, max_size=8))
def test_no_edit_loses_an_answer_that_can_be_told(edits):
    notebook = edited(edits)
    try:
        found = taken(notebook)
    except Refused:
        assert not any(origin(each) in WRITTEN for each in notebook["cells"])
        return
    brought = "\n\n".join([*found.answers.values(), *(extra.source for extra in found.extras)])
    for each in notebook["cells"]:
        if origin(each) in WRITTEN:
            assert origin(each) in found.answers
            assert each["source"] in brought


@steady
@given(st.lists(edit, max_size=8))
def test_code_is_run_in_the_order_in_which_the_student_wrote_it(edits):
    notebook = edited(edits)
    for number in range(4):
        where = edits[number][2] if number < len(edits) else 7 * number
        notebook["cells"].insert(where % (len(notebook["cells"]) + 1), code(f"own_{number} = 1"))
    try:
        found = taken(notebook)
    except Refused:
        return
    run = [
        source
        for name in [*found.order, ""]
        for source in [
            *(extra.source for extra in found.extras if extra.before == name),
            found.answers.get(name),
        ]
    ]
    written = [each["source"] for each in notebook["cells"]]
    once = [source for source in run if run.count(source) == written.count(source) == 1]
    assert once == sorted(once, key=written.index)
    assert {f"own_{number} = 1" for number in range(4)} <= set(once)


@settings(steady, max_examples=40)
@given(st.dictionaries(st.sampled_from(sorted(WRITTEN)), st.text(st.characters(codec="utf-8"), max_size=30)))
def test_whatever_is_written_in_the_answers_goes_over_unchanged(answers):
    notebook = filled(**answers)
    lines = {name: source.replace("\r\n", "\n") for name, source in answers.items()}
    assert taken(notebook).answers == WRITTEN | lines
    assert taken(notebook).flags == ()


odd = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["cells", "source", "metadata", "nbgrader", "grade_id", "id", "cell_type", "tags", "x"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@steady
@given(
    odd,
    st.integers(0, 40),
    st.sampled_from(["cell", "id", "source", "metadata", "nbgrader", "cell_type", "cells"]),
)
def test_a_broken_notebook_is_graded_or_refused_and_nothing_else(value, where, what):
    notebook = filled()
    each = notebook["cells"][where % len(notebook["cells"])]
    if what == "cells":
        notebook["cells"] = value
    elif what == "cell":
        notebook["cells"][where % len(notebook["cells"])] = value
    elif what == "nbgrader":
        each["metadata"]["nbgrader"] = value
    else:
        each[what] = value
    for data in (dumped(notebook), dumped(value)):
        try:
            found = transplant(master(), data)
        except Refused as refused:
            assert refused.reason.endswith((".", "?"))
        else:
            assert all(isinstance(source, str) for source in found.answers.values())


@steady
@given(st.integers(0, 10**6), st.binary(max_size=3), st.integers(0, 3))
def test_a_file_with_bytes_lost_or_changed_is_graded_or_refused(where, new, lost):
    data = dumped(filled()).encode()
    where %= len(data)
    try:
        transplant(master(), data[:where] + new + data[where + lost :])
        transplant(master(), data[:where])
    except Refused as refused:
        assert refused.reason


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_file_that_was_saved_in_another_encoding_is_read(encoding):
    notebook = filled(reflection="größer als 日本")
    found = transplant(master(), dumped(notebook).encode(encoding))
    assert found.answers["reflection"] == "größer als 日本"


def test_half_characters_do_not_reach_what_is_written_to_disk():
    found = taken(filled(B3_answer="answer_b3 = '\ud800'"))
    assert found.answers["B3-answer"].encode() == b"answer_b3 = '?'"


def test_four_hundred_submissions_take_a_moment():
    notebook = stripped(filled())
    notebook["cells"] += [code(f"x = {n}") for n in range(40)]
    data, start = dumped(notebook), time.process_time()
    assert all(transplant(master(), data).answers == WRITTEN for _ in range(400))
    print(f"400 submissions transplanted in {time.process_time() - start:.1f} s")


def test_what_a_cell_binds_is_looked_for_once_however_many_answers_are_lost(monkeypatch):
    asked, bound = [], manuscript.bound
    monkeypatch.setattr(manuscript, "bound", lambda source: asked.append(source) or bound(source))
    notebook = copy.deepcopy(master())
    notebook["cells"] = [cell(notebook, "A-prompt"), *(code(f"scratch{number} = 1") for number in range(40))]
    assert len(taken(notebook).extras) >= 36
    assert len(asked) == len(set(asked)) <= 41


def test_a_cell_that_is_far_too_long_is_left_out_and_the_others_count():
    notebook = filled()
    notebook["cells"].insert(place(notebook, "B1-answer"), code("late = 2 #" + "x" * LONGEST))
    found = taken(notebook)
    assert (found.answers, found.extras) == (WRITTEN, ())
    count = len(notebook["cells"])
    assert found.flags == (f"Longer than a million signs, and left out: 1 of {count} cells.",)
