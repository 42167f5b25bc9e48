"""Diagrams show what the model says, nothing lies on a name, and no text becomes markup."""

import json
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from pathfinders.__main__ import main
from pathfinders.figure.diagram import shown
from pathfinders.figure.layout import LayoutError, layout_path
from pathfinders.figure.loops import loop_diagram, loop_map
from pathfinders.figure.palette import DARK, LIGHT
from pathfinders.figure.search import search
from pathfinders.figure.stockflow import stock_diagram, stock_map
from pathfinders.model import read, read_text, slugs
from pathfinders.structure import explain
from tests.engine_zoo import mdl
from tests.structure_zoo import LOOPED

CROSSINGS = {"two_bands_pure": 0, "two_bands_inertia": 0, "two_bands": 0}
"""What the tended diagrams may have at most, loops and stocks alike; others three, or one for ten links."""
HEAD, EACH = 2048, 270
"""Bytes of a picture, and bytes of each name and each link in it: each is drawn once and said once."""
SVG = "{http://www.w3.org/2000/svg}"


def found(slug):
    return explain(slug)


def zoo(name):
    return explain(read_text(LOOPED[name], name))


def on_top(boxes):
    """The pairs of labels that meet."""
    rows = list(boxes.items())
    return [(a, b) for k, (a, one) in enumerate(rows) for b, two in rows[k + 1 :] if one.grown(1).meets(two)]


def through(ways, boxes):
    """The links that pass a label that is not at one of their ends."""
    return [
        (pair, name)
        for pair, way in ways.items()
        for name, box in boxes.items()
        if name not in pair and box.holds(way.points).any()
    ]


def off_paper(boxes, size):
    corners = [(b.x + s * b.width / 2, b.y + s * b.height / 2) for b in boxes for s in (-1, 1)]
    return [c for c in corners if not (0 <= c[0] <= size[0] and 0 <= c[1] <= size[1])]


@pytest.mark.parametrize("slug", slugs())
def test_a_tended_loop_diagram_has_nothing_on_a_name_and_few_crossings(slug):
    chart = loop_map(found(slug))
    assert not on_top(chart.boxes | {f"sign {pair}": box for pair, box in chart.signs.items()})
    badges = {f"badge {number}": box for number, box in chart.badges.items()}
    assert not on_top(chart.boxes | badges)
    assert not through(chart.ways, chart.boxes)
    assert chart.crossings <= CROSSINGS.get(slug, max(3, len(found(slug).links) // 10))
    every = [*chart.boxes.values(), *chart.signs.values(), *badges.values()]
    assert not off_paper(every, chart.layout.size)


@pytest.mark.parametrize("slug", slugs())
def test_a_tended_stock_diagram_has_nothing_on_a_name_and_few_crossings(slug):
    chart = stock_map(found(slug))
    clouds = {f"cloud {k}": box for k, box in enumerate(chart.clouds)}
    assert not on_top(chart.names | clouds)
    # A link may begin at a flow's valve, and its name stands beside it.
    assert not through(chart.ways, chart.names | clouds)
    assert chart.crossings <= CROSSINGS.get(slug, max(3, len(found(slug).links) // 10))
    assert not off_paper([*chart.names.values(), *clouds.values()], chart.layout.size)


@pytest.mark.parametrize("slug", slugs())
def test_a_layout_names_what_the_model_has_and_all_of_it(slug):
    kept = json.loads(layout_path(read(slug)).read_text(encoding="utf-8"))
    names = {item.name for item in shown(read(slug))}
    assert set(kept) == {"loops", "stocks"}
    assert set(kept["loops"]["at"]) == set(kept["stocks"]["at"]) == names


@pytest.mark.parametrize("draw", (loop_diagram, stock_diagram))
@pytest.mark.parametrize("slug", slugs())
def test_a_diagram_is_light_well_formed_and_can_be_read_aloud(slug, draw):
    text = draw(found(slug))
    tree = ET.fromstring(text)
    assert len(text.encode()) <= HEAD + EACH * (len(read(slug).variables) + len(found(slug).links))
    assert "script" not in text.lower() and "http" not in text.replace(SVG[1:-1], "")
    ids = {tree.get("aria-labelledby"), tree.get("aria-describedby")}
    assert tree.get("role") == "img" and ids == {node.get("id") for node in tree.iter() if node.get("id")}
    marked = [node for node in tree.iter(f"{SVG}g")]
    assert marked and all(node[0].tag == f"{SVG}title" and node[0].text for node in marked)


def test_each_link_tells_its_sign_and_each_loop_its_way():
    said = [node.text for node in ET.fromstring(loop_diagram(found("two_bands_pure"))).iter(f"{SVG}title")]
    assert "Position → tension of change: minus" in said and "movement → Position: plus" in said
    assert "front band balances: Position → tension of change → movement → Position" in said
    late = [
        node.text
        for node in ET.fromstring(loop_diagram(found("two_bands"))).iter(f"{SVG}title")
        if "late" in node.text
    ]
    assert {"noticing → Felt difference: plus, late", "committing → Focus: plus, late"} <= set(late)
    assert not any("movement" in text and text.endswith("late") for text in late if "→ Position:" in text)


def test_pipes_say_where_they_lead_and_end_in_clouds():
    text = stock_diagram(zoo("epidemic"))
    assert "infecting: from Well to Ill" in text and "recovering: from Ill to Immune" in text
    assert len(stock_map(zoo("epidemic")).clouds) == 1  # forgetting leads outside
    assert len(stock_map(zoo("predator and prey")).clouds) == 4


def test_a_net_flow_without_a_name_has_a_pipe():
    chart = stock_map(zoo("a long delay"))
    assert chart.courses[0][0].name is None and ("arrival", 0) in chart.ways
    assert "net flow: from outside to Level" in stock_diagram(zoo("a long delay"))


@pytest.mark.parametrize("name", ("logistic", "predator and prey", "a long delay"))
def test_a_model_without_a_layout_is_set_by_search(name):
    chart = loop_map(zoo(name))
    assert not on_top(chart.boxes) and not through(chart.ways, chart.boxes)
    assert not on_top({n: b for n, b in stock_map(zoo(name)).names.items()})


def test_a_search_gives_the_same_twice():
    boxes, pairs = [(90, 20)] * 4, [(0, 1), (1, 2), (2, 3), (3, 0), (0, 2)]
    first, second = (search(boxes, pairs, 400, steps=200) for _ in range(2))
    assert np.array_equal(first[0], second[0]) and np.array_equal(first[1], second[1])


HOSTILE = mdl(
    """
    "<script>alert(1)</script> & \\' x" = INTEG("]]><b>", 1)
    "]]><b>" = 0-"<script>alert(1)</script> & \\' x"/2
    """
).replace("\\'", "'")


@pytest.mark.parametrize("draw", (loop_diagram, stock_diagram))
def test_a_hostile_name_is_text_and_nothing_else(draw):
    text = draw(explain(read_text(HOSTILE, '"><img src=x>')))
    tree = ET.fromstring(text)
    assert not [node for node in tree.iter() if node.tag in (f"{SVG}script", f"{SVG}b", f"{SVG}img")]
    assert any("<script>alert(1)</script>" in (node.text or "") for node in tree.iter(f"{SVG}title"))


@pytest.mark.parametrize("text", ("x = 3", "Level = INTEG(0, 1)", "wave = SIN(Time)"))
@pytest.mark.parametrize("draw", (loop_diagram, stock_diagram))
def test_a_model_without_loops_or_stocks_has_a_diagram_too(draw, text):
    assert ET.fromstring(draw(explain(read_text(mdl(text), "small")))).tag == f"{SVG}svg"


def test_the_command_keeps_what_hands_have_tended(tmp_path, capsys, root):
    model = tmp_path / "two_bands_pure.mdl"
    model.write_bytes((root / "models" / "two_bands_pure.mdl").read_bytes())
    assert main(["layout", str(model)]) == 0
    path = tmp_path / "two_bands_pure.layout.json"
    first = json.loads(path.read_text(encoding="utf-8"))
    first["loops"]["at"]["Position"] = [33, 44]
    del first["stocks"]["at"]["tension of change"]
    path.write_text(json.dumps(first), encoding="utf-8")
    with pytest.raises(LayoutError, match="no place for tension of change"):
        stock_map(explain(read(model)))
    assert main(["layout", str(model)]) == 0
    second = json.loads(path.read_text(encoding="utf-8"))
    assert second["loops"] == first["loops"] and set(second["stocks"]["at"]) == set(first["loops"]["at"])
    assert main(["layout", str(model), "--anew"]) == 0
    assert json.loads(path.read_text(encoding="utf-8"))["loops"]["at"]["Position"] != [33, 44]


@pytest.mark.parametrize(
    "damage", ('{"loops": 3}', "{", '{"loops": {"size": [1, 2], "at": {}, "colour": 1}}', "[]")
)
def test_a_layout_that_is_none_is_refused_by_name(tmp_path, root, damage):
    model = tmp_path / "two_bands_pure.mdl"
    model.write_bytes((root / "models" / "two_bands_pure.mdl").read_bytes())
    (tmp_path / "two_bands_pure.layout.json").write_text(damage, encoding="utf-8")
    with pytest.raises(LayoutError, match=r"two_bands_pure\.layout\.json"):
        loop_map(explain(read(model)))


MEASURE = """() => [...document.querySelectorAll('svg.pf-diagram text')].map(t => {
  const b = t.getBBox(); return [t.textContent, b.x, b.y, b.width, b.height, getComputedStyle(t).fill] })"""


@pytest.mark.parametrize(("scheme", "colours"), (("light", LIGHT), ("dark", DARK)))
def test_names_fit_their_boxes_and_take_the_colours_of_the_page(browser, scheme, colours):
    chart = stock_map(found("two_bands"))
    page = browser.new_page(color_scheme=scheme)
    declared = "".join(f"--pf-{name}:{colour};" for name, colour in colours.items())
    page.set_content(f"<style>:root{{{declared}}}</style>" + stock_diagram(found("two_bands")))
    rows = page.evaluate(MEASURE)
    inks = {
        name: "rgb({}, {}, {})".format(*(int(colours[name][i : i + 2], 16) for i in (1, 3, 5)))
        for name in colours
    }
    for (name, box), (text, x, y, width, height, ink) in zip(chart.names.items(), rows, strict=True):
        assert text.replace(" ", "") == name.replace(" ", "")
        assert width <= box.width + 2 and height <= box.height + 4
        assert np.hypot(x + width / 2 - box.x, y + height / 2 - box.y) < 5
        assert ink == inks[chart.layout.tint.get(name, "ink")]
    page.emulate_media(media="print")
    assert page.evaluate(MEASURE)[0][5] == "rgb({}, {}, {})".format(
        *(int(LIGHT["ink"][i : i + 2], 16) for i in (1, 3, 5))
    )
    page.close()
