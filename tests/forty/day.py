"""An instructor's day with a class of forty: built, collected three ways, graded, given back, exported.

Every command is a program of its own, called by an ordinary user; where the tests are root's, by nobody.
"""

import csv
import io
import json
import os
import secrets
import shutil
import socket
from dataclasses import dataclass, field
from pathlib import Path

from pathfinders.course import statuses
from pathfinders.course.sandbox import room
from pathfinders.practice.source import read_exercise
from tests.fixtures_class import SLUG, points
from tests.forty import broken, handing_in, honest, hostile
from tests.ordinary import ordinary

ABSENT, SECRET = "absent", "the-password-of-the-gradebook"

# Calls one command after the other and prints what each said; orphans of any become children of this one,
# which gives those that are ending anyhow the time to do so.
DRIVER = """
import ctypes, json, os, select, subprocess, sys, time
ctypes.CDLL(None).prctl(36, 1)
told = {{}}
for name, command in {commands!r}.items():
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-m", *command], cwd={course!r}, capture_output=True, text=True,
                          env=os.environ | {{"GRADEBOOK_PASSWORD": {secret!r}}})
    told[name] = [done.returncode, done.stdout, done.stderr, round(time.monotonic() - began, 1)]
left = []
for child in open(f"/proc/self/task/{{os.getpid()}}/children").read().split():
    if not select.select([os.pidfd_open(int(child))], [], [], 10)[0]:
        left.append(open(f"/proc/{{child}}/cmdline").read())
print(json.dumps([told, left]))
"""


@dataclass(frozen=True)
class Told:
    """What one command said."""

    code: int
    out: str
    err: str
    seconds: float


@dataclass
class Day:
    """What became of the forty."""

    folder: Path
    exercise: object
    mark: str = field(default_factory=lambda: f"planted-{secrets.token_hex(4)}")
    given: dict = field(default_factory=dict)
    """Student → part → code, of all who answer or attack in answers."""

    before: dict = field(default_factory=dict)
    """Relative path → bytes of all that was there before anything was graded."""

    told: dict = field(default_factory=dict)
    """Name of a command → Told."""

    left: list = field(default_factory=list)
    """Command lines of processes that outlived the command that began them."""

    called: bool = False
    """True when somebody reached the grader's machine over its network."""

    @property
    def course(self):
        return self.folder / "course"

    @property
    def statuses(self):
        return statuses.statuses(self.course, SLUG)

    @property
    def points(self):
        return points(self.course)

    def opened(self, student):
        """The notebook that readers of the submission open."""
        path = self.course / "autograded" / student / SLUG / f"{SLUG}.ipynb"
        return json.loads(path.read_text(encoding="utf-8"))

    def page(self, student):
        """The feedback page."""
        return (self.course / "feedback" / student / SLUG / f"{SLUG}.html").read_text(encoding="utf-8")

    def rows(self, name):
        """The table that an export printed, a dictionary for each row."""
        return list(csv.DictReader(io.StringIO(self.told[name].out, newline="")))

    def files(self):
        """Relative path → bytes of what lies in the folder now; of a link where it leads."""
        paths = (path for path in self.folder.rglob("*") if path.is_symlink() or path.is_file())
        return {str(path.relative_to(self.folder)): content(path) for path in paths}

    def call(self, commands, first=""):
        """Calls commands (name → arguments) one after the other; `first` is Python that is run before."""
        script = first + DRIVER.format(commands=commands, course=str(self.course), secret=SECRET)
        told, left = json.loads(ordinary(script, self.folder))
        self.told |= {name: Told(*one) for name, one in told.items()}
        self.left += left


def content(path):
    return os.readlink(path).encode() if path.is_symlink() else path.read_bytes()


def spent(root, folder):
    """The Day of the forty in an empty folder."""
    day = Day(folder, read_exercise(root / "exercises" / f"{SLUG}.md"))
    shutil.copytree(root / "exercises", folder / "exercises")
    day.course.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as server:
        hand_in(day, server.getsockname()[1])
        day.call(morning(day))
        day.before = day.files()
        day.call(afternoon(day))
        server.settimeout(0)
        day.called = reached(server)
    return day


def reached(server):
    try:
        server.accept()
    except BlockingIOError:
        return False
    return True


def hand_in(day, port):
    """Lays everybody's work where it is collected from."""
    key = honest.key(day.exercise)
    target = hostile.Target(str(day.course), port, day.mark)
    day.given |= honest.class_of(day.exercise) | hostile.class_of(key, target)
    works = {student: json.dumps(broken.written(given)).encode() for student, given in day.given.items()}
    right = works["right"]
    works |= broken.unreadable(right.decode()) | broken.damaged(key)
    works |= {"misnamed": right, "linked": right, "empty-handed": None}
    numbers = {student: number for number, student in enumerate(sorted([*works, ABSENT]), 100)}
    ways = {way: {} for way in ("exchange", "canvas", "moodle")}
    for student, data in works.items():
        ways[handing_in.way(student)][student] = data
    odd = dict.fromkeys(handing_in.ODD, right)
    inbound = handing_in.by_exchange(day.folder / "exchange", ways["exchange"] | odd)
    handing_in.by_canvas(day.folder / "canvas.zip", ways["canvas"], numbers)
    handing_in.by_moodle(day.folder / "moodle", ways["moodle"], numbers)
    (day.folder / "roster.csv").write_text(handing_in.roster(numbers), encoding="utf-8")
    spoil(day, inbound)


def spoil(day, inbound):
    """A link to the key for one notebook, a module beside another, and a pipe that nobody ever writes to."""
    (linked,) = inbound.glob("linked+*/*.ipynb")
    linked.unlink()
    linked.symlink_to(day.course / "source" / SLUG / linked.name)
    (beside,) = inbound.glob("calls-out+*")
    (beside / "numpy.py").write_text("ones = None")
    (secret,) = inbound.glob("peeks+*/submission_secret.txt")
    secret.unlink()
    os.mkfifo(secret)
    given_away(day.folder)


def given_away(folder):
    """What lies in a folder becomes the ordinary user's who calls the commands."""
    for path in folder.rglob("*") if os.geteuid() == 0 else ():
        os.chown(path, room.NOBODY, room.NOBODY, follow_symlinks=False)


def morning(day):
    """The course is made and the hand-ins are taken."""
    of = [str(day.course), SLUG]
    listed = ["--roster", str(day.folder / "roster.csv")]
    build = ["course", "build", "--from", str(day.folder / "exercises"), "--to", str(day.course)]
    return {
        "build": ["pathfinders", *build],
        "students": ["nbgrader", "db", "student", "import", str(day.folder / "roster.csv")],
        "exchange": ["pathfinders", "collect", *of, "--exchange", str(day.folder / "exchange")],
        "canvas": ["pathfinders", "collect", *of, "--from", str(day.folder / "canvas.zip"), *listed],
        "moodle": ["pathfinders", "collect", *of, "--from", str(day.folder / "moodle"), *listed],
    }


def afternoon(day):
    """The class is graded, given back and exported; and somebody is called by a path."""
    of = [str(day.course), SLUG]
    return {
        "grade": ["pathfinders", "grade", *of, "--jobs", "2", "--seconds", "5"],
        "resume": ["pathfinders", "grade", *of, "--resume"],
        "path": ["pathfinders", "grade", *of, "--student", "../submitted/right"],
        "feedback": ["pathfinders", "feedback", *of],
        **{f"to {to}": ["pathfinders", "export", *of, "--to", to] for to in ("csv", "canvas", "moodle")},
    }
