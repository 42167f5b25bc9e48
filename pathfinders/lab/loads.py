"""What a page loads for the labs and scenes that stand on it, and nothing else."""

import re

from pathfinders.lab import bundle

LAB = re.compile(r"<pathfinders-lab\b.*?</pathfinders-lab>", re.DOTALL)
SLUG = re.compile(r'"slug":"([\w-]+)"')
PLAYS = re.compile(r"<pathfinders-(?:lab|scene)\b")
WHY = '"why":true'


def scripts(html, models=None):
    """File name → text of the scripts of a page, in the order in which they run; {} where nothing plays.

    ``models`` maps the slug of a model that has no name of its own to its path.
    """
    if not PLAYS.search(html):
        return {}
    labs = [(SLUG.search(text)[1], WHY in text) for text in LAB.findall(html)]
    places = {slug: slug for slug, _ in labs} | (models or {})
    shown, asked = sorted({slug for slug, _ in labs}), sorted({slug for slug, why in labs if why})
    return {
        "lab.js": bundle.page_script(),
        **{f"model-{slug}.js": bundle.model_script(places[slug]) for slug in shown},
        **{f"structure-{slug}.js": bundle.structure_script(places[slug]) for slug in asked},
        **{f"scene-{name}.js": bundle.scene_script(name) for name in bundle.scenes_in(html)},
        **{f"lab-{name}.js": bundle.extra_script(name) for name in bundle.extras_in(html)},
    }
