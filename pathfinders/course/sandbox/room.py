"""The view of the disk that a sandbox has: Python, the package, its models, one folder to write in; no more.

Either made here, with namespaces and pivot_root, or by bubblewrap with the same paths.
"""

import os
import sys
import sysconfig
from pathlib import Path

from pathfinders.course.sandbox import kernel
from pathfinders.course.sandbox.terms import Unsafe

PACKAGE = Path(__file__).resolve().parents[2]
FOLDER = "/home/student"
DEVICES = ("/dev/null", "/dev/full", "/dev/random", "/dev/urandom")
PROGRAMS = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store")
SETTINGS = ("ld.so.cache", "alternatives", "fonts", "localtime", "mime.types", "ssl/openssl.cnf")
EXCHANGES = ("/usr/local/share/nbgrader", "/srv/nbgrader")
"""Where nbgrader's exchange lies, unless it is told otherwise: every student's submissions among it."""

WALLS = ("--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--die-with-parent")
WALLS += ("--new-session", "--cap-drop", "ALL")
AS_ROOT = ("--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID")
AS_USER = ("--unshare-user", "--disable-userns")
"""Options of bubblewrap: for everybody, and for whoever calls it."""

NOBODY = 65534
USERS, TOGETHER = 0x70000000, 64
"""From here on no system gives out numbers of users; so many lanes of one grader have one each."""


def user(number):
    """The user as whom a lane of a grader works that is root: nobody else's processes count as its own."""
    return USERS + os.getpid() % (1 << 22) * TOGETHER + number % TOGETHER


def python_paths():
    """The folders that this Python and this package need, as they are called and as they really are."""
    places = [sys.prefix, sys.base_prefix, sys.exec_prefix, PACKAGE, PACKAGE.parent / "models"]
    places += [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    places += [place for place in sys.path if Path(place).name in ("site-packages", "dist-packages")]
    return [str(place) for place in places if place]


def readable():
    """Every path that may be read in a sandbox, parents before what lies in them, none twice."""
    places = {*PROGRAMS, *(f"/etc/{name}" for name in SETTINGS), *python_paths()}
    places |= {os.path.realpath(place) for place in places}
    kept = []
    for place in sorted(filter(os.path.exists, places)):
        if not any(place == other or place.startswith(f"{other}/") for other in kept):
            kept.append(place)
    return tuple(kept)


def covered(secrets, places):
    """The folders in readable places that have to be covered so that the secrets, folders too, stay unseen.

    Raises Unsafe for a secret in which Python or the package itself lies, and for one that is a file.
    """
    covers = []
    for secret in map(os.path.realpath, filter(os.path.exists, (*EXCHANGES, *secrets))):
        for place in places:
            real = os.path.realpath(place)
            if os.path.islink(place) or not f"{secret}/".startswith(f"{real}/"):
                continue
            if not os.path.isdir(secret) or any(
                f"{path}/".startswith(f"{secret}/") for path in python_paths()
            ):
                do = "move it, for instance into a folder of its own in your home folder"
                raise Unsafe(secret, f"it lies in {place}, which students' code has to read", "", do)
            covers.append(place + secret[len(real) :])
    return tuple(covers)


def enter(places, covers=()):
    """Makes the room and goes into it: this process and its children see nothing but the places from now on,
    and of these not what lies in the folders to be covered.

    Needs new mount and pid namespaces, and to be the first process in the latter. The root becomes
    read-only; FOLDER is an empty file system in memory.
    """
    really = {place: os.path.realpath(place) for place in places}
    kernel.mount("none", "/", flags=kernel.MS_SLAVE | kernel.MS_REC)
    kernel.mount("tmpfs", "/tmp", "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV, "mode=0755,size=1m")
    os.mkdir("/tmp/.before")
    kernel.pivot_root("/tmp", "/tmp/.before")
    os.chdir("/")
    for place, real in really.items():
        _show(place, real)
    for folder in covers:
        kernel.mount("tmpfs", folder, "tmpfs", kernel.MS_RDONLY, "mode=0755")
    for device in DEVICES:
        _bind(f"/.before{device}", device, True)  # it can be written to all the same, and not be touched
    for name in ("/proc", "/tmp", FOLDER):
        os.makedirs(name, exist_ok=True)
    os.makedirs("/etc", exist_ok=True)
    Path("/etc/passwd").write_text(f"student:x:{os.geteuid()}:{os.getegid()}::{FOLDER}:/bin/sh\n")
    flags = kernel.MS_NOSUID | kernel.MS_NODEV
    kernel.mount("proc", "/proc", "proc", flags | kernel.MS_NOEXEC)
    kernel.mount("tmpfs", FOLDER, "tmpfs", flags, "mode=0777,size=64m")
    kernel.unmount("/.before")
    os.rmdir("/.before")
    kernel.mount("none", "/", flags=kernel.MS_REMOUNT | kernel.MS_BIND | kernel.MS_RDONLY | flags)


def _show(place, real):
    """A place of the old root, read-only, under the same name; a link stays a link (`real` is shown too)."""
    if os.path.islink(f"/.before{place}"):
        os.makedirs(os.path.dirname(place), exist_ok=True)
        os.symlink(os.readlink(f"/.before{place}"), place)
        return
    _bind(f"/.before{real}", place, True)


def _bind(source, target, readonly):
    """The file or folder at source is seen at target too, with all that is mounted below it."""
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        open(target, "a").close()
    kernel.mount(source, target, flags=kernel.MS_BIND | kernel.MS_REC)
    if readonly:
        kernel.readonly(target)


def bubblewrap(program, places, covers, disk, as_root):
    """The command line that puts a program's process into the same room by bubblewrap."""
    command = [program, *WALLS, *(AS_ROOT if as_root else AS_USER)]
    above = {str(folder) for place in places for folder in Path(place).parents[:-1]}
    for folder in sorted({*above, "/tmp"}):
        command += ["--perms", "0755", "--dir", folder]  # else only root may go through them
    for place in places:
        linked = os.path.islink(place)
        command += ["--symlink", os.readlink(place), place] if linked else ["--ro-bind", place, place]
    for folder in covers:
        command += ["--tmpfs", folder, "--remount-ro", folder]
    command += ["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"]
    command += ["--perms", "0777", "--size", str(disk), "--tmpfs", FOLDER]
    return [*command, "--remount-ro", "/", "--chdir", FOLDER, "--"]
