"""Inside the sandbox: runs cells in an IPython shell and lets answers leave as plain data.

Everything here shares a process with the student's code, so nothing it says is believed outside.
"""

import contextlib
import hashlib
import json
import os
import random
import select
import signal
import socket
import subprocess
import sys
import time
from dataclasses import asdict

import numpy as np
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from pathfinders.course.sandbox.keeper import Keeper, stream
from pathfinders.practice.answers import gather


WARM = (
    "print(1)",
    "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nNone",
    "import pandas as pd\ntable = pd.DataFrame({'a': [1.0]})\ntable",
    "def f(x):\n    return x\n1 / 0",
)


class TimedOut(KeyboardInterrupt):
    """A cell ran longer than it may."""


class Publisher(DisplayPublisher):
    """Keeps of what is displayed the picture, else the text."""

    def publish(self, data, metadata=None, **more):
        keep(self.shell.keeper, data)


class Hook(DisplayHook):
    """Keeps the value of a cell's last line in the same way."""

    def write_output_prompt(self):
        pass

    def write_format_data(self, data, md_dict=None):
        keep(self.shell.keeper, data)

    def finish_displayhook(self):
        pass


def keep(keeper, data):
    """The best of a display's forms that is no program: PNG, else plain text."""
    if data.get("image/png"):
        keeper.picture(data["image/png"])
    elif isinstance(data.get("text/plain"), str):
        keeper.text((data["text/plain"] + "\n").encode("utf-8", "backslashreplace"))


class Shell(InteractiveShell):
    """IPython without terminal, history or widgets; tracebacks are outputs of the kind `error`."""

    def init_history(self):
        self.configurables = [item for item in self.configurables if item is not None]
        super().init_history()

    def _showtraceback(self, etype, evalue, stb):
        self.keeper.text("\n".join(stb).encode("utf-8", "backslashreplace"), "error")

    def enable_gui(self, gui=None):
        """Nobody looks: figures are pictures."""

    def system(self, cmd):
        """What `!command` prints; a program in the sandbox is confined as the cell is."""
        with subprocess.Popen(
            cmd, shell=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as process:
            for line in process.stdout:
                self.keeper.text(line)
        self.user_ns["_exit_code"] = process.returncode


def shell(plan):
    """A function `(handle, plan)` that serves one run, on a shell that is made and called beforehand."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "NoColor"
    made = Shell.instance(config=config, display_pub_class=Publisher, displayhook_class=Hook)
    made.keeper = Keeper(plan["output"])
    made.enable_matplotlib("inline")
    warm(made)

    def serve(handle, plan):
        Pupil(made, plan, socket.socket(fileno=handle)).serve()

    return serve


def warm(shell):
    """Calls once what most cells call: a figure, a table, a traceback, an answer that is asked for."""
    with contextlib.redirect_stdout(stream(shell.keeper)):
        for cell in WARM:
            shell.run_cell(cell, store_history=False)
    gather("f", shell.user_ns, [[1]])
    gather("table", shell.user_ns)
    kept = [kind for kind, _ in shell.keeper.outputs()]
    if kept != ["text", "png", "text", "error"]:
        raise RuntimeError(f"the shell does not keep what cells leave, but {kept}")
    shell.reset(new_session=True)


class Pupil:
    """Does what the requests say, one JSON line each, and answers each with one line."""

    def __init__(self, shell, plan, reply):
        self.shell, self.plan, self.reply = shell, plan, reply
        self.keeper, self.process = Keeper(plan["output"]), os.getpid()
        shell.keeper = self.keeper

    def serve(self):
        """Until the other side closes."""
        self.settle()
        for line in self.reply.makefile("rb"):
            request = json.loads(line)
            answer = self.cell(request) if "cell" in request else self.ask(request)
            self.reply.sendall(answer if isinstance(answer, bytes) else packed(answer))

    def settle(self):
        """A clean environment, streams that are kept, and random numbers that are the same every time."""
        folder = self.plan["folder"]
        os.environ.update(HOME=folder, TMPDIR=f"{folder}/.tmp", XDG_CACHE_HOME=f"{folder}/.cache")
        sys.path.append(folder)
        sys.stdin = open(os.devnull)
        sys.stdout = sys.stderr = stream(self.keeper)
        sys.argv = ["notebook"]
        random.seed(self.plan["seed"])
        np.random.seed(self.plan["seed"])

    def cell(self, request):
        """Outputs of a cell, and whether it had to be interrupted."""
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
        return {"outputs": self.keeper.outputs(), "late": bool(late)}

    def ask(self, request):
        """One answer as JSON bytes. In a process of its own, so that its end costs no other answer."""
        if not request["apart"]:
            return self.gathered(request)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            with open(writing, "wb") as out:
                out.write(self.gathered(request))
            os._exit(0)
        os.close(writing)
        try:
            return received(reading, request["patience"]) or packed({"lost": True})
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
            return packed({"answer": asdict(answer)})
        except (ValueError, RecursionError):  # a whole number of thousands of digits
            return packed({"answer": {"found": True, "type": "a number too long to be written down"}})


def packed(reply):
    """A reply as one line."""
    return json.dumps(reply).encode() + b"\n"


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


def seed(cells):
    """A number for random generators: the same notebook draws the same numbers in every run."""
    return int.from_bytes(hashlib.sha256("\0".join(cells).encode("utf-8", "replace")).digest()[:4])
