"""`pathfinders export COURSE ASSIGNMENT --to csv|canvas|moodle`: the points as a table, statuses with them.

In the tables of Canvas and Moodle a number stands only where nobody has to look at anything any more: an
empty field leaves a grade as it is, a zero would be one. With --roster (what Canvas or Moodle has exported)
every row, name and id is theirs, and only the points are filled in. The plain table gets from a roster the
names, and a row for each who is not in the gradebook. Rows of nobody whom the gradebook knows stay as they
are, and so do those of whoever has handed in since they were graded.
"""

import argparse
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

from pathfinders import files
from pathfinders.course import assignment as assignments
from pathfinders.course import footnotes, handed_in, ledger, listing, rostered, statuses
from pathfinders.course.assignment import GradingError
from pathfinders.course.classlist import read_table
from pathfinders.course.footnotes import FIELDS, WHOSE
from pathfinders.course.ledger import Standing
from pathfinders.course.rostered import POSSIBLE, completed, filled, people
from pathfinders.course.spreadsheet import safe, text_of
from pathfinders.errors import printable

CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
MOODLE = ("Username",)
UNRUN = ("not submitted", "not graded", "refused")
"""Of whom nothing was run, in the sandbox or without it."""


def table(assignment, found, to, roster=None, column=""):
    """The rows of the table (lists of texts), the heading first; `roster` are rows of Canvas or Moodle.

    `column` is what Canvas calls the assignment, where that is not its own name.
    """
    canvas_ = partial(canvas, column=column or assignment.name)
    rows = {"csv": plain, "canvas": canvas_, "moodle": moodle}[to](assignment, found, roster)
    return [[safe(field) for field in row] for row in rows]


def current(assignment):
    """The Standings, with what `grade` has not taken up yet; who was never graded has a status of its own."""
    found = ledger.standings(assignment)
    given, _ = handed_in.hand_ins(assignment.course, assignment.name)
    known = statuses.statuses(assignment.course, assignment.name)
    for id, sentence in listing.pending(assignment, given, known).items():
        one = found.get(id, Standing(id, "not submitted"))
        if one.status == "not submitted":
            found[id] = replace(one, status="not graded", newer=sentence)
        elif sentence == listing.CHANGED:
            found[id] = replace(one, newer=sentence)
    return dict(sorted(found.items()))


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
        confined = "" if one.status in UNRUN else "yes" if one.sandboxed else "no"
        came = [one.received or "", number(one.late.seconds // 60 or None), number(one.late.penalty)]
        notes = " ".join(filter(None, (one.newer, *one.remarks, *one.told)))
        name = named.get(id.lower(), [""]) if roster else []
        yield [*row, " ".join(one.waiting), *came, confined, *parts, notes, *name]


def canvas(assignment, found, roster, column):
    """A table that Canvas imports as one assignment."""
    full = number(sum(assignment.graded.values()))
    if roster:
        yield from filled(roster, found, [column], lambda one: [number(one.final)], [full])
        return
    yield [*CANVAS, column]
    yield [f"    {POSSIBLE}", "", "", "", "", full]
    for id, one in found.items():
        yield [id, "", "", id, "", "" if one.newer else number(one.final)]


def moodle(assignment, found, roster=None):
    """A table that Moodle imports; the status stands in the comments."""

    def fields(one):
        return [number(one.final), comment(one)]

    if roster:
        yield from filled(roster, found, FIELDS, fields)
        return
    yield [*MOODLE, *FIELDS]
    for id, one in found.items():
        yield [id, *(("", "") if one.newer else fields(one))]


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
    check_column(chosen.column, chosen.to)
    check_place(chosen.out)
    assignment = assignments.read(chosen.course, chosen.assignment)
    everybody = current(assignment)
    found = ledger.picked(everybody, chosen.student)
    roster, delimiter = read_table(chosen.roster) if chosen.roster else (None, ",")
    if roster:
        rostered.check(chosen.roster, roster, everybody, chosen.to)
    if roster and chosen.to == "csv":
        found = found if chosen.student else completed(found, roster)
        delimiter = ","
    column = chosen.column.strip() or assignment.name
    text = text_of(table(assignment, found, chosen.to, roster, column), delimiter)
    if chosen.out:
        files.replace(Path(chosen.out), text)
    else:
        sys.stdout.write(text)
    added = footnotes.added(column, chosen.to, roster, bool(chosen.column))
    for line in (*footnotes.remarks(found, chosen.to, roster), *added):
        print(printable(line), file=sys.stderr)
    return 0


def check_column(column, to):
    """Raises GradingError for a --column in which there are no points."""
    if column and to != "canvas":
        raise GradingError(f"--column {column}", f"the table is for {to}", "--to canvas beside it")
    if column.strip().lower() in (name.lower() for name in WHOSE):
        raise GradingError(f"--column {column}", "a column that says whose a row is", "that of an assignment")


def check_place(out):
    """Raises GradingError for an --out where no file can be."""
    if out and not Path(out).parent.is_dir():
        raise GradingError(Path(out).parent, "no such folder", "one that is there", "make it first")
    if out and Path(out).is_dir():
        raise GradingError(out, "a folder", "the name of a file", f"such as {Path(out) / 'grades.csv'}")


def parser():
    made = argparse.ArgumentParser(prog="pathfinders export", description=__doc__)
    made.add_argument("course", help="the course's folder, with nbgrader_config.py in it")
    made.add_argument("assignment", help="such as 05-two-rubber-bands")
    made.add_argument("--to", choices=("csv", "canvas", "moodle"), default="csv")
    made.add_argument("--out", help="a file (default: what is printed)")
    made.add_argument("--roster", help="the CSV that Canvas or Moodle has exported: its rows are filled in")
    made.add_argument("--column", default="", help="what Canvas calls the assignment (default: as here)")
    made.add_argument("--student", action="append", default=[], help="only this one; repeat it for several")
    return made
