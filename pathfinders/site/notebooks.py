"""The notebooks that are made from the chapters: `python -m pathfinders notebooks [--check]`."""

import argparse
import base64
import html
import itertools
import mimetypes
import re
import sys
from pathlib import Path

import nbformat

from pathfinders.site.chapter import read_chapter
from pathfinders.site.drawing import BOX
from pathfinders.site.plain import NotebookError, Page, labels, pictures, plain

ROOT = Path(__file__).resolve().parents[2]
NEW_SECTION = re.compile(r"^(?:\([\w-]+\)=[ \t]*\n)*#{2,3} ", re.MULTILINE)
LABELLED_HEADING = re.compile(
    r"^\(([\w-]+)\)=[ \t]*\n(?:\([\w-]+\)=[ \t]*\n)*#{1,6}[ \t]+(.+?)[ \t]*$", re.MULTILINE
)
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
DRAWING = re.compile(r"!\[([^\]]*)\]\(attachment:([^)]+\.svg)\)")
ID_LENGTH = 64  # what nbformat allows


def main(argv=None):
    """Writes notebooks/ from book/, or with --check says which differ; returns an exit code."""
    parser = argparse.ArgumentParser(prog="pathfinders notebooks", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say what is out of date (exit code 1)")
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder")
    options = parser.parse_args(argv)
    stale = outdated(options.root)
    for path, text in stale.items():
        if options.check:
            advice = "run `python -m pathfinders notebooks`"
            print(f"notebooks/{path.name} is not what its chapter makes: {advice}", file=sys.stderr)
        elif text is None:
            path.unlink()
            print(f"removed notebooks/{path.name}, whose chapter is gone")
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"wrote notebooks/{path.name}")
    return 1 if options.check and stale else 0


def outdated(root):
    """{path: new text} of the notebooks that differ from their chapters; None where the chapter is gone."""
    wanted = {root / "notebooks" / f"{page.stem}.ipynb": render(page) for page in chapter_paths(root)}
    stale = {path: text for path, text in wanted.items() if _content(path) != text.encode()}
    gone = set((root / "notebooks").glob("*.ipynb")) - set(wanted)
    return stale | dict.fromkeys(sorted(gone))


def _content(path):
    return path.read_bytes() if path.exists() else None


def chapter_paths(root):
    """The chapters of the book in their order: book/NN-slug.md."""
    return sorted((root / "book").glob("[0-9][0-9]-*.md"))


def render(path):
    """The text of the notebook made from a chapter: the same bytes on every machine."""
    notebook = build(path)
    try:
        nbformat.validate(notebook)
    except nbformat.ValidationError as error:
        raise NotebookError(_where(path), f"its notebook is not valid ({error})") from error
    return nbformat.writes(notebook, version=4) + "\n"


def build(path):
    """The notebook of a chapter, without outputs; every cell's id comes from the source."""
    from myst_nb.core.read import read_myst_markdown_notebook

    chapter, text = read_chapter(path), Path(path).read_text(encoding="utf-8")
    page = Page(_where(path), _headings(text), chapter.meta.get("minutes", {}).get("exercise"))
    cells, previous = [], ""
    for source in read_myst_markdown_notebook(text).cells:
        if source.cell_type == "code":
            previous = _label(source, page)
            cells.append(_code_cell(source, previous, path))
        else:
            cells += _markdown_cells(source.source, previous, path, page)
    _add_front_matter(cells, chapter, path)
    _check_ids(cells, page)
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=nbformat.from_dict(METADATA))
    notebook.metadata["title"] = chapter.title
    return notebook


def _where(path):
    return f"book/{Path(path).name}"


def _headings(text):
    """{label: heading} for every label that stands above a heading."""
    return {match[1]: match[2] for match in LABELLED_HEADING.finditer(text)}


def _label(source, page):
    """The label that names a code cell."""
    if not (label := source.metadata.get("label")):
        first = source.source.strip().split("\n")[0]
        raise NotebookError(page.where, f"the code cell `{first}` has no label", "a line :label: some-name")
    return str(label)


def _id(path, name):
    """The id of a cell: the chapter's slug and a name out of its source."""
    made = f"{Path(path).stem}-{name}"
    if len(made) > ID_LENGTH:
        found = f"the cell name {made} has {len(made)} characters"
        raise NotebookError(_where(path), found, f"at most {ID_LENGTH}", "shorten its label")
    return made


def _code_cell(source, label, path):
    """A code cell without output; what the page folds away is folded here too."""
    metadata = {"jupyter": {"source_hidden": True}} if "hide-input" in source.metadata.get("tags", ()) else {}
    return nbformat.v4.new_code_cell(source.source, id=_id(path, label), metadata=metadata)


def _markdown_cells(text, previous, path, page):
    """One cell a section, so that JupyterLab can fold and reorder by heading."""
    starts = [match.start() for match in NEW_SECTION.finditer(text)]
    edges = [0, *[start for start in starts if start], len(text)]
    for start, end in itertools.pairwise(edges):
        section = text[start:end]
        if not (body := plain(section, page)):
            continue
        held = {Path(name).name: _attachment(name, path, page) for name in pictures(section)}
        cell = nbformat.v4.new_markdown_cell(_drawn(body, held), id=_id(path, _section(section, previous)))
        if held:
            cell["attachments"] = held
        yield cell


def _section(text, previous):
    """A name for a text cell: its label without the chapter's number, its heading, or the cell it follows."""
    if found := labels(text):
        return "text-" + re.sub(r"^\d\d-", "", found[0])
    if heading := re.match(r"#{2,3} (.+)", text):
        return "text-" + re.sub(r"[^a-z0-9]+", "-", heading[1].lower()).strip("-")[:28].strip("-")
    return f"text-after-{previous}" if previous else "title"


def _drawn(body, held):
    """The text with its SVG files, taken out of the attachments: JupyterLab shows none of that type."""
    return DRAWING.sub(lambda match: _drawing(match[1], held.pop(match[2])), body)


def _drawing(words, attachment):
    """An SVG file as an HTML image of its own width."""
    (data,) = attachment.values()
    box = BOX.search(base64.b64decode(data).decode("utf-8"))
    width = f' width="{float(box[1]):.0f}"' if box else ""
    return f'<img alt="{html.escape(words)}"{width} src="data:image/svg+xml;base64,{data}">'


def _attachment(name, path, page):
    """A picture as the notebook carries it: no path leads out of the notebook."""
    file = Path(path).parent / name
    if not file.is_file():
        raise NotebookError(page.where, f"the picture {name} is missing", f"a file book/{name}")
    data = file.read_bytes()
    if file.suffix == ".svg":
        data = data.replace(b"\r\n", b"\n")
    mime = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return {mime: base64.b64encode(data).decode("ascii")}


def _add_front_matter(cells, chapter, path):
    """Minutes and objectives below the title; the passages, which the page shows on hover, at the end."""
    meta = chapter.meta
    if minutes := meta.get("minutes"):
        short, course = minutes["short"], minutes["course"]
        times = f"*About {course} minutes. (The {short}-minute path: on the book's page.)*"
        objectives = "\n".join(f"- {objective}" for objective in meta.get("objectives", ()))
        title, _, rest = cells[0].source.partition("\n")
        cells[0].source = f"{title}\n\n{times}\n\n{objectives}\n{rest}".strip("\n")
    if passages := meta.get("passages"):
        listed = "\n".join(f"- **{name}** {gist}" for name, gist in passages.items())
        text = f"**The passages named in brackets**, each in a sentence of our own:\n\n{listed}"
        cells.append(nbformat.v4.new_markdown_cell(text, id=_id(path, "passages")))


def _check_ids(cells, page):
    """Every id stands once, or the author is told which label to change."""
    seen = set()
    for cell in cells:
        if cell.id in seen:
            raise NotebookError(page.where, f"the cell name {cell.id} stands twice", "once", "change a label")
        seen.add(cell.id)
