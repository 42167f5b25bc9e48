"""One notebook's way through the sandbox: where its process ends too early, it is run without the cause."""

import contextlib
import json
import secrets
import socket
import time

from pathfinders.course.sandbox import cage, wire
from pathfinders.course.sandbox.terms import Broken, Output, Ran

GRACE = 1.0
"""Seconds in which a process that is no longer needed ends by itself."""

CLOSING = 30.0
"""Seconds within which a fork server must have begun a run, or cleaned up after it."""

REMARKS = 100
"""Bytes in each cell for the remark that something was left out."""

SAID = {
    "killed": "This cell ended the process it ran in. The other cells were run without it.",
    "timed out": "This cell did not end and could not be interrupted. The other cells were run without it.",
    "memory": "This cell used more memory than there is for a notebook. The other cells were run without it.",
    "garbled": "This cell wrote into the course's own channel. The other cells were run without it.",
}


class Attempts:
    """All runs of one notebook on one lane. `gone` is True when the fork server ended with a run."""

    def __init__(self, lane, limits, cells, asks, confined):
        self.lane, self.limits, self.cells, self.confined = lane, limits, cells, confined
        self.waiting = {ask.name: ask for ask in asks}
        self.answers, self.outputs, self.troubles = {}, {}, []
        self.killers, self.tried = [], []
        self.room = limits.output + REMARKS * len(cells)
        self.memory, self.cpu, self.gone = 0, 0.0, False

    def ran(self):
        """The Ran of the notebook."""
        begun = time.monotonic()
        until = begun + self.limits.run
        for _ in range(self.limits.replays + 1):
            if self.attempt(until) or self.gone:
                break
            if time.monotonic() >= until:
                self.troubles.append("gave up")
                break
        else:
            self.troubles.append("gave up")
        self.troubles += ["killed"] if self.gone else []
        return Ran(
            answers=self.answers,
            outputs=self.outputs,
            ended=(*self.troubles, "finished")[0],
            lost=tuple([*self.tried, *(name for name in self.waiting if name not in self.tried)]),
            killers=tuple(self.killers),
            seconds=time.monotonic() - begun,
            cpu=self.cpu,
            memory=self.memory,
            confined=self.confined,
        )

    def attempt(self, until):
        """Runs the cells and asks what is left to ask in a fresh process; True when nothing remains."""
        ours, theirs = socket.socketpair()
        whole = False
        with ours:
            try:
                with theirs:
                    self.lane.control.settimeout(CLOSING)
                    socket.send_fds(self.lane.control, [b"R"], [theirs.fileno()])
                self.begun(ours)
                whole = self.told(ours, until)
                with contextlib.suppress(OSError):  # it has ended by itself
                    ours.shutdown(socket.SHUT_WR)
            except OSError:
                self.gone = True
                return False
            finally:
                why = self.end(GRACE if whole else 0)
        if why == "memory" and self.troubles and self.troubles[-1] in ("killed", "timed out"):
            self.troubles[-1] = "memory"
        return whole

    def begun(self, stream):
        """Waits until the process is confined; raises Broken where it could not be."""
        try:
            if wire.line(stream, 100, time.monotonic() + CLOSING) + b"\n" == cage.READY:
                return
        except wire.Ended:
            pass
        do = "look with `pathfinders doctor`, then call again with --resume"
        raise Broken("sandbox", f"a run could not be confined: {self.lane.server.last_words()}", "", do)

    def told(self, stream, until):
        """Sends one request after the other; True when all were answered."""
        for cell in self.cells:
            if cell.id not in self.killers and not self.cell(stream, cell, until):
                return False
        return self.asked(stream, until)

    def cell(self, stream, cell, until):
        """Runs a cell; False when it ended the process."""
        limits = self.limits
        request = {"cell": cell.id, "source": cell.source, "seconds": limits.cell}
        late = min(time.monotonic() + limits.cell + limits.patience, until)
        try:
            reply = self.exchange(stream, request, 2 * limits.output + (1 << 16), late)
        except wire.Ended as ended:
            self.troubles.append(str(ended))
            self.killers.append(cell.id)
            self.outputs[cell.id] = (Output("error", SAID[str(ended)]),)
            return False
        if reply.get("late") is True and cell.id not in self.outputs:
            self.troubles.append("timed out")
        if cell.id not in self.outputs:
            self.outputs[cell.id], used = wire.outputs(reply, self.room)
            self.room -= used
        return True

    def asked(self, stream, until):
        """Asks for each variable that is waiting; those whose ask was lost are tried once more, alone."""
        for ask in list(self.waiting.values()):
            second = ask.name in self.tried
            if second:
                del self.waiting[ask.name]
            try:
                answer = self.exchange_ask(stream, ask, second, until)
            except wire.Ended as ended:
                self.troubles.append(str(ended))
                self.lose(ask, second)
                return not self.waiting
            if answer is None:
                self.lose(ask, second)
                continue
            self.answers[ask.name] = answer
            self.waiting.pop(ask.name, None)
            if second:
                self.tried.remove(ask.name)
        return not self.waiting

    def lose(self, ask, second):
        if not second:
            self.tried.append(ask.name)

    def exchange_ask(self, stream, ask, second, until):
        """The Answer, or None where the process made for it ended."""
        limits = self.limits
        patience = limits.call * min(max(len(ask.calls), 1), 4) + limits.patience
        request = {"ask": ask.name, "calls": [list(call) for call in ask.calls], "seconds": limits.call}
        request |= {"apart": not second, "patience": patience}
        late = min(time.monotonic() + patience + limits.patience, until)
        reply = self.exchange(stream, request, limits.answer, late)
        return None if reply.get("lost") is True else wire.answer(ask, reply.get("answer"))

    def exchange(self, stream, request, limit, until):
        """One request and its reply as a dictionary; raises Ended.

        A reply names the request's own word, so that one which a cell has forged beforehand is known.
        """
        request["word"] = secrets.token_hex(8)
        try:
            stream.settimeout(max(until - time.monotonic(), 0.01))
            stream.sendall(json.dumps(request).encode() + b"\n")
        except TimeoutError:
            raise wire.Ended("timed out") from None
        except OSError:
            raise wire.Ended("killed") from None
        reply = wire.told(wire.line(stream, limit, until))
        if reply.get("to") != request["word"]:
            raise wire.Ended("garbled")
        return reply

    def end(self, grace):
        """Ends the process, if it does not by itself, and hears from the fork server why it was killed."""
        report = self.report(grace) if grace else None
        if report is None:
            with contextlib.suppress(OSError):
                self.lane.control.sendall(b"K")
            report = self.report(CLOSING)
        if not report:
            self.gone = True
            return "gone"
        found = json.loads(report)
        self.memory, self.cpu = max(self.memory, found["memory"]), self.cpu + found["cpu"]
        return found["why"]

    def report(self, seconds):
        """The fork server's line about the run; None while there is none, empty when the server has gone."""
        control, report = self.lane.control, b""
        control.settimeout(seconds)
        try:
            while not report.endswith(b"\n"):
                piece = control.recv(1 << 10)
                if not piece:
                    return b""
                report += piece
        except TimeoutError:
            return None
        except OSError:
            return b""
        return report
