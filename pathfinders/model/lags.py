"""SMOOTH, DELAY and TREND from PySD's syntax tree to ours."""

from pathfinders.model.order import varies
from pathfinders.model.tree import Apply, Number, walk

MOST_STAGES = 100


class Lags:
    """The part of a translator that reads what remembers; it needs ``number`` and ``refuse``."""

    def from_TrendStructure(self, syntax):
        parts = (syntax.input, syntax.average_time, syntax.initial_trend)
        return Apply("trend", tuple(map(self.number, parts)))

    def lag(self, syntax, time, stem, orders):
        if syntax.order not in orders:
            self.refuse(f"a {stem} of order {syntax.order}", "order 1 or 3")
        own = syntax.initial is not syntax.input
        parts = (syntax.input, time, *((syntax.initial,) if own else ()))
        return Apply(orders[syntax.order] + ("i" if own else ""), tuple(map(self.number, parts)))

    def from_SmoothStructure(self, syntax):
        return self.lag(syntax, syntax.smooth_time, "SMOOTH", {1: "smooth", 3: "smooth3"})

    def from_DelayStructure(self, syntax):
        return self.lag(syntax, syntax.delay_time, "DELAY", {1: "delay1", 3: "delay3"})

    def from_SmoothNStructure(self, syntax):
        return self.stages("smoothn", "SMOOTH N", syntax, syntax.smooth_time)

    def from_DelayNStructure(self, syntax):
        return self.stages("delayn", "DELAY N", syntax, syntax.delay_time)

    def stages(self, op, spoken, syntax, time):
        """A lag of any order: so many stages are compiled, so the order must be a literal."""
        order = self.number(syntax.order)
        if not (isinstance(order, Number) and order.value in range(1, MOST_STAGES + 1)):
            self.refuse(f"the order of its {spoken} is no literal", f"a whole number from 1 to {MOST_STAGES}")
        return Apply(op, (*map(self.number, (syntax.input, time, syntax.initial)), order))


def refuse_changing_delays(translator, trees):
    """PySD hands a DELAY N's time from stage to stage, in an order that depends on who asks first."""
    for entry in translator.entries:
        translator.entry = entry
        for node in walk(trees[entry.name]):
            if isinstance(node, Apply) and node.op == "delayn" and varies(trees, node.args[1]):
                found = "the time of its DELAY N changes during the run"
                translator.refuse(found, "a time of constants alone")
