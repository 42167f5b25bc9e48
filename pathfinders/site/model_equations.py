"""A model's equations and parameters, as its page tells them: folded, for a page is first of all read."""

from docutils import nodes

from pathfinders.site import formula
from pathfinders.site.blocks import paragraph, table
from pathfinders.site.chapter import typeset
from pathfinders.site.folds import fold
from pathfinders.words.numbers import with_unit, written
from pathfinders.words.parameters import is_moment, valued

KINDS = {"stock": ("stock", "stocks"), "flow": ("flow", "flows"), "auxiliary": ("auxiliary", "auxiliaries")}
EQUATIONS = "Each equation stands here twice: as mathematics, with its unit, and as Vensim and PySD read it."


def equations(model):
    """For each variable that moves: mathematics, Vensim's text, what it is."""
    yield paragraph(EQUATIONS)
    for kind, names in KINDS.items():
        items = [item for item in model.variables if item.kind == kind]
        if items:
            told = f"{len(items)} {names[len(items) > 1]}: {', '.join(item.name for item in items)}"
            yield fold(told, *(node for item in items for node in equation(model, item)), ident=names[1])


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


def parameters(model, sliders=()):
    """A table of the constants with ranges and documentation, and how time is counted."""
    rows = [_parameter(model, item) for item in model.constants]
    if rows:
        shown = f", {len(sliders)} of them sliders of the lab" if sliders else ""
        told = f"{len(rows)} parameter{'s' * (len(rows) > 1)} with ranges{shown}"
        yield fold(told, table(("Parameter", "Value", "Range"), rows, (64, 18, 18)), ident="parameters")
    time = model.time
    span = f"{time.units} {time.start:g} to {time.stop:g}"
    step = with_unit(written(time.step), time.units)
    save = time.units if time.save == 1 else with_unit(written(time.save), time.units)
    yield paragraph(f"The run goes from {span} in steps of {step}; it is written down every {save}.")


def _parameter(model, item):
    limits = item.limits
    ends = [f"{end:g}" if is_moment(model, item.name) else written(end)
            for end in (limits.low, limits.high) if end is not None]
    span = [paragraph(" to ".join(ends))]
    if limits.step is not None:
        span.append(paragraph(f"by {written(limits.step)}", classes=["pf-doc"]))
    name = [paragraph(nodes.strong("", item.name)), paragraph(item.doc, classes=["pf-doc"])]
    return name, valued(model, item.name, item.value), span
