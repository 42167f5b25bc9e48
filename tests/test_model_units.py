"""Units are values, and an equation whose units do not hold is told by file, variable, found and expected."""

import pytest

from pathfinders.model import ModelError, Units, check_units, parse_units, read_text
from tests.engine_zoo import mdl

ONE, MONTH, PERSON = parse_units("1"), parse_units("month"), parse_units("person")


def test_units_multiply_divide_and_rise_like_numbers():
    assert PERSON * MONTH == MONTH * PERSON == parse_units("person*month")
    assert PERSON / MONTH / MONTH == parse_units("person/month^2") == parse_units("person/(month*month)")
    assert MONTH / MONTH == ONE == parse_units("Dmnl") == Units() and not ONE
    assert (MONTH**2) ** 0.5 == MONTH and parse_units("1/month") == MONTH**-1
    assert str(PERSON / MONTH**2) == "person/month^2" and parse_units(str(ONE / MONTH)) == ONE / MONTH
    assert parse_units(" sq  metre / person ") == parse_units("sq metre/person")


@pytest.mark.parametrize(
    "text", ["", " ", "month/", "2", "month^x", "(month", "month)", "1//month", "a b c^", "§"]
)
def test_a_unit_that_does_not_parse_is_one_sentence(text):
    with pytest.raises(ModelError, match=r"^unit “.*expected a unit such as"):
        parse_units(text)


def problems_of(equation, unit):
    """The sentences about one equation among variables with units."""
    given = mdl(
        "people = 3\nrate = 2\nperiod = 1\nshare = 0.5\nfuture people = INTEG(people/period, 0)\nx = "
        + equation
    )
    units = {"people": "person", "rate": "1/month", "period": "month", "x": unit, "future people": "person"}
    for name, own in units.items():
        head, tail = given.split(f"\n{name} = ", 1)
        given = f"{head}\n{name} = {tail.replace('~ 1', f'~ {own}', 1)}"
    return [str(problem) for problem in check_units(read_text(given, "mine"))]


HOLD = {
    "people*rate": "person/month",
    "people*rate*period + people": "person",
    "1+share-share^2": "1",
    "people+0": "person",
    "MAX(0, people)/period": "person/month",
    "IF THEN ELSE(people > 0 :AND: share < 1, people, 0)": "person",
    "SQRT(people*people)+ABS(-people)": "person",
    "people^2/people": "person",
    "period^-1 - rate": "1/month",
    "EXP(-rate*Time)+LN(period/TIME STEP)+SIN(share)": "1",
    "STEP(people, period)+RAMP(people/period, Time, period)": "person",
    "people*PULSE(period, TIME STEP)/TIME STEP": "person/month",
    "SMOOTH(people, period)+DELAY3I(people, period, 0)": "person",
    "WITH LOOKUP(people/people, ((0,0),(1,1)))*people": "person",
    "INTEGER(people)+MODULO(people, 2*people)+QUANTUM(people, people)": "person",
    "ZIDZ(people, period)+XIDZ(people, period, people*rate)": "person/month",
    "LOG(share, 10)+POWER(share, 2)": "1",
    "INITIAL(people)+SMOOTH N(people, period, people, 3)+DELAY N(people, period, 0, 3)": "person",
    "TREND(people, period, 0)+TREND(share, period, rate)": "1/month",
    "PULSE TRAIN(period, TIME STEP, period, Time)+GAME(share)": "1",
    "(FINAL TIME-INITIAL TIME)/SAVEPER": "1",
}
FAIL = {
    "people+rate": "joins person with 1/month; expected person",
    "people+1": "joins person with 1; expected person",
    "people*rate": "its equation gives the unit person/month; expected person",
    "EXP(period)": "EXP is taken of the unit month; expected 1",
    "MIN(people, period)": "“MIN” joins person with month",
    "IF THEN ELSE(people > period, people, 0)": "“>” joins person with month",
    "IF THEN ELSE(people > 0, people, period)": "chooses between person and month",
    "people^1e300": "the unit person is raised to the power 1e+300; expected at most 99",
    "people^share": "a variable is the power of the unit person",
    "share^people": "a power is taken of the unit person",
    "STEP(people, share)": "a time in STEP has the unit 1; expected month",
    "PULSE(1, period)*people": "a time in PULSE has the unit 1",
    "PULSE TRAIN(period, share, period, Time)*people": "a time in PULSE TRAIN has the unit 1",
    "SMOOTH(people, rate)": "a time in SMOOTH has the unit 1/month",
    "DELAY1I(people, period, 1)": "the initial value of DELAY1I has the unit 1; expected person",
    "MODULO(people, period)": "“MODULO” joins person with month; expected",
    "XIDZ(people, share, share)": "the last value of XIDZ has the unit 1; expected person",
    "LOG(people, 10)*people": "LOG is taken of the unit person",
    "LOG(10, people)*people": "the base of LOG is taken of the unit person",
    "POWER(people, share)": "a variable is the power of the unit person",
    "INTEGER(rate)": "its equation gives the unit 1/month; expected person",
    "SMOOTH N(people, share, 0, 3)": "a time in SMOOTH N has the unit 1",
    "DELAY N(people, period, share, 3)": "the initial value of DELAY N has the unit 1",
    "TREND(people, share, 0)": "a time in TREND has the unit 1",
    "TREND(people, period, share)": "the initial value of TREND has the unit 1; expected 1/month",
    "WITH LOOKUP(people, ((0,0),(1,1)))": "WITH LOOKUP is taken of the unit person",
}


@pytest.mark.parametrize("equation", HOLD)
def test_units_that_hold_are_left_alone(equation):
    assert problems_of(equation, HOLD[equation]) == []


@pytest.mark.parametrize("equation", FAIL)
def test_units_that_do_not_hold_are_told(equation):
    (sentence,) = problems_of(equation, "person")
    assert sentence.startswith("mine, line ") and "“x”" in sentence and FAIL[equation] in sentence


def test_a_named_lookup_gives_its_own_unit_and_takes_none():
    text = mdl("people = 3\nratio = 2\nEffect((0,0),(1,1))\nx = people*Effect(ratio)")
    assert not check_units(read_text(text))
    text = text.replace("(1,1))\n\t~ 1", "(1,1))\n\t~ person")
    assert "gives the unit person; expected 1" in str(check_units(read_text(text))[0])
    text = text.replace("ratio = 2\n\t~ 1", "ratio = 2\n\t~ month")
    assert "the lookup “Effect” is taken of the unit month" in str(check_units(read_text(text))[0])
    assert "“Effect”: unit “per(son”" in str(check_units(read_text(text.replace("~ person", "~ per(son")))[0])


def test_a_stock_is_its_flow_times_the_time():
    (sentence,) = check_units(read_text(mdl("s = INTEG(1, 0)")))
    assert "its flow, times the unit of time, has the unit month; expected 1" in str(sentence)
    assert "its initial value has the unit month" in problems_of("INTEG(people*rate, period)", "person")[0]


@pytest.mark.parametrize("text", ["month^" + "9" * 5000, "(" * 5000, "/".join(["month"] * 5000)])
def test_a_unit_that_nobody_would_write_is_refused_at_once(text):
    with pytest.raises(ModelError):
        parse_units(text)
