"""System calls that no notebook needs are refused, by seccomp.

Some reach deep into the kernel: namespaces, Landlock and limits already forbid what they would do, and this
way a fault in it is not even reached. Some take memory that no process is seen to have. Some change what the
fork server, and so the next student, may use. Standard library only. Source: seccomp(2); the numbers are from
the kernel's tables.
"""

import ctypes
import errno
import os
import struct

from pathfinders.course.sandbox import kernel

ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
REFUSED = {
    # x86_64, aarch64
    "shmget": (29, 194),
    "shmat": (30, 196),
    "shmctl": (31, 195),
    "semget": (64, 190),
    "msgget": (68, 186),
    "ptrace": (101, 117),
    "setpriority": (141, 140),
    "sched_setparam": (142, 118),
    "sched_setscheduler": (144, 119),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "mount": (165, 40),
    "umount2": (166, 39),
    "swapon": (167, 224),
    "reboot": (169, 142),
    "init_module": (175, 105),
    "sched_setaffinity": (203, 122),
    "mq_open": (240, 180),
    "kexec_load": (246, 104),
    "add_key": (248, 217),
    "inotify_init": (253, 26),
    "inotify_init1": (294, 26),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "ioprio_set": (251, 30),
    "unshare": (272, 97),
    "perf_event_open": (298, 241),
    "fanotify_init": (300, 262),
    "open_by_handle_at": (304, 265),
    "setns": (308, 268),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "finit_module": (313, 273),
    "sched_setattr": (314, 274),
    "memfd_create": (319, 279),
    "kexec_file_load": (320, 294),
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fspick": (433, 433),
    "pidfd_getfd": (438, 438),
    "process_madvise": (440, 440),
    "mount_setattr": (442, 442),
    "memfd_secret": (447, 447),
}
CLONE, CLONE3, SOCKET, MMAP, PRLIMIT = (56, 220), (435, 435), (41, 198), (9, 222), (302, 261)
SETSID, SETSOCKOPT, BUFFERS = (112, 157), (54, 208), (7, 8)
"""The last are SO_SNDBUF and SO_RCVBUF: what lies in a socket is in no process."""

EPERM, ENOSYS, EAFNOSUPPORT, UNIX = 1, 38, 97, 1
SHARED, ANONYMOUS = 0x01, 0x20
NUMBER, ARCH, FIRST, THIRD, FOURTH = 0, 4, 16, 32, 40
"""Where the call's number, its architecture and its arguments lie in what a filter sees."""

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, ERROR, FILTER = 0x7FFF0000, 0x00050000, 2
FOREIGN = 0x40000000
"""From here on x86_64 counts the calls of another ABI."""


def refuse():
    """Refuses those calls to this process and all it starts; raises OSError where that cannot be had.

    Only Unix sockets can be made, no user namespace, no memory that is shared and in no file; limits are set
    of the caller alone; who wants a session of its own stays in the run's, and is not told. The process must
    have given up winning rights.
    """
    machine = os.uname().machine
    if machine not in ARCHITECTURE:
        raise OSError(errno.ENOSYS, f"the numbers of system calls are not known for {machine}")
    code = b"".join(assembled(program(machine)))
    buffer = ctypes.create_string_buffer(code, len(code))
    filter_ = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(buffer))
    kernel.prctl_pointer(kernel.SECCOMP, FILTER, filter_)


def known():
    """Can calls be refused here? A kernel with seccomp says of a filter at no address that it is at none."""
    if not kernel.LINUX or os.uname().machine not in ARCHITECTURE:
        return False
    try:
        kernel.prctl_pointer(kernel.SECCOMP, FILTER, None)
    except OSError as error:
        return error.errno == errno.EFAULT
    return True


def program(machine):
    """The filter as (operation, operand, label where it holds, label where not); a bare text is a label."""
    column = list(ARCHITECTURE).index(machine)
    yield LOAD, ARCH, "", ""
    yield EQUAL, ARCHITECTURE[machine], "", "refused"
    yield LOAD, NUMBER, "", ""
    yield AT_LEAST, FOREIGN, "refused", ""
    for numbers in REFUSED.values():
        yield EQUAL, numbers[column], "refused", ""
    yield EQUAL, CLONE3[column], "unknown", ""  # its flags lie out of sight; libraries then use clone
    yield EQUAL, SOCKET[column], "socket", ""
    yield EQUAL, CLONE[column], "clone", ""
    yield EQUAL, MMAP[column], "mmap", ""
    yield EQUAL, PRLIMIT[column], "limit", ""
    yield EQUAL, SETSOCKOPT[column], "option", ""
    yield EQUAL, SETSID[column], "nothing", ""  # where each session has its share of the processors
    yield from ("allowed", (RETURN, ALLOW, "", ""), "refused", (RETURN, ERROR | EPERM, "", ""))
    yield from ("option", (LOAD, THIRD, "", ""), *((EQUAL, one, "nothing", "") for one in BUFFERS))
    yield RETURN, ALLOW, "", ""
    yield from ("unknown", (RETURN, ERROR | ENOSYS, "", ""), "nothing", (RETURN, ERROR, "", ""))
    yield from ("socket", (LOAD, FIRST, "", ""), (EQUAL, UNIX, "", "family"), (RETURN, ALLOW, "", ""))
    yield from ("family", (RETURN, ERROR | EAFNOSUPPORT, "", ""))
    yield from (
        "clone",
        (LOAD, FIRST, "", ""),
        (ANY_BIT, kernel.NEWUSER, "owned", ""),
        (RETURN, ALLOW, "", ""),
    )
    yield from ("owned", (RETURN, ERROR | EPERM, "", ""))
    yield from ("limit", (LOAD, FIRST, "", ""), (EQUAL, 0, "", "other"), (RETURN, ALLOW, "", ""))
    yield from ("other", (RETURN, ERROR | EPERM, "", ""))
    yield from (
        "mmap",
        (LOAD, FOURTH, "", ""),
        (ANY_BIT, SHARED, "", "own"),
        (ANY_BIT, ANONYMOUS, "hoard", ""),
    )
    yield from ("own", (RETURN, ALLOW, "", ""), "hoard", (RETURN, ERROR | EPERM, "", ""))


def assembled(lines):
    """The instructions as the kernel takes them, labels made into distances."""
    labels, steps = {}, []
    for line in lines:
        if isinstance(line, str):
            labels[line] = len(steps)
        else:
            steps.append(line)
    for place, (operation, operand, holds, fails) in enumerate(steps):
        jumps = [labels[label] - place - 1 if label else 0 for label in (holds, fails)]
        yield struct.pack("=HBBI", operation, *jumps, operand)
