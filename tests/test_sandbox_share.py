"""Processors are shared: what others have used is nobody's own time, and nobody has more than a share."""

import os
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from textwrap import dedent

from pathfinders.course.sandbox import Ask, Cell, Limits, Sandbox, proc
from pathfinders.course.sandbox.clock import Clock
from pathfinders.course.sandbox.server import Lane
from tests.sandboxes import lanes

TIGHT = Limits(cell=2, call=0.25, patience=0.5, run=60, processes=64)


pair = lanes(TIGHT, jobs=2)


def run(box, *sources, asks=("x",)):
    cells = (Cell(f"c{number}", dedent(source)) for number, source in enumerate(sources))
    return box.run(tuple(cells), tuple(map(Ask, asks)))


def said(ran, cell):
    return "".join(output.data for output in ran.outputs[cell])


WORK = """
    import time
    while time.process_time() < begun + 0.8: pass
    x = 1
    """
SPIN = """
    import os, time
    for _ in range(11):
        if os.fork() == 0:
            os.setsid()
            while True: pass
    """


def test_an_honest_cell_beside_all_the_processes_that_another_may_have_is_in_time(pair):
    with ThreadPoolExecutor() as others:
        hog = others.submit(run, pair, SPIN + "while True: pass")
        ran = run(pair, "import time\nbegun = time.process_time()", WORK)
        assert ran.answers["x"].value == 1 and ran.ended == "finished"
        assert hog.result().ended == "share"


def test_processes_that_use_more_than_a_cell_has_are_ended_and_the_student_reads_why(pair):
    ran = run(pair, "x = 1", SPIN + "while True: pass", "y = 2", asks=("x", "y"))
    assert ran.ended == "share" and ran.killers == ("c1",)
    assert (ran.answers["x"].value, ran.answers["y"].value) == (1, 2)
    assert said(ran, "c1").startswith("This cell's processes used more time than a cell has")


def test_a_cell_that_leaves_the_work_to_processes_of_its_own_has_no_more_of_it(pair):
    """Their time is counted where their parents have ended, and where nobody waits for them."""
    orphans = """
        import os, signal, time
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        while True:
            if os.fork() == 0:
                if os.fork() == 0:
                    begun = time.process_time()
                    while time.process_time() < begun + 0.4: pass
                os._exit(0)
            time.sleep(0.1)
            begun = time.process_time()
            while time.process_time() < begun + 0.05: pass
        """
    ran = run(pair, "x = 1", orphans)
    assert ran.ended in ("share", "timed out") and ran.answers["x"].value == 1


def test_time_in_which_the_machine_was_busy_with_others_is_not_a_cells(pair):
    spin = [sys.executable, "-c", "while True: pass"]
    others = [subprocess.Popen(spin, start_new_session=True) for _ in range(3 * os.cpu_count())]
    try:
        ran = run(pair, "import time\nbegun = time.process_time()", WORK)
    finally:
        for other in others:
            other.kill()
            other.wait()
    assert ran.answers["x"].value == 1 and ran.ended == "finished"
    assert ran.seconds > TIGHT.cell, "longer than a cell may take, by the clock on the wall"


def test_a_loop_that_swallows_interrupts_has_no_more_time_than_one_that_does_not(pair, monkeypatch):
    reports, ended = [], Lane.ended
    monkeypatch.setattr(Lane, "ended", lambda *given: reports.append(ended(*given)) or reports[-1])
    deaf = (
        "x = 1\nwhile True:\n    try:\n        for _ in iter(int, 1): z = 1\n    except BaseException: pass"
    )
    ran = run(pair, "x = 1", deaf)
    assert ran.killers == ("c1",) and ran.answers["x"].value == 1
    assert sum(report["own"] for report in reports) < 2 * (TIGHT.cell + TIGHT.patience)


def test_a_session_of_its_own_is_no_way_to_more_of_the_processors(pair):
    ran = run(pair, "import os\nbefore = os.getsid(0)\nos.setsid()\nx = os.getsid(0) == before")
    assert ran.answers["x"].value is True


def test_a_notebooks_time_is_counted_by_the_fork_server_and_ends(pair):
    limits = Limits(cell=2, call=0.25, patience=0.5, run=2)
    lie = "import os, time\ntime.monotonic = lambda: 0.0\nos.times = None\ntime.sleep(0.8)"
    with Sandbox(limits=limits, allow_root=True, isolation=pair.isolation) as box:
        ran = run(box, "x = 1", lie, *["time.sleep(0.8)"] * 4)
    assert ran.ended == "too long" and "was not run" in said(ran, "c5")


def test_the_seconds_of_a_notebook_are_those_of_its_cells_alone():
    clock = Clock("self", 60)

    def spin():
        until = time.process_time() + 0.02
        while time.process_time() < until:
            pass
        return clock.sum()

    assert spin() == 0
    clock.mark(60, counts=True)
    cell = spin()
    clock.mark(60, counts=False)
    assert spin() == spin() >= cell > 0, "an ask adds nothing"
    clock.mark(60, counts=True)
    assert spin() > 2 * 0.019


def test_processes_that_end_too_soon_to_be_seen_count_as_well(pair):
    brief = """
        import os, signal, time
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody ever learns what they have used
        given_up = time.monotonic() + 30
        while time.monotonic() < given_up:
            for _ in range(8):
                if os.fork() == 0:
                    until = time.monotonic() + 0.008
                    while time.monotonic() < until: pass
                    os._exit(0)
            time.sleep(0.02)
        """
    ran = run(pair, "x = 1", brief)
    assert ran.ended == "share" and ran.answers["x"].value == 1
    assert ran.seconds < 6 * TIGHT.cell


def test_a_lane_lives_through_processes_that_come_and_go_while_it_looks(pair):
    storm = """
        import subprocess
        many = "for one in $(seq 250); do /bin/true; done"
        shells = [subprocess.Popen(["sh", "-c", many]) for _ in range(2)]
        codes = [shell.wait() for shell in shells]
        """
    ran = run(pair, "x = 1", storm, asks=("x", "codes"))
    assert ran.ended == "finished" and ran.answers["codes"].value == [0, 0]


def test_what_a_lane_says_at_once_is_read_line_by_line():
    ours, theirs = socket.socketpair()
    with theirs:
        place = Lane(None, ours)
        theirs.sendall(b'{"own": 2.5}\n{"code": 0, "own": 3.0}\n')
        assert place.spent() == 2.5
        assert place.ended(1) == {"code": 0, "own": 3.0}


def test_a_process_that_ends_while_one_looks_at_it_is_no_error():
    last = [os.getpid()]

    def come_and_go():
        for _ in range(1000):
            last[0] = os.posix_spawn("/bin/true", ["true"], {})
            os.waitpid(last[0], 0)

    others = threading.Thread(target=come_and_go)
    others.start()
    while others.is_alive():
        proc.family(last[0])
        words = proc.stat(f"/proc/{last[0]}/stat")
        assert not words or proc.ready_threads(last[0], words) in (0, 1)
    others.join()
