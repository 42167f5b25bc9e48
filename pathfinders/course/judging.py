"""Answers meet the hidden checks, in a process of its own that can crash or hang without harm to the rest."""

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
        self.worker = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def close(self):
        self.worker.kill()
        self.worker.wait()
        self.worker.stdin.close()
        self.worker.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def mark(self, sheet, answer):
        """A Verdict, or words that say why there is none."""
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
    """The Verdict of the checks that can be made one by one; a Failure when some part of it has to be seen.

    A check that crashes or never ends costs its own points and no others.
    """
    earned, first, lost = 0.0, None, []
    for check in sheet["checks"]:
        verdict = judge.mark({**sheet, "checks": [check]}, answer)
        if not isinstance(verdict, Verdict):
            lost.append(verdict)
            continue
        earned += check["points"] * verdict.share
        first = first or (None if verdict.passed else verdict)
        if not verdict.passed and (verdict.stage in ("missing", "type") or check.get("stops")):
            break
    full = sum(check["points"] for check in sheet["checks"])
    share = earned / full if full else 0.0
    words = f"One check could not be made ({voices.listed(sorted(set(lost)))}); somebody will look at it."
    words = f"{first.words} {words}" if first else words
    return Partly(
        False, min(share, 0.99), first.stage if first else "value", words, first.check if first else ""
    )


@dataclass(frozen=True)
class Partly(Verdict):
    """A Verdict in which a check is missing that could not be made."""


def answer_from(data):
    """The Answer that was sent as JSON."""
    calls = tuple(Call(**{**call, "arguments": tuple(call["arguments"])}) for call in data["calls"])
    return Answer(**{**data, "calls": calls})
