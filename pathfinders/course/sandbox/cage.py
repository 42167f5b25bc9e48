"""One run's process: forked from a warmed one, then confined step by step before a student's code is run."""

import os
import resource
import signal
from pathlib import Path

from pathfinders.course.sandbox import kernel, room

REPLY = 3
"""The file descriptor on which a run is told what to do and answers."""


def run(plan, socket, pupil):
    """Becomes the run: never returns. `plan` is the zygote's; `pupil(stream)` does what it is told."""
    socket = _keep_only(socket)
    if plan["isolation"] == "landlock":
        _apart(plan, socket)
    try:
        code = _confined(plan, socket, pupil)
    except BaseException as error:
        code = _told(error)
    os._exit(code)


def _told(error):
    """Says on the sandbox's log what went wrong before the student's code began; exit code 70."""
    os.write(2, f"sandbox: {type(error).__name__}: {error}\n".encode())
    return 70


def _keep_only(socket):
    """Moves the run's socket to REPLY and closes all other files but standard error, the sandbox's log."""
    handle = socket.detach()
    if handle != REPLY:
        os.dup2(handle, REPLY)
    os.closerange(REPLY + 1, os.sysconf("SC_OPEN_MAX"))
    return REPLY


def _apart(plan, socket):
    """New namespaces for this run. Three processes: this one waits outside; one is number 1 inside and
    reaps; the third returns and will run the cells. When the first or second ends, the kernel kills all.
    """
    kernel.prctl(kernel.DUMPABLE, 1)  # else the maps of users belong to root
    kernel.own_users(kernel.APART)
    kernel.prctl(kernel.DUMPABLE, 0)
    flags, size = kernel.MS_NOSUID | kernel.MS_NODEV, plan["disk"]
    kernel.mount("tmpfs", room.FOLDER, "tmpfs", flags, f"mode=0700,size={size},nr_inodes=20000")
    _parent_of(os.fork())
    kernel.mount("proc", "/proc", "proc", flags | kernel.MS_NOEXEC)
    _parent_of(os.fork())


def _parent_of(child):
    """In the parent: waits for the child, reaps all others, and ends as it ended. In the child: returns."""
    if child == 0:
        kernel.die_with_parent()
        return
    os.close(REPLY)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        pid, status = os.wait()
        if pid == child:
            os._exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))


def _confined(plan, socket, pupil):
    """The last steps, then the student's code."""
    folder = plan["folder"]
    os.setsid()
    os.chdir(folder)
    _lay_out(plan["files"], folder)
    _limit(plan)
    if plan["isolation"]:
        kernel.drop_capabilities()
        if kernel.landlock_version():
            kernel.landlock((*plan["places"], "/proc"), (folder,), room.DEVICES)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.close(nothing)
    pupil(socket, plan)
    return 0


def _lay_out(files, folder):
    """A copy of the assignment's released files, and the folders that programs expect."""
    for name in (".cache", ".tmp"):
        Path(folder, name).mkdir(exist_ok=True)
    for name, content in files.items():
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _limit(plan):
    """Limits of this process and all it starts; where a lower one is in force it stays."""
    wanted = {
        "RLIMIT_AS": plan["memory"],
        "RLIMIT_NPROC": plan["processes"],
        "RLIMIT_FSIZE": plan["file"],
        "RLIMIT_CPU": plan["cpu"],
        "RLIMIT_CORE": 0,
        "RLIMIT_NOFILE": 256,
    }
    for name, value in wanted.items():
        number = getattr(resource, name, None)
        if number is None or (name == "RLIMIT_NPROC" and not plan["isolation"]):
            continue  # unconfined, the limit would count all that this user runs
        hard = resource.getrlimit(number)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(number, (value, value))
