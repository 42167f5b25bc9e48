"""What a claim can say: closed forms, rivals, crossings, thresholds, orders, balances; over which sets."""

import numpy as np
import pytest

from pathfinders.behaviour import FIGURES, PREDICATES, figure
from pathfinders.engine.claims import ClaimError, evaluate
from pathfinders.engine.lanewise import LANEWISE, judge
from pathfinders.engine.sweep import swept
from pathfinders.model import CardError, find, load_card
from tests.tub import CARD, write

CLAIM = CARD[CARD.index("  - id: where-it-stands") : CARD.index("leaves_out")]


@pytest.fixture
def told(tmp_path, monkeypatch):
    """The ClaimResult of a claim about the tub, which is written as YAML after its id and words."""
    monkeypatch.setattr(find, "PACKAGE", tmp_path)

    def judged(text):
        write(tmp_path / "_models", [(CLAIM, f"  - {{id: it, says: So it is., {text}}}\n")])
        return evaluate(load_card("tub"))[1]

    return judged


TRUE = {
    "variable: Water, measures: {figure: final, value: (inflow+more)*hold time, within: 3 %}": {"theory": 24},
    "variable: Water, measures: {figure: at, at: 10, value: inflow*hold time, within: 1e-9}": {"at": 16},
    "variable: Water, compares: {figure: final, with: {more: 0}, ratio: [1, 1.9]}": {"ratio": 1.499},
    "variable: Water, compares: {figure: change, with: {more: 0}, difference: [0, null]}":
        {"difference": 7.985},
    "variable: filling, compares: {figure: final, variable: emptying, ratio: [1, 1.2]}": {"ratio": 1.001},
    "variable: Water, sweep: {within: {more: [0.5, 2]}},"
    " crosses: {with: {inflow: 2.5, more: 0}, between: [10, 60]}": {"crosses at": 15.52},
    "variable: Water, order: {figure: highest, of: [{more: 2}, {more: 1}, {}, {more: 0}]}": None,
    "variable: Water, order: {figure: highest, of: [{more: 2}, {more: 1}, {more: 0}]}": {"highest 3": 16},
    "variable: Water, threshold: {of: more, from: 0, to: 2, where: {reaches: {goal: 22, within: 0}},"
    " value: 22/hold time-inflow, within: 0.05}": {"theory": 0.75},
    "conserves: {stocks: [Water], inflows: [filling], outflows: [emptying]}": {"off by": 0},
    "variable: Water, settles: {at: (inflow+more)*hold time, within: 5 %}": {"level": 23.83},
}  # fmt: skip


@pytest.mark.parametrize("text", TRUE)
def test_a_claim_is_judged_at_the_cards_values_and_over_random_sets(told, text):
    result, figures = told(text), TRUE[text]
    assert result.holds == (figures is not None), result  # with {} the third is the second again
    for name, value in (figures or {}).items():
        assert result.figures[name] == pytest.approx(value, rel=5e-3, abs=1e-3)
    if figures:
        assert result.figures["share"]["hold"] > 20


def test_a_threshold_that_is_never_reached_and_a_curve_that_meets_nothing_are_false(told):
    never = "where: {reaches: {goal: 75, within: 0}}, value: 1, within: 1"
    result = told(f"variable: Water, threshold: {{of: more, from: 0, to: 2, {never}}}")
    assert not result.holds and "threshold" not in result.figures
    assert not told("variable: Water, crosses: {with: {more: 2}, between: [0, 60]}").holds


def test_a_sweep_leaves_alone_what_a_claim_sets_orders_or_seeks(told):
    def names(text):
        told(text)
        return swept(load_card("tub"), load_card("tub").claims[1])

    assert names("variable: Water, set: {more: 2}, grows: {}") == ("inflow", "hold time")
    assert names("variable: Water, order: {figure: final, of: [{more: 2}, {}]}") == ("inflow", "hold time")
    sought = "where: {grows: {by: 1}}, value: 0, within: 1"
    assert "more" not in names(f"variable: Water, threshold: {{of: more, from: 0, to: 2, {sought}}}")
    assert names("variable: Water, sweep: false, grows: {}") == ()
    with pytest.raises(ClaimError, match="every slider is set; expected a slider that is left"):
        told("variable: Water, set: {inflow: 2, more: 1, hold time: 8}, sweep: {at least: 1}, grows: {}")


def test_a_narrowed_sweep_draws_inside_its_region_and_tells_it(told):
    region = "within: {inflow: [3, 4], more: [0, 0]}"
    result = told(f"variable: filling, sweep: {{{region}}}, stays: {{low: 3, high: 4}}")
    assert not result.holds and result.figures["share"] == {"hold": 200, "of": 200}
    assert result.figures["region"] == {"inflow": [3.0, 4.0], "more": [0.0, 0.0]}


WRONG = {
    "variable: Water, sweep: {within: {opening: [5, 6]}}, grows: {}": "“opening” is no slider of the card",
    "variable: Water, sweep: {within: {more: [1, 3]}}, grows: {}": "the range is [1, 3]; expected [low",
    "variable: Water, sweep: {within: {more: 1}}, grows: {}": "the value is 1; expected [low, high]",
    "variable: Water, set: {more: 1}, sweep: {within: {more: [0, 1]}}, grows: {}": "so it is not swept",
    "variable: Water, sweep: {at least: 2}, grows: {}": "the share is 2; expected more than 0 and at most 1",
    "variable: Water, sweep: {seeds: 2}, grows: {}": "unknown key “seeds”; did you mean “seed”?",
    "variable: Water, sweep: 200, grows: {}": "the value is 200; expected keys with values",
    "variable: Water, measures: {figure: final, value: inflow*, within: 1}": "“inflow*” cannot be read",
    "variable: Water, measures: {figure: final, value: Water*2, within: 1}": "“Water” changes during the run",
    "variable: Water, measures: {figure: final, value: inflo, within: 1}": "did you mean “inflow”?",
    "variable: Water, compares: {figure: final, with: {mor: 0}, ratio: [1, 2]}": "did you mean “more”?",
    "variable: Water, compares: {figure: final, with: {more: 9}, ratio: [1, 2]}": "9 is outside the limits",
    "variable: Watr, grows: {}": "tub.mdl has no variable “Watr”; did you mean “Water”?",
    "conserves: {stocks: [Watter], inflows: []}": "did you mean “Water”?",
    "grows: {}": "the key “variable” is missing",
    "variable: Water, compares: {figure: final, with: {more: 0}}": "either a ratio or a difference",
    "variable: Water, compares: {figure: final, ratio: [1, 2]}": "settings of a rival, or another variable",
    "variable: Water, compares: {figure: final, with: {}, ratio: 1}": "[low, high] is 1",
    "variable: Water, measures: {figure: finl, value: 1, within: 1}": "there is no figure “finl”",
    "variable: Water, measures: {figure: at, value: 1, within: 1}": "it needs the time “at”",
    "variable: Water, measures: {figure: at, at: 99, value: 1, within: 1}": "99 is outside",
    "variable: Water, order: {figure: final, of: [{more: 1}]}": "two settings or more",
    "variable: Water, threshold: {of: more, from: 0, to: 2, where: {grow: {}}, value: 1, within: 1}":
        "there is no predicate “grow”; did you mean “grows”?",
    "variable: Water, threshold: {of: more, form: 0, to: 2, where: {grows: {}}, value: 1, within: 1}":
        "some of of, from, to, where, value, within",
    "variable: Water, grows: much": "grows is followed by 'much'; expected its arguments in {}",
}  # fmt: skip


@pytest.mark.parametrize("text", WRONG)
def test_each_mistake_in_a_claim_is_told_in_one_sentence(told, text):
    with pytest.raises((CardError, ClaimError)) as caught:
        told(text)
    sentence = str(caught.value)
    assert sentence.startswith("tub.yaml") and WRONG[text] in sentence and "\n" not in sentence


def test_a_predicate_over_many_lanes_answers_as_over_each_alone():
    draw = np.random.default_rng(3)
    time = np.linspace(0, 20, 81)
    lanes = np.cumsum(draw.normal(size=(81, 60)), axis=0)
    lanes[40, 7] = np.nan
    asked = {
        "stays": {"low": -4.0, "high": draw.uniform(2, 9, 60)},
        "grows": {"by": 1.0},
        "decays": {"by": 0.5},
        "reaches": {"goal": draw.uniform(-5, 5, 60), "within": 0.1, "by": draw.choice([12.0, np.inf], 60)},
        "overshoots": {"goal": draw.uniform(-5, 5, 60), "within": 0.2},
        "collapses": {"share": 0.8},
    }
    assert set(asked) == set(LANEWISE)
    for name, args in asked.items():
        alone = [
            PREDICATES[name](time, lane, **{k: v[i] if np.ndim(v) else v for k, v in args.items()})
            and bool(np.isfinite(lane).all())
            for i, lane in enumerate(lanes.T)
        ]
        assert judge(name, time, lanes, args).tolist() == alone, name
        assert 0 < sum(alone) < 60, name


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_of_many_lanes_is_that_of_each_alone(name):
    draw = np.random.default_rng(4)
    time = np.linspace(0, 20, 81)
    lanes = np.sin(time[:, None] * draw.uniform(0.5, 2, 9)) + time[:, None] * draw.normal(size=9)
    more = {"at": 7.3} if name == "at" else {}
    together = figure(name, time, lanes, **more)
    assert together == pytest.approx([figure(name, time, lane, **more) for lane in lanes.T], nan_ok=True)
