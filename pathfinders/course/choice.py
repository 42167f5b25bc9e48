"""What one person handed in: the notebook that counts, or a sentence that says why there is none."""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pathfinders.course.drafts import UNTOUCHED, Draft
from pathfinders.course.manuscript import Refused
from pathfinders.course.naming import is_alike, wrong_name
from pathfinders.course.parcels import EACH, Entry
from pathfinders.course.roster import ALLOWED, Sender, is_safe, shown

LOOSE = (
    "{} lies in nobody's folder and does not say whose it is; put it into a folder named after the student: "
    "FOLDER/ID/{}.ipynb."
)
YOURSELF = "Or rename it yourself in a folder of the student's, FOLDER/{}/, and collect with --from FOLDER."


class Misnamed(Refused):
    """There are notebooks, and none is called like the assignment."""


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

    made: str = ""
    """The id that Canvas's or Moodle's file would have given without a roster."""


@dataclass(frozen=True)
class Refusal:
    """Something handed in that is not taken, and one sentence that says why."""

    student: str
    reason: str
    path: Path | None = None
    stranger: str = ""
    idle: bool = False
    """True where nothing was handed in at all, so that nobody's later hand-in is refused."""

    remarks: tuple = ()
    """Sentences for whoever collects alone; the reason is the student's too."""


@dataclass(frozen=True)
class Sent:
    """One file with its sender; `name` is the file's name as the student had it, empty where that is lost."""

    sender: Sender
    name: str
    entry: Entry
    depth: int = 0

    @property
    def label(self):
        """What tells it from the student's other files: its path in the student's folder."""
        return shown("/".join(self.entry.parts[1:]) or self.entry.name, 100)


def chosen(id, sent, assignment, known, roster=None, drafts=None):
    """The Found or Refusal of what one person handed in; without `drafts` no copies are compared."""
    path = sent[0].entry.path
    if sent[0].sender.fault:
        return Refusal(shown(id), sent[0].sender.fault, path)
    if not id and len(sent[0].entry.parts) == 1:
        return Refusal("", LOOSE.format(shown(sent[0].entry.name), assignment), path)
    if not is_safe(id):
        called = f"The id {shown(id)!r} cannot be used" if id else "The file does not say whose it is"
        return Refusal(shown(id), f"{called}; allowed are {ALLOWED}.", path)
    if len(sent) > EACH:
        return Refusal(id, f"There are more than {EACH:,} files.", path)
    try:
        best, flags = picked(id, sent, assignment, known, drafts)
    except Misnamed as refused:
        return Refusal(id, refused.reason, path, remarks=(YOURSELF.format(id),))
    except Refused as refused:
        return Refusal(id, refused.reason, path)
    sender, entry = best.sender, best.entry
    flags, remarks = (*sender.flags, *flags), (*sender.remarks, *unlisted(id, roster))
    more = {"remarks": remarks, "order": sender.order, "made": sender.made}
    return Found(id, entry.path, entry.received, flags, entry.read, **more)


def picked(id, sent, assignment, known, drafts=None):
    """(the Sent that counts, flags); raises Refused when there is none or it is not clear which.

    A copy in which less is written than in another never counts.
    """
    named = candidates(sent, assignment, known)
    looked = drafts.compared(id, named) if drafts else {}
    most = max(looked.get(each, Draft()).level for each in named)
    left = [each for each in named if looked.get(each, Draft()).level == most]
    left = [each for each in left if is_exact(each, assignment)] or left
    best = max(left, key=lambda each: rank(each, assignment))
    rivals = [each for each in left if rank(each, assignment) == rank(best, assignment)]
    rivals = [each for each in rivals if not each.entry.fault] or rivals[:1]
    rivals = [each for each in rivals if each.name == f"{assignment}.ipynb"] or rivals
    best = rivals[0]
    if any(not same(each, best, looked) for each in rivals[1:]):
        raise Refused(f"It is not clear which notebook counts: {listed(rivals)}; hand in one alone.")
    if best.entry.fault:
        raise Refused(f"{shown(best.entry.name)} {best.entry.fault}.")
    called = () if is_exact(best, assignment) else (f"The notebook was called {shown(best.name)}.",)
    return best, (*called, *(passed_over(best, named, looked) if drafts else ()))


def candidates(sent, assignment, known):
    """The notebooks among what is Sent that are called like the assignment; raises Refused for none."""
    notebooks = [each for each in sent if each.entry.is_notebook]
    faults = [each for each in sent if each.entry.fault]
    if not notebooks and faults:
        raise Refused(f"{shown(faults[0].entry.name)} {faults[0].entry.fault}.")
    if not notebooks:
        names = ", ".join(sorted(shown(each.entry.name) for each in sent)[:3])
        raise Refused(f"There is no notebook ({names}); expected {assignment}.ipynb.")
    named = [each for each in notebooks if is_exact(each, assignment) or is_alike(each.name, assignment)]
    if not named:
        raise Misnamed(wrong_name([each.name for each in notebooks], assignment, known))
    return named


def rank(sent, assignment):
    """The higher, the more it counts: at the top, in the assignment's folder, less deep, a later try."""
    _, *below = sent.entry.parts
    return len(below) < 2, len(below) > 1 and below[0] == assignment, -len(below), sent.sender.order


def same(one, other, looked):
    """True for two copies in which the same stands."""
    words = looked.get(one, Draft()).words
    return one is other or (words != "" and words == looked.get(other, Draft()).words)


def passed_over(best, named, looked):
    """A flag when what counts is one of several notebooks that are not the same."""
    others = [each for each in named if not same(each, best, looked)]
    blank = [each for each in others if looked.get(each, Draft()).level == UNTOUCHED]
    if not others or looked.get(best, Draft()).level == UNTOUCHED:  # then nothing is written in any
        return
    rest = [each for each in others if each not in blank]
    said = [f"nothing was written in {listed(blank)}"] if blank else []
    said += [f"not looked at: {listed(rest)}"] if rest else []
    yield f"Of {len(others) + 1} notebooks {best.label} counts; {'; '.join(said)}."


def listed(sent, most=3):
    """The labels of some files."""
    labels = sorted({each.label for each in sent})
    *some, last = [*labels[:most], f"{len(labels) - most} more"] if len(labels) > most else labels
    return f"{', '.join(some)} and {last}" if some else last


def is_exact(sent, assignment):
    """True for the assignment's own name, or none; Canvas may add a number when somebody hands in again."""
    copy = r"(?:-\d+)?" if sent.sender.key.startswith("canvas ") else ""
    return not sent.name or bool(re.fullmatch(rf"{re.escape(assignment)}{copy}\.ipynb", sent.name))


def unlisted(id, roster):
    """A remark when a roster is there and does not have the id."""
    if not roster or not roster.ids or id in roster.ids:
        return ()
    close = difflib.get_close_matches(id, roster.ids, n=1)
    return (f"{id} is not on the roster" + (f"; did you mean {close[0]}?" if close else "."),)
