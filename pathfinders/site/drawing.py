"""An SVG file as part of a page: in the reader's colours, with words, and with ids that meet no others."""

import hashlib
import html
import re

from pathfinders.figure import palette

PROLOGUE = re.compile(r"^.*?(?=<svg\b)", re.DOTALL)
NOISE = re.compile(r"<metadata>.*?</metadata>|<!--.*?-->|<title>.*?</title>", re.DOTALL)
WIDTH = re.compile(r'<svg\b[^>]*\swidth="([\d.]+)(pt|px)?"')
BOX = re.compile(r'viewBox="\S+ \S+ ([\d.]+)()')
SIZE = re.compile(r'\s(?:width|height)="[^"]*"')
ID = re.compile(r'(\bid="|url\(#|href="#)([^")]+)')
TAG = re.compile(r"<[a-zA-Z][^>]*>")
PLACE = re.compile(r'\s(?:d|x|y|points)="[^"]*"|translate\([^)]*\)')
FRACTION = re.compile(r"-?\d+\.\d{2,}")
COLOURS = {colour: name for name, colour in palette.BOTH.items() if colour.startswith("#")}
COLOUR = re.compile("|".join(COLOURS), re.IGNORECASE)


def inline(svg, words):
    """HTML of a drawing: ``svg`` is the file's text, ``words`` what a reader hears who cannot see it.

    A drawing in an <img> cannot follow the page's light and dark; here the palette's middle tones become the
    page's custom properties (figure/palette.py keeps them apart for that).
    """
    body = TAG.sub(_shorter, NOISE.sub("", PROLOGUE.sub("", svg, count=1)).strip())
    mark = "d" + hashlib.sha256(body.encode()).hexdigest()[:6]
    body = ID.sub(lambda match: f"{match[1]}{mark}-{match[2]}", body)
    body = COLOUR.sub(lambda match: f"var(--pf-{COLOURS[match[0].lower()]})", _styled(body))
    start, _, rest = body.partition(">")
    start = SIZE.sub("", re.sub(r'\s(?:role|aria-label)="[^"]*"', "", start))
    return f'{start} class="pf-drawing" role="img" aria-label="{html.escape(words)}"{_width(svg)}>{rest}'


def _styled(body):
    """Attributes fill="…" and stroke="…" as style: var() is allowed there only."""

    def turn(match):
        tag, colours = match[0], []

        def take(colour):
            colours.append(f"{colour[1]}:{colour[2]}")
            return ""

        tag = re.sub(r'\s(fill|stroke)="(#[0-9a-fA-F]{6})"', take, tag)
        if not colours:
            return match[0]
        if 'style="' in tag:
            return tag.replace('style="', f'style="{";".join(colours)};', 1)
        return re.sub(r"^(<[\w:]+)", lambda name: f'{name[1]} style="{";".join(colours)}"', tag)

    return TAG.sub(turn, body)


def _shorter(match):
    """A tag on one line, with places to a twentieth of a pixel, which is what an eye can see."""
    return re.sub(r"\s+", " ", PLACE.sub(_rounded, match[0]))


def _rounded(match):
    return FRACTION.sub(lambda number: f"{float(number[0]):.1f}".removesuffix(".0"), match[0])


def _width(svg):
    """The drawing's own width as its largest."""
    match = WIDTH.search(svg) or BOX.search(svg)
    if not match:
        return ""
    pixels = float(match[1]) * (4 / 3 if match[2] == "pt" else 1)
    return f' style="max-width:{pixels:.0f}px"'
