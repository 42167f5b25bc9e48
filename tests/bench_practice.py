"""What a student waits for: one check, warm, beside nbgrader's own validation of the same notebook."""

import contextlib
import io
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pathfinders.practice import fragment, notebooks, student
from pathfinders.practice.source import read_exercise

EXERCISE = Path(__file__).resolve().parent.parent / "exercises" / "05-two-rubber-bands.md"
TARGET = 0.2
REPEATS = 7


def rows():
    """A row for each part's check and one for the slowest of them against `nbgrader validate`."""
    exercise = read_exercise(EXERCISE)
    times = {part.id: once_warm(part) for part in exercise.parts if part.auto}
    made = [row(f"check of {id}", seconds, None, TARGET, seconds <= TARGET) for id, seconds in times.items()]
    validate, slowest = validated(exercise), max(times.values())
    return [
        *made,
        row("slowest check (peer: nbgrader validate)", slowest, validate, "≥ 50×", slowest <= validate / 50),
    ]


def row(name, ours, peer, target, holds):
    """One row of the bench table; times in seconds, and the target a time or, with a peer, its words."""
    ratio = peer / ours if peer else None
    return {
        "name": name,
        "ours": ours,
        "peer": peer,
        "ratio": ratio,
        "target": target,
        "unit": "s",
        "holds": holds,
    }


def once_warm(part):
    """Median seconds of a check on the key, its equations changed each time so that nothing is remembered."""
    times = []
    for number in range(REPEATS + 1):
        namespace = {}
        exec(part.answer, namespace)
        if part.kind == "text":
            namespace[part.name] += f"\nunused {number} = {number} ~ 1\n"
        begin = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()):
            verdict = student.verdict(part.id, namespace, EXERCISE.stem)
        times.append(time.perf_counter() - begin)
        assert verdict.passed, verdict.words
    fragment.build.cache_clear()
    return statistics.median(times[1:])


def validated(exercise):
    """Seconds of `nbgrader validate` on a notebook with the same answers."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{exercise.slug}.ipynb"
        path.write_text(notebooks.notebook_text(notebooks.source_notebook(exercise)), encoding="utf-8")
        begin = time.perf_counter()
        told = subprocess.run(
            [sys.executable, "-m", "nbgrader", "validate", str(path)], capture_output=True, timeout=120
        )
        seconds = time.perf_counter() - begin
    assert b"Success" in told.stdout, told.stdout + told.stderr
    return seconds


if __name__ == "__main__":
    for line in rows():
        print(line)
