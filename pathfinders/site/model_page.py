"""The contents of a model's page: everything that its file, its card and its run tell."""

import json

from docutils import nodes

from pathfinders.engine.claims import MEASURED
from pathfinders.figure.loops import loop_diagram
from pathfinders.figure.stockflow import stock_diagram
from pathfinders.lab.spec import lab_spec
from pathfinders.lab.still import still_figure
from pathfinders.model import load_card, read
from pathfinders.site import formula
from pathfinders.site.chapter import typeset
from pathfinders.site.drawing import inline
from pathfinders.site.models import downloads
from pathfinders.structure import explain
from pathfinders.words import describe
from pathfinders.words.numbers import amount, place, with_unit

KINDS = {"stock": "Stocks", "flow": "Flows", "auxiliary": "Auxiliaries"}
EQUATIONS = "Each equation stands here twice: as mathematics, with its unit, and as Vensim and PySD read it."
SHARES = ("B balances a change, R reinforces it, ± does both in turn, 0 is never active. The share says how "
          "much of what all loops do to their stocks is this one's doing, on the mean of the run as it is.")
CLAIMS = "Each sentence is put to a run of the model before the book is built; a false one stops the build."


def contents(slug, chapters=()):
    """The nodes below the title; ``chapters`` are links to the chapters that use the model.

    Raises PathfindersError where the model or its card cannot be read.
    """
    model, card = read(slug), load_card(slug)
    found = explain(model)
    return [
        *opening(card, chapters),
        *behaviour(found, card),
        *diagrams(found),
        section("Feedback loops", "loops", *loops(found)),
        section("Equations", "equations", *equations(model)),
        section("Parameters", "parameters", *parameters(model)),
        section("What is claimed, and measured", "claims", *claims(model, card)),
        section("What this map leaves out", "leaves-out", paragraph(card.leaves_out)),
        section("How it was tuned", "tuned", paragraph(card.tuned), rubric("Sources"), bullets(card.sources)),
        section("Downloads", "downloads", nodes.raw("", downloads(slug), format="html")),
    ]


def paragraph(*parts, classes=()):
    """A paragraph of texts and nodes."""
    made = [nodes.Text(typeset(part)) if isinstance(part, str) else part for part in parts]
    return nodes.paragraph("", "", *made, classes=list(classes))


def section(title, name, *children):
    """A section with its heading; it is addressed by ``name``."""
    return nodes.section("", nodes.title("", title), *children, ids=[name], names=[name])


def rubric(text):
    return nodes.rubric("", text, level=3)


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


def opening(card, chapters):
    """What it is: description, question, and where it is used."""
    yield paragraph(card.description)
    yield nodes.block_quote("", paragraph(card.question))
    if chapters:
        used = [part for link in chapters for part in (nodes.Text(", "), link)][1:]
        yield paragraph("Play with it in: ", *used, ".")


def behaviour(found, card):
    """The first chart of the run as it is, and its words."""
    chart = lab_spec(found.model, card, found.run.parameters)["charts"][0]
    words = describe(found.run, chart["variables"]).text
    drawing = inline(still_figure(found.run, chart, found.model.time.units, words), words)
    name = chart["title"] + (f" ({chart['axis']})" if chart["axis"] else "")
    yield section("What it does", "run", paragraph(name, classes=["pf-caption"]),
                  nodes.raw("", drawing, format="html"), paragraph(words, classes=["pathfinders-words"]))


def diagrams(found):
    """The causal loops, and the stocks and flows."""
    for draw, title, ident in ((loop_diagram, "Who acts on whom", "diagram"),
                               (stock_diagram, "Stocks and flows", "stocks-and-flows")):
        # A drawing wider than a phone scrolls, and so needs the keyboard's focus.
        box = f'<div class="pf-figure" tabindex="0" role="group" aria-label="{title}">{draw(found)}</div>'
        yield section(title, ident, nodes.raw("", box, format="html"))


def loops(found):
    """A table of the loops, the loudest first."""
    if not found.loops:
        return [paragraph("Nothing in this model comes back to where it began: it has no feedback loop.")]
    mean = found.dominance.mean
    order = sorted(range(len(found.loops)), key=lambda row: -mean[row])
    rows = [_loop(found.loops[row], row, mean[row]) for row in order]
    more = "There are more loops than are listed; those left out are no shorter. " if found.loops.cut else ""
    return [paragraph(more + SHARES), table(("Loop", "Kind", "Share"), rows, (76, 12, 12))]


def _loop(loop, number, share):
    named = nodes.strong("", loop.name) if loop.name else nodes.emphasis("", "no name of its own")
    told = nodes.paragraph("", "", named, ids=[f"loop-{number + 1}"])
    kind = paragraph(nodes.strong("", loop.polarity))
    share = f"{100 * share:.0f}\N{NO-BREAK SPACE}%"
    return [told, paragraph(loop.path, classes=["pf-doc"])], [kind], share


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
        yield paragraph("At the start ", nodes.math(text, text))
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


def minus(value):
    """A number as it was written, with a real minus sign."""
    return f"{value:g}".replace("-", "\N{MINUS SIGN}")


def claims(model, card):
    """The claims by the run that they are about, with the figures that the last check measured."""
    path = card.path.with_name(MEASURED)
    kept = json.loads(path.read_text(encoding="utf-8")).get(card.slug, {}) if path.is_file() else {}
    yield paragraph(CLAIMS)
    runs = {}
    for claim in card.claims:
        runs.setdefault(measured(model, claim, kept.get(claim.id, {})), []).append(claim.says)
    for (setting, figures), said in runs.items():
        yield paragraph(nodes.strong("", setting), f": {figures}.", classes=["pf-measured"])
        yield bullets(said)


def measured(model, claim, figures):
    """(setting, figures) of the run of a claim, in words."""
    given = [f"{name} {minus(value)}" for name, value in claim.set.items()]
    given += [f"run to {model.time.units} {claim.stop:g}"] if claim.stop else []
    setting = f"With {', '.join(given)}" if given else "As it is"
    if claim.random:
        setting = f"{setting}, all else at random" if given else "With every slider at random"
        return setting, f"true in {figures.get('hold', 0)} of {figures.get('of', 0)} runs"
    mode = figures.get("mode", "not measured yet")
    parts = [f"{claim.variable}: {mode}", *_figures(mode, figures, model.time.units)]
    return setting, ", ".join(parts)


def _figures(mode, figures, time):
    """What tells a run of this mode from others of the mode."""
    swings = "oscillation" in mode and "damped" not in mode
    if swings and "amplitude" in figures:
        yield f"{place(figures['amplitude'], 1)} to either side of {place(figures['level'], 1)}"
    if "period" in figures:
        yield f"{amount(figures['period'], time)} to and fro"
    if not swings and "final" in figures:
        yield f"{place(figures['final'], 1)} at the end"
