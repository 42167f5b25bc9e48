"""The full check of every model, made once in a run of the tests."""

from functools import cache

from pathfinders.model import slugs
from pathfinders.soundness.command import reports


@cache
def checked():
    """Slug → Report."""
    return {report.name: report for report in reports(slugs())}
