"""Call a student's function with a time limit, on every system: a thread, and an exception sent into it.

Signals would stop more kinds of loops, but Windows has no alarm and a notebook's cell must stay
interruptible.
"""

import ctypes
import threading
import time
from dataclasses import dataclass

SECONDS = 5.0
PATIENCE = 1.0
"""How long a function that swallows the exception is asked again, in seconds."""


class Stopped(BaseException):
    """Raised inside a student's function that ran too long; no `except Exception` swallows it."""


@dataclass
class Called:
    """What a call came to: a value, or the exception that ended it, or neither when it had to be stopped."""

    value: object = None
    error: BaseException | None = None
    ended: bool = False
    """The function came back by itself, with a value or an exception."""

    stopped: bool = True
    """The thread is gone; False when the function could not be stopped and still runs."""


def call(function, arguments, seconds=SECONDS, patience=PATIENCE):
    """A Called: `function(*arguments)` run for at most `seconds`."""
    called = Called()

    def work():
        try:
            called.value = function(*arguments)
            called.ended = True
        except Stopped:
            pass
        except (
            BaseException
        ) as error:  # SystemExit and KeyboardInterrupt of a student's function are answers too
            called.error, called.ended = error, True

    thread = threading.Thread(target=work, name="answer", daemon=True)
    thread.start()
    try:
        thread.join(seconds)
    except KeyboardInterrupt:  # the student's own patience ended first
        stop(thread, patience)
        raise
    if thread.is_alive():
        called.stopped = stop(thread, patience)
    return called


def stop(thread, patience=PATIENCE):
    """True when the thread ended after being sent Stopped, again and again for `patience` seconds."""
    until = time.monotonic() + patience
    while thread.is_alive() and time.monotonic() < until:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(Stopped))
        thread.join(0.05)
    return not thread.is_alive()
