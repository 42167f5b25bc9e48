"""The journal of a grading: one line of JSON for each step, so that a grader that was stopped can go on.

Each line is whole or not there, and names the run, the step and the student. A step is written when it is
done; what lies between two steps may be done twice, never half.
"""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from pathfinders.course.assignment import GradingError
from pathfinders.course.receipts import is_torn
from pathfinders.files import FULL

STEPS = (
    "locked",
    "listed",
    "ready",
    "begun",
    "taken",
    "ran",
    "judged",
    "filled",
    "written",
    "recorded",
    "done",
)
"""In their order. Of the run: it alone grades now; the submissions are listed; the sandbox is ready. Of each
submission: begun; answers taken from the file; run; judged; rows filled in, not yet committed; notebook in
its place; committed. Of the run: done."""


class Journal:
    """Appends to `path`; may be used by several threads at once."""

    def __init__(self, path, run=None):
        self.path, self.run = Path(path), run or datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.file = os.open(
            self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666
        )
        if is_torn(self.path):
            self.append(b"\n")

    def note(self, step, student=None, **more):
        """Writes that a step is done."""
        line = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "run": self.run, "step": step}
        line |= {"student": student} if student is not None else {}
        self.append(json.dumps(line | more, ensure_ascii=False).encode("utf-8", "replace") + b"\n")

    def append(self, data):
        """Writes bytes; raises GradingError where not all of them could be."""
        try:
            full, why = os.write(self.file, data) < len(data), ""
        except OSError as error:
            full, why = error.errno in FULL, f" ({(error.strerror or str(error)).lower()})"
        if full or why:
            do = "make room on the disk, then go on with --resume" if full else "go on with --resume"
            raise GradingError(self.path, f"a line could not be written{why}", "", do)

    def close(self):
        os.close(self.file)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


def read(path):
    """The lines as dictionaries, without broken ones; none where there is no file."""
    path = Path(path)
    if not path.exists():
        return []
    return [
        line for line in map(parsed, path.read_text(encoding="utf-8", errors="replace").splitlines()) if line
    ]


def parsed(line):
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) and is_whole(data) else None


def is_whole(data):
    """True for a line in which nobody has damaged by hand what is asked of it later."""
    step, students = data.get("step"), data.get("students")
    texts = [step, data.get("run")]
    if step == "listed":
        texts += students if isinstance(students, list) else [None]
    if step == "recorded":
        texts.append(data.get("student"))
    return all(isinstance(text, str) for text in texts)


def unfinished(path):
    """Student → the run that has listed and not recorded them, as far as the journal knows.

    The gradebook knows better: a grader can be killed before it writes here what is recorded there.
    """
    left = {}
    for line in read(path):
        if line["step"] == "listed":
            left |= dict.fromkeys(line["students"], line["run"])
        elif line["step"] == "recorded":
            left.pop(line["student"], None)
        elif line["step"] == "done":
            left = {student: run for student, run in left.items() if run != line["run"]}
    return left
