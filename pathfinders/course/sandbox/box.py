"""The sandbox as a grader sees it: notebooks go in, plain data comes out."""

import base64
import itertools
import json
import queue
from pathlib import Path

from pathfinders.course.sandbox import machine, room
from pathfinders.course.sandbox.attempts import Attempts
from pathfinders.course.sandbox.server import Server
from pathfinders.course.sandbox.terms import Broken, Limits, Unsafe

RELEASED = 50 << 20
"""The most that an assignment's files may take together, in bytes: they are kept in memory."""


class Sandbox:
    """Runs notebooks, each in a confined process of its own; to be used in a `with` statement.

    `folder` holds the released files (notebooks left out): every run gets its own copy. `jobs` runs go on
    at a time, from as many threads. `secrets` are folders that must not be seen in it; `models` are slugs
    that are read beforehand; `isolation` is the best one, unless it is named. Raises Unsafe where this
    machine or user cannot confine, and Broken where the sandbox does not start.
    """

    def __init__(
        self,
        folder=None,
        jobs=1,
        limits=None,
        allow_root=False,
        confined=True,
        secrets=(),
        models=(),
        isolation="",
    ):
        self.limits = limits or Limits()
        self.isolation = machine.chosen(confined, allow_root, isolation)
        self.jobs, self.models = jobs, tuple(models)
        self.places = room.readable()
        self.files = released(folder) if folder else {}
        self.covers = room.covered(secrets, self.places) if self.isolation else ()
        self._servers, self._lanes, self._users = [], queue.Queue(), itertools.count()
        self._closed = False

    @property
    def confined(self):
        """False where students' code runs with all rights of this user; every report has to say so."""
        return bool(self.isolation)

    def __enter__(self):
        try:
            together = self.isolation == "landlock"
            for size in [self.jobs] if together else [1] * self.jobs:
                self._servers.append(Server(self, size))
            for server in self._servers:
                for place in server.ready():
                    self._lanes.put(place)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Ends all processes, and with them what is run; nothing is run any more."""
        self._closed = True
        for server in self._servers:
            server.close()

    def run(self, cells, asks=()):
        """The Ran of one notebook: its cells and asks in their places. May be called from several threads.

        Where the fork server has gone with it the notebook is run once more, on a new one: its end may have
        been another's doing. Raises Broken where a process cannot be confined, and when this is closed.
        """
        place = self._lanes.get()
        try:
            for last in (False, True):
                attempts = Attempts(place, self.limits, tuple(cells), tuple(asks), self.confined)
                try:
                    ran = attempts.ran()
                except Broken:
                    if last or not attempts.gone:
                        raise
                finally:
                    place = self._replaced(place) if attempts.gone else place
                if not attempts.gone:
                    break
            return ran
        finally:
            self._lanes.put(place)

    def _replaced(self, place):
        """A lane of a new server for one that has gone; other lanes of its server may still be at work."""
        if self._closed:
            raise Broken("sandbox", "it was closed while a notebook was run")
        if len(place.server.lanes) == 1:
            place.server.close()
        server = Server(self, 1)
        self._servers.append(server)
        return server.ready()[0]

    def _beside(self):
        """Processes of other lanes which the system counts as a run's own: all are one user's."""
        return 2 * (self.jobs - 1) if self.isolation == "bubblewrap" else 0

    def plan(self):
        """What the fork server has to know, as a line of JSON."""
        limits = self.limits
        plan = {
            "isolation": self.isolation,
            "filter": machine.capabilities().filter,
            "user": room.user(next(self._users)),
            "places": self.places,
            "covers": self.covers,
            "folder": room.FOLDER,
            "files": {name: base64.b64encode(content).decode() for name, content in self.files.items()},
            "models": self.models,
            "memory": limits.memory,
            "processes": limits.processes + self._beside(),
            "file": limits.file,
            "disk": limits.disk,
            "cpu": int(limits.run + 2 * limits.cell) + 1,
            "shares": {"T": limits.cell + limits.patience, "C": 4 * limits.call + 2 * limits.patience},
            "output": limits.output,
            "seed": 5,
        }
        return json.dumps(plan).encode() + b"\n"


def released(folder):
    """{relative name: bytes} of the files that students get with a notebook; links and notebooks left out."""
    files, size = {}, 0
    for path in sorted(Path(folder).rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_symlink() or not path.is_file() or path.suffix == ".ipynb" or parts[0].startswith("."):
            continue
        files["/".join(parts)] = path.read_bytes()
        size += len(files["/".join(parts)])
        if size > RELEASED:
            raise Unsafe(folder, f"more than {RELEASED >> 20} MB of files", "an assignment's files only")
    return files
