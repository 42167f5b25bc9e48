"""Answers are judged in a process of their own: what goes wrong there costs its own check and no other."""

import os
import signal
import subprocess
import sys
from types import SimpleNamespace

import pytest

from pathfinders.course import examining, judges, judging, meter, traces
from pathfinders.course.judges import Judge
from pathfinders.course.judging import Failure, Partly, judged
from pathfinders.course.outcome import Mark
from pathfinders.course.sandbox import Broken, Limits, Ran
from pathfinders.practice import marking
from pathfinders.practice.answers import Answer, Call, gather
from pathfinders.practice.verdict import Verdict

NEAR = {"id": "near", "kind": "number", "points": 2, "low": 0, "high": 1, "hint": "Between 0 and 1."}
BROKEN = {"id": "broken", "kind": "no such kind", "points": 3}
SHEET = {"id": "X", "name": "answer_x", "kind": "number", "title": "", "points": 5, "checks": [NEAR]}
LONG = {
    "id": "long",
    "kind": "runs show",
    "points": 3,
    "model": "two_bands",
    "variable": "Position",
    "goal": 1,
    "sets": {str(number): {"perception time": 1 + number / 1000} for number in range(3000)},
}
RIGHT = Answer("answer_x", True, "a number", 0.5)


@pytest.fixture(scope="module")
def judge():
    with Judge() as judge:
        yield judge


def verdict_of(judge, answer=RIGHT, lost=(), **sheet):
    ran = Ran(answers={answer.name: answer}, lost=lost)
    return judged({"X": SHEET | sheet}, ran, judge)["X"]


def test_the_worker_says_what_marking_says(judge):
    for value in (0.5, 3.0, float("nan"), float("inf"), 10**300):
        answer = Answer("answer_x", True, "a number", value)
        assert verdict_of(judge, answer) == marking.mark(SHEET, answer)


def test_calls_of_a_function_arrive_as_they_were_made(judge):
    calls = (Call((1, 2), 3, "a number"), Call((2, 2), failure="`answer_x` stopped."))
    sheet = {
        "kind": "function",
        "checks": [{"id": "sum", "kind": "calls", "points": 5, "cases": [{"with": [1, 2], "gives": 3}]}],
    }
    answer = Answer("answer_x", True, "a function", calls=calls)
    assert verdict_of(judge, answer, **sheet) == marking.mark(SHEET | sheet, answer)


def test_a_check_that_fails_costs_its_own_points_alone(judge):
    verdict = verdict_of(judge, checks=[BROKEN, NEAR])
    assert isinstance(verdict, Partly)
    assert verdict.points(5) == 2
    assert "a check stopped with an error" in verdict.words and "KeyError" not in verdict.words


def test_where_a_check_stopped_is_kept_for_the_journal_and_the_student_reads_nothing_of_it(judge):
    verdict = verdict_of(judge, checks=[BROKEN, NEAR, BROKEN | {"id": "too"}])
    first, second = verdict.traces
    assert "KeyError: 'no such kind'" in first and "in mark" in first and len(first) <= traces.TRACE
    assert second == first
    assert verdict_of(judge, checks=[BROKEN]).traces == (first,)
    assert "no such kind" not in verdict.words + verdict_of(judge, checks=[BROKEN]).words


IN_PIECES = SimpleNamespace(mark=lambda *asked: marking.mark(*asked[:2]), seconds=1.0, spent=0.0, traces=[])
GIVENS = (
    "Position = 1 ~ 1",
    "tension of stability = floor ~ 1\nfloor = 3 ~ 1",
    "tension of stability = pull of stability*MAX(0, floor - Position)\nwant = 2",
    "tension of stability = (",
    "",
)


def test_checks_made_one_by_one_come_to_the_verdict_of_all_at_once(recorded):
    found = recorded.assignment.drawn_for("kay")
    for part in (part for part in recorded.exercise.parts if part.auto):
        answers = [part.answer, *(one.code for one in part.wrong)]
        answers += [f'answer_b2 = """\n{text}\n"""' for text in GIVENS] if part.id == "B2" else []
        assert part.id != "B2" or len(answers) >= 10
        sheet, stages = found.sheets[part.id], set()
        for code in (*answers, ""):
            names = {}
            exec(code, names)
            answer = gather(sheet["name"], names, marking.calls_of(sheet))
            made = judging.piecewise(sheet, answer, IN_PIECES)
            assert made == marking.mark(sheet, answer), code
            stages.add((made.stage, made.stops))
        assert {("yes", False), ("missing", True)} <= stages


def test_a_part_of_which_no_check_can_be_made_gets_no_points_and_no_zero(judge):
    failure = verdict_of(judge, checks=[BROKEN])
    assert isinstance(failure, Failure)
    assert failure.ours


def test_an_answer_whose_cell_was_stopped_is_missing_for_that_reason(judge):
    late = Answer("answer_x", False)
    ran = Ran(answers={"answer_x": late}, stopped={"X-answer": "timed out"})
    (stop,) = examining.stops(ran, Limits(cell=20))
    assert stop == ("X-answer", "ran longer than 20 seconds and was stopped")
    missing = judged({"X": SHEET}, ran, judge, stopped={"X": stop[1]})["X"]
    said = "Still missing. The cell of `answer_x` ran longer than 20 seconds and was stopped."
    assert missing.words == said
    assert missing.points(5) == 0
    found = Ran(answers={"answer_x": RIGHT})
    assert judged({"X": SHEET}, found, judge, stopped={"X": stop[1]})["X"].passed


def test_06_a_check_that_takes_too_long_is_ended_and_costs_its_own_points_alone(judge, monkeypatch):
    verdict_of(judge)
    monkeypatch.setattr(judge, "seconds", 1.0)
    sheet = {"kind": "labels", "checks": [LONG, {**NEAR, "kind": "key", "key": {"1": "stall"}}]}
    answer = Answer("answer_x", True, "a dictionary", {str(number): "stall" for number in range(3000)})
    worker = judge.worker
    verdict = verdict_of(judge, answer, **sheet)
    assert isinstance(verdict, Partly)
    assert judge.worker != worker


def long(number, **more):
    """A check of an answer by words that never ends in the time a test has."""
    return {**LONG, "id": f"long {number}", "points": 1, **more}


WORDS = Answer("answer_x", True, "a dictionary", {str(number): "stall" for number in range(3000)})


def test_14_many_checks_that_never_end_share_the_time_of_one_part(judge, monkeypatch):
    verdict_of(judge)
    monkeypatch.setattr(judge, "seconds", 0.6)
    spent, mark = [], judge.mark

    def metered(*asked):
        made = mark(*asked)
        spent.append(judge.spent)
        return made

    monkeypatch.setattr(judge, "mark", metered)
    failure = verdict_of(judge, WORDS, kind="labels", checks=[long(number) for number in range(20)])
    assert isinstance(failure, Failure)
    assert sum(spent) <= 2 * 0.6 + 1e-6, "once as a whole and once in pieces"
    assert len(spent) < 20


def test_what_builds_on_a_check_that_could_not_be_made_is_not_made(judge, monkeypatch):
    verdict_of(judge)
    monkeypatch.setattr(judge, "seconds", 0.6)
    checks = [long(1, stops=True), {**NEAR, "kind": "key", "key": {"1": "stall"}}]
    assert isinstance(verdict_of(judge, WORDS, kind="labels", checks=checks), Failure)


def test_time_that_others_take_on_the_machine_is_no_checks_own(monkeypatch):
    monkeypatch.setattr(meter, "PATIENCE", 10_000)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as waits:
        os.kill(waits.pid, signal.SIGSTOP)
        theirs, mine = meter.Meter(waits.pid, 0.2), meter.Meter(os.getpid(), 0.2)
        while not mine.is_over():
            pass
        assert not theirs.is_over()
        waits.kill()


def test_a_worker_that_was_killed_is_begun_anew_and_nothing_is_lost(judge):
    verdict_of(judge)
    os.kill(judge.worker, signal.SIGKILL)
    assert verdict_of(judge) == marking.mark(SHEET, RIGHT)


def test_judges_that_share_what_they_loaded_end_each_for_itself(judge):
    with Judge(beside=judge) as other:
        assert verdict_of(other) == verdict_of(judge)
        assert other.worker != judge.worker
        os.kill(other.worker, signal.SIGKILL)
        assert verdict_of(judge) == verdict_of(other) == marking.mark(SHEET, RIGHT)
    assert verdict_of(judge) == marking.mark(SHEET, RIGHT)


def test_where_all_of_them_were_killed_others_are_begun(judge):
    verdict_of(judge)
    os.killpg(judge.office.process.pid, signal.SIGKILL)
    assert verdict_of(judge) == marking.mark(SHEET, RIGHT)


def test_a_worker_that_never_starts_is_one_sentence_ends_the_run_and_no_process_is_killed(monkeypatch):
    killed, kill = [], os.kill
    monkeypatch.setattr(os, "kill", lambda *given: killed.append(given) or kill(*given))
    monkeypatch.setattr(judges, "OFFICE", "raise SystemExit  # {paths} {handle} {models}")
    with Judge() as judge:
        for _ in range(2):
            with pytest.raises(Broken, match=r"ended 3 times before it was ready; see what .* start again"):
                judge.mark(SHEET, RIGHT)
        judge.anew(kill=True)
    assert killed == []


def test_where_no_process_can_be_begun_it_is_one_sentence(monkeypatch):
    def none(*given, **more):
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", none)
    with pytest.raises(Broken, match=r"cannot be begun \(resource temporarily unavailable\); see what"):
        Judge()


def test_a_person_decides_only_where_the_failure_is_ours():
    right, part = Verdict(True, 1.0, "yes", "Yes."), Partly(False, 0.5, "value", "Not yet.")
    ours, theirs = Failure("A check ended."), Failure(judging.ENDED, ours=False)
    for verdicts, status in (
        ((right, theirs), "graded"),
        ((theirs, theirs), "graded"),
        ((right, part), "partly graded"),
        ((ours, theirs), "partly graded"),
        ((ours, ours), "crashed"),
        ((), "graded"),
    ):
        assert judging.status_of(dict(enumerate(verdicts))) == status


@pytest.mark.parametrize("words", [judging.UNREAD, judging.UNREACHED, judging.ENDED])
def test_a_zero_for_the_students_own_code_promises_nobody(words):
    assert words.endswith("No points for this part.")
    assert "look" not in words
    assert examining.decided(Failure(words, ours=False), 4) == Mark(0.0, words)


def test_an_answer_that_ended_the_program_earns_nothing_and_says_why(judge):
    failure = verdict_of(judge, lost=("answer_x",))
    assert failure == Failure(f"`answer_x` {judging.UNREAD}", ours=False)
