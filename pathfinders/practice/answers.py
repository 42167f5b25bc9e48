"""Find an answer in a notebook's variables and turn it into plain data: numbers, text, tables.

Checks see nothing but what stands here, so that the same check can judge an answer that was made elsewhere.
"""

import dis
import math
from dataclasses import dataclass

from pathfinders.practice import limit, voices

TYPES = {"int": "a number", "float": "a number", "str": "text", "list": "a list", "dict": "a dictionary",
         "bool": "True or False", "NoneType": "nothing"}  # fmt: skip
RESERVED = ("check", "judge")


@dataclass(frozen=True)
class Call:
    """One call of a function-valued answer: its arguments, and the plain result or words for a failure."""

    arguments: tuple
    result: object = None
    type: str = "nothing"
    failure: str = ""


@dataclass(frozen=True)
class Answer:
    """An answer as plain data."""

    name: str
    found: bool = False
    type: str = "nothing"
    """In words: `a number`, `text`, `a dictionary`, `a function`, or the name of another type."""

    value: object = None
    calls: tuple = ()


class NotPlain(Exception):
    """A value that is no plain data; the message says in words what it is."""


def plain(value, depth=6):
    """None, True/False, int, float, str, list or dict (keys as text); raises NotPlain.

    Numbers of NumPy and rows and tables of pandas become Python's own; exact types are built anew, so
    that an object that only pretends to be a number cannot decide for itself whether it is right.
    """
    if value is None or type(value) in (bool, int, float, str):
        return value
    if depth == 0:
        raise NotPlain("something nested too deeply")
    if isinstance(value, bool | int | float | str):
        base = next(kind for kind in (int, float, str) if isinstance(value, kind))
        return {int: int.__int__, float: float.__float__, str: str.__str__}[base](value)
    if isinstance(value, dict):
        return {str(plain(key, depth - 1)): plain(item, depth - 1) for key, item in dict.items(value)}
    if isinstance(value, list | tuple):
        return [plain(item, depth - 1) for item in value]
    module = type(value).__module__.partition(".")[0]
    if module == "numpy" and hasattr(value, "tolist"):
        return plain(value.tolist(), depth - 1)
    if module == "pandas" and hasattr(value, "to_dict"):
        return plain(value.to_dict("list") if getattr(value, "ndim", 1) == 2 else value.tolist(), depth - 1)
    raise NotPlain(f"a {type(value).__name__}")


def described(value):
    """What a plain value is, in words."""
    return TYPES[type(value).__name__]


def is_number(value):
    """True for a finite int or float; True/False are no numbers here."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def gather(name, namespace, calls=(), seconds=limit.SECONDS):
    """The Answer in `namespace[name]`; a function is called with each of `calls` (lists of arguments)."""
    if name not in namespace:
        return Answer(name)
    value = namespace[name]
    if callable(value) and not isinstance(value, type):
        return Answer(name, True, "a function", calls=tuple(ask(name, value, calls, seconds)))
    try:
        value = plain(value)
    except NotPlain as error:
        return Answer(name, True, str(error))
    except Exception as error:  # an object of the student's own may fail when it is only looked at
        return Answer(name, True, f"something that fails when it is read ({type(error).__name__})")
    return Answer(name, True, described(value), value)


def ask(name, function, calls, seconds):
    """A Call for each list of arguments; after an endless one no other is tried."""
    taken = borrowed(function)
    for arguments in calls:
        if taken:
            yield Call(tuple(arguments), failure=voices.borrowed_name(name, taken))
            return
        called = limit.call(function, arguments, seconds)
        if not called.ended:
            yield Call(tuple(arguments), failure=voices.endless(name, seconds, called.stopped))
            return
        if called.error is not None:
            yield Call(tuple(arguments), failure=voices.raised(name, called.error))
            continue
        try:
            value = plain(called.value)
            yield Call(tuple(arguments), value, described(value))
        except NotPlain as error:
            yield Call(tuple(arguments), type=str(error))


def borrowed(function):
    """The course's own name that a student's function calls, itself or through another; or an empty text.

    The check's cell binds that name anew, so a function of the student's with the same name is gone by then.
    """
    waiting, seen = [function], set()
    while waiting:
        function = waiting.pop()
        code, names = getattr(function, "__code__", None), getattr(function, "__globals__", {})
        if code is None or code in seen:
            continue
        seen.add(code)
        used = {step.argval for step in dis.get_instructions(code) if step.opname == "LOAD_GLOBAL"}
        taken = next((name for name in RESERVED if name in used and name in names), "")
        if taken:
            return taken
        waiting += [names[name] for name in used if name in names]
    return ""
