"""The grader's side of a talk with one run: a request, then its reply, each with its limit and its time."""

import contextlib
import json
import secrets
import socket
import time

from pathfinders.course.sandbox import cage, wire
from pathfinders.course.sandbox.server import CLOSING
from pathfinders.course.sandbox.terms import Broken

LOADED = 10
"""Time in which others had the processors does not count, up to so many times what a cell may take."""

SHORT = 1000
"""The most bytes of a reply in which nothing of a student's is."""


class Talk:
    """What is said to one process on its socket. Every method raises wire.Ended where no true reply comes."""

    def __init__(self, lane, stream, limits):
        self.lane, self.stream, self.limits = lane, stream, limits

    def begin(self):
        """Waits until the process is confined; raises Broken where it could not be."""
        try:
            if wire.line(self.stream, SHORT, time.monotonic() + CLOSING) + b"\n" == cage.READY:
                return
        except wire.Ended:
            pass
        do = "look with `pathfinders doctor`, then call again with --resume"
        raise Broken("sandbox", f"a run could not be confined: {self.lane.server.last_words()}", "", do)

    def close(self):
        """Says that nothing more will be asked."""
        with contextlib.suppress(OSError):  # it has ended by itself
            self.stream.shutdown(socket.SHUT_WR)

    def cell(self, cell, seconds, sentence):
        """The reply to a cell, a dictionary; after `seconds` it is interrupted, and `sentence` says so."""
        request = {"cell": cell.id, "source": cell.source, "seconds": seconds, "sentence": sentence}
        limit = 2 * self.limits.output + (1 << 16)
        request["latest"] = LOADED * seconds
        self.lane.mark(b"T")
        return self.exchange(request, limit, LOADED * seconds + self.limits.patience)

    def hold(self, ask):
        """Sets a copy of the process aside for an ask; False if it could not. It hears the name alone."""
        limits = self.limits
        return self.exchange({"hold": ask.name}, SHORT, limits.call + limits.patience).get("held") is True

    def ask(self, ask, where):
        """The Answer, or None where the copy that was asked has ended.

        `where` is `held` for the copy that was set aside, `apart` for a new one, `here` for none.
        """
        limits = self.limits
        patience = limits.call * min(max(len(ask.calls), 1), 4) + limits.patience
        request = {"ask": ask.name, "calls": [list(call) for call in ask.calls], "seconds": limits.call}
        request |= {"where": where, "patience": patience}
        self.lane.mark(b"C")
        reply = self.exchange(request, limits.answer, patience + limits.patience)
        return None if reply.get("lost") is True else wire.answer(ask, reply.get("answer"))

    def exchange(self, request, limit, seconds):
        """One request and its reply as a dictionary.

        A reply names the request's own word, so that one which a cell has forged beforehand is known.
        """
        request["word"] = secrets.token_hex(8)
        until = time.monotonic() + seconds
        try:
            self.stream.settimeout(seconds)
            self.stream.sendall(json.dumps(request).encode() + b"\n")
        except TimeoutError:
            raise wire.Ended("timed out") from None
        except OSError:
            raise wire.Ended("killed") from None
        reply = wire.told(wire.line(self.stream, limit, until))
        if reply.get("to") != request["word"]:
            raise wire.Ended("garbled")
        return reply
