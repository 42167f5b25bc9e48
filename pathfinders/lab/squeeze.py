"""Makes a script or a style sheet smaller: comments and spaces go, strings stay, and it does what it did.

Anything cleverer needs a JavaScript parser. This needs only to know where strings, templates, regular
expressions and comments begin and end.
"""

import re

TOKEN = re.compile(
    r"""(?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
      | (?P<template>`)
      | (?P<comment>//[^\n]*|/\*.*?\*/)
      | (?P<regex>(?<=[=(,:;!&|?{}\[\n>])[ ]*/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[a-z]*)
      | (?P<space>\s+)
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)


WORD = re.compile(r"[\w$]")
OPENS, CLOSES = ";{,([", "})]"


def _between(before, spaces, after):
    """What must stay of ``spaces`` (spaces, line ends and comments) between two characters.

    A line end goes only beside a mark where no rule of automatic semicolons can ask for it; a space only
    where the characters cannot join to another token.
    """
    if "\n" in spaces:
        return "" if before in OPENS or after in CLOSES else "\n"
    joins = (WORD.match(before) and WORD.match(after)) or (before == after and before in "+-")
    return " " if spaces and joins else ""


def _template_end(text, start):
    """Index after the backtick that closes the template opened before ``start``."""
    i = start
    while text[i] != "`":
        if text[i] == "\\":
            i += 2
        elif text.startswith("${", i):
            i = _hole_end(text, i + 2)
        else:
            i += 1
    return i + 1


def _hole_end(text, start):
    """Index after the brace that closes the ``${`` opened before ``start``."""
    i, depth = start, 1
    while depth:
        if text[i] == "`":
            i = _template_end(text, i + 1)
            continue
        token = TOKEN.match(text, i)
        depth += {"{": 1, "}": -1}.get(token.group(), 0)
        i = token.end()
    return i


def squeeze_script(text):
    """``text`` (JavaScript) without comments, needless spaces and needless line ends."""
    out, spaces, last, i = [], "", ";", 0
    while i < len(text):
        token = TOKEN.match(text, i)
        i, kind = token.end(), token.lastgroup
        if kind in ("space", "comment"):
            spaces += token.group()
            continue
        if kind == "template":
            i = _template_end(text, i)
        whole = text[token.start() : i]
        out.append(_between(last, spaces, whole[0]) + whole)
        last, spaces = whole[-1], ""
    return "".join(out) + "\n"


def squeeze_style(text):
    """``text`` (CSS without strings that hold spaces or comments) on one line."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r"\s*([{};,])\s*", r"\1", text).replace(";}", "}").replace(": ", ":").strip()
