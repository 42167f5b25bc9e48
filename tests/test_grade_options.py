"""Options of `pathfinders grade` that cannot be meant are told in a sentence, before anything is begun."""

import pytest

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
