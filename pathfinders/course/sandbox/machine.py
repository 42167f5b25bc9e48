"""What this machine can do to confine a student's code, found out by trying it."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache

from pathfinders.course.sandbox import calls, kernel, room
from pathfinders.course.sandbox.terms import Unsafe

PROBE = """
import os, sys
sys.path[:0] = {paths!r}
from pathfinders.course.sandbox import kernel, room, zygote
zygote.settle({{"isolation": "landlock", "places": room.readable(), "user": room.user(0)}})
kernel.own_users(kernel.APART)
os._exit(0)
"""


@dataclass(frozen=True)
class Capabilities:
    """What a machine offers. `isolation` is the best of it: `landlock`, `bubblewrap`, or empty."""

    fork: bool
    landlock: int
    """The version of Landlock in the kernel, 0 where it has none."""

    namespaces: bool
    bubblewrap: str
    """Path of a `bwrap` that works here, or empty."""

    root: bool
    """This process has the rights of root."""

    filter: bool = True
    """System calls can be refused, by seccomp."""

    @property
    def works(self):
        """The isolations that work, the best first."""
        offers = {"landlock": self.landlock and self.namespaces, "bubblewrap": self.bubblewrap}
        return tuple(name for name, offered in offers.items() if offered and self.fork)

    @property
    def isolation(self):
        return next(iter(self.works), "")

    @property
    def lacks(self):
        """A sentence for what is missing, empty where a sandbox works."""
        if self.isolation:
            return ""
        if not self.fork:
            return "this system cannot fork a process: grade on Linux (on Windows: in WSL)"
        if not kernel.LINUX:
            return "this is no Linux, and only Linux can confine a process without a virtual machine"
        landlock = f"Landlock {self.landlock}" if self.landlock else "no Landlock"
        spaces = "namespaces" if self.namespaces else "no namespaces for this user"
        return f"this machine has {landlock}, {spaces} and no bubblewrap that works"


@cache
def capabilities():
    """The Capabilities of this machine for this user."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    version = kernel.landlock_version()
    namespaces = bool(version) and works([sys.executable, "-s", "-P", "-c", probe()])
    bubblewrap = working_bubblewrap(root)
    return Capabilities(hasattr(os, "fork"), version, namespaces, bubblewrap, root, calls.known())


def probe():
    """A program that enters a room and new namespaces, and ends with 0 where all of it is allowed."""
    return PROBE.format(paths=package_paths())


def package_paths():
    """Where this package is imported from, for a Python that is started with a clean environment."""
    return [str(room.PACKAGE.parent)]


def working_bubblewrap(root):
    """Path of bubblewrap, where it can make the room that is needed; else empty."""
    program = shutil.which("bwrap") or ""
    command = room.bubblewrap(program, room.readable(), (), 1 << 20, root) if program else []
    return program if program and works([*command, "/bin/true"]) else ""


def works(command):
    """Does a command end well, without a word to anybody?"""
    try:
        done = subprocess.run(command, capture_output=True, timeout=60, env={"PATH": os.defpath})
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def chosen(confined=True, allow_root=False, isolation="", found=None):
    """The isolation to use: `isolation` where it is given, else the best; empty where confined is False.

    Raises Unsafe as root without `allow_root`, and where the machine cannot do it.
    """
    found = found or capabilities()
    if found.root and not allow_root:
        do = "call it as an ordinary user, or add --allow-root: the students' code then runs as nobody"
        raise Unsafe("grading", "called as root", "an ordinary user", do)
    if not found.fork:
        raise Unsafe("grading", found.lacks, "", "--no-sandbox needs that too")
    if not confined:
        return ""
    if not found.isolation or isolation not in ("", *found.works):
        do = "`pathfinders doctor` tells how to get it; --no-sandbox runs students' code with all your rights"
        raise Unsafe("grading", found.lacks or f"no {isolation} here", "a sandbox", do)
    return isolation or found.isolation
