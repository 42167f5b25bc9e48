"""The few calls to Linux that the sandbox needs and Python does not know. Standard library only.

Sources: landlock(7), namespaces(7), mount(2), pivot_root(2), capset(2), prctl(2).
"""

import ctypes
import os
import struct
import sys

LINUX = sys.platform.startswith("linux")
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_BIND, MS_REC, MS_SLAVE = (
    1, 2, 4, 8, 32, 4096, 16384, 1 << 19,
)  # fmt: skip
MNT_DETACH = 2
NEWNS, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET = (
    0x20000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000,
)  # fmt: skip
APART = NEWNS | NEWUTS | NEWIPC | NEWPID | NEWNET
PDEATHSIG, DUMPABLE, SECCOMP, SUBREAPER, NO_NEW_PRIVS = 1, 4, 22, 36, 38
PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
CAPSET = {"x86_64": 126, "aarch64": 91}
LANDLOCK = 444  # create a ruleset, add a rule, restrict: three numbers in a row on every architecture

MOUNT_SETATTR, RECURSIVE = 442, 0x8000

EXECUTE, WRITE, READ, READ_DIR, TRUNCATE, IOCTL = 1, 2, 4, 8, 1 << 14, 1 << 15
MAKE_CHAR, MAKE_BLOCK = 1 << 6, 1 << 11
KNOWN = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}
TCP, SCOPES = 3, 3  # bind and connect; abstract sockets and signals

_libc = ctypes.CDLL(None, use_errno=True) if LINUX else None


def _checked(result, what):
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def _number(table, what):
    machine = os.uname().machine
    if machine not in table:
        raise OSError(38, f"{what}: not known for {machine}")
    return table[machine]


def prctl(option, value=1):
    """Sets an attribute of this process."""
    _checked(_libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0), "prctl")


def prctl_pointer(option, value, content):
    """Sets an attribute of this process that is a structure."""
    _checked(_libc.prctl(option, ctypes.c_ulong(value), content, 0, 0), "prctl")


def die_with_parent(signal=9):
    """This process is killed when its parent ends; to be called again after a change of user."""
    if LINUX:
        prctl(PDEATHSIG, signal)


def unshare(flags):
    """New namespaces for this process (a new pid namespace begins with its next child)."""
    _checked(_libc.unshare(flags), "unshare")


def fork_first():
    """Forks a process that is number 1 of a new pid namespace; returns as os.fork does.

    The pid namespace of this process must belong to a user namespace in which it has all rights.
    """
    own = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    unshare(NEWPID)
    child = os.fork()
    if child:
        _checked(_libc.setns(own, NEWPID), "setns")
    os.close(own)
    return child


def own_users(flags=0):
    """Enters a user namespace of its own, with this user's own number, and those in `flags`."""
    user, group = os.geteuid(), os.getegid()
    prctl(DUMPABLE)  # else the files below belong to root
    unshare(NEWUSER | flags)
    maps = {"setgroups": "deny", "uid_map": f"{user} {user} 1", "gid_map": f"{group} {group} 1"}
    for name, text in maps.items():
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)
    prctl(DUMPABLE, 0)  # no process of the same user may look into this one


def mount(source, target, kind="", flags=0, data=""):
    """mount(2)."""
    words = [str(word).encode() if word else None for word in (source, target, kind)]
    _checked(_libc.mount(*words, ctypes.c_ulong(flags), data.encode() or None), f"mount {target}")


def readonly(target):
    """Nothing below `target` can be written and no program gains rights, whatever is mounted there."""
    attributes = struct.pack("=QQQQ", 1 | 2, 0, 0, 0)
    words = (MOUNT_SETATTR, -100, str(target).encode(), RECURSIVE, attributes, len(attributes))
    _checked(_libc.syscall(*words), f"mount_setattr {target}")


def unmount(target):
    """Takes a mount away as soon as nobody uses it."""
    _checked(_libc.umount2(str(target).encode(), MNT_DETACH), f"umount {target}")


def pivot_root(new, old):
    """`new` becomes the root; what was the root is found at `old`."""
    number = _number(PIVOT_ROOT, "pivot_root")
    _checked(_libc.syscall(number, str(new).encode(), str(old).encode()), "pivot_root")


def drop_capabilities():
    """Gives up every privilege for good, those of a user namespace included."""
    prctl(NO_NEW_PRIVS)
    header, data = struct.pack("=Ii", 0x20080522, 0), bytes(24)
    _checked(_libc.syscall(_number(CAPSET, "capset"), header, data), "capset")


def landlock_version():
    """The version of Landlock that the kernel speaks; 0 where it has none."""
    return max(_libc.syscall(LANDLOCK, None, 0, 1), 0) if LINUX else 0


def landlock(readable, writable, devices=()):
    """From now on: `readable` and `writable` paths only, no TCP, no signals or sockets to outside."""
    version = landlock_version()
    rights = KNOWN.get(min(version, 4), 0) | (IOCTL if version >= 5 else 0)
    sizes = [(6, 24), (4, 16), (1, 8)]
    size = next(size for least, size in sizes if version >= least)
    attributes = struct.pack("=QQQ", rights, TCP, SCOPES)[:size]
    rules = _checked(_libc.syscall(LANDLOCK, attributes, size, 0), "landlock_create_ruleset")
    everything = rights & ~(MAKE_CHAR | MAKE_BLOCK)
    _allow(rules, readable, rights & (EXECUTE | READ | READ_DIR))
    _allow(rules, writable, everything)
    _allow(rules, devices, rights & (READ | WRITE | IOCTL))
    prctl(NO_NEW_PRIVS)
    _checked(_libc.syscall(LANDLOCK + 2, rules, 0), "landlock_restrict_self")
    os.close(rules)


def _allow(rules, paths, rights):
    """Adds a rule for each path that exists; rights on folders mean nothing to a file."""
    for path in filter(os.path.exists, paths):
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
        fitting = rights if os.path.isdir(path) else rights & (EXECUTE | WRITE | READ | TRUNCATE | IOCTL)
        rule = struct.pack("=Qi", fitting, handle)
        _checked(_libc.syscall(LANDLOCK + 1, rules, 1, rule, 0), f"landlock_add_rule {path}")
        os.close(handle)
