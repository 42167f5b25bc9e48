"""A fork server as its sandbox sees it: one process to start, to wait for, and to end with all below it."""

import contextlib
import json
import os
import select
import socket
import subprocess
import sys
import tempfile
import time

from pathfinders.course.sandbox import lane, machine, proc, room
from pathfinders.course.sandbox.terms import Broken

STARTING = 120.0
CLOSING = 30.0
"""Seconds within which a fork server must have begun a run, or cleaned up after it."""

ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONNOUSERSITE": "1",
}
START = """
import sys
sys.path[:0] = {paths!r}
from pathfinders.course.sandbox import zygote
zygote.main({handles!r})
"""


class Lane:
    """One place for a run: the socket on which its fork server is told what to do."""

    def __init__(self, server, control):
        self.server, self.control, self.said, self.rest = server, control, b"", b""

    def begun(self):
        """Our end of the socket to a run that is begun; raises OSError where the fork server has gone."""
        self.said = self.rest = b""
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                self.control.settimeout(CLOSING)
                socket.send_fds(self.control, [b"R"], [theirs.fileno()])
        except OSError:
            ours.close()
            raise
        return ours

    def mark(self, word):
        """A share of time begins, `T` of a cell or `C` of an ask: what the run does now is counted anew."""
        with contextlib.suppress(OSError):
            self.control.sendall(word)

    def spent(self):
        """Seconds of the run's own in all its cells until now."""
        with contextlib.suppress(OSError):
            self.control.sendall(b"S")
        line = self.report(CLOSING) or b"{}"
        found = json.loads(line)
        if "why" in found:  # it has ended already, and this is the report
            self.said = line
        return found.get("own", 0.0)

    def ended(self, grace):
        """What the fork server reports of the run, a dictionary, or None where it has gone.

        A run that does not end by itself within `grace` seconds is killed.
        """
        report = self.said or (self.report(grace) if grace else None)
        if report is None:
            with contextlib.suppress(OSError):
                self.control.sendall(b"K")
            report = self.report(CLOSING)
        return json.loads(report) if report else None

    def report(self, seconds):
        """The fork server's next line about the run; None while there is none, empty when it has gone."""
        self.control.settimeout(seconds)
        try:
            while b"\n" not in self.rest:
                piece = self.control.recv(1 << 10)
                if not piece:
                    return b""
                self.rest += piece
        except TimeoutError:
            return None
        except OSError:
            return b""
        line, _, self.rest = self.rest.partition(b"\n")
        return line


class Server:
    """A fork server's process. It ends with the thread that has started it, as with the sandbox."""

    def __init__(self, sandbox, size):
        self.log = tempfile.TemporaryFile()  # noqa: SIM115 (closed in `close`)
        self.home = None if sandbox.isolation else tempfile.TemporaryDirectory(prefix="pathfinders-home-")
        pairs = [socket.socketpair() for _ in range(size + 1)]
        self.orders, theirs = pairs[0][0], [pair[1] for pair in pairs]
        self.lanes = [Lane(self, pair[0]) for pair in pairs[1:]]
        numbers = [end.fileno() for end in theirs]
        home = self.home.name if self.home else room.FOLDER
        own = {
            "PATH": os.defpath,
            "HOME": home,
            "MPLCONFIGDIR": f"{home}/.cache/matplotlib",
        }
        self.process = subprocess.Popen(
            self.command(sandbox, numbers),
            env=ENVIRONMENT | own,
            cwd=os.sep,  # where it is called there may be a student's matplotlibrc
            pass_fds=numbers,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
        )
        for end in theirs:
            end.close()
        self.tell(sandbox.plan())

    def command(self, sandbox, numbers):
        """The command line of the process, in bubblewrap where that is the way."""
        start = START.format(paths=machine.package_paths(), handles=numbers)
        command = [sys.executable, "-s", "-P", "-c", start]
        if sandbox.isolation != "bubblewrap":
            return command
        found = machine.capabilities()
        view = (sandbox.places, sandbox.covers, sandbox.limits.disk)
        return [*room.bubblewrap(found.bubblewrap, *view, found.root), *command]

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
            if word != lane.READY:
                raise Broken(
                    "sandbox", f"it did not start: {self.last_words()}", "", "see `pathfinders doctor`"
                )
        return self.lanes

    def last_words(self):
        """The last line that the process has said."""
        self.log.seek(0)
        lines = self.log.read()[-4000:].decode("utf-8", "replace").strip().splitlines()
        return lines[-1].rstrip(".") if lines else "it ended without a word"

    def processes(self):
        """Numbers of the process and of all below it."""
        own = self.process.pid
        return [own, *proc.family(own)] if self.process.poll() is None else []

    def close(self):
        """Ends the process and all it has started; returns when they are gone."""
        watched = handles(self.processes())
        for end in (self.orders, *(place.control for place in self.lanes)):
            end.close()
        if watched:  # `wait` alone looks ever more rarely
            select.select(watched[:1], [], [], 10)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for handle in watched:
            select.select([handle], [], [], 10)
            os.close(handle)
        self.log.close()
        if self.home:
            self.home.cleanup()


def handles(pids):
    """A file descriptor for each process, readable when it ends, where the system has such."""
    opened = []
    for pid in pids if hasattr(os, "pidfd_open") else ():
        with contextlib.suppress(ProcessLookupError):
            opened.append(os.pidfd_open(pid))
    return opened
