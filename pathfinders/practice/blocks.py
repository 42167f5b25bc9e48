"""The pieces of a source: front matter, directives and the prose between them, each with its line."""

import re
from dataclasses import dataclass

import yaml

from pathfinders.practice.exercise import ExerciseError

OPENING = re.compile(r"^:::\{([a-z]+)\}[ \t]*(.*)$")
DIRECTIVES = ("part", "prompt", "template", "starter", "answer", "public", "hidden", "wrong", "rubric")


@dataclass(frozen=True)
class Block:
    """A directive (or, with kind `prose`, what stands between two) and the line it begins on."""

    kind: str
    words: tuple
    text: str
    line: int


def split_front(path):
    """Front matter, the lines after it, and the number of the first of those."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise ExerciseError(
            path.name, f"byte {error.start} is not UTF-8", "a UTF-8 file", "save it again"
        ) from None
    if not lines or lines[0].strip() != "---" or "---" not in lines[1:]:
        raise ExerciseError(
            f"{path.name}:1", "no front matter", "title, minutes and models between two lines ---", "add it"
        )
    end = lines.index("---", 1)
    return mapping(path, 1, "\n".join(lines[1:end])), lines[end + 1 :], end + 2


def blocks(path, lines, first):
    """The file's pieces in order."""
    prose, opened = [], None
    for number, line in enumerate(lines, first):
        opening = OPENING.match(line)
        if opened and line.rstrip() == ":::":
            yield Block(opened[0], opened[1], "\n".join(prose).strip("\n"), opened[2])
            prose, opened = [], None
        elif opened and opening:
            raise ExerciseError(
                f"{path.name}:{number}",
                f"a directive {opening[1]} inside the {opened[0]} of line {opened[2]}",
                "a closing line ::: before it",
                "close the first one",
            )
        elif opening:
            yield from prose_block(prose, number)
            prose, opened = [], (known(path, number, opening[1]), tuple(opening[2].split()), number)
        elif not opened and line.startswith(":::"):
            raise ExerciseError(
                f"{path.name}:{number}",
                f"a marker {line.strip()!r} that opens nothing",
                f":::{{kind}} ID with a kind of {', '.join(DIRECTIVES)}",
                "complete or remove it",
            )
        else:
            prose.append(line)
    if opened:
        raise ExerciseError(
            f"{path.name}:{opened[2]}",
            f"a directive {opened[0]} without an end",
            "a closing line :::",
            "add it",
        )
    yield from prose_block(prose, first + len(lines))


def prose_block(lines, end):
    text = "\n".join(lines).strip("\n")
    if text.strip():
        yield Block("prose", (), text, end - len(lines))


def known(path, line, kind):
    if kind not in DIRECTIVES:
        raise ExerciseError(
            f"{path.name}:{line}",
            f"a directive {kind!r}",
            f"one of {', '.join(DIRECTIVES)}",
            "correct its name",
        )
    return kind


def items(path, block):
    data = parse(path, block.line, block.text)
    if not isinstance(data, list) or not data:
        raise ExerciseError(
            f"{path.name}:{block.line}", f"{block.kind} is no list", "lines that begin with -", "add -"
        )
    return data


def mapping(path, line, text):
    data = parse(path, line, text)
    if not isinstance(data, dict):
        raise ExerciseError(
            f"{path.name}:{line}", "no `key: value` lines", "YAML keys and values", "write them"
        )
    return data


def parse(path, line, text):
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = line + 1 + mark.line if mark else line
        raise ExerciseError(
            f"{path.name}:{where}",
            f"YAML that does not parse ({' '.join(str(getattr(error, 'problem', error)).split())})",
            "`key: value` lines",
            "correct the indentation or quote the value",
        ) from None


def need(path, line, data, key, kind):
    """data[key], or an ExerciseError that names the missing or mistyped key."""
    if key not in data:
        raise ExerciseError(f"{path.name}:{line}", f"no {key}", f"a line `{key}: …`", f"add {key}")
    if not isinstance(data[key], kind) or isinstance(data[key], bool):
        wanted = getattr(kind, "__name__", "number")
        raise ExerciseError(f"{path.name}:{line}", f"{key}: {data[key]!r}", wanted, f"correct {key}")
    return data[key]
