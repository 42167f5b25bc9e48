"""Each work behind the models stands once in models/literature.bib, is read in full, and is used."""

import pytest
from pybtex.database import parse_file
from pybtex.richtext import Text

from pathfinders.model import load_card, slugs
from pathfinders.site.literature import NAME, PLACES, works
from pathfinders.site.passages import passages

AHEAD = {
    "Ashby1956": "map_territory",
    "Meadows1999": "capstone",
    "Hopfield1982": "hopfield",
    "JainKrishna1998": "jain_krishna",
    "JainKrishna2001": "jain_krishna",
    "Kauffman1993": "jain_krishna",
    "Kuramoto1975": "orchestra",
}
"""Works of models to come, by which ideas of the source will be carried."""


@pytest.fixture(scope="module")
def bib(root):
    """The entries, read by a BibTeX parser that is not ours."""
    return parse_file(str(root / "models" / NAME), "bibtex").entries


def test_each_entry_is_complete_and_its_key_tells_a_name_and_the_year(bib):
    for key, entry in bib.items():
        assert entry.persons.get("author") and entry.fields["title"], key
        assert any(place in entry.fields for place in PLACES), key
        assert key.endswith(entry.fields["year"]) and 1900 < int(entry.fields["year"]) < 2100, key


def test_our_reader_tells_what_a_bibtex_parser_tells(bib, root):
    told = works(root / "models" / NAME)
    assert list(told) == list(bib)
    for key, entry in bib.items():
        sentence = told[key]
        for person in entry.persons["author"]:
            names = [part.render_as("text") for part in person.rich_last_names]
            assert all(name in sentence for name in names), (key, names)
        assert plain(Text.from_latex(entry.fields["title"]).render_as("text")) in plain(sentence), key
        assert f"({entry.fields['year']})" in sentence
        assert not set("{}\\") & set(sentence) and "?." not in sentence, sentence


def plain(text):
    """Letters and figures alone: quotation marks and dashes are set as type."""
    return "".join(sign for sign in text if sign.isalnum())


def test_every_anchor_has_its_entry_and_stands_once(bib):
    for slug in slugs():
        card = load_card(slug)
        assert set(card.anchors) <= set(bib) and (card.anchors or card.sources), slug
        assert len(set(card.anchors)) == len(card.anchors), slug


def test_every_entry_anchors_a_model_or_one_to_come(bib, root):
    used = {key for slug in slugs() for key in load_card(slug).anchors}
    later = {name for passage in passages(root / "book").values() for name in passage.later}
    assert set(bib) - used == set(AHEAD) and set(AHEAD.values()) <= later
