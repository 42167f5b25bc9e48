"""Whatever stops a grader, every submission is graded once, and the gradebook is sound."""

import contextlib
import errno
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from types import SimpleNamespace

import pytest

from pathfinders.course import assignment, journal, lock, record, statuses
from pathfinders.course.assignment import GradingError
from pathfinders.course.outcome import Outcome
from tests.fixtures_class import AS_ROOT, SLUG, answers, grade, hand_in, new_course, points

# Kills itself, and no one can catch it, before or after the nth line of a step is in the journal.
KILLED = """
import os, signal, sys
from pathfinders.course.journal import Journal

when, step, left = sys.argv[1], sys.argv[2], [int(sys.argv[3])]
note = Journal.note

def deadly(self, name, *rest, **more):
    left[0] -= name == step
    if when == "before" and name == step and not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    note(self, name, *rest, **more)
    if name == step and not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)

Journal.note = deadly
from pathfinders.__main__ import main
sys.exit(main(sys.argv[4:]))
"""
FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
from pathfinders.__main__ import main
sys.exit(main(sys.argv[2:]))
"""
TORN = """
import os, signal, sqlite3, sys
book = sqlite3.connect(sys.argv[1], isolation_level=None)
book.execute("PRAGMA cache_size = 1")
book.execute("BEGIN IMMEDIATE")
book.execute("UPDATE pathfinders_status SET status = 'crashed'")
book.executemany("INSERT INTO student (id) VALUES (?)", ((f"torn-{n}",) for n in range(20000)))
os.kill(os.getpid(), signal.SIGKILL)
"""
HOLDS = """
import sys
from pathfinders.course.lock import alone
with alone(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""
STUDENTS = [f"student-{number}" for number in range(10)]


@pytest.fixture(scope="module")
def course(root, tmp_path_factory):
    """A class of which nobody has been graded; each is quickly graded."""
    course = tmp_path_factory.mktemp("stopped")
    exercise = new_course(root, course)
    for number, student in enumerate(STUDENTS):
        hand_in(course, exercise, student, {"B3": f"answer_b3 = {number / 10}"})
    return SimpleNamespace(path=course, exercise=exercise, key=answers(exercise)["key"])


def killed(course, when, step, count, *options):
    """Grades until the grader kills itself; returns when all its processes have ended."""
    arguments = ["grade", str(course), SLUG, "--jobs", "2", *AS_ROOT, *options]
    told = subprocess.run(
        [sys.executable, "-c", KILLED, when, step, str(count), *arguments], capture_output=True, timeout=120
    )
    assert told.returncode == -9, told.stderr.decode()


def test_24_killed_at_each_step_and_resumed_every_submission_is_graded_once(course, full, tmp_path):
    path = tmp_path / "killed"
    shutil.copytree(course.path, path)
    kills = [("after", step) for step in journal.STEPS[:-1]] + [("before", "recorded"), ("after", "done")]
    for number, (when, step) in enumerate(kills):
        killed(
            path,
            when,
            step,
            1 if step in ("locked", "listed", "ready", "done") else 2,
            *(["--resume"] if number > 1 else []),
        )
        assert sound(path)
    assert "0 in this run" in grade(path, "--resume")
    notes = journal.read(path / "grading" / f"{SLUG}.jsonl")
    told = Counter(line["student"] for line in notes if line["step"] == "recorded")
    assert set(told.values()) == {1}
    assert len(told) < len(STUDENTS)  # somebody was recorded and the grader killed before it told
    assert points(path) == points(full.path)
    assert sorted(statuses.statuses(path, SLUG)) == STUDENTS
    assert files(path / "autograded") == files(full.path / "autograded")


def sound(course):
    """True for a gradebook that SQLite finds whole, or none."""
    if not (course / "gradebook.db").exists():
        return True
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as book:
        whole = book.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        marks = {student: len(cells) for student, cells in points(course).items()}
    return whole and set(marks.values()) <= {5}


def files(folder):
    """Relative name → bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def prepared(course, tmp_path_factory):
    """A copy of the course with a gradebook in which nobody is."""
    path = tmp_path_factory.mktemp("prepared") / "course"
    shutil.copytree(course.path, path)
    with record.Book(assignment.read(path, SLUG), "a run"):
        return path


@pytest.fixture
def book(prepared, tmp_path):
    """(the assignment in a course of this test's own, the path of its gradebook)."""
    shutil.copytree(prepared, tmp_path / "course")
    return assignment.read(tmp_path / "course", SLUG), tmp_path / "course" / "gradebook.db"


def test_a_gradebook_that_another_program_has_locked_is_waited_for(book):
    found, path = book
    said = []
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as formgrader:
        formgrader.execute("BEGIN IMMEDIATE")

        def say(sentence):
            said.append(sentence)
            formgrader.execute("COMMIT")

        with record.Book(found, "a run", wait=20, say=say) as written:
            written.record(Outcome("late", "not submitted"))
    assert len(said) == 1
    assert "locked by another program" in said[0]
    assert statuses.statuses(found.course, SLUG)["late"].status == "not submitted"


def test_a_gradebook_that_stays_locked_is_given_up_with_one_sentence(book):
    found, path = book
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as formgrader:
        formgrader.execute("BEGIN IMMEDIATE")
        with pytest.raises(record.Locked, match=r"another program has had it locked for 0\.1 seconds"):
            record.Book(found, "a run", wait=0.1, say=lambda sentence: None)
        formgrader.execute("COMMIT")


def test_what_fails_on_the_way_leaves_no_half_of_a_submission(book):
    found, _ = book

    def placed():
        raise GradingError("a notebook", "no room")

    from pathfinders.course.examining import undecided
    from pathfinders.course.handed_in import HandIn

    outcome = undecided(found, HandIn("half", refusal="No."), "refused", "No.")
    with record.Book(found, "a run") as written:
        with pytest.raises(GradingError):
            written.record(outcome, placed)
        assert (statuses.statuses(found.course, SLUG), statuses.students(found.course)) == ({}, ())
        written.record(outcome)
    assert set(statuses.statuses(found.course, SLUG)) == {"half"}


def test_a_grader_killed_while_the_disk_is_written_leaves_a_gradebook_that_mends_itself(book):
    found, path = book
    with record.Book(found, "a run") as written:
        written.record(Outcome("first", "not submitted"))
    told = subprocess.run([sys.executable, "-c", TORN, str(path)], timeout=60)
    assert told.returncode == -9
    assert (
        path.with_name("gradebook.db-journal").stat().st_size > 0
    )  # pages are on the disk, half of them new
    assert {id: row.status for id, row in statuses.statuses(found.course, SLUG).items()} == {
        "first": "not submitted"
    }
    assert statuses.students(found.course) == ()


@pytest.fixture(scope="module")
def full(prepared, tmp_path_factory):
    """The course after a grader that had no room on the disk, and another that had."""
    path = tmp_path_factory.mktemp("full") / "course"
    shutil.copytree(prepared, path)
    command = [sys.executable, "-c", FULL, "20000", "grade", str(path), SLUG, *AS_ROOT]
    told = subprocess.run(command, capture_output=True, text=True, timeout=120)
    left = (sound(path), files(path / "autograded") if (path / "autograded").exists() else {})
    grade(path, "--resume")
    return SimpleNamespace(path=path, told=told, left=left)


def test_a_full_disk_is_one_sentence_and_the_rest_is_graded_when_there_is_room(full):
    assert full.told.returncode == 1
    assert full.told.stderr.count("\n") == 2  # how many there are to grade, and the one sentence
    assert "make room on the disk" in full.told.stderr
    assert full.left == (True, {})
    assert sorted(statuses.statuses(full.path, SLUG)) == STUDENTS


def test_of_two_who_grade_at_once_the_second_is_told_who_and_since_when(tmp_path):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout.readline() == "held\n"
        with (
            pytest.raises(lock.Busy, match=rf"is grading here since .*process {holder.pid} on"),
            lock.alone(tmp_path),
        ):
            pass
    finally:
        holder.communicate("", timeout=30)
    with lock.alone(tmp_path):
        pass


def test_where_a_file_system_has_no_locks_it_is_said_and_nobody_is_told_to_wait(tmp_path, monkeypatch):
    def none(*given):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock, "locked", none)
    said = (
        r"grading.lock: its file system cannot lock \(no locks available\); .*put the course on another disk"
    )
    with pytest.raises(GradingError, match=said) as caught, lock.alone(tmp_path):
        pass
    assert not isinstance(caught.value, lock.Busy)


@pytest.mark.skipif(os.name == "nt", reason="modes are those of POSIX")
def test_who_grades_with_others_of_a_group_leaves_them_a_lock_and_a_journal_that_they_can_write(tmp_path):
    before = os.umask(0o002)
    try:
        with lock.alone(tmp_path), journal.Journal(tmp_path / "journal.jsonl"):
            pass
    finally:
        os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert modes == {"grading.lock": 0o664, "journal.jsonl": 0o664}


def test_a_journal_that_broke_off_in_a_line_goes_on_below_it(tmp_path):
    path = tmp_path / "journal.jsonl"
    with journal.Journal(path, "one") as first:
        first.note("listed", students=["a", "b"])
    with path.open("a") as file:
        file.write('{"step": "rec')
    assert journal.unfinished(path) == {"a": "one", "b": "one"}
    with journal.Journal(path, "two") as second:
        second.note("listed", students=["b"])
        second.note("recorded", "b")
        second.note("done")
    assert [line["step"] for line in journal.read(path)] == ["listed", "listed", "recorded", "done"]
    assert journal.unfinished(path) == {"a": "one"}
    assert json.loads(path.read_text().splitlines()[-1])["run"] == "two"


def test_a_line_of_the_journal_that_a_person_has_damaged_is_passed_over(tmp_path):
    path = tmp_path / "journal.jsonl"
    damaged = (
        '{"step": "listed"}',
        '{"step": "recorded", "run": "one"}',
        '{"step": 5, "run": "one"}',
        '{"step": ["done"], "run": "one"}',
        '{"step": "listed", "run": "one", "students": ["a", ["x"]]}',
        '{"step": "listed", "run": "one", "students": 5}',
        '{"step": "done"}',
        '{"step": "done", "run": []}',
        "[]",
    )
    path.write_text("\n".join(damaged) + "\n")
    with journal.Journal(path, "two") as second:
        second.note("listed", students=["a"])
    assert journal.unfinished(path) == {"a": "two"}
