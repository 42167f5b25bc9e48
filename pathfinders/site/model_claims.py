"""The claims on a model's page: each with the run that it is about and what the last check measured."""

import json

from docutils import nodes

from pathfinders.engine import compile_model
from pathfinders.engine.claims import MEASURED
from pathfinders.site.blocks import paragraph
from pathfinders.site.folds import fold
from pathfinders.words import sentence
from pathfinders.words.claims import borne_out, measured, reach, setting

CLAIMS = ("Each sentence is put to a run of the model before the book is built; a false one stops the build. "
          "Most are also put to random settings of the sliders; behind a sentence stands in how many of them "
          "it holds. Open one to see its run and what was measured.")


def claims(model, card):
    """The claims, each a fold over its run, with the figures that the last check measured."""
    path = card.path.with_name(MEASURED)
    kept = json.loads(path.read_text(encoding="utf-8")).get(card.slug, {}) if path.is_file() else {}
    yield paragraph(CLAIMS)
    runs = {}
    for claim in card.claims:
        yield _claim(model, claim, kept.get(claim.id, {}), runs)


def _claim(model, claim, figures, runs):
    """One claim; ``runs`` keeps the sentence of each run, for several claims may be about it."""
    key = tuple(claim.set.items()), claim.stop, claim.variable
    if key not in runs:
        runs[key] = _run(model, claim)
    told = " ".join(filter(None, [runs[key], *measured(model, claim, figures)]))
    lead = nodes.strong("", f"{setting(model, claim)}{': ' if told else '.'}")
    mark = nodes.inline("", reach(figures), classes=["pf-reach"])
    return fold([nodes.inline("", claim.says), nodes.Text(" "), mark],
                paragraph(lead, told, classes=["pf-measured"]),
                paragraph(" ".join(borne_out(model, claim, figures)), classes=["pf-measured"]),
                ident=f"claim-{claim.id}", classes=["pf-claim"])


def _run(model, claim):
    """What the curve of a claim does, in a sentence; "" where it is about no single curve."""
    if claim.variable is None:
        return ""
    run = compile_model(model).run(dict(claim.set), stop=claim.stop)
    item = model[claim.variable]
    return sentence(item.name, run.time, run[item.name], model.time.units, measure=item.units)
