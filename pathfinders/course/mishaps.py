"""Cells that ended in an error, and the answers that are missing for it."""

import re
from dataclasses import dataclass

from pathfinders.course.sandbox.wire import MOST_SIGNS
from pathfinders.practice.verdict import Verdict

OWN, ADDED = "The cell of {part} stopped with {error}", "A cell that was added stopped with {error}"
QUOTED = re.compile(r"'(\w+)'")
"""The name that is missing, in what a NameError says."""


@dataclass(frozen=True)
class Mishap:
    """Of one part."""

    sentences: tuple
    """What its student may read: how its own cell ended, and how the one did from which that comes."""

    waits: bool
    """True when it may have been the sandbox that was in the way, so that a person has to look."""


def mishaps(ran, verdicts, places):
    """Part → Mishap of each part without points whose answer a cell of the student's own has cost.

    `places` are its answer's name, the id of its answer's cell, and the cells that are run before it is read.
    """
    found = {}
    for part, (name, own, before) in places.items():
        verdict = verdicts.get(part)
        if not isinstance(verdict, Verdict) or verdict.share or own in ran.stopped:
            continue
        if own in ran.raised:
            before = before[: [cell.id for cell in before].index(own) + 1]
        elif verdict.stage != "missing":
            continue
        failed = [cell for cell in before if cell.id in ran.raised]
        causes = list(chain(ran.raised, own, name, failed))
        if causes:
            told = dict.fromkeys(sentence(part, cell.id == own, ran.raised[cell.id]) for cell in causes)
            ends = list(told)
            found[part] = Mishap(
                tuple(dict.fromkeys((ends[0], ends[-1]))), any(ran.raised[cell.id].alien for cell in causes)
            )
    return found


def chain(raised, own, missing, failed):
    """The failed cells for which a name is missing, from the last to the one with which it began."""
    for cell in reversed(failed):
        if cell.id == own or "import *" in cell.source or has(cell.source, missing):
            yield cell
            error = raised[cell.id]
            unknown = QUOTED.search(error.words) if error.kind == "NameError" else None
            if not unknown:
                return
            missing = unknown[1]


def has(source, name):
    """True when a name stands in code."""
    return name in source and re.search(rf"\b{re.escape(name)}\b", source) is not None


def sentence(part, own, error):
    """What is said of a cell that ended in an error (Raised)."""
    told = f"{error.kind}: {error.words}"
    told = f"{told}…" if len(error.words) >= MOST_SIGNS else f"{told.rstrip('.: ')}."
    return (OWN if own else ADDED).format(part=part, error=told)
