"""The course's configuration is written anew, and what an instructor has set stays."""

import pytest

from pathfinders.course import config
from pathfinders.course.build import configure, main

PENALTY = 'c.LateSubmissionPlugin.penalty_method = "zero"\n'


@pytest.fixture
def path(tmp_path):
    """The configuration of a course that was built."""
    configure(tmp_path / "nbgrader_config.py")
    return tmp_path / "nbgrader_config.py"


def kept(path):
    return [one.read_text() for one in sorted(path.parent.glob("nbgrader_config.py.before-*"))]


def test_settings_below_the_last_line_stay_when_the_course_is_built_again(path):
    path.write_text(path.read_text() + PENALTY)
    configure(path)
    assert path.read_text() == config.TEXT + PENALTY
    assert kept(path) == []


@pytest.mark.parametrize("own", ["", PENALTY])
def test_a_configuration_that_was_changed_above_is_kept_beside_and_said(path, own, root, capsys):
    changed = config.TEXT.replace("timeout = 90", "timeout = 900") + own
    path.write_text(changed)
    assert main(["--from", str(root / "exercises"), "--to", str(path.parent)]) == 0
    assert "what it was is in nbgrader_config.py.before-1." in capsys.readouterr().out
    assert path.read_text() == config.TEXT + own
    assert kept(path) == [changed]
    configure(path)
    assert kept(path) == [changed]


def test_one_of_an_older_version_with_settings_at_its_end_is_kept_and_never_overwritten(path):
    older = config.TEXT.removesuffix(config.OWN) + PENALTY
    for number in (1, 2):
        path.write_text(older)
        configure(path)
        assert kept(path) == [older] * number
    assert path.read_text() == config.TEXT
