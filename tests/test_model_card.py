"""A card is checked against its model, and each error names file, line and key."""

import pytest

from pathfinders.model import CardError, find, load_card, slugs
from tests.engine_zoo import mdl

MODEL = mdl("pull = 1 [0,2,0.5]\nfixed = 1\nPosition = INTEG(pull*fixed-Position, 0)")
CARD = """\
title: A title
question: What is it?
passages: [F10]
sliders: [pull]
charts:
  - title: Where you are
    variables: [position]
scenarios:
  - name: Strong
    set: {Pull: 2}
    says: It goes further.
scene: null
claims:
  - id: it-rests
    says: It comes to rest.
    set: {pull: 1.5}
    variable: POSITION
    settles: {at: 1.5, within: 0.01}
leaves_out: People.
tuned: By hand.
sources: [Fritz]
description: One plain sentence.
"""


@pytest.fixture
def card(tmp_path, monkeypatch):
    """Loads a card's text as that of a small model."""
    folder = tmp_path / "_models"
    folder.mkdir()
    (folder / "mine.mdl").write_text(MODEL)
    monkeypatch.setattr(find, "PACKAGE", tmp_path)

    def load(text):
        (folder / "mine.yaml").write_text(text)
        return load_card("mine")

    return load


@pytest.mark.parametrize("slug", slugs())
def test_every_model_has_a_card_that_fits_it(slug):
    card = load_card(slug)
    assert card.claims and card.sliders and card.charts and card.description.endswith(".")


def test_a_card_is_plain_data_with_the_models_spelling(card):
    found = card(CARD)
    claim = found.claims[0]
    assert found.charts[0].variables == ("Position",) and dict(found.scenarios[0].set) == {"pull": 2.0}
    assert (claim.variable, claim.predicate, claim.args) == (
        "Position",
        "settles",
        {"at": 1.5, "within": 0.01},
    )
    assert claim.stop is None and (claim.sweep.sets, claim.sweep.least) == (200, None)
    assert found.charts[0].axis == ""
    assert card(CARD.replace("    variables", "    axis: far\n    variables")).charts[0].axis == "far"
    more = "    stop: 40\n    sweep: {sets: 9, seed: 1, at least: 0.5}\n    settles"
    with_more = card(CARD.replace("    settles", more))
    sweep = with_more.claims[0].sweep
    assert with_more.claims[0].stop == 40 and (sweep.sets, sweep.seed, sweep.least) == (9, 1, 0.5)
    alone = card(CARD.replace("    settles", "    sweep: false\n    settles"))
    assert alone.claims[0].sweep is None


def test_a_card_may_name_loops_by_what_they_go_through(card):
    assert card(CARD).loops == ()
    (loop,) = card(CARD + "loops:\n  - {name: settling, through: [position]}\n").loops
    assert (loop.name, loop.through) == ("settling", ("Position",))


@pytest.mark.parametrize("moment", [0, 2.5, 20])
def test_a_card_may_say_at_which_saved_moment_its_lab_opens(card, moment):
    assert card(CARD).opens is None
    assert card(CARD + f"opens: {moment}\n").opens == moment


def test_a_card_may_ask_for_a_sketch_name_its_archetype_rest_and_anchors(card):
    found = card(CARD)
    assert (found.predict, found.archetype, found.rest, found.anchors) == (False, None, None, ())
    found = card(CARD + "predict: true\narchetype: escalation\nrest: {pull: 0}\nanchors: [Senge1990]\n")
    assert (found.predict, found.archetype, found.anchors) == (True, "escalation", ("Senge1990",))
    assert dict(found.rest) == {"pull": 0} and dict(card(CARD + "rest: true\n").rest) == {}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("predict: please", "predict: the value is 'please'; expected true or false"),
        ("opens: 21", "opens: the moment is 21; expected a moment that the run saves, from 0 to 20 every"),
        ("opens: 2.2", "opens: the moment is 2.2; expected a moment that the run saves"),
        ("opens: .nan", "opens: the moment is nan; expected a moment that the run saves"),
        ("opens: early", "opens: the value is 'early'; expected a number"),
        ("rest: {pull: 9}", "rest.pull: 9 is outside the limits; expected 0 to 2"),
        ("rest: slowly", "rest: the value is 'slowly'; expected keys with values"),
        ("archetype: ''", "archetype: the value is ''; expected a text"),
        ("anchors: Senge1990", "anchors: the value is 'Senge1990'; expected a list"),
    ],
)
def test_each_mistake_in_what_a_card_may_say_is_told(card, line, says):
    with pytest.raises(CardError, match=r"^mine\.yaml, line 23, ") as caught:
        card(CARD + line + "\n")
    assert says in str(caught.value)


WRONG_LOOPS = {
    "{name: settling, through: [Positon]}": "line 24, loops.1.through.1: mine.mdl has no variable “Positon”",
    "{name: settling, through: []}": "loops.1.through: the list is empty",
    "{name: settling}": "loops.1: the key “through” is missing",
    "{name: a, through: [pull]}\n  - {name: a, through: [pull]}": "loops.2.name: “a” is used twice",
}


@pytest.mark.parametrize("entry", WRONG_LOOPS)
def test_each_mistake_in_a_name_of_a_loop_is_told(card, entry):
    with pytest.raises(CardError) as caught:
        card(CARD + f"loops:\n  - {entry}\n")
    assert WRONG_LOOPS[entry] in str(caught.value)


WRONG = {
    "variables: [position]": (
        "variables: [Positon]",
        "line 7, charts.1.variables.1: mine.mdl has no variable “Positon”",
    ),
    "sliders: [pull]": ("sliders: [Position]", "line 4, sliders.1: “Position” is calculated"),
    "{Pull: 2}": ("{Pull: 9}", "line 10, scenarios.1.set.Pull: 9 is outside the limits; expected 0 to 2"),
    "{pull: 1.5}": ("{pull: high}", "line 16, claims.1.set.pull: the value is 'high'; expected a number"),
    "title: A title": ("titel: A title", "line 1, titel: unknown key “titel”; did you mean “title”?"),
    "question: What is it?\n": ("", "the key “question” is missing"),
    "passages: [F10]": ("passages: [ten]", "line 3, passages.1: “ten”"),
    "description: One plain sentence.": (
        "description: ''",
        "line 22, description: the value is ''; expected a text",
    ),
    "    settles: {at: 1.5, within: 0.01}\n": ("", "claims.1: the claim has the predicates []"),
    "sources: [Fritz]": ("sources: Fritz", "line 21, sources: the value is 'Fritz'; expected a list"),
    "scene: null": ("scene: [", "line 14"),
}


@pytest.mark.parametrize("old", WRONG)
def test_each_mistake_in_a_card_is_told_in_one_sentence(card, old):
    new, expected = WRONG[old]
    with pytest.raises(CardError) as caught:
        card(CARD.replace(old, new, 1))
    sentence = str(caught.value)
    assert sentence.startswith("mine.yaml") and expected in sentence and "\n" not in sentence


RANDOM = "    settles: {at: 1.5, within: 0.01}\n    sweep: {sets: 0, seed: 5}\n"


def test_a_claim_over_no_sets_a_repeated_key_and_a_card_that_is_no_text_are_refused(card, tmp_path):
    with pytest.raises(CardError, match="the value is 0; expected a whole number from 1"):
        card(CARD.replace("    settles: {at: 1.5, within: 0.01}\n", RANDOM))
    with pytest.raises(CardError, match="the key “scene” stands twice"):
        card(CARD + "scene: null\n")
    with pytest.raises(CardError, match="nested too deeply"):
        card(CARD.replace("sources: [Fritz]", "sources: &all [*all]"))
    (tmp_path / "_models" / "mine.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(CardError, match=r"mine\.yaml: byte 0 is not UTF-8"):
        load_card("mine")


def test_a_slider_needs_limits_and_claims_need_names_of_their_own(card):
    with pytest.raises(CardError, match="“fixed” has no limits"):
        card(CARD.replace("sliders: [pull]", "sliders: [fixed]"))
    twice = CARD.split("claims:\n")[1].split("leaves_out")[0]
    with pytest.raises(CardError, match=r"claims\.2\.id: “it-rests” is used twice"):
        card(CARD.replace(twice, twice * 2))


def test_a_model_without_a_card_is_told(card, tmp_path):
    card(CARD)
    (tmp_path / "_models" / "mine.yaml").unlink()
    with pytest.raises(CardError, match=r"mine\.yaml: there is no such file"):
        load_card("mine")
