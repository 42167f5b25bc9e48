"""In which of several copies somebody has written: each is compared with the notebook that was given out."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pathfinders.course import assignment as assignments
from pathfinders.course import origins
from pathfinders.course.manuscript import LARGEST, read
from pathfinders.errors import PathfindersError

UNTOUCHED, ALTERED, WRITTEN = range(3)
"""As it was given out; with other words in a cell of the course alone; with something in an answer cell, or
in a cell of the student's own."""

MOST, ROOM = 20, 2 * LARGEST
"""How many copies in one hand-in are compared, and how many bytes of one student."""

BLANK = "Nothing was written in any answer."


@dataclass(frozen=True)
class Draft:
    """What was found in one copy."""

    level: int = WRITTEN
    """What cannot be read, or compared with nothing, counts as written."""

    words: str = ""
    """A digest of what stands in its cells; empty where that is not known."""


class Drafts:
    """The copies of one assignment of a course, as they are met."""

    def __init__(self, course=None, assignment=""):
        self.course, self.assignment, self.spent, self.met = course, assignment, {}, {}

    @cached_property
    def plan(self):
        """The Plan of the notebook that was given out; None where there is none that can be read."""
        try:
            given = assignments.given_out(Path(self.course), self.assignment) if self.course else None
            return origins.plan(given) if given else None
        except (PathfindersError, LookupError, TypeError, AttributeError):
            return None  # `grade` says what is wrong with it: nothing that was handed in waits for that

    def compared(self, id, sent):
        """What is Sent → its Draft, for one student's copies; of one alone, or too many, nothing is read."""
        return {each: self.draft(id, each.entry) for each in sent} if 1 < len(sent) <= MOST else {}

    def draft(self, id, entry):
        """The Draft of a file; no more than ROOM is read for each student."""
        if entry.fault or self.spent.get(id, 0) > ROOM:
            return Draft()
        try:
            data = entry.read()
            self.spent[id] = self.spent.get(id, 0) + len(data)
            key = hashlib.sha256(data).digest()
            if key not in self.met:
                self.met[key] = self.drafted(read(data).pieces)
            return self.met[key]
        except Exception:  # whatever is wrong with a file is said where it is taken
            return Draft()

    def drafted(self, pieces):
        """The Draft of some cells."""
        kept = [(one.kind, one.source.strip(), one.pictures) for one in pieces if one.source.strip()]
        return Draft(self.level(pieces), hashlib.sha256(repr(kept).encode()).hexdigest())

    def level(self, pieces):
        """How much of the student's own stands in some cells; raises Refused for another assignment's."""
        if self.plan is None:
            return WRITTEN
        owned, level = origins.owners(self.plan, pieces), UNTOUCHED
        for piece in pieces:
            name, words = owned.get(piece.place), piece.source.split()
            given = self.plan.slot(name).source.split() if name else []
            if words in ([], given) and not piece.pictures:
                continue
            if name not in self.plan.fixed:
                return WRITTEN
            level = ALTERED
        return level

    def blank(self, pieces):
        """The flag of a notebook in which every cell is as it was given out."""
        try:
            return (BLANK,) if self.plan and self.level(pieces) == UNTOUCHED else ()
        except Exception:  # it is another assignment's, or made to do harm: neither keeps it from being taken
            return ()
