"""The fork server: goes into its room, warms up, and forks a run whenever it is told.

It never sees a gradebook, a check or a submission but the one that is run.
"""

import base64
import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
import threading

from pathfinders.course.sandbox import kernel, lane, room


def main(handles):
    """Serves until the sandbox closes its end; `handles` are numbers of sockets: one for its plan, then a
    control for each lane."""
    kernel.die_with_parent()
    orders, *controls = [socket.socket(fileno=handle) for handle in handles]
    plan = received(orders)
    settle(plan)
    pupil = warmed(plan)
    if len(controls) == 1:
        orders.close()
        lane.serve(controls[0], plan, pupil)
        os._exit(0)
    lanes = [begin(control, [orders, *controls], plan, pupil) for control in controls]
    for control in controls:
        control.close()
    select.select([orders], [], [])  # readable when the sandbox has closed it, or has gone
    for pid in lanes:
        os.kill(pid, signal.SIGKILL)
    os._exit(0)  # nothing here has to be put in order first


def begin(control, sockets, plan, pupil):
    """Process number of a lane that was forked off."""
    pid = os.fork()
    if pid:
        return pid
    kernel.die_with_parent()
    for other in sockets:
        if other is not control:
            other.close()
    lane.serve(control, plan, pupil)
    os._exit(0)


def received(orders):
    """The plan: one line of JSON; the released files in it as bytes."""
    with orders.makefile("rb") as stream:
        plan = json.loads(stream.readline())
    files = {name: base64.b64decode(content) for name, content in plan["files"].items()}
    return plan | {"files": files}


def settle(plan):
    """Goes into the room and gives up what rights this process has."""
    os.umask(0o077)
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if plan["isolation"] == "landlock":
        enter_room(plan, root)
    if root and plan["isolation"]:
        os.setgroups([])
        os.setresgid(room.NOBODY, room.NOBODY, room.NOBODY)
        os.setresuid(*[plan["user"]] * 3)
        kernel.die_with_parent()
    if plan["isolation"]:
        kernel.drop_capabilities()
        kernel.prctl(kernel.DUMPABLE, 0)


def enter_room(plan, root):
    """New namespaces, and the first process in them; this one waits outside for its end."""
    if root:
        kernel.unshare(kernel.APART)
    else:
        kernel.own_users(kernel.APART)
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        os._exit(0 if status == 0 else 1)
    kernel.die_with_parent()
    os.umask(0o022)
    room.enter(plan["places"], plan.get("covers", ()))
    os.umask(0o077)
    os.chdir(room.FOLDER)


def warmed(plan):
    """The function that does what a run is told, with all it needs loaded and called once."""
    from pathfinders.course.sandbox import warm
    from pathfinders.course.sandbox.pupil import Pupil
    from pathfinders.course.sandbox.shell import warmed as warmed_shell

    sys.path[:] = [place for place in sys.path if place not in ("", ".")]
    shell = warmed_shell(plan["output"])
    warm.everything(plan["models"])
    if threads() != 1:
        raise RuntimeError(f"{threads()} threads before the first fork: {threading.enumerate()}")
    gc.collect()
    gc.freeze()
    return lambda handle, plan: Pupil(shell, plan, handle).serve()


def threads():
    """How many threads this process has, those of libraries included."""
    with contextlib.suppress(OSError):
        return len(os.listdir("/proc/self/task"))
    return threading.active_count()
