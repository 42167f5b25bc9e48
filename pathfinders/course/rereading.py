"""Whether an answer that a person has given points for is still the answer that this person read."""

import hashlib

from pathfinders.course.assignment import mark

RUN = ("graded", "partly graded")


def digests(assignment, outcome):
    """Graded cell → digest of the answer under it and of the assignment; empty where nothing was run.

    A task has none, for what belongs to it may stand anywhere in the notebook.
    """
    if outcome.status not in RUN or outcome.notebook is None:
        return {}
    sources = {mark(cell).get("grade_id"): cell["source"] for cell in outcome.notebook["cells"]}
    names = {part: assignment.answer_of(part) for part in assignment.graded}
    return {
        part: digest(assignment, sources[name])
        for part, name in names.items()
        if name in assignment.answers and name in sources
    }


def digest(assignment, source):
    return hashlib.sha256(f"{assignment.digest}\n{source}".encode("utf-8", "replace")).hexdigest()[:16]


def waits(entry, new, is_same):
    """True when a person has to look at a graded cell: `entry` is its row (entries), `new` its Mark.

    A person's points stay as settled as they were while answer and checks are the same (`is_same`).
    """
    if entry.manual is None:
        return new.waits or new.points is None
    return not (is_same and entry.auto == new.points) or bool(entry.waits)
