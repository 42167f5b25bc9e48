"""What became of one submission: a status, which is no score, and a mark for each graded cell."""

from dataclasses import dataclass, field
from datetime import datetime

STATUSES = ("graded", "partly graded", "refused", "crashed", "not submitted")
"""`partly graded`: of some part there is no verdict, and a person decides. `crashed`: of none, and it is the
grader's own fault. `refused`: nothing was run."""

EMPTY = "No response."


@dataclass(frozen=True)
class Mark:
    """Of one graded cell."""

    points: float | None
    """None where no check has decided, so that a person has to."""

    words: str = ""
    """What the student reads under it."""

    waits: bool = False
    """True when a person has to look."""


@dataclass(frozen=True)
class Outcome:
    """Of one submission."""

    student: str
    status: str
    marks: dict = field(default_factory=dict)
    """grade_id → Mark."""

    comments: dict = field(default_factory=dict)
    """Name of an answer cell → comment, or None."""

    flags: tuple = ()
    """Sentences that its student may read: repairs, what ended the run, why it was refused."""

    notebook: dict | None = None
    """What readers of the submission open; nbformat 4."""

    received: datetime | None = None
    digest: str = ""
    confined: bool = True
    """False where students' code ran with all rights; says nothing of what is refused, which is never run."""

    remarks: tuple = ()
    """Sentences for whoever grades alone."""

    read: dict = field(default_factory=dict)
    """Name of an answer cell → digest of all that was handed in for it, uncut and with what is attached."""

    @property
    def points(self):
        """The sum of what the checks decided, or None where they decided nothing."""
        known = [mark.points for mark in self.marks.values() if mark.points is not None]
        return round(sum(known), 2) if known else None
