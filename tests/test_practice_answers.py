"""Answers in a notebook become plain data, whatever a student has left there."""

import threading

import numpy as np
import pandas as pd
import pytest

from pathfinders.practice import limit, marking, sheets
from pathfinders.practice.answers import NotPlain, gather, plain
from pathfinders.practice.source import read_exercise
from tests.sample_exercise import written


@pytest.fixture
def part(tmp_path):
    return read_exercise(written(tmp_path)).part("F")


def said(part, code, seconds=0.2, namespace=None):
    """What the check says to a function-valued answer."""
    namespace = {} if namespace is None else namespace
    exec(code, namespace)
    sheet = sheets.hidden_sheet(part)
    return marking.mark(sheet, gather(sheet["name"], namespace, marking.calls_of(sheet), seconds))


class Agreeable(float):
    """A number that says yes to everything."""

    def __eq__(self, other):
        return True

    def __le__(self, other):
        return True

    __ge__ = __lt__ = __gt__ = __le__
    __hash__ = float.__hash__


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.float64(0.5), 0.5),
        (np.int64(3), 3),
        (np.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]]),
        (pd.Series([1.5, 2.5]), [1.5, 2.5]),
        (pd.DataFrame({"a": [1], "b": [2.0]}), {"a": [1], "b": [2.0]}),
        ({1: ("x", None)}, {"1": ["x", None]}),
    ],
)
def test_numbers_rows_and_tables_become_pythons_own(value, expected):
    assert plain(value) == expected


class Endless(list):
    """A list that never ends when it is asked politely."""

    def __iter__(self):
        while True:
            yield 1


def fanned(depth, wide=100):
    """Lists in lists: ``wide ** depth`` pieces that fit into a line of code."""
    return [fanned(depth - 1)] * wide if depth else 0


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (list(range(20_000)), "something with more than 10,000 pieces"),
        (fanned(5), "something with more than 10,000 pieces"),
        (np.zeros(10**6), "something with more than 10,000 pieces"),
        ("x" * 10**6, "far too long (1,000,000 characters)"),
        (["x" * 10**6], "far too long (1,000,000 characters)"),
    ],
)
def test_an_answer_that_nobody_could_have_written_is_not_read_to_its_end(value, words):
    with pytest.raises(NotPlain) as caught:
        plain(value)
    assert str(caught.value) == words


def test_a_list_and_dots_are_what_they_hold():
    assert plain(Endless([1, 2])) == [1, 2]
    assert plain(...) is None


def test_an_object_that_only_pretends_to_be_a_number_is_made_one():
    made = plain(Agreeable(2))
    assert type(made) is float
    assert made != 3


@pytest.mark.parametrize("value", [object(), {1, 2}, [[[[[[[[1]]]]]]]], lambda: 1, 1j])
def test_other_things_are_refused_by_their_name(value):
    with pytest.raises(NotPlain):
        plain(value)


def test_a_right_function_is_judged_by_what_it_gives(part):
    assert said(part, part.answer).passed


FAILURES = {
    "pass": ("missing", "does not exist yet"),
    "answer_f = None": ("missing", "still empty"),
    "answer_f = 3": ("type", "a number; here it has to be a function"),
    "answer_f = {1, 2}": ("type", "a set; here it has to be a function"),
    "def answer_f(x): x / 2": ("type", "gave back nothing"),
    "def answer_f(x): return 'two'": ("type", "gives back text"),
    "def answer_f(x): return {3}": ("type", "gives back a set"),
    "def answer_f(x): return float('nan')": ("type", "should be a number"),
    "def answer_f(): return 1": ("value", "TypeError"),
    "def answer_f(x): return x / 0": ("value", "ZeroDivisionError"),
    "def answer_f(x): raise SystemExit": ("value", "SystemExit"),
    "def answer_f(x): return answer_f(x)": ("value", "RecursionError"),
    "def answer_f(x):\n    while True: pass": ("value", "was stopped"),
    "def answer_f(x): return check(x)\ndef check(x): return x / 2": ("value", "another name"),
    "def answer_f(x): return own(x)\ndef own(x): return check(x)\ndef check(x): return x / 2": (
        "value",
        "named `check`",
    ),
    "def answer_f(x): return judge(x)\ndef judge(x): return x / 2": ("value", "another name"),
}


@pytest.mark.parametrize("code", FAILURES)
def test_whatever_is_wrong_with_a_function_is_said_in_words(part, code):
    verdict = said(part, code)
    stage, words = FAILURES[code]
    assert (verdict.passed, verdict.stage) == (False, stage)
    assert words in verdict.words
    assert "Traceback" not in verdict.words


def test_a_function_of_ones_own_may_be_named_run(part):
    assert said(part, "def run(x): return x / 2\ndef answer_f(x): return run(x)").passed


def test_a_method_named_like_ours_is_nobodys_business(part):
    own = "class Own:\n    def check(self, x): return x / 2\ncheck = 1\n"
    assert said(part, own + "def answer_f(x): return Own().check(x)").passed


def test_an_exception_whose_message_fails_is_still_said_in_words(part):
    code = "class E(Exception):\n    def __str__(self): raise ValueError\ndef answer_f(x): raise E"
    assert "stopped with E (no message)" in said(part, code).words


def test_an_endless_loop_is_stopped_and_its_thread_is_gone(part):
    before = threading.active_count()
    assert "was still running after 0.2 seconds" in said(part, "def answer_f(x):\n    while x: x += 1").words
    assert threading.active_count() == before


def test_a_loop_that_swallows_the_stop_is_told_how_to_be_ended():
    go_on = threading.Event()

    def stubborn():
        while not go_on.is_set():
            try:
                while not go_on.is_set():
                    pass
            except BaseException:
                continue

    called = limit.call(stubborn, (), seconds=0.05, patience=0.2)
    go_on.set()
    assert (called.ended, called.stopped) == (False, False)


def test_a_wait_that_no_exception_reaches_is_told_how_to_be_ended(part):
    go_on = threading.Event()
    namespace = {"go_on": go_on}
    words = said(part, "def answer_f(x): go_on.wait()", namespace=namespace, seconds=0.05).words
    go_on.set()
    assert "cannot be stopped from here" in words
    assert "Restart" in words


def test_an_exception_of_the_student_stops_one_call_and_not_the_others(part):
    verdict = said(part, "def answer_f(x):\n    if x == 7: raise ValueError\n    return x / 2")
    assert 0.5 < verdict.share < 1
