"""A model is read as its file tells it, and whatever is wrong with a file is said in one sentence."""

import itertools

import pytest

from pathfinders.model import (
    CircularEquation,
    ModelError,
    UnknownModel,
    UnknownVariable,
    Unsupported,
    problems,
    read,
    read_text,
    slugs,
)
from pathfinders.model.tree import Apply, from_data, to_data, walk
from tests.engine_zoo import ZOO, mdl


def refused(equations, kind=ModelError, **clock):
    """The sentence with which a text is refused."""
    with pytest.raises(kind) as caught:
        read_text(mdl(equations, **clock), "mine")
    sentence = str(caught.value)
    assert sentence.startswith("mine") and "\n" not in sentence and sentence[-1] in ".?"
    return sentence


@pytest.mark.parametrize("slug", slugs())
def test_every_model_obeys_the_house_rules(slug):
    assert not problems(read(slug)), "\n".join(map(str, problems(read(slug))))


def test_a_model_tells_its_variables_as_the_file_does():
    model = read("two_bands")
    position, movement = model["Position"], model["movement"]
    assert (position.kind, position.uses, position.equation) == (
        "stock",
        ("movement",),
        "INTEG(movement, start position)",
    )
    assert (movement.kind, movement.units, movement.key) == ("flow", "1/month", "movement")
    assert model["hierarchy"].limits.step == 0.05 and model["hierarchy"].value == 0
    assert [stock.name for stock in model.stocks] == ["Position", "Felt difference", "Focus"]
    assert model.time.units == "month" and model["floor"].line > movement.line > 1
    assert "TIME STEP" not in model and not model["tension of change"].initial


@pytest.mark.parametrize("spelling", ["felt difference", "FELT_DIFFERENCE", " Felt  difference "])
def test_case_spaces_and_underscores_do_not_matter(spelling):
    assert read("two_bands")[spelling].name == "Felt difference"


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(UnknownVariable) as caught:
        read("two_bands")["hierachy"]
    assert isinstance(caught.value, KeyError)
    assert str(caught.value) == "two_bands.mdl: there is no variable “hierachy”; did you mean “hierarchy”?"
    with pytest.raises(UnknownModel, match="did you mean “two_bands”"):
        read("two_band")
    with pytest.raises(UnknownModel, match="no such file"):
        read("nowhere/two_bands.mdl")


def test_a_tree_survives_json():
    for text in ZOO.values():
        for variable in read_text(text).variables:
            assert from_data(to_data(variable.expression)) == variable.expression


def test_not_binds_a_whole_comparison():
    tree = read_text(mdl("a = 1\nb = IF THEN ELSE(:NOT: a > 1 :AND: a < 2, 1, 0)"))["b"].expression
    assert [node.op for node in walk(tree) if isinstance(node, Apply)] == ["if", "and", "not", ">", "<"]


def test_an_undefined_variable_is_named_with_its_line():
    sentence = refused("pull = 1\nx = pul*2")
    assert sentence == "mine, line 6, “x”: it uses “pul”, which is not defined; did you mean “pull”?"


def test_a_circle_is_named_from_end_to_end():
    sentence = refused("x = y+1\ny = z\nz = 2*x\ns = INTEG(x, 0)", CircularEquation)
    assert "x → y → z → x" in sentence and "at every instant" in sentence
    sentence = refused("s = INTEG(1, r)\nr = INTEG(1, 2*s)", CircularEquation)
    assert "at the start" in sentence
    assert "x → x" in refused("x = x+1", CircularEquation)
    assert read_text(mdl("x = SMOOTHI(x, 2, 1)\ns = INTEG(-s, 1)"))


REFUSED = {
    "x = 1+ZIDZ(1)": "ZIDZ has 1 arguments",
    "x = RANDOM UNIFORM(0, 1, 2)": "RANDOM UNIFORM",
    "x = DELAY FIXED(1, 2, 3)": "DELAY FIXED",
    "n = 3\nx = DELAY N(1, 2, 3, n)": "the order of its DELAY N is no literal",
    "x = SMOOTH N(1, 2, 3, 2.5)": "a whole number from 1 to 100",
    "x = SMOOTH N(1, 2, 3, 101)": "the order of its SMOOTH N is no literal",
    "y = 2*Time\nx = DELAY N(1, 3+y, 3, 4)": "the time of its DELAY N changes during the run",
    "s = INTEG(1, 1)\ny = 2*s\nx = DELAY N(1, y, 3, 4)": "the time of its DELAY N changes",
    "x = DELAY N(1, SMOOTH(2, 1), 3, 4)": "the time of its DELAY N changes",
    "x = DELAY N(1, STEP(2, 1), 3, 4)": "the time of its DELAY N changes",
    "x = FORECAST(1, 2, 3)": "FORECAST",
    "x = SAMPLE IF TRUE(1 > 0, 2, 3)": "SAMPLE IF TRUE",
    "x = ACTIVE INITIAL(1, 2)": "ACTIVE INITIAL",
    "x = ALLOCATE AVAILABLE(1, 2, 3)": "ALLOCATE AVAILABLE",
    "t((0,0),(1,1))\nx = t": "it uses the lookup “t” without a value; expected t(…)",
    "t((0,0),(1,1))\nx = t(1, 2)": "the lookup “t” has 2 arguments; expected 1",
    "t((0,0),(1,1))\nx = LOOKUP FORWARD(t, 2)": "LOOKUP FORWARD",
    "x((0,0),(0,1))": "same x",
    "x((0,0.123456789),(1,1))": "eight digits",
    "x(GET XLS LOOKUPS('a', 'b', '1', 'c2'))": "external data (GET … LOOKUPS)",
    "x = GET XLS DATA('a', 'b', '1', 'c2')": "external data (GET … DATA)",
    "x = :NA:": ":NA:",
    "x == 3": "==",
    "x := 3": "external data",
    "x = 2*INTEG(1, 0)": "INTEG",
    "x = 2^3^4": "power of a power",
    "x = (-2)^2": "negative literal",
    "x = -2^2": "negative literal",
    "y = 1\nx = (y>1)*2": "comparison",
    "y = 1\nx = y > 1": "comparison",
    "y = 1\nx = IF THEN ELSE(y>1 :AND: y<2 :OR: y=3, 1, 0)": "mixes :AND: and :OR:",
    "x = MIN(1, 2, 3)": "3 arguments",
    "x = WITH LOOKUP(1, ((0,0),(0,1)))": "same x",
    "x = WITH LOOKUP(1, ((0,0.123456789),(1,1)))": "eight digits",
    "x = GET XLS CONSTANTS('a', 'b', 'c')": "GET",
    "x = A FUNCTION OF(x)": "A FUNCTION OF",
    "x = 1e999": "too large",
}


@pytest.mark.parametrize("equation", REFUSED)
def test_what_the_engines_do_not_know_is_refused_by_name(equation):
    sentence = refused(equation, Unsupported)
    assert REFUSED[equation] in sentence and "“x”" in sentence


def test_subscripts_and_macros_are_refused_by_name():
    assert "subscripts" in refused("who: one, two\nx = 1", Unsupported)
    assert "subscripts" in refused("x[one] = 1".replace(" =", "="), Unsupported)
    macro = "{UTF-8}\n:MACRO: M(a)\nM = a\n\t~ 1\n\t~ .\n\t|\n:END OF MACRO:\n" + mdl("x = 1")[8:]
    with pytest.raises(Unsupported, match="mine, line 2, “M”: it is a macro"):
        read_text(macro, "mine")


WRONG = {
    "x = (1+2": "cannot be read",
    "x = 1 +": "cannot be read",
    "x = SMOOTH(1)": "cannot be read",
    "x = foo(": "cannot be read",
    "x 3": "cannot be read",
    "x = 1\nX = 2": "a second time",
    "step = 1": "name of a function",
    "Time = 1": "name of a function",
    "zidz = 1": "name of a function",
    "smooth n((0,0),(1,1))": "name of a function",
    "t((0,0),(1,1))\nT = 2": "a second time",
    "t((0,0))": "cannot be read",
    "t((0,0),(1,1)": "cannot be read",
    "x = 1 [a,b]": "limits",
    "component = 1": "PySD uses this name itself",
    "x = " + "+".join(["Time"] * 400): "too long or nested too deeply",
    "x = " + "(" * 200 + "1" + ")" * 200: "nested too deeply",
}


@pytest.mark.parametrize("equation", WRONG)
def test_a_syntax_error_is_one_sentence(equation):
    assert WRONG[equation] in refused(equation)


@pytest.mark.parametrize("broken", ["x = 4 ~ 1 |", "x = 4 ~ 1 ~ .", "x = 4 |"])
def test_an_entry_that_the_parser_would_drop_is_refused(broken):
    text = mdl("y = 1").replace("INITIAL TIME", f"{broken}\nINITIAL TIME", 1)
    with pytest.raises(ModelError, match=r"mine.*~"):
        read_text(text, "mine")
    assert len(read_text(mdl("y = 1") + "\\\\\\---/// a drawing\n*View 1\n").variables) == 1


def test_a_named_lookup_is_no_variable_but_known_by_its_points():
    model = read_text(mdl("a = 1\nEffect((1,2),(0,0.5))\nx = 2*effect(a)\ny = x"), "mine")
    (lookup,) = model.lookups
    assert (lookup.name, lookup.points, lookup.line > 1) == ("Effect", ((0, 0.5), (1, 2)), True)
    assert [variable.name for variable in model.variables] == ["a", "x", "y"]
    assert model["x"].uses == ("a",) and "Effect" not in model


def test_initial_and_trend_stand_in_no_circle_that_they_do_not_make():
    assert read_text(mdl("x = INITIAL(2) + y\ny = INITIAL(z)\nz = INTEG(x, 1)"))
    assert "at the start" in refused("x = INITIAL(y)\ny = x + 1", CircularEquation)
    assert "at every instant" in refused("x = TREND(x, 2, 0)", CircularEquation)


def test_control_variables_must_make_a_run():
    assert "SAVEPER is 0.3" in refused("x = 1", SAVEPER="0.3")
    assert "TIME STEP is 0" in refused("x = 1", TIME_STEP="0")
    assert "comes before" in refused("x = 1", FINAL_TIME="-1")
    assert "FINAL TIME" in refused("x = 1", FINAL_TIME="x")
    assert "SAVEPER" in refused("x = 1", SAVEPER="TIME STEP", TIME_STEP="SAVEPER")
    assert "makes 2e+10 steps; expected at most" in refused("x = 1", TIME_STEP="1e-9", SAVEPER="1e-9")
    assert "makes inf steps" in refused("x = 1", TIME_STEP="5e-324", SAVEPER="5e-324")
    with pytest.raises(ModelError, match="“SAVEPER” is missing"):
        read_text(mdl("x = 1").split("SAVEPER")[0])


def test_a_file_that_is_no_utf8_is_refused(tmp_path):
    file = tmp_path / "latin.mdl"
    file.write_bytes("{UTF-8}\nGröße = 1 ~ 1 ~ . |".encode("latin-1"))
    with pytest.raises(ModelError, match="UTF-8"):
        read(file)
    with pytest.raises(Unsupported, match="encoding is Windows-1252"):
        read_text(mdl("x = 1").replace("UTF-8", "Windows-1252"))
    file.write_bytes(
        ("\ufeff" + mdl("Größe = 1\ny = Größe+1").replace("+", "\\\n\t+").replace("\n", "\r\n")).encode()
    )
    assert read(file)["größe"].value == 1


RULES = {
    "it has no documentation": ("\t~ .\n\t|\ny", "\t~\n\t|\ny"),
    "it has no limits": ("[0,2,1]", ""),
    "the lower one first": ("[0,2,1]", "[2,0,1]"),
    "its step is 0": ("[0,2,1]", "[0,2,0]"),
    "is outside [2,3]": ("[0,2,1]", "[2,3,1]"),
    "its equation gives the unit 1": ("~ 1\n\t~ .\n\t|\nINITIAL", "~ person\n\t~ .\n\t|\nINITIAL"),
    "“^” does not fit": ("~ 1\n\t~ .\n\t|\nINITIAL", "~ mon th/^\n\t~ .\n\t|\nINITIAL"),
    "a power of two": ("0.125", "0.1"),
}


@pytest.mark.parametrize("rule", RULES)
def test_each_house_rule_is_one_sentence(rule):
    text = mdl("x = 1 [0,2,1]\ny = 2*x")
    old, new = RULES[rule]
    assert not problems(read_text(text)) and old in text
    found = problems(read_text(text.replace(old, new, 1), "mine"))
    assert len(found) == 1 and rule in str(found[0]) and str(found[0]).startswith("mine, ")


def test_keys_are_identifiers_that_differ():
    model = read_text(ZOO["names"])
    keys = [variable.key for variable in model.variables]
    assert all(key.isidentifier() for key in keys) and len(set(keys)) == len(keys)
    assert all(a != b for a, b in itertools.combinations(keys, 2))


def test_a_null_byte_in_a_file_is_told_with_its_line(tmp_path):
    file = tmp_path / "null.mdl"
    file.write_text("{UTF-8}\nx = 1 ~ 1 ~ a\0b |\n", "utf-8")
    with pytest.raises(ModelError, match=r"null\.mdl, line 2: a null byte"):
        read(file)


def test_a_chain_of_a_thousand_variables_is_read_in_any_order_and_closed_is_a_circle():
    chain = [f"v{i} = v{i - 1} + 1" for i in range(1100, 0, -1)]
    assert len(read_text(mdl("\n".join([*chain, "v0 = Time"]))).variables) == 1101
    assert "→ 1089 more → v1100;" in refused("\n".join([*chain, "v0 = v1100"]), CircularEquation)
