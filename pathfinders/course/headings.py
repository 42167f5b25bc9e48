"""What the columns of a roster are called: in a CSV of one's own, and as Canvas and Moodle export it."""

import re

COLUMNS = {
    "canvas": ("sis login id", "sis user id", "integration id"),
    "moodle": ("username", "id number", "email address"),
    "own": ("id",),
}
"""Where an id stands, in a CSV of one's own and in the exports of Canvas and Moodle; the first counts."""

NAMES = {
    "canvas": ("student",),
    "moodle": ("full name", "name"),
    "own": ("name", "full name"),
}
FIRST = ("first name", "first_name", "firstname")
LAST = ("last name", "last_name", "lastname", "surname")
"""Where a name stands, in one piece or in two, as nbgrader's own table and Moodle's participants have it."""

TESTER = "student, test"
"""What Canvas calls the student as whom an instructor looks at a course; the login is a random number."""


def lowered(names):
    return [name.strip().lower() for name in names]


def system_of(names):
    """Whose table has such a heading: "canvas", "moodle", "own", or an empty text where it is no roster.

    Canvas leaves its SIS columns out for whoever may not see them.
    """
    if "sis login id" in names or "sis user id" in names:
        return "canvas"
    if names[:2] == ["student", "id"] and "section" in names:
        return "canvas"
    if "identifier" in names:
        return "moodle"
    return "own" if "id" in names else "moodle" if set(COLUMNS["moodle"]) & set(names) else ""


def id_of(row, system):
    """The id in a row (column → field), or an empty text."""
    return first(row, COLUMNS[system])


def name_of(row, system):
    """The name in a row; of one in two pieces the last name first, with a comma."""
    return first(row, NAMES[system]) or ", ".join(filter(None, (first(row, LAST), first(row, FIRST))))


def first(row, columns):
    """The first field of these columns that is there and not empty, or an empty text."""
    return next((row[column] for column in columns if row.get(column)), "")


def is_tester(row, name):
    """True for Canvas's own row of nobody."""
    login = row.get("sis login id", "")
    return name.lower() == TESTER and not row.get("sis user id") and not re.search("[^0-9a-f]", login)


def numbers_of(row, system):
    """Canvas's and Moodle's number for whoever a row is about, by the name of the system."""
    if system == "canvas":
        return {"canvas": row.get("id", "")}
    if system == "moodle":
        return {"moodle": re.sub(r"\D", "", row.get("identifier", ""))}
    return {"canvas": row.get("canvas", ""), "moodle": row.get("moodle", "")}
