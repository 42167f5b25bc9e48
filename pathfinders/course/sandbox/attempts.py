"""One notebook's way through the sandbox: where its process ends too early, it is run without the cause."""

import time

from pathfinders.course.sandbox import wire
from pathfinders.course.sandbox.sentences import CAUSES, OVER, SAID, SLOW, UNRUN
from pathfinders.course.sandbox.talk import LOADED, Talk
from pathfinders.course.sandbox.terms import Cell, Output, Ran, program

GRACE = 1.0
"""Seconds in which a process that is no longer needed ends by itself."""

REMARKS = 200
"""Bytes in each cell for the remark that something was left out."""


class Attempts:
    """All runs of one notebook on one lane. `gone` is True when the fork server ended with a run.

    Where an ask stands a copy of the process is set aside, and asked when all cells have run: what checks
    ask with is in no process whose outputs are still to be kept.
    """

    def __init__(self, lane, limits, cells, asks, confined):
        self.lane, self.limits, self.confined = lane, limits, confined
        self.program = program(cells, asks)
        self.waiting = {ask.name: ask for ask in asks}
        self.answers, self.outputs, self.troubles = {}, {}, []
        self.killers, self.tried, self.lost, self.late = [], [], [], []
        self.stopped, self.raised = {}, {}
        self.room = limits.output + REMARKS * len(cells)
        self.memory, self.spent, self.gone, self.aside = 0, 0.0, False, True

    def ran(self):
        """The Ran of the notebook."""
        begun, done = time.monotonic(), False
        self.until = begun + LOADED * self.limits.run
        for _ in range(self.limits.replays + 1):
            done = self.attempt()
            if done or self.gone or self.left() <= 0:
                break
        if not done:
            self.troubles.append("killed" if self.gone else "gave up")
        return Ran(
            answers=self.answers,
            outputs=self.outputs,
            ended=(*self.troubles, "finished")[0],
            lost=tuple(self.lost),
            late=tuple(self.late),
            killers=tuple(self.killers),
            stopped=self.stopped,
            raised=self.raised,
            seconds=time.monotonic() - begun,
            memory=self.memory,
            confined=self.confined,
        )

    def left(self, now=0.0):
        """Seconds of their own that the cells may still take; `now` are those of this attempt.

        All replays together have as much as the first run.
        """
        run, own = self.limits.run, self.spent + now
        return min(run - now, 2 * run - own, self.until - time.monotonic())

    def sure(self):
        """At least so many are left, which is exact where a cell could not have all of its own.

        No attempt has more seconds of its own than have passed; asking how many takes as long as a cell.
        """
        left = self.left(time.monotonic() - self.began)
        return left if left > self.limits.cell else self.left(self.lane.spent())

    def attempt(self):
        """Runs the cells and asks what is left to ask in a fresh process; True when nothing remains."""
        self.step, self.held, self.over, trouble = None, set(), False, ""
        self.began = time.monotonic()
        try:
            stream = self.lane.begun()
        except OSError:
            self.gone = True
            return False
        with stream:
            try:
                talk = Talk(self.lane, stream, self.limits)
                talk.begin()
                self.tell(talk)
                talk.close()
            except wire.Ended as ended:
                trouble = str(ended)
            finally:
                report = self.lane.ended(0 if trouble else GRACE)
                self.gone = report is None
        if report:
            self.memory = max(self.memory, report["memory"])
            self.spent += report["own"]
        if trouble:
            self.blame(CAUSES.get(report["why"], trouble) if report else trouble)
        return not trouble and not self.waiting

    def blame(self, trouble):
        """Lays the end of the process to the step that was under way."""
        if self.step is None or (trouble == "memory" and self.held):  # the memory of copies counts as well
            self.aside = False
            return
        self.troubles.append(trouble)
        if isinstance(self.step, Cell):
            self.killers.append(self.step.id)
            self.outputs[self.step.id] = (Output("error", SAID[trouble]),)
        else:
            self.lose(self.step)

    def tell(self, talk):
        """Goes through the program, then asks; what an ask was lost for is asked again without a copy."""
        fresh = [name for name in self.waiting if name not in self.tried]
        now = fresh or list(self.tried)
        for step in self.program:
            if isinstance(step, Cell):
                self.cell(talk, step)
            elif step.name in fresh:
                self.hold(talk, step)
            elif step.name in now and not fresh:
                self.ask(talk, step, "here")
            if now and not set(now) & set(self.waiting):
                return
        until = time.monotonic() + max(self.sure(), self.limits.cell)
        for name in now:
            if name in self.waiting and time.monotonic() < until:
                self.last(talk, self.waiting[name], "apart" if fresh else "here")

    def cell(self, talk, cell):
        """Runs a cell, unless it is known to end the process or there is no time left."""
        if cell.id in self.killers:
            return
        limits, left = self.limits, self.sure()
        if left <= 0:
            self.keep(cell, {"outputs": [["error", UNRUN.format(limits.run)]]}, "too long")
            self.over = True
            return
        self.step = cell
        sentence = SLOW.format(limits.cell) if left > limits.cell else OVER.format(limits.run)
        reply = talk.cell(cell, min(limits.cell, left), sentence)
        trouble = "timed out" if left > limits.cell else "too long"
        self.keep(cell, reply, trouble if reply.get("late") is True else "")

    def keep(self, cell, reply, trouble):
        """Keeps what a cell has put out when it was run first."""
        if cell.id not in self.outputs:
            self.outputs[cell.id], used = wire.outputs(reply, self.room)
            self.room -= used
            self.raised |= wire.raised(cell.id, reply)
            if trouble:
                self.troubles.append(trouble)
                self.stopped[cell.id] = trouble

    def hold(self, talk, ask):
        """Sets a copy of the process aside for an ask."""
        self.step = None
        if self.aside and talk.hold(ask):
            self.held.add(ask.name)

    def ask(self, talk, ask, where):
        """Asks in place; False where nothing of that name is there yet."""
        self.step = ask
        answer = talk.ask(ask, where)
        if answer is None:
            self.lose(ask)
        elif answer.found:
            self.settle(ask, answer)
        return answer is None or answer.found

    def last(self, talk, ask, where):
        """Asks the copy that was set aside; where that knows nothing of it, the whole notebook."""
        if ask.name in self.held and self.ask(talk, ask, "held"):
            return
        self.step = ask
        answer = talk.ask(ask, where)
        if answer is None:
            self.lose(ask)
            return
        placed = any(step is ask for step in self.program)
        self.late += [ask.name] if placed and answer.found else []
        self.settle(ask, answer)

    def settle(self, ask, answer):
        """Nothing more is to be asked about it; what is missing because cells were not run is no answer."""
        del self.waiting[ask.name]
        if ask.name in self.tried:
            self.tried.remove(ask.name)
        if answer.found or not self.over:
            self.answers[ask.name] = answer

    def lose(self, ask):
        """An ask that was lost is tried once more."""
        if ask.name not in self.tried:
            self.tried.append(ask.name)
            return
        self.tried.remove(ask.name)
        del self.waiting[ask.name]
        self.lost.append(ask.name)
