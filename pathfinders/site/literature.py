"""The works that a card names as its anchors, as a page prints them: from models/literature.bib."""

import re
import unicodedata

from pathfinders.errors import PathfindersError

NAME = "literature.bib"
KNOWN = 4
ENTRY = re.compile(r"^@(\w+)\s*\{\s*([^,\s]+)\s*,(.*?)(?=^@|\Z)", re.MULTILINE | re.DOTALL)
BRACED = r"\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}"
FIELD = re.compile(rf"(\w+)\s*=\s*(?:{BRACED}|\"([^\"]*)\"|(\w+))")
LETTERS = {"l": "ł", "L": "Ł", "o": "ø", "O": "Ø", "ss": "ß", "ae": "æ", "i": "i"}
QUOTES = (("``", "\N{LEFT DOUBLE QUOTATION MARK}"), ("''", "\N{RIGHT DOUBLE QUOTATION MARK}"),
          ("'", "\N{RIGHT SINGLE QUOTATION MARK}"))
PLACES = ("journal", "booktitle", "publisher", "institution", "school", "howpublished")
ACCENTS = {"'": "\u0301", "`": "\u0300", '"': "\u0308", "^": "\u0302", "~": "\u0303", "c": "\u0327",
           "v": "\u030c", "=": "\u0304"}
ACCENT = re.compile(r"""\\(['`"^~=]|[cv](?=\s|\{))\s*\{?(\\?[A-Za-z])\}?""")


def works(path):
    """Key → sentence of each work in a BibTeX file; empty where there is no such file."""
    if not path.is_file():
        return {}
    return {key: _sentence(_fields(body)) for _, key, body in ENTRY.findall(path.read_text(encoding="utf-8"))}


def cited(card):
    """The card's sources, and its anchors as far as no source tells the same work in its own words."""
    told = _letters(" ".join(card.sources))
    return [*card.sources, *(work for work in anchors(card) if _letters(_opening(work)) not in told)]


def _opening(work):
    """The words by which a title is known: at most KNOWN of them, none of a subtitle."""
    title = re.split(r"\(\d{4}\)\. ", work, maxsplit=1)[-1]
    return " ".join(re.split(r"[:.?]", title, maxsplit=1)[0].split()[:KNOWN])


def _letters(text):
    return re.sub(r"[\W_]+", "", text.casefold())


def anchors(card):
    """The sentences of the works that anchor a card, in order; raises PathfindersError for an unknown key."""
    known = works(card.path.with_name(NAME)) if card.anchors else {}
    lost = [key for key in card.anchors if key not in known]
    if lost:
        where, found = f"{card.path.name}, anchors", f"{NAME} has no entry {', '.join(lost)}"
        raise PathfindersError(where, found, "the key of an entry", "add the work, or correct the key")
    return [known[key] for key in card.anchors]


def _fields(body):
    found = {}
    for name, braced, quoted, bare in FIELD.findall(body):
        found[name.lower()] = _plain(braced or quoted or bare)
    return found


def _plain(text):
    """BibTeX text as it is read: accents set, braces gone, dashes of ranges long."""
    text = ACCENT.sub(lambda match: match[2].removeprefix("\\") + ACCENTS[match[1]], text)
    text = re.sub(r"\\(ss|ae|[lLoOi])(?![A-Za-z])\s*", lambda match: LETTERS[match[1]], text)
    text = re.sub(r"\\([&%$#_])", r"\1", unicodedata.normalize("NFC", text))
    for written, read in QUOTES:
        text = text.replace(written, read)
    return " ".join(re.sub(r"[{}]", "", text.replace("~", " ").replace("--", "\N{EN DASH}")).split())


def _sentence(fields):
    """Who (year). What. Where."""
    who = _people(fields.get("author") or fields.get("editor") or "")
    year = f" ({fields['year']})" if "year" in fields else ""
    place = next((fields[name] for name in PLACES if name in fields), "")
    volume = " ".join(filter(None, [place, fields.get("volume", "")]))
    pages = f"{volume}, {fields['pages']}" if "pages" in fields else volume
    parts = [f"{who}{year}".strip(), fields.get("title", ""), pages]
    return " ".join(part if part.endswith(("?", "!")) else f"{part.rstrip('.')}." for part in parts if part)


def _people(names):
    """``Sterman, John and Senge, Peter`` as ``John Sterman and Peter Senge``."""
    turned = [" ".join(reversed(name.split(", ", 1))) for name in re.split(r"\s+and\s+", names)]
    return " and ".join(filter(None, [", ".join(turned[:-1]), turned[-1]]))
