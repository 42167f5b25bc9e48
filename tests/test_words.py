"""What a chart shows is said in words that are computed from it."""

from dataclasses import replace

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from pathfinders.behaviour import NAMES, classify
from pathfinders.engine import compile_model
from pathfinders.model import load_card, read, read_text, slugs
from pathfinders.model.card import Sweep
from pathfinders.model.tree import EVENTS
from pathfinders.words import describe, drives, sentence
from pathfinders.words.claims import borne_out, measured, reach, setting
from pathfinders.words.curve import brief
from pathfinders.words.numbers import amount, number
from pathfinders.words.parameters import WHEN, is_moment
from pathfinders.words.telling import BRIEFLY, SWINGS, WAYS
from pathfinders.words.units import plural, unit_words
from tests.engine_zoo import mdl

TIME = np.linspace(0, 120, 481)
SWING = 0.3 * np.sin(2 * np.pi * TIME / 11)


@pytest.fixture
def axes():
    figure, axes = plt.subplots()
    axes.set(xlabel="months", ylabel="Position (−1 stability, +1 change)")
    yield axes
    plt.close(figure)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (np.full(481, 2.0), "Position stays at 2.00."),
        (TIME / 60, "Position rises evenly from 0.00 to 2.00."),
        (np.exp(TIME / 30), "Position rises faster and faster, from 1.0 to 54.6"),
        (
            1 - 1.9 * np.exp(-TIME / 9),
            "Position rises more and more slowly, from −0.90 to 1.00, where it rests.",
        ),
        (np.exp(-TIME / 9), "Position falls more and more slowly, from 1.00 to 0.00, where it rests."),
        (1 / (1 + np.exp(6 - TIME / 10)), "slowly, then fast, then slowly again"),
        (TIME * np.exp(-TIME / 15), "Position rises from 0.00 to 5.52 at month 15 and falls back to 0.0"),
        (0.01 * TIME - 0.2 * TIME * np.exp(-TIME / 8), "Position first falls from 0.00 to −0.5"),
        (SWING, "Position swings 11 times around 0.00, 0.30 to either side, 11 months to and fro."),
        (
            np.exp(-TIME / 9) * np.cos(TIME / 2),
            "13 months to and fro, at first 0.38 to either side, and each swing is smaller, until it rests",
        ),
        (
            np.exp(TIME / 60) * np.cos(TIME / 2),
            "and each swing is wider: 1.17 to either side at first, 6.25 at last.",
        ),
        (
            np.exp(-TIME / 40) * np.where(TIME > 0, 1 - np.exp(-TIME / 3), 0),
            "at month 8 and falls back to 0.05",
        ),
        (
            np.tanh(TIME / 8) + TIME / 8 * np.exp(-TIME / 8),
            "at month 14 and comes back to 1.00, where it rests.",
        ),
        (0.3 * TIME * np.exp(-TIME / 8) - 0.01 * TIME, "Position first rises from 0.00 to 0.8"),
        (-np.exp(TIME / 30), "Position falls faster and faster, from −1.0 to −54.6."),
        (np.full(481, np.nan), "Position breaks off at month 0: what follows is no number."),
        (
            5 + np.random.default_rng(1).normal(size=481),
            "Position stays around 5.20, with noise between 2.29 and 8.10.",
        ),
        (
            np.where(TIME < 60, TIME, np.nan),
            "Position rises evenly from 0.0 to 59.8, and breaks off at month 60: what follows",
        ),
    ],
)
def test_each_mode_has_its_sentence(axes, values, says):
    axes.plot(TIME, values)
    assert says in describe(axes).text


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (1 - 1.9 * np.exp(-TIME / 9), "; it arrives at 1.00."),
        (0.5 - 1.4 * np.exp(-TIME / 9), "to 0.50, where it rests, short of 1.00."),
        (0 * TIME, "Position stays at 0, short of 1."),
        (1 + 0 * TIME, "Position stays at 1.00, its goal."),
        (SWING, "; it never arrives at 1.00."),
        (1 + SWING, "; it passes 1.00, and back again."),
        (TIME / 150, "; it has not reached 1.00."),
        (TIME / 60, "; it passes 1.00."),
    ],
)
def test_a_goal_is_met_or_missed_in_words(axes, values, says):
    axes.plot(TIME, values)
    assert describe(axes, goal=1).text.endswith(says)


def test_every_labelled_curve_has_its_own_sentence(axes):
    for late in (1, 2):
        axes.plot(TIME, late * SWING, label=f"seen {late} months late")
    text = describe(axes).text
    assert "Position (seen 1 months late) swings" in text and "0.60 to either side" in text


def test_a_straight_mark_is_no_curve_and_a_fan_is_not_told_line_by_line(axes):
    axes.axhline(1)
    assert describe(axes).text == "An empty chart."
    for share in np.linspace(0, 1, 9):
        axes.plot(TIME, share * SWING)
    assert describe(axes).sentences[-1] == "There are 3 more curves."


def test_words_change_with_the_run():
    twin = compile_model(read("two_bands"))
    swings, arrives = (
        describe(twin.run({"stability is a condition": c}), "Position", goal=1) for c in (0, 1)
    )
    assert "11 months to and fro" in swings.text and "never arrives at 1.00" in swings.text
    assert "arrives at 1.00" in arrives.text


RUNS = [
    ("two_bands", {}, "swings 10.5 times around 0.00, 0.29 to either side, 11 months to and fro; it never"),
    (
        "two_bands",
        {"decisiveness": 5},
        "at first 0.19 to either side, and each swing is smaller, until it rests",
    ),
    ("two_bands", {"decisiveness": 7}, "12 months to and fro, at first 0.24 to either side"),
    ("two_bands", {"hierarchy": 0.5}, "swings 9.5 times around 0.33, 0.16 to either side"),
    ("two_bands", {"hierarchy": 0.7}, "swings around 0.54, 14 months to and fro"),
    (
        "two_bands",
        {"hierarchy": 1},
        "more and more slowly, from −0.50 to 1.00, where it rests; it arrives at",
    ),
    ("two_bands", {"stability is a condition": 1}, "where it rests; it arrives at 1.00."),
    ("two_bands", {"perception time": 0.5}, "5.7 months to and fro, at first 0.14 to either side"),
    ("two_bands", {"perception time": 24}, "19 months to and fro, at first 0.22 to either side"),
    ("two_bands_pure", {}, "from −0.90 to 0.00, where it rests, short of 1.00."),
    ("two_bands_pure", {"pull of stability": 0}, "where it rests; it arrives at 1.00."),
    ("two_bands_pure", {"pull of change": 3}, "from −0.90 to 0.50, where it rests, short of 1.00."),
    (
        "two_bands_inertia",
        {},
        "14 months to and fro, at first 0.27 to either side, and each swing is smaller,",
    ),
    ("two_bands_inertia", {"fade time": 1}, "from −0.90 to 0.00, where it rests, short of 1.00."),
]


@pytest.mark.parametrize(("slug", "settings", "says"), RUNS)
def test_a_run_is_told_as_it_went(slug, settings, says):
    run = compile_model(read(slug)).run(settings)
    assert says in describe(run, "Position", goal=1).text


def test_a_table_tells_the_column_that_breaks_and_a_table_of_one_row():
    table = pd.DataFrame({"Stock": np.where(TIME < 30, TIME, np.inf), "held": 1.0}, index=TIME)
    assert describe(table).text == (
        "Stock rises evenly from 0.0 to 29.8, and breaks off at 30: what follows is no number."
    )
    assert describe(table.iloc[:1]).text == "Stock stays at 0."
    assert describe(table.iloc[:2]).text == "Stock rises evenly from 0.00 to 0.25."


def test_values_have_the_units_of_the_model():
    table = pd.DataFrame({"Members": 200 + TIME, "leaving": 0.1 * TIME}, index=pd.Index(TIME, name="time"))
    table.attrs = {"time": "month", "units": {"Members": "person", "leaving": "person/month"}}
    assert describe(table).text == (
        "Members rise evenly from 200 to 320 people. Leaving rises evenly from 0.0 to 12.0 people per month."
    )


@pytest.mark.parametrize(
    ("label", "says"),
    [
        ("Members (people)", "Members rise evenly from 0 to 120 people."),
        ("Output [widgets/month]", "Output rises evenly from 0 to 120 widgets per month."),
        ("Share (%)", "Share rises evenly from 0 to 120 %."),
        ("Position (−1 stability, +1 change)", "Position rises evenly from 0 to 120."),
    ],
)
def test_the_unit_in_the_brackets_of_a_label_is_said_and_an_explanation_is_not(axes, label, says):
    axes.set_ylabel(label)
    axes.plot(TIME, TIME)
    assert describe(axes).text == says


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (lambda u: 0.3 * np.exp(-5 * u), "slowly, from 0.30 to 0.00, as hierarchy goes from 0 to 1."),
        (lambda u: u * np.exp(-5 * u), "to 0.0736 at hierarchy 0.2 and falls back to 0.0067, as"),
        (lambda u: np.sin(20 * u), "goes up and down between −1.00 and 1.00, as hierarchy goes from 0 to 1."),
    ],
)  # fmt: skip
def test_a_chart_over_a_parameter_speaks_of_no_time(axes, values, says):
    axes.set(xlabel="hierarchy", ylabel="Amplitude")
    share = np.linspace(0, 1, 101)
    axes.plot(share, values(share))
    text = describe(axes).text
    assert says in text and "rests" not in text


def test_bars_and_points_are_told_too(axes):
    axes.set(xlabel="share", ylabel="Fruit (baskets)")
    axes.bar(["none", "a fifth", "half"], [78.8, 417, 250.2])
    assert (
        describe(axes).text == "Fruit in 3 bars. none: 79 baskets; a fifth: 417 baskets; half: 250 baskets."
    )
    axes.clear()
    axes.set(xlabel="month", ylabel="Voice")
    axes.scatter([1, 2, 5], [0.5, 2, 1])
    assert describe(axes).text == "3 points: month from 1 to 5, Voice from 0.5 to 2."
    axes.clear()
    axes.set(ylabel="Runs")
    axes.hist(np.repeat(np.arange(20), np.arange(20) + 1), bins=20)
    assert describe(axes).text.startswith(
        "Runs in 20 bars, the tallest 20.0 at 18.5, the shortest 1.0 at 0.475"
    )


def test_one_stock_drawn_over_another_is_a_path(axes):
    axes.set(xlabel="Focus", ylabel="Position")
    angle = np.linspace(0, 4 * np.pi, 200)
    axes.plot(0.5 * np.cos(angle), np.sin(angle))
    assert describe(axes).text == "A path goes round and comes back to Focus 0.50, Position 0.00."
    axes.plot(angle * np.cos(angle), angle, label="spiral")
    assert "to Focus 12.6, Position (spiral) 12.6." in describe(axes).text


FRONT, BACK = ("front band", "R"), ("back band", "B")


@pytest.mark.parametrize(
    ("phases", "says"),
    [
        ([], "No loop drives Position: nothing that it changes comes back to it."),
        ([(0, 60, None, "")], "No loop drives Position: nothing that it changes comes back to it."),
        ([(0, 60, *BACK)], "“back band” (balancing) drives Position from beginning to end."),
        (
            [(0, 12, *FRONT), (12, 60, *BACK)],
            "Until month 12 “front band” (reinforcing) drives Position;"
            " from month 12 on, “back band” (balancing) does.",
        ),
        (
            [(0, 12, *FRONT), (12, 24, *FRONT), (24, 60, None, "")],
            "Until month 24 “front band” (reinforcing) drives Position; from month 24 on, no loop acts.",
        ),
        (
            [(0, 12.5, *FRONT), (12.5, 30, *BACK), (30, 60, *FRONT)],
            "Until month 12.5 “front band” (reinforcing) drives Position; then, until month 30,"
            " “back band” (balancing) does; from month 30 on, “front band” does again.",
        ),
        (
            [(0, 12, None, ""), (12, 24, *BACK), (24, 60, *FRONT, 0.4)],
            "Until month 12 no loop acts; then, until month 24, “back band” (balancing) drives Position;"
            " from month 24 on, “front band” (reinforcing) is the loudest of several.",
        ),
        (
            [(0, 60, "Position → Focus → Position", "±", 0.4)],
            "The loop Position → Focus → Position (now reinforcing, now balancing) is the loudest of several"
            " loops that drive Position from beginning to end.",
        ),
        (
            [(6 * turn, 6 * turn + 6, *(BACK if turn % 2 else FRONT)) for turn in range(9)],
            "What drives Position changes 8 times: “front band” (reinforcing) for 56 % of the time"
            " and “back band” (balancing) for 44 % of the time.",
        ),
    ],
)
def test_the_loops_that_drove_each_phase_are_told_in_the_order_of_time(phases, says):
    assert drives("Position", phases, "month") == says


def test_a_table_is_described_by_its_columns():
    table = pd.DataFrame({"Position": SWING, "held": 1.0}, index=pd.Index(TIME, name="time"))
    assert describe(table).text.startswith("Position swings")
    assert describe(table["held"]).text == "Held stays at 1.00."
    with pytest.raises(TypeError, match="not list"):
        describe([1, 2])


def test_a_description_prints_as_text_and_shows_as_a_paragraph_that_no_label_can_break(axes):
    axes.plot(TIME, SWING, label="<script>alert(1)</script>")
    description = describe(axes)
    assert str(description) == repr(description) == description.text
    html = description._repr_html_()
    assert html.startswith('<p class="pathfinders-words">') and "<script" not in html


@pytest.mark.parametrize(
    ("value", "scale", "says"),
    [
        (-0.9, 1, "−0.90"),
        (-1e-9, 1, "0.00"),
        (1234.5, None, "1,234"),
        (0.00123, None, "0.00123"),
        (2_345_678, None, "2.35 million"),
        (-3e9, None, "−3.00 billion"),
        (5000, 2e6, "5,000"),
        (1.5e15, None, "1.50 × 10^15"),
        (3e-7, None, "3.00 × 10^−7"),
        (0.0, 3e-7, "0"),
        (np.nan, 1, "no number"),
    ],
)
def test_numbers_have_the_decimals_of_their_scale_and_a_minus_sign(value, scale, says):
    assert number(value, scale) == says


def test_amounts_are_spoken_with_their_unit():
    assert amount(11.0, "month") == "11 months"
    assert amount(1.0, "month") == "1 month"
    assert amount(-0.5, "1") == "−0.5"
    assert amount(2.0, "person/month") == "2 people per month"
    assert amount(1.0, "widget/hour/day") == "1 widget per hour per day"
    assert amount(3.0, "1/year") == "3 per year"
    assert amount(4.0, "month^2") == "4 months squared"
    assert amount(4.0, "1/(month*month)") == "4 1/(month*month)"
    assert plural("1/month") == "1/month"


@pytest.mark.parametrize(
    ("unit", "one", "says"),
    [
        ("1", False, ""),
        ("1/month", False, "per month"),
        ("1/month/month", False, "per month per month"),
        ("person", False, "people"),
        ("person", True, "person"),
        ("person*month/problem", False, "person-months per problem"),
        ("thousand household/year", False, "thousand households per year"),
        ("product/million dollar", True, "product per million dollars"),
        ("change^2", False, "changes squared"),
        ("theory/year", False, "theories per year"),
        ("km/month", False, "km per month"),
        ("percent/month", False, "percent per month"),
        ("%", False, "%"),
        ("CO2/year", False, "CO2/year"),
    ],
)
def test_units_are_said_in_plain_words(unit, one, says):
    assert unit_words(unit, one) == says


MANY = (
    *("Products", "People", "Our customers", "users' ideas", "Tasks left", "hours moved", "Earnings so far"),
    *("Ideas in the product", "people at work", "working hours", "Improving hours", "Rick and Ilsa"),
)
ONE = (
    *("Trust", "Focus", "progress", "share of surprises", "making problems", "tools passing", "worth of it"),
    *("On the table", "Still without", "felt by Ilsa and Victor", "bias", "s", "crisis", "Sharing (of it)"),
)


@pytest.mark.parametrize("name", [*MANY, *ONE])
def test_a_verb_agrees_with_the_name_that_it_belongs_to(name):
    told = sentence(name, TIME, TIME, "month").partition(" evenly")[0]
    assert told.endswith(" rise" if name in MANY else " rises")


@pytest.mark.parametrize(("name", "begins"), [
    ("output", "Output "), ("users' ideas", "Users' ideas "), ("x", "x "), ("kWh used", "kWh used "),
])  # fmt: skip
def test_a_sentence_begins_with_a_capital_but_where_the_case_is_the_name(name, begins):
    assert sentence(name, TIME, TIME).startswith(begins)


def test_a_curve_whose_numbers_would_all_be_printed_alike_stays_close_to_one():
    assert sentence("Hole", TIME, 0.0395 + 1e-7 * SWING) == "Hole stays close to 0.0395."
    assert sentence("Members", TIME, 2000 + TIME / 1e3) == "Members stay close to 2,000."


def test_two_turns_are_told_as_they_come_for_what_follows_may_be_no_swing():
    hole = np.interp(TIME, [0, 40, 41, 46, 120], [0.04, 0.04, 0.27, 0.22, 0.99])
    assert sentence("Hole", TIME, hole, "hour") == (
        "Hole rises from 0.04 to 0.27 at hour 41, falls to 0.22 at hour 46 and then rises to 0.99.")
    assert brief(classify(TIME, hole), TIME, hole, "hour").startswith("rises to 0.27 at hour 41, falls to")


def test_what_is_said_of_many_is_said_of_many_to_the_end():
    told = sentence("Members", TIME, SWING, "month")
    assert told.startswith("Members swing ") and "[" not in told
    grow = 100 * (1 - np.exp(-TIME / 6))
    assert sentence("Members", TIME, grow).endswith(", where they rest.")
    assert sentence("Members", TIME, grow, goal=200.0).endswith(", where they rest, short of 200.0.")
    assert sentence("Members", TIME, TIME, goal=200.0).endswith("; they have not reached 200.")
    assert sentence("Members", TIME, np.where(TIME < 30, TIME, np.inf)).count(" break off at 30") == 1


@pytest.mark.parametrize(("name", "settings", "predicate", "args", "figures", "says"), [
    ("output", {}, "compares", {"figure": "final", "with": {"raise": 0}},
     {"final here": 1071, "final there": 2880, "ratio": 0.372},
     "At the end it is 1,071 parts per week, against 2,880 with “raise” at 0: 37.2 % of that."),
    ("output", {}, "compares", {"figure": "highest", "variable": "target", "with": {}},
     {"highest here": 4072, "highest there": 3168, "ratio": 1.285},
     "At its highest it is 4,072 parts per week, against 3,168 for “target”: 28.5 % more."),
    ("Improving hours", {}, "compares", {"figure": "final", "with": {"raise lasts": 8}},
     {"final here": 4, "final there": 1, "ratio": 4.0},
     "At the end there are 4 hours per week, against 1 with “raise lasts” at 8 weeks: 4 times as many."),
    ("output", {}, "compares", {"figure": "change", "with": {"raise begins at": 20}},
     {"change here": 0.0, "change there": 0.0, "difference": 0.0},
     "From start to end it changes by 0 parts per week, just as with “raise begins at” at week 20."),
    ("output", {}, "compares", {"figure": "when highest", "with": {"raise": 0}},
     {"when highest here": 32, "when highest there": 40, "difference": -8},
     "It is highest at week 32, against week 40 with “raise” at 0: 8 weeks earlier."),
    ("output", {}, "measures", {"figure": "when highest"}, {"when highest": 0.0},
     "It is highest at the very start."),
    ("output", {}, "measures", {"figure": "lowest", "after": 60}, {"lowest": 2288.4},
     "From week 60 on, at its lowest it is 2,288 parts per week."),
    ("output", {}, "measures", {"figure": "final"}, {"final": 5.0, "theory": 5.001},
     "At the end it is 5 parts per week, as the formula says."),
    ("output", {}, "measures", {"figure": "total"}, {"total": 1}, "Over the whole run it adds up to 1 part."),
    ("output", {}, "threshold", {"of": "raise lasts", "value": 11.5}, {"threshold": 11.75, "theory": 11.5},
     "It tips where “raise lasts” is 11.8 weeks; the card says 11.5 weeks."),
    ("output", {}, "threshold", {"of": "raise begins at", "value": 12}, {"threshold": 12.0, "theory": 12},
     "It tips where “raise begins at” is week 12."),
    ("output", {}, "order", {"figure": "lowest", "of": ({"improvement delay": 8}, {})},
     {"lowest 1": 2557, "lowest 2": 2288},
     "At its lowest it is 2,557 parts per week with “improvement delay” at 8 weeks and 2,288 with everything"
     " as it is."),
    ("output", {}, "crosses", {}, {"crosses at": 74.07}, "The two curves cross at week 74.1."),
    ("output", {}, "crosses", {"with": {"raise": 0}}, {"crosses at": 74.07},
     "The curve crosses that with “raise” at 0 at week 74.1."),
    ("output", {}, "crosses", {"variable": "target"}, {"crosses at": 74.07},
     "The curve crosses that of “target” at week 74.1."),
])  # fmt: skip
def test_what_a_claim_measured_and_compared_is_told_in_a_sentence(
    name, settings, predicate, args, figures, says
):
    claim = replace(load_card("capability_trap").claims[0], variable=name, predicate=predicate, args=args)
    assert " ".join(measured(read("capability_trap"), replace(claim, set=settings), figures)) == says


def test_the_run_of_a_claim_and_the_region_where_it_holds_are_told_with_units_and_moments():
    model, claim = read("capability_trap"), load_card("capability_trap").claims[0]
    claim = replace(claim, set={"raise begins at": 20, "raise lasts": 1}, stop=780.0, sweep=Sweep(least=0.9))
    assert setting(model, claim) == (
        "With “raise begins at” at week 20 and “raise lasts” at 1 week, run to week 780")
    assert setting(model, replace(claim, set={}, stop=None)) == "As it is"
    figures = {"share": {"hold": 190, "of": 200, "broken": 3}, "not with": {"raise": 0.3},
               "region": {"raise begins at": [10, 20], "raise lasts": [240, 240], "raise": [0.1, 0.3]}}
    assert " ".join(borne_out(model, claim, figures)) == (
        "Holds in 190 of 200 random settings with “raise begins at” from week 10 to 20, “raise lasts” at 240"
        " weeks and “raise” from 0.1 to 0.3, the other sliders anywhere (promised: 90 %). In 3 the run"
        " breaks down. It does not with “raise” at 0.3.")
    told = [reach(found) for found in (figures, {"mode": "growth"}, {})]
    assert told == ["190 of 200", "one setting", "not measured yet"]


def test_a_parameter_is_a_moment_where_something_happens_at_it():
    model = read_text(mdl("""
        begin = 5 [0,9,1]
        lasts = 2 [0,9,1]
        from then on = 3 [0,9,1]
        ends = 8 [0,9,1]
        height = 1 [0,9,1]
        events = STEP(height, begin)+PULSE(begin+lasts, lasts)+RAMP(height, begin, ends)
        late = IF THEN ELSE(Time > from then on, 1, 0)
    """), "moments")
    moments = [item.name for item in model.constants if is_moment(model, item.name)]
    assert moments == ["begin", "from then on", "ends"]
    assert WHEN.keys() == EVENTS.keys()


@pytest.mark.parametrize("slug", slugs())
def test_the_words_of_a_parameter_that_is_a_moment_say_so_for_the_lab_goes_by_them(slug):
    model = read(slug)
    for item in model.constants:
        says = item.units == model.time.units and item.doc.startswith(f"The {item.units} ")
        assert says == is_moment(model, item.name), f"{item.name}: {item.doc}"


@pytest.mark.parametrize(("values", "says"), [
    (TIME, "rises evenly to 120"),
    (100 * (1 - np.exp(-TIME / 10)), "rises more and more slowly to 100.0"),
    (np.exp(-TIME / 10), "falls more and more slowly to 0.00"),
    (1 / (1 + np.exp((TIME - 60) / 6)), "falls to 0.00: slowly, then fast, then slowly again"),
    (SWING, "swings 0.30 to either side, 11 months to and fro"),
    (SWING * np.exp(-TIME / 40), "swings less and less, 11 months to and fro, around 0.00"),
    (np.full(481, 2.0), "stays at 2.00"),
    (np.where(TIME < 30, TIME, np.nan), "breaks off at month 30: no number follows"),
])  # fmt: skip
def test_the_few_words_of_a_table_say_which_way_a_curve_goes(values, says):
    assert brief(classify(TIME, values), TIME, values, "month") == says
    assert brief(classify(TIME, TIME * 1e-12), TIME, TIME * 1e-12, "month", least=1e-6).endswith(" 0")


def test_every_mode_has_words():
    assert {*WAYS, *SWINGS, "constant", "stall", "advance", "undefined"} == {*NAMES}
    assert BRIEFLY.keys() == SWINGS.keys()
