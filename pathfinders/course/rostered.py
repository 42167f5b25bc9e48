"""The table that Canvas or Moodle has exported: whose rows they are, and our columns filled in."""

import re

from pathfinders.course.assignment import GradingError
from pathfinders.course.classlist import RosterError, listed
from pathfinders.course.headings import lowered, system_of
from pathfinders.course.ledger import Standing

POSSIBLE = "Points Possible"


def check(path, roster, found, to):
    """Raises RosterError for a table of another system than `to`, and for one of another class."""
    system = system_of(lowered(roster[0]))
    if {system, to} == {"canvas", "moodle"}:
        expected = f"the one that {to.capitalize()} has exported"
        raise RosterError(path, f"a table of {system.capitalize()}", expected, f"or say --to {system}")
    if (found or to != "csv") and not any(standing_of(person, found) for person in listed(roster)):
        table = f"the table that {to.capitalize()} has exported for this course"
        expected = "the roster of this class" if to == "csv" else table
        raise RosterError(path, "no row is that of anybody in the gradebook", expected)


def people(roster):
    """Id → name of everybody on a roster, whatever its columns are called."""
    return {person.id: person.name for person in listed(roster) if person and person.id}


def completed(found, roster):
    """The Standings with one for each person on the roster who is not among them, in the order of the ids."""
    known = {id.lower() for id in found}
    absent = (id for id in people(roster) if id.lower() not in known)
    return dict(sorted((found | {id: Standing(id, "not submitted") for id in absent}).items()))


def filled(roster, found, names, fields, possible=()):
    """The roster's rows with our columns filled in.

    A row of nobody whom we know, or whose points are old, stays as it is; who is not in it stays out.
    """
    top = [*roster[0], *(name for name in names if place_of(roster[0], name) is None)]
    places = [place_of(top, name) for name in names]
    yield top
    persons, head = listed(roster), head_of(roster)
    for row, person in zip(roster[1:], persons, strict=True):
        one = standing_of(person, found)
        known = fields(one) if one and not one.newer else ()
        yield put(row, places, possible if row is head else known, len(top))


def head_of(roster):
    """Canvas's row of the points that there are, which is nobody's and stands before everybody's; or None."""
    for row, person in zip(roster[1:], listed(roster), strict=True):
        if person or row[0].strip().startswith(POSSIBLE):
            return None if person else row
    return None


def place_of(top, name):
    """The place of a column in the heading `top`, or None; raises GradingError where more than one may be it.

    Canvas adds its own number to an assignment's name: `05-two-rubber-bands (4711)`.
    """
    same = [text.strip().lower() for text in top]
    if name.lower() in same:
        return same.index(name.lower())
    places = [place for place, text in enumerate(same) if re.sub(r" \([0-9]+\)$", "", text) == name.lower()]
    if len(places) > 1:
        both = " and ".join(f"“{top[place].strip()}”" for place in places)
        raise GradingError("the roster", f"the columns {both}", "one", "name the one you mean with --column")
    return places[0] if places else None


def put(row, places, fields, width):
    """The row with fields put in their places."""
    made = [*row, *[""] * (width - len(row))]
    for place, text in zip(places, fields, strict=False):
        made[place] = text
    return made


def standing_of(person, found):
    """The Standing of a row's Person, or None for nobody whom we know."""
    if person is None or person.id in found:
        return found[person.id] if person else None
    alike = [one for id, one in found.items() if id.lower() == person.id.lower()]
    return alike[0] if len(alike) == 1 else None
