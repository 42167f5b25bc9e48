"""The removal test: what is taken out is out; a change of behaviour mode is told from one of figures."""

from dataclasses import replace

import numpy as np
import pytest

from pathfinders.behaviour import classify
from pathfinders.engine import compile_model
from pathfinders.model import UnknownVariable, load_card, read, read_text
from pathfinders.model.tree import Name, Table, walk
from pathfinders.structure import Element, elements, removals, rest, without
from pathfinders.structure.mesh import inlined
from pathfinders.structure.removal import looked_at
from tests.engine_zoo import mdl
from tests.structure_zoo import FINE, LOOPED


def of(equations, **clock):
    return read_text(mdl(equations, **FINE | clock), "fragment")


def effects(table):
    return {str(row.element): row.effect for row in table.rows}


@pytest.fixture(scope="module")
def bands():
    return removals("two_bands")


def test_the_swing_hangs_on_the_delays_and_not_on_a_single_band(bands):
    found = effects(bands)
    assert bands.variable == "Position" and bands.mode.name == "sustained oscillation"
    for name in ("Felt difference", "Focus", "indicated focus", "Focus → movement"):
        assert found[name] == "structural", name
    for name in ("tension of change", "tension of stability", "Position → tension of change"):
        assert found[name] == "quantitative", name
    assert found["unmet stability"] == found["Position → unmet stability"] == "none"
    assert found["Position"] == "itself"


def test_the_table_has_every_stock_variable_and_link_that_moves(bands):
    model = read("two_bands")
    kinds = [row.element.kind for row in bands.rows]
    assert kinds.count("stock") == len(model.stocks)
    assert kinds.count("variable") == len(model.flows) + len(model.auxiliaries)
    assert tuple(row.element for row in bands.rows) == elements(model)
    assert not {row.element.name for row in bands.rows} & {item.name for item in model.constants}
    assert set(bands.structural) == {row.element for row in bands.rows if row.effect == "structural"}


def test_each_row_is_the_run_of_the_model_written_by_hand_without_it():
    text = LOOPED["predator and prey"]
    model = read_text(text, "prey")
    table = removals(model, "Hares")
    still = table.rest.values
    hand = {
        "Lynx": text.replace("lynx births-lynx deaths", "0"),
        "meals": text.replace("0.1*Hares/(1+Hares/300)", repr(still["meals"])),
        "meals → lynx births": text.replace("0.05*meals", f"0.05*{still['meals']!r}"),
        "lynx deaths": text.replace("0.3*Lynx", repr(still["lynx deaths"])),
        "Hares → meals": text.replace("(1+Hares/300)", f"(1+{still['Hares']!r}/300)").replace(
            "0.1*Hares", f"0.1*{still['Hares']!r}"
        ),
        "Lynx → hare deaths": text.replace("meals*Lynx\n", f"meals*{still['Lynx']!r}\n", 1),
    }
    rows = {str(row.element): row for row in table.rows}
    for name, changed in hand.items():
        assert changed != text
        expected = compile_model(read_text(changed, name)).run()["Hares"]
        assert np.allclose(rows[name].values, expected, rtol=1e-9), name
        assert rows[name].mode.name == classify(table.time, rows[name].values).name


def test_the_rest_is_where_no_net_flow_is_left_stable_or_not():
    model = read("two_bands")
    found = rest(model, compile_model(model).run({"hierarchy": 0.5}))
    assert found.how == "rest" and found.values["Position"] == pytest.approx(1 / 3, abs=1e-6)
    assert found.values["movement"] == pytest.approx(0, abs=1e-9)
    prey = read_text(LOOPED["predator and prey"], "prey")
    values = rest(prey, compile_model(prey).run()).values
    assert 0.05 * values["meals"] == pytest.approx(0.3, rel=1e-6) and values["Lynx"] > 1


def test_a_rest_is_found_through_the_stages_of_delays_and_on_a_line_of_rests():
    late = read_text(LOOPED["a long delay"], "late")
    assert rest(late, compile_model(late).run()).values["Level"] == pytest.approx(5)
    ill = read_text(LOOPED["epidemic"], "ill")
    found = rest(ill, compile_model(ill).run())
    assert found.how == "rest" and found.values["infecting"] == pytest.approx(0, abs=1e-6)


def test_without_a_rest_the_value_at_the_start_stands_in_and_it_is_said():
    model = of("Heap = INTEG(rain, 4)\nrain = 2+0*Heap\nseen = Heap*3")
    table = removals(model, "seen")
    assert table.rest.how == "start" and table.rest.values["seen"] == 12
    assert "start" in str(table.rest)
    assert effects(table)["Heap"] == "structural"


def test_held_at_a_number_a_band_can_be_taken_off_wholly():
    table = removals("two_bands_pure", goal=1, at=0)
    rows = {str(row.element): row for row in table.rows}
    assert table.mode.name == "stall"
    assert rows["tension of stability"].mode.name == "advance"
    assert rows["tension of stability"].effect == "structural"
    assert rows["tension of change"].mode.name == "stall"


def test_parameters_and_times_are_those_that_are_asked_for():
    calm = removals("two_bands", params={"hierarchy": 0.7}, stop=400)
    assert calm.mode.name == "damped oscillation" and calm.time[-1] == 400
    assert removals("two_bands", variable="focus").variable == "Focus"
    with pytest.raises(UnknownVariable, match="did you mean “Focus”"):
        removals("two_bands", variable="Fokus")


def test_a_curve_that_goes_the_other_way_behaves_in_the_same_way():
    turned = removals(of("S = INTEG(filling-S/4, 5)\nfilling = 1+S/8"), at=0)
    rows = {str(row.element): row for row in turned.rows}
    assert rows["filling"].mode.name == "decay" and turned.mode.name == "goal-seeking"
    assert rows["filling"].effect == "quantitative"


def test_an_element_that_leads_nowhere_makes_no_difference():
    assert without(read("two_bands"), Element("variable", "unmet stability"), "Position") is None
    assert without(read("two_bands"), Element("link", "Position", "unmet stability"), "Position") is None


def test_the_model_itself_stays_as_it_is(bands):
    model = read("two_bands")
    assert np.array_equal(compile_model(model).run()["Position"], bands.values)
    variant = without(model, Element("stock", "Focus"), "Position")
    assert variant != model and "unmet stability" not in variant


@pytest.mark.parametrize(
    ("equations", "rows"),
    [
        ("a = 1", 0),
        ("a = 1\nb = a+Time\nc = b*2", 3),
        ("S = INTEG(2, 0)", 1),
        ("S = INTEG(-S, 3)", 2),
        ("S = INTEG(S*S, 1)\ndistance = LN(3-S)", 4),
        ("S = INTEG(0*S, 3)\nseen = DELAY3(S, 4)", 4),
        ("S = INTEG(flow, 3)\nflow = -S at rest/S\nS at rest = 3", 4),
    ],
)
def test_every_odd_model_has_a_table(equations, rows):
    table = removals(of(equations))
    assert len(table.rows) == rows
    assert {row.effect for row in table.rows} <= {"structural", "quantitative", "none", "itself"}


def test_a_run_of_two_points_and_one_that_breaks_down_have_their_tables_too():
    short = removals(of("S = INTEG(-S, 3)", FINAL_TIME="0.125"))
    # Held at its start, for the rest is far from so short a run, the stock falls by the same first step.
    assert short.rest.how == "start" and [row.effect for row in short.rows] == ["itself", "none"]
    broken = removals(of("S = INTEG(flow, 3)\nflow = -S*SQRT(4-Time)"))
    assert broken.mode.name == "undefined" and effects(broken)["flow"] == "structural"
    whole = removals(of("S = INTEG(2-S-odd, 3)\nodd = SQRT(S-1)"))
    assert effects(whole)["S → odd"] == "quantitative"


def everyone(count):
    """So many stocks, each of which needs all others."""
    names = [f"S{i}" for i in range(count)]
    rows = (f"{name} = INTEG(({'+'.join(names)})/4000-{name}, {i})" for i, name in enumerate(names))
    return of("\n".join(rows))


def test_where_all_elements_would_take_long_the_likeliest_are_tried_and_the_rest_is_named():
    model = everyone(12)
    table = removals(model, work=8e6)
    tried = [row.element for row in table.rows]
    assert 12 < len(tried) < 24 and len(tried) + len(table.untried) == len(elements(model)) == 156
    assert {item.name for item in tried if item.kind == "stock"} == {stock.name for stock in model.stocks}
    # The loops of one link are the shortest: each stock's own.
    assert {(item.name, item.target) for item in tried if item.kind == "link"} <= {
        (stock.name, stock.name) for stock in model.stocks
    }
    assert [item for item in elements(model) if item in set(tried)] == tried
    assert len(removals(model, work=0).rows) == 1


def test_what_is_tried_within_a_bound_is_found_as_without_one(bands):
    assert bands.untried == ()
    some = removals("two_bands", work=5e6)
    assert 3 < len(some.rows) < len(bands.rows) == len(some.rows) + len(some.untried)
    assert [str(row.element) for row in some.rows][:3] == ["Position", "Felt difference", "Focus"]
    whole = effects(bands)
    assert all(whole[name] == effect for name, effect in effects(some).items())


def test_a_named_lookup_keeps_its_name_where_a_link_into_it_is_cut():
    model = of("bend((0,0),(9,4))\nP = INTEG(bend(P+Time)-P, 3)")
    table = next(part for part in walk(model["P"].expression) if isinstance(part, Table))
    cut = without(model, Element("link", "P", "P"), "P")
    kept = next(part for part in walk(cut["P"].expression) if isinstance(part, Table))
    assert (kept.name, kept.points) == (table.name, table.points) == ("bend", ((0, 0), (9, 4)))
    assert inlined(Table(Name("e0"), table.points, "bend"), {"e0": Name("P")}) == replace(
        table, argument=Name("P")
    )


def test_the_curve_that_is_looked_at_is_the_first_of_the_charts_that_a_loop_reaches():
    card = load_card("governance")
    assert card.charts[0].variables[0] == "World ideas"
    assert looked_at(read("governance")) == "Member ideas"
    assert {looked_at(read(slug)) for slug in ("two_bands_pure", "two_bands")} == {"Position"}
