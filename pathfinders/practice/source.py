"""Read an exercise's one source file: front matter, prose and the fenced directives of each part.

A directive is a colon fence, `:::{kind} ID …` to `:::`. `part` opens a part; `prompt`, `template`,
`starter`, `answer`, `public`, `hidden`, `wrong` and `rubric` belong to the part whose id they name.
Whatever stands between directives is prose. Each malformed marker raises ExerciseError with file and
line.
"""

import re
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from pathfinders.practice.exercise import ANSWERS, Criterion, Exercise, ExerciseError, Part, Template, Wrong

OPENING = re.compile(r"^:::\{([a-z]+)\}[ \t]*(.*)$")
DIRECTIVES = ("part", "prompt", "template", "starter", "answer", "public", "hidden", "wrong", "rubric")


@dataclass(frozen=True)
class Block:
    """A directive (or, with kind `prose`, what stands between two) and the line it begins on."""

    kind: str
    words: tuple
    text: str
    line: int


def read_exercise(path):
    """The Exercise in `path`; raises ExerciseError where a marker is malformed. Nothing in it is run."""
    path = Path(path)
    front, body, line = split_front(path)
    body = tuple(assemble(path, tuple(blocks(path, body, line))))
    return Exercise(
        slug=path.stem,
        path=path,
        title=need(path, 1, front, "title", str),
        minutes=need(path, 1, front, "minutes", int),
        models=tuple(need(path, 1, front, "models", list)),
        body=body,
    )


def split_front(path):
    """Front matter, the lines after it, and the number of the first of those."""
    lines = path.read_text(encoding="utf-8").splitlines()
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


def assemble(path, pieces):
    """Prose (text) and Parts in the order of the file."""
    parts = {}
    for block in pieces:
        if block.kind == "part":
            part = open_part(path, block)
            if part.id in parts:
                raise ExerciseError(
                    f"{path.name}:{block.line}",
                    f"a second part {part.id}",
                    f"an id of its own (line {parts[part.id].line} has {part.id})",
                    "rename one",
                )
            parts[part.id] = part
        elif block.kind != "prose":
            id = block.words[0] if block.words else ""
            if id not in parts:
                raise ExerciseError(
                    f"{path.name}:{block.line}",
                    f"a {block.kind} for {id or 'no part'}",
                    f"the id of a part above it ({', '.join(parts) or 'there is none'})",
                    "name the part",
                )
            parts[id] = add(path, parts[id], block)
    for block in pieces:
        if block.kind == "prose":
            yield block.text
        elif block.kind == "part":
            yield parts[block.words[0]]


def open_part(path, block):
    if len(block.words) != 1 or not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", block.words[0]):
        raise ExerciseError(
            f"{path.name}:{block.line}",
            f"a part named {' '.join(block.words)!r}",
            "one id of letters, digits and -",
            "write :::{part} B1",
        )
    data = mapping(path, block.line, block.text)
    part = Part(
        id=block.words[0],
        title=need(path, block.line, data, "title", str),
        points=float(need(path, block.line, data, "points", (int, float))),
        kind=need(path, block.line, data, "answer", str),
        line=block.line,
    )
    if part.kind not in ANSWERS:
        raise ExerciseError(
            f"{path.name}:{block.line}", f"answer: {part.kind}", f"one of {', '.join(ANSWERS)}", "choose one"
        )
    if part.points <= 0:
        raise ExerciseError(
            f"{path.name}:{block.line}", f"points: {part.points:g}", "more than 0", "give it points"
        )
    return part


def add(path, part, block):
    """The part with one more of its directives."""
    if block.kind == "wrong":
        return replace(part, wrong=(*part.wrong, read_wrong(path, part, block)))
    if getattr(part, block.kind):
        raise ExerciseError(
            f"{path.name}:{block.line}", f"a second {block.kind} for {part.id}", "one", "join or remove one"
        )
    if not block.text.strip():
        raise ExerciseError(
            f"{path.name}:{block.line}", f"an empty {block.kind}", "some lines", "fill or remove it"
        )
    if block.kind in ("public", "hidden"):
        return replace(
            part, **{block.kind: tuple(read_check(path, block, item) for item in items(path, block))}
        )
    if block.kind == "rubric":
        return replace(part, rubric=tuple(read_criterion(path, block, item) for item in items(path, block)))
    if block.kind == "template":
        if len(block.words) != 2:
            raise ExerciseError(
                f"{path.name}:{block.line}",
                "a template without a model",
                "the slug of a model",
                f"write :::{{template}} {part.id} two_bands_pure",
            )
        return replace(part, template=Template(block.words[1], block.text))
    return replace(part, **{block.kind: block.text})


def read_check(path, block, data):
    if not isinstance(data, dict):
        raise ExerciseError(
            f"{path.name}:{block.line}", f"a check {data!r}", "id, kind and parameters", "write them"
        )
    for key, kind in (("id", str), ("kind", str), ("points", (int, float))):
        need(path, block.line, data, key, kind)
    return data


def read_criterion(path, block, data):
    if not isinstance(data, dict):
        raise ExerciseError(
            f"{path.name}:{block.line}", f"a criterion {data!r}", "name, points, says", "write them"
        )
    return Criterion(
        need(path, block.line, data, "name", str),
        float(need(path, block.line, data, "points", (int, float))),
        need(path, block.line, data, "says", str),
    )


def read_wrong(path, part, block):
    head, separator, code = block.text.partition("\n---\n")
    if len(block.words) != 2 or not separator or not code.strip():
        raise ExerciseError(
            f"{path.name}:{block.line}",
            "a wrong answer without a name or without the answer",
            f"`:::{{wrong}} {part.id} NAME`, loses and hint, a line ---, the whole answer",
            "complete it",
        )
    if any(wrong.name == block.words[1] for wrong in part.wrong):
        raise ExerciseError(
            f"{path.name}:{block.line}",
            f"a second wrong answer {block.words[1]}",
            "a name of its own",
            "rename one",
        )
    data = mapping(path, block.line, head)
    return Wrong(
        name=block.words[1],
        loses=need(path, block.line, data, "loses", str),
        hint=" ".join(need(path, block.line, data, "hint", str).split()),
        code=code.strip("\n"),
        line=block.line,
        when=data.get("when"),
    )


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
            f"YAML that does not parse ({getattr(error, 'problem', error)})",
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
