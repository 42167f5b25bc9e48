"""``pathfinders doctor``: what this machine lacks for the book, the lab and grading, and how to get it."""

import argparse
import os
import shutil
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from pathfinders.course.sandbox import kernel
from pathfinders.course.sandbox.machine import capabilities

OLDEST = (3, 11)
ROOMY = 2 << 30
"""Bytes of disk that the environment, a built book and a graded class take together, generously."""

EXTRAS = {
    "book": ("jupyter_book", "furo"),
    "lab": ("jupyterlab", "notebook"),
    "grading": ("nbgrader", "IPython"),
}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
OFF_THE_PATH = ("/Applications/Google Chrome.app", "/Applications/Chromium.app")
SWITCHES = (
    ("kernel.apparmor_restrict_unprivileged_userns", "1", "0"),
    ("kernel.unprivileged_userns_clone", "0", "1"),
    ("user.max_user_namespaces", "0", "10000"),
)
"""Settings of the kernel that can forbid namespaces: name, value that forbids, value that allows."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    part: str
    """`book`, `lab` or `grading`."""

    fine: bool
    says: str
    do: str = ""
    """How to get what is missing, empty where nothing is."""

    blocks: bool = True
    """Without it the part does not work; else it is only slower or less safe."""


def main(argv=None):
    """Prints what was found; returns 1 where something that is needed is missing, else 0."""
    parser = argparse.ArgumentParser(prog="pathfinders doctor", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help="book, lab or grading (default: all)")
    parts = parser.parse_args(argv).parts or list(EXTRAS)
    unknown = [part for part in parts if part not in EXTRAS]
    if unknown:
        parser.error(f"there is no part “{unknown[0]}”: expected one of {', '.join(EXTRAS)}")
    found = [finding for finding in findings() if finding.part in parts]
    print("\n".join(told(found, parts)))
    return int(any(finding.blocks and not finding.fine for finding in found))


def told(found, parts):
    """The lines that are printed: for each part what is there, what is not, and how to get it."""
    for part in parts:
        own = [finding for finding in found if finding.part == part]
        lost = any(finding.blocks and not finding.fine for finding in own)
        yield f"{part}: {'something is missing' if lost else 'ready'}"
        for finding in own:
            yield f"  {'ok ' if finding.fine else '-- ' if finding.blocks else '(-)'} {finding.says}"
            if not finding.fine:
                yield f"      {finding.do}"


def findings(found=None):
    """Every Finding on this machine; `found` are the Capabilities, measured where they are not given."""
    for part, modules in EXTRAS.items():
        yield python(part)
        for module in modules:
            yield installed(part, module)
    yield browser()
    yield from confinement(found or capabilities())
    yield disk()


def python(part):
    """Is this Python recent enough?"""
    says = f"Python {sys.version_info.major}.{sys.version_info.minor}"
    return Finding(part, sys.version_info >= OLDEST, says, "install Python 3.11 or newer, then `make ready`")


def installed(part, module):
    """Can a package be imported?"""
    there = find_spec(module) is not None
    says = f"{module} is {'installed' if there else 'not installed'}"
    return Finding(part, there, says, "run `make ready`, which installs what requirements.txt pins")


def browser():
    """Is there a browser in which the tests of the pages run?"""
    paths = [*filter(None, map(shutil.which, BROWSERS)), *filter(os.path.exists, OFF_THE_PATH)]
    says = f"a browser for `make test`: {paths[0]}" if paths else "no Chrome or Chromium for `make test`"
    do = "Debian and Ubuntu: `apt install chromium`; elsewhere `make test` fetches one of its own"
    return Finding("book", bool(paths), says, do, blocks=False)


def confinement(found):
    """What keeps a student's code in its place."""
    linux = "grade on Linux, or in a virtual machine with Linux (on Windows: WSL 2)"
    if not kernel.LINUX or not found.fork:
        yield Finding("grading", False, found.lacks, linux)
        return
    says = f"Landlock {found.landlock} in the kernel" if found.landlock else "no Landlock in the kernel"
    do = "Linux 5.13 or newer, with `landlock` in the kernel's list of security modules (`lsm=landlock,…`)"
    yield Finding("grading", bool(found.landlock), says, do, blocks=False)
    says = "namespaces for this user" if found.namespaces else "no namespaces for this user"
    yield Finding("grading", found.namespaces, says, namespaces(), blocks=False)
    says = f"bubblewrap: {found.bubblewrap}" if found.bubblewrap else "no bubblewrap that works"
    do = "`apt install bubblewrap`, `dnf install bubblewrap` or `pacman -S bubblewrap` (needs namespaces too)"
    yield Finding("grading", bool(found.bubblewrap), says, do, blocks=False)
    says = f"{'a' if found.filter else 'no'} filter of system calls (seccomp)"
    do = "a kernel with `CONFIG_SECCOMP_FILTER`, on x86_64 or aarch64; without it the limits are less tight"
    yield Finding("grading", found.filter, says, do, blocks=False)
    says = f"a sandbox for students' code: {found.isolation or found.lacks}"
    do = "get namespaces as said above; without a sandbox only `grade --no-sandbox` grades, and says so"
    yield Finding("grading", bool(found.isolation), says, do)
    says = "this is root: `grade` asks for --allow-root" if found.root else "an ordinary user"
    yield Finding("grading", not found.root, says, "grade as an ordinary user where you can", blocks=False)


def namespaces(settings=Path("/proc/sys")):
    """What an administrator has to switch so that users get namespaces of their own."""
    for name, closed, opened in SWITCHES:
        file = settings / name.replace(".", "/")
        if file.is_file() and file.read_text().strip() == closed:
            return f"an administrator allows them with `sysctl {name}={opened}`"
    return "in a container: start it with --security-opt seccomp=unconfined, or grade outside of it"


def disk():
    """Is there room for what is built?"""
    free = shutil.disk_usage(Path.cwd()).free
    says = f"{free / (1 << 30):.1f} GB free in this folder"
    return Finding("grading", free >= ROOMY, says, f"make room: {ROOMY >> 30} GB are plenty", blocks=False)
