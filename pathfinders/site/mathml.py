"""Mathematics as MathML, made at build: no script, no font, readable by a screen reader."""

import re

from latex2mathml.converter import convert
from sphinx.util import logging

LOGGER = logging.getLogger(__name__)
# Beside a text, which MathML counts as space, a minus would lose the space around it; names are identifiers.
NAME = re.compile(r"<mtext>(?!&#x000A0;)([^<]+)(?<!&#x000A0;)</mtext>")


def setup(app):
    app.add_html_math_renderer("pathfinders", (visit_inline, None), (visit_block, None))


def visit_inline(translator, node):
    """Write a formula inside of a line."""
    translator.body.append(_mathml(node, "inline"))
    raise _skip()


def visit_block(translator, node):
    """Write a formula on its own line; one that is too wide scrolls and so needs the keyboard's focus."""
    translator.body.append(
        f'<div class="pf-math" tabindex="0" role="group" aria-label="Formula">{_mathml(node, "block")}</div>'
    )
    raise _skip()


def _mathml(node, display):
    try:
        return NAME.sub(r'<mi mathvariant="normal">\1</mi>', convert(node.astext(), display=display))
    except Exception as error:  # latex2mathml raises a class of its own for each of its rules
        LOGGER.warning("a formula that cannot be set (%s): %s", type(error).__name__, node.astext(),
                       location=node, type="pathfinders", subtype="math")
        return ""


def _skip():
    from docutils.nodes import SkipNode

    return SkipNode()
