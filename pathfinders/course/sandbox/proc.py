"""What the system tells of processes, read from /proc: who there is, their memory, their time.

Processes come and go while one looks: what cannot be read is nothing. Standard library only.
"""

import contextlib
import os
from pathlib import Path

TICK = 1 / os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 0.01
STATE, TIMES, THREADS = 0, slice(11, 13), 17
"""Where these lie in /proc/PID/stat, after the name; the times are its own, without those of children."""

BEHIND = 10


def threads(pid):
    """Numbers of the threads of a process."""
    try:
        return os.listdir(f"/proc/{pid}/task")
    except OSError:
        return []


def children(pid):
    """Process numbers of the children of a process, where the system tells."""
    found = []
    for thread in threads(pid):
        with contextlib.suppress(OSError):
            found += map(int, Path(f"/proc/{pid}/task/{thread}/children").read_text().split())
    return found


def family(pid):
    """Process numbers of all below a process."""
    found = children(pid)
    for one in found:
        found += children(one)
    return found


def resident(pids, before=0):
    """Bytes in memory of processes, files left out; of each, `before` it was forked with.

    One that has begun a program since shares none of these.
    """
    mine, total = os.geteuid(), 0
    tells = owner("self") != mine  # this process may not be looked into, so a fork of it may not either
    for pid in pids:
        shared = 0 if tells and owner(pid) == mine else before
        with contextlib.suppress(OSError, ValueError):
            lines = Path(f"/proc/{pid}/status").read_text().splitlines()
            sizes = (int(line.split()[1]) << 10 for line in lines if line.startswith(("RssAnon", "RssShmem")))
            total += max(sum(sizes) - shared, 0)
    return total


def owner(pid):
    """Whose what is told of a process is: its user's where that one may look into it, else the system's."""
    try:
        return os.stat(f"/proc/{pid}/status").st_uid
    except OSError:
        return None


def stat(path):
    """Words of a file `stat` of a process or thread; none where it has gone."""
    try:
        return Path(path).read_text().rpartition(")")[2].split()
    except OSError:
        return []


def used(words):
    """Seconds of processor time in the words of a `stat`."""
    return sum(map(int, words[TIMES])) * TICK


def scheduled(pid="self"):
    """Seconds in which a process's first thread had a processor, and in which it was ready and had none.

    The latter are told when it has one again. Both are 0 where the system does not tell.
    """
    try:
        ran, waited, _ = Path(f"/proc/{pid}/schedstat").read_text().split()
        return int(ran) * 1e-9, int(waited) * 1e-9
    except (OSError, ValueError):
        return 0.0, 0.0


def ready_threads(pid, words):
    """How many threads of a process have a processor, or want one."""
    if words[THREADS] == "1":
        return words[STATE] == "R"
    return sum(stat(f"/proc/{pid}/task/{thread}/stat")[:1] == ["R"] for thread in threads(pid))


def behind(pids):
    """Gives all threads of processes a low priority."""
    for pid in pids:
        for thread in threads(pid):
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, int(thread), BEHIND)
