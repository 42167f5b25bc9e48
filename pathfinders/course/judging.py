"""Answers meet the hidden checks: a verdict for each part, or why there is none."""

from dataclasses import dataclass

from pathfinders.practice import voices
from pathfinders.practice.verdict import Verdict

UNREAD = "could not be read: reading it ended the program or never came to an end. No points for this part."
UNREACHED = "was not reached: the program had been ended too often or took too long. No points for this part."
UNMADE = "A check of this part could not be made ({}); somebody will look at it."
ENDED = (
    "The cell of this answer ended the program or could not be stopped, so it was left out. "
    "No points for this part."
)

STOPPED = {
    "timed out": "ran longer than {cell:g} seconds and was stopped",
    "too long": "was stopped or not run: all cells together took the {run:g} seconds that a notebook has",
}
"""What became of an answer's cell, of Ran.stopped."""

ONE_OF = 6
"""How many checks that never end one part can pay for, when they are made one by one."""


@dataclass(frozen=True)
class Failure:
    """A part on which no verdict could be reached."""

    words: str
    """What the student reads."""

    ours: bool = True
    """False when the student's own code is the cause: then the part earns nothing."""

    traces: tuple = ()
    """Where checks stopped with an error; for the journal alone."""


def status_of(verdicts):
    """What a notebook's Verdicts and Failures (part → one) come to: a person decides where we have failed."""
    ours = [isinstance(one, Failure) and one.ours for one in verdicts.values()]
    if ours and all(ours):
        return "crashed"
    partly = any(ours) or any(isinstance(one, Partly) for one in verdicts.values())
    return "partly graded" if partly else "graded"


def judged(sheets, ran, judge, ended=(), stopped=None):
    """Part → Verdict or Failure, for all sheets.

    `ended` are the parts whose cell ended the program; `stopped` are those whose cell was, and why.
    """
    why = stopped or {}
    return {part: one(sheet, ran, judge, part in ended, why.get(part)) for part, sheet in sheets.items()}


def one(sheet, ran, judge, ended, stopped=None):
    """The Verdict or Failure of one part."""
    name = sheet["name"]
    if name in ran.lost:
        return Failure(f"`{name}` {UNREAD}", ours=False)
    answer = ran.answers.get(name)
    if answer is None:
        return Failure(f"`{name}` {UNREACHED}", ours=False)
    if ended and not answer.found:
        return Failure(ENDED, ours=False)
    if stopped and not answer.found:
        return Verdict(False, 0.0, "missing", voices.said("missing", f"The cell of `{name}` {stopped}."))
    verdict = judge.mark(sheet, answer)
    return verdict if isinstance(verdict, Verdict) else piecewise(sheet, answer, judge)


def piecewise(sheet, answer, judge):
    """The Verdict of the checks that can be made one by one, after one of them crashed or never ended.

    That one costs its own points and no others, but those that build on it; a Failure when none can be made.
    All of them together cost no more than the part as a whole may, and one by itself a sixth of that.
    """
    made, lost, left = [], [], judge.seconds
    judge.traces.clear()
    for check in sheet["checks"]:
        verdict = judge.mark({**sheet, "checks": [check]}, answer, min(judge.seconds / ONE_OF, left))
        left -= judge.spent
        if not isinstance(verdict, Verdict):
            lost.append(verdict)
            if check.get("stops") or left <= 0:
                break
            continue
        made.append((check, verdict))
        if verdict.stops:
            break
    traces = tuple(judge.traces)
    if not made:
        return Failure(UNMADE.format(voices.listed(sorted(set(lost)))), traces=traces)
    return put_together(sheet, made, lost, traces)


def put_together(sheet, made, lost, traces=()):
    """The Verdict of some of the checks of a sheet: pairs of check and Verdict, and words for those lost."""
    full = sum(check["points"] for check in sheet["checks"])
    share = sum(check["points"] * verdict.share for check, verdict in made) / full if full else 0.0
    first = next((verdict for _, verdict in made if not verdict.passed), None)
    if first is None and not lost:
        return Verdict(True, 1.0, "yes", made[-1][1].words)
    stage, check = (first.stage, first.check) if first else ("value", "")
    words = []
    if first:
        if stage in ("value", "almost"):  # of all points, not of this check's own
            stage = "almost" if share >= 0.5 else "value"
        words = [voices.said(stage, first.words.removeprefix(voices.OPENINGS[first.stage]).strip())]
    if not lost:
        return Verdict(False, min(share, 0.99), stage, *words, check, made[-1][1].stops)
    words.append(UNMADE.format(voices.listed(sorted(set(lost)))))
    return Partly(False, min(share, 0.99), stage, " ".join(words), check, traces=traces)


@dataclass(frozen=True)
class Partly(Verdict):
    """A Verdict in which a check is missing that could not be made."""

    traces: tuple = ()
    """As those of a Failure."""
