"""A curve's mode is told by its shape, whatever its unit, offset, sampling or a little noise."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathfinders import behaviour
from pathfinders.behaviour.curve import turning_points

KNOWN = {
    "linear": lambda u: u,
    "growth": lambda u: np.exp(4 * u),
    "collapse": lambda u: -np.exp(4 * u),
    "goal-seeking": lambda u: 1 - np.exp(-5 * u),
    "decay": lambda u: np.exp(-5 * u),
    "s-shaped": lambda u: 1 / (1 + np.exp(-12 * (u - 0.5))),
    "overshoot": lambda u: u * np.exp(-6 * u),
    "worse before better": lambda u: u - 0.9 * u * np.exp(-8 * u) * 4,
    "better before worse": lambda u: -u + 0.9 * u * np.exp(-8 * u) * 4,
    "damped oscillation": lambda u: np.exp(-3 * u) * np.cos(40 * u),
    "sustained oscillation": lambda u: np.sin(40 * u),
    "growing oscillation": lambda u: np.exp(2 * u) * np.sin(40 * u),
}
steady = settings(derandomize=True, max_examples=25, deadline=None)


def curve(name, points=241, span=60.0):
    share = np.linspace(0, 1, points)
    return span * share, KNOWN[name](share)


@pytest.mark.parametrize("name", KNOWN)
@steady
@given(
    scale=st.floats(1e-3, 1e5),
    offset=st.floats(-100, 100),
    points=st.integers(90, 900),
    span=st.floats(0.1, 1e4),
)
def test_a_known_shape_is_named_at_any_scale_offset_and_sampling(name, scale, offset, points, span):
    time, values = curve(name, points, span)
    assert behaviour.classify(time, scale * (values + offset)).name == name


@pytest.mark.parametrize("name", KNOWN)
@steady
@given(seed=st.integers(0, 10_000))
def test_a_little_noise_changes_no_name(name, seed):
    time, values = curve(name)
    noise = 0.005 * np.ptp(values) * np.random.default_rng(seed).normal(size=len(time))
    assert behaviour.classify(time, values + noise).name == name


@pytest.mark.parametrize("name", KNOWN)
def test_uneven_sampling_changes_no_name(name):
    share = np.sort(np.random.default_rng(3).uniform(0, 1, 600))
    assert behaviour.classify(share, KNOWN[name](share)).name == name


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


def test_a_run_that_breaks_is_told_as_undefined():
    time = np.arange(5.0)
    assert behaviour.classify(time, [0, 1, np.nan, 2, 3]).name == "undefined"
    assert not behaviour.stays(time, [0, 1, np.inf, 2, 3])


@pytest.mark.parametrize(
    ("time", "values"),
    [([0, 1], [0, 1]), ([0, 1, 2], [0, 1]), ([0, 2, 1], [0, 1, 2]), ([[0, 1, 2]], [[0, 1, 2]])],
)
def test_what_is_no_curve_is_refused(time, values):
    with pytest.raises(ValueError):
        behaviour.classify(time, values)


def test_a_window_after_the_end_is_refused_by_name():
    with pytest.raises(ValueError, match="the run ends at 9"):
        behaviour.amplitude(np.arange(10.0), np.arange(10.0), after=20)


def test_turning_points_alternate():
    time, values = curve("damped oscillation")
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
    assert behaviour.advances(time, arrival, 1) and not behaviour.stalls(time, arrival, 1)
    assert behaviour.stalls(time, arrival, 2)
    assert behaviour.overshoots(time, dying, 0) and not behaviour.overshoots(time, arrival, 1)
    assert behaviour.stays(time, arrival, low=-0.5, high=1) and not behaviour.stays(time, arrival, high=0.9)
    assert behaviour.grows(time, arrival, by=1) and not behaviour.grows(time, dying)
    assert behaviour.measures(time, swing, "amplitude", 0.3, within=0.005)
    assert not behaviour.measures(time, swing, "period", 11, within=0.5)
    assert behaviour.level(time, 5 + swing) == pytest.approx(5, abs=0.005)


def test_every_predicate_a_card_may_name_is_exported():
    assert all(getattr(behaviour, name) is function for name, function in behaviour.PREDICATES.items())
