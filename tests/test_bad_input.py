"""Odd and wrong models get a sensible answer, or one sentence that names what is wrong."""

import json
import warnings

import numpy as np
import pytest

from pathfinders.behaviour import classify
from pathfinders.engine import javascript
from pathfinders.engine.xmile import xmile
from pathfinders.errors import PathfindersError
from pathfinders.figure.loop_layout import proposal
from pathfinders.model import check_units, read, read_text
from pathfinders.structure import elements, explain, removals
from pathfinders.words import describe
from tests.engine_zoo import mdl

CHAIN = "\n".join(f"v{n} = v{n - 1}*0.9+{n}" for n in range(1, 40))
RING = "\n".join(f"S{n} = INTEG((S{(n - 1) % 40}-S{n})/4, {n})" for n in range(40))
TWO_POINTS = {"FINAL_TIME": "1", "TIME_STEP": "1", "SAVEPER": "1"}

ODD = {
    "no loop": (mdl("a = 1 [0,2,1]\nS = INTEG(a, 0)"), "Loops: none"),
    "no stock": (mdl("a = 1 [0,2,1]\nb = a*Time"), "for it has no stock"),
    "nothing that moves": (mdl("a = 1 [0,2,1]"), "Links: none"),
    "one stock": (mdl("S = INTEG(-S/4, 1)"), "Loops (1)"),
    "forty variables in a row": (mdl(f"v0 = Time\n{CHAIN}"), "Loops: none"),
    "forty stocks in a ring": (mdl(RING), "R "),
    "a loop that is never active": (mdl("S = INTEG(MAX(0, S-50), 3)"), " 0   0 %"),
    "constant curves": (mdl("S = INTEG(T-T, 3)\nT = INTEG(0*S, 1)"), "no loop acts"),
    "no number part-way": (mdl("S = INTEG(SQRT(5-Time)*S, 1)"), "Loops (1)"),
    "endless part-way": (mdl("S = INTEG(S*S, 1)"), "Loops (1)"),
    "a curve of two points": (mdl("S = INTEG(-S/4, 1)", **TWO_POINTS), "Loops (1)"),
    "a curve of one point": (mdl("S = INTEG(-S/4, 1)", FINAL_TIME="0"), "Loops (1)"),
}


@pytest.fixture(params=ODD)
def odd(request, tmp_path):
    """(path of an odd model, what ``structure`` says of it)."""
    text, said = ODD[request.param]
    path = tmp_path / "odd.mdl"
    path.write_text(text, encoding="utf-8")
    return path, said


def test_every_command_answers_an_odd_model(command, odd):
    path, said = odd
    # A layout of many names is sought for seconds; one has a test of its own.
    for name in ("run", "structure", "remove", *(["layout"] if len(read(path).variables) < 40 else [])):
        code, out, err = command(name, path)
        assert code == 0 and out and "Traceback" not in err, (name, err)
        assert name != "structure" or said in out
    for name in ("structure", "remove"):
        json.loads(command(name, path, "--json")[1], parse_constant=pytest.fail)
    assert command("run", path, "--csv", "-")[1].startswith("time,")


def test_every_function_answers_an_odd_model(odd):
    model = read(odd[0])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found, table = explain(model), removals(model)
    assert {row.element for row in table.rows} | set(table.untried) == set(elements(model))
    shares = found.dominance.shares
    assert shares.shape == (len(found.loops), found.run.time.size) and not np.isinf(shares).any()
    for name in found.run.names:
        assert classify(found.run.time, found.run[name]).name
    assert describe(found.run, found.run.names[:1]).text.endswith(".")
    assert javascript(model).startswith("{") and "<xmile" in xmile(model)
    assert isinstance(check_units(model), list)


ONE = "a = 1 ~ 1 ~ . |"
REFUSED = {
    "subscripts": ("a[Dim] = 1 ~ 1 ~ . |", "subscript"),
    "a range": ("Dim: one, two ~~|\na = 1 ~ 1 ~ . |", "a range of subscripts"),
    "a subscript in an equation": (f"{ONE}\nb = a[one] ~ 1 ~ . |", "subscripts"),
    "a macro": (":MACRO: M(x)\nM = x*2 ~ 1 ~ . |\n:END OF MACRO:\na = M(3) ~ 1 ~ . |", "“M”: it is a macro"),
    "data": ("a:INTERPOLATE: ~ 1 ~ . |", "“a”: it is external data"),
    "a file": ("a = GET DIRECT CONSTANTS('x.xlsx', 's', 'A1') ~ 1 ~ . |", "“a”: it uses external data"),
    "chance": ("a = RANDOM UNIFORM(0, 1, 7) ~ 1 ~ . |", "“a”: it uses RANDOM UNIFORM"),
    "a fixed delay": ("a = DELAY FIXED(Time, 2, 0) ~ 1 ~ . |", "“a”: it uses DELAY FIXED"),
    "a sample": ("a = SAMPLE IF TRUE(Time > 2, Time, 0) ~ 1 ~ . |", "“a”: it uses SAMPLE IF TRUE"),
    "a stub": ("a = A FUNCTION OF(Time) ~ 1 ~ . |", "“a”: it uses A FUNCTION OF"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_known_is_refused_by_name_in_one_sentence_by_every_command(command, tmp_path, name):
    text, said = REFUSED[name]
    path = tmp_path / "mine.mdl"
    clock = mdl("z = 1").split("|", 1)[1]
    path.write_text("{UTF-8}\n" + text + clock, encoding="utf-8")
    for which in ("run", "structure", "remove", "layout"):
        code, out, err = command(which, path)
        assert code == 1 and out == "" and said in err and err.startswith("mine.mdl") and err.count("\n") == 1
    with pytest.raises(PathfindersError):
        read(path)


@pytest.mark.parametrize("which", ["run", "structure", "remove"])
def test_an_unknown_name_is_met_with_the_likeliest_and_a_value_outside_with_a_warning(command, which):
    code, out, err = command(which, "two_bands", "--set", "hierachy=1")
    assert code == 1 and out == "" and "did you mean “hierarchy”?" in err
    code, out, err = command(which, "two_bands", "--set", "hierarchy=9")
    assert code == 0 and out and "outside its limits" in err


def test_a_map_that_nobody_could_follow_is_laid_out_all_the_same():
    names = [f"S{n}" for n in range(20)]
    rows = (f"{name} = INTEG(({'+'.join(names)})/4000-{name}, {n})" for n, name in enumerate(names))
    found = explain(read_text(mdl("\n".join(rows)), "tangle"))
    assert len(found.links) == 400 and found.loops.cut
    chart = proposal(found.model, tuple((link.source, link.target) for link in found.links))
    assert set(chart.at) == set(names) and np.isfinite(list(chart.at.values())).all()
