"""One run's process: forked from a warmed one, then confined step by step before a student's code is run."""

import contextlib
import os
from pathlib import Path

from pathfinders.course.sandbox import calls, kernel, room

try:
    import resource
except ImportError:  # Windows, where nothing is run
    resource = None

REPLY = 3
"""The file descriptor on which a run is told what to do and answers."""

READY = b"{}\n"
"""What a run says once it is confined, and before any code of a student's."""


def run(plan, socket, pupil):
    """Becomes the run: never returns. `plan` is the zygote's; `pupil(stream)` does what it is told."""
    socket = _keep_only(socket)
    try:
        if plan["isolation"] == "landlock":
            _apart(plan)
        _confined(plan)
    except BaseException as error:
        _tell(error)
    try:
        os.write(socket, READY)
        pupil(socket, plan)
    finally:
        os._exit(0)


def _tell(error):
    """Ends this process; the sandbox's log says what went wrong before the student's code began."""
    os.write(2, f"{type(error).__name__}: {error}\n".encode())
    os._exit(1)


def _keep_only(socket):
    """Moves the run's socket to REPLY and closes all other files but standard error, the sandbox's log."""
    handle = socket.detach()
    if handle != REPLY:
        os.dup2(handle, REPLY)
    os.closerange(REPLY + 1, os.sysconf("SC_OPEN_MAX"))
    return REPLY


def _apart(plan):
    """Namespaces of this run's own, in which it is process number 1: with it the kernel ends all others."""
    kernel.unshare(kernel.APART & ~kernel.NEWPID & ~kernel.NEWNET)  # these two it has already
    flags, size = kernel.MS_NOSUID | kernel.MS_NODEV, plan["disk"]
    kernel.mount("tmpfs", room.FOLDER, "tmpfs", flags, f"mode=0700,size={size},nr_inodes=20000")
    kernel.mount("proc", "/proc", "proc", flags | kernel.MS_NOEXEC)


def _confined(plan):
    """The last steps: from here on nothing but the folder can be written."""
    folder = plan["folder"]
    os.setsid()
    with contextlib.suppress(PermissionError):  # a grader may be forbidden to change it at all
        os.nice(1)  # the grader, its judges and the fork server come first
    os.chdir(folder)
    _lay_out(plan["files"], folder)
    _limit(plan)
    if plan["isolation"]:
        kernel.drop_capabilities()
        if kernel.landlock_version():
            kernel.landlock((*plan["places"], "/proc"), (folder,), room.DEVICES)
        if plan["filter"]:  # without it, as `pathfinders doctor` tells, the walls stand, one fence less
            calls.refuse()
        kernel.die_with_parent()  # a change of rights may have taken it back
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.close(nothing)


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
        "RLIMIT_NOFILE": 128,
    }
    for name, value in wanted.items():
        number = getattr(resource, name, None)
        if number is None or (name == "RLIMIT_NPROC" and not plan["isolation"]):
            continue  # unconfined, the limit would count all that this user runs
        hard = resource.getrlimit(number)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        with contextlib.nullcontext() if kernel.LINUX else contextlib.suppress(OSError, ValueError):
            resource.setrlimit(number, (value, value))
