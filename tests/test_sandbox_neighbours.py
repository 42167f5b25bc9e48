"""One student's run, the next one's, the one beside it, and the grader: none can do anything to another."""

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from textwrap import dedent

import pytest

from pathfinders.course.sandbox import Ask, Cell, Limits, Sandbox, kernel, litter, proc
from tests.sandboxes import lanes, processes
from tests.test_sandbox_hostile import alive

MEGABYTE = 1 << 20
TIGHT = Limits(cell=6, call=2, patience=1, run=60, memory=1024 * MEGABYTE, disk=32 * MEGABYTE, processes=24)


box = lanes(TIGHT)  # whoever is run next has the place of whoever was run before


def values(box, *sources, asks=("x",)):
    """What variables are when cells were run."""
    cells = (Cell(f"c{number}", dedent(source)) for number, source in enumerate(sources))
    ran = box.run(tuple(cells), tuple(map(Ask, asks)))
    found = [ran.answers[name].value for name in asks]
    return found[0] if len(found) == 1 else found


def test_memory_that_no_process_is_seen_to_have_cannot_be_had(box):
    hoard = """
        import mmap, os
        x = []
        for take in (lambda: mmap.mmap(-1, 4096), lambda: os.memfd_create("a"), lambda: open("/dev/zero")):
            try:
                x.append(str(take()))
            except OSError:
                pass
        """
    assert values(box, hoard) == []


def test_what_notebooks_map_and_call_back_goes_on_working(box):
    use = """
        import ctypes, mmap
        open("data", "wb").write(b"12345")
        with open("data", "r+b") as file, mmap.mmap(file.fileno(), 0) as view:
            x = [view[:3].decode()]
        back = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)(lambda n: n + 1)
        x.append(back(4))
        import resource
        x.append(resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 100)
        """
    assert values(box, use) == ["123", 5, True]


def test_memory_that_processes_share_is_seen():
    take = (
        "import mmap\nm = mmap.mmap(-1, 64 << 20)\nm.write(b'1' * (64 << 20))\nprint(1, flush=True)\ninput()"
    )
    with subprocess.Popen([sys.executable, "-c", take], stdin=-1, stdout=-1, text=True) as process:
        process.stdout.readline()
        assert proc.resident([process.pid]) > 64 * MEGABYTE
        process.stdin.close()


def test_limits_priority_and_cores_of_the_fork_server_stay_as_they_are(box):
    look = """
        import os, resource
        x = [resource.getrlimit(getattr(resource, f"RLIMIT_{name}")) for name in ("AS", "CPU", "CORE")]
        x += [os.getpriority(0, 0), os.sched_getscheduler(0), sorted(os.sched_getaffinity(0))]
        """
    attack = """
        import os, resource
        done = []
        for pid in range(60):
            for name, do in (
                ("limit", lambda: resource.prlimit(pid or 1, resource.RLIMIT_AS, (1 << 26, 1 << 26))),
                ("nice", lambda: os.setpriority(os.PRIO_PROCESS, pid, 19)),
                ("all", lambda: os.setpriority(os.PRIO_USER, 0, 19)),
                ("cores", lambda: os.sched_setaffinity(pid, {0})),
                ("idle", lambda: os.sched_setscheduler(pid, os.SCHED_IDLE, os.sched_param(0))),
            ):
                try:
                    do()
                    done.append((pid, name))
                except OSError:
                    pass
        """
    before = values(box, look)
    assert values(box, attack, asks=("done",)) == []
    assert values(box, look) == before and before[-3:-1] == [1, 0]


def test_queues_semaphores_keys_and_counters_of_the_kernel_cannot_be_had(box):
    take = """
        import ctypes
        libc, real = ctypes.CDLL(None), ctypes.CDLL("librt.so.1")
        x = [libc.shmget(77, 4096, 0o1666), libc.semget(77, 1, 0o1666), libc.msgget(77, 0o1666)]
        x += [real.mq_open(b"/q", 0o102, 0o666, None)]
        x += [libc.syscall(248, b"user", b"name", b"word", 4, -3), libc.syscall(250, 0, -3, 1)]
        x += [libc.syscall(298, bytes(128), 0, -1, -1, 0), libc.syscall(425, 8, bytes(120))]
        """
    assert values(box, take) == [-1] * 8


LEAVE = """
    import builtins, ctypes, json, os, sys
    os.umask(0), os.chdir("/"), os.environ.update(LEFT="left")
    builtins.left = json.left = "left"
    sys.modules["left"] = json
    sys.path.append("/left")
    for name in ("left.txt", ".left", ".cache/left", ".tmp/left"):
        open(f"/home/student/{name}", "w").write("left")
    x = os.getpid()
    """
LOOK = """
    import builtins, gc, json, os, sys
    x = [name for name in os.listdir() if name not in (".cache", ".tmp")] + os.listdir(".cache")
    x += os.listdir(".tmp") + [name for name in os.environ if name == "LEFT"]
    x += [name for name in (*vars(builtins), *vars(json), *sys.modules, *sys.path, *dir()) if "left" in name]
    x += ["mask"] if os.umask(0o22) != 0o77 else []
    x += ["place"] if os.getcwd() != "/home/student" else []
    x += [text for text in gc.get_objects() if type(text) is str and "left.txt" in text]
    """


def test_the_next_student_finds_nothing_of_the_one_before(box):
    values(box, LEAVE)
    assert values(box, LOOK) == []


def test_a_run_inherits_no_file_but_its_own_channel(box):
    look = """
        import os
        x = {}
        for name in os.listdir("/proc/self/fd"):
            try:
                x[int(name)] = os.readlink(f"/proc/self/fd/{name}").partition(":")[0]
            except OSError:
                pass
        """
    assert values(box, look) == {"0": "/dev/null", "1": "/dev/null", "2": "/dev/null", "3": "socket"}


BESIDE = """
    import socket, subprocess, sys
    server = socket.socket(socket.AF_UNIX)
    server.bind("\\0neighbour")
    server.listen()
    server.settimeout(0.05)
    open("neighbours-file", "w").write("x")
    child = subprocess.Popen([sys.executable, "-c", "input()", "neighbour-mark"], stdin=subprocess.PIPE)
    x = "alone"
    while child.poll() is None:
        try:
            server.accept()
            x = "reached"
        except TimeoutError:
            pass
    """
SPY = """
    import glob, os, signal, socket
    x = []
    for name in glob.glob("/proc/[0-9]*/cmdline"):
        try:
            x += ["seen"] if "neighbour-mark" in open(name).read() else []
        except OSError:
            pass
    x += ["socket"] if "neighbour" in open("/proc/net/unix").read() else []
    x += glob.glob("/**/neighbours-file", recursive=True) + glob.glob("/proc/*/cwd/neighbours-file")
    client = socket.socket(socket.AF_UNIX)
    try:
        client.connect("\\0neighbour")
        x.append("connected")
    except OSError:
        pass
    for pid in range(2, 4000):
        try:
            os.kill(pid, signal.SIGKILL) if pid not in (os.getpid(), os.getppid()) else None
        except OSError:
            pass
    """


def test_two_students_who_are_run_at_the_same_time_do_not_meet(box):
    found = {}
    limits = Limits(cell=30, run=60)
    with Sandbox(jobs=2, limits=limits, allow_root=True, isolation=box.isolation) as pair:
        beside = threading.Thread(target=lambda: found.update(beside=values(pair, BESIDE)))
        beside.start()
        until = time.monotonic() + 20
        while not alive("neighbour-mark") and time.monotonic() < until:
            time.sleep(0.01)
        assert values(pair, SPY) == []
        marked = [pid for pid in processes(pair) if "neighbour-mark" in words(pid)]
        assert len(marked) == 1, "it is still there when the other has looked"
        os.kill(marked[0], signal.SIGKILL)
        beside.join()
    assert found["beside"] == "alone"


def words(pid):
    return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")


MESS = {
    "closed": "os.makedirs('a/b/c'); open('a/b/f', 'w'); os.chmod('a/b', 0); os.chmod('a', 0)",
    "deep": "for _ in range(2500): os.mkdir('d' * 9); os.chdir('d' * 9)",
    "many": "for n in range(18_000): open(f'f{n}', 'w').close()",
    "strange": "for name in (b'new\\nline', b'\\xff\\xfe', b'-rf', b'a' * 255): os.mkdir(name)\n"
    "os.symlink('/', 'link'); os.mkfifo('pipe'); os.link('link', 'hard')",
    "folder": "os.makedirs('a'); os.chmod('.', 0)",
}


@pytest.mark.parametrize("done", MESS.values(), ids=MESS)
def test_whatever_a_run_leaves_in_its_folder_is_gone_for_the_next(box, done):
    before = processes(box)
    assert values(box, f"import os\nx = 1\n{done}") == 1
    assert values(box, "import os\nx = sorted(os.listdir('/home/student'))") == [".cache", ".tmp"]
    assert processes(box) == before, "the fork server has lived through it"


def test_litter_is_removed_without_a_sandbox_too(tmp_path):
    for name, done in MESS.items():
        (tmp_path / name).mkdir()
        subprocess.run([sys.executable, "-c", f"import os\n{done}"], cwd=tmp_path / name, check=True)
        litter.remove(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_stops_everything_it_can_reach_stops_nobody_else(box):
    stop = """
        import os, signal
        for pid in range(1, 60):
            try:
                os.kill(pid, signal.SIGSTOP) if pid != os.getpid() else None
            except OSError:
                pass
        x = 1
        """
    before = processes(box)
    assert values(box, stop) == 1
    assert values(box, "x = 2") == 2
    assert processes(box) == before or kernel.landlock_version() < 6, "the fork server was out of reach"


def test_bytes_that_drip_hold_a_lane_no_longer_than_a_cell_may_take(box):
    drip = """
        import os, threading, time
        def drip():
            while True:
                os.write(3, b" ")
                time.sleep(0.01)
        threading.Thread(target=drip, daemon=True).start()
        while True:
            try:
                while True: time.sleep(1)
            except BaseException: pass
        """
    ran = box.run((Cell("a", "x = 1"), Cell("b", dedent(drip))), (Ask("x"),))
    assert ran.killers == ("b",) and ran.answers["x"].value == 1
    assert ran.seconds < 2 * (TIGHT.cell + TIGHT.patience)


FORGE = """
    import json
    real, pieces = json.dumps, "[" + "[]," * 1_300_000 + "[]]"
    def forged(reply):
        reply = reply | {"answer": {"found": True, "value": "@"}} if "answer" in reply else reply
        return real(reply).replace('"@"', pieces)
    json.dumps = forged
    """


def test_the_largest_replies_of_many_parts_take_little_of_the_graders_memory(box):
    names = tuple(f"x{number}" for number in range(12))
    texts = "import numpy\n" + "\n".join(f"{name} = ['a' * 40_000] * 90" for name in names)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert all(len(found) == 90 for found in values(box, texts, asks=names))
    ran = box.run((Cell("a", "z = 1"), Cell("b", dedent(FORGE))), tuple(map(Ask, names)))
    assert ran.answers == {} and ran.ended == "garbled" and "b" in ran.outputs
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400 << 10


def test_a_crash_leaves_no_picture_of_memory(box):
    crash = """
        import os, resource, subprocess, sys
        allow = "import os, resource as r\\nr.setrlimit(r.RLIMIT_CORE, r.getrlimit(r.RLIMIT_CORE)[1:] * 2)"
        subprocess.run([sys.executable, "-c", allow + "\\nos.abort()"])
        x = [name for name in os.listdir() if name not in (".cache", ".tmp")]
        """
    assert values(box, crash) == []


def test_nothing_of_the_kernels_settings_can_be_written(box):
    write = """
        import os
        names = [os.path.join(top, name) for top, _, names in os.walk("/proc/sys") for name in names]
        own = ("oom_score_adj", "mem", "uid_map", "timerslack_ns")
        names += [f"/proc/{pid}/{name}" for pid in ("self", 1, 2) for name in own]
        x = []
        for name in names:
            try:
                open(name, "r+b").close()
                x.append(name)
            except OSError:
                pass
        """
    assert values(box, write) == []


def test_programs_that_a_run_begins_count_with_all_their_memory(box):
    hoard = """
        import subprocess, sys, time
        eat = "import time; kept = b'x' * (100 << 20); print(1, flush=True); time.sleep(60)"
        eaters = [subprocess.Popen([sys.executable, "-c", eat], stdout=subprocess.PIPE) for _ in range(16)]
        for one in eaters: one.stdout.readline()
        time.sleep(60)
        """
    ran = box.run((Cell("c0", "x = 1"), Cell("c1", dedent(hoard))), (Ask("x"),))
    assert ran.ended == "memory" and ran.killers == ("c1",) and ran.answers["x"].value == 1


def test_copies_of_the_notebooks_process_count_with_what_is_their_own(box):
    fork = """
        import os, time
        pipes = [os.pipe() for _ in range(10)]
        for _, end in pipes:
            if os.fork() == 0:
                os.write(end, b"1"), time.sleep(0.3), os._exit(0)
        x = sum(len(os.read(end, 1)) for end, _ in pipes)
        for _ in pipes: os.wait()
        """
    assert values(box, fork) == 10


def test_sockets_keep_their_usual_size_and_nobody_hears_what_others_open(box):
    ask = """
        import ctypes, socket
        one, other = socket.socketpair()
        before = one.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF)
        for name in (socket.SO_SNDBUF, socket.SO_RCVBUF): one.setsockopt(socket.SOL_SOCKET, name, 1 << 22)
        x = [one.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) == before]
        one.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        x += [ctypes.CDLL(None).inotify_init(), ctypes.CDLL(None).inotify_init1(0)]
        """
    assert values(box, ask) == [True, -1, -1]


def test_the_systems_devices_are_written_to_and_not_touched(box):
    touch = """
        import os
        x = []
        for name in ("null", "full", "random", "urandom"):
            try:
                os.utime(f"/dev/{name}")
                x.append(name)
            except OSError:
                pass
        open("/dev/null", "w").write("gone")
        """
    touched = values(box, touch)  # those of bubblewrap keep their times for everybody to change
    assert touched == [] or box.isolation == "bubblewrap"


def test_files_without_number_are_no_way_to_the_systems_memory(box):
    many = """
        import os
        for n in range(400):
            os.mkdir(str(n))
            for m in range(1000): os.mknod(f"{n}/{m}")
        """
    ran = box.run((Cell("c0", "x = 1"), Cell("c1", dedent(many))), (Ask("x"),))
    assert ran.answers["x"].value == 1
    assert ran.ended == "memory" or "No space left" in "".join(each.data for each in ran.outputs["c1"])


def test_whoever_sleeps_in_many_processes_takes_none_from_the_one_beside(box):
    sleepers = """
        import os, time
        for _ in range(40):
            try:
                if os.fork() == 0:
                    time.sleep(30)
                    os._exit(0)
            except OSError:
                break
        time.sleep(3)
        """
    function = "import subprocess\ndef f(v):\n    return subprocess.run(['true']).returncode + v"
    with Sandbox(jobs=2, limits=TIGHT, allow_root=True, isolation=box.isolation) as pair:
        beside = threading.Thread(target=lambda: pair.run((Cell("c0", dedent(sleepers)),)))
        beside.start()
        ran = pair.run((Cell("c0", "import time; time.sleep(1)"), Cell("c1", function)), (Ask("f", ((5,),)),))
        beside.join()
    assert ran.answers["f"].calls[0].result == 5


def test_answers_that_were_ready_survive_a_last_cell_that_ends_the_program(box):
    limits = Limits(cell=2, call=0.25, patience=0.5, run=2)
    sources = ("import time", "time.sleep(1.2)\nx = 1", "import os; os._exit(0)")
    cells = tuple(Cell(f"c{number}", source) for number, source in enumerate(sources))
    with Sandbox(limits=limits, allow_root=True, isolation=box.isolation) as one:
        ran = one.run(cells, (Ask("x"),))
    assert ran.ended == "killed" and ran.killers == ("c2",) and ran.answers["x"].value == 1
