"""What runs too long is stopped, and its student reads where and why, in lines of the notebook alone."""

import pytest

from pathfinders.course.grade import parser
from pathfinders.course.sandbox import Ask, Cell, Limits, Sandbox

SHORT = Limits(cell=1.5, call=1, patience=1, run=4)
ENDLESS = "while True:\n    pass"
SPENDING = "import time\nbegun = time.process_time()\nwhile time.process_time() < begun + 1.2: pass"


@pytest.fixture(scope="module")
def box():
    with Sandbox(limits=SHORT, allow_root=True) as sandbox:
        yield sandbox


def run(box, *sources, asks=()):
    return box.run(tuple(Cell(f"c{number}", source) for number, source in enumerate(sources)), asks)


def said(ran, cell="c0"):
    return "".join(output.data for output in ran.outputs[cell])


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("def f():\n    n = 0\n    while n < 2:\n        n *= 2\n\nf()", "in f()"),
        ("import time\ntime.sleep(60)", "----> 2 time.sleep(60)"),
        ("try:\n    1 / 0\nfinally:\n    while True: pass", "----> 4     while True: pass"),
        ("import re\nre.match('(a+)+b', 'a' * 60)", "----> 2 re.match("),
        ("!sleep 60", "sleep 60"),
        ("import asyncio\nawait asyncio.sleep(60)", ""),
        (
            "import time\nfrom pathfinders.practice.limit import call\ncall(time.sleep, [60], 60)",
            "----> 3 call(",
        ),
    ],
)
def test_a_cell_that_is_stopped_shows_its_own_line_and_one_sentence(box, source, line):
    ran = run(box, source)
    assert line in said(ran) and ran.ended == "timed out" and ran.killers == ()
    assert said(ran).endswith("TimedOut: this cell ran longer than 1.5 seconds and was stopped here")
    assert not [word for word in ("pupil", "sandbox", "/lib/python", "signum", "frozen") if word in said(ran)]


def test_an_error_in_the_packages_code_shows_the_line_that_has_called_it(box):
    ran = run(box, "from pathfinders.model import read_text\n\nread_text(3, 4)")
    assert "----> 3 read_text(3, 4)" in said(ran) and "AttributeError" in said(ran)
    assert "pathfinders/" not in said(ran)


def test_an_error_in_a_library_shows_the_librarys_lines_too(box):
    ran = run(box, "import json\njson.loads('{')")
    assert "----> 2 json.loads('{')" in said(ran) and "decoder.py" in said(ran)


def test_a_notebook_that_takes_too_long_keeps_what_was_read_until_then(box):
    asks = (Ask("x", after="c0"), Ask("y", after="c2"), Ask("z", after="c5"), Ask("w"))
    ran = run(box, f"x = 1\n{SPENDING}", SPENDING, "y = 2", SPENDING, SPENDING, "z = w = 3", asks=asks)
    assert {name: answer.value for name, answer in ran.answers.items()} == {"x": 1, "y": 2}
    assert ran.ended == "too long" and ran.lost == () and ran.killers == ()
    assert said(ran, "c4").endswith("all cells together ran longer than 4 seconds; this one was stopped here")
    assert said(ran, "c5").startswith("This cell was not run: those before it took all the 4 seconds")


def test_an_endless_cell_that_cannot_be_stopped_leaves_the_answers_above_it(box):
    deaf = "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])\nwhile True: pass"
    ran = run(box, "x = 1", deaf, "y = 2", asks=(Ask("x", after="c0"), Ask("y")))
    assert {name: answer.value for name, answer in ran.answers.items()} == {"x": 1, "y": 2}
    assert ran.ended == "timed out" and ran.killers == ("c1",)


def test_the_limit_of_a_notebook_follows_that_of_a_cell_and_is_never_less_than_it_was():
    assert [Limits.of_cell(seconds).run for seconds in (0.5, 20, 30, 600)] == [120, 120, 180, 3600]
    assert Limits.of_cell(30).cell == 30 and Limits.of_cell(20) == Limits()
    told = " ".join(parser().format_help().split())
    assert "for a cell (default: 20); a notebook has 6 times that, and at least 120" in told
