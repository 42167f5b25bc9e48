"""One notebook from its cells to its Outcome without a process of its own: for cells that mean no harm."""

from types import SimpleNamespace

from pathfinders.course.examining import examine
from pathfinders.course.handed_in import HandIn
from pathfinders.course.sandbox import Limits, Ran
from pathfinders.course.sandbox.shell import raised
from pathfinders.course.sandbox.wire import raised as told
from pathfinders.practice import marking
from pathfinders.practice.answers import gather
from tests.submissions import dumped


class InPlace:
    """A sandbox for cells that mean no harm: they are run here, and their errors told as there."""

    limits, confined = Limits(), True

    def run(self, cells, asks):
        names, answers, errors = {}, {}, {}
        for each in cells:
            try:
                exec(each.source, names)
            except Exception as error:
                result = SimpleNamespace(error_in_exec=error, error_before_exec=None)
                errors |= told(each.id, {"raised": raised(result)})
            for ask in asks:
                if ask.after in (each.id, "") and ask.name in names:
                    answers[ask.name] = gather(ask.name, names, ask.calls)
        return Ran(answers={ask.name: gather(ask.name, {}) for ask in asks} | answers, raised=errors)


JUDGE = SimpleNamespace(mark=marking.mark)


def examined(recorded, notebook, judge=JUDGE, heard=lambda step, **more: None):
    """The Outcome of a notebook, worked on by kay."""
    data = dumped(notebook).encode()
    return examine(recorded.assignment, HandIn("kay", read=lambda: data), InPlace(), judge, heard)
