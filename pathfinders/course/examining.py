"""One submission from its file to its Outcome: taken apart, run in the sandbox, judged outside of it."""

from dataclasses import replace

from pathfinders.course import autograded, judging
from pathfinders.course.drafts import BLANK
from pathfinders.course.handed_in import Unread
from pathfinders.course.judging import Failure, Partly
from pathfinders.course.manuscript import Refused
from pathfinders.course.mishaps import mishaps
from pathfinders.course.outcome import EMPTY, Mark, Outcome
from pathfinders.course.program import program
from pathfinders.course.setback import crashed, undecided, unread
from pathfinders.course.transplant import transplant
from pathfinders.errors import PathfindersError
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
BESIDE = "The answer cell is empty; what was written elsewhere is shown where it stands."
UNCONFINED = "It was run WITHOUT the sandbox."
LOOKED_AT = "Somebody will look at it."


def examine(assignment, handed, sandbox, judge, note=lambda step, **more: None):
    """The Outcome of one HandIn; `note` hears of the steps taken, ran and judged, or where it failed.

    Raises a PathfindersError when it is not this submission that failed: the sandbox, a full disk.
    """
    handed = handed.settled()
    try:
        assignment = assignment.drawn_for(handed.student)
        taken = transplant(assignment.master, handed.data())
        note("taken", flags=taken.flags)
        cells, asks = program(assignment, taken)
        ran = sandbox.run(cells, asks)
        note("ran", ended=ran.ended, seconds=round(ran.seconds, 3), memory=ran.memory)
        known = {part: assignment.sheets[part] for part in assignment.tests if part in assignment.sheets}
        ended = {name.removesuffix("-answer") for name in ran.killers}
        stopped = {name.removesuffix("-answer"): why for name, why in stops(ran, sandbox.limits)}
        verdicts = judging.judged(known, ran, judge, ended, stopped)
        failed = {part: one.traces for part, one in verdicts.items() if isinstance(one, Failure | Partly)}
        note("judged", failed=list(failed), **traced(failed))
        met = mishaps(ran, verdicts, dict(places(assignment, taken, cells, asks)))
        told = (sentence for one in met.values() for sentence in one.sentences)
        taken = replace(
            taken,
            flags=(*taken.flags, *endings(ran, verdicts, sandbox.limits), *told),
            unsure=taken.unsure | {part for part, one in met.items() if one.waits},
        )
        return made(assignment, handed, taken, ran, verdicts)
    except Refused as error:
        return undecided(assignment, handed, "refused", error.reason)
    except Unread as error:
        return unread(assignment, handed, error)
    except PathfindersError:
        raise
    except Exception as error:  # one submission never stops a class
        return replace(crashed(assignment, handed, error, note), confined=sandbox.confined)


def endings(ran, verdicts, limits):
    """Sentences about what kept the notebook from being run, or an answer from being read in its place."""
    if ran.ended in ENDINGS:
        yield ENDINGS[ran.ended].format(cell=limits.cell, run=limits.run)
    own = [part for part, one in verdicts.items() if isinstance(one, Failure) and not one.ours]
    if own:
        yield OWN_END.format(", ".join(own))
    if ran.late:
        yield LATE.format(", ".join(f"`{name}`" for name in ran.late))


def traced(failed):
    """What the journal keeps of the checks that failed (part → traces): each trace once."""
    traces = list(dict.fromkeys(one for traces in failed.values() for one in traces))
    return {"traces": traces} if traces else {}


def places(assignment, taken, cells, asks):
    """(part, (its answer, its cell, the cells before it is read)) of each for which something was written."""
    order = [cell.id for cell in cells]
    after = {ask.name: ask.after for ask in asks}
    for part, sheet in assignment.sheets.items():
        own, name = assignment.answer_of(part), sheet["name"]
        if own in taken.answers and name in after and not untouched(assignment, own, taken):
            last = max(order.index(own), order.index(after[name]) if after[name] else len(order))
            yield part, (name, own, cells[: last + 1])


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
    flags += [BLANK] if is_blank(assignment, taken) else []
    flags = tuple(dict.fromkeys(flags))  # of an old format both collecting and reading tell
    return Outcome(
        handed.student,
        status,
        marks,
        {name: comment(assignment, name, taken, verdicts) for name in assignment.answers},
        flags,
        autograded.notebook(assignment, status, flags, taken, ran, marks),
        received=handed.received,
        digest=handed.digest(assignment),
        confined=ran.confined,
        remarks=handed.remarks,
        read=taken.digests,
    )


def graded(assignment, name, taken, verdicts):
    """The Mark of one graded cell."""
    if name in verdicts:
        found = decided(verdicts[name], assignment.graded[name])
        if name not in taken.unsure or found.waits or found.points:
            return found
        return replace(found, words=f"{found.words} {LOOKED_AT}", waits=True)
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


def is_blank(assignment, taken):
    """True when no answer was written, and nothing beside one."""
    written = (name for name in taken.answers if not untouched(assignment, name, taken))
    return not taken.beside and next(written, None) is None


def untouched(assignment, name, taken):
    """True when an answer is as it was given out."""
    return taken.answers[name].strip() == assignment.cells[name]["source"].strip()
