"""`pathfinders feedback COURSE ASSIGNMENT`: a page for each student, which needs neither network nor script.

The pages stand where `nbgrader release_feedback` looks for them.
"""

import argparse
import html
import json
import re
import secrets
from datetime import UTC, datetime

import jinja2
from markupsafe import Markup

from pathfinders import files
from pathfinders.course import assignment as assignments
from pathfinders.course import ledger, listing, readers, returned
from pathfinders.course.assignment import GradingError
from pathfinders.course.manuscript import Refused
from pathfinders.course.parcels import read_inside
from pathfinders.course.roster import is_safe
from pathfinders.errors import printable
from pathfinders.figure.palette import DARK, LIGHT

COLOURS = ("paper", "ink", "muted", "line", "change", "stability", "accent", "focus")
TINTS = {"light": {"tint": "#f3f4f6", "rule": "#d9dde1"}, "dark": {"tint": "#1f2226", "rule": "#353a40"}}
EMPHASIS = re.compile(r"(?<![\w*])(\*\*?)(?=\S)([^*\n]+)(?<=\S)\1(?![\w*])")
BESIDE = ("timestamp.txt", "submission_secret.txt")
"""What `nbgrader release_feedback` reads beside a page; where one is missing it stops for the whole class."""


def page(assignment, standing, notebook):
    """The HTML of one student's feedback; `notebook` is the graded one, or None where there is none."""
    told = standing.status in ("graded", "partly graded") or standing.so_far is not None
    parts = returned.parts(assignment, standing, notebook) if told and notebook is not None else ()
    open_points = sum(part.full for part in parts if part.points is None)
    return template().render(
        title=title(assignment),
        standing=standing,
        received=when(standing.received),
        said=returned.SAID[standing.status],
        parts=parts,
        full=sum(assignment.graded.values()),
        open_points=open_points,
        earned=sum(part.points or 0.0 for part in parts),
    )


def template():
    """The page's template, which escapes whatever is put into it."""
    loader = jinja2.FileSystemLoader(readers.__path__)
    made = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    made.filters |= {"g": lambda number: f"{number:g}", "words": words}
    made.globals |= {"light": colours(LIGHT, "light"), "dark": colours(DARK, "dark")}
    return made.get_template("feedback.html.j2")


def colours(palette, name):
    """The palette as CSS properties."""
    pairs = {key: palette[key] for key in COLOURS} | TINTS[name]
    return Markup("; ".join(f"--{key}: {value}" for key, value in pairs.items()))


def words(text):
    """Escaped text in which `code`, **strong** and *emphasis* look as they do in a notebook."""
    pieces = re.split(r"`([^`\n]+)`", text)
    for place, piece in enumerate(pieces):
        piece = html.escape(piece)
        pieces[place] = f"<code>{piece}</code>" if place % 2 else EMPHASIS.sub(emphasised, piece)
    return Markup("".join(pieces))


def emphasised(found):
    tag = "strong" if found[1] == "**" else "em"
    return f"<{tag}>{found[2]}</{tag}>"


def title(assignment):
    """The title of the exercise, as its notebook says it."""
    first = assignment.cells.get("title", {}).get("source", "").splitlines()
    return first[0].lstrip("# ") if first else assignment.name


def when(received):
    """A time of the gradebook as a person reads it, or an empty text."""
    return f"{datetime.fromisoformat(received):%d %B %Y, %H:%M} UTC" if received else ""


def write(assignment, standing):
    """Writes a student's page; returns its path. Raises GradingError for a notebook that cannot be read."""
    folder = assignment.course / "feedback" / standing.student / assignment.name
    again = f"run `pathfinders grade {assignment.course} {assignment.name} --student {standing.student}`"
    with assignments.whole(graded(assignment, standing.student), "a graded notebook", again):
        text = page(assignment, standing, graded_notebook(assignment, standing.student))
    folder.mkdir(parents=True, exist_ok=True)
    for name in BESIDE:
        files.replace(folder / name, beside(assignment, standing, name))
    files.replace(folder / f"{assignment.name}.html", text)
    return folder / f"{assignment.name}.html"


def graded(assignment, student):
    """Where a student's graded notebook stands."""
    return assignment.course / "autograded" / student / assignment.name / f"{assignment.name}.ipynb"


def graded_notebook(assignment, student):
    """The notebook, or None where there is none."""
    path = graded(assignment, student)
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def beside(assignment, standing, name):
    """What the exchange gave with the submission; where it gave nothing, what does no harm."""
    try:
        parts = (standing.student, assignment.name, name)
        return read_inside(assignment.course / "submitted", parts)[:1000].decode("utf-8", "replace")
    except (Refused, OSError):
        now = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f} UTC"
        return now if name == "timestamp.txt" else secrets.token_hex(32)


def main(argv=None):
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="pathfinders feedback", description=__doc__)
    parser.add_argument("course", help="the course's folder, with nbgrader_config.py in it")
    parser.add_argument("assignment", help="such as 05-two-rubber-bands")
    parser.add_argument("--student", action="append", default=[], help="only this one; repeat it for several")
    chosen = parser.parse_args(argv)
    assignment = assignments.read(chosen.course, chosen.assignment)
    found = ledger.picked(ledger.standings(assignment), chosen.student)
    present = [one for one in found.values() if one.status != "not submitted" and is_safe(one.student)]
    failed = [error for one in present if (error := attempt(assignment, one))]
    made = len(present) - len(failed)
    print(f"{made} {'page' if made == 1 else 'pages'} in {assignment.course / 'feedback'}.")
    print("\n".join(waiting(present)))
    absent = [one.student for one in found.values() if one.status == "not submitted"]
    lines = [*(f"No page for {id}: not submitted." for id in absent), *failed]
    lines += [next_step(assignment, present)] if made else []
    print("".join(f"{printable(line)}\n" for line in lines), end="")
    return 1 if failed else 0


def waiting(present):
    """Lines on what is not decided yet, counted as `pathfinders status` does."""
    left = list(listing.reading({one.student: one for one in present}))
    none = sum(one.status in ("refused", "crashed") for one in present)
    if none:
        left.append(f"{none} {'tells' if none == 1 else 'tell'} why there are no points: refused or crashed.")
    return left or ["Nothing waits for a person."]


def next_step(assignment, present):
    """What is to be done with the pages of those who handed in: by nbgrader's exchange, or by hand."""
    submitted = assignment.course / "submitted"
    places = [submitted / one.student / assignment.name / name for one in present for name in BESIDE]
    if any(place.is_file() for place in places):
        return f"Next: nbgrader release_feedback {assignment.name}"
    page = f"feedback/NAME/{assignment.name}/{assignment.name}.html"
    return f"Next: give each student their page, {page}: upload it where they handed in, or send it."


def attempt(assignment, standing):
    """Writes a page; the GradingError that kept this one from being written, or None. Raises Full."""
    try:
        write(assignment, standing)
    except files.Full:
        raise
    except GradingError as error:
        return error
    except OSError as error:
        where, found = error.filename or standing.student, str(error.strerror or error).lower()
        if error.errno in files.FULL:
            raise files.Full(where, "no room left on the disk", "", files.AGAIN) from None
        return GradingError(where, found, "a place for the student's page", "make way, then call it again")
    return None
