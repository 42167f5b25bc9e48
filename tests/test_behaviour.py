"""A curve's mode is told by its shape, whatever its unit, offset, sampling or a little noise."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathfinders import behaviour
from pathfinders.behaviour import modes
from pathfinders.behaviour.turns import turning_points
from tests.behaviour_curves import FAMILIES, Draw, known, rights, score, table

steady = settings(derandomize=True, max_examples=25, deadline=None)
seeds = st.integers(0, 100_000)


@pytest.mark.parametrize("name", FAMILIES)
@steady
@given(
    seed=seeds,
    scale=st.floats(1e-6, 1e8),
    offset=st.floats(-100, 100),
    points=st.integers(90, 900),
    span=st.floats(0.1, 1e4),
)
def test_a_known_shape_is_named_at_any_scale_offset_and_sampling(name, seed, scale, offset, points, span):
    time, values = known(name, seed, points, scale=scale, offset=scale * offset, span=span)
    assert behaviour.classify(time, values).name == name


@pytest.mark.parametrize(("noise", "promised"), [(0, 0.99), (0.02, 0.95)])
def test_the_classifier_keeps_its_promise_clean_and_with_noise(noise, promised):
    found = score(noise, each=40)
    overall, each = rights(found)
    told = "\n".join(table(found, f"{noise:.0%} noise"))
    assert overall >= promised and min(each.values()) >= promised - 0.05, told


@pytest.mark.parametrize("name", FAMILIES)
def test_a_few_points_suffice_where_there_is_no_noise(name):
    named = [behaviour.classify(*known(name, seed, 40)).name for seed in range(20)]
    assert named.count(name) >= 19, named


@pytest.mark.parametrize("name", FAMILIES)
def test_uneven_sampling_changes_no_name(name):
    share = np.sort(np.random.default_rng(3).uniform(0, 1, 600))
    assert behaviour.classify(share, FAMILIES[name](share, Draw(4, 600))).name == name


@steady
@given(seed=seeds, points=st.integers(12, 900), level=st.floats(-10, 10))
def test_noise_on_a_flat_line_is_constant(seed, points, level):
    time, values = known("constant", seed, points, noise=1.0, offset=level)
    mode = behaviour.classify(time, values)
    assert mode.name == "constant" and mode.at_rest
    assert mode.final == pytest.approx(values.mean(), abs=2)


def test_a_curve_and_its_mirror_image_have_mirrored_names():
    mirror = {"growth": "collapse", "goal-seeking": "decay", "better before worse": "worse before better"}
    for up, down in mirror.items():
        time, values = known(up, 11)
        assert behaviour.classify(time, -values).name == down


@pytest.mark.parametrize("name", behaviour.NAMES)
def test_every_name_is_told_of_in_the_table_of_the_method(name):
    table = " ".join(modes.__doc__.split("The method")[0].replace("=", "").split())
    assert set(name.replace("-", " ").split()) <= set(table.replace("-", " ").replace(",", " ").split())


def test_nothing_but_rounding_is_constant():
    time = np.arange(10.0)
    assert behaviour.classify(time, np.full(10, 3.0)).name == "constant"
    assert behaviour.classify(time, 1e6 + 1e-9 * time).name == "constant"


def test_a_swing_of_every_step_is_seen_as_a_swing_not_as_noise():
    time = np.arange(60.0)
    assert behaviour.classify(time, (-1.0) ** time).name == "sustained oscillation"
    assert behaviour.classify(time, (-1.1) ** time).name == "growing oscillation"


def test_a_limit_cycle_that_grew_first_is_sustained():
    time = np.linspace(0, 120, 961)
    values = np.tanh(time / 15) * np.sin(time / 2)
    assert behaviour.classify(time, values).name == "sustained oscillation"


def test_a_swing_that_has_died_is_damped_though_its_last_part_is_flat():
    time = np.linspace(0, 400, 1601)
    assert behaviour.classify(time, np.exp(-time / 8) * np.cos(time / 2)).name == "damped oscillation"


@pytest.mark.parametrize(
    ("rest", "goal", "name"),
    [(0.5, 1, "stall"), (1, 1, "advance"), (0.95, 1, "stall"), (-0.5, -0.5, "advance")],
)
def test_rest_is_an_advance_at_the_goal_and_a_stall_short_of_it(rest, goal, name):
    time = np.linspace(0, 60, 241)
    values = rest - (rest + 0.9) * np.exp(-time / 4)
    assert behaviour.classify(time, values, goal=goal).name == name


def test_a_curve_still_on_its_way_neither_stalls_nor_advances():
    time = np.linspace(0, 60, 241)
    assert behaviour.classify(time, time / 100, goal=1).name == "linear"


def test_a_swing_that_dies_short_of_the_goal_keeps_the_name_of_its_swing():
    time = np.linspace(0, 120, 481)
    values = 0.5 - np.exp(-time / 15) * np.cos(time / 2)
    assert behaviour.classify(time, values, goal=1).name == "damped oscillation"


def test_period_and_amplitude_are_those_of_the_curve():
    time = np.linspace(0, 120, 961)
    mode = behaviour.classify(time, 2 + 0.3 * np.sin(2 * np.pi * time / 11))
    assert mode.period == pytest.approx(11, rel=0.01)
    assert mode.amplitude == pytest.approx(0.3, rel=0.01)
    assert mode.final == pytest.approx(2, abs=0.01)
    assert mode.swings == pytest.approx(11, abs=0.5)


def test_a_run_that_breaks_is_told_as_undefined_with_when_and_what_it_was_before():
    time, values = np.linspace(0, 60, 241), np.exp(np.linspace(0, 6, 241))
    values[200:] = np.inf
    mode = behaviour.classify(time, values, goal=1)
    assert (mode.name, mode.before, mode.broken, mode.at_rest) == ("undefined", "growth", 50.0, False)
    assert mode.high == values[199]
    nothing = behaviour.classify([0, 1], [np.nan, np.nan])
    assert (nothing.name, nothing.before, nothing.broken) == ("undefined", "", 0)
    for name in ("stays", "turns", "oscillates", "settles", "grows", "stalls"):
        asked = {"stalls": {"goal": 1}}.get(name, {})
        assert not behaviour.PREDICATES[name](time, values * np.nan, **asked), name


@pytest.mark.parametrize(
    ("values", "name"),
    [([3.0], "constant"), ([3, 3], "constant"), ([0, 1], "linear"), ([1, 0], "linear"), ([0, 1, 2], "linear"),
     ([0, 1, 0], "overshoot and collapse"), ([2, 2, 2], "constant"), ([0, 0, 5], "growth")],
)  # fmt: skip
def test_one_two_and_three_points_have_a_sensible_name(values, name):
    time = np.arange(len(values))
    assert behaviour.classify(time, values).name == name
    assert behaviour.amplitude(time, values) == np.ptp(values) / 2
    assert np.isfinite(behaviour.level(time, values))


@pytest.mark.parametrize(
    ("time", "values"),
    [([], []), ([0, 1, 2], [0, 1]), ([0, 2, 1], [0, 1, 2]), ([[0, 1, 2]], [[0, 1, 2]])],
)
def test_what_is_no_curve_is_refused(time, values):
    with pytest.raises(ValueError):
        behaviour.classify(time, values)


def test_a_window_after_the_end_is_refused_by_name():
    with pytest.raises(ValueError, match="the run ends at 9"):
        behaviour.amplitude(np.arange(10.0), np.arange(10.0), after=20)


def test_the_tremble_of_a_hand_is_no_behaviour():
    time, way = np.arange(9.0), np.array([0, 3, 1, 2, -1, 1, 3, 0, 2.0])
    assert behaviour.classify(time, 50 + way, least=5).name == "constant"
    assert behaviour.classify(time, 50 + way + 20 * time, least=5).name == "linear"
    assert behaviour.classify(time, 50 + way).swinging


def test_the_first_swing_is_told_apart_from_the_last():
    time = np.linspace(0, 60, 961)
    mode = behaviour.classify(time, np.exp(-time / 20) * np.sin(time))
    assert mode.first == pytest.approx(0.86, abs=0.02)
    assert mode.amplitude < 0.25


@pytest.mark.parametrize(
    ("shape", "name"),
    [
        (lambda u: u, "linear"),
        (lambda u: u**3, "growth"),
        (lambda u: 1 - np.exp(-5 * u), "goal-seeking"),
        (lambda u: 1 / (1 + np.exp(-12 * (u - 0.5))), "s-shaped"),
    ],
)
def test_a_staircase_has_the_shape_of_its_banister(shape, name):
    time = np.linspace(0, 60, 961)
    assert behaviour.classify(time, shape(np.floor(time / 6) / 10)).name == name


def test_an_even_rise_with_a_long_wait_is_no_straight_line():
    time = np.linspace(0, 60, 961)
    moves = (5, 57), (40, 60), (0, 30), (28, 32)
    names = [behaviour.classify(time, np.clip(time, *ends)).name for ends in moves]
    assert names == ["linear", "growth", "goal-seeking", "s-shaped"]


def test_one_full_swing_is_an_oscillation_and_a_quarter_is_not():
    time = np.linspace(0, 1, 241)
    assert behaviour.classify(time, np.sin(2 * np.pi * time)).name == "sustained oscillation"
    assert behaviour.classify(time, np.sin(np.pi * time)).name == "overshoot and collapse"
    assert behaviour.classify(time, np.sin(np.pi / 2 * time)).name == "goal-seeking"


def test_arriving_is_also_passing_a_goal_that_lay_ahead():
    time = np.linspace(0, 60, 241)
    there = 1.3 - 1.3 * np.exp(-time / 4)
    assert behaviour.classify(time, there, goal=1).name == "advance"
    assert behaviour.classify(time, -there, goal=1).name == "stall"
    assert behaviour.classify(time, 1 - there, goal=1).name == "stall"
    assert behaviour.classify(time, there * 0, goal=1).name == "stall"


def test_turning_points_alternate():
    time, values = known("damped oscillation", 1)
    signs = np.sign(np.diff(turning_points(time, values).values))
    assert np.all(signs[1:] == -signs[:-1])


def test_predicates_say_yes_and_no():
    time = np.linspace(0, 120, 481)
    swing, arrival = 0.3 * np.sin(time / 2), 1 - 1.5 * np.exp(-time / 4)
    dying = np.exp(-time / 15) * np.cos(time / 2)
    assert behaviour.oscillates(time, swing, amplitude=0.25, cycles=3)
    assert not behaviour.oscillates(time, swing, amplitude=0.35)
    assert not behaviour.oscillates(time, dying) and behaviour.damps(time, dying)
    assert behaviour.settles(time, arrival, at=1, within=0.01)
    assert not behaviour.settles(time, swing) and not behaviour.settles(time, arrival, at=0.5)
    assert behaviour.reaches(time, arrival, 1, by=30) and not behaviour.reaches(time, arrival, 1, by=5)
    assert behaviour.arrives(time, swing, 1) == np.inf
    assert behaviour.reaches(time, arrival, 0.9) and not behaviour.reaches(time, swing, 1)
    assert behaviour.advances(time, arrival, 1) and not behaviour.stalls(time, arrival, 1)
    assert behaviour.stalls(time, arrival, 2)
    assert behaviour.overshoots(time, dying, 0) and not behaviour.overshoots(time, arrival, 1)
    assert behaviour.stays(time, arrival, low=-0.5, high=1) and not behaviour.stays(time, arrival, high=0.9)
    assert behaviour.grows(time, arrival, by=1) and not behaviour.grows(time, dying)
    assert behaviour.measures(time, swing, "amplitude", 0.3, within=0.005)
    assert not behaviour.measures(time, swing, "period", 11, within=0.5)
    assert behaviour.level(time, 5 + swing) == pytest.approx(5, abs=0.005)


def test_predicates_of_shape_say_yes_and_no():
    shapes = {
        "goal_seeks": "goal-seeking",
        "s_shaped": "s-shaped",
        "worse_before_better": "worse before better",
        "better_before_worse": "better before worse",
    }
    for predicate, name in shapes.items():
        said = [behaviour.PREDICATES[predicate](*known(shape, 3)) for shape in shapes.values()]
        assert said == [shape == name for shape in shapes.values()]
    time, pulse = known("overshoot and collapse", 3)
    assert behaviour.collapses(time, pulse, share=0.6) and not behaviour.collapses(time, 1 - pulse)
    assert behaviour.decays(time, 1 - time) and not behaviour.decays(time, 1 - time, by=100)
    assert behaviour.crosses(time, time, 30, between=(29, 31))
    assert not behaviour.crosses(time, time, 30, between=(0, 20))
    assert behaviour.crosses(time, time, 60 - time) and not behaviour.crosses(time, time, 61)
    assert not behaviour.goal_seeks(*known("goal-seeking", 3), target=2)


def test_two_ends_from_many_beginnings_are_bistable():
    time = np.linspace(0, 60, 241)[:, None]
    ends = np.array([1, -1, 1, -1])
    assert behaviour.bistable(time[:, 0], ends * (1 - np.exp(-time / 3)))
    assert not behaviour.bistable(time[:, 0], abs(ends) * (1 - np.exp(-time / 3)))
    assert not behaviour.bistable(time[:, 0], ends * time)


def test_every_predicate_a_card_may_name_is_exported():
    assert all(getattr(behaviour, name) is function for name, function in behaviour.PREDICATES.items())


def test_a_goal_that_is_never_met_is_not_reached_however_long_one_waits():
    time = np.linspace(0, 10, 41)
    assert behaviour.reaches(time, time, goal=8) and behaviour.reaches(time, time, goal=8, by=8)
    assert not behaviour.reaches(time, time, goal=11)
    assert not behaviour.reaches(time, time, goal=8, by=7)


def test_a_curve_at_rest_ends_at_its_last_value_and_with_noise_at_the_level_of_its_rest():
    time = np.linspace(0, 96, 400)
    clean = 5000 / (1 + np.exp(-(time - 60) / 5))
    assert behaviour.classify(time, clean).at_rest
    assert behaviour.classify(time, clean).final == clean[-1]
    noisy = clean + np.random.default_rng(3).normal(0, 60, len(time))
    found = behaviour.classify(time, noisy)
    assert found.at_rest
    assert found.final == np.mean(noisy[time >= 96 - 9.6])
