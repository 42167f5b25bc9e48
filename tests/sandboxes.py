"""The sandbox in each way that this machine has, for every file of tests that runs cells in it."""

import pytest

from pathfinders.course.sandbox import Sandbox, capabilities


def processes(box):
    """Numbers of all processes that a sandbox has now, its fork servers included."""
    return tuple(sorted(pid for server in box._servers for pid in server.processes()))


def lanes(limits, jobs=1):
    """A fixture: an open Sandbox, once a file for each isolation; with one job all are run in one place."""

    @pytest.fixture(scope="module", params=["landlock", "bubblewrap"])
    def opened(request):
        if request.param not in capabilities().works:
            pytest.skip(f"{request.param} does not work here: {capabilities()}")
        with Sandbox(jobs=jobs, limits=limits, allow_root=True, isolation=request.param) as sandbox:
            yield sandbox

    return opened
