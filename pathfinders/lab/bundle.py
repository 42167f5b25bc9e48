"""Joins the front end's ES modules into one script, so that neither building, running nor testing needs node.

Each module becomes a function that returns its exports; modules run once, in the order of their imports.
Only the forms of ``IMPORT`` and ``EXPORT`` are understood; anything else is a ``BundleError``.
"""

import json
import posixpath
import re
from functools import cache
from pathlib import Path

from pathfinders.engine import javascript
from pathfinders.errors import PathfindersError
from pathfinders.figure import palette
from pathfinders.lab.squeeze import squeeze_script, squeeze_style
from pathfinders.lab.why import structure_source
from pathfinders.model import read

SOURCE = Path(__file__).parent / "js"
EXTRAS = ("predict", "why")
"""What only some labs ask for, each a module of its own: on a page a second script, where one asks."""
SHAPE = "shape"
"""What the extras share: on a page a script before theirs."""
IMPORT = re.compile(r'^(import|export) (?:(\* as \w+|\{[^}]*\}) from )?"(\.\.?/[\w/.-]+)";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?:(default )|(?:const|function|class) (\w+))", re.MULTILINE)
SHOWN = re.compile(r'"scene":"([\w-]+)"|<pathfinders-scene name="([\w-]+)"')
SCENE = re.compile(r"^export const scene\b", re.MULTILINE)
STRAY = re.compile(r"^\s*(import|export)\b.*$", re.MULTILINE)


class BundleError(PathfindersError):
    """A module of the front end that cannot be joined."""


def page_script():
    """The script of every page that holds a lab: classic, so that it also works from a ``file:`` address."""
    text = "".join(_modules("element.js").values())
    return f'(()=>{{"use strict";\n{text}self.pathfinders.parts={_lent(_modules("element.js"))}}})();\n'


def extra_script(name):
    """The classic script of one of ``EXTRAS``, or of SHAPE, to stand after ``page_script`` and, for an extra,
    after that of SHAPE: it uses their modules."""
    own, lent = _modules(f"{name}.js"), _modules("element.js")
    lent = lent if name == SHAPE else lent | _modules(f"{SHAPE}.js")
    shared = ",".join(_name(file) for file in own if file in lent)
    fresh = {file: text for file, text in own.items() if file not in lent}
    give = f"Object.assign(self.pathfinders.parts,{_lent(fresh)});" if name == SHAPE else ""
    take = f"const{{{shared}}}=self.pathfinders.parts;" if shared else ""
    return f'(()=>{{"use strict";{take}\n{"".join(fresh.values())}{give}}})();\n'


def scenes():
    """The names of all scenes, sorted: the modules of ``js/scenes`` that export one."""
    files = sorted((SOURCE / "scenes").glob("*.js"))
    return tuple(path.stem for path in files if SCENE.search(path.read_text("utf-8")))


def scene_script(name):
    """The classic script of a scene, to stand after ``page_script``, whose modules it uses."""
    own, lent = _modules(f"scenes/{name}.js"), _modules("element.js")
    shared = ",".join(_name(file) for file in sorted({"registry.js", *own} & lent.keys()))
    text = "".join(text for file, text in own.items() if file not in lent)
    return f'(()=>{{"use strict";const{{{shared}}}=self.pathfinders.parts;\n{text}{_registered(name)}}})();\n'


def _registered(name):
    return f"$registry.registerScene({json.dumps(name)},{_name(f'scenes/{name}.js')}.scene);\n"


def scenes_in(html):
    """The names of the scenes that a page's HTML shows, in a lab or by themselves, sorted."""
    asked = {name for pair in SHOWN.findall(html) for name in pair}
    return tuple(name for name in scenes() if name in asked)


def extras_in(html):
    """The names of the scripts that the labs in a page's HTML ask for beside its own, in order."""
    asked = tuple(name for name in EXTRAS if f'"{name}":true' in html)
    return (SHAPE, *asked) if asked else ()


def _lent(files):
    """An object with those of the modules that another script uses too."""
    entries = (*EXTRAS, SHAPE, *(f"scenes/{name}" for name in scenes()))
    needed = {"registry.js"} | {file for name in entries for file in _modules(f"{name}.js")}
    return f"{{{','.join(_name(file) for file in sorted(needed & files.keys()))}}}"


def model_script(slug):
    """The classic script that gives a page one model: ``pathfinders.models[slug]``.

    Raises ``UnknownModel`` for a slug there is none of, ``Unsupported`` for a model the compiler refuses.
    """
    model = read(slug)
    name = json.dumps(model.slug).replace("<", "\\u003c")
    return f"((self.pathfinders||={{}}).models||={{}})[{name}]={javascript(model)};\n"


def structure_script(slug):
    """The classic script that lets a page explain one model: ``pathfinders.structures[slug]``; "" where its
    structure cannot be told. Raises ``UnknownModel``."""
    model = read(slug)
    name = json.dumps(model.slug).replace("<", "\\u003c")
    source = structure_source(model)
    return f"((self.pathfinders||={{}}).structures||={{}})[{name}]={source};\n" if source else ""


def widget_script():
    """The ES module that anywidget loads: its default export renders the lab."""
    order = dict(_modules("widget.js"))
    start = order.pop("widget.js")
    for name in (*EXTRAS, *(f"scenes/{scene}" for scene in scenes())):
        order |= {file: text for file, text in _modules(f"{name}.js").items() if file not in order}
    register = map(_registered, scenes())
    return "".join([*order.values(), *register, start]) + "export default $widget.default;\n"


def _name(file):
    return "$" + re.sub(r"\W", "_", file.removesuffix(".js"))


@cache
def _modules(entry):
    """The texts of ``entry`` and of all it imports, each after what it imports: name → text."""
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
        source = _name(_beside(file, target))
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
        raise BundleError(f"pathfinders/lab/js/{file}", found, "a form that lab/bundle.py joins")
    return f"const {_name(file)}=(()=>{{\n{squeeze_script(linked)}return{{{','.join(names)}}}}})();\n"


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
