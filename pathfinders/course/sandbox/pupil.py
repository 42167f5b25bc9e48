"""Inside the sandbox: runs cells and lets answers leave as plain data.

Everything here shares a process with the student's code, so nothing it says is believed outside.
"""

import contextlib
import io
import json
import os
import random
import signal
import socket
import sys
import time
from dataclasses import asdict

import numpy as np

from pathfinders.course.sandbox.clock import Clock
from pathfinders.course.sandbox.keeper import Keeper, stream
from pathfinders.course.sandbox.shell import raised
from pathfinders.course.sandbox.standin import StandIn
from pathfinders.practice import voices
from pathfinders.practice.answers import gather

MOST = 300
"""Pieces of an answer that is read without a copy of the process."""


class TimedOut(KeyboardInterrupt):
    """A cell ran longer than it may."""

    __module__ = "builtins"  # else the name of this module is shown with it


class Pupil:
    """Does what the requests say, one JSON line each, and answers each with one line."""

    def __init__(self, shell, plan, handle):
        self.shell, self.plan, self.reply = shell, plan, socket.socket(fileno=handle)
        self.keeper, self.process = Keeper(plan["output"]), os.getpid()
        shell.keeper, self.aside = self.keeper, {}

    def serve(self):
        """Until the other side closes."""
        self.settle()
        for line in self.reply.makefile("rb"):
            request = json.loads(line)
            do = next(getattr(self, word) for word in ("cell", "hold", "ask") if word in request)
            self.reply.sendall(do(request))

    def settle(self):
        """A clean environment, streams that are kept, and random numbers that are the same every time."""
        folder = self.plan["folder"]
        os.environ.update(HOME=folder, TMPDIR=f"{folder}/.tmp", XDG_CACHE_HOME=f"{folder}/.cache")
        os.environ["PYTHONBREAKPOINT"] = "0"  # nobody is there to go on from one
        sys.path.append(folder)
        sys.stdin = io.StringIO()
        sys.stdout = sys.stderr = stream(self.keeper)
        sys.argv = ["notebook"]
        random.seed(self.plan["seed"])
        np.random.seed(self.plan["seed"])

    def cell(self, request):
        """Outputs of a cell, whether it had to be interrupted, and its error, as a line of JSON."""
        self.keeper.begin()
        late, error = [], None

        clock = Clock("self")

        def interrupt(*_):
            left = min(request["seconds"] - clock.own(), clock.begun + request["latest"] - time.monotonic())
            if left > 0:  # others have had the processors
                signal.setitimer(signal.ITIMER_REAL, max(left, 0.01))
                return
            late.append(True)
            raise TimedOut(request["sentence"])

        signal.signal(signal.SIGALRM, interrupt)
        signal.setitimer(signal.ITIMER_REAL, request["seconds"])
        try:
            error = raised(self.shell.run_cell(request["source"], store_history=True))
        except TimedOut:
            self.keeper.text(f"TimedOut: {request['sentence']}".encode(), "error")
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            if os.getpid() != self.process:  # a fork of the student's own has come to the end of the cell
                os._exit(0)
        return packed(request, outputs=self.keeper.outputs(), late=bool(late), raised=error)

    def hold(self, request):
        """Sets an answer aside: plain data, or else a copy of this process; whether it could, as JSON."""
        name = request["hold"]
        try:
            self.aside[name] = self.data(name) or StandIn(self.told)
        except OSError:  # what cells have started may have used up all processes and files there are
            return packed(request, held=False)
        return packed(request, held=True)

    def ask(self, request):
        """One answer as a line of JSON: of a copy of this process, so that its end costs no other answer."""
        copy = self.aside.pop(request["ask"], None) if request["where"] == "held" else None
        if isinstance(copy, dict):
            return answered(request, copy)
        if request["where"] == "apart" and not self.data(request["ask"]):
            with contextlib.suppress(OSError):
                copy = StandIn(self.told)
        if copy is None:
            return self.one_by_one(request) or self.gathered(request)
        line = json.dumps(request).encode() + b"\n"
        return copy.asked(line, request["patience"]) or packed(request, lost=True)

    def data(self, name):
        """The answer where nothing of a student's is run to read it, as a dictionary; else None.

        Most answers are such, and a copy of the process takes longer than all else about them.
        """
        found = self.shell.user_ns.get(name)
        return asdict(gather(name, self.shell.user_ns)) if is_data(found, iter(range(MOST))) else None

    def one_by_one(self, request):
        """The answer of a function that has been lost with a copy: a copy for each call loses that alone.

        None where it is no such, or where no more copies can be made.
        """
        name, seconds, calls = request["ask"], request["seconds"], []
        if request["where"] != "here" or len(request["calls"]) < 2:
            return None
        answer = gather(name, self.shell.user_ns)
        if answer.type != "a function":
            return None
        endless = [voices.endless(name, seconds, stopped) for stopped in (True, False)]
        for arguments in request["calls"]:
            try:
                call = self.alone(request | {"calls": [arguments]}, 2 * seconds)
            except OSError:
                return None
            calls.append({"arguments": arguments, **call})
            if call.get("failure") in endless:
                break
        return answered(request, asdict(answer) | {"calls": calls})

    def alone(self, request, seconds):
        """What a copy of this process gives for one call, as a dictionary; raises OSError for no copy."""
        until = time.monotonic() + seconds
        said = StandIn(self.told).asked(json.dumps(request).encode() + b"\n", seconds)
        if said:
            answer = json.loads(said)["answer"]
            return answer["calls"][0] if "calls" in answer else {"type": answer["type"]}
        late = time.monotonic() >= until
        name = request["ask"]
        return {"failure": voices.endless(name, request["seconds"], True) if late else voices.ended(name)}

    def told(self, line):
        """What a copy answers to a request; it has nothing to say on the other's channel."""
        self.reply.close()
        return self.gathered(json.loads(line))

    def gathered(self, request):
        """The answer of `practice.answers.gather` as a line of JSON."""
        self.keeper.left = 0  # what is printed while a check looks is nobody's output
        answer = gather(request["ask"], self.shell.user_ns, request["calls"], request["seconds"])
        return answered(request, asdict(answer))


def answered(request, answer):
    """The reply that gives an answer, a dictionary."""
    try:
        return packed(request, answer=answer)
    except (ValueError, RecursionError):  # a whole number of thousands of digits
        return packed(request, answer={"found": True, "type": "a number too long to be written down"})


def is_data(value, left):
    """True for what is made of Python's own plain types alone, with no more pieces than are `left`."""
    if next(left, None) is None:
        return False
    if type(value) is dict:
        return all(is_data(key, left) and is_data(item, left) for key, item in value.items())
    if type(value) in (list, tuple):
        return all(is_data(item, left) for item in value)
    return type(value) in (str, int, float, bool, type(None), type(...))


def packed(request, **reply):
    """The reply to a request as one line."""
    return json.dumps(reply | {"to": request["word"]}).encode() + b"\n"
