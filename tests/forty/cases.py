"""What can go wrong with a submission, and what has to come of it: a row for each case.

What stock nbgrader 0.9.6 makes of a case was measured once, with its own commands and settings; it is not
measured here.
"""

import re
from dataclasses import dataclass

from pathfinders.course.roster import shown
from tests.forty.handing_in import LONG, ODD

FULL, NONE, NOTHING = "full marks", "ok, 0 for that test", "–"
RAN, WORKS, RESTORED = "ok", "works", "restored, fair"
TORN = "an error and a traceback, later 0.0 in the table"
ACTS = "formgrader runs it, as the instructor; so does feedback"
DENIED = r"^\w+: .*(No such file|Permission denied|Read-only|unable to open)"
OFFLINE = r"^\w+: .*(not supported|unreachable|refused|denied|not permitted)"
GONE = "No such file|Permission denied"


@dataclass(frozen=True)
class Case:
    """One case, with the student of the forty who makes it."""

    what: str
    stock: str
    student: str
    part: str = ""
    """The part in which it happens; empty for the whole notebook, `own` for a cell of the student's own."""

    earns: str = ""
    """`whole` or `nothing` of the part's points; empty for what has no points at all."""

    said: str = ""
    """A pattern that has to be found in what is said of it."""

    where: str = "class"
    """`class`; `intake` for an id that is refused when it is collected; or the name of a command."""


CASES = (
    Case("tag skip-execution on a test", FULL, "retags", "B2", "nothing", "test of B2 was tagged"),
    Case("AST transformer that drops asserts", FULL, "patches", "A", "nothing", "does not exist yet"),
    Case("input_transformers_post", FULL, "patches", "B1", "nothing", "does not exist yet"),
    Case("kernel.do_execute patched", FULL, "patches", "B2", "nothing", "does not exist yet"),
    Case("displayhook(4.0) forges a credit", FULL, "patches", "B3", "nothing", "does not exist yet"),
    Case("object that says yes to everything", FULL, "truths", "A", "nothing", "no word yet for"),
    Case("solution taken from ../../../source", FULL, "reads", "A", "nothing", DENIED),
    Case("link to the instructor's source", FULL, "linked", said="is a link"),
    Case("abs patched, number that says yes", "4 of 10", "truths", "B3", "nothing", "5 is too large"),
    Case("endless loop in a cell", NONE, "loops", "B2", "nothing", "^TimedOut: .* longer than"),
    Case("endless loop in what is called", NONE, "loops", "A", "nothing", "could not be read"),
    Case("loop that swallows interrupts", "no grade, 0.0", "swallows", "B2", "nothing", "could not be stopp"),
    Case("4 GB of memory", "allowed", "hoards", "A", "whole", "^MemoryError:"),
    Case("300 forks", "all allowed", "hoards", "B3", "whole", r"stopped after \d\d forks"),
    Case("os._exit in a cell", "no grade, 0.0", "leaves", "B1", "nothing", "ended the program"),
    Case("os._exit in what is called", "no grade, 0.0", "leaves", "A", "nothing", "could not be read"),
    Case("sys.exit", RAN, "warns", "B1", "whole", "^SystemExit:"),
    Case("input()", RAN, "warns", "B2", "whole", "^EOFError:"),
    Case("50 MB in one line", "48.8 MB kept, 50.1 MB feedback", "shouts", "A", "whole", "are left out"),
    Case("400,000 lines", "cut to 1,000 lines, 16 s", "shouts", "B1", "whole", "left out"),
    Case("a warning in correct code", "0 for that test", "warns", "A", "whole", "UserWarning: careful"),
    Case("test deleted", "no points, silently", "tampers", "A", "whole", "test of A was deleted"),
    Case("all metadata stripped", "0, silently", "bare", "", "whole", "told by their ids"),
    Case("test edited", RESTORED, "tampers", "B1", "whole", "test of B1 was changed"),
    Case("test turned into text", RESTORED, "tampers", "B2", "whole", "test of B2 was changed"),
    Case("test worth a hundredfold", RESTORED, "tampers", "B3", "whole", "test of B3 was marked anew"),
    Case("grade_id changed", "an error, no grade", "retags", "A", "whole", "test of A was marked anew"),
    Case("test duplicated", "stops the whole class", "retags", "B1", "whole", "test of B1 was copied"),
    Case("bad JSON", TORN, "torn", said="breaks off or is damaged"),
    Case("empty file", TORN, "void", said="is empty"),
    Case("binary file", TORN, "binary", said="is not text"),
    Case("[] for a notebook", TORN, "brackets", said="holds other data"),
    Case("nested 100,000 deep", TORN, "deep", said="nested too deeply"),
    Case("wrong name", TORN, "misnamed", said="expected 05-two-rubber-bands.ipynb; rename it"),
    Case("no notebook at all", "stops: nothing matched", "empty-handed", said="There is no notebook"),
    Case("nbformat 3", RAN, "old-format", "", "whole", "old format"),
    Case("unknown kernel", RAN, "retags", "B3", "whole", "kernel of ju"),
    Case("numpy.py beside the notebook", "4 of 10", "calls-out", "B3", "whole", "Every check is met"),
    Case("reads gradebook.db", WORKS, "reads", "own", said=f"({GONE}).*gradebook.db"),
    Case("reads the source by its path", WORKS, "reads", "B2", "nothing", DENIED),
    Case("reads another student's work", WORKS, "reads", "B1", "nothing", DENIED),
    Case("UPDATE grade SET manual_score=99", "99 for everybody", "writes", "A", "nothing", DENIED),
    Case("writes ../../", WORKS, "writes", "B1", "whole", DENIED),
    Case("writes /tmp", WORKS, "writes", "B2", "whole", DENIED),
    Case("writes another's submission", WORKS, "writes", "B3", "whole", DENIED),
    Case("hidden tests by In[-1], frames, gc", "108 kB of tests", "peeks", "A", "nothing", "does not exist"),
    Case("connects to this machine", WORKS, "calls-out", "A", "whole", OFFLINE),
    Case("secrets in the environment", "all of them", "reads", "B3", "nothing", "/home/student"),
    Case("HTML as output", ACTS, "scripts", "A", "whole", "HTML object"),
    Case("JavaScript as output", ACTS, "scripts", "B1", "whole", "Javascript object"),
    Case("markdown with script", ACTS, "scripts", "B2", "whole", "Markdown object"),
    Case("--student ../submitted/right", "deletes the submission", "../submitted/right", where="path"),
    *(Case(f"id {id}", "table and shell broken", id, where="intake") for id in ODD[:3]),
    *(Case(f"id {id}", "silently skipped", id, where="intake") for id in ODD[3:5]),
    Case("id Zoë", NOTHING, "Zoë", where="intake"),
    Case("no id", NOTHING, "(nobody)", where="intake"),
    Case("id of 300 letters", NOTHING, shown(LONG), where="intake"),
    Case("reads the hidden checks", NOTHING, "reads", "own", said=f"({GONE}).*/hidden/"),
    Case("reads /proc/self/mem", NOTHING, "peeks", "B1", "nothing", "Permission denied"),
    Case("memory that belongs to no process", NOTHING, "peeks", "B2", "nothing", "^(OS|Permission)Error:"),
    Case("a pipe in the exchange", NOTHING, "peeks", said="peeks: taken", where="intake"),
    Case("marking and numpy patched", NOTHING, "truths", "B2", "nothing", "does not exist yet"),
    Case("text that is equal to all texts", NOTHING, "truths", "B1", "nothing", "is no equation"),
    Case("reply forged", NOTHING, "forges", "B3", "nothing", "the course's own channel"),
    Case("functions named check and judge", NOTHING, "warns", "B3", "whole", "Every check is met"),
    Case("disk filled", NOTHING, "hoards", "B2", "whole", "disk: .*No space left"),
    Case("process that stays", NOTHING, "hoards", "B1", "whole", "Every check is met"),
    Case("numpy.py written by a cell", NOTHING, "calls-out", "B1", "whole", "Every check is met"),
    Case("20 MB and one byte", NOTHING, "huge", said="20 MB"),
)


def sayings(day, case):
    """All that is said of a case: flags, the verdict, what its cell put out, or what a command printed."""
    if case.where == "intake":
        lines = (line for name in ("exchange", "canvas") for line in day.told[name].out.splitlines())
        return [line for line in lines if line.startswith(f"{case.student}: ")]
    if case.where != "class":
        return day.told[case.where].err.splitlines()
    names = {case.part, f"{case.part}-answer"}
    cells = [cell for cell in day.opened(case.student)["cells"] if name_of(cell) in names]
    outputs = [output.get("text", "") for cell in cells for output in cell.get("outputs", ())]
    return [*day.statuses[case.student].flags, *(line for text in outputs for line in text.splitlines())]


def name_of(cell):
    """The name of a cell in a graded notebook; `own` for a student's own."""
    return cell["metadata"].get("nbgrader", {}).get("grade_id", "own")


def said(day, case):
    """The line that says what has to be said of a case, or an empty text."""
    return next((line for line in sayings(day, case) if re.search(case.said, line)), "")


def holds(day, case):
    """True when the points of a case are what they must be, and it is said."""
    if case.where != "class":
        return bool(said(day, case)) if case.where == "intake" else day.told[case.where].code == 1
    got, full = earned(day, case)
    due = {"whole": full, "nothing": 0}.get(case.earns, 0 if case.part else None)
    return got == due and bool(said(day, case))


def earned(day, case):
    """(points, of how many) in the part of a case; None for no points."""
    full = {part.id: part.points for part in day.exercise.parts if part.auto}
    marks = {part: marks[0] for part, marks in day.points[case.student].items() if part in full}
    parts = [case.part] if case.part in full else list(full)
    known = [marks[part] for part in parts if marks[part] is not None]
    return (sum(known) if known else None), sum(full[part] for part in parts)
