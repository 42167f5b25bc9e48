"""An empty course and an empty inbox, for what is handed in."""

import pytest

from tests.submissions import SLUG


@pytest.fixture
def course(tmp_path):
    """A course with two assignments and nothing handed in."""
    for name in (SLUG, "04-the-two-ways"):
        (tmp_path / "course" / "source" / name).mkdir(parents=True)
    return tmp_path / "course"


@pytest.fixture
def inbox(tmp_path):
    """An empty folder for hand-ins."""
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"
