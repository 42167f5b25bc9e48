"""The lab as a page's HTML: an element that a script brings to life, before that a figure and words."""

from html import escape

from pathfinders.lab.spec import script_json
from pathfinders.lab.still import still_figure, still_words

# The lab's own measures at the two widths of lab.css, in CSS pixels; they reserve its place, so that the page
# does not jump when it comes to life. A scene is as high as 9/16 of its width.
CARD, SCENARIOS, CHART, CAPTION, TRANSPORT, SCENE, SLIDER, HELP = 165, 95, 290, 52, 52, 248, 63, 72
# The two buttons of a lab that explains its model: "Why?" and "Take it apart".
WHY, APART = 60, 68
# A lab that asks for a sketch first shows no more than its title, a chart and the question, wide and narrow.
ASKING = 528, 602


def lab_html(spec, run, time_units, description):
    """HTML of ``<pathfinders-lab>``: the spec as JSON, a still figure, the description; no script that runs.

    ``run`` is the compiled run at the spec's parameters. Figure and words tell of the moment with which the
    lab opens. Where scripts run, the final height is reserved.
    """
    chart, opens = spec["charts"][0], spec["opens"]
    figure = still_figure(run, chart, opens, time_units, description)
    words = f"{description} {still_words(run, chart, opens)}"
    return (
        f'<pathfinders-lab style="display:block"><style>{_reserve(spec)}</style>'
        f'<script type="application/json">{script_json(spec)}</script>'
        f'<figure class="pathfinders-still">{figure}<figcaption>{escape(words)}</figcaption></figure>'
        "</pathfinders-lab>"
    )


def _reserve(spec):
    stage, scene = CHART + CAPTION + TRANSPORT, bool(spec["scene"])
    side = len(spec["sliders"]) * SLIDER + HELP + bool(spec.get("why")) * APART
    card = CARD + bool(spec["scenarios"]) * SCENARIOS + bool(spec.get("why")) * WHY
    wide, narrow = card + max(stage + scene * SCENE, side), card + SCENARIOS + stage + side
    hides = ""
    if spec.get("predict"):
        (wide, narrow), scene = ASKING, False
        # The still figure would give away what is asked; without scripts nothing is asked, and it is seen.
        hides = "@media (scripting:enabled){pathfinders-lab .pathfinders-still{visibility:hidden}}"
    return hides + (
        f"@media (scripting:enabled){{pathfinders-lab:not([data-scheme]){{min-height:{wide}px}}"
        f"@media (max-width:700px){{pathfinders-lab:not([data-scheme])"
        f"{{min-height:calc({narrow}px + {scene * 46}vw)}}}}}}"
    )
