"""An answer is read where its test stands, whatever the notebook does to its name afterwards."""

from textwrap import dedent

import pytest

from pathfinders.course.sandbox import Ask, Cell, Limits
from tests.sandboxes import lanes

MEGABYTE = 1 << 20
TIGHT = Limits(cell=5, call=2, patience=1, run=60, memory=1024 * MEGABYTE, processes=24)


box = lanes(TIGHT)


def run(box, *sources, **asks):
    """The Ran of some cells c0, c1, …; an ask is the number of the cell after which it stands, or an Ask."""
    cells = tuple(Cell(f"c{number}", dedent(source)) for number, source in enumerate(sources))
    made = (ask if isinstance(ask, Ask) else Ask(name, after=f"c{ask}") for name, ask in asks.items())
    return box.run(cells, tuple(made))


def values(ran):
    return {name: answer.value for name, answer in ran.answers.items()}


def said(ran, cell):
    return "".join(output.data for output in ran.outputs[cell])


def result(ran, name):
    return ran.answers[name].calls[0].result


def test_a_name_that_is_bound_anew_further_down_is_what_it_was_in_its_place(box):
    ran = run(box, "x, kept = 1, [1]", "x = 2\nkept.append(2)\ny = 3", "del x, y", x=0, kept=0, y=1)
    assert values(ran) == {"x": 1, "kept": [1], "y": 3}
    assert ran.ended == "finished" and ran.late == ()


def test_a_function_is_called_with_the_notebook_as_it_was_in_its_place(box):
    define = "k = 10\ndef f(x): return k + x"
    ran = run(box, define, "k = 20", "def f(x): return 0", f=Ask("f", ((1,),), "c0"))
    assert result(ran, "f") == 11


def test_what_is_not_there_yet_is_read_at_the_end_and_that_is_said(box):
    ran = run(box, "y = 1", "x = 2", "x = 3", x=0, y=0, z=0)
    assert values(ran) == {"x": 3, "y": 1, "z": None} and ran.late == ("x",)
    assert not ran.answers["z"].found


def test_the_end_of_the_notebook_is_a_place_like_another(box):
    full = "from numpy import float64\nkept = []\nwhile True: kept.append(open('/dev/null'))"
    ran = run(box, "a = 1", full, "x = float64(2)\ny = 3", x=2, y=Ask("y"))
    assert values(ran) == {"x": 2, "y": 3} and ran.late == ()


LEARN = """
    import gc, os, sys
    frame, found = sys._getframe(), any(wanted in o for o in gc.get_objects() if type(o) in (list, tuple))
    while frame:
        known = [frame.f_locals.get(name) for name in ("request", "line")]
        found, frame = found or str(wanted) in repr(known), frame.f_back
    print(found, os.path.exists("seen"))
    """


@pytest.mark.parametrize("then", ["return x", "os._exit(0)"])
def test_no_cell_learns_what_a_function_before_it_is_asked_with(box, then):
    define = f"import os\ndef f(x):\n    open('seen', 'w').write(str(x))\n    {then}"
    ask = Ask("f", ((27182818,),), "c1")
    ran = run(box, "wanted = int('27' + '182818')", define, LEARN, LEARN, "z = 1", f=ask, z=4)
    assert said(ran, "c2") == said(ran, "c3") == "False False\n"
    assert values(ran)["z"] == 1 and ran.lost == (() if then == "return x" else ("f",))


def test_a_number_without_end_is_told_of_in_its_place_and_ends_nothing(box):
    ran = run(box, "x = 10 ** 5000", "x = 1", "y = 2", x=0)
    assert "too long" in ran.answers["x"].type and ran.ended == "finished"


def test_a_cell_further_down_that_ends_the_process_changes_no_answer_above_it(box):
    ran = run(box, "x = 1", "import os\nx = 2\nos._exit(0)", "y = x", "x = 4", x=0, y=2)
    assert values(ran) == {"x": 1, "y": 1} and ran.killers == ("c1",)


def test_an_answer_that_was_lost_is_read_a_second_time_in_its_place(box):
    define = "import os\nhere, k = os.getpid(), 1\n"
    define += "def f(x):\n    if os.getpid() != here: os._exit(0)\n    return k\n"
    ran = run(box, define, "k = 2", "y = k", f=Ask("f", ((1,),), "c0"), y=1)
    assert result(ran, "f") == 1 and ran.lost == () and ran.late == ("y",)


def test_a_cell_that_ends_the_copies_which_wait_costs_nothing(box):
    kill = """
        import os, signal, time
        for name in os.listdir("/proc"):
            try:
                if name.isdigit() and int(name) not in (1, os.getpid(), os.getppid()):
                    os.kill(int(name), signal.SIGKILL)
            except OSError:
                pass
        x = 2
        """
    ran = run(box, "x = 1", kill, "y = 1", x=0, y=Ask("y"))
    assert values(ran) == {"x": 1, "y": 1} and ran.late == ()


def test_words_sent_to_the_copies_which_wait_earn_nothing(box):
    forge = """
        import os
        for handle in range(4, 40):
            try:
                os.write(handle, b'{"ask": "y", "calls": [], "seconds": 1, "word": "0"}\\n')
            except OSError:
                pass
        y = 2
        """
    ran = run(box, "x = 1\ny = 1", forge, "z = 1", x=0, y=0)
    assert values(ran) == {"x": 1, "y": 1} and ran.lost == ()


@pytest.mark.parametrize(
    "exhaust",
    [
        "import os, time\nfor _ in range(99):\n    if os.fork() == 0: time.sleep(60)",
        "kept = []\nwhile True: kept.append(open('/dev/null'))",
    ],
    ids=["processes", "files"],
)
def test_where_no_copy_can_be_made_answers_are_read_at_the_end(box, exhaust):
    some = "from numpy import float64\nx = float64(1)"
    ran = run(box, some, exhaust, "y = float64(2)", "z = 3", x=1, y=2, z=3)
    assert values(ran) == {"x": 1, "y": 2, "z": 3} and ran.late == ("x", "y")
    assert ran.ended == "finished"
    ran = run(box, "x = {1: 'a'}", exhaust, "y = 2", "z = 3", x={"1": "a"}, y=2, z=3)
    assert ran.late == ()  # plain data needs no copy


def test_copies_of_much_memory_cost_no_answer(box):
    much = "import os\nmuch = os.urandom(1) * (380 << 20)\ndef size(): return len(much)"
    asks = {"f": Ask("f", ((),), "c0"), "size": Ask("size", ((),), "c1"), "g": Ask("g", ((),), "c2")}
    wait = "import time\ntime.sleep(0.3)"
    ran = run(box, "def f(): return 1", much, "def g(): return 2", wait, "z = 3", z=4, **asks)
    assert [result(ran, name) for name in asks] == [1, 380 << 20, 2] and values(ran)["z"] == 3
    assert ran.ended == "finished" and ran.killers == ()
