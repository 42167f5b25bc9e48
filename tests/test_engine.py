"""A run is asked by name, answers by name, and says in words where it broke down."""

import numpy as np
import pytest

import pathfinders
from pathfinders.engine import EngineError, compile_model, javascript, reference_run, run
from pathfinders.model import ModelError, UnknownVariable, read, read_text, slugs
from tests.engine_zoo import mdl

DECAY = mdl(
    "rate = 0.5 [0,1,0.1]\nlevel = INTEG(-rate*level, 8)\ndouble = 2*level", TIME_STEP="1", SAVEPER="2"
)


def test_a_run_gives_every_variable_by_any_spelling_of_its_name():
    found = run("two_bands", hierarchy=0.7, move_time=2)
    assert found.names == tuple(variable.name for variable in read("two_bands").variables)
    assert found.time[0] == 0 and found.time[-1] == 120 and found["POSITION"].shape == found.time.shape
    assert (found["move time"] == 2).all() and found.parameters["hierarchy"] == 0.7
    assert pathfinders.run("two_bands", {"hierarchy": 0.7, "move time": 2})["Focus"][-1] == found["focus"][-1]


def test_euler_is_what_it_says_and_only_saved_points_are_kept():
    found = compile_model(read_text(DECAY)).run(stop=7)
    assert found.time.tolist() == [0, 2, 4, 6]
    assert found["level"].tolist() == [8, 2, 0.5, 0.125] and found["double"][1] == 4
    later = compile_model(read_text(DECAY)).run({"rate": 0}, start=10, stop=14)
    assert later.time.tolist() == [10, 12, 14] and later["level"].tolist() == [8, 8, 8]


def test_a_frame_has_the_time_for_its_index_and_units_beside_it():
    frame = run("two_bands").frame()
    assert frame.index.name == "time" and frame.attrs["units"]["movement"] == "1/month"
    assert list(frame.columns) == list(run("two_bands").names) and frame["hierarchy"].eq(0).all()


@pytest.mark.parametrize("slug", slugs())
def test_the_reference_forgets_what_an_earlier_run_has_set(slug):
    model = read(slug)
    name, limits = model.constants[0].name, model.constants[0].limits
    before = reference_run(model)
    reference_run(model, {name: limits.high})
    after = reference_run(model)
    assert before.equals(after) and before.attrs["units"] == run(slug).frame().attrs["units"]


def test_pysd_never_runs_a_text_without_a_file():
    with pytest.raises(ModelError, match="it is a text, not a file"):
        reference_run(read_text(DECAY))


def test_lanes_are_the_runs_side_by_side():
    twin = compile_model(read("two_bands"))
    values = np.linspace(0, 1, 5)
    lanes = twin.lanes({"Hierarchy": values, "decisiveness": 20})
    assert (
        lanes["Position"].shape == (lanes.time.size, 5) and lanes["hierarchy"][3].tolist() == values.tolist()
    )
    assert lanes["decisiveness"].shape == lanes["Position"].shape
    for index, value in enumerate(values):
        alone = twin.run({"hierarchy": value, "decisiveness": 20})
        assert np.allclose(lanes["Position"][:, index], alone["Position"], rtol=0, atol=1e-12)
    many = twin.lanes({"hierarchy": np.resize(values, 5000)}, stop=1)
    assert np.array_equal(many["Focus"][:, 4995:], many["Focus"][:, :5])


def test_a_wrong_parameter_is_one_sentence():
    twin = compile_model(read("two_bands"))
    with pytest.raises(UnknownVariable, match="did you mean “hierarchy”"):
        twin.run({"hierachy": 1})
    with pytest.raises(ModelError, match="“Position” is calculated, so it cannot be set"):
        twin.run({"position": 1})
    for value in ("much", None, [1, 2], np.ones(3)):
        with pytest.raises(ModelError, match=r"“hierarchy” is set to .*expected a number"):
            twin.run({"hierarchy": value})
    with pytest.raises(EngineError, match=r"the arrays have \[2, 3\] values"):
        twin.lanes({"hierarchy": [0, 1], "decisiveness": [1, 2, 3]})
    with pytest.raises(EngineError, match="no parameter is an array"):
        twin.lanes({"hierarchy": 0.5})
    with pytest.raises(EngineError, match="the run would go from 0 to -1"):
        twin.run(stop=-1)


def test_a_run_that_breaks_down_says_which_variable_and_when():
    text = mdl("a = 1 [0,2,1]\nx = INTEG(x*x, a)\nroot = SQRT(1-Time/5)", TIME_STEP="1", SAVEPER="1")
    twin = compile_model(read_text(text))
    assert run("two_bands").trouble() is None
    assert twin.run({"a": 0}).trouble() == "“root” is not a number from month 6 on; move a slider back."
    grown = compile_model(read_text(text.replace("SQRT(1-Time/5)", "a"))).run()
    row = np.isfinite(grown["x"]).argmin()
    assert grown.trouble() == f"“x” is infinite from month {row} on; move a slider back."
    assert "is infinite" in compile_model(read_text(mdl("a = 0\nx = 1/a"))).lanes({"a": [1, 0]}).trouble()


def test_a_delay_too_short_for_its_steps_has_no_value_rather_than_a_wrong_one():
    twin = compile_model(read_text(mdl("tau = 3\nlate = DELAY3(Time, tau)", TIME_STEP="1", SAVEPER="1")))
    assert twin.run().trouble() is None
    found = twin.run({"tau": 2.5})
    assert np.isnan(found["late"]).all() and "a delay is too short for its steps" in found.trouble()


def test_javascript_is_one_small_expression_that_describes_its_model(browser):
    import gzip

    page = browser.new_page()
    for slug in slugs():
        source, model = javascript(read(slug)), read(slug)
        # Names and their documentation are most of it.
        assert len(gzip.compress(source.encode(), 9)) < 400 + 56 * len(model.variables)
        told = page.evaluate("text => { const m = eval('(' + text + ')'); delete m.run; return m }", source)
        assert told["slug"] == slug and told["time"]["points"] == run(slug).time.size
        assert [p["name"] for p in told["parameters"]] == [c.name for c in model.constants]
        assert told["parameters"][0]["step"] == model.constants[0].limits.step
        moving = [item for item in model.variables if item.kind != "constant"]
        assert told["variables"] == [
            {"name": v.name, "kind": v.kind, "units": v.units, "doc": v.doc} for v in moving
        ]
    page.close()


def test_events_in_events_do_not_double_the_program():
    nested = read_text(mdl("x = " + "PULSE(1+" * 20 + "Time" + ", 1)" * 20))
    assert len(javascript(nested)) < 5000
    assert np.isfinite(compile_model(nested).run()["x"]).all()


def test_a_run_that_would_never_end_is_refused():
    with pytest.raises(EngineError, match=r"a run to 1e\+12 takes .* steps; expected"):
        compile_model(read_text(mdl("x = Time"))).run(stop=1e12)
