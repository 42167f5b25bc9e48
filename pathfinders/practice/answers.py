"""Find an answer in a notebook's variables and turn it into plain data: numbers, text, tables.

Checks see nothing but what stands here, so that the same check can judge an answer that was made elsewhere.
"""

import dis
import math
from dataclasses import dataclass
from types import FunctionType

from pathfinders.practice import limit, voices

TYPES = {"int": "a number", "float": "a number", "str": "text", "list": "a list", "dict": "a dictionary",
         "bool": "True or False", "NoneType": "nothing"}  # fmt: skip
RESERVED = ("check", "judge")
DEEPEST, LARGEST, LONGEST = 6, 10_000, 50_000
"""How far an answer may be nested, how many pieces and how many characters it may have."""


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


def plain(value):
    """None, True/False, int, float, str, list or dict (keys as text); raises NotPlain.

    Numbers of NumPy and rows and tables of pandas become Python's own, and `...` becomes None; exact types
    are built anew, so that an object that only pretends to be a number cannot decide for itself whether it
    is right.
    """
    return _plain(value, DEEPEST, iter(range(LARGEST)))


def _plain(value, depth, room):
    if next(room, None) is None:
        raise NotPlain(f"something with more than {LARGEST:,} pieces")
    if value is None or value is ... or type(value) in (bool, int, float):
        return None if value is ... else value
    if isinstance(value, str):
        return _text(str.__str__(value))
    if depth == 0:
        raise NotPlain("something nested too deeply")
    if isinstance(value, int | float):
        return int.__int__(value) if isinstance(value, int) else float.__float__(value)
    if isinstance(value, dict):
        pairs = dict.items(value)
        return {str(_plain(key, depth - 1, room)): _plain(item, depth - 1, room) for key, item in pairs}
    if isinstance(value, list | tuple):
        items = (list if isinstance(value, list) else tuple).__iter__(value)
        return [_plain(item, depth - 1, room) for item in items]
    return _plain(_unwrapped(value), depth - 1, room)


def _text(value):
    """The text, if it is no longer than a text can be that somebody wrote."""
    if len(value) > LONGEST:
        raise NotPlain(f"far too long ({len(value):,} characters)")
    return value


def _unwrapped(value):
    """The lists and numbers in an object of NumPy or pandas; raises NotPlain for any other."""
    module = type(value).__module__.partition(".")[0]
    if module in ("numpy", "pandas") and getattr(value, "size", 0) > LARGEST:
        raise NotPlain(f"something with more than {LARGEST:,} pieces")
    if module == "numpy" and hasattr(value, "tolist"):
        return value.tolist()
    if module == "pandas" and hasattr(value, "to_dict"):
        return value.to_dict("list") if getattr(value, "ndim", 1) == 2 else value.tolist()
    raise NotPlain(f"a {type(value).__name__}")


def described(value):
    """What a plain value is, in words."""
    found = TYPES[type(value).__name__]
    return "not a finite number" if found == "a number" and not is_number(value) else found


def is_number(value):
    """True for an int or float that is finite as a float; True/False are no numbers here."""
    try:
        return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    except OverflowError:  # a whole number of more than 308 digits
        return False


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
        if not isinstance(function, FunctionType) or function.__code__ in seen:
            continue
        code, names = function.__code__, function.__globals__
        seen.add(code)
        used = {step.argval for step in dis.get_instructions(code) if step.opname == "LOAD_GLOBAL"}
        taken = next((name for name in RESERVED if name in used and name in names), "")
        if taken:
            return taken
        waiting += [names[name] for name in used if name in names]
    return ""
