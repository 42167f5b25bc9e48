"""Whatever bytes a sandbox sends, the grader reads plain data or says that they are none."""

import base64
import json
import math
import socket
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathfinders.course.sandbox import Ask, wire
from pathfinders.practice.answers import Answer, Call

ATOMS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
THINGS = st.recursive(ATOMS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=30)
KEYS = st.sampled_from(["found", "type", "value", "calls", "result", "failure", "name", "outputs"])
REPLIES = st.dictionaries(KEYS, THINGS)
PNG = base64.b64encode(wire.PNG + b"rest").decode()


def is_plain(value):
    """Is this made of exact plain types, and can its texts be written?"""
    if type(value) is list:
        return all(map(is_plain, value))
    if type(value) is dict:
        return all(type(key) is str and is_plain(item) for key, item in value.items())
    if type(value) is str:
        return value.encode() is not None
    return value is None or type(value) in (bool, int, float)


@given(st.binary())
def test_any_bytes_are_a_dictionary_or_refused(content):
    try:
        assert type(wire.told(content)) is dict
    except wire.Ended as ended:
        assert str(ended) == "garbled"


@given(THINGS | REPLIES)
@settings(max_examples=300)
def test_any_reply_is_an_answer_of_plain_data_or_refused(found):
    ask = Ask("f", ((1,), (2,)))
    try:
        answer = wire.answer(ask, found)
    except wire.Ended:
        assert type(found) is not dict
        return
    assert type(answer) is Answer and answer.name == "f" and type(answer.found) is bool
    assert is_plain(answer.value) and type(answer.type) is str and len(answer.type) <= wire.LONGEST_WORDS
    assert [call.arguments for call in answer.calls] == [(1,), (2,)][: len(answer.calls)]
    assert all(type(call) is Call and is_plain(call.result) for call in answer.calls)


@given(REPLIES)
def test_any_outputs_are_text_png_or_errors_and_never_more_than_there_is_room_for(found):
    kept, used = wire.outputs(found, 100)
    assert used <= 100 and all(output.kind in wire.KINDS and type(output.data) is str for output in kept)


@given(st.lists(THINGS, min_size=3, max_size=3) | THINGS, st.text(min_size=1), st.booleans())
def test_any_error_of_a_cell_is_one_printable_line_or_none(found, said, alien):
    for told in (found, [said, said * 999, alien], [said, found, alien]):
        for cell, error in wire.raised("c0", {"raised": told}).items():
            line = f"{error.kind}: {error.words}"
            assert cell == "c0" and line.isprintable() and len(line) < 200 and type(error.alien) is bool


def test_a_reply_of_a_million_pieces_is_not_read_and_a_text_of_as_many_brackets_is():
    with pytest.raises(wire.Ended, match="garbled"):
        wire.told(b'{"outputs": [' + b"[]," * 1_000_000 + b"[]]}")
    with pytest.raises(wire.Ended, match="garbled"):
        wire.told(b'"\\' * 1_000_000 + b"[" * 300_000)
    text = '[{"\\' * 200_000
    assert wire.told(json.dumps({"outputs": [["text", text]]}).encode()) == {"outputs": [["text", text]]}


def test_what_a_value_is_called_is_found_out_here():
    lie = {"found": True, "type": "a number", "value": "text"}
    assert wire.answer(Ask("x"), lie) == Answer("x", True, "text", "text")
    nothing = {"found": True, "type": "a number", "value": None}
    assert wire.answer(Ask("x"), nothing) == Answer("x", True, "nothing", None)


def test_calls_keep_the_arguments_that_were_asked_with_and_no_more_than_those():
    replies = [{"arguments": [9], "result": 3, "type": "text"}, {"failure": "it failed"}, {"result": 1}]
    answer = wire.answer(Ask("f", ((1,), (2,))), {"found": True, "type": "a function", "calls": replies})
    assert answer.calls == (Call((1,), 3, "a number"), Call((2,), failure="it failed"))


def test_only_true_pictures_are_kept():
    page = base64.b64encode(b"<html>").decode()
    found = {
        "outputs": [["png", PNG], ["png", page], ["png", "<script>"], ["html", "x"], ["text", 3], "text"]
    }
    kept, _ = wire.outputs(found, 1000)
    assert [(output.kind, output.data) for output in kept] == [("png", PNG)]


def test_nan_is_a_number_and_half_a_character_is_a_question_mark():
    found = json.loads('{"found": true, "value": [NaN, "\\ud800"]}')
    number, text = wire.answer(Ask("x"), found).value
    assert math.isnan(number) and text == "?"


@pytest.mark.parametrize(
    ("sent", "how"),
    [
        (b"x" * 2000, "garbled"),
        (b'{"a": 1}\n{"b": 2}\n', "garbled"),
        (b"", "killed"),
        (b"half a li", "killed"),
    ],
)
def test_a_line_that_is_too_long_doubled_or_cut_off_is_refused(sent, how):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(sent)
        theirs.shutdown(socket.SHUT_WR)
        with pytest.raises(wire.Ended, match=how):
            wire.line(ours, 1000, time.monotonic() + 20)


def test_silence_ends_when_its_time_is_over():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"drip")
        with pytest.raises(wire.Ended, match="timed out"):
            wire.line(ours, 1000, time.monotonic() + 0.05)
