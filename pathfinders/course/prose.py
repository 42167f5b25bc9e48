"""What students write, made safe to read: it looks as they wrote it, and no reader's program acts on it."""

import html
import re

BREAK = "\u200b"
"""Stands, without being seen, where a sign would begin a tag, a link, a heading or a macro."""

LONGEST = 50_000
"""Signs of one text; what is longer is cut, for some readers take minutes over it."""

MACROS = (
    "require|href|url|class|cssId|style|data|html|includegraphics|unicode|csname|texttip|mathtip|toggle|action"
    "|newcommand|renewcommand|providecommand|newenvironment|renewenvironment|def|edef|gdef|let|global|input"
)
"""Of MathJax: those that load, link, or change what stands in other cells."""

STEPS = tuple(
    (re.compile(pattern, re.MULTILINE | re.IGNORECASE), BREAK)
    for pattern in (
        r"(?<=<)(?=[a-z/!?])",  # a tag, a comment, an address in < >
        r"(?<=&)(?=[#a-z])",  # an entity within an entity within …
        r"(?<=\])(?=[(:])",  # where a link or a picture goes
        rf"(?<=\\)(?={MACROS})",
        r"(?<=[`~]{3})(?=[ \t]*\{?mermaid)",  # code that becomes a diagram, which is not escaped
        r"^(?=[^a-z\n#]*#)",  # a heading gets an id, which can be that of a box for points
        r"^(?=[^a-z\n|=-]*(?:=+|-+)[ \t]*$)",
    )
)
UNSEEN = re.compile(
    "[\u115f\u1160\u17b4\u17b5\u180e\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb]"
    "|[\U0001d173-\U0001d17a]|[\U000e0000-\U000e0fff]+"
)
"""Signs that let a line be read in another order than it is run, or tell a program what no person sees.

Those that join the letters of some scripts, and the marks within emoji, are not among them.
"""

TURNS = re.compile("[\u200e\u200f\u061c]")
"""Marks of direction, which honest text in some scripts has."""

ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\^_])")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def prose(text):
    """Markdown without HTML, links but bare addresses, pictures, headings, and macros that act."""
    more, text = len(text[LONGEST:]), legible(TURNS.sub("", text[:LONGEST]))
    for _ in range(8):
        text, before = html.unescape(text), text
        if text == before:
            break
    text = legible(TURNS.sub("", text)) + (f"\n\n(Cut here: {more:,} more signs.)" if more else "")
    for pattern, mark in STEPS:
        text = pattern.sub(mark, text)
    return text


def legible(text):
    """Text without colours of a terminal, control characters, half ones, and what a person cannot see."""
    text = ANSI.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    text = UNSEEN.sub("\ufffd", TURNS.sub("\ufffd", CONTROL.sub("\ufffd", text)))
    return text.encode("utf-8", "replace").decode()
