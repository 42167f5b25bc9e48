"""Every sentence that a card says about its model is true of the model's runs."""

import json
from dataclasses import replace

import numpy as np
import pytest

from pathfinders.engine import reference_run
from pathfinders.engine.claims import ClaimError, evaluate
from pathfinders.engine.sweep import settings
from pathfinders.model import load_card, read, slugs
from tests.checked import checked


@pytest.mark.parametrize("slug", slugs())
def test_every_claim_of_every_card_is_true(slug):
    report = checked()[slug]
    false = [line for line in report.claims if line.startswith("FALSE")]
    assert not false and len(report.claims) >= 5, "\n".join(false)


@pytest.mark.parametrize("slug", slugs())
def test_the_measured_figures_are_those_of_a_fresh_check(slug, root):
    kept = json.loads((root / "models" / "measured.json").read_text("utf-8"))
    assert list(kept) == list(slugs()), "run: python -m pathfinders check --all --write"
    fresh = checked()[slug].figures
    assert list(kept[slug]) == list(fresh)
    for claim, figures in fresh.items():
        assert same(kept[slug][claim], figures), claim


def same(kept, fresh):
    """Equal words, and figures that differ by rounding alone."""
    if isinstance(kept, dict):
        return list(kept) == list(fresh) and all(same(kept[name], fresh[name]) for name in kept)
    if isinstance(kept, int | float):
        return kept == pytest.approx(fresh, rel=1e-3, abs=2e-4)
    return kept == fresh


@pytest.mark.parametrize("slug", slugs())
def test_pysd_says_the_same_of_each_claim_on_the_usual_run(slug):
    model, card = read(slug), load_card(slug)
    usual = replace(card, claims=tuple(c for c in card.claims if c.stop is None))

    def by_pysd(params, stop):
        table = reference_run(model, params)
        return table.index.to_numpy(), table

    assert [r.holds for r in evaluate(usual, by_pysd, sweeps=False)] == [True] * len(usual.claims)


def with_claim(**changed):
    card = load_card("two_bands_pure")
    return replace(card, claims=(replace(card.claims[0], **changed),))


def test_a_false_claim_is_found_and_shown_with_its_figures(capsys):
    result = evaluate(with_claim(args={"at": 0.5, "within": 0.001}))[0]
    assert not result.holds
    assert result.figures["level"] == pytest.approx(0, abs=1e-3)
    assert str(result).startswith("FALSE equal-pulls-stall")


def test_a_claim_over_random_settings_names_one_that_fails():
    claim = next(c for c in load_card("two_bands_pure").claims if c.id == "no-swing")
    card = replace(load_card("two_bands_pure"), claims=(replace(claim, predicate="stays", args={"low": 0}),))
    result = evaluate(card)[0]
    assert not result.holds and 0 < result.figures["share"]["hold"] < 200
    assert set(result.figures["not with"]) == set(card.sliders)


def test_random_settings_are_the_same_each_time_and_stand_on_the_sliders_steps():
    model = read("two_bands")
    one, two = (settings(model, ["floor", "hierarchy"], 50, 5) for _ in range(2))
    assert all(np.array_equal(one[name], two[name]) for name in one)
    steps = (one["floor"] + 0.8) / 0.1
    assert np.allclose(steps, np.round(steps)) and one["floor"].min() >= -0.8 and one["floor"].max() <= 0.8


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"predicate": "setles"}, "did you mean “settles”?"),
        ({"args": {"att": 0}}, "expected some of at, within, after"),
        ({"args": {"at": "zero"}}, "settles cannot be judged"),
        ({"predicate": "measures", "args": {"figure": "x", "value": 1, "within": 1}}, "cannot be judged"),
        ({"stop": 0.01}, "settles cannot be judged (a curve needs"),
    ],
)
def test_a_claim_that_cannot_be_judged_says_why(changed, says):
    with pytest.raises(ClaimError, match=r"two_bands_pure\.yaml, claim equal-pulls-stall") as caught:
        evaluate(with_claim(**changed))
    assert says in str(caught.value)


def test_the_command_prints_each_claim_and_counts_the_true_ones(command):
    code, printed, _ = command("check", "two_bands_pure")
    assert code == 0
    assert "true  belief-moves-the-stall" in printed and "level 0.5" in printed
    assert printed.strip().endswith("6 of 6 claims are true.")
