"""What one person handed in: the notebook that counts, or a sentence that says why there is none."""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pathfinders.course.manuscript import Refused
from pathfinders.course.parcels import EACH, Entry
from pathfinders.course.roster import ALLOWED, Sender, is_safe, shown

COPY = r"(?:-\d+|[ +_]?\(\d+\)|-copy\d*|[ +_]copy)*"
"""What browsers, JupyterLab and Canvas add to the name of a file that is there already."""


@dataclass(frozen=True)
class Found:
    """A notebook that was handed in; `read()` gives its bytes and raises Refused or OSError."""

    student: str
    path: Path
    """Where it lies; in a zip the zip's path and the member's."""

    received: datetime
    """When it arrived by this system's clock, in UTC."""

    flags: tuple = ()
    """Sentences that the student may read too."""

    read: Callable = field(default=None, compare=False, repr=False)
    beside: dict | None = field(default=None, compare=False, repr=False)
    """What nbgrader's exchange needs beside the notebook to give feedback back: file name → `read`, or None
    for what cannot be read. None where it does not come from there: `received` then decides nothing."""

    remarks: tuple = ()
    """Sentences for whoever collects alone: they may name others."""

    stranger: str = ""
    """To whom it belongs where that is not the student, nor whoever collects."""

    order: int = 0
    """Canvas's number of the try, a higher one for each later hand-in; 0 where nobody counts them."""


@dataclass(frozen=True)
class Refusal:
    """Something handed in that is not taken, and one sentence that says why."""

    student: str
    reason: str
    path: Path | None = None
    stranger: str = ""
    idle: bool = False
    """True where nothing was handed in at all, so that nobody's later hand-in is refused."""


@dataclass(frozen=True)
class Sent:
    """One file with its sender; `name` is the file's name as the student had it, empty where that is lost."""

    sender: Sender
    name: str
    entry: Entry
    depth: int = 0


def chosen(id, sent, assignment, known, roster=None):
    """The Found or Refusal of what one person handed in."""
    path = sent[0].entry.path
    if sent[0].sender.fault:
        return Refusal(shown(id), sent[0].sender.fault, path)
    if not is_safe(id):
        called = f"The id {shown(id)!r} cannot be used" if id else "The file does not say whose it is"
        return Refusal(shown(id), f"{called}; allowed are {ALLOWED}.", path)
    if len(sent) > EACH:
        return Refusal(id, f"There are more than {EACH:,} files.", path)
    try:
        best, flags = picked(sent, assignment, known)
    except Refused as refused:
        return Refusal(id, refused.reason, path)
    flags, remarks = (*best.sender.flags, *flags), (*best.sender.remarks, *unlisted(id, roster))
    order, entry = best.sender.order, best.entry
    return Found(id, entry.path, entry.received, flags, entry.read, remarks=remarks, order=order)


def picked(sent, assignment, known):
    """(the Sent that counts, flags); raises Refused when there is none or it is not clear which."""
    notebooks = [each for each in sent if each.entry.is_notebook]
    faults = [each for each in sent if each.entry.fault]
    if not notebooks and faults:
        raise Refused(f"{shown(faults[0].entry.name)} {faults[0].entry.fault}.")
    if not notebooks:
        names = ", ".join(sorted(shown(each.entry.name) for each in sent)[:3])
        raise Refused(f"There is no notebook ({names}); expected {assignment}.ipynb.")
    exact = [each for each in notebooks if is_exact(each, assignment)]
    named = exact or [each for each in notebooks if is_alike(each.name, assignment)]
    if not named:
        raise Refused(wrong_name(notebooks, assignment, known))
    best = max(named, key=lambda each: (-each.depth, each.sender.order))
    rivals = [each for each in named if (each.depth, each.sender.order) == (best.depth, best.sender.order)]
    rivals = [each for each in rivals if not each.entry.fault] or rivals[:1]
    rivals = [each for each in rivals if each.name == f"{assignment}.ipynb"] or rivals
    best = rivals[0]
    if len(rivals) > 1:
        names = " and ".join(sorted(shown(each.name or each.entry.name) for each in rivals)[:3])
        raise Refused(f"It is not clear which notebook counts: {names}.")
    if best.entry.fault:
        raise Refused(f"{shown(best.entry.name)} {best.entry.fault}.")
    return best, () if exact else (f"The notebook was called {shown(best.name)}.",)


def is_exact(sent, assignment):
    """True for the assignment's own name, or none; Canvas may add a number when somebody hands in again."""
    copy = r"(?:-\d+)?" if sent.sender.key.startswith("canvas ") else ""
    return not sent.name or bool(re.fullmatch(rf"{re.escape(assignment)}{copy}\.ipynb", sent.name))


def is_alike(name, assignment):
    """True for a notebook called like the assignment, or like a copy of it."""
    stem, _, ending = name.rpartition(".")
    alike = re.fullmatch(re.escape(assignment) + COPY, stem, re.IGNORECASE)
    return bool(alike) and ending.lower() == "ipynb"


def wrong_name(notebooks, assignment, known):
    """The sentence for notebooks that are not called like the assignment."""
    names = sorted(shown(each.name) for each in notebooks)
    stem = names[0].removesuffix(".ipynb")
    close = difflib.get_close_matches(stem, [*known, assignment], n=1)
    called = f"The notebook is called {', '.join(names[:3])}; expected {assignment}.ipynb"
    if close and close[0] != assignment:
        return f"{called}; did you mean {close[0]}.ipynb?"
    return f"{called}; rename it, and hand it in again or collect it with --from FOLDER."


def unlisted(id, roster):
    """A remark when a roster is there and does not have the id."""
    if not roster or not roster.ids or id in roster.ids:
        return ()
    close = difflib.get_close_matches(id, roster.ids, n=1)
    return (f"{id} is not on the roster" + (f"; did you mean {close[0]}?" if close else "."),)
