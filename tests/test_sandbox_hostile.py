"""Hostile notebooks, each with a real process: nothing is read, written, reached or left behind."""

import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from textwrap import dedent

import pytest

from pathfinders.course.sandbox import Ask, Cell, Limits, Sandbox, capabilities, lane
from pathfinders.practice.answers import Answer
from tests.sandboxes import processes

MEGABYTE = 1 << 20
TIGHT = Limits(
    cell=4,
    call=2,
    patience=1,
    run=60,
    memory=1024 * MEGABYTE,
    file=8 * MEGABYTE,
    disk=32 * MEGABYTE,
    processes=24,
)
SECRET = "the-gradebook-password"
HONEST = "x = 41 + 1"


@pytest.fixture(scope="module", params=["landlock", "bubblewrap"])
def box(request):
    if request.param not in capabilities().works:
        pytest.skip(f"{request.param} does not work here: {capabilities()}")
    os.environ["GRADEBOOK_PASSWORD"] = SECRET
    try:
        with Sandbox(jobs=1, limits=TIGHT, allow_root=True, isolation=request.param) as sandbox:
            yield sandbox
    finally:
        del os.environ["GRADEBOOK_PASSWORD"]


@pytest.fixture
def course(tmp_path):
    """Files that no student may see or touch."""
    names = ("gradebook.db", "source/exercise.ipynb", "submitted/bea/exercise.ipynb", "hidden/sheet.json")
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SECRET)
        path.chmod(0o666)
        path.parent.chmod(0o777)
    return [tmp_path / name for name in names]


def run(box, *sources, asks=("x",)):
    """The Ran of some cells; each ask is a name or an Ask."""
    sources = map(dedent, sources)
    asks = tuple(ask if isinstance(ask, Ask) else Ask(ask) for ask in asks)
    return box.run(tuple(Cell(f"c{number}", source) for number, source in enumerate(sources)), asks)


def said(ran):
    return "".join(output.data for outputs in ran.outputs.values() for output in outputs)


def alive(mark):
    """Command lines of processes that carry a mark."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().decode(errors="replace")
        except OSError:
            continue
        found += [words] if mark in words else []
    return found


def running(pid):
    """Is a process there, and no mere entry that its new parent has not read yet?"""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_an_infinite_loop_costs_its_cell_only(box):
    begun = time.monotonic()
    ran = run(box, HONEST, "while True: pass", "y = x + 1", asks=("x", "y"))
    assert ran.ended == "timed out" and ran.killers == () and ran.stopped == {"c1": "timed out"}
    assert (ran.answers["x"].value, ran.answers["y"].value) == (42, 43)
    assert "TimedOut" in said(ran) and time.monotonic() - begun < 3 * TIGHT.cell


def test_a_loop_that_swallows_interrupts_is_killed_and_the_rest_is_run_without_it(box):
    loop = "while True:\n    try:\n        for _ in iter(int, 1): z = 1\n    except BaseException: pass"
    ran = run(box, HONEST, loop, "y = x + 1", asks=("x", "y"))
    assert ran.ended == "timed out" and ran.killers == ("c1",)
    assert (ran.answers["x"].value, ran.answers["y"].value) == (42, 43)


def test_os_exit_in_a_cell_costs_its_cell_only(box):
    ran = run(box, HONEST, "import os; os._exit(0)", "y = x + 1", asks=("x", "y"))
    assert ran.ended == "killed" and ran.killers == ("c1",)
    assert (ran.answers["x"].value, ran.answers["y"].value) == (42, 43)


def test_os_exit_in_a_function_costs_its_answer_only(box):
    sources = (HONEST, "import os\ndef f(x): os._exit(0)\ndef g(x): return 2 * x")
    ran = run(box, *sources, asks=("x", Ask("f", ((1,),)), Ask("g", ((4,),))))
    assert ran.ended == "killed" and ran.lost == ("f",) and "f" not in ran.answers
    assert ran.answers["x"].value == 42 and ran.answers["g"].calls[0].result == 8


def test_os_exit_for_one_argument_costs_that_call_only(box):
    sources = ("import os\ndef f(x):\n    if x == 2: os._exit(0)\n    return 10 * x", HONEST)
    ran = run(box, *sources, asks=(Ask("f", ((1,), (2,), (3,))), "x"))
    one, two, three = ran.answers["f"].calls
    assert (one.result, three.result) == (10, 30) and not one.failure + three.failure
    assert two.result is None and "ended the program" in two.failure
    assert ran.lost == () and ran.answers["x"].value == 42


def test_each_call_has_its_own_result_whatever_becomes_of_the_others(box):
    function = """
        import os
        def f(x):
            if x == 0: os._exit(0)
            while x == 3: pass
            return 10 ** 5000 if x == 1 else x
        """
    ran = run(box, function, HONEST, asks=(Ask("f", ((0,), (1,), (2,), (3,), (4,))),))
    calls = ran.answers["f"].calls
    assert [call.arguments for call in calls] == [(0,), (1,), (2,), (3,)], "none after an endless one"
    assert [call.result for call in calls] == [None, None, 2, None]
    assert calls[1].type == "a number too long to be written down" and "still running" in calls[3].failure


def test_a_crash_of_the_interpreter_costs_its_cell_only(box):
    ran = run(box, HONEST, "import ctypes; ctypes.string_at(0)", "import os; os.abort()")
    assert ran.killers == ("c1", "c2") and ran.answers["x"].value == 42


def test_an_endless_function_is_told_of_in_words(box):
    ran = run(box, "def f(x):\n    while True: pass", HONEST, asks=(Ask("f", ((1,), (2,))), "x"))
    assert len(ran.answers["f"].calls) == 1 and ran.answers["f"].calls[0].failure
    assert ran.answers["x"].value == 42


def test_sys_exit_and_input_are_errors_of_their_cells(box):
    ran = run(box, "import sys; sys.exit(0)", "name = input('your name? ')", HONEST, "exit()")
    assert ran.ended == "finished" and ran.answers["x"].value == 42
    assert "SystemExit" in said(ran) and "EOFError" in said(ran)


def test_four_gigabytes_are_refused_at_once_and_bit_by_bit(box):
    hoard = "import os\nkept = []\nfor _ in range(6):\n    if os.fork() == 0: break\n"
    hoard += "import time\nkept = bytearray(os.urandom(1)) * (220 << 20)\ntime.sleep(30)"  # seven of them
    ran = run(box, "big = bytearray(4 << 30)", HONEST, hoard)
    assert "MemoryError" in said(ran) and ran.answers["x"].value == 42
    assert ran.ended == "memory" and ran.killers == ("c2",)


def test_a_fork_bomb_is_bounded_and_none_of_it_is_left(box):
    bomb = """
        import os, time
        forks = 0
        try:
            while forks < 5000:
                os.fork()
                forks += 1
        except OSError:
            time.sleep(0.2)
        """
    before = processes(box)
    ran = run(box, HONEST, bomb, asks=("x", "forks"))
    assert ran.answers["x"].value == 42 and ran.answers["forks"].value < TIGHT.processes
    assert processes(box) == before


def test_fifty_megabytes_in_one_line_leave_one(box):
    ran = run(box, "print('a' * 50_000_000)", HONEST)
    assert len(said(ran)) <= 1.01 * TIGHT.output and "left out" in said(ran)
    assert ran.ended == "finished" and ran.answers["x"].value == 42


def test_four_hundred_thousand_lines_leave_one_megabyte(box):
    ran = run(box, "for i in range(400_000): print(i)", HONEST)
    assert 0.9 * TIGHT.output < len(said(ran)) <= 1.01 * TIGHT.output
    assert ran.ended == "finished" and ran.answers["x"].value == 42


def test_a_disk_that_is_filled_is_the_runs_own(box):
    fill = """
        done = 0
        try:
            while done < 40:
                open(f"f{done}", "wb").write(b"0" * (4 << 20))
                done += 1
        except OSError as error:
            print(error)
        """
    ran = run(box, fill, "open('big', 'wb').write(b'0' * (16 << 20))", HONEST, asks=("x", "done"))
    assert ran.answers["done"].value <= 8, "32 MB hold eight files of 4 MB"
    assert ran.answers["x"].value == 42 and "OSError" in said(ran)
    assert run(box, "open('f', 'wb').write(b'0' * (4 << 20))\nx = 1").answers["x"].value == 1


def test_nothing_outside_its_folder_can_be_written(box, course, tmp_path):
    targets = ["../planted", "/tmp/planted", "/planted", "/etc/planted", "/dev/shm/planted", "/usr/planted"]
    targets += [str(path) for path in course] + [str(tmp_path / "submitted/bea/planted")]
    write = f"""
        wrote = []
        for name in {targets!r}:
            try:
                open(name, "w").write("x")
                wrote.append(name)
            except OSError:
                pass
        """
    assert run(box, write, asks=("wrote",)).answers["wrote"].value == []
    assert all(path.read_text() == SECRET for path in course)
    assert not Path("/tmp/planted").exists() and not (tmp_path / "submitted/bea/planted").exists()


def test_gradebook_sources_others_and_hidden_sheets_cannot_be_read(box, course, root):
    targets = [str(path) for path in (*course, *(root / "exercises").glob("*.md"), root / "pyproject.toml")]
    read = f"""
        import os
        got, listed = [], []
        for name in {[*targets, "/etc/shadow"]!r}:
            try:
                got.append(open(name).read())
            except OSError:
                pass
        try:
            listed = os.listdir("/")
        except OSError:
            pass
        """
    ran = run(box, read, asks=("got", "listed"))
    assert ran.answers["got"].value == []
    assert not {"var", "srv", "opt", "boot"} & set(ran.answers["listed"].value)


def test_no_connection_leaves_the_machine_or_reaches_it(box):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        reach = f"""
            import socket
            got = []
            for host in ("127.0.0.1", "192.0.2.1"):
                try:
                    socket.create_connection((host, {port}), 0.5).sendall(b"leak")
                    got.append(host)
                except OSError:
                    pass
            try:
                socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"leak", ("192.0.2.1", {port}))
                got.append("udp")
            except OSError:
                pass
            """
        ran = run(box, reach, asks=("got",))
        server.settimeout(0)
        with pytest.raises(BlockingIOError):
            server.accept()
    assert ran.answers["got"].value == []


def test_secrets_of_the_graders_environment_are_nowhere(box):
    look = """
        import glob, os
        text = repr(dict(os.environ))
        for name in glob.glob("/proc/[0-9]*/environ"):
            try:
                text += open(name).read()
            except OSError:
                pass
        print(text)
        """
    ran = run(box, look)
    assert "HOME" in said(ran) and SECRET not in said(ran)


def test_a_daemonised_grandchild_does_not_survive(box):
    daemon = """
        import os, sys, time
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                words = ["python", "-c", "import time; time.sleep(600)", "survivor-mark"]
                os.execv(sys.executable, words)
            os._exit(0)
        """
    ran = run(box, HONEST, daemon, "time.sleep(0.3)")
    assert ran.answers["x"].value == 42 and ran.ended == "finished"
    assert alive("survivor-mark") == []


@pytest.mark.parametrize(
    "forged",
    [
        'b\'{"outputs": [["html", "<script>"]]}\\n\'',
        'b\'{"answer": {"found": true, "value": 1}}\\n\' * 3',
        "b'['* 100_000 + b'\\n'",
        "b'not json\\n'",
        "b'\\x80\\x04\\x95pickle.\\n'",
        "b'{}'",
        "b'9' * 10_000 + b'\\n'",
    ],
)
def test_a_forged_reply_is_no_more_than_the_students_own_data(box, forged):
    ran = run(box, HONEST, f"import os, time\nos.write(3, {forged})\ntime.sleep(0.2)")
    assert ran.ended == "garbled" and ran.killers == ("c1",) and "<script>" not in said(ran)
    assert ran.answers["x"] == Answer("x", True, "a number", 42)


def test_an_endless_reply_is_cut_off(box):
    ran = run(box, HONEST, "import os\nwhile True: os.write(3, b'x' * 65536)")
    assert ran.ended == "garbled" and ran.killers == ("c1",) and ran.answers["x"].value == 42


def test_closing_or_doubling_the_reply_channel_costs_its_cell_only(box):
    ran = run(box, HONEST, "import os; os.close(3)", "import os; z = os.dup(3)", "import os; os.dup2(0, 3)")
    assert ran.killers == ("c1", "c3") and ran.answers["x"].value == 42


def test_a_patched_json_cannot_smuggle_anything_in(box):
    forge = """
        import json
        real = json.dumps
        answer = {"found": True, "type": "a number", "value": [[[[[[[[[1]]]]]]]]]}
        forged = {"outputs": [["html", "<script>"], 3], "answer": answer}
        json.dumps = lambda reply: real(forged | {"to": reply["to"]})
        """
    ran = run(box, HONEST, forge)
    assert ran.answers["x"].value is None and "nested" in ran.answers["x"].type
    assert ran.outputs == {"c0": (), "c1": ()}


def test_huge_and_deep_values_are_told_of_not_taken(box):
    values = """
        deep = []
        for _ in range(50_000):
            deep = [deep]
        wide = list(range(10**6))
        long = "a" * 10**7
        """
    ran = run(box, values, HONEST, asks=("deep", "wide", "long", "x"))
    assert [ran.answers[name].value for name in ("deep", "wide", "long", "x")] == [None, None, None, 42]
    assert all(ran.answers[name].found for name in ("deep", "wide", "long"))


def test_a_pickle_is_never_opened(box):
    evil = """
        import os
        class Evil(dict):
            def __reduce__(self):
                return os.system, ("touch /tmp/planted",)
            def __eq__(self, other):
                return True
            __hash__ = None
        class Float(float):
            __eq__ = Evil.__eq__
        x, y, z = Float(2), Evil(a=1), object.__new__(type("Other", (), {"__reduce__": Evil.__reduce__}))
        """
    ran = run(box, evil, asks=("x", "y", "z"))
    assert type(ran.answers["x"].value) is float and type(ran.answers["y"].value) is dict
    assert ran.answers["z"].value is None and ran.answers["z"].type == "a Other"
    assert not Path("/tmp/planted").exists()


def test_a_thread_left_running_neither_keeps_the_run_nor_harms_it(box):
    thread = """
        import itertools, threading
        def go_on():
            for number in itertools.count():
                print("more", number)
        threading.Thread(target=go_on).start()
        def f(x):
            return x + 1
        """
    ran = run(box, HONEST, thread, "y = 2", asks=("x", "y", Ask("f", ((1,),))))
    assert (ran.answers["x"].value, ran.answers["y"].value) == (42, 2)
    assert ran.answers["f"].calls[0].result == 2
    assert len(said(ran)) <= 1.01 * TIGHT.output


def test_no_privilege_can_be_won_back(box):
    source = """
        import ctypes, os
        status = open("/proc/self/status").read()
        user, libc = os.getuid(), ctypes.CDLL(None)
        won = [libc.unshare(0x10000000), libc.mount(b"none", b"/usr", b"tmpfs", 0, None), libc.setuid(0)]
        won += [libc.ptrace(0, 0, 0, 0), libc.syscall(425, 8, bytes(120)), libc.socket(2, 1, 0)]
        """
    ran = run(box, source, asks=("status", "user", "won"))
    fields = dict(line.split(":\t") for line in ran.answers["status"].value.splitlines())
    assert int(fields["CapEff"], 16) == 0 and int(fields["CapPrm"], 16) == 0 and fields["NoNewPrivs"] == "1"
    assert ran.answers["user"].value != 0 and ran.answers["won"].value == [-1] * 6


def test_the_fork_server_cannot_be_killed_for_the_next_student(box):
    attack = """
        import os
        for pid in (-1, *range(1, 60)):
            try:
                if pid not in (os.getpid(), 0):
                    os.kill(pid, 9)
            except OSError:
                pass
        """
    ran = run(box, HONEST, attack)
    assert "x" not in ran.answers or ran.answers["x"].value == 42
    assert run(box, HONEST).answers["x"].value == 42


def test_a_notebook_whose_fork_server_is_killed_is_run_on_a_new_one(box):
    for pid in processes(box):
        os.kill(pid, signal.SIGKILL)
    ran = run(box, HONEST)
    assert ran.answers["x"].value == 42 and ran.ended == "finished"
    assert run(box, HONEST).answers["x"].value == 42


def test_after_all_of_it_no_process_of_a_run_is_left(box):
    before = processes(box)
    spawn = """
        import os, subprocess, sys
        for _ in range(3):
            subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        os._exit(0)
        """
    assert run(box, HONEST, spawn).answers["x"].value == 42
    assert before and processes(box) == before


def test_a_sandbox_that_is_closed_leaves_no_process(box):
    threads = threading.active_count()
    with Sandbox(jobs=2, limits=TIGHT, allow_root=True, isolation=box.isolation) as other:
        other.run((Cell("a", HONEST),))
        own = processes(other)
        assert own
    assert not [pid for pid in own if running(pid)]
    assert threading.active_count() == threads


GRADER = """
import sys
from pathfinders.course.sandbox import Cell, Sandbox
spawn = "import subprocess, sys, time\\n"
spawn += "subprocess.Popen([sys.executable, '-c', 'input()', 'orphan-mark'], stdin=-1)"
with Sandbox(allow_root=True, isolation={isolation!r}) as box:
    box.run([Cell("a", spawn)])
    print("running", flush=True)
    box.run([Cell("a", spawn + "\\ntime.sleep(600)")])
"""


def test_a_grader_that_is_killed_leaves_no_process(box):
    command = [sys.executable, "-c", GRADER.format(isolation=box.isolation)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as grader:
        assert grader.stdout.readline() == "running\n"
        until = time.monotonic() + 30
        while not alive("orphan-mark") and time.monotonic() < until:
            select.select([], [], [], 0.02)
        family = descendants(grader.pid)
        assert alive("orphan-mark")
        watched = [os.pidfd_open(pid) for pid in family]
        grader.kill()
    ended = [bool(select.select([handle], [], [], 20)[0]) for handle in watched]
    assert len(ended) >= 3 and all(ended)
    assert alive("orphan-mark") == []


def descendants(pid):
    """Numbers of all processes below one."""
    below = lane.children(pid)
    return below + [other for child in below for other in descendants(child)]
