"""A model written as XMILE is the same model: other programs read it back to the same run."""

from xml.etree import ElementTree

import numpy as np
import pytest

from pathfinders.engine import compile_model
from pathfinders.engine.xmile import NAMESPACE, xmile
from pathfinders.engine.xmile_notation import spelled
from pathfinders.model import Unsupported, read, read_text, slugs
from tests.engine_zoo import ZOO, mdl

SAME = 1e-12
BEYOND = ("beyond numbers", "quietly beyond numbers")  # nan compares as each program likes
PYSD_ONLY = ("tenths",)  # simlin ends a step early
MODELS = [*slugs(), *(name for name in ZOO if name not in BEYOND)]


def named(name):
    return read_text(ZOO[name], name) if name in ZOO else read(name)


def by_pysd(path, run):
    import pysd

    names = {name: name.strip('"') for name in run.names}
    frame = pysd.read_xmile(str(path)).run(return_timestamps=run.time, return_columns=list(names.values()))
    return {name: frame[spoken].to_numpy(dtype=float) for name, spoken in names.items()}


def by_simlin(path, run):
    simlin = pytest.importorskip("simlin", reason="pysimlin has no wheel for this machine")
    with simlin.load(path).simulate() as sim:
        sim.run_to_end()
        assert np.allclose(sim.get_series("time"), run.time)
        idents = {name: name.strip('"').lower().replace(" ", "_") for name in run.names}
        return {name: np.asarray(sim.get_series(ident)) for name, ident in idents.items()}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("name", "reader"), [
    (name, reader) for name in MODELS for reader in (by_pysd, by_simlin)
    if reader is by_pysd or name not in PYSD_ONLY
])
def test_another_program_reads_it_back_to_the_same_run(tmp_path, name, reader):
    model = named(name)
    run = compile_model(model).run()
    path = tmp_path / "model.xmile"
    path.write_text(xmile(model), encoding="utf-8")
    theirs = reader(path, run)
    for variable in run.names:
        ours = run[variable]
        assert np.abs(theirs[variable] - ours).max() <= SAME * max(np.abs(ours).max(), 1e-300), variable


def elements(model, tag):
    root = ElementTree.fromstring(xmile(model))
    return {node.get("name"): node for node in root.iter(f"{{{NAMESPACE}}}{tag}") if node.get("name")}


def text(node, tag):
    return [below.text for below in node.findall(f"{{{NAMESPACE}}}{tag}")]


def test_units_documentation_and_ranges_go_along():
    model = read("two_bands")
    constant = elements(model, "aux")["move time"]
    assert text(constant, "units") == ["month"] and text(constant, "doc") == [model["move time"].doc]
    assert constant.find(f"{{{NAMESPACE}}}range").attrib == {"min": "0.5", "max": "24"}
    assert text(elements(model, "flow")["movement"], "units") == ["1/month"]


def test_a_stock_has_its_flows_and_one_without_gets_a_flow_of_its_own():
    model = read_text(mdl("""
        a = 2 [0,4,1]
        rise = a
        fall = 1
        Level = INTEG(rise-fall*1, 0)
        Pool = INTEG(rise-drain, 5)
        drain = Pool/a
    """), "flows")
    stocks = elements(model, "stock")
    assert text(stocks["Pool"], "inflow") == ["rise"] and text(stocks["Pool"], "outflow") == ["drain"]
    assert text(stocks["Level"], "inflow") == ["net_flow_of_Level"]
    assert text(elements(model, "flow")["net flow of Level"], "eqn") == ["rise-fall*1"]


def test_names_that_could_be_taken_for_words_stand_in_quotes():
    assert spelled("move time") == "move_time"
    for name in ("noticing", "if", "2nd wish", "R&D share"):
        assert spelled(name) == f'"{name.replace(" ", "_")}"'


def test_what_a_model_says_cannot_become_markup():
    model = read_text(mdl("a = 1 [0,2,1]").replace("~ .", "~ <eqn>2</eqn> & more", 1), "markup")
    assert text(elements(model, "aux")["a"], "doc") == ["<eqn>2</eqn> & more"]


def test_lags_of_any_order_and_lags_in_lags_are_written_in_words_that_all_readers_know():
    model = read_text(mdl("x = SMOOTH(DELAY N(Time, 2, 1, 2), 3)"), "lags")
    written = {name: text(node, "eqn")[0] for name, node in elements(model, "aux").items()}
    assert written == {
        "x": "SMTH1(lag_in_x,3)",
        "lag in x": "DELAY1(stage_1_of_lag_in_x,2/2,1)",
        "stage 1 of lag in x": "DELAY1(TIME,2/2,1)",
    }


def test_a_name_that_xmile_would_read_otherwise_is_refused():
    model = read_text(mdl(r'"a \n line" = 1'), "names")
    with pytest.raises(Unsupported, match=r"names: the name .* has a quotation mark or a backslash"):
        xmile(model)


def test_an_operation_without_a_word_in_xmile_is_refused_by_name():
    from dataclasses import replace

    from pathfinders.model.tree import OPERATIONS, Apply, Name

    model = read_text(mdl("a = 1 [0,2,1]\nb = ABS(a)"), "strange")
    OPERATIONS["strange"] = OPERATIONS["abs"]
    try:
        odd = replace(model["b"], expression=Apply("strange", (Name("a"),)))
        with pytest.raises(Unsupported, match="STRANGE has no word in XMILE"):
            xmile(replace(model, variables=(model["a"], odd)))
    finally:
        del OPERATIONS["strange"]
