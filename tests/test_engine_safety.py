"""Nothing in a model can become code: not in Python, NumPy or JavaScript, and not while it is read."""

import re

import pytest

from pathfinders.engine import compile_model, floats, javascript, lanes
from pathfinders.engine.program import lower
from pathfinders.model import ModelError, read_text
from tests.engine_zoo import mdl

NASTY = [
    "'; hacked = 1; '",
    '"""\nhacked = 1\n"""',
    "'''; hacked = 1",
    "*/ hacked = 1; /*",
    "</script><script>hacked = 1</script>",
    "<!-- <script>",
    "`${hacked = 1}`",
    "${hacked = 1}",
    "\\u0022; hacked = 1; //",
    "\\ \\n",
    "\u2028hacked = 1\u2029",
    "__import__('os').system('true')",
    "%(hacked)s {hacked}",
    "naïve 数 🦋 \ud7ff \x00",
]
WORDS = r"[pvsmx]\d+|f_\w+|put|run|points|every|inner|range|pass|def|for|in|if|else|or|and|not|k|_|p|t[01]?|e"


def hostile(text, name=None):
    """A model with ``text`` in a name, in units and in documentation."""
    name = name or '"' + re.sub(r'[\s"]+', " ", text) + '"'
    model = mdl(f"{name} = 2 [0,5,1]\nother = INTEG(EXP(-{name}), MAX({name}, 1))")
    unit = re.sub(r"[~|\[\]]", " ", text)
    return model.replace("~ 1 [0", f"~ {unit} [0").replace("~ .", f"~ {unit}")


@pytest.mark.parametrize("text", NASTY)
def test_python_and_numpy_hold_no_word_of_the_model(text):
    model = read_text(hostile(text))
    program, step = lower(model), model.time.step
    for source in (
        floats.source(program, step),
        floats.source(program, step, lanes.LanesPrinter(), lanes.write),
    ):
        assert set(re.findall(r"[^\W\d]\w*", source)) <= set(re.findall(rf"\b(?:{WORDS})\b", source))
        assert source.isascii() and not set(source) & set("'\"\\`${#")
    twin = compile_model(model)
    assert twin.run()["other"][-1] == pytest.approx(
        twin.lanes({model.constants[0].name: [2]})["other"][-1, 0]
    )


def test_javascript_in_a_page_keeps_every_text_a_text(browser):
    models = [read_text(hostile(text)) for text in NASTY]
    scripts = "".join(f"models.push({javascript(model)});" for model in models)
    page = browser.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_content(f"<script>const models = [];{scripts}</script><p>after</p>")
    told = page.evaluate("models.map(m => [m.parameters[0].name, m.parameters[0].units, m.variables[0].doc])")
    assert told == [[m.constants[0].name, m.constants[0].units, m["other"].doc] for m in models]
    assert page.evaluate("typeof hacked") == "undefined" and not errors
    assert page.locator("script").count() == 1 and page.locator("body").inner_text() == "after"
    page.close()
    assert all(
        script.isascii() and "<" not in script.split(",run(P,o)")[0] for script in map(javascript, models)
    )


ATTACKS = [
    "x = WITH LOOKUP(1, ([__import__('pathlib').Path(MARK).touch()],(0,0),(1,1)))",
    "x = WITH LOOKUP(1, ([(0,0)-(1,1),__import__('pathlib').Path(MARK).touch()],(0,0),(1,1)))",
    'x = WITH LOOKUP(1, (["a" + str(__import__("pathlib").Path(MARK).touch())],(0,0),(1,1)))',
    "x([__import__('pathlib').Path(MARK).touch()],(0,0),(1,1))",
    "x = 1 [__import__('pathlib').Path(MARK).touch(),2]",
    "x = GET DIRECT CONSTANTS('__import__(\"pathlib\").Path(MARK).touch()', 'b', 'c')",
    "x = TABBED ARRAY(__import__('pathlib').Path(MARK).touch())",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_reading_a_model_runs_nothing(attack, tmp_path):
    mark = tmp_path / "mark"
    equation = attack.replace("MARK", repr(str(mark)))
    with pytest.raises(ModelError):
        read_text(mdl("y = 1").replace("INITIAL TIME", f"{equation} ~ 1 ~ . |\nINITIAL TIME", 1))
    assert not mark.exists()


def test_the_attack_would_work_without_the_guard(tmp_path):
    """The parser does run what stands in the brackets of a lookup: the guard is needed."""
    from pathfinders.model import parser

    mark = tmp_path / "mark"
    component = type("Spot", (), {})
    from pysd.translators.vensim.vensim_element import Element

    component = Element(ATTACKS[0].replace("MARK", repr(str(mark))), "1", "").parse()
    with pytest.raises(ModelError):
        parser.refuse_brackets("here", component.expression)
    with pytest.raises(Exception):  # noqa: B017 - whatever PySD makes of it, the deed is done
        component.parse()
    assert mark.exists()
