"""The table that Canvas or Moodle has exported: whose rows they are, and our columns filled in."""

from pathfinders.course.ledger import Standing
from pathfinders.course.roster import COLUMNS, person_of

POSSIBLE = "Points Possible"


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
