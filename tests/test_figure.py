"""Charts are read on light and dark paper, in print, and by eyes that mix up colours."""

import itertools

import numpy as np
import pytest

from pathfinders.figure import palette

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
