"""The sandbox as a grader sees it: notebooks go in, plain data comes out."""

import base64
import contextlib
import json
import os
import queue
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pathfinders.course.sandbox import lane, machine, room
from pathfinders.course.sandbox.attempts import Attempts
from pathfinders.course.sandbox.terms import Broken, Limits, Unsafe

RELEASED = 50 << 20
"""The most that an assignment's files may take together, in bytes: they are kept in memory."""

STARTING = 120.0
ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONNOUSERSITE": "1",
}
START = "import sys; sys.path[:0] = {paths!r}; from pathfinders.course.sandbox import zygote; zygote.main({handles!r})"


class Sandbox:
    """Runs notebooks, each in a confined process of its own; to be used in a `with` statement.

    `folder` holds the released files (notebooks left out): every run gets its own copy. `jobs` runs go
    on at a time, from as many threads. `secrets` are paths that must not be readable in it; `models` are
    slugs that are read beforehand; `isolation` is the best one, unless it is named. Raises Unsafe where this machine or user cannot confine, and Broken where
    the sandbox does not start.
    """

    def __init__(
        self, folder=None, jobs=1, limits=None, allow_root=False, confined=True, secrets=(), models=(), isolation=""
    ):
        self.limits = limits or Limits()
        self.isolation = machine.chosen(confined, allow_root, isolation)
        self.jobs, self.models = jobs, tuple(models)
        self.places = room.readable()
        self.files = released(folder) if folder else {}
        for secret in secrets if self.isolation else ():
            where = room.reaches(secret, self.places)
            if where:
                do = "move the course out of it, for instance into your home folder"
                raise Unsafe(secret, f"it lies in {where}, which students' code can read", "", do)
        self._servers, self._lanes = [], queue.Queue()

    @property
    def confined(self):
        """False where students' code runs with all rights of this user; every report has to say so."""
        return bool(self.isolation)

    def __enter__(self):
        try:
            together = self.isolation == "landlock"
            sizes = [self.jobs] if together else [1] * self.jobs
            self._servers = [Server(self, size) for size in sizes]
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
        """Ends all processes."""
        for server in self._servers:
            server.close()

    def run(self, cells, asks=()):
        """The Ran of one notebook: its cells in order, then its asks. May be called from several threads."""
        place = self._lanes.get()
        try:
            attempts = Attempts(place, self.limits, tuple(cells), tuple(asks), self.confined)
            try:
                return attempts.ran()
            finally:
                if attempts.gone:
                    place = self._replaced(place)
        finally:
            self._lanes.put(place)

    def processes(self):
        """Numbers of all processes that the sandbox has now, its fork servers included."""
        found, waiting = [], [server.process.pid for server in self._servers]
        while waiting:
            found.append(waiting.pop())
            waiting += lane.children(found[-1])
        return tuple(sorted(found))

    def _replaced(self, place):
        """A lane of a new server, where a run has taken its own server's process with it."""
        place.server.close()
        server = Server(self, 1)
        self._servers.append(server)
        return server.ready()[0]

    def plan(self):
        """What the fork server has to know, as a line of JSON."""
        limits = self.limits
        plan = {
            "isolation": self.isolation,
            "places": self.places,
            "folder": room.FOLDER,
            "files": {name: base64.b64encode(content).decode() for name, content in self.files.items()},
            "models": self.models,
            "memory": limits.memory,
            "processes": limits.processes,
            "file": limits.file,
            "disk": limits.disk,
            "cpu": int(limits.run) + 1,
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


class Lane:
    """One place for a run: the socket on which its fork server is told what to do."""

    def __init__(self, server, control):
        self.server, self.control = server, control


class Server:
    """A fork server's process."""

    def __init__(self, sandbox, size):
        self.log = tempfile.TemporaryFile()
        self.home = None if sandbox.isolation else tempfile.TemporaryDirectory(prefix="pathfinders-home-")
        pairs = [socket.socketpair() for _ in range(size + 1)]
        self.orders, theirs = pairs[0][0], [pair[1] for pair in pairs]
        self.lanes = [Lane(self, pair[0]) for pair in pairs[1:]]
        handles = [end.fileno() for end in theirs]
        home = self.home.name if self.home else room.FOLDER
        environment = ENVIRONMENT | {"PATH": os.defpath, "HOME": home, "MPLCONFIGDIR": f"{home}/.cache/matplotlib"}
        self.process = subprocess.Popen(
            self.command(sandbox, handles),
            env=environment,
            pass_fds=handles,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
        )
        for end in theirs:
            end.close()
        self.tell(sandbox.plan())

    def command(self, sandbox, handles):
        """The command line of the process, in bubblewrap where that is the way."""
        start = START.format(paths=machine.package_paths(), handles=handles)
        command = [sys.executable, "-s", "-P", "-c", start]
        if sandbox.isolation != "bubblewrap":
            return command
        found = machine.capabilities()
        return [*room.bubblewrap(found.bubblewrap, sandbox.places, sandbox.limits.disk, found.root), *command]

    def tell(self, plan):
        with contextlib.suppress(OSError):  # one that has ended is told of by `ready`
            self.orders.sendall(plan)

    def ready(self):
        """The lanes, once all are warm; raises Broken where the process ends before."""
        until = time.monotonic() + STARTING
        for place in self.lanes:
            place.control.settimeout(max(until - time.monotonic(), 0.1))
            try:
                word = place.control.recv(1 << 10)
            except OSError:
                word = b""
            if not word.endswith(b"\n"):
                raise Broken("sandbox", f"it did not start: {self.last_words()}", "", "see `pathfinders doctor`")
        return self.lanes

    def last_words(self):
        """The last line that the process has said."""
        self.log.seek(0)
        lines = self.log.read()[-4000:].decode("utf-8", "replace").strip().splitlines()
        return lines[-1].rstrip(".") if lines else "it ended without a word"

    def close(self):
        """Ends the process and all it has started."""
        for end in (self.orders, *(place.control for place in self.lanes)):
            end.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
        if self.home:
            self.home.cleanup()
