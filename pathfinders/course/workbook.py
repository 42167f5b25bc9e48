"""The student's own copies in work/: laid out, brought up to date beside what the student wrote, opened."""

import argparse
import datetime
import hashlib
import itertools
import json
from dataclasses import dataclass
from pathlib import Path

from pathfinders import files
from pathfinders.course.opening import open_lab
from pathfinders.course.start import START, start_page
from pathfinders.errors import PathfindersError

RECORD = ".origin.json"
PROJECT = Path(__file__).resolve().parents[2]


class WorkbookError(PathfindersError):
    """Copies that cannot be laid out: where, found, expected, next step."""


@dataclass(frozen=True)
class Changes:
    """What laying out did, by the names of the copies."""

    fresh: tuple
    renewed: tuple
    """Copies that nobody had changed."""
    beside: dict
    """{name of a copy that was worked in: name of the newer one laid beside it}."""


def main(argv=None):
    """Lays out work/ and with --lab opens JupyterLab on it; returns an exit code."""
    parser = argparse.ArgumentParser(prog="pathfinders work", description=__doc__)
    parser.add_argument("--source", type=Path, help="the project or the unpacked student bundle")
    parser.add_argument("--into", type=Path, help="the folder of copies (default: work/ in the source)")
    parser.add_argument("--lab", action="store_true", help="then open JupyterLab, with any further options")
    options, for_lab = parser.parse_known_args(argv)
    if for_lab and not options.lab:
        parser.error(f"unknown argument {for_lab[0]}")
    source = options.source or (PROJECT if is_course(PROJECT) else Path.cwd())
    work = (options.into or source / "work").resolve()
    originals = course_files(source)
    for line in told(lay_out(originals, work), work):
        print(line, flush=True)
    write(work / START, start_page(originals, work).encode())
    return open_lab(work, for_lab) if options.lab else 0


def is_course(folder):
    """Does the folder hold a course: the project, or an unpacked student bundle?"""
    return any((folder / "notebooks").glob("*.ipynb"))


def course_files(source):
    """{name below work/: bytes} of every notebook a student works in, chapters first.

    From the project, exercises are made without their answers; a bundle holds them ready.
    WorkbookError where the folder holds no course.
    """
    if not is_course(source):
        expected, do = "a folder notebooks/ with chapters", "call this in the unpacked student bundle"
        raise WorkbookError(source, "no course lies here", expected, do)
    folder = source / "notebooks"
    found = {path.name: path.read_bytes() for path in sorted(folder.glob("*.ipynb"))}
    ready = {f"exercises/{path.name}": path.read_bytes() for path in sorted(folder.glob("exercises/*.ipynb"))}
    return found | (ready or made_exercises(source / "exercises"))


def made_exercises(folder):
    """{name below work/: bytes} of the student's notebook of every exercise source in a folder."""
    from pathfinders.practice.notebooks import notebook_text, student_notebook
    from pathfinders.practice.source import read_exercise

    sources = sorted(folder.glob("[0-9][0-9]-*.md"))
    return {
        f"exercises/{path.stem}.ipynb": notebook_text(student_notebook(read_exercise(path))).encode()
        for path in sources
    }


def lay_out(originals, work):
    """Changes after copying {name: bytes} into work/; what a student has written is never overwritten.

    A record of what was handed out tells an untouched copy, which is renewed, from one that was worked in,
    beside which the newer one is laid.
    """
    record, fresh, renewed, beside = read_record(work), [], [], {}
    for name, content in originals.items():
        path, given = work / name, digest(content)
        present = digest(path.read_bytes()) if path.exists() else None
        if present is None:
            write(path, content)
            fresh.append(name)
        elif present != given and present == record.get(name):
            write(path, content)
            renewed.append(name)
        elif present != given and record.get(name) != given:
            beside[name] = lay_beside(path, content)
        record[name] = given
    write(work / RECORD, (json.dumps(record, indent=1, sort_keys=True) + "\n").encode())
    return Changes(tuple(fresh), tuple(renewed), {name: new for name, new in beside.items() if new})


def lay_beside(path, content, today=None):
    """Name of the newer copy laid beside a student's own; None where one with this content lies there."""
    if any(old.read_bytes() == content for old in path.parent.glob(f"{path.stem} (new *{path.suffix}")):
        return None
    counts = ("" if count == 1 else f" {count}" for count in itertools.count(1))
    names = (f"{path.stem} (new {today or datetime.date.today()}{count}){path.suffix}" for count in counts)
    free = next(path.with_name(name) for name in names if not path.with_name(name).exists())
    write(free, content)
    return free.name


def read_record(work):
    """{name: digest handed out}; {} where it cannot be read: then every copy counts as worked in."""
    try:
        record = json.loads((work / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def digest(content):
    """What identifies a file's content: of a notebook its cells, not what opening and running it writes.

    Otherwise a notebook that was only looked at would count as worked in at the next edition.
    """
    try:
        cells = json.loads(content)["cells"]
        kept = [[cell.get(key) for key in ("id", "cell_type", "attachments")] for cell in cells]
        said = [["".join(cell["source"]), cell["metadata"].get("nbgrader")] for cell in cells]
        content = json.dumps([kept, said], sort_keys=True).encode()
    except (ValueError, TypeError, KeyError, AttributeError):
        pass  # no notebook: then every byte counts
    return hashlib.sha256(content).hexdigest()


def write(path, content):
    """Writes a file whole or not at all, with the folders that it stands in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    files.replace(path, content)


def told(changes, work):
    """Lines that say what is new; none where nothing changed."""
    if changes.fresh:
        yield f"New in {work}: {', '.join(changes.fresh)}"
    if changes.renewed:
        yield f"Brought up to date (you had not changed them): {', '.join(changes.renewed)}"
    for name, new in changes.beside.items():
        yield f"Yours is kept: {name}; the newer one lies beside it as “{new}”"
