"""A page of the book as its author wrote it: front matter, labelled parts, code cells."""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from pathfinders.errors import PathfindersError
from pathfinders.site.passages import FILE, passages

PARTS = ("question", "predict", "story", "structure", "play", "apart", "voices", "check")
FRONT_MATTER = {
    "description": str,
    "minutes": dict,
    "objectives": list,
    "keypoints": list,
    "models": list,
    "passages": dict,
    "short": list,
}
TARGET = re.compile(r"^\((?P<number>\d\d)-(?P<label>[\w-]+)\)=\s*$")
FENCE = re.compile(r"^(?P<fence>`{3,}|~{3,}|:{3,})(?:\{(?P<directive>[\w-]+)\})?\s*(?P<rest>.*)$")
OPTION = re.compile(r"^:(?P<key>[\w-]+):\s*(?P<value>.*)$")
HEADING = re.compile(r"^#{1,6}\s+(?P<text>.+?)\s*$")


class PageError(PathfindersError):
    """A page that cannot be published as it stands."""


@dataclass(frozen=True)
class Part:
    """A labelled place of a page: label without the chapter's number, 1-based line, heading below it."""

    label: str
    line: int
    number: str
    heading: str


@dataclass(frozen=True)
class Cell:
    """A code cell: 1-based line of its fence, options as written, source without them."""

    line: int
    options: dict
    source: str

    @property
    def label(self):
        return self.options.get("label", "")


@dataclass(frozen=True)
class Chapter:
    """A page of the book; ``number`` is "05" for 05-two-rubber-bands.md and empty for other pages."""

    path: Path
    number: str
    meta: dict
    title: str
    parts: tuple
    cells: tuple
    exercises: tuple

    @property
    def short(self):
        """Path for messages: folder and file name."""
        return f"{self.path.parent.name}/{self.path.name}"


def typeset(text):
    """Front matter as it is printed: Sphinx curls the apostrophes of a page's text only."""
    return re.sub(r"(?<=\w)'", "\N{RIGHT SINGLE QUOTATION MARK}", text)


def read_chapter(path):
    """Chapter of a page of the book; PageError where front matter or a fence cannot be read."""
    path = Path(path)
    try:
        return parse_chapter(path.read_text(encoding="utf-8"), path)
    except UnicodeDecodeError as error:
        where = f"{path.parent.name}/{path.name}"
        raise PageError(where, f"byte {error.start} is no UTF-8", "a text file", "save it as UTF-8") from None


def parse_chapter(text, path):
    """Chapter from a page's text; see read_chapter. For the passages named ``meta`` holds their gists."""
    lines = text.splitlines()
    meta, start = _front_matter(lines, path)
    if "passages" in meta:
        meta["passages"] = _gists(meta["passages"], path)
    parts, cells, exercises, title = [], [], [], ""
    number = 0
    for number, line, directive, block in _walk(lines, start, path):
        if directive == "code-cell":
            cells.append(_cell(number, block))
        elif directive == "exercise":
            exercises.append(FENCE.match(line)["rest"].strip())
        elif directive is None and (found := TARGET.match(line)):
            parts.append(Part(found["label"], number, found["number"], _heading_after(lines, number)))
        elif directive is None and not title and (found := re.match(r"^#\s+(.+)$", line)):
            title = found[1].strip()
    chapter = re.match(r"\d\d(?=-)", path.name)
    return Chapter(
        path, chapter[0] if chapter else "", meta, title, tuple(parts), tuple(cells), tuple(exercises)
    )


def _front_matter(lines, path):
    """The YAML between the first two rules, and the index of the line after it."""
    if not lines or lines[0].strip() != "---":
        return {}, 0
    where = f"{path.parent.name}/{path.name}"
    end = next((index for index, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
    if end is None:
        raise PageError(f"{where}, line 1", "the front matter is never closed", "a second line of ---")
    try:
        meta = yaml.safe_load("\n".join(lines[1:end])) or {}
    except yaml.YAMLError as error:
        line = getattr(error, "problem_mark", None)
        place = f", line {line.line + 2}" if line else ""
        raise PageError(f"{where}{place}", "the front matter is not YAML", "key: value lines") from error
    if not isinstance(meta, dict):
        raise PageError(f"{where}, line 1", "the front matter is no mapping", "key: value lines")
    return meta, end + 1


def _gists(named, path):
    """Mapping id → gist of the passages that a front matter names."""
    where = f"{path.parent.name}/{path.name}"
    if not isinstance(named, list):
        found = f"the front matter's passages are a {type(named).__name__}"
        raise PageError(where, found, f"a list of ids; what each says stands in {FILE}")
    known = passages(path.parent)
    for name in named:
        if name not in known:
            raise PageError(where, f"{FILE} has no passage “{name}”", "an id such as F11")
    return {name: known[name].gist for name in named}


def _walk(lines, start, path):
    """Yield (1-based number, line, directive or None, block) for each line outside of fences and each fence.

    A target or heading inside a fence is text of a program, not of the page.
    """
    index = start
    while index < len(lines):
        fence = FENCE.match(lines[index])
        if not fence:
            yield index + 1, lines[index], None, ()
            index += 1
            continue
        close = re.compile(rf"^{re.escape(fence['fence'])}+\s*$")
        end = next((i for i in range(index + 1, len(lines)) if close.match(lines[i])), None)
        if end is None:
            where = f"{path.parent.name}/{path.name}, line {index + 1}"
            raise PageError(where, "the fence is never closed", f"a line {fence['fence']}")
        yield index + 1, lines[index], fence["directive"] or "", lines[index + 1 : end]
        index = end + 1


def _cell(number, block):
    """Cell of a fence's lines: ``:key: value`` lines first, then the source."""
    options, rest = {}, list(block)
    while rest and (found := OPTION.match(rest[0])):
        options[found["key"]] = yaml.safe_load(found["value"]) if found["value"] else ""
        rest.pop(0)
    return Cell(number, options, "\n".join(rest).strip("\n"))


def _heading_after(lines, number):
    """Text of the first heading within the two lines after a target, else the empty string."""
    return next((m["text"] for line in lines[number : number + 2] if (m := HEADING.match(line))), "")
