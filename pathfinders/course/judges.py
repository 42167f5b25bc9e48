"""Workers that make checks: processes of their own, which can crash or hang without harm to the grader."""

import contextlib
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
from dataclasses import asdict

from pathfinders.course.meter import PATIENCE, Meter
from pathfinders.course.sandbox.machine import package_paths
from pathfinders.course.sandbox.terms import Broken
from pathfinders.practice.answers import Answer, Call
from pathfinders.practice.verdict import Verdict

SECONDS = 30.0
"""Processor time of the checks of one part; the slowest takes less than one."""

STARTS = 3
"""How often a worker is begun that ends before it is ready."""

AGAIN = "see what was said above and whether memory is left, then start again"

OFFICE = """
import sys
sys.path[:0] = {paths!r}
from pathfinders.course import judge
judge.main({handle}, *{models!r})
"""
FORK = struct.Struct("i")
"""What asks for a worker: the number of a process that it takes the place of, or 0."""


class Office:
    """The process from which workers are forked, with all loaded that checks need."""

    def __init__(self, models=()):
        self.models, self.process, self.orders = models, None, None
        self.lock = threading.Lock()
        self.begun()

    def begun(self):
        """Begins the process; raises Broken where there can be no more."""
        try:
            self.begin()
        except OSError as error:
            found = f"the process that makes them cannot be begun ({(error.strerror or str(error)).lower()})"
            raise Broken("checks", found, "", AGAIN) from None

    def begin(self):
        self.orders, theirs = socket.socketpair()
        with theirs:
            start = OFFICE.format(paths=package_paths(), handle=theirs.fileno(), models=tuple(self.models))
            env = os.environ | {"OPENBLAS_NUM_THREADS": "1"}  # with threads it could not fork
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-c", start],
                env=env,
                cwd=os.sep,  # where it is called there may be a student's numpy.py
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=2,  # whatever a library prints is none of the answers
                process_group=0,  # it ends with its workers, and none of them by Ctrl + C
            )

    def fork(self, gone=0):
        """The socket of a new worker, which first says its number; begins anew if the process has ended."""
        ours, theirs = socket.socketpair()
        with self.lock, theirs:
            if self.process.poll() is not None:
                self.close()
                self.begun()
                gone = 0
            with contextlib.suppress(OSError):  # the worker will not answer, which its judge sees
                socket.send_fds(self.orders, [FORK.pack(gone)], [theirs.fileno()])
        return ours

    def close(self):
        with contextlib.suppress(OSError):  # it has ended
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.orders.close()


class Judge:
    """One worker. It is begun at once, ended and begun anew when a check crashes or never ends.

    `models` are slugs that it reads before it is asked anything; `beside` is a Judge whose models it shares.
    """

    def __init__(self, models=(), seconds=SECONDS, beside=None):
        self.office, self.owns = (beside.office, False) if beside else (Office(models), True)
        self.seconds, self.worker, self.spent, self.traces = seconds, 0, 0.0, []
        self.stream = self.office.fork()

    def close(self):
        self.stream.close()
        if self.owns:
            self.office.close()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def ready(self):
        """Waits until the worker is: a start is no check's time. Raises Broken when too many have failed."""
        for _ in range(STARTS):
            with contextlib.suppress(OSError):  # one that has ended will be seen to be gone
                self.worker = self.worker or int(self.line(None) or 0)
            if self.worker:
                return
            with contextlib.suppress(subprocess.TimeoutExpired):  # it may be about to end, and others with it
                self.office.process.wait(1)
            self.stream.close()
            self.stream = self.office.fork()
        found = f"the process that makes them ended {STARTS} times before it was ready"
        raise Broken("checks", found, "", AGAIN)

    def anew(self, kill):
        """Another worker in the place of this one, which is killed if it has not ended."""
        if kill and self.worker:  # 0 would be this very process and all that it has started
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.worker, signal.SIGKILL)
        self.stream.close()
        self.stream, self.worker = self.office.fork(self.worker), 0

    def mark(self, sheet, answer, seconds=None):
        """A Verdict, or words that say why there is none; `spent` is then what it cost in processor time.

        Where a check stopped with an error, `traces` has one more, which says where.
        `seconds` is the most that it may cost (default: the Judge's own).
        """
        self.ready()
        seconds = self.seconds if seconds is None else seconds
        line = json.dumps({"sheet": sheet, "answer": asdict(answer)}).encode() + b"\n"
        meter = Meter(self.worker, seconds)
        try:
            self.stream.settimeout(seconds * PATIENCE)
            self.stream.sendall(line)
            reply = self.line(meter)
        except TimeoutError:
            self.spent = seconds
            self.anew(kill=True)
            return f"a check took longer than {seconds:.2g} seconds"
        except OSError:
            reply = b""
        self.spent = min(meter.spent(), seconds)
        if reply:
            return self.read(json.loads(reply))
        self.anew(kill=False)
        return "a check ended its process"

    def line(self, meter):
        """What the worker says next, without its end; b"" when it has ended. Raises TimeoutError."""
        said = bytearray()
        while not said.endswith(b"\n"):
            self.stream.settimeout(meter and meter.left())
            try:
                piece = self.stream.recv(1 << 16)
            except TimeoutError:
                if meter.is_over():
                    raise
                continue
            if not piece:
                return b""
            said += piece
        return bytes(said[:-1])

    def read(self, reply):
        """What a worker answered: a Verdict, or words."""
        if "failure" not in reply:
            return Verdict(**reply)
        self.traces.append(reply["trace"])
        return reply["failure"]


def answer_from(data):
    """The Answer that was sent as JSON."""
    calls = tuple(Call(**{**call, "arguments": tuple(call["arguments"])}) for call in data["calls"])
    return Answer(**{**data, "calls": calls})
