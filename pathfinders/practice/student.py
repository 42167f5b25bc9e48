"""The student's check: `check("A")` under an answer says in words how far it has come."""

import sys
from pathlib import Path

from pathfinders.practice import marking, sheets, voices
from pathfinders.practice.answers import gather


def check(part, exercise=None):
    """Print how far the answer to a part has come, and the next step; returns nothing and never raises.

    The answer is looked up in the caller's variables (`answer_b1` for the part B1). The exercise is the
    one named, or the variable `exercise` of the notebook, or the folder's, or the only one there is.
    """
    namespace = sys._getframe(1).f_globals
    try:
        print(voices.printed(verdict(str(part), namespace, exercise).words))
    except Lost as error:
        print(voices.printed(str(error)))
    except (
        Exception
    ) as error:  # a fault of the check is not the student's: it is said, and no traceback shown
        print(voices.check_failed(error))


class Lost(Exception):
    """No such part or exercise; the message says what there is."""


def verdict(part, namespace, exercise=None):
    """The Verdict of the public checks on the answer in `namespace`; raises Lost."""
    slug = exercise_of(namespace, exercise, sheets.slugs())
    sheet = sheet_of(part, slug, sheets.public_sheets(slug))
    return marking.mark(sheet, gather(sheet["name"], namespace, marking.calls_of(sheet)))


def exercise_of(namespace, exercise, known):
    """The slug meant, in the order that `check` tells."""
    here = [exercise, namespace.get("exercise"), Path.cwd().name]
    chosen = next((slug for slug in here if isinstance(slug, str) and slug in known), None)
    if exercise is not None and chosen != exercise:
        raise Lost(f"There is no exercise {exercise!r}; there is {voices.listed(map(repr, known))}.")
    if chosen is None and len(known) == 1:
        return known[0]
    if chosen is None:
        raise Lost(f'Which exercise? Write check("A", "SLUG") with one of {voices.listed(map(repr, known))}.')
    return chosen


def sheet_of(part, slug, found):
    """The sheet of a part, whatever its case; raises Lost with the parts there are."""
    by_name = {name.lower(): sheet for name, sheet in found.items()}
    if part.lower() not in by_name:
        names = voices.listed(f'"{name}"' for name in found)
        raise Lost(f'There is no part "{part}" in {slug}; there is {names}.')
    return by_name[part.lower()]
