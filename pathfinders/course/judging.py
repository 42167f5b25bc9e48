"""Answers meet the hidden checks, in a process of its own that can crash or hang without harm to the rest."""

import contextlib
import json
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass

from pathfinders.practice import voices
from pathfinders.practice.answers import Answer, Call
from pathfinders.practice.verdict import Verdict

SECONDS = 30.0
"""Wall time of the checks of one part; the slowest takes less than one."""

WORKER = (sys.executable, "-m", "pathfinders.course.judge")
UNREAD = "could not be read: reading it ended the program. Somebody has to look at it."
UNMADE = "A check of this part could not be made ({}); somebody will look at it."
ENDED = "The cell of this answer ended the program or could not be stopped, so it was left out."


@dataclass(frozen=True)
class Failure:
    """A part on which no verdict could be reached."""

    words: str
    """What the student reads."""

    ours: bool = True
    """False when the student's own code is the cause: then the part earns nothing."""


class Judge:
    """One worker process. It is begun at once, ended and begun anew when a check crashes or never ends.

    `models` are slugs that it reads before it is asked anything.
    """

    def __init__(self, models=(), seconds=SECONDS):
        self.command, self.seconds, self.worker = (*WORKER, *models), seconds, None
        self.begin()

    def begin(self):
        self.fresh = True
        self.worker = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def close(self):
        self.worker.kill()
        self.worker.wait()
        self.worker.stdout.close()
        with contextlib.suppress(OSError):  # what it has not read is still to be written
            self.worker.stdin.close()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def mark(self, sheet, answer):
        """A Verdict, or words that say why there is none."""
        if self.fresh:  # its start is not the check's time
            self.worker.stdout.readline()
            self.fresh = False
        line = json.dumps({"sheet": sheet, "answer": asdict(answer)}).encode() + b"\n"
        late = threading.Event()
        clock = threading.Timer(self.seconds, lambda: (late.set(), self.worker.kill()))
        clock.start()
        try:
            self.worker.stdin.write(line)
            self.worker.stdin.flush()
            reply = self.worker.stdout.readline()
        except OSError:
            reply = b""
        finally:
            clock.cancel()
        if reply.endswith(b"\n"):
            return read(json.loads(reply))
        self.close()
        self.begin()
        return (
            f"a check took longer than {self.seconds:g} seconds"
            if late.is_set()
            else "a check ended its process"
        )


def read(reply):
    """What a worker answered: a Verdict, or words."""
    return reply["failure"] if "failure" in reply else Verdict(**reply)


def judged(sheets, ran, judge, ended=()):
    """Part → Verdict or Failure, for all sheets; `ended` are the parts whose cell ended the program."""
    return {part: one(sheet, ran, judge, part in ended) for part, sheet in sheets.items()}


def one(sheet, ran, judge, ended):
    """The Verdict or Failure of one part."""
    name = sheet["name"]
    if name in ran.lost:
        return Failure(f"`{name}` {UNREAD}", ours=False)
    answer = ran.answers.get(name)
    if answer is None:
        return Failure(
            f"`{name}` was not reached: the program had been ended too often or took too long.", ours=False
        )
    if ended and not answer.found:
        return Failure(ENDED, ours=False)
    verdict = judge.mark(sheet, answer)
    return verdict if isinstance(verdict, Verdict) else piecewise(sheet, answer, judge)


def piecewise(sheet, answer, judge):
    """The Verdict of the checks that can be made one by one, after one of them crashed or never ended.

    That one costs its own points and no others; a Failure when none can be made.
    """
    made, lost = [], []
    for check in sheet["checks"]:
        verdict = judge.mark({**sheet, "checks": [check]}, answer)
        if not isinstance(verdict, Verdict):
            lost.append(verdict)
            continue
        made.append((check, verdict))
        if not verdict.passed and (verdict.stage in ("missing", "type") or check.get("stops")):
            break
    if not made:
        return Failure(UNMADE.format(voices.listed(sorted(set(lost)))))
    return put_together(sheet, made, lost)


def put_together(sheet, made, lost):
    """The Verdict of some of the checks of a sheet: pairs of check and Verdict, and words for those lost."""
    full = sum(check["points"] for check in sheet["checks"])
    share = sum(check["points"] * verdict.share for check, verdict in made) / full if full else 0.0
    first = next((verdict for _, verdict in made if not verdict.passed), None)
    words = [first.words] if first else []
    words += [UNMADE.format(voices.listed(sorted(set(lost))))] if lost else []
    stage, check = (first.stage, first.check) if first else ("value", "")
    if not words:
        return Verdict(True, 1.0, "yes", made[-1][1].words)
    return (Partly if lost else Verdict)(False, min(share, 0.99), stage, " ".join(words), check)


@dataclass(frozen=True)
class Partly(Verdict):
    """A Verdict in which a check is missing that could not be made."""


def answer_from(data):
    """The Answer that was sent as JSON."""
    calls = tuple(Call(**{**call, "arguments": tuple(call["arguments"])}) for call in data["calls"])
    return Answer(**{**data, "calls": calls})
