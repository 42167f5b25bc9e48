"""A drawing becomes part of the page: in the page's colours, with words, its lines where they were."""

import re

import matplotlib.pyplot as plt
import pytest

from pathfinders.figure import palette
from pathfinders.site.drawing import inline

SVG = """<?xml version="1.0"?><!DOCTYPE svg>
<svg xmlns="http://www.w3.org/2000/svg" width="72pt" viewBox="0 0 72 36"><metadata>made by</metadata>
<defs><clipPath id="box"><path d="M 0 0 L 1.23456 2.98765"/></clipPath></defs>
<g clip-path="url(#box)" opacity="0.25"><path style="fill: none; stroke: {change}" d="M 0.123456 -7.000000
L 1 2"/></g><use href="#box" transform="translate(1.98765 2) scale(0.015625)"/>
<text fill="{ink}">0.12345</text></svg>"""


@pytest.fixture
def drawn():
    return inline(SVG.format(**palette.BOTH), 'It says "rises" & falls')


def test_the_palettes_middle_tones_become_the_pages_own_colours(drawn):
    assert "stroke: var(--pf-change)" in drawn
    assert '<text style="fill:var(--pf-ink)">' in drawn
    assert not any(colour in drawn for colour in palette.BOTH.values() if colour != "none")


def test_a_drawing_is_a_picture_with_words(drawn):
    assert drawn.startswith("<svg ")
    assert 'role="img"' in drawn and 'aria-label="It says &quot;rises&quot; &amp; falls"' in drawn
    assert 'style="max-width:96px"' in drawn
    assert "metadata" not in drawn and "DOCTYPE" not in drawn


def test_places_are_rounded_and_nothing_else(drawn):
    assert 'd="M 0.1 -7 L 1 2"' in drawn
    assert "translate(2 2) scale(0.015625)" in drawn
    assert 'opacity="0.25"' in drawn and ">0.12345<" in drawn


def test_two_drawings_on_a_page_share_no_id(drawn):
    other = inline(SVG.format(**palette.BOTH).replace("0.25", "0.5"), "Another")
    ids = [set(re.findall(r'\bid="([^"]+)"', text)) for text in (drawn, other)]
    assert ids[0] and not ids[0] & ids[1]
    for text, own in zip((drawn, other), ids, strict=True):
        assert set(re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', text)) <= {(i, "") for i in own} | {
            ("", i) for i in own
        }


def test_a_figure_of_matplotlib_stays_within_a_tenth_of_a_pixel(tmp_path):
    with plt.rc_context():
        plt.rcdefaults()  # our own style, which another test may have chosen, leaves fewer paths
        figure, ax = plt.subplots()
        ax.plot([0, 1, 2], [0, 1 / 3, 1])
        figure.savefig(tmp_path / "a.svg")
        plt.close(figure)
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    places = [[[float(n) for n in re.findall(r"-?[\d.]+", d)] for d in re.findall(r'\sd="([^"]*)"', page)]
              for page in (text, inline(text, "A line that rises"))]
    assert len(places[0]) > 10
    for before, after in zip(*places, strict=True):
        assert after == pytest.approx(before, abs=0.051)
