"""A page's MyST turned into plain Markdown that reads well in JupyterLab."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from pathfinders.errors import PathfindersError
from pathfinders.site.chapter import FENCE, OPTION

LABEL = re.compile(r"^\((?P<label>[\w-]+)\)=[ \t]*(?:\n|$)", re.MULTILINE)
COMMENT = re.compile(r"^%.*(?:\n|$)", re.MULTILINE)
ROLE = re.compile(r"(?<!`)\{(?P<name>[a-z][\w:-]*)\}`(?P<content>[^`]+)`")
CODE_SPAN = re.compile(r"(`+[^`]+`+)")
LINK = re.compile(r"(?P<image>!?)\[(?P<text>[^\]]*)\]\((?P<href>[^)\s]+)\)(?:\{[^}\n]*\})?")
ADMONITIONS = ("admonition", "attention", "caution", "hint", "important", "note", "seealso", "tip", "warning")


class NotebookError(PathfindersError):
    """A page from which no notebook can be made: where, found, expected, next step."""


@dataclass(frozen=True)
class Page:
    """What a cell's text may refer to: ``headings`` maps each label of the page to the heading below it."""

    where: str
    headings: dict
    exercise_minutes: int | None = None


def plain(text, page):
    """Markdown of one cell: labels dropped, roles and directives written out, links made to work.

    Pictures point to attachments of the cell (see ``pictures``). NotebookError where a directive or a role
    has no plain form.
    """
    written = "".join(form(piece, page) for form, piece in _pieces(text))
    return re.sub(r"\n{3,}", "\n\n", written).strip("\n")


def pictures(text):
    """Paths, as written on the page, of the pictures that a cell shows."""
    shown = (match["href"] for match in LINK.finditer(text) if match["image"])
    return tuple(href for href in shown if "://" not in href)


def labels(text):
    """The labels that stand in a cell's text, in their order."""
    return tuple(match["label"] for match in LABEL.finditer(text))


def anchor(heading):
    """The fragment under which JupyterLab finds a heading."""
    return "#" + quote(heading.replace(" ", "-"), safe="")


def _pieces(text):
    """The text cut into fences and what stands between them, each with the function that writes it out."""
    lines, start, index = text.splitlines(keepends=True), 0, 0
    while index < len(lines):
        if fence := FENCE.match(lines[index]):
            yield _prose, "".join(lines[start:index])
            close = re.compile(rf"^{re.escape(fence['fence'])}+\s*$")
            end = next((i for i in range(index + 1, len(lines)) if close.match(lines[i])), len(lines) - 1)
            yield _directive, "".join(lines[index : end + 1])
            start = index = end + 1
        else:
            index += 1
    yield _prose, "".join(lines[start:])


def _prose(text, page):
    """Everything outside of fences."""
    text = COMMENT.sub("", LABEL.sub("", text))
    text = ROLE.sub(lambda match: _role(match["name"], match["content"], page), text)
    # re.split with one group alternates text and code span; links are links only in the text.
    spans = CODE_SPAN.split(text)
    spans[::2] = [LINK.sub(lambda match: _link(match, page), span) for span in spans[::2]]
    return "".join(spans)


def _role(name, content, page):
    """What a role says to a reader who has no hover and no list of sources."""
    shown = re.sub(r"\s*<[^>]*>$", "", content)
    forms = {"term": shown, "passage": f"({shown})", "math": f"${content}$", "doc": shown}
    if name == "ref":
        return f"[{page.headings.get(content, shown)}]({anchor(page.headings.get(content, shown))})"
    if name not in forms:
        known = ", ".join([*forms, "ref"])
        raise NotebookError(page.where, f"the role {{{name}}}`{content}`", f"one of {known}")
    return forms[name]


def _link(match, page):
    """A link that leads somewhere from a notebook, or its bare text; a picture as an attachment."""
    text, href = match["text"], match["href"]
    if match["image"]:
        return f"![{text}]({href})" if "://" in href else f"![{text}](attachment:{href.rsplit('/', 1)[-1]})"
    if href.startswith("#"):
        heading = page.headings.get(href[1:], "")
        return f"[{text or heading}]({anchor(heading)})" if heading else text
    if chapter := re.fullmatch(r"(\d\d-[\w-]+)\.md(#.*)?", href):
        return f"[{text or chapter[1]}]({chapter[1]}.ipynb)"
    return f"[{text}]({href})" if "://" in href or href.startswith("mailto:") else text


def _directive(block, page):
    """The plain form of one fence: a code block stays, a directive is written out."""
    lines = block.rstrip("\n").split("\n")
    fence = FENCE.match(lines[0])
    name, argument, body = fence["directive"], fence["rest"].strip(), lines[1:-1]
    if name is None:
        return block
    while body and OPTION.match(body[0]):
        body.pop(0)
    if name in ADMONITIONS:
        inside = [f"**{argument or name.capitalize()}**", "", *plain("\n".join(body), page).split("\n")]
        return "\n".join(f"> {line}".rstrip() for line in inside) + "\n"
    if name == "math":
        return "\n".join(["$$", *body, "$$", ""])
    if name == "exercise":
        path = f"exercises/{argument}.ipynb"
        minutes = f" Allow about {page.exercise_minutes} minutes." if page.exercise_minutes else ""
        return f"It is a notebook of its own: [`{path}`]({path}).{minutes}\n"
    known = ", ".join([*ADMONITIONS, "math or exercise"])
    raise NotebookError(page.where, f"the directive {{{name}}}", known)
