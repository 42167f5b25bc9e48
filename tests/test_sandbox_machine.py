"""A machine says what it can do; where it cannot confine, nothing is run unless somebody insists."""

import json
import os
import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest

from pathfinders.course.sandbox import (
    Broken,
    Cell,
    Sandbox,
    Unsafe,
    box,
    calls,
    capabilities,
    machine,
    server,
)
from pathfinders.course.sandbox.machine import Capabilities
from tests.fixtures_class import SLUG
from tests.ordinary import ordinary

NOTHING = Capabilities(fork=True, landlock=0, namespaces=False, bubblewrap="", root=False)
WHOLE = Capabilities(fork=True, landlock=7, namespaces=True, bubblewrap="/usr/bin/bwrap", root=False)

# What an ordinary user's sandbox lets a student do: each word that is printed is something that must not be.
SCRIPT = """
import json, os
from pathlib import Path
from pathfinders.course.sandbox import Ask, Cell, Limits, Sandbox, capabilities

Path("gradebook.db").write_text("secret")
os.environ["TOKEN"] = "secret"
gradebook = str(Path("gradebook.db").resolve())
look = f'''
import os, socket, subprocess
done = []
try: done.append(open({gradebook!r}).read())
except OSError: pass
for name in ({gradebook!r}, "../planted", "/tmp/planted", os.path.dirname({gradebook!r}) + "/planted"):
    try: open(name, "a").write("x"); done.append(name)
    except OSError: pass
try: socket.create_connection(("192.0.2.1", 80), 0.5); done.append("network")
except TimeoutError: done.append("network")
except OSError: pass
done += [name for name in os.environ if name == "TOKEN"]
subprocess.Popen(["sleep", "600"], start_new_session=True)
os.mkdir("closed")
os.chmod("closed", 0)
os.chmod(".", 0)
x = 42
'''
bomb = "import os\\nn = 0\\ntry:\\n    while n < 500: os.fork(); n += 1\\nexcept OSError: pass"
found = capabilities()
processes = lambda: [pid for server in box._servers for pid in server.processes()]
with Sandbox(jobs=2, limits=Limits(cell=20, processes=24), isolation=ISOLATION) as box:
    before = processes()
    ran = box.run([Cell("a", look), Cell("b", bomb)], [Ask("x", after="a"), Ask("done"), Ask("n")])
    lanes = [box.run([Cell("a", "import os; names = os.listdir()")], [Ask("names")]) for _ in range(2)]
    names = [lane.answers["names"].value for lane in lanes]
    left = len(processes()) - len(before)
print(json.dumps({"root": found.root, "isolation": box.isolation, "x": ran.answers["x"].value, "left": left,
                  "done": ran.answers["done"].value, "forks": ran.answers["n"].value, "ended": ran.ended,
                  "names": names}))
"""


@pytest.mark.parametrize("isolation", ["landlock", "bubblewrap"])
def test_an_ordinary_user_grades_without_any_privilege(isolation, tmp_path):
    if isolation not in capabilities().works:
        pytest.skip(f"{isolation} does not work here: {capabilities()}")
    told = json.loads(ordinary(SCRIPT.replace("ISOLATION", repr(isolation)), tmp_path))
    assert not told["root"] and told["isolation"] == isolation
    assert told["x"] == 42 and told["done"] == [] and told["left"] == 0 and told["ended"] == "finished"
    assert told["forks"] < 24 and [sorted(names) for names in told["names"]] == [[".cache", ".tmp"]] * 2
    assert (tmp_path / "gradebook.db").read_text() == "secret"
    assert sorted(path.name for path in tmp_path.iterdir() if "planted" in path.name) == []


def test_root_is_refused_until_told_to_go_on():
    with pytest.raises(Unsafe, match=r"called as root.*--allow-root"):
        machine.chosen(found=Capabilities(True, 7, True, "", root=True))
    assert machine.chosen(allow_root=True, found=Capabilities(True, 7, True, "", root=True)) == "landlock"


def test_a_machine_without_landlock_and_bubblewrap_is_refused_unless_no_sandbox_is_asked_for():
    with pytest.raises(Unsafe) as refusal:
        machine.chosen(found=NOTHING)
    words = str(refusal.value)
    assert "no Landlock" in words and "bubblewrap" in words and "--no-sandbox" in words and "\n" not in words
    assert machine.chosen(confined=False, found=NOTHING) == ""


def test_landlock_comes_first_then_bubblewrap():
    assert machine.chosen(found=WHOLE) == "landlock"
    without = Capabilities(True, 7, False, "/usr/bin/bwrap", False)
    assert machine.chosen(found=without) == "bubblewrap"
    with pytest.raises(Unsafe, match="no landlock here"):
        machine.chosen(isolation="landlock", found=without)


def test_a_system_without_fork_is_refused_even_unconfined():
    with pytest.raises(Unsafe, match="Linux"):
        machine.chosen(confined=False, found=Capabilities(False, 0, False, "", False))


# What Python lacks on Windows, as far as it can be taken away; then each line of arguments is a command.
WINDOWS = """
import importlib, json, os, subprocess, sys, types
windows = types.ModuleType("msvcrt")
windows.LK_NBLCK, windows.locking = 2, lambda *given: None
sys.modules |= {"resource": None, "fcntl": None, "msvcrt": windows}
for name in ("fork", "sysconf", "geteuid", "wait4", "pidfd_open", "sched_getaffinity"):
    delattr(os, name)
from pathfinders.__main__ import main
print(json.dumps([main(line) for line in json.loads(sys.argv[1])]))
"""


def test_where_nothing_can_be_forked_grading_is_one_sentence_and_the_other_commands_work(recorded, tmp_path):
    course = tmp_path / "course"
    shutil.copytree(recorded.course, course)
    notebook = course / "submitted" / "void" / SLUG / f"{SLUG}.ipynb"
    notebook.parent.mkdir(parents=True)
    notebook.touch()
    (tmp_path / "inbox").mkdir()
    of = [str(course), SLUG]
    works = [["--help"], ["status", *of], ["collect", *of, "--from", str(tmp_path / "inbox")]]
    works += [["export", *of]]
    fails = [["grade", *of], ["grade", *of, "--no-sandbox"], ["grade-file", str(notebook)]]
    command = [sys.executable, "-c", WINDOWS, json.dumps([*works, *fails])]
    told = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout.splitlines()[-1]) == [0] * len(works) + [1] * len(fails)
    said = [line for line in told.stderr.splitlines() if line.startswith("grading:")]
    assert len(said) == len(fails) and "cannot fork" in said[0] and "--no-sandbox needs that too" in said[0]
    assert "Traceback" not in told.stderr


def test_where_the_filter_of_calls_that_doctor_has_found_cannot_be_set_nothing_is_run(monkeypatch):
    if not capabilities().isolation or not capabilities().filter:
        pytest.skip(f"no sandbox with a filter here: {capabilities()}")
    spoilt = "zygote.lane.cage.calls.ARCHITECTURE = dict()\nzygote.warmed = lambda plan: None\nzygote.main"
    monkeypatch.setattr(server, "START", server.START.replace("zygote.main", spoilt))
    with (
        Sandbox(allow_root=True) as sandbox,
        pytest.raises(Broken, match=r"could not be confined: .*numbers of system calls are not known"),
    ):
        sandbox.run([Cell("a", "x = 1")])


def test_a_sandbox_that_is_closed_begins_nothing_anew(monkeypatch):
    cold = "zygote.warmed = lambda plan: None\nzygote.main"
    monkeypatch.setattr(server, "START", server.START.replace("zygote.main", cold))
    with Sandbox(allow_root=True) as sandbox:
        sandbox.close()
        with pytest.raises(Broken, match="closed"):
            sandbox.run([Cell("a", "x = 1")])
    assert len(sandbox._servers) == 1


def test_a_sandbox_of_which_a_part_cannot_be_begun_ends_the_others(monkeypatch):
    made = []

    def server_or_none(box, size):
        if made:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        made.append(SimpleNamespace(close=lambda: made.append("closed")))
        return made[0]

    monkeypatch.setattr(box, "Server", server_or_none)
    with pytest.raises(BlockingIOError), Sandbox(jobs=2, allow_root=True, confined=False):
        pass
    assert made[1:] == ["closed"]


def test_a_machine_whose_calls_have_unknown_numbers_is_known_to_have_no_filter(monkeypatch):
    monkeypatch.setattr(calls, "ARCHITECTURE", {})
    assert not calls.known()


def test_this_machine_can_confine():
    assert capabilities().isolation, capabilities().lacks


def test_the_sandbox_itself_refuses_before_any_process_is_started(monkeypatch):
    monkeypatch.setattr(machine, "capabilities", lambda: NOTHING)
    before = set(os.listdir("/proc"))
    with pytest.raises(Unsafe, match="expected a sandbox"):
        Sandbox()
    assert "landlock" not in NOTHING.works and before
