"""PySD is the reference: every engine gives its values, to 1e-12 of a curve's own largest value.

Where a run is itself unstable (a change of 1e-15 in one parameter moves PySD's own curve more), ten times
that change is allowed, and the number of such points is printed.
"""

import base64

import numpy as np
import pytest

from pathfinders.engine import compile_model, javascript, reference_run
from pathfinders.model import read, read_text, slugs
from tests.engine_random import random_model
from tests.engine_zoo import IEEE, ZOO

TEXTS = ZOO | {"random equations": random_model(20110527)}
POINTS, SEED, CLOSE = 25, 20110527, 1e-12

IN_THE_BROWSER = """
({source, points}) => {
    const model = (0, eval)("(" + source + ")");
    const size = model.time.points * model.variables.length;
    const all = new Float64Array(size * points.length), out = new Float64Array(size);
    points.forEach((point, i) => all.set(model.run(Float64Array.from(point), out), i * size));
    const bytes = new Uint8Array(all.buffer);
    let text = "";
    for (let i = 0; i < bytes.length; i += 32768) 
        text += String.fromCharCode(...bytes.subarray(i, i + 32768));
    return {names: model.variables.map(v => v.name), points: model.time.points, data: btoa(text)};
}
"""


@pytest.fixture(scope="module")
def page(browser):
    """An empty page."""
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture(scope="module")
def zoo(tmp_path_factory):
    """Name → Model of every model of the zoo, read from files."""
    folder = tmp_path_factory.mktemp("zoo")
    for name, text in TEXTS.items():
        (folder / f"{name}.mdl").write_text(text, encoding="utf-8")
    return {name: read(folder / f"{name}.mdl") for name in TEXTS}


def points_inside(model):
    """The values of the file, then random settings inside the limits, as one array (points, constants)."""
    draw = np.random.default_rng(SEED)
    low, high = (np.array([getattr(c.limits, end) for c in model.constants]) for end in ("low", "high"))
    sets = low + draw.random((POINTS, low.size)) * (high - low)
    on_grid = np.array([c.limits.step == 1 for c in model.constants])
    sets[:, on_grid] = np.round(sets[:, on_grid])
    sets[0] = [c.value for c in model.constants]
    return sets


def largest(values):
    """The largest finite size of a curve; 1 where it is zero throughout."""
    finite = np.abs(values[np.isfinite(values)])
    return finite.max() if finite.size and finite.max() > 0 else 1.0


def gap(values, reference):
    """The largest difference as a share of the curve's largest value; infinite values must coincide."""
    odd = ~np.isfinite(reference)
    if not np.array_equal(values[odd], reference[odd], equal_nan=True) or not np.isfinite(values[~odd]).all():
        return np.inf
    return np.abs(values[~odd] - reference[~odd]).max(initial=0) / largest(reference)


def own_sensitivity(model, params, name, reference):
    """How far PySD's own curve moves when one parameter changes by 1e-15."""
    gaps = [0.0]
    for key, value in params.items():
        moved = {**params, key: value * (1 + 1e-15) if value else 1e-15}
        gaps.append(gap(reference_run(model, moved)[name].to_numpy(), reference))
    return max(gaps)


def in_browser(page, model, sets):
    """Name → array (sets, points) as the JavaScript gives it."""
    found = page.evaluate(IN_THE_BROWSER, {"source": javascript(model), "points": sets.tolist()})
    data = np.frombuffer(base64.b64decode(found["data"])).reshape(len(sets), -1, found["points"])
    return {name: data[:, index] for index, name in enumerate(found["names"])}


def disagreements(model, page):
    """(sentences, number of unstable points) after running a model by all engines at all points."""
    twin, sets = compile_model(model), points_inside(model)
    names = [constant.name for constant in model.constants]
    script = in_browser(page, model, sets)
    lanes = twin.lanes(dict(zip(names, sets.T, strict=True)))
    wrong, unstable = [], set()
    for index, point in enumerate(sets):
        params = dict(zip(names, point.tolist(), strict=True))
        reference = reference_run(model, params)
        frame = twin.run(params).frame()
        assert list(frame.columns) == list(reference.columns)
        assert np.allclose(frame.index, reference.index, rtol=1e-12, atol=1e-9)
        for name in script:
            truth = reference[name].to_numpy()
            engines = {
                "Python": frame[name].to_numpy(),
                "lanes": lanes[name][:, index],
                "JavaScript": script[name][index],
            }
            gaps = {engine: gap(values, truth) for engine, values in engines.items()}
            if max(gaps.values()) > CLOSE:
                allowed = 10 * own_sensitivity(model, params, name, truth)
                unstable.add(index)
                wrong += [
                    f"{model.slug}, “{name}”, {index}: {engine} is off by {value:.1e}, allowed {allowed:.1e}"
                    for engine, value in gaps.items()
                    if not value <= max(allowed, CLOSE)
                ]
    return wrong, len(unstable)


@pytest.mark.parametrize("slug", slugs())
def test_every_engine_agrees_with_pysd_on_every_model(slug, page):
    wrong, unstable = disagreements(read(slug), page)
    print(f"{slug}: {unstable} of {POINTS} points unstable")
    assert not wrong, "\n".join(wrong[:10])


@pytest.mark.parametrize("name", TEXTS)
def test_every_engine_agrees_with_pysd_on_every_construct(name, zoo, page):
    wrong, unstable = disagreements(zoo[name], page)
    print(f"{name}: {unstable} of {POINTS} points unstable")
    assert not wrong, "\n".join(wrong[:10])


def test_the_zoo_is_calm_but_for_chaos(zoo, page):
    _, calm = disagreements(zoo["lags"], page)
    _, wild = disagreements(zoo["chaos"], page)
    assert calm == 0 and wild > POINTS / 4, "the rule for unstable runs must not hide a disagreement"


def test_what_is_no_number_is_the_same_in_every_engine(page):
    model = read_text(IEEE)
    twin = compile_model(model)
    run, lanes = twin.run(), twin.lanes({"a": [0.5, 0.5]})
    script = in_browser(page, model, np.array([[0.5]]))
    for name, values in script.items():
        assert np.array_equal(run[name], values[0], equal_nan=True), name
        assert np.array_equal(run[name], lanes[name][:, 1], equal_nan=True), name
    zero = run["Falling"].tolist().index(0)
    assert run["one over zero"][zero] == np.inf and np.isnan(run["zero over zero"]).all()
    assert np.isnan(run["powers"][zero + 1]) and (run["large"] == np.inf).all()
    assert "is infinite from the start" in run.trouble()
