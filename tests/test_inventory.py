"""Each idea of the source is carried by a claim, a page or a model to come, and the command says which."""

import re

import pytest

from pathfinders.errors import PathfindersError
from pathfinders.model import load_card, slugs
from pathfinders.site.inventory import rows
from pathfinders.site.passages import IDS, PassageError, passages


@pytest.fixture(scope="module")
def cards():
    return [load_card(slug) for slug in slugs()]


@pytest.fixture
def printed(command):
    code, out, err = command("inventory")
    assert (code, err) == (0, "")
    return out


def test_every_idea_of_the_source_has_its_line(printed):
    assert re.findall(r"^([ISFW]\d+) ", printed, re.M) == list(IDS) and len(IDS) == 58


def test_every_claim_is_told_with_its_figure_and_its_share(printed, cards):
    for card in cards:
        for claim in card.claims:
            (line, *_) = re.findall(rf"^    {card.slug} · {re.escape(claim.id)} · (.*)$", printed, re.M)
            assert "not measured" not in line, (card.slug, claim.id)
            assert re.search(r" of \d+|this setting", line), (card.slug, claim.id)


def test_every_passage_of_a_card_is_borne_out_by_a_claim_of_it(cards):
    for card in cards:
        assert {name for claim in card.claims for name in claim.passages} == set(card.passages), card.slug


def test_what_a_page_or_a_later_model_carries_is_said(printed, root):
    for passage in passages(root / "book").values():
        block = printed.split(f"{passage.id:<4}{passage.gist}\n")[1]
        told = re.match(r"(?:    .*\n)+", block)[0]
        assert ("to come: " in told) == bool(passage.later)
        assert not passage.page or f"page {passage.page}" in told


def test_a_page_that_carries_a_passage_exists(root):
    named = {passage.page for passage in passages(root / "book").values() if passage.page}
    assert all((root / "book" / f"{page}.md").is_file() for page in named)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("X9: {gist: Something.}\n", "there is no passage “X9”"),
        ("F1: {page: index}\n", "F1: it has no gist"),
        ("F1: {gist: A., later: know}\n", "later: 'know'"),
        ("F1: [\n", "it cannot be read"),
        ("- F1\n", "it holds list"),
    ],
)
def test_a_list_of_passages_that_says_nonsense_is_one_sentence(tmp_path, text, sentence):
    (tmp_path / "passages.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PassageError, match=re.escape(sentence)):
        passages(tmp_path)


def test_an_idea_that_is_missing_or_carried_by_nothing_is_named(tmp_path, cards):
    (tmp_path / "passages.yaml").write_text("I1: {gist: Three voices.}\n", encoding="utf-8")
    with pytest.raises(PathfindersError, match="passage I1: nothing carries it"):
        list(rows(tmp_path, cards, {}))
    (tmp_path / "passages.yaml").write_text("I1: {gist: Three voices., page: index}\n", encoding="utf-8")
    with pytest.raises(PathfindersError, match="passage S1 is missing"):
        list(rows(tmp_path, cards, {}))
