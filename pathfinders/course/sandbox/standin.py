"""A copy of the process in which cells run, as it was at one moment: it answers in the other's place."""

import contextlib
import os
import select
import signal
import socket
import time


class StandIn:
    """A fork of this process that waits to be asked once; what it does changes nothing here.

    `answer(line)` is called in it with the bytes of the request, and gives those of the reply. Raises
    OSError where there can be no more processes or open files.
    """

    def __init__(self, answer):
        self.socket, theirs = socket.socketpair()
        with theirs:
            try:
                self.process = os.fork()
            except OSError:
                self.socket.close()
                raise
            if self.process == 0:
                self.wait(theirs, answer)

    def wait(self, stream, answer):
        """In the copy: one request, one reply, and the end."""
        try:
            self.socket.close()
            request = stream.makefile("rb").readline()
            if request:
                stream.sendall(answer(request))
        finally:
            os._exit(0)

    def asked(self, request, seconds):
        """The reply to a line of bytes, or b"" where the copy ends or stays silent too long; it is ended."""
        try:
            self.socket.settimeout(seconds)
            self.socket.sendall(request)
            return received(self.socket.fileno(), seconds)
        except OSError:
            return b""
        finally:
            self.end()

    def end(self):
        self.socket.close()
        with contextlib.suppress(OSError):
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)


def received(handle, seconds):
    """One whole line from a file, or b"" where it closes or stays silent too long."""
    line, until = bytearray(), time.monotonic() + seconds
    while not line.endswith(b"\n"):
        ready, _, _ = select.select([handle], [], [], max(until - time.monotonic(), 0))
        piece = os.read(handle, 1 << 16) if ready else b""
        if not piece:
            return b""
        line += piece
    return bytes(line)
