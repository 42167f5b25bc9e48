"""When a hand-in arrived, by the timestamp.txt beside it: a time, or a remark that says why there is none."""

import re
from datetime import datetime
from functools import partial

from pathfinders.course import settings, versions
from pathfinders.course.manuscript import Refused
from pathfinders.course.parcels import read_inside, worded
from pathfinders.course.roster import shown
from pathfinders.course.settings import SettingsError

LONGEST = 100
"""Characters that a time in a timestamp.txt may have."""

PLACE = re.compile(r"[A-Za-z_]+(?:/[A-Za-z_+-]+\d*)+|[A-Z]{3,4}\d{1,2}[A-Z]{3,4}")
"""A zone that no parser of times takes for one, as `Europe/Berlin` or `EST5EDT`."""

NONE = "{path} {why}; write there when it arrived, as 2026-01-31 18:00:00 UTC, and grade again."


def received(shelf, data, home=lambda: None):
    """(when it arrived, or None where nobody wrote it down; remarks on what was written and is no time).

    `pathfinders collect` writes down what this system's clock said; nbgrader's own, what the student's did.
    `home()` is the zone in which the course's exchange writes.
    """
    first = shelf.first(versions.digest(data))
    version = ("handed-in", shelf.assignment, shelf.student, first, "timestamp.txt")
    remarks = []
    for parts in (version, ("submitted", shelf.student, shelf.assignment, "timestamp.txt")):
        try:
            text = read_inside(shelf.course, parts).decode("utf-8", "replace")
            return utc(text, home), ()
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (Refused, OSError) as error:
            why = f"cannot be read ({worded(error) if isinstance(error, OSError) else error.reason})"
        except ValueError:
            why = f"says {shown(text.strip(), LONGEST)!r}, which is no time, or one of an unknown zone"
        remarks.append(NONE.format(path=shelf.course.joinpath(*parts), why=why))
    return None, tuple(remarks)


def utc(text, home=lambda: None):
    """The time in a timestamp.txt, in UTC and without a zone; raises ValueError.

    Names of zones mean what they mean to nbgrader, or else in the zone `home()`. Of a name that it does not
    know nbgrader makes UTC, and of `+04` four seconds.
    """
    from dateutil.parser import parse

    if len(text) > LONGEST:
        raise ValueError("too long for a time")
    text = text.strip()
    before, _, last = text.rpartition(" ")
    named = last if PLACE.fullmatch(last) else ""
    try:
        time = parse(f"{before} TZ" if named else text, tzinfos=partial(zone, home, named))
        offset = time.utcoffset()
        return (time if offset is None else time - offset).replace(tzinfo=None)
    except Exception as error:  # the text is anybody's, and the parser has many ways to stop
        raise ValueError(text) from error


def zone(home, named, name, offset):
    """The tzinfo for what a parser found, a name and seconds, each None where there is none.

    `named` is the name where it could not take it for one. Raises ValueError for an unknown name.
    """
    from dateutil.tz import gettz, tzoffset

    if offset is not None:
        return tzoffset(name, offset)
    if name is None:
        return None
    found = gettz(named or name)
    there = home() if found is None else None
    if there and name in [datetime(2026, month, 1, tzinfo=there).tzname() for month in (1, 7)]:
        return there
    if found is None:
        raise ValueError(name)
    return found


def home(course):
    """The zone in which the course's exchange writes times (`c.Exchange.timezone`), or None."""
    from dateutil.tz import gettz

    try:
        name = settings.configuration(course).get("Exchange", {}).get("timezone")
    except SettingsError:
        return None
    return gettz(name) if name and isinstance(name, str) else None
