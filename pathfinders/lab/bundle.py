"""The scripts of the front end: that of a page with labs, those which stand after it, and the notebook's."""

import json
import re

from pathfinders.engine import javascript
from pathfinders.lab import modules
from pathfinders.lab.modules import constant, joined
from pathfinders.lab.why import structure_source
from pathfinders.model import read

EXTRAS = ("predict", "why")
"""What only some labs ask for, each a module of its own: on a page a second script, where one asks."""
SHAPE = "shape"
"""What the extras share: on a page a script before theirs."""
SHOWN = re.compile(r'"scene":"([\w-]+)"|<pathfinders-scene name="([\w-]+)"')
SCENE = re.compile(r"^export const scene\b", re.MULTILINE)


def page_script():
    """The script of every page that holds a lab: classic, so that it also works from a ``file:`` address."""
    text = "".join(joined("element.js").values())
    return f'(()=>{{"use strict";\n{text}self.pathfinders.parts={_lent(joined("element.js"))}}})();\n'


def extra_script(name):
    """The classic script of one of ``EXTRAS``, or of SHAPE, to stand after ``page_script`` and, for an extra,
    after that of SHAPE: it uses their modules."""
    own, lent = joined(f"{name}.js"), joined("element.js")
    lent = lent if name == SHAPE else lent | joined(f"{SHAPE}.js")
    shared = ",".join(constant(file) for file in own if file in lent)
    fresh = {file: text for file, text in own.items() if file not in lent}
    give = f"Object.assign(self.pathfinders.parts,{_lent(fresh)});" if name == SHAPE else ""
    take = f"const{{{shared}}}=self.pathfinders.parts;" if shared else ""
    return f'(()=>{{"use strict";{take}\n{"".join(fresh.values())}{give}}})();\n'


def scenes():
    """The names of all scenes, sorted: the modules of ``js/scenes`` that export one."""
    files = sorted((modules.SOURCE / "scenes").glob("*.js"))
    return tuple(path.stem for path in files if SCENE.search(path.read_text("utf-8")))


def scene_script(name):
    """The classic script of a scene, to stand after ``page_script``, whose modules it uses."""
    own, lent = joined(f"scenes/{name}.js"), joined("element.js")
    shared = ",".join(constant(file) for file in sorted({"registry.js", *own} & lent.keys()))
    text = "".join(text for file, text in own.items() if file not in lent)
    return f'(()=>{{"use strict";const{{{shared}}}=self.pathfinders.parts;\n{text}{_registered(name)}}})();\n'


def _registered(name):
    return f"$registry.registerScene({json.dumps(name)},{constant(f'scenes/{name}.js')}.scene);\n"


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
    needed = {"registry.js"} | {file for name in entries for file in joined(f"{name}.js")}
    return f"{{{','.join(constant(file) for file in sorted(needed & files.keys()))}}}"


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
    order = dict(joined("widget.js"))
    start = order.pop("widget.js")
    for name in (*EXTRAS, *(f"scenes/{scene}" for scene in scenes())):
        order |= {file: text for file, text in joined(f"{name}.js").items() if file not in order}
    register = map(_registered, scenes())
    return "".join([*order.values(), *register, start]) + "export default $widget.default;\n"
