"""Options of `pathfinders grade` that cannot be meant are told in a sentence; and how long it will take."""

import io

import pytest

from pathfinders.course.grade import Progress
from tests.fixtures_class import SLUG


@pytest.mark.parametrize("beside", [("--student", "bob"), ("--again",)])
def test_resume_beside_what_asks_for_others_is_refused_in_one_sentence(command, tmp_path, beside):
    code, out, err = command("grade", tmp_path, SLUG, "--resume", *beside)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert f"--resume: {beside[0]} is given too" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("option", "given"), [("--jobs", "many"), ("--jobs", "0"), ("--seconds", "nan")])
def test_a_number_that_is_none_is_told_with_what_was_expected(command, capsys, option, given):
    with pytest.raises(SystemExit):
        command("grade", "course", SLUG, option, given)
    assert f"argument {option}: “{given}”; expected " in capsys.readouterr().err


@pytest.mark.parametrize("loop", [1, 2, 4, 7])
def test_the_time_that_is_left_is_told_once_a_few_are_done_also_with_an_endless_loop_among_them(loop):
    moments = [0.0]
    for number in range(1, 12):
        moments.append(moments[-1] + (20.0 if number == loop else 1.0))
    screen, clock = io.StringIO(), iter(moments)
    screen.isatty = lambda: True
    progress = Progress(screen, 2, clock.__next__)
    for done in range(12):
        progress(done, 12)
    lines = [line.strip() for line in screen.getvalue().split("\r")[1:]]
    assert [line for line in lines[4:10] if " left" not in line] == []
    assert all(int(line.split("about ")[1].split()[0]) < 120 for line in lines[4:10])
    ends = [f"{done} of 12 graded, the last {left} running" for done, left in ((10, "2 are"), (11, "one is"))]
    assert lines[10:] == ends
