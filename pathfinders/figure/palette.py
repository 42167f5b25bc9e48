"""The one palette: legible on light and dark paper, told apart by dash and label where colour is not seen.

``LIGHT``, ``DARK`` and ``BOTH`` map the same names to hex colours. ``BOTH`` holds the middle tones for a
picture that does not know its paper (a notebook's transparent figure). On ``LIGHT`` and ``DARK`` text stands
out from its paper by 4.5 : 1 and lines by 3 : 1 (WCAG 2.2, 1.4.3 and 1.4.11); a middle tone by 4.5 on white
and 4 on dark.
"""

from dataclasses import dataclass

LIGHT = {
    "paper": "#ffffff",
    "ink": "#1f2328",
    "muted": "#57606a",
    "line": "#868e96",
    "change": "#b4530a",
    "stability": "#1c5fad",
    "accent": "#0a7560",
    "focus": "#9a2a83",
    "gold": "#7d6a00",
}
DARK = {
    "paper": "#131416",
    "ink": "#e6e8ea",
    "muted": "#a3abb3",
    "line": "#6e7781",
    "change": "#f2a14a",
    "stability": "#7fb4f5",
    "accent": "#45cfaa",
    "focus": "#f2a0dd",
    "gold": "#e3cf52",
}
# No two middle tones are equal, so that a page can put each back into the reader's own colour.
BOTH = {
    "paper": "none",
    "ink": "#6c7884",
    "muted": "#6c7885",
    "line": "#6c7886",
    "change": "#bd5a0e",
    "stability": "#3176d1",
    "accent": "#0a866d",
    "focus": "#ba4ba6",
    "gold": "#8b7500",
}
TEXT = ("ink", "muted", "change", "stability", "accent", "focus", "gold")


@dataclass(frozen=True)
class Series:
    """How the n-th curve of a chart is drawn: never by its colour alone."""

    colour: str
    """A name of the palette."""
    dash: tuple[float, ...]
    """Lengths of stroke and gap, in widths of the line; empty is a whole line."""

    @property
    def dasharray(self):
        """The dash as SVG's ``stroke-dasharray`` for a line of width 2."""
        return " ".join(f"{2 * length:g}" for length in self.dash) or "none"

    @property
    def linestyle(self):
        """The dash as matplotlib's ``linestyle``."""
        return (0, self.dash) if self.dash else "-"


SERIES = (
    Series("change", ()),
    Series("stability", (5, 2)),
    Series("accent", (1.5, 1.5)),
    Series("focus", (7, 2, 1.5, 2)),
    Series("gold", (3, 1.5)),
    Series("ink", (1, 2.5)),
)


def luminance(colour):
    """Relative luminance (0 black … 1 white) of ``#rrggbb`` as WCAG 2.2 defines it."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """Contrast ratio (1 … 21) of two colours ``#rrggbb`` as WCAG 2.2 defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def css_variables(colours):
    """CSS declarations ``--pf-<name>: <hex>;`` of ``LIGHT`` or ``DARK``, one a line."""
    return "\n".join(f"--pf-{name}: {colour};" for name, colour in colours.items())
