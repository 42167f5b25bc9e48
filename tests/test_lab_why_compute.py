"""The page explains a model as Python does: links, loops that matter, phases and the removal test."""

import gzip
import json
import re
from functools import cache, partial

import numpy as np
import pytest

from pathfinders.engine import compile_model
from pathfinders.lab import Lab, bundle, extras_in, structure_script
from pathfinders.lab.modules import joined
from pathfinders.lab.why import structure_source
from pathfinders.model import load_card, read, read_text, slugs
from pathfinders.structure import elements, explain, removals
from pathfinders.structure.javascript import javascript
from pathfinders.structure.removal import looked_at
from tests.engine_zoo import ZOO, mdl
from tests.structure_page import StructurePage
from tests.structure_zoo import LOOPED
from tests.test_engine_safety import NASTY

SETS = 2
NUDGE = 1e-13
"""Where a curve moves visibly when a parameter moves by so little, no two machines agree on it."""
ODD = {
    "no loop": ("S = INTEG(a-b, 1)\na = k*Time\nb = a*0.5\nk = 2", "a"),
    "one stock": ("S = INTEG(-S*k, 1)\nk = 0.2", "S"),
    "no stock": ("a = k*SIN(Time)\nb = a*a\nk = 2", "b"),
    "a loop that is never active": ("S = INTEG(f, 5)\nf = 0*S+k\nk = 1", "S"),
    "a loop that sleeps": ("S = INTEG(f, 0)\nf = MAX(0, 5-S)*k+(Time-Time)\nk = 0", "S"),
    "constant curves": ("S = INTEG(a-b, 4)\na = S*k\nb = S*k\nk = 0.3", "S"),
    "not a number part-way": ("S = INTEG(f, 1)\nf = k*SQRT(10-Time)*S\nk = 0.5", "S"),
    "infinite part-way": ("S = INTEG(S*S*k, 1)\nf = S\nk = 1", "S"),
    "not a number from the start": ("S = INTEG(f, 1)\nf = LN(-S*k)\nk = 1", "S"),
    "a stage alone in its loop": ("a = SMOOTHI(b, 3, 1)\nb = k-a\nk = 2", "a"),
    "what acts at the start alone": ("S = INTEG(-S/3, a)\na = b*2\nb = k+Time\nk = 2", "S"),
    "a rest that is a line": ("S = INTEG(-f, 8)\nT = INTEG(f, 1)\nf = k*(S-T)\nk = 0.2", "S"),
    "growth or collapse": ("S = INTEG(f, 5)\nf = k*(S-c)\nc = 3+Time*0\nk = 0.3", "S"),
    "two parts": ("S = INTEG(1-S*k, 0)\nT = INTEG(T*(1-T)*k, 0.1)\nk = 0.5", "T"),
}
SHORT = {"FINAL TIME": "0.5"}, {"FINAL TIME": "0"}
SHORT = {"two points": "0.5", "one point": "0"}
OTHERS = ("lags", "lags of any order", "what was at the start", "lookups", "beyond numbers", "chaos")
NAMES = (*slugs(), *LOOPED, *ODD, *SHORT, *OTHERS)


@cache
def model_named(name):
    """One of the package's models, or of those above."""
    if name in slugs():
        return read(name)
    if name in SHORT:
        return read_text(mdl(ODD["one stock"][0], FINAL_TIME=SHORT[name]), name)
    return read_text(mdl(ODD[name][0]) if name in ODD else (LOOPED | ZOO)[name], name)


def settings(model):
    """The model's own values, and sets drawn from its sliders."""
    generator = np.random.default_rng(11)
    yield {}
    for _ in range(SETS):
        limits = ((item, item.limits.low, item.limits.high) for item in model.constants)
        yield {
            item.name: item.value * generator.uniform(0.5, 1.5)
            if low is None
            else generator.uniform(low, high)
            for item, low, high in limits
        }


@pytest.fixture(scope="module")
def explained(browser):
    page = StructurePage.on(browser)
    yield page
    page.page.close()


@pytest.fixture(scope="module", params=NAMES)
def both(request, explained):
    """(what Python explains, what the page does) for a model at several settings."""
    model = model_named(request.param)
    return [(explain(model, one), explained.explain(model, one)) for one in settings(model)]


@pytest.fixture(scope="module", params=NAMES)
def tables(request, explained):
    """(Python's removal table, the page's) for a model at several settings."""
    model = model_named(request.param)
    name = ODD[request.param][1] if request.param in ODD else looked_at(model)
    return [
        (removals(model, name, one), explained.removal(model, one, name), partial(nudged, model, name, one))
        for one in settings(model)
    ]


@cache
def _nudged(model, name, pairs):
    return {row.element: row.values for row in removals(model, name, dict(pairs)).rows}


def nudged(model, name, one):
    """Element → Python's curve without it, with every parameter moved by NUDGE."""
    values = {item.name: one.get(item.name, item.value) * (1 + NUDGE) for item in model.constants}
    return _nudged(model, name, tuple(values.items()))


def alike(ours, theirs):
    """Equal to 1e-9 of the larger of 1 and the value; what is no number, and what is infinite, the same."""
    ours, theirs = (
        np.atleast_1d(np.asarray(ours, dtype=float)),
        np.atleast_1d(np.asarray(theirs, dtype=float)),
    )
    return np.allclose(ours, theirs, rtol=1e-9, atol=1e-9, equal_nan=True)


def test_links_have_pythons_polarity_and_where_they_are_resolved_its_scores(both):
    for ours, theirs in both:
        scores = ours.dominance.links
        polarity = {(link.source, link.target): link.polarity for link in ours.links}
        assert len(theirs["links"]) == len(scores.places)
        for (pair, row), link in zip(scores.places.items(), theirs["links"], strict=True):
            assert link["polarity"] == polarity[pair], pair
            told = ~scores.blurred[row]
            assert alike(scores.values[row][told], np.atleast_1d(link["scores"])[told]), pair


def test_loops_have_pythons_polarity_shares_and_gaps(both):
    for ours, theirs in both:
        tell = ours.dominance
        for row, (loop, other) in enumerate(zip(ours.loops, theirs["loops"], strict=True)):
            assert other["polarity"] == loop.polarity
            assert alike(tell.shares[row], other["shares"]), loop
            assert alike(tell.told[row], other["told"]), loop
            assert alike(tell.mean[row], other["mean"]), loop


def test_phases_and_turns_are_pythons(both):
    for ours, theirs in both:
        tell = ours.dominance
        assert [list(map(bool, np.atleast_1d(row))) for row in theirs["turning"]] == tell.turning.tolist()
        assert [list(map(bool, np.atleast_1d(row))) for row in theirs["silent"]] == tell.arrived.tolist()
        for place, phases in enumerate(theirs["phases"]):
            mine = tell.phases(place)
            assert [tuple(map(int, one["loops"])) for one in phases] == [one.loops for one in mine]
            figures = [(one.start, one.stop, one.share) for one in mine]
            assert alike(figures, [(one["start"], one["stop"], one["share"]) for one in phases])


def test_the_removal_table_has_pythons_modes_verdicts_and_curves(tables):
    for ours, theirs, nudge in tables:
        assert theirs["whole"]["mode"]["name"] == ours.mode.name
        assert theirs["rest"]["how"] == ours.rest.how
        rest = {name: float(value) for name, value in theirs["rest"]["values"]}
        # Newton's method stops near a rest, on both sides within the same part of what is there at rest.
        size = max([1, *(abs(value) for value in rest.values() if np.isfinite(value))])
        both = np.array([[value, ours.rest.values[name]] for name, value in rest.items()]).T / size
        assert alike(*both)
        assert len(theirs["rows"]) == len(ours.rows)
        for mine, other in zip(ours.rows, theirs["rows"], strict=True):
            size = max(1, np.abs(mine.values[np.isfinite(mine.values)]).max(initial=0))
            same = alike(mine.values / size, np.atleast_1d(other["series"]) / size)
            told = (other["mode"]["name"], other["verdict"]) == (mine.mode.name, mine.effect)
            assert (same and told) or trembles(mine.values / size, nudge()[mine.element] / size), mine.element


def trembles(curve, other):
    """Whether a curve is another where its parameters moved by less than can be seen."""
    return not np.allclose(curve, other, rtol=1e-9, atol=1e-9, equal_nan=True)


@pytest.mark.parametrize(
    ("name", "at", "effect"),
    [("two_bands_pure", 0, "structural"), ("growth or collapse", 10, "quantitative")],
)
def test_a_variable_can_be_held_at_a_number(explained, name, at, effect):
    model = model_named(name)
    curve = looked_at(model)
    ours, theirs = removals(model, curve, at=at), explained.removal(model, {}, curve, at=at)
    assert [row.effect for row in ours.rows] == [row["verdict"] for row in theirs["rows"]]
    assert effect in [row["verdict"] for row in theirs["rows"] if row["element"]["kind"] == "variable"]


def test_the_table_can_be_made_an_element_a_call(explained):
    model = read("two_bands")
    key, values = explained.values(model, {})
    steps = explained.page.evaluate(
        """([key, values]) => {
            const steps = [...why.removing(...kept[key], values, "Position")];
            return steps.map(step => step.verdict || "whole");
        }""",
        [key, values],
    )
    rows = [row.effect for row in removals(model, "Position").rows]
    assert steps == ["whole", *rows]


def test_least_squares_are_numpys_where_columns_depend_on_one_another(explained):
    explained.page.evaluate(
        f"() => {{ {''.join(joined('why/squares.js').values())} self.squares = $why_squares }}"
    )
    generator = np.random.default_rng(2)
    for size in (1, 2, 5, 8):
        full = generator.normal(size=(size, size)) * 10.0 ** generator.integers(-4, 4, size)
        poor = full.copy()
        poor[:, -1] = poor[:, : max(1, size - 1)].sum(axis=1)
        for matrix in (full, poor, np.zeros((size, size))):
            target = generator.normal(size=size)
            found = explained.page.evaluate(
                "([columns, target]) => squares.leastSquares(columns, target)",
                [matrix.T.tolist(), target.tolist()],
            )
            right = np.linalg.lstsq(matrix, target, rcond=1e-9)[0]
            assert np.allclose(found, right, rtol=1e-6, atol=1e-9 * np.abs(right).max(initial=0))


def test_the_run_with_its_switches_is_the_models_own(explained):
    for model in map(model_named, NAMES):
        key, values = explained.values(model, {})
        same = explained.page.evaluate(
            """([key, values]) => {
                const [model, structure] = kept[key];
                const out = new Float64Array(model.time.points * model.variables.length);
                const own = model.run(Float64Array.from(values), out);
                const run = why.explain(model, structure, values).run;
                return own.every((value, i) => Object.is(value, run.out[i]));
            }""",
            [key, values],
        )
        assert same, model.slug


def test_elements_are_in_pythons_order_and_say_what_is_done(explained):
    model = read("two_bands_pure")
    text = f"({structure_source(model)}).elements"
    listed = explained.page.evaluate(text)
    assert [(one["kind"], one["name"], one.get("target")) for one in listed] == [
        (one.kind, one.name, one.target) for one in elements(model)
    ]
    assert listed[0]["says"] == "Freeze Position"
    assert "Cut movement → Position" in [one["says"] for one in listed]


def knotted(text):
    """A model with ``text`` in the name of a variable in a loop, and in documentation."""
    name = '"' + re.sub(r'[\s"]+', " ", text) + '"'
    model = mdl(f"{name} = S*2\nS = INTEG({name}-S, 1)")
    return model.replace("~ .", "~ " + re.sub(r"[~|\[\]]", " ", text))


def test_nothing_in_a_model_becomes_code_of_its_structure(browser):
    models = [read_text(knotted(text)) for text in NASTY]
    scripts = "".join(f"models.push({javascript(model, {'diagram': model.text})});" for model in models)
    page = browser.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_content(f"<script>const models = [];{scripts}</script><p>after</p>")
    names = page.evaluate("models.map(({elements}) => elements.map(one => one.name))")
    assert (errors, page.evaluate("typeof hacked"), page.locator("body").inner_text()) == (
        [],
        "undefined",
        "after",
    )
    assert names == [[one.name for one in elements(model)] for model in models]
    page.close()


def test_the_structure_of_two_bands_is_small():
    text = structure_script("two_bands")
    bare = re.sub(r'"diagram":"(?:[^"\\]|\\.)*",', "", text)
    assert len(gzip.compress(bare.encode())) <= 4096
    assert len(bare) < len(text) - 5000


def test_what_extras_share_is_loaded_once():
    shape, predict, why = (bundle.extra_script(name) for name in ("shape", "predict", "why"))
    for module in ("$behaviour", "$noise"):
        made = f"const {module}="
        assert made in shape and made not in predict + why
    assert "const $why_removal=" in why


@pytest.mark.parametrize("slug", slugs())
def test_a_lab_explains_its_model_unless_it_is_told_not_to(slug):
    with_why, without = Lab(slug), Lab(slug, why=False)
    assert with_why._spec["why"] is True and with_why._structure.startswith("{")
    assert "why" not in without._spec and without._structure == ""
    page, bare = (lab._repr_mimebundle_()[0]["text/html"] for lab in (with_why, without))
    asks = ("predict",) if load_card(slug).predict else ()
    assert extras_in(page) == ("shape", *asks, "why")
    assert extras_in(bare) == (("shape", *asks) if asks else ())


def test_a_page_with_a_lab_holds_all_that_explains_its_model(lab_pages):
    page = lab_pages.open(lab_pages.write("two_bands_pure"))
    page.wait_for_function("self.pathfinders?.why")
    means = page.evaluate("""() => {
        const { models, structures, why } = pathfinders;
        const [model, structure] = [models, structures].map((all) => all.two_bands_pure);
        const found = why.explain(model, structure, model.parameters.map((one) => one.value));
        return found.loops.map((loop) => loop.mean);
    }""")
    assert alike(means, explain(read("two_bands_pure")).dominance.mean)


def test_a_layout_that_is_tended_is_seen_without_a_restart(tmp_path):
    path = tmp_path / "own.mdl"
    path.write_text(mdl("S = INTEG(-drain, 5)\ndrain = S/k\nk = 4 [1,9,1]"), encoding="utf-8")
    before, places = structure_script(str(path)), {"S": [80, 60], "drain": [300, 61]}
    layout = {"loops": {"size": [400, 120], "at": places}}
    path.with_suffix(".layout.json").write_text(json.dumps(layout), encoding="utf-8")
    assert 'viewBox=\\"0 0 400 120\\"' not in before
    assert 'viewBox=\\"0 0 400 120\\"' in structure_script(str(path))


def test_a_model_of_many_names_has_its_diagram_at_once_on_a_ring(tmp_path):
    rows = [f"S{i} = INTEG(f{i}-S{i}, {i})\nf{i} = S{(i + 1) % 8}*k" for i in range(8)]
    model = read_text(mdl("\n".join([*rows, "k = 0.4"])), "many")
    source = structure_source(model)
    assert 'viewBox=\\"0 0 800 580\\"' in source
    assert all(
        f"\\u003e{item.name}\\u003c" in source or f">{item.name}\\u003c" in source for item in model.stocks
    )


def test_a_model_in_which_nothing_acts_on_another_has_no_why(tmp_path):
    path = tmp_path / "still.mdl"
    path.write_text(mdl("S = INTEG(k, 1)\nk = 2 [0,4,1]"), encoding="utf-8")
    lab = Lab(str(path))
    assert "why" not in lab._spec
    assert (lab._structure, structure_script(str(path))) == ("", "")
    assert compile_model(lab.model).run()["S"][-1] == 41
