"""Charts are read on light and dark paper, in print, and by eyes that mix up colours."""

import io
import itertools
import re

import matplotlib
import numpy as np
import pytest

matplotlib.use("agg")

import matplotlib.pyplot as plt

from pathfinders.figure import label_lines, palette, style
from pathfinders.figure.labels import apart

# Machado, Oliveira and Fernandes (2009), full severity, on linear RGB.
SEEN_BY = {
    "protanopia": [[0.1523, 1.0526, -0.2049], [0.1145, 0.7863, 0.0992], [-0.0039, -0.0481, 1.052]],
    "deuteranopia": [[0.3673, 0.8606, -0.228], [0.2801, 0.6725, 0.0474], [-0.0118, 0.0429, 0.9689]],
    "tritanopia": [[1.2555, -0.0767, -0.1788], [-0.0784, 0.9309, 0.1476], [0.0047, 0.6914, 0.3039]],
}


def linear(colour):
    rgb = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def oklab(rgb):
    """Björn Ottosson's perceptual space: the distance of just noticeable colours is about 0.02."""
    cones = np.array([[0.4122, 0.5363, 0.0514], [0.2119, 0.6807, 0.1074], [0.0883, 0.2817, 0.63]]) @ rgb
    mix = [[0.2105, 0.7936, -0.0041], [1.978, -2.4286, 0.4506], [0.0259, 0.7828, -0.8087]]
    return np.array(mix) @ np.cbrt(np.clip(cones, 0, None))


@pytest.mark.parametrize("colours", [palette.LIGHT, palette.DARK], ids=["light", "dark"])
def test_words_and_lines_stand_out_from_their_paper(colours):
    for name in palette.TEXT:
        assert palette.contrast(colours[name], colours["paper"]) >= 4.5, name
    assert palette.contrast(colours["line"], colours["paper"]) >= 3


def test_a_transparent_figure_is_read_on_either_paper():
    for name, colour in palette.BOTH.items():
        if name != "paper":
            assert palette.contrast(colour, palette.LIGHT["paper"]) >= 4.45, name
            assert palette.contrast(colour, palette.DARK["paper"]) >= 4, name


@pytest.mark.parametrize("colours", [palette.LIGHT, palette.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("eye", [None, *SEEN_BY])
def test_the_two_bands_are_told_apart_by_every_eye(colours, eye):
    matrix = np.array(SEEN_BY[eye]) if eye else np.eye(3)
    change, stability = (oklab(np.clip(matrix @ linear(colours[n]), 0, 1)) for n in ("change", "stability"))
    assert np.linalg.norm(change - stability) >= 0.1


def test_no_two_curves_share_a_dash_or_a_colour():
    for one, other in itertools.combinations(palette.SERIES, 2):
        assert one.dash != other.dash
        assert one.colour != other.colour


def test_contrast_agrees_with_the_published_example():
    assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert palette.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.fixture
def styled():
    with matplotlib.rc_context():
        style()
        yield
    plt.close("all")


def svg_of(figure):
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None})
    return text.getvalue()


def chart():
    figure, axes = plt.subplots()
    for share in (1, 2, 3):
        axes.plot([0, 1, 2], [0, share, 0.01 * share], label=f"curve {share}")
    axes.set(xlabel="months", ylabel="Position", title="Where you stand")
    return figure, axes


def test_a_chart_uses_the_middle_tones_and_no_paper(styled):
    figure, axes = chart()
    label_lines(axes)
    axes.legend()
    found = {colour.lower() for colour in re.findall(r"#[0-9a-fA-F]{6}\b", svg_of(figure))}
    assert found <= set(palette.BOTH.values())
    assert len(found) >= 5


def test_every_word_of_a_chart_is_text_in_ink(styled):
    _, axes = chart()
    axes.text(0, 0, "a note")
    svg = svg_of(label_lines(axes).figure)
    texts = re.findall(r"<text[^>]*>[^<]+</text>", svg)
    assert len(texts) > 8 and all("fill: #" in text for text in texts), "a text without fill is black"
    for word in ("months", "Position", "Where you stand", "curve 2"):
        assert f">{word}</text>" in svg


def test_equal_charts_are_equal_bytes(styled):
    assert svg_of(chart()[0]) == svg_of(chart()[0])


def test_curves_differ_by_dash_as_well_as_by_colour(styled):
    _, axes = chart()
    assert len({line.get_color() for line in axes.get_lines()}) == 3
    assert len({str(line._dash_pattern) for line in axes.get_lines()}) == 3


def test_labels_stand_at_the_ends_in_their_curves_colours_and_do_not_meet(styled):
    figure, axes = chart()
    axes.plot([0, 2], [1, 1], color=palette.BOTH["line"])
    axes.legend()
    label_lines(axes)
    assert axes.get_legend() is None
    assert [text.get_text() for text in axes.texts] == ["curve 1", "curve 2", "curve 3"]
    assert [text.get_color() for text in axes.texts] == [line.get_color() for line in axes.get_lines()[:3]]
    figure.draw_without_rendering()
    boxes = sorted((text.get_window_extent() for text in axes.texts), key=lambda box: box.y0)
    assert all(low.y1 <= high.y0 for low, high in itertools.pairwise(boxes))
    assert all(box.x1 <= figure.bbox.width + 1 for box in boxes)


def test_a_chart_without_labels_keeps_its_peace(styled):
    _, axes = plt.subplots()
    axes.plot([0, 1], [0, 1])
    assert len(label_lines(axes).texts) == 0


def test_labels_are_moved_apart_no_more_than_needed():
    assert apart(np.array([5.0, 0.0, 20.0]), 4).tolist() == [5, 0, 20]
    assert apart(np.array([1.0, 0.0]), 4).tolist() == [2.5, -1.5]
    moved = apart(np.random.default_rng(1).uniform(0, 10, 12), 2)
    assert np.diff(np.sort(moved)).min() == pytest.approx(2)
