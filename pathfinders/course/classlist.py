"""The roster that a person gives: a CSV of their own, or what Canvas or Moodle has exported."""

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from pathfinders.course.headings import id_of, is_tester, lowered, name_of, numbers_of, system_of
from pathfinders.course.roster import ALLOWED, Roster, folded, is_safe, made_id, shown
from pathfinders.errors import PathfindersError

BINARY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How a workbook of Excel begins, the newer kind of which is a zip."""

DELIMITERS = ",;\t"
EXCELS = r"\A\"?sep=.\"?\r?\n"
"""A line before the heading that only Excel knows; what parts the fields is seen without it."""

EXPECTED = "a column named id, or the CSV that Canvas or Moodle, set to English, has exported"
RENAMED = "{} on the roster: no id that a folder can have; {} stands for it."
UNUSABLE = "{} on the roster: no id of {}; the row is left out until it has one."


class RosterError(PathfindersError):
    """A roster that cannot be read."""


@dataclass(frozen=True)
class Person:
    """Whose a row is."""

    id: str
    """One for the whole row: what else stands in it names nobody. Not safe in a CSV of one's own alone."""

    name: str = ""
    canvas: str = ""
    """Canvas's number."""

    moodle: str = ""
    remark: str = ""
    """A sentence for whoever has given the roster, where its id cannot be used."""


def read_table(path):
    """(rows, the heading first; what parts their fields) of a roster; raises RosterError where it is none."""
    try:
        data = Path(path).read_bytes()
        if data.startswith(BINARY):
            raise RosterError(path, "an Excel workbook or a zip", "a table", "save it as CSV (UTF-8)")
        text = re.sub(EXCELS, "", decoded(data))
        delimiter = next((sign for sign in DELIMITERS if system_of(heading(text, sign))), None)
        rows = parted(text, delimiter or ",", strict=True)
    except (UnicodeDecodeError, csv.Error) as error:
        raise RosterError(path, f"no table ({error})", "a CSV file in UTF-8") from None
    if not rows:
        raise RosterError(path, "nothing in it, so nobody", EXPECTED)
    if delimiter is None:
        raise RosterError(path, "nobody in it: no column says whose a row is", EXPECTED)
    single(path, listed(rows))
    return rows, delimiter


def decoded(data):
    """The text of a file: UTF-8, or the UTF-16 in which spreadsheets save what they call Unicode."""
    return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")


def parted(text, delimiter, **options):
    """The rows of a CSV, but empty lines."""
    return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, **options) if row]


def heading(text, delimiter):
    """The names of the columns in small letters, if it is this that parts them."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return lowered(next(filter(None, lines), []))


def listed(rows):
    """The Person of each row under the heading, or None for a row of nobody."""
    top = lowered(rows[0])
    return [
        person_of({name: "" for name in top} | dict(zip(top, map(str.strip, row), strict=False)))
        for row in rows[1:]
    ]


def person_of(row):
    """The Person of a row (column → field), or None for one that names nobody.

    Whom Canvas or Moodle knows by no id that is safe is called as by their files without a roster.
    """
    system = system_of(list(row))
    id, name = id_of(row, system), name_of(row, system)
    if system == "canvas" and is_tester(row, name):
        return None
    numbers = numbers_of(row, system)
    if is_safe(id):
        return Person(id, name, **numbers)
    said = (f"{shown(id)} ({shown(name)})" if name else shown(id)) if id else shown(name) or "A row"
    number = numbers.get(system, "")
    if re.fullmatch("[0-9]{1,20}", number):
        made = made_id(system, name, number)
        return Person(made, name, **numbers, remark=RENAMED.format(said, made) if id else "")
    if id or (system == "own" and any(row.values())):
        return Person(id, name, **numbers, remark=UNUSABLE.format(said, ALLOWED))
    return None


def single(path, people):
    """Raises RosterError where two rows have the same id, or the same number."""
    met = set()
    for person in filter(None, people):
        for column in ("id", "canvas", "moodle"):
            text = getattr(person, column)
            if text and (column, text.lower()) in met:
                raise RosterError(path, f"the {column} {shown(text)} twice", "one of its own for each")
            met.add((column, text.lower()))


def read_roster(path):
    """The Roster in a CSV: columns `id`, and `name`, `canvas`, `moodle` if wanted; or an export of either.

    A row whose id is not safe is left out, with a remark. Raises RosterError for a file that is no roster,
    and for an id that two rows share.
    """
    people = [person for person in listed(read_table(path)[0]) if person]
    if not people:
        raise RosterError(path, "nobody in it", EXPECTED)
    if not any(is_safe(person.id) for person in people):
        raise RosterError(path, f"the id {shown(people[0].id)!r}, and no better one", ALLOWED)
    return made_of(people)


def made_of(people):
    """The Roster of those who have a safe id, and what is to be said of the others."""
    numbers, names = {}, {}
    safe = [person for person in people if is_safe(person.id)]
    for one in safe:
        numbers |= {("canvas", one.canvas): one.id} if one.canvas else {}
        numbers |= {("moodle", one.moodle): one.id} if one.moodle else {}
        last, _, first = one.name.partition(",")
        words = one.name.split()
        ways = {folded(one.name), folded(first + last), folded("".join(words[-1:] + words[:-1]))}
        for spelling in ways - {""}:
            names.setdefault(spelling, set()).add(one.id)
    known = {name: next(iter(ids)) for name, ids in names.items() if len(ids) == 1}
    remarks = tuple(person.remark for person in people if person.remark)
    return Roster(tuple(person.id for person in safe), numbers, known, remarks)
