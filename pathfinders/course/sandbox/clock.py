"""What a run has used, seen from outside of it: memory, processor time, and time of its own.

Time in which a run was ready to go on and others had the processors is not its own. Standard library only.
"""

import contextlib
import os
import time
from pathlib import Path

TICK = 1 / os.sysconf("SC_CLK_TCK")
STATE, TIMES, THREADS = 0, slice(11, 15), 17
"""Where these lie in /proc/PID/stat, after the name; the times are those of ended children too."""

CROWD, BEHIND = 2, 10
"""A run in which more than so many threads want a processor at once stands behind all others from then on."""


def children(pid):
    """Process numbers of the children of a process, where the system tells."""
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += [int(word) for word in path.read_text().split()]
    return found


def family(pid):
    """Process numbers of all below a process."""
    found = children(pid)
    for one in found:
        found += children(one)
    return found


def resident(pids, before=0):
    """Bytes in memory of processes, files left out; of each, `before` it was forked with."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError, ValueError):
            lines = Path(f"/proc/{pid}/status").read_text().splitlines()
            sizes = (int(line.split()[1]) << 10 for line in lines if line.startswith(("RssAnon", "RssShmem")))
            total += max(sum(sizes) - before, 0)
    return total


def stat(path):
    """Words of a file `stat` of a process or thread; none where it has gone."""
    try:
        return Path(path).read_text().rpartition(")")[2].split()
    except OSError:
        return []


def scheduled(pid="self"):
    """Seconds in which a process's first thread had a processor, and in which it was ready and had none.

    The latter are told when it has one again. Both are 0 where the system does not tell.
    """
    try:
        ran, waited, _ = Path(f"/proc/{pid}/schedstat").read_text().split()
        return int(ran) * 1e-9, int(waited) * 1e-9
    except (OSError, ValueError):
        return 0.0, 0.0


class Clock:
    """Times of a run since `mark`, and what all of it has used. `child` is its first process.

    `share` is what the run may take until the first mark.
    """

    def __init__(self, child, share=0.0):
        self.child, self.total, self.seen, self.crowded = child, 0.0, 0.0, False
        self.ran, self.waits = 0, False
        self.kept, self.counts = 0.0, False
        self.mark(share, False)

    def mark(self, share, counts):
        """Begins a share anew, of so many seconds; `counts` tells whether it belongs to the sum."""
        self.kept = self.sum() if self.counts else self.kept
        self.share, self.counts = share, counts
        self.begun, self.delay, self.used = time.monotonic(), scheduled(self.child)[1], self.total

    def own(self):
        """Seconds since the mark, without those in which the first process had to wait for a processor."""
        return max(time.monotonic() - self.begun - (scheduled(self.child)[1] - self.delay), 0.0)

    def sum(self):
        """Seconds of its own in all shares that count."""
        return self.kept + (self.own() if self.counts else 0.0)

    @property
    def cpu(self):
        """Seconds of processor time since the mark, of all processes together."""
        return self.total - self.used

    def look(self, pids):
        """Sums up what processes have used since the last look; a crowd of them goes behind all others.

        Only what is added counts: time of a child that nobody waits for is in no process afterwards.
        """
        stats = [(pid, stat(f"/proc/{pid}/stat")) for pid in pids]
        now = sum(int(word) for _, words in stats for word in words[TIMES]) * TICK
        self.total, self.seen = self.total + max(now - self.seen, 0.0), now
        ready = sum(ready_threads(pid, words) for pid, words in stats if words)
        self.crowded = self.crowded or ready > CROWD
        if self.crowded:
            behind(pids)
        before, self.ran = self.ran, scheduled(self.child)[0]
        self.waits = self.ran == before and stat(f"/proc/{self.child}/stat")[:1] == ["R"]

    def over(self):
        """Why a run has had its time since the mark: `late` or `share`, empty where it has not.

        How long a process waits for a processor is known when it has one: meanwhile it is not late.
        """
        if self.own() > self.share and not self.waits:
            return "late"
        return "share" if self.cpu > self.share else ""


def ready_threads(pid, words):
    """How many threads of a process have a processor, or want one."""
    if words[THREADS] == "1":
        return words[STATE] == "R"
    paths = Path(f"/proc/{pid}/task").glob("*/stat")
    return sum(stat(path)[:1] == ["R"] for path in paths)


def behind(pids):
    """Gives all threads of processes a low priority."""
    for pid in pids:
        for path in Path(f"/proc/{pid}/task").glob("*"):
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, int(path.name), BEHIND)
