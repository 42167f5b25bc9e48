"""Pieces of a page that is made from data: paragraphs, lists, tables."""

from docutils import nodes

from pathfinders.site.chapter import typeset


def paragraph(*parts, classes=()):
    """A paragraph of texts and nodes."""
    made = [nodes.Text(typeset(part)) if isinstance(part, str) else part for part in parts]
    return nodes.paragraph("", "", *made, classes=list(classes))


def section(title, name, *children):
    """A section with its heading; it is addressed by ``name``."""
    return nodes.section("", nodes.title("", title), *children, ids=[name], names=[name])


def bullets(lines):
    items = [line if isinstance(line, nodes.Node) else paragraph(line) for line in lines]
    return nodes.bullet_list("", *(nodes.list_item("", item) for item in items))


def table(heads, rows, widths):
    """A table of rows of cells; a cell is a list of nodes, or text."""
    group = nodes.tgroup(cols=len(heads))
    group += [nodes.colspec(colwidth=width) for width in widths]
    group += [nodes.thead("", _row(heads)), nodes.tbody("", *map(_row, rows))]
    return nodes.table("", group, classes=["pf-table"])


def _row(cells):
    made = [[paragraph(cell)] if isinstance(cell, str) else cell for cell in cells]
    return nodes.row("", *(nodes.entry("", *cell) for cell in made))
