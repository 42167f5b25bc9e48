"""`python -m pathfinders course build`: an nbgrader course on which nbgrader's own commands work."""

import argparse
import sys
from pathlib import Path

from pathfinders.course import config
from pathfinders.errors import PathfindersError
from pathfinders.files import replace
from pathfinders.practice import coursekey, sheets
from pathfinders.practice.exercise import ExerciseError
from pathfinders.practice.notebooks import notebook_text, source_notebook
from pathfinders.practice.validation import validate


def build(exercises, to, public=None):
    """Write the course of every exercise in the folder `exercises` to the folder `to`; returns them.

    Writes `nbgrader_config.py`, `source/SLUG/SLUG.ipynb` and `hidden/SLUG.json`, a key for the values of
    hidden checks where there is none, and nothing else in `to`: what has been handed in, the gradebook, the
    key and settings of one's own stay. With `public` (a folder), the sheets that travel with the package are
    written there too. Raises ExerciseError before anything is written when one exercise is not fit to be
    given.
    """
    found = sorted(Path(exercises).glob("*.md"))
    if not found:
        raise ExerciseError(
            exercises, "no exercise", "files named NN-slug.md", "call it from the project's folder"
        )
    made = tuple(validate(path) for path in found)
    configure(Path(to) / sheets.CONFIG)
    coursekey.make(Path(to) / "hidden")
    for exercise in made:
        write(
            Path(to) / "source" / exercise.slug / f"{exercise.slug}.ipynb",
            notebook_text(source_notebook(exercise)),
        )
        write(
            Path(to) / "hidden" / f"{exercise.slug}.json", sheets.sheets_text(exercise, sheets.hidden_sheet)
        )
        if public:
            write(Path(public) / f"{exercise.slug}.json", sheets.sheets_text(exercise, sheets.public_sheet))
    return made


def configure(path):
    """Write nbgrader's configuration: what stands below its last line stays there, and a file that somebody
    has changed above it is kept beside it."""
    there = path.read_text(encoding="utf-8", errors="replace") if path.exists() else config.TEXT
    made, line, own = there.partition(config.OWN)
    if made + line != config.TEXT:
        replace(path.with_name(f"{path.name}.before-{len(earlier(path)) + 1}"), path.read_bytes())
    write(path, config.TEXT + own)


def earlier(path):
    """The configurations that an earlier build found changed, and kept."""
    return sorted(path.parent.glob(f"{path.name}.before-*"))


def write(path, text):
    """Write a text file with LF line ends, whole or not at all, and only when it changes."""
    if path.exists() and path.read_bytes() == text.encode():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    replace(path, text)


def main(argv=None):
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="pathfinders course build", description=__doc__)
    parser.add_argument("action", nargs="?", choices=["build"], default="build")
    parser.add_argument(
        "--from", dest="exercises", default="exercises", help="the exercises (default: exercises)"
    )
    parser.add_argument("--to", default="_build/course", help="the course (default: _build/course)")
    chosen = parser.parse_args(argv)
    is_new = not (Path(chosen.to) / "hidden" / coursekey.NAME).exists()
    settings = Path(chosen.to) / sheets.CONFIG
    known = earlier(settings)
    try:
        made = build(chosen.exercises, chosen.to, public_folder(chosen.exercises))
    except PathfindersError as error:
        print(error, file=sys.stderr)
        return 1
    names = ", ".join(f"{exercise.slug} ({exercise.points:g} points)" for exercise in made)
    print(f"{chosen.to}: {names}")
    if is_new:
        print(f"New: {Path(chosen.to) / 'hidden' / coursekey.NAME}. Keep a copy: grades depend on it.")
    for path in earlier(settings)[len(known) :]:
        print(f"{settings} is new; what it was is in {path.name}. Put your own settings below its last line.")
    print(f"Next: cd {chosen.to} && nbgrader generate_assignment {made[0].slug}")
    return 0


def public_folder(exercises):
    """The package's public sheets, when the exercises are those of this very project; else None."""
    project = sheets.PUBLIC.parents[2]
    return sheets.PUBLIC if Path(exercises).resolve() == project / "exercises" else None
