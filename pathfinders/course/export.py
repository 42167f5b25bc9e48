"""`pathfinders export COURSE ASSIGNMENT --to csv|canvas|moodle`: the points as a table, statuses with them.

In the tables of Canvas and Moodle a number stands only where nobody has to look at anything any more: an
empty field leaves a grade as it is, a zero would be one. With --roster (what Canvas or Moodle has exported)
every row, name and id is theirs, and only the points are filled in. The plain table gets from a roster the
names, and a row for each who is not in the gradebook.
"""

import argparse
import sys
from functools import partial
from pathlib import Path

from pathfinders.course import assignment as assignments
from pathfinders.course import ledger, shelf
from pathfinders.course.rostered import POSSIBLE, completed, filled, people, place_of, standing_of
from pathfinders.course.spreadsheet import read_rows, safe, text_of
from pathfinders.errors import printable

CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
MOODLE = ("Username",)


def table(assignment, found, to, roster=None, column=""):
    """The rows of the table (lists of texts), the heading first; `roster` are rows of Canvas or Moodle.

    `column` is what Canvas calls the assignment, where that is not its own name.
    """
    canvas_ = partial(canvas, column=column or assignment.name)
    rows = {"csv": plain, "canvas": canvas_, "moodle": moodle}[to](assignment, found, roster)
    return [[safe(field) for field in row] for row in rows]


def number(points):
    """Points as a field: empty where there are none."""
    return "" if points is None else f"{round(points, 2):g}"


def plain(assignment, found, roster=None):
    """A row for each student: status, points, what waits for a person, and the points of each part.

    From the points what being late costs is taken off; from those of the parts it is not.
    """
    head = ["student", "assignment", "status", "points", "max_points", "points_so_far", "waits_for_a_person"]
    names = people(roster) if roster else {}
    named = {id.lower(): [name] for id, name in names.items()}
    yield [*head, "received", "minutes_late", "penalty", "sandboxed", *assignment.graded, "notes"] + (
        ["name"] if roster else []
    )
    full = number(sum(assignment.graded.values()))
    for id, one in found.items():
        parts = [number(one.grades[name].points) if name in one.grades else "" for name in assignment.graded]
        row = [id, assignment.name, one.status, number(one.final), full, number(one.so_far)]
        confined = ("yes" if one.sandboxed else "no") if one.status != "not submitted" else ""
        came = [one.received or "", number(one.late.seconds // 60 or None), number(one.late.penalty)]
        notes = " ".join((*one.remarks, *one.told))
        name = named.get(id.lower(), [""]) if roster else []
        yield [*row, " ".join(one.waiting), *came, confined, *parts, notes, *name]


def canvas(assignment, found, roster, column):
    """A table that Canvas imports as one assignment."""
    full = number(sum(assignment.graded.values()))
    if roster:
        yield from filled(roster, found, [column], lambda one: [number(one.final)], "canvas", [full])
        return
    yield [*CANVAS, column]
    yield [f"    {POSSIBLE}", "", "", "", "", full]
    for id, one in found.items():
        yield [id, "", "", id, "", number(one.final)]


def moodle(assignment, found, roster=None):
    """A table that Moodle imports; the status stands in the comments."""

    def fields(one):
        return [number(one.final), comment(one)]

    names = ["Grade", "Feedback comments"]
    if roster:
        yield from filled(roster, found, names, fields, "moodle")
        return
    yield [*MOODLE, *names]
    for id, one in found.items():
        yield [id, *fields(one)]


def comment(one):
    """What stands beside the points in Moodle, which takes it for HTML."""
    told = one.told if one.status in ("refused", "crashed") else one.told[: bool(one.late.sentence)]
    waits = (
        ()
        if one.status in ("refused", "crashed") or not one.waiting
        else (f"A person will look at: {', '.join(one.waiting)}.",)
    )
    words = " ".join([f"{one.status.capitalize()}.", *told, *waits])
    return words.replace("<", "‹").replace(">", "›")


def main(argv=None):
    """The command; returns its exit code."""
    chosen = parser().parse_args(argv)
    assignment = assignments.read(chosen.course, chosen.assignment)
    found = ledger.picked(ledger.standings(assignment), chosen.student)
    roster = read_rows(chosen.roster) if chosen.roster else None
    if roster and chosen.to == "csv" and not chosen.student:
        found = completed(found, roster)
    column = chosen.column or assignment.name
    text = text_of(table(assignment, found, chosen.to, roster, column))
    if chosen.out:
        shelf.replace(Path(chosen.out), text)
    else:
        sys.stdout.write(text)
    for line in (*remarks(found, chosen.to, roster), *added(column, chosen.to, roster)):
        print(printable(line), file=sys.stderr)
    return 0


def parser():
    made = argparse.ArgumentParser(prog="pathfinders export", description=__doc__)
    made.add_argument("course", help="the course's folder, with nbgrader_config.py in it")
    made.add_argument("assignment", help="such as 05-two-rubber-bands")
    made.add_argument("--to", choices=("csv", "canvas", "moodle"), default="csv")
    made.add_argument("--out", help="a file (default: what is printed)")
    made.add_argument("--roster", help="the CSV that Canvas or Moodle has exported: its rows are filled in")
    made.add_argument("--column", default="", help="what Canvas calls the assignment (default: as here)")
    made.add_argument("--student", action="append", default=[], help="only this one, again if need be")
    return made


def added(name, to, roster):
    """A line where the roster of Canvas has no column of that name, so that it would get a new one."""
    if to == "canvas" and roster and place_of(list(roster[0]), name) == len(roster[0]):
        yield (
            f"No column of the roster is called “{name}” or “{name} (NUMBER)”: one was added at its end, of "
            "which Canvas makes a new assignment. Name the one you mean with --column."
        )


def remarks(found, to, roster):
    """A line for each student whose points are not in the table, which the system's own table cannot say."""
    listed = (
        [standing_of(row, roster[0], found, to) for row in roster[1:]] if roster and to != "csv" else None
    )
    for id, one in found.items():
        if listed is not None and one not in listed:
            yield f"{id}: in the gradebook, and not on the roster."
        elif one.final is None and to != "csv":
            waits = f"; a person has to look at {', '.join(one.waiting)}" if one.waiting else ""
            yield f"{id}: no points in the table: {one.status}{waits}."
    if any(not one.sandboxed for one in found.values()):
        yield "WITHOUT THE SANDBOX: students' code was run with all rights of whoever graded."
