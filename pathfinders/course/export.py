"""`pathfinders export COURSE ASSIGNMENT --to csv|canvas|moodle`: the points as a table, statuses with them.

In the tables of Canvas and Moodle a number stands only where nobody has to look at anything any more: an
empty field leaves a grade as it is, a zero would be one. With --roster (what Canvas or Moodle has exported)
every row, name and id is theirs, and only the points are filled in. The plain table gets from a roster the
names, and a row for each who is not in the gradebook.
"""

import argparse
import csv
import io
import re
import sys
from pathlib import Path

from pathfinders.course import assignment as assignments
from pathfinders.course import ledger, shelf
from pathfinders.course.assignment import GradingError
from pathfinders.course.ledger import Standing
from pathfinders.course.roster import COLUMNS, person_of
from pathfinders.errors import printable

CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
MOODLE = ("Username",)
FORMULA = re.compile(r"""^(?=\t)|(?:^|(?<=[;\t\n]))(?=[\s"]*[=+\-@＝＋－＠])""")
"""Where a spreadsheet would begin to calculate: in front of a field, or of a piece where `;` parts fields."""

QUOTED = re.compile(r'[",;\t\n]')
NUMBER = re.compile(r"-\d+(?:\.\d+)?")
POSSIBLE = "Points Possible"


def table(assignment, found, to, roster=None):
    """The rows of the table (lists of texts), the heading first; `roster` are rows of Canvas or Moodle."""
    rows = {"csv": plain, "canvas": canvas, "moodle": moodle}[to](assignment, found, roster)
    return [[safe(field) for field in row] for row in rows]


def safe(field):
    """A field that no spreadsheet takes for a formula, nor a terminal for an order; a number is neither."""
    text = printable(re.sub(r"\r\n?", "\n", str(field)), kept="\n\t\u061c\u200e\u200f")
    return text if NUMBER.fullmatch(text) else FORMULA.sub("'", text)


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


def people(roster):
    """Id → name of everybody on a roster, whatever its columns are called."""
    top = [name.strip().lower() for name in roster[0]]
    found = (person_of({name: "" for name in top} | dict(zip(top, row, strict=False))) for row in roster[1:])
    return {person[0]: person[1].strip() for person in found if person}


def completed(found, roster):
    """The Standings with one for each person on the roster who is not among them, in the order of the ids."""
    known = {id.lower() for id in found}
    absent = (id for id in people(roster) if id.lower() not in known)
    return dict(sorted((found | {id: Standing(id, "not submitted") for id in absent}).items()))


def canvas(assignment, found, roster=None):
    """A table that Canvas imports as one assignment."""
    full = number(sum(assignment.graded.values()))
    if roster:
        yield from filled(roster, found, [assignment.name], lambda one: [number(one.final)], "canvas", [full])
        return
    yield [*CANVAS, assignment.name]
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


def filled(roster, found, names, fields, system, possible=()):
    """The roster's rows with our columns filled in; who is not in it stays out."""
    top = list(roster[0])
    places = [place_of(top, name) for name in names]
    yield top
    for row in roster[1:]:
        one = standing_of(row, top, found, system) or Standing("", "not submitted")
        is_head = row[0].strip().startswith(POSSIBLE)
        yield put(row, places, possible if is_head else fields(one), len(top))


def place_of(top, name):
    """The place of a column of the heading `top`, which gets a new one at its end if there is none.

    Canvas adds its own number to an assignment's name: `05-two-rubber-bands (4711)`.
    """
    for place, text in enumerate(top):
        if text.strip().lower() == name.lower() or text.startswith(f"{name} ("):
            return place
    top.append(name)
    return len(top) - 1


def put(row, places, fields, width):
    """The row with fields put in their places."""
    made = [*row, *[""] * (width - len(row))]
    for place, text in zip(places, fields, strict=False):
        made[place] = text
    return made


def standing_of(row, top, found, system):
    """The Standing of a row's person, or None for a row of nobody whom we know."""
    fields = dict(zip((name.strip().lower() for name in top), row, strict=False))
    ids = [fields.get(name, "").strip().lower() for name in (*COLUMNS[system], "id", "student")]
    return next((one for id, one in found.items() if id.lower() in ids), None)


def read_rows(path):
    """The rows of a roster, ids as they stand there; raises GradingError where it is no table."""
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise GradingError(
            path, f"no table ({error})", "the CSV that Canvas or Moodle has exported"
        ) from None
    if not rows:
        raise GradingError(path, "nothing in it", "the CSV that Canvas or Moodle has exported")
    return rows


def text_of(rows):
    """The rows as CSV: quoted where some program needs it, each line ended by CR LF, as RFC 4180 has it."""
    return "".join(",".join(map(quoted, row)) + "\r\n" for row in rows)


def quoted(field):
    """A field as it stands in the file. An empty one stays empty: in quotation marks it might be a text."""
    return '"' + field.replace('"', '""') + '"' if QUOTED.search(field) else field


def main(argv=None):
    """The command; returns its exit code."""
    chosen = parser().parse_args(argv)
    assignment = assignments.read(chosen.course, chosen.assignment)
    found = ledger.picked(ledger.standings(assignment), chosen.student)
    roster = read_rows(chosen.roster) if chosen.roster else None
    if roster and chosen.to == "csv" and not chosen.student:
        found = completed(found, roster)
    text = text_of(table(assignment, found, chosen.to, roster))
    if chosen.out:
        shelf.replace(Path(chosen.out), text)
    else:
        sys.stdout.write(text)
    for line in (*remarks(found, chosen.to, roster), *added(assignment, chosen.to, roster)):
        print(printable(line), file=sys.stderr)
    return 0


def parser():
    made = argparse.ArgumentParser(prog="pathfinders export", description=__doc__)
    made.add_argument("course", help="the course's folder, with nbgrader_config.py in it")
    made.add_argument("assignment", help="such as 05-two-rubber-bands")
    made.add_argument("--to", choices=("csv", "canvas", "moodle"), default="csv")
    made.add_argument("--out", help="a file (default: what is printed)")
    made.add_argument("--roster", help="the CSV that Canvas or Moodle has exported: its rows are filled in")
    made.add_argument("--student", action="append", default=[], help="only this one, again if need be")
    return made


def added(assignment, to, roster):
    """A line where the roster of Canvas has no column of the assignment, so that it would get a new one."""
    name = assignment.name
    if to == "canvas" and roster and place_of(list(roster[0]), name) == len(roster[0]):
        yield (
            f"No column of the roster is called “{name}” or “{name} (NUMBER)”: one was added at its end, of "
            f"which Canvas makes a new assignment. Call yours {name} in Canvas and export its gradebook anew."
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
