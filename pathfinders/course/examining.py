"""One submission from its file to its Outcome: taken apart, run in the sandbox, judged outside of it."""

from dataclasses import replace

from pathfinders.course import autograded, judging
from pathfinders.course.assignment import mark
from pathfinders.course.handed_in import Unread
from pathfinders.course.judging import Failure, Partly
from pathfinders.course.manuscript import Refused
from pathfinders.course.outcome import EMPTY, Mark, Outcome
from pathfinders.course.sandbox import Ask, Cell
from pathfinders.course.setback import crashed, undecided, unread
from pathfinders.course.transplant import transplant
from pathfinders.errors import PathfindersError
from pathfinders.practice import marking
from pathfinders.practice.verdict import Verdict

ENDINGS = {
    "timed out": "A cell ran longer than {cell:g} seconds and was stopped.",
    "too long": "All cells together ran longer than {run:g} seconds; what was left was not run.",
    "share": "The processes of a cell used more processor time than a cell has ({cell:g} seconds).",
    "killed": "A cell ended the program it ran in.",
    "memory": "A cell took more memory than there is for a notebook.",
    "garbled": "A cell wrote into the course's own channel.",
    "gave up": "The program was ended too often, or all of it ran longer than {run:g} seconds.",
}
LATE = "Answers could not be read where their tests stand and were read at the end of the notebook ({})."
OWN_END = "No points for {}: the answer's own code ended the program, could not be stopped, or left no time."
BESIDE = "The answer cell is empty; what stands beside it or in its prompt is in the file that was handed in."
UNCONFINED = "It was run WITHOUT the sandbox."


def examine(assignment, handed, sandbox, judge, note=lambda step, **more: None):
    """The Outcome of one HandIn; `note` hears of the steps taken, ran and judged, or where it failed.

    Raises a PathfindersError when it is not this submission that failed: the sandbox, a full disk.
    """
    handed = handed.settled()
    try:
        assignment = assignment.drawn_for(handed.student)
        taken = transplant(assignment.master, handed.data())
        note("taken", flags=taken.flags)
        ran = sandbox.run(*program(assignment, taken))
        note("ran", ended=ran.ended, seconds=round(ran.seconds, 3), memory=ran.memory)
        known = {part: assignment.sheets[part] for part in assignment.tests if part in assignment.sheets}
        ended = {name.removesuffix("-answer") for name in ran.killers}
        stopped = {name.removesuffix("-answer"): why for name, why in stops(ran, sandbox.limits)}
        verdicts = judging.judged(known, ran, judge, ended, stopped)
        note("judged", failed=[part for part, one in verdicts.items() if isinstance(one, Failure | Partly)])
        taken = replace(taken, flags=(*taken.flags, *endings(ran, verdicts, sandbox.limits)))
        return made(assignment, handed, taken, ran, verdicts)
    except Refused as error:
        return undecided(assignment, handed, "refused", error.reason)
    except Unread as error:
        return unread(assignment, handed, error)
    except PathfindersError:
        raise
    except Exception as error:  # one submission never stops a class
        return crashed(assignment, handed, error, note)


def program(assignment, taken):
    """(cells, asks): what is run, and which variables are read after which cell.

    Answers and the student's own cells are run in the student's order, the course's own code before what
    follows it in the course's notebook. Checks and tests are left out, for their words are made outside: an
    answer is read where its test stands.
    """
    given = list(assignment.master["cells"])
    own = {name: [] for name in (*assignment.cells, "")}
    for number, extra in enumerate(taken.extras):
        own[extra.before].append(Cell(f"extra-{number}", extra.source))
    cells, asks = [], []
    for name in taken.order:
        place = given.index(assignment.cells[name])
        cells += [cell for cell in setting(assignment, given[:place]) if cell not in cells]
        cells += own.pop(name)
        if name in taken.answers:
            cells.append(Cell(name, taken.answers[name]))
        elif name in assignment.sheets and name in assignment.tests:
            asks.append(asking(assignment.sheets[name], cells[-1].id if cells else ""))
    cells += [cell for cell in setting(assignment, given) if cell not in cells]
    return (*cells, *own[""]), tuple(asks)


def setting(assignment, given):
    """The course's own code among some cells, which nobody writes in and nobody is judged by."""
    for cell in given:
        marks = mark(cell)
        name = marks.get("grade_id", "")
        aside = (
            marks.get("grade") or marks.get("solution") or name.removesuffix("-check") in assignment.sheets
        )
        if cell["cell_type"] == "code" and name and not aside:
            yield Cell(name, cell["source"])


def asking(sheet, after):
    """Which variable leaves the sandbox, and with which arguments a function is called."""
    return Ask(sheet["name"], tuple(map(tuple, marking.calls_of(sheet))), after)


def endings(ran, verdicts, limits):
    """Sentences about what kept the notebook from being run, or an answer from being read in its place."""
    if ran.ended in ENDINGS:
        yield ENDINGS[ran.ended].format(cell=limits.cell, run=limits.run)
    own = [part for part, one in verdicts.items() if isinstance(one, Failure) and not one.ours]
    if own:
        yield OWN_END.format(", ".join(own))
    if ran.late:
        yield LATE.format(", ".join(f"`{name}`" for name in ran.late))


def stops(ran, limits):
    """(id of a cell that was stopped, why in words)."""
    for name, trouble in ran.stopped.items():
        yield name, judging.STOPPED[trouble].format(cell=limits.cell, run=limits.run)


def made(assignment, handed, taken, ran, verdicts):
    """The Outcome of a notebook that was run."""
    status = judging.status_of(verdicts)
    marks = {name: graded(assignment, name, taken, verdicts) for name in assignment.graded}
    if status == "crashed":
        marks = {name: Mark(None, one.words, waits=True) for name, one in marks.items()}
    flags = [*handed.flags, *taken.flags, *([] if ran.confined else [UNCONFINED])]
    flags = tuple(dict.fromkeys(flags))  # of an old format both collecting and reading tell
    return Outcome(
        handed.student,
        status,
        marks,
        {name: comment(assignment, name, taken, verdicts) for name in assignment.answers},
        flags,
        autograded.notebook(assignment, status, flags, taken, ran, marks),
        handed.received,
        handed.digest(assignment),
        ran.confined,
        ran.seconds,
        ran.memory,
        handed.remarks,
    )


def graded(assignment, name, taken, verdicts):
    """The Mark of one graded cell."""
    if name in verdicts:
        return decided(verdicts[name], assignment.graded[name])
    if name in assignment.tests:
        return Mark(None, "The course has no checks for this cell.", waits=True)
    if name not in assignment.answers:  # a task, done somewhere in the notebook
        return Mark(None, "", waits=True)
    if name not in taken.answers:
        return Mark(0.0, "The cell is missing.", waits=True)
    empty = untouched(assignment, name, taken)
    words = (BESIDE if name in taken.beside else EMPTY) if empty else ""
    return Mark(0.0 if words == EMPTY else None, words, waits=words != EMPTY)


def decided(verdict, points):
    """The Mark for a Verdict or a Failure."""
    if isinstance(verdict, Verdict):
        return Mark(verdict.points(points), verdict.words, waits=isinstance(verdict, Partly))
    return Mark(None if verdict.ours else 0.0, verdict.words, waits=verdict.ours)


def comment(assignment, name, taken, verdicts):
    """What stands beside an answer in formgrader and feedback, or None."""
    failure = next((one for part, one in verdicts.items() if assignment.answer_of(part) == name), None)
    if isinstance(failure, Failure):
        return failure.words
    if name not in taken.answers:
        return "No response: the cell is missing."
    beside = name in taken.beside and name in assignment.graded  # a person reads it
    return (BESIDE if beside else EMPTY) if untouched(assignment, name, taken) else None


def untouched(assignment, name, taken):
    """True when an answer is as it was given out."""
    return taken.answers[name].strip() == assignment.cells[name]["source"].strip()
