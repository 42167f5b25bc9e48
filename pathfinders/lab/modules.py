"""Joins the front end's ES modules, so that neither building, running nor testing needs node.

Each module becomes a function that returns its exports; modules run once, in the order of their imports.
Only the forms of ``IMPORT`` and ``EXPORT`` are understood; anything else is a ``BundleError``.
"""

import json
import posixpath
import re
from functools import cache
from pathlib import Path

from pathfinders.errors import PathfindersError
from pathfinders.figure import palette
from pathfinders.lab.squeeze import squeeze_script, squeeze_style

SOURCE = Path(__file__).parent / "js"
IMPORT = re.compile(r'^(import|export) (?:(\* as \w+|\{[^}]*\}) from )?"(\.\.?/[\w/.-]+)";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?:(default )|(?:const|function|class) (\w+))", re.MULTILINE)
STRAY = re.compile(r"^\s*(import|export)\b.*$", re.MULTILINE)


class BundleError(PathfindersError):
    """A module of the front end that cannot be joined."""


def constant(file):
    """The name of the constant that holds the exports of a module."""
    return "$" + re.sub(r"\W", "_", file.removesuffix(".js"))


@cache
def joined(entry):
    """The texts of the module ``entry`` and of all it imports, each after what it imports: name → text.

    Raises ``BundleError`` for a module that is missing, imports itself or says what is not understood.
    """
    order = {}
    _visit(entry, order, ())
    return order


def _visit(file, order, above):
    """Puts ``file`` into ``order`` (name → text) after everything it imports."""
    if file in order:
        return
    if file in above:
        circle = " → ".join([*above, file])
        raise BundleError(f"pathfinders/lab/js/{file}", f"a circle of imports: {circle}", "none")
    text = _text(file)
    for _, _, target in IMPORT.findall(text):
        _visit(_beside(file, target), order, (*above, file))
    order[file] = _wrap(file, text)


def _beside(file, target):
    """The module that ``file`` means by the relative address ``target``."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), target))


def _text(file):
    path = SOURCE / file
    if not path.is_file():
        raise BundleError(f"pathfinders/lab/js/{file}", "no such module", "a file", "correct the import")
    text = path.read_text(encoding="utf-8")
    if not file.endswith(".css"):
        return text
    return f"export const css = {json.dumps(style() if file == 'lab.css' else squeeze_style(text))};"


def _wrap(file, text):
    names = []

    def link(match):
        kind, what, target = match.groups()
        source = constant(_beside(file, target))
        if kind == "export":
            names.extend(f"{name.strip()}:{source}.{name.strip()}" for name in what.strip("{}").split(","))
            return ""
        if not what:
            return ""
        names_here = what[5:] if what[0] == "*" else what.replace(" as ", ":")
        return f"const {names_here}={source};"

    def export(match):
        default, name = match.groups()
        names.append(name or "default:$default")
        return "const $default = " if default else match.group()[len("export ") :]

    linked = EXPORT.sub(export, IMPORT.sub(link, text))
    if stray := STRAY.search(linked):
        found = stray.group().strip().rstrip(";")
        raise BundleError(f"pathfinders/lab/js/{file}", found, "a form that lab/modules.py joins")
    return f"const {constant(file)}=(()=>{{\n{squeeze_script(linked)}return{{{','.join(names)}}}}})();\n"


def style():
    """The style sheet of the shadow root: the palette as custom properties, then ``lab.css``."""
    light, dark = (palette.css_variables(colours) for colours in (palette.LIGHT, palette.DARK))
    tones = [
        f".c{i}{{--tone:var(--pf-{one.colour})}}path.c{i}{{stroke-dasharray:{one.dasharray}}}"
        for i, one in enumerate(palette.SERIES)
    ]
    sheet = (SOURCE / "lab.css").read_text(encoding="utf-8")
    # Paper is white whatever the screen is.
    scheme = f":host{{{light}}}@media screen{{:host([data-scheme=dark]){{{dark}}}}}"
    return squeeze_style(f"{scheme}{''.join(tones)}{sheet}")
