"""Which names code gives a value to, in whatever form; and whether it is code at all.

It is looked through sign by sign and never parsed: a parser may be ended, and the grader with it, by
brackets that are nested deeply enough.
"""

import keyword
import re

LONGEST = 10_000
"""Signs of a cell that is looked through; of a longer one only the plain forms are known."""

ASIDE = re.compile(
    r'("""|\'\'\')(?:\\.|.)*?\1|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|#[^\n]*|\\\n', re.DOTALL
)
TOKEN = re.compile(r"[^\W\d]\w*|(?:\*\*|//|>>|<<|[-+*/%@&|^:=!<>])=|[^\s\w]|\n")
NO_STORE = {"==", "!=", "<=", ">=", ":="}
BLOCKS = {"if", "elif", "else", "for", "while", "with", "try", "except", "finally", "def", "class", "async"}
BRINGS = {"as", "def", "class", "import", "global"}
HIDDEN = re.compile(r"\b(?:exec|eval|globals|locals|vars|setattr|user_ns|push|run_cell)\b")
WORDS = re.compile(r"[^\W\d_]{2,}")
LONG = re.compile(r'("""|\'\'\').*?\1', re.DOTALL)
SENTENCE = re.compile(r"^[ \t]*([^\W\d_]+)(?:[ ,;’'-]{1,3}[^\W\d_]+){4}", re.MULTILINE)
SHOWN = re.compile(r"\s*%%(?:markdown|html|latex)\b")
MAGIC = re.compile(r"^[ \t]*[%!?].*$", re.MULTILINE)


def plain(source):
    """Code without comments, and with every text in it empty."""
    return ASIDE.sub(lambda found: '""' if found[0][0] in "\"'" else "", source)


def lines(source):
    """The code in lines: without comments, empty lines and the space at their ends."""
    whole = ASIDE.sub(lambda found: found[0] if found[0][0] in "\"'" else "", source)
    return [line.rstrip() for line in whole.split("\n") if line.strip()]


def is_talk(source):
    """True when a code cell says something and does nothing: texts, comments, or what is no Python."""
    if len(source) > LONGEST:
        return False
    if SHOWN.match(source):
        return True
    code = MAGIC.sub("", plain(source))
    if not re.search(r"\w", code):
        return len(WORDS.findall(source)) >= 3
    return any(not keyword.iskeyword(first) for first in SENTENCE.findall(LONG.sub("", source)))


def does_something(source):
    """True when there is more than comments, texts and magics."""
    return bool(re.search(r"\w", MAGIC.sub("", plain(source))))


def given(source, names):
    """Those of some names that code gives a value to, changes, or may give one to by their text."""
    near = {name for name in names if name in source}
    if not near or len(source) > LONGEST:
        return frozenset()
    code = plain(source)
    if HIDDEN.search(code):
        return frozenset(name for name in near if re.search(rf"\b{re.escape(name)}\b", source))
    return frozenset(name for words in statements(code) for name in near if stores(words, name))


def statements(code):
    """The statements of plain code: lists of (token, depth of brackets, whether in a call or an index)."""
    stack, found, before = [], [], ""
    for token in TOKEN.findall(code):
        if token in ")]}" and stack:
            stack.pop()
        if not stack and token in "\n;":
            yield found
            found = []
        elif token != "\n":
            found.append((token, len(stack), bool(stack and stack[-1])))
        if token in "([{":
            called = before.isidentifier() and not keyword.iskeyword(before)
            inside = bool(stack and stack[-1])
            stack.append(inside or token == "{" or called or before in {")", "]"})
        before = token
    yield found


def stores(words, name):
    """True when a statement gives the name a value, or changes what it has."""
    if words and words[0][0] in BLOCKS:
        colon = next((n for n, (word, depth, _) in enumerate(words) if word == ":" and not depth), len(words))
        return brings(words[:colon], name) or stores(words[colon + 1 :], name)
    equals = [n for n, (word, depth, _) in enumerate(words) if not depth and is_equals(word)]
    target = words[: max(equals, default=0)]
    return any(is_name(target, n, name) for n in range(len(target))) or brings(words, name)


def is_equals(word):
    return word.endswith("=") and word not in NO_STORE


def is_name(words, n, name):
    """True when the n-th word is the variable itself: not in a call or an index, and no attribute."""
    return words[n][0] == name and not words[n][2] and (n == 0 or words[n - 1][0] != ".")


def brings(words, name):
    """True for `as`, `def`, `import`, a loop's variable, `:=`, and a method called on the name."""
    spelt = [word for word, _, _ in words]
    loop = spelt[: spelt.index("in")] if "in" in spelt and {"for"} & set(spelt[:2]) else []
    after = [n for n, word in enumerate(spelt) if word == name]
    return (
        name in loop
        or any(n and spelt[n - 1] in BRINGS for n in after)
        or (spelt[:1] == ["from"] and name in spelt)
        or any(spelt[n + 1 : n + 2] == [":="] for n in after)
        or (spelt[:2] == [name, "."] and spelt[3:4] == ["("])
    )
