"""A model is documented, does what theory says, and stays sane on every setting of its sliders."""

import itertools
import math
import re

import numpy as np
import pytest

from pathfinders import behaviour
from pathfinders.engine import compile_model
from pathfinders.engine.sweep import settings
from pathfinders.model import load_card, read, read_text, slugs
from pathfinders.structure import explain

LAGS = ("perception time", "commit time", "move time")
LOUD = 0.03
"""The share of what all loops do from which on a loop needs a name."""
LONGEST_NAME = 9
"""Words: a name is said in a sentence and written beside an arrow."""


def at_step(slug, step):
    """The twin of a model with another TIME STEP; nothing else differs."""
    model = read(slug)
    text, count = re.subn(r"TIME STEP = \S+", f"TIME STEP = {step!r}", model.text, count=1)
    assert count == 1
    return compile_model(read_text(re.sub(r"SAVEPER = \S+", f"SAVEPER = {max(step, 0.25)!r}", text), slug))


def late(lanes, after):
    return np.ptp(lanes["Position"][lanes.time >= after], axis=0) / 2


# The file ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", slugs())
def test_every_variable_has_a_unit_a_sentence_and_limits(slug):
    for variable in read(slug).variables:
        assert variable.units, variable.name
        assert re.fullmatch(r".{15,}[.!?]", variable.doc, re.DOTALL), f"{variable.name}: {variable.doc!r}"
        low, high, step = variable.limits.low, variable.limits.high, variable.limits.step
        assert low < high, variable.name
        if variable.kind == "constant":
            assert 0 < step <= high - low and low <= variable.value <= high, variable.name
            assert math.isclose((high - low) / step, round((high - low) / step)), variable.name


@pytest.mark.parametrize("slug", slugs())
def test_a_run_is_short_enough_for_a_page(slug):
    time = read(slug).time
    assert (time.stop - time.start) / time.step <= 8000 and math.log2(time.save).is_integer()


# Its behaviour at the limits --------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", slugs())
@pytest.mark.parametrize("sample", ["corners of the sliders", "random constants"])
def test_every_variable_stays_inside_its_limits_on_every_setting(slug, sample):
    model, card = read(slug), load_card(slug)
    if sample == "random constants":
        params = settings(model, [constant.name for constant in model.constants], 200, 11)
    else:
        ends = itertools.product(*((model[n].limits.low, model[n].limits.high) for n in card.sliders))
        params = dict(zip(card.sliders, np.array(list(ends)).T, strict=True))
    lanes = compile_model(model).lanes(params)
    assert lanes.trouble() is None
    for variable in model.variables:
        values, limits = lanes[variable.name], variable.limits
        room = 1e-9 * (limits.high - limits.low)
        assert values.min() >= limits.low - room and values.max() <= limits.high + room, variable.name


@pytest.mark.parametrize("slug", ["two_bands_pure", "two_bands_inertia"])
def test_halving_the_step_moves_the_path_by_less_than_half_a_percent_of_its_range(slug):
    whole, half = (at_step(slug, read(slug).time.step / parts).run()["Position"] for parts in (1, 2))
    assert np.max(np.abs(whole - half)) <= 0.005 * np.ptp(whole)


def test_halving_the_step_keeps_the_swing_to_its_amplitude_and_period():
    """A limit cycle's phase drifts, so its path cannot be compared: 1.5 % of amplitude, 0.5 % of period."""
    step = read("two_bands").time.step
    figures = []
    for parts in (1, 2):
        run = at_step("two_bands", step / parts).run(stop=240)
        figures.append([f(run.time, run["Position"], 60) for f in (behaviour.amplitude, behaviour.period)])
    (amplitude, period), (finer, finer_period) = figures
    assert amplitude == pytest.approx(finer, rel=0.015)
    assert period == pytest.approx(finer_period, rel=0.005)


# Theory against simulation ----------------------------------------------------------------------------------


@pytest.mark.parametrize("change", [0.25, 1, 3, 5])
@pytest.mark.parametrize("stability", [0.25, 1, 5])
def test_two_bands_rest_where_their_pulls_are_equal(change, stability):
    run = compile_model(read("two_bands_pure")).run(
        {"pull of change": change, "pull of stability": stability}
    )
    assert run["Position"][-1] == pytest.approx((change - stability) / (change + stability), abs=1e-3)


def test_exchanging_the_walls_mirrors_the_path():
    for slug, still in (
        ("two_bands_pure", {}),
        ("two_bands_inertia", {}),
        ("two_bands", {"neutral focus": 0.5}),
    ):
        twin = compile_model(read(slug))
        one = twin.run(still | {"pull of change": 2, "pull of stability": 1, "start position": -0.5})
        other = twin.run(still | {"pull of change": 1, "pull of stability": 2, "start position": 0.5})
        assert np.max(np.abs(one["Position"] + other["Position"])) < 1e-6, slug


def test_all_lags_doubled_double_the_period_and_keep_the_amplitude():
    twin = compile_model(read("two_bands"))
    one, two = (twin.run({name: 3.0 * k for name in LAGS}, stop=480) for k in (1, 2))
    periods, widths = zip(
        *(
            (behaviour.period(r.time, r["Position"]), behaviour.amplitude(r.time, r["Position"]))
            for r in (one, two)
        ),
        strict=True,
    )
    assert periods[1] / periods[0] == pytest.approx(2, rel=0.01)
    assert widths[1] == pytest.approx(widths[0], rel=0.03)


def gain_and_bound(decisiveness=14.0, hierarchy=0.0, perception=3.0, commit=3.0, move=3.0):
    """K and K* by linearising at the point of rest: it swings for K > K* (Routh-Hurwitz for three lags)."""
    weight = 1 - hierarchy
    lags = np.array([perception, commit, 2 * move / (1 + weight)])
    return decisiveness * 2 * weight / (1 + weight), lags.sum() * (1 / lags).sum() - 1


def test_the_swing_lasts_where_the_loop_gain_exceeds_what_the_lags_bear():
    """In 200 random settings; those within 15 % of the edge are left out: there it takes decades to die."""
    model = read("two_bands")
    names = {"perception time": "perception", "commit time": "commit", "move time": "move"}
    names |= {"decisiveness": "decisiveness", "hierarchy": "hierarchy"}
    drawn = settings(model, names, 200, 3)
    drawn["hierarchy"] = np.minimum(drawn["hierarchy"], 0.9)
    for name in LAGS:  # lags of a year and more need centuries to show what they do
        drawn[name] = np.clip(drawn[name] / 4, 0.5, 6)
    lanes = compile_model(model).lanes(drawn, stop=600)
    swings = late(lanes, 480) > 0.01
    ratios = np.array(
        [np.divide(*gain_and_bound(**{names[n]: v[i] for n, v in drawn.items()})) for i in range(200)]
    )
    clear = np.abs(np.log(ratios)) > np.log(1.15)
    assert clear.sum() > 150
    assert np.mean(swings[clear] == (ratios[clear] > 1)) >= 0.99


def test_the_swing_begins_near_a_decisiveness_of_eight():
    gains = np.array([6.5, 7.0, 9.0, 10.0])
    still, edge, swings, wide = late(
        compile_model(read("two_bands")).lanes({"decisiveness": gains}, stop=600), 480
    )
    assert still < 0.001 and edge < 0.005 and swings > 0.15 and wide > swings
    assert gain_and_bound(decisiveness=8.0) == pytest.approx((8, 8))


def test_ranking_ends_the_swing_near_the_hierarchy_that_theory_gives():
    hierarchy = np.arange(0.55, 0.70, 0.0025)
    lanes = compile_model(read("two_bands")).lanes({"hierarchy": hierarchy}, stop=600)
    smallest = hierarchy[np.argmax(late(lanes, 480) < 0.01)]
    gain, bound = gain_and_bound(hierarchy=0.583)
    assert gain == pytest.approx(bound, rel=0.002)
    assert smallest == pytest.approx(0.6175, abs=0.005)


@pytest.mark.parametrize("hierarchy", [0.0, 0.2, 0.4, 0.6, 0.8, 1.0])
def test_ranking_shifts_the_compromise_as_theory_says(hierarchy):
    weight = 1 - hierarchy
    run = compile_model(read("two_bands")).run({"hierarchy": hierarchy}, stop=480)
    assert behaviour.level(run.time, run["Position"]) == pytest.approx((1 - weight) / (1 + weight), abs=0.004)


def test_the_period_is_that_of_three_lags_in_a_ring():
    run = compile_model(read("two_bands")).run({"decisiveness": 9}, stop=480)
    theory = 2 * math.pi * math.sqrt(27 / 9)
    assert behaviour.period(run.time, run["Position"]) == pytest.approx(theory, rel=0.02)


def test_seeing_much_sooner_or_much_later_calms_and_the_worst_lies_between():
    lateness = np.array([0.25, 3.0, 6.75, 12.0, 24.0])
    soon, equal, worst, later, last = late(
        compile_model(read("two_bands")).lanes({"perception time": lateness}, stop=480), 360
    )
    assert soon < 0.001 and last < 0.001
    assert soon < equal < worst > later > last
    bounds = [gain_and_bound(perception=value)[1] for value in (1, 2, 3, 4, 6)]
    assert min(bounds) == bounds[2] == pytest.approx(8)


@pytest.mark.parametrize("floor", [-0.8, -0.2, 0.0, 0.8])
@pytest.mark.parametrize("start", [-0.9, -0.5, 0.5])
def test_a_floor_lets_the_person_arrive_without_swing_or_overshoot(floor, start):
    run = compile_model(read("two_bands")).run(
        {"stability is a condition": 1, "floor": floor, "start position": start}
    )
    position = run["Position"]
    assert position[-1] == pytest.approx(1, abs=1e-3)
    assert np.all(np.diff(position) >= 0) and position.max() <= 1
    assert run["unmet stability"][-1] == 0


def test_arrival_by_ranking_stability_away_costs_all_of_stability():
    run = compile_model(read("two_bands")).run({"hierarchy": 1})
    assert run["Position"][-1] == pytest.approx(1, abs=1e-3)
    assert run["unmet stability"][-1] == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(("swing", "fade", "pulls"), [(3, 4, 2), (6, 6, 2), (2, 6, 4)])
def test_the_heavy_body_swings_with_the_period_of_a_damped_pendulum(swing, fade, pulls):
    run = compile_model(read("two_bands_inertia")).run(
        {"swing time": swing, "fade time": fade, "pull of change": pulls / 2, "pull of stability": pulls / 2}
    )
    theory = 2 * math.pi / math.sqrt(pulls / swing**2 - 1 / (4 * fade**2))
    assert behaviour.period(run.time, run["Position"], after=0) == pytest.approx(theory, rel=0.03)


def test_the_heavy_body_does_not_coast_when_its_movement_fades_soon_enough():
    """Critical fade time: swing time / (2 √pulls), 1.06 months as it is."""
    twin = compile_model(read("two_bands_inertia"))
    assert behaviour.turns(*_curve(twin.run({"fade time": 1})))
    assert not behaviour.turns(*_curve(twin.run({"fade time": 3})))


def test_a_step_that_is_too_long_makes_a_swing_that_no_plant_has():
    """Euler's method feeds the swing where the step exceeds swing time² / (pulls · fade time), 0.75 here."""
    setting = {"fade time": 6, "start position": -0.1}
    names = [
        behaviour.classify(*_curve(at_step("two_bands_inertia", step).run(setting, stop=120))).name
        for step in (1 / 128, 0.5, 0.75, 1.0)
    ]
    assert names == ["damped oscillation"] * 2 + ["sustained oscillation", "growing oscillation"]


def _curve(run):
    return run.time, run["Position"]


@pytest.mark.parametrize("slug", slugs())
def test_a_loop_that_is_loud_has_a_name_that_says_what_it_does(slug):
    """A way round such as “Trust → learning → Trust” tells nobody what happens; the quiet may go without."""
    found = explain(read(slug))
    loud = [loop for loop, share in zip(found.loops, found.dominance.mean, strict=True) if share > LOUD]
    assert [loop.path for loop in loud if not loop.name] == []
    names = [loop.name for loop in found.loops if loop.name]
    assert len(set(names)) == len(names)
    assert all("→" not in name and len(name.split()) <= LONGEST_NAME for name in names)
