"""What a chart shows is said in words that are computed from it."""

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from pathfinders.engine import compile_model
from pathfinders.model import read
from pathfinders.words import describe
from pathfinders.words.numbers import amount, number, plural

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
        (TIME * np.exp(-TIME / 15), "Position rises from 0.00 to 5.52 and falls back to 0.0"),
        (0.01 * TIME - 0.2 * TIME * np.exp(-TIME / 8), "Position first falls from 0.00 to −0.5"),
        (SWING, "Position swings 11 times around 0.00, 0.30 to either side, 11 months to and fro."),
        (
            np.exp(-TIME / 9) * np.cos(TIME / 2),
            "13 months to and fro, and each swing is smaller, until it rests",
        ),
        (np.exp(TIME / 60) * np.cos(TIME / 2), "and each swing is wider, the last one 6.25 to either side"),
        (np.where(TIME < 60, TIME, np.nan), "Position breaks off at 60"),
    ],
)
def test_each_mode_has_its_sentence(axes, values, says):
    axes.plot(TIME, values)
    assert says in describe(axes).text


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (1 - 1.9 * np.exp(-TIME / 9), "; it arrives at 1.00."),
        (SWING, "; it does not reach 1.00."),
        (1 + SWING, "; it passes 1.00."),
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
    assert "11 months to and fro" in swings.text and "does not reach 1.00" in swings.text
    assert "arrives at 1.00" in arrives.text


def test_a_table_is_described_by_its_columns():
    table = pd.DataFrame({"Position": SWING, "held": 1.0}, index=pd.Index(TIME, name="time"))
    assert describe(table).text.startswith("Position swings")
    assert describe(table["held"]).text == "held stays at 1.00."
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
        (np.nan, 1, "no number"),
    ],
)
def test_numbers_have_the_decimals_of_their_scale_and_a_minus_sign(value, scale, says):
    assert number(value, scale) == says


def test_amounts_are_spoken_with_their_unit():
    assert amount(11.0, "month") == "11 months"
    assert amount(1.0, "month") == "1 month"
    assert amount(-0.5, "1") == "−0.5"
    assert plural("1/month") == "1/month"
