"""A lane of the fork server: one run after the other, watched and cleaned up from outside the run."""

import contextlib
import json
import os
import select
import signal
import socket
import tempfile
import time
from pathlib import Path

from pathfinders.course.sandbox import cage, kernel, litter
from pathfinders.course.sandbox.clock import Clock
from pathfinders.course.sandbox.proc import children, family, resident

READY = b"ready\n"
GLANCE = 0.05
"""Seconds between two looks at what a run uses."""

FILES = 20_000
"""The most files and folders in a run's own file system; each takes memory of the system's."""


def serve(control, plan, pupil):
    """Does what arrives on `control`: `R` and a socket begins a run, `K` ends it. Returns when it closes.

    Says READY once; after each run one line of JSON goes back: {memory, why, own}. In a run `T` begins a
    cell's share of time and `C` that of an ask; after `S` {own} goes back, its own seconds of all cells until
    then.
    """
    if plan["isolation"] == "landlock":
        withdraw(control)
    elif kernel.LINUX:
        kernel.prctl(kernel.SUBREAPER)  # what a run leaves behind becomes a child of this process
    clear(plan, None)  # of what was left while libraries were loaded
    control.sendall(READY)
    while True:
        word, handles, _, _ = socket.recv_fds(control, 1, 1)
        if not word:
            return
        if word != b"R":
            continue
        with socket.socket(fileno=handles[0]) as reply:
            report = one(control, plan, pupil, reply)
        control.sendall(json.dumps(report).encode() + b"\n")


def withdraw(control):
    """Goes on as number 1 of a pid namespace that this lane may come back to after each run's own.

    The network, without a device, is the lane's own: nothing in it outlives the processes of a run, and the
    kernel takes long to clear one away.
    """
    kernel.own_users(kernel.NEWPID | kernel.NEWNS | kernel.NEWNET)
    child = os.fork()
    if child:
        control.close()
        os.waitpid(child, 0)
        os._exit(0)
    kernel.die_with_parent()
    kernel.mount("proc", "/proc", "proc", kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC)
    with contextlib.suppress(OSError):  # a run in a user namespace of its own could reach more of the kernel
        Path("/proc/sys/user/max_user_namespaces").write_text("0")


def one(control, plan, pupil, reply):
    """Forks a run, watches it to its end, and leaves no process and no file of it."""
    own = None if plan["isolation"] else tempfile.mkdtemp(prefix="pathfinders-run-")
    plan = plan | {"folder": own or plan["folder"]}
    child = kernel.fork_first() if plan["isolation"] == "landlock" else os.fork()
    if child == 0:
        control.close()
        kernel.die_with_parent()
        cage.run(plan, reply, pupil)
    reply.close()
    try:
        return watched(control, plan, child)
    finally:
        clear(plan, own)


def watched(control, plan, child):
    """What became of the run: its peak of memory, why it was killed, if it was, and its own seconds."""
    with ending(child) as ends:
        why, peak, before, clock = "", 0, resident([os.getpid()]), Clock(child, plan["shares"]["C"])
        look = time.monotonic() + GLANCE
        while True:
            left = max(look - time.monotonic(), 0.0)
            ready, _, _ = select.select(ends if why else [control, *ends], [], [], left)
            if control in ready:
                why = heard(control, clock, plan["shares"])
            if time.monotonic() >= look:
                pids = family(os.getpid())  # also those whose parents have ended
                peak = max(peak, resident(pids, before))
                clock.look(pids)
                why = why or ("memory" if peak > plan["memory"] or crowded(plan) else clock.over())
                look = time.monotonic() + GLANCE
            if why:
                sweep(plan, child)
            own = clock.sum()
            pid, _, usage = os.wait4(child, os.WNOHANG)
            if pid:
                break
    sweep(plan)
    return {"memory": max(peak, usage.ru_maxrss * (1024 if kernel.LINUX else 1)), "why": why, "own": own}


@contextlib.contextmanager
def ending(child):
    """A list of what is readable when a process ends; empty where the system has no such."""
    handles = [os.pidfd_open(child)] if hasattr(os, "pidfd_open") else []
    try:
        yield handles
    finally:
        for handle in handles:
            os.close(handle)


def crowded(plan):
    """True where a run has made too many files and folders in a file system that has no limit for them."""
    if plan["isolation"] != "bubblewrap":
        return False
    found = os.statvfs(plan["folder"])
    return found.f_files - found.f_ffree > FILES


def heard(control, clock, shares):
    """Does what is said in a run; why it has to end, if it has."""
    word = control.recv(1).decode()
    if word in shares:
        clock.mark(shares[word], counts=word == "T")
        return ""
    if word == "S":
        control.sendall(json.dumps({"own": clock.sum()}).encode() + b"\n")
        return ""
    return "asked" if word else "closed"


def sweep(plan, child=None):
    """Kills the run; without `child` whatever is left of it, and waits until nothing is."""
    if child is not None:
        for kill in (os.killpg, os.kill):
            with contextlib.suppress(OSError):
                kill(child, signal.SIGKILL)
        return
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if plan["isolation"] == "bubblewrap":
            with contextlib.suppress(ProcessLookupError):
                os.kill(-1, signal.SIGKILL)  # all in this pid namespace but this process and its first
        for pid in children(os.getpid()):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        try:
            os.wait()
        except ChildProcessError:
            return


def clear(plan, own):
    """Removes what a run has written, where that is not a file system that ended with it.

    Where it cannot this lane ends, so that no other run finds it.
    """
    if own:
        litter.remove(own)
    elif plan["isolation"] == "bubblewrap":
        litter.empty(plan["folder"])
