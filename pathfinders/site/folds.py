"""A part of a page that is folded until it is asked for: <details>, which works without scripts.

The text stays in the page: search finds it, a link to a place inside opens it (book/_static/pathfinders.js),
and so does the printer.
"""

from docutils import nodes


class Fold(nodes.General, nodes.Element):
    """The fold; its first child is the Summary, which is always seen."""


class Summary(nodes.General, nodes.TextElement):
    """What a closed fold says."""


def fold(summary, *children, ident=None, classes=()):
    """A closed Fold; ``summary`` is text or a list of nodes, ``ident`` the name of its link."""
    parts = [nodes.Text(summary)] if isinstance(summary, str) else summary
    return Fold("", Summary("", "", *parts), *children, ids=[ident] if ident else [], classes=list(classes))


def setup(app):
    app.add_node(Fold, html=(_open("details"), _close("details")))
    app.add_node(Summary, html=(_open("summary"), _close("summary")))


def _open(tag):
    def visit(translator, node):
        translator.body.append(translator.starttag(node, tag))

    return visit


def _close(tag):
    def depart(translator, node):
        translator.body.append(f"</{tag}>\n")

    return depart
