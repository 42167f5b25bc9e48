"""The five short voices in which a check speaks, and the sentences that are said in more than one place."""

import textwrap

WIDTH = 88

OPENINGS = {
    "missing": "Still missing.",
    "type": "Another kind of thing.",
    "value": "Not yet.",
    "almost": "Almost.",
    "yes": "Yes.",
}

KINDS = {
    "number": "a number, such as `0.25`",
    "text": "text in quotation marks (three of them, when it has several lines)",
    "labels": 'a dictionary that gives each setting a word, such as `{1: "stall"}`',
    "function": "a function, such as `def NAME(x): return x`",
    "prose": "a few sentences",
}


def said(stage, words):
    """The opening of a stage and the words, as one line that can be printed: half a character becomes `?`."""
    return f"{OPENINGS[stage]} {words}".strip().encode("utf-8", "replace").decode()


def quoted(value):
    """A student's own text as it is quoted back: in quotation marks, shortened."""
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:80]}…"


def printed(words):
    """Words as they are printed: in lines of at most WIDTH signs, for feedback pages cut longer ones off."""
    return "\n".join(
        textwrap.fill(line, WIDTH, break_long_words=False, break_on_hyphens=False)
        for line in words.splitlines()
    )


def listed(items):
    """`a`, `a and b`, or `a, b and c`."""
    items = [str(item) for item in items]
    return " and ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)


def not_defined(name):
    return f"`{name}` does not exist yet: fill in the answer cell and run it, then run this cell again."


def still_empty(name):
    return f"`{name}` is still empty: write your answer in the cell above, run it, then run this cell again."


def another_kind(name, found, kind):
    return f"`{name}` is {found}; here it has to be {KINDS[kind].replace('NAME', name)}."


def forgot_return(name):
    return f"`{name}` gave back nothing (`None`): does its last line begin with `return`?"


def raised(name, error):
    return (
        f"`{name}` stopped with {type(error).__name__} ({first_line(error)}): call it yourself in a new cell "
        "to see on which line."
    )


def ended(name):
    return f"`{name}` ended the program that it was called in: leave out what ends one, such as `os._exit`."


def endless(name, seconds, stopped):
    if stopped:
        return f"`{name}` was still running after {seconds:g} seconds and was stopped: which loop never ends?"
    return (
        f"`{name}` was still running after {seconds:g} seconds and cannot be stopped from here: choose "
        "Kernel ▸ Restart, then look for a loop that never ends."
    )


def borrowed_name(name, taken):
    return (
        f"`{name}` calls a function of yours named `{taken}`, and in this notebook the course has that name: "
        "give yours another name in both places."
    )


def check_failed(error):
    return (
        f"The check itself failed ({type(error).__name__}: {first_line(error)}). "
        "Your answer is not to blame until somebody has looked: please send this line to the course."
    )


def first_line(error):
    """The first line of an error's message, shortened; never empty."""
    try:
        text = str(error)
    except Exception:  # a student's own exception class may fail here too
        text = ""
    return ((text.splitlines() or [""])[0] or "no message")[:120]
