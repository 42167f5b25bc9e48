"""Where the roster and what was handed in do not go together: no roster, another class's, or one too late."""

import os

from pathfinders.course.classlist import RosterError
from pathfinders.course.roster import UNKNOWN, shown
from pathfinders.course.submissions import Found

NAMELESS = (
    "No roster: ids are taken from file names; with --roster later the same students would get other ids and "
    "count twice. Collect with --roster from the first time on.\n"
)
OURS = (
    "the roster of this class: of Canvas the CSV of Grades > Export, of Moodle the grading worksheet, or a "
    "table with the columns id and name"
)
TWICE = (
    "Taken before as {made}, without the roster: to have each once,{first} remove submitted/{made} and, if "
    "it was graded, call `nbgrader db student remove {made} --force`, which also takes points given by hand."
)


def nameless(found):
    """A line to be printed where ids are made of file names because there is no roster, or an empty text."""
    return NAMELESS if any(UNKNOWN in one for item in found for one in item.remarks) else ""


def check(path, roster, found):
    """Raises RosterError where something would be taken, and nobody it is from is on the roster."""
    known = {id.casefold() for id in roster.ids}
    ids = [item.student for item in found if not getattr(item, "idle", False)]
    if not any(isinstance(item, Found) for item in found) or any(id.casefold() in known for id in ids):
        return
    people = f"{len(roster.ids):,} " + ("person" if len(roster.ids) == 1 else "people")
    what = f"nobody of those who handed in is on it: they are {several(ids)}, and it has {people}, such as "
    do = "or leave --roster out; nothing was taken"
    raise RosterError(path, f"{what}{shown(roster.ids[0])}", OURS, do)


def several(ids, most=2):
    """Some ids, and how many more there are."""
    more = [f"{len(ids) - most:,} more"] if len(ids) > most else []
    return " and ".join([", ".join(map(shown, ids[:most])), *more])


def twice(course, assignment, item):
    """A sentence where the same person stands in the course by the id of a time without a roster, too."""
    made = getattr(item, "made", "")
    place = course / "submitted" / made
    if not made or made == item.student or not (place / assignment).is_dir():
        return
    others = sorted(set(os.listdir(place)) - {assignment})
    first = f" collect {', '.join(map(shown, others[:3]))} with the roster too, then" if others else ""
    yield TWICE.format(made=made, first=first)
