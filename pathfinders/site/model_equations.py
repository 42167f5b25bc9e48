"""A model's equations and parameters, as its page tells them."""

from docutils import nodes

from pathfinders.site import formula
from pathfinders.site.blocks import minus, paragraph, section, table
from pathfinders.site.chapter import typeset
from pathfinders.words.numbers import with_unit

KINDS = {"stock": "Stocks", "flow": "Flows", "auxiliary": "Auxiliaries"}
EQUATIONS = "Each equation stands here twice: as mathematics, with its unit, and as Vensim and PySD read it."


def equations(model):
    """For each variable that moves: mathematics, Vensim's text, what it is."""
    yield paragraph(EQUATIONS)
    for kind, title in KINDS.items():
        items = [item for item in model.variables if item.kind == kind]
        if items:
            yield section(title, f"{kind}s", *(node for item in items for node in equation(model, item)))


def equation(model, item):
    """The nodes of one variable."""
    yield nodes.paragraph("", "", nodes.strong("", item.name), nodes.Text(f": {typeset(item.doc)}"))
    text = formula.equation(item, model.time.units)
    yield nodes.math_block(text, text)
    if item.kind == "stock":
        text = formula.start(item)
        yield paragraph("At the start")
        yield nodes.math_block(text, text)
    vensim = f"{item.name} = {' '.join(item.equation.split())}"
    yield nodes.literal_block(vensim, vensim, language="none", classes=["pf-vensim"])


def parameters(model):
    """A table of the constants with ranges and documentation, and how time is counted."""
    rows = [_parameter(item) for item in model.constants]
    if rows:
        yield table(("Parameter", "Value", "Range", "Step"), rows, (58, 14, 18, 10))
    time = model.time
    span = f"{time.units} {time.start:g} to {time.stop:g}"
    step, save = (with_unit(f"{value:g}", time.units) for value in (time.step, time.save))
    yield paragraph(f"It runs from {span}, in steps of {step}; it is written down every {save}.")


def _parameter(item):
    limits = item.limits
    ends = [minus(end) for end in (limits.low, limits.high) if end is not None]
    step = minus(limits.step) if limits.step is not None else ""
    name = [paragraph(nodes.strong("", item.name)), paragraph(item.doc, classes=["pf-doc"])]
    return name, with_unit(minus(item.value), item.units), " to ".join(ends), step
