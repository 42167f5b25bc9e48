"""Inside the sandbox: runs cells and lets answers leave as plain data.

Everything here shares a process with the student's code, so nothing it says is believed outside.
"""

import contextlib
import io
import json
import os
import random
import select
import signal
import socket
import sys
import time
from dataclasses import asdict

import numpy as np

from pathfinders.course.sandbox.keeper import Keeper, stream
from pathfinders.practice.answers import gather


class TimedOut(KeyboardInterrupt):
    """A cell ran longer than it may."""


class Pupil:
    """Does what the requests say, one JSON line each, and answers each with one line."""

    def __init__(self, shell, plan, handle):
        self.shell, self.plan, self.reply = shell, plan, socket.socket(fileno=handle)
        self.keeper, self.process = Keeper(plan["output"]), os.getpid()
        shell.keeper = self.keeper

    def serve(self):
        """Until the other side closes."""
        self.settle()
        for line in self.reply.makefile("rb"):
            request = json.loads(line)
            self.reply.sendall(self.cell(request) if "cell" in request else self.ask(request))

    def settle(self):
        """A clean environment, streams that are kept, and random numbers that are the same every time."""
        folder = self.plan["folder"]
        os.environ.update(HOME=folder, TMPDIR=f"{folder}/.tmp", XDG_CACHE_HOME=f"{folder}/.cache")
        sys.path.append(folder)
        sys.stdin = io.StringIO()
        sys.stdout = sys.stderr = stream(self.keeper)
        sys.argv = ["notebook"]
        random.seed(self.plan["seed"])
        np.random.seed(self.plan["seed"])

    def cell(self, request):
        """Outputs of a cell, and whether it had to be interrupted, as a line of JSON."""
        self.keeper.begin()
        late = []

        def interrupt(*_):
            late.append(True)
            raise TimedOut(f"this cell ran longer than {request['seconds']:g} seconds")

        signal.signal(signal.SIGALRM, interrupt)
        signal.setitimer(signal.ITIMER_REAL, request["seconds"])
        try:
            self.shell.run_cell(request["source"], store_history=True)
        except TimedOut:
            self.keeper.text(b"TimedOut", "error")
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            if os.getpid() != self.process:  # a fork of the student's own has come to the end of the cell
                os._exit(0)
        return packed(request, outputs=self.keeper.outputs(), late=bool(late))

    def ask(self, request):
        """One answer as a line of JSON. In a process of its own, so that its end costs no other answer."""
        if not request["apart"]:
            return self.gathered(request)
        reading, writing = os.pipe()
        try:
            child = os.fork()
        except OSError:  # what cells have started may have used up all processes there are
            return self.gathered(request)
        if child == 0:
            os.close(reading)
            with open(writing, "wb") as out:
                out.write(self.gathered(request))
            os._exit(0)
        os.close(writing)
        try:
            return received(reading, request["patience"]) or packed(request, lost=True)
        finally:
            os.close(reading)
            with contextlib.suppress(OSError):
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)

    def gathered(self, request):
        """The answer of `practice.answers.gather` as a line of JSON."""
        self.keeper.left = 0  # what is printed while a check looks is nobody's output
        answer = gather(request["ask"], self.shell.user_ns, request["calls"], request["seconds"])
        try:
            return packed(request, answer=asdict(answer))
        except (ValueError, RecursionError):  # a whole number of thousands of digits
            return packed(request, answer={"found": True, "type": "a number too long to be written down"})


def packed(request, **reply):
    """The reply to a request as one line."""
    return json.dumps(reply | {"to": request["word"]}).encode() + b"\n"


def received(handle, seconds):
    """One whole line from a pipe, or b"" where it closes or stays silent too long."""
    line, until = bytearray(), time.monotonic() + seconds
    while not line.endswith(b"\n"):
        ready, _, _ = select.select([handle], [], [], max(until - time.monotonic(), 0))
        piece = os.read(handle, 1 << 16) if ready else b""
        if not piece:
            return b""
        line += piece
    return bytes(line)
