"""Read an exercise's one source file: front matter, prose and the fenced directives of each part.

A directive is a colon fence, `:::{kind} ID …` to `:::`. `part` opens a part; `prompt`, `template`,
`starter`, `answer`, `public`, `hidden`, `wrong` and `rubric` belong to the part whose id they name.
Whatever stands between directives is prose. Each malformed marker raises ExerciseError with file and
line.
"""

import re
from dataclasses import replace
from pathlib import Path

from pathfinders.practice.blocks import blocks, items, mapping, need, split_front
from pathfinders.practice.exercise import ANSWERS, Criterion, Exercise, ExerciseError, Part, Template, Wrong


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
        praise=str(data.get("praise", "")),
    )
    if part.kind not in ANSWERS:
        raise ExerciseError(
            f"{path.name}:{block.line}", f"answer: {part.kind}", f"one of {', '.join(ANSWERS)}", "choose one"
        )
    if not part.points > 0:
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
