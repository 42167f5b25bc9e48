"""What begins or ends at a moment, in terms of the time, operation by operation as PySD computes it."""

from pathfinders.model.tree import SMALL, Apply, Name, Number

TINY = Number(SMALL)


def event(node, step):
    """``STEP``, ``PULSE``, ``RAMP`` … in terms of the time ``t``."""
    time = Name("t")
    if node.op == "step":
        height, begin = node.args
        return Apply("*", (height, one_if(Apply(">", (Apply("+", (time, Number(step / 2))), begin)))))
    if node.op == "pulse":
        return pulse(*node.args)
    if node.op == "pulse train":
        return pulse_train(*node.args)
    slope, begin, end = node.args
    begun = one_if(Apply(">", (Apply("+", (time, TINY)), begin)))
    length = Apply("-", (Apply("min", (end, time)), begin))
    return Apply("*", (Apply("*", (begun, slope)), length))


def pulse(begin, width):
    """1 for a while, else 0."""
    begun = Apply("<=", (Apply("-", (begin, TINY)), Name("t")))
    return one_if(Apply("and", (begun, Apply("<", (Name("t"), Apply("+", (begin, width)))))))


def pulse_train(begin, interval, width, end):
    """1 for a while, again and again, else 0; one pulse alone where the interval is 0."""
    since = Apply("+", (Apply("-", (Name("t"), begin)), TINY))
    short = Apply("<", (Apply("remainder", (since, interval)), width))
    inside = Apply("and", (Apply("<=", (begin, Name("t"))), Apply("<", (Name("t"), end))))
    again = one_if(Apply("and", (inside, short)))
    return Apply("if", (Apply("=", (interval, Number(0.0))), pulse(begin, width), again))


def one_if(condition):
    """1 where the condition holds, else 0."""
    return Apply("if", (condition, Number(1.0), Number(0.0)))
