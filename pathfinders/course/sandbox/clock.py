"""What a run has used, seen from outside of it: processor time, and time of its own.

Time in which a run was ready to go on and others had the processors is not its own. Standard library only.
"""

import os
import time

from pathfinders.course.sandbox.proc import behind, ready_threads, scheduled, stat, used

CROWD = 2
"""A run in which more than so many threads want a processor at once stands behind all others from then on."""

BLUR = 0.2
"""Seconds of processor time by which a share may be out: what is used before a mark is seen after it."""


class Clock:
    """Times of a run since `mark`, and what all of it has used. `child` is its first process.

    `share` is what the run may take until the first mark.
    """

    def __init__(self, child, share=0.0):
        self.child, self.total, self.seen, self.crowded = child, 0.0, {}, False
        self.ran, self.waits, self.waited, self.looked = 0, False, 0.0, time.monotonic()
        self.kept, self.counts = 0.0, False
        self.mark(share, False)

    def mark(self, share, counts):
        """Begins a share anew, of so many seconds; `counts` tells whether it belongs to the sum."""
        self.kept = self.sum() if self.counts else self.kept
        self.share, self.counts = share, counts
        self.begun, self.delay, self.used = time.monotonic(), self.delayed(), self.total

    def delayed(self):
        """Seconds for which the first process had to wait for a processor; none that its own crowd took."""
        self.waited = self.waited if self.crowded else scheduled(self.child)[1]
        return self.waited

    def own(self):
        """Seconds since the mark, without those in which the first process had to wait for a processor."""
        return max(time.monotonic() - self.begun - (self.delayed() - self.delay), 0.0)

    def sum(self):
        """Seconds of its own in all shares that count."""
        return self.kept + (self.own() if self.counts else 0.0)

    @property
    def cpu(self):
        """Seconds of processor time since the mark, of all processes together."""
        return self.total - self.used

    def look(self, pids):
        """Sums up what processes have used since the last look; a crowd of them goes behind all others.

        What a process did between its last look and its end is in no process afterwards. So where those that
        are new want processors, they count as if some had always been there.
        """
        stats = {pid: words for pid in pids if (words := stat(f"/proc/{pid}/stat"))}
        ready = {pid: ready_threads(pid, words) for pid, words in stats.items()}
        now = {pid: used(words) for pid, words in stats.items()}
        grown = sum(max(time_ - self.seen.get(pid, 0.0), 0.0) for pid, time_ in now.items())
        new = min(sum(count for pid, count in ready.items() if pid not in self.seen), os.cpu_count() or 1)
        passed, self.looked = time.monotonic() - self.looked, time.monotonic()
        self.total, self.seen = self.total + max(grown, new * passed), now
        self.crowded = self.crowded or sum(ready.values()) > CROWD
        if self.crowded:
            behind(pids)
        before, self.ran = self.ran, scheduled(self.child)[0]
        self.waits = self.ran == before and stats.get(self.child, [""])[0] == "R"

    def over(self):
        """Why a run has had its time since the mark: `late` or `share`, empty where it has not.

        How long a process waits for a processor is known when it has one: meanwhile it is not late. One that
        stands in the way of itself has had its share.
        """
        late = self.own() > self.share
        if late and not self.crowded and not self.waits:
            return "late"
        return "share" if self.cpu > self.share + BLUR or (late and self.crowded) else ""
