"""The front end is joined and made smaller without node, and does what its modules say."""

import pytest

from pathfinders.lab import bundle
from pathfinders.lab import modules as js
from pathfinders.lab.squeeze import squeeze_script, squeeze_style

TRICKY = r"""
// A comment with a "quote and a `tick
const text = "// no comment /* none */  two spaces", other = 'it\'s // "so"';
/* a block
   of `two` lines */
const look = /["'`/]\/\/ /g
const count = 3 /* three */ + +text.length
const shown = `a  ${ text.length > 2 ? `inner // ${ "}" }` : "" }  // stays
  next line`
const give = () => {
  let i = 1
  i++
  const list = [1, 2]
  ;[i] = list
  return { i, look: look.source, quarter: 8 / 2 / i }
}
return [text, other, count, shown, give(), "a\"b".replace(look, "-")];
"""


def test_a_squeezed_script_gives_what_the_whole_one_gives(browser):
    page = browser.new_page()
    whole, small = (
        page.evaluate("text => new Function(text)()", text) for text in (TRICKY, squeeze_script(TRICKY))
    )
    page.close()
    assert small == whole
    assert "A comment" not in squeeze_script(TRICKY)


def test_a_squeezed_style_keeps_its_rules():
    sheet = "/* why */\n.a > .b:hover {\n  margin: calc(1px + 2px) 0;\n}\n@media (x) { .c { color: red; } }\n"
    assert squeeze_style(sheet) == ".a > .b:hover{margin:calc(1px + 2px) 0}@media (x){.c{color:red}}"


def forget():
    js.joined.cache_clear()


@pytest.fixture
def source(tmp_path, monkeypatch):
    """A folder of modules of its own in place of the front end's."""
    (tmp_path / "scenes").mkdir()
    (tmp_path / "registry.js").write_text("export const registerScene = (...made) => made;\n")
    monkeypatch.setattr(js, "SOURCE", tmp_path)
    monkeypatch.setattr(bundle, "EXTRAS", ())
    forget()
    yield tmp_path
    forget()


def joined(source, **modules):
    for name, text in modules.items():
        (source / f"{name}.js").write_text(text)
    return bundle.widget_script()


def test_modules_run_once_in_the_order_of_their_imports(source, browser):
    script = joined(
        source,
        widget='import "./registry.js";\nimport { a as one } from "./a.js";\nimport * as B from "./b.js";\n'
        "export default { sum: one + B.b };\n",
        a='import { b } from "./b.js";\nexport const a = b * 10;\n',
        b="globalThis.ran = (globalThis.ran || 0) + 1;\nexport const b = 2;\n",
    )
    page = browser.new_page()
    script = script.replace("export default $widget.default;", "")
    assert page.evaluate(f"() => {{ {script} return [$widget.default.sum, ran] }}") == [22, 1]
    page.close()


@pytest.mark.parametrize(
    ("modules", "sentence"),
    [
        ({"widget": 'import "./gone.js";\n'}, "gone.js: no such module"),
        ({"widget": 'import "./a.js";\n', "a": 'import "./widget.js";\n'}, "imports: widget.js → a.js"),
        ({"widget": 'import thing from "elsewhere";\n'}, 'import thing from "elsewhere"'),
        ({"widget": "export let count = 1;\n"}, "export let count = 1"),
    ],
)
def test_a_module_that_cannot_be_joined_is_named(source, modules, sentence):
    with pytest.raises(js.BundleError, match=sentence):
        joined(source, **modules)


def test_every_scene_file_is_registered_under_its_name():
    scenes = [path.stem for path in (js.SOURCE / "scenes").glob("*.js")]
    assert "two_bands" in scenes
    for scene in scenes:
        assert f'registerScene("{scene}",' in bundle.scene_script(scene)
        assert f'registerScene("{scene}",' not in bundle.page_script()
        assert f'registerScene("{scene}",' in bundle.widget_script()
