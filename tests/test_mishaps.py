"""An answer that is missing for an error in its cell says so; where it may be ours, a person looks."""

from types import SimpleNamespace

import pytest

from pathfinders.course.drafts import BLANK
from pathfinders.course.examining import LOOKED_AT
from tests.in_place import examined
from tests.submissions import cell, code, filled, master, place, text

RIGHT = "answer_b3 = 0.62"
BARS = "ModuleNotFoundError: No module named 'nowhere_bars'"
STUB = {
    name.replace("-", "_"): cell(master(), name)["source"]
    for name in ("A-answer", "B1-answer", "B2-answer", "B3-answer", "reflection")
}


def b3(recorded, answer, *before, after=()):
    """(flags, whether B3 waits, its points) where cells of the student's own stand around its answer."""
    notebook = filled(B3_answer=answer)
    for source in after:
        notebook["cells"].insert(place(notebook, "B3-check"), code(source))
    where = place(notebook, "B3-prompt")
    notebook["cells"][where:where] = map(code, before)
    one = examined(recorded, notebook)
    mark = one.marks["B3"]
    assert one.status == "graded" and mark.words.endswith(LOOKED_AT) == mark.waits
    assert not any(marked.waits for part, marked in one.marks.items() if part not in ("B3", "reflection"))
    return list(one.flags), mark.waits, mark.points


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("import nowhere_bars", BARS),
        ("raise EOFError('EOF when reading a line')", "EOFError: EOF when reading a line"),
        ("open('own.csv')", "FileNotFoundError: [Errno 2] No such file or directory: 'own.csv'"),
        ("raise PermissionError('[Errno 1] denied')", "PermissionError: [Errno 1] denied"),
        ("raise BlockingIOError('[Errno 11] busy')", "BlockingIOError: [Errno 11] busy"),
    ],
)
def test_an_answer_lost_to_what_a_cell_meets_here_alone_waits_for_a_person(recorded, source, error):
    assert b3(recorded, f"{source}\n{RIGHT}") == ([f"The cell of B3 stopped with {error}."], True, 0.0)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (f"nothing_such\n{RIGHT}", "NameError: name 'nothing_such' is not defined."),
        (f"1 / 0\n{RIGHT}", "ZeroDivisionError: division by zero."),
        ("answer_b3 = 5\n1 / 0", "ZeroDivisionError: division by zero."),
        (f"raise ValueError('x' * 999)\n{RIGHT}", f"ValueError: {'x' * 120}…"),
        (f"raise ValueError('\\x1b[2K\\nlia')\n{RIGHT}", "ValueError: ?[2K."),
    ],
)
def test_an_answer_lost_to_an_error_of_ones_own_is_decided_and_says_which(recorded, answer, said):
    assert b3(recorded, answer) == ([f"The cell of B3 stopped with {said}"], False, 0.0)


def test_an_answer_that_is_there_says_nothing_of_errors_and_one_never_written_does_not_wait(recorded):
    broken = "import nowhere_bars"
    assert b3(recorded, f"{RIGHT}\n{broken}", broken, after=[broken]) == ([], False, 3.0)
    assert b3(recorded, STUB["B3_answer"], f"{broken}\nanswer_b3_first = 1") == ([], False, 0.0)
    assert b3(recorded, "answer_b3 = 5", f"{broken}\nhelper = 1") == ([], False, 0.0)


def test_what_follows_from_an_earlier_cell_that_stopped_is_laid_to_that_one(recorded):
    broken = "import nowhere_bars\ndef helper(x):\n    return x"
    own = "The cell of B3 stopped with NameError: name '{}' is not defined."
    added = f"A cell that was added stopped with {BARS}."
    assert b3(recorded, "answer_b3 = helper(0.62)", broken) == ([own.format("helper"), added], True, 0.0)
    two = (broken, "best = helper(0.62)")
    assert b3(recorded, "answer_b3 = best", *two) == ([own.format("best"), added], True, 0.0)
    assert b3(recorded, "answer_b3 = amp(1)", "from nowhere_bars import *")[1]
    below = f"import nowhere_bars\n{RIGHT}"
    assert b3(recorded, "best = 0.62", after=[below]) == ([added], True, 0.0)
    for answer in ("answer_b3 = unknown(1)", f"1 / 0\n{RIGHT}"):
        flags, waits, _ = b3(recorded, answer, broken)
        assert (len(flags), waits) == (1, False)


def test_a_notebook_in_which_no_answer_was_written_says_so_and_one_with_a_word_does_not(recorded):
    assert examined(recorded, filled(**STUB)).flags == (BLANK,)
    for name in STUB:
        written = {other: source for other, source in STUB.items() if other != name}
        assert BLANK not in examined(recorded, filled(**written)).flags, name
    beside = filled(**STUB)
    beside["cells"].insert(place(beside, "B1-prompt"), text("In March I wanted both."))
    assert BLANK not in examined(recorded, beside).flags


def test_only_the_journal_is_told_where_a_check_stopped(recorded):
    def mark(sheet, answer, seconds=None):
        judge.traces.append("File hidden.json: expected 0.75")
        return "a check stopped with an error"

    judge, heard = SimpleNamespace(mark=mark, seconds=1.0, spent=0.0, traces=["of another"]), []
    one = examined(recorded, filled(), judge, lambda step, **more: heard.append({"step": step} | more))
    (judged,) = (line for line in heard if line["step"] == "judged")
    assert judged["traces"] == ["File hidden.json: expected 0.75"]
    assert one.status == "crashed" and "hidden.json" not in repr(one)
