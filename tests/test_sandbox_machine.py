"""A machine says what it can do; where it cannot confine, nothing is run unless somebody insists."""

import json
import os

import pytest

from pathfinders.course.sandbox import Sandbox, Unsafe, capabilities, machine
from pathfinders.course.sandbox.machine import Capabilities
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
with Sandbox(jobs=2, limits=Limits(cell=20, processes=24), isolation=ISOLATION) as box:
    before = box.processes()
    ran = box.run([Cell("a", look), Cell("b", bomb)], [Ask("x", after="a"), Ask("done"), Ask("n")])
    lanes = [box.run([Cell("a", "import os; names = os.listdir()")], [Ask("names")]) for _ in range(2)]
    names = [lane.answers["names"].value for lane in lanes]
    left = len(box.processes()) - len(before)
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


def test_this_machine_can_confine():
    assert capabilities().isolation, capabilities().lacks


def test_the_sandbox_itself_refuses_before_any_process_is_started(monkeypatch):
    monkeypatch.setattr(machine, "capabilities", lambda: NOTHING)
    before = set(os.listdir("/proc"))
    with pytest.raises(Unsafe, match="expected a sandbox"):
        Sandbox()
    assert "landlock" not in NOTHING.works and before
