"""The rooms of the package and their order: a lower room never imports a higher one."""

import ast
from pathlib import Path

import pathfinders
from pathfinders import course

ROOMS = (
    "errors",
    "files",
    "footing",
    "late",
    "model",
    "behaviour",
    "engine",
    "structure",
    "soundness",
    "words",
    "figure",
    "lab",
    "practice",
    "course",
    "site",
    "__main__",
)
ALONE = {"behaviour": {"errors", "late"}}  # imports nothing of ours but the ground floor
PACKAGE = Path(pathfinders.__file__).parent


def imports(path):
    """(line, dotted name) of everything of ours that a file imports, also inside its functions."""
    inside = path.relative_to(PACKAGE.parent).with_suffix("").parts
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = inside[: len(inside) - node.level] if node.level else ()
            stem = ".".join([*base, *filter(None, [node.module])])
            yield from ((node.lineno, f"{stem}.{alias.name}") for alias in node.names)


def room_of(parts):
    """The room of a dotted name's parts; None for the package itself."""
    return parts[1] if len(parts) > 1 else None


def climbs():
    """A sentence for each import that goes up."""
    for path in sorted(PACKAGE.rglob("*.py")):
        room = room_of(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        if room == "__init__":
            continue
        allowed = ALONE.get(room, set(ROOMS[: ROOMS.index(room)])) | {room}
        for line, name in imports(path):
            parts = name.split(".")
            if parts[0] == "pathfinders" and room_of(parts) not in allowed:
                yield f"{path.relative_to(PACKAGE.parent)}, line {line}: {room} imports {name}"


def test_every_file_stands_in_a_known_room():
    found = {path.stem for path in PACKAGE.glob("*.py")} | {
        path.name for path in PACKAGE.iterdir() if path.is_dir() and any(path.glob("*.py"))
    }
    assert found == {*ROOMS, "__init__"}


def test_a_lower_room_never_imports_a_higher_one():
    found = list(climbs())
    assert not found, "\n".join(found)


def test_the_map_of_the_largest_room_names_every_module_in_it():
    named = [word for line in course.__doc__.splitlines()[2:] for word in line[10:53].split()]
    folder = PACKAGE / "course"
    rooms = {path.parent.name for path in folder.glob("*/__init__.py")}
    files = {path.stem for path in folder.glob("*.py")} - {"__init__"} - {"build", "collect", "grade"}
    assert sorted(named) == sorted(files | rooms)
