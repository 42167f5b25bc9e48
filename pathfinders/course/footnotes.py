"""What a table of points cannot say: whose are not in it, which rows have no id, and which column is new."""

import re

from pathfinders.course.classlist import listed
from pathfinders.course.roster import shown
from pathfinders.course.rostered import place_of, standing_of

WHOSE = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Integration ID", "Root Account")
"""Columns of Canvas that say whose a row is, and hold no points."""

FIELDS = ("Grade", "Feedback comments")
"""Columns of Moodle that are filled in."""


def added(name, to, roster, chosen=False):
    """A line for each column that the roster does not have, so that it gets a new one.

    `chosen` is true where a person has named it, and now wants to know what the right name is.
    """
    names = {"canvas": (name,), "moodle": FIELDS, "csv": ()}[to] if roster else ()
    for name in names:
        if place_of(roster[0], name) is None:
            found = f"No column of the roster is called “{name}”"
            if to == "moodle":
                yield f"{found}: one was added at its end."
                continue
            added = "one was added at its end, of which Canvas makes a new assignment."
            do = ("Name the one you mean with --column.",) if not chosen else ()
            yield " ".join([f"{found} or “{name} (NUMBER)”: {added}", *do, *assignments_of(roster[0])])


def assignments_of(top, most=5):
    """A sentence that names the columns in which Canvas keeps points."""
    names = [f"“{shown(text.strip())}”" for text in top if re.search(r" \([0-9]+\)$", text.strip())]
    more = [f"{len(names) - most} more"] if len(names) > most else []
    return (f"It has {', '.join([*names[:most], *more])}.",) if names else ()


def remarks(found, to, roster):
    """A line for each row without an id, and for each person whose points are not in the table."""
    rows = listed(roster) if roster else ()
    yield from (person.remark for person in rows if person and person.remark)
    there = {one.student for person in rows if (one := standing_of(person, found))}
    for id, one in found.items():
        if to != "csv" and roster and id not in there:
            yield f"{id}: in the gradebook, and not on the roster."
        elif to != "csv" and one.newer:
            yield f"{id}: no points in the table. {one.newer} Run `pathfinders grade` first."
        elif one.final is None and to != "csv":
            waits = f"; a person has to look at {', '.join(one.waiting)}" if one.waiting else ""
            yield f"{id}: no points in the table: {one.status}{waits}."
    if any(not one.sandboxed for one in found.values()):
        yield "WITHOUT THE SANDBOX: students' code was run with all rights of whoever graded."
