"""How much processor time one process takes, and whether it has had all that it may."""

import contextlib
import time

PATIENCE = 10
"""How many times as long it may take by the clock, which others on the machine make longer."""


class Meter:
    """The processor time that a process takes from now on, of which it has so many seconds."""

    def __init__(self, process, seconds):
        self.clock, self.seconds = -8 * process - 6, seconds  # as clock_getcpuclockid(3) makes it
        self.until = time.monotonic() + seconds * PATIENCE
        try:
            self.begun, self.now = time.clock_gettime(self.clock), lambda: time.clock_gettime(self.clock)
        except (AttributeError, OSError):  # a system that does not tell: by the clock on the wall
            self.begun, self.now = time.monotonic(), time.monotonic
        self.known = 0.0

    def spent(self):
        """What it has taken; what was known last, once it has ended."""
        with contextlib.suppress(OSError):
            self.known = self.now() - self.begun
        return self.known

    def left(self):
        """Seconds in which it cannot take all it has, so that nobody needs to look before."""
        return max(min(self.seconds - self.spent(), self.until - time.monotonic()), 0.01)

    def is_over(self):
        return self.spent() >= self.seconds or time.monotonic() >= self.until
