"""Whether an answer that a person has given points for is still the answer that this person read."""

import hashlib

from pathfinders.course.assignment import mark
from pathfinders.course.outcome import EMPTY

RUN = ("graded", "partly graded")


def digests(assignment, outcome):
    """Graded cell → digest of the answer under it and of the assignment; empty where nothing was run.

    A task has none, for what belongs to it may stand anywhere in the notebook. Where an answer cell is as it
    was given out and the Mark does not say that there is none, all that was handed in is the answer.
    """
    if outcome.status not in RUN or outcome.notebook is None:
        return {}
    sources = {mark(cell).get("grade_id"): cell["source"] for cell in outcome.notebook["cells"]}
    found = {}
    for part in assignment.graded:
        name = assignment.answer_of(part)
        if name in assignment.answers and name in sources:
            beside = stands_beside(assignment.cells[name]["source"], sources[name], outcome.marks[part])
            known = outcome.read.get(name) or sources[name] + (outcome.digest if beside else "")
            found[part] = digest(assignment, known)
    return found


def stands_beside(given, source, marked):
    """True when an answer cell is empty, or as it was `given` out, and its Mark says more than that."""
    return source.strip() in ("", given.strip()) and marked.words != EMPTY


def digest(assignment, text):
    return hashlib.sha256(f"{assignment.digest}\n{text}".encode("utf-8", "replace")).hexdigest()[:16]


def waits(entry, new, is_same):
    """True when a person has to look at a graded cell: `entry` is its row (entries), `new` its Mark.

    A person's points stay as settled as they were while answer and checks are the same (`is_same`).
    """
    if entry.manual is None:
        return new.waits or new.points is None
    return not (is_same and entry.auto == new.points) or bool(entry.waits)
