"""What a lab shows: chosen on the model's card, as plain data for the front end."""

import json

from pathfinders.model.card import Chart


def lab_spec(model, card, values, predict=False, why=False):
    """The front end's spec as a dict of plain data: slug, title, sliders, charts, scenarios, scene, opens and
    params.

    ``values`` (name → float) are the parameters the lab starts with. Without a card (``None``) every
    parameter with limits gets a slider and the stocks are drawn. ``opens`` is the moment shown first, the end
    of the run where the card names none. With ``predict`` the reader draws before the model does; with
    ``why`` the lab explains what the model does.
    """
    shown = {"title": model.slug.replace("_", " "), "scene": None, "scenarios": []}
    if card:
        shown = {"title": card.title, "scene": card.scene}
        shown["scenarios"] = [_scenario(model, one) for one in card.scenarios]
    charts = card.charts if card else [_stocks(model)]
    sliders = card.sliders if card else [one.name for one in model.constants if one.limits.low is not None]
    return {
        "slug": model.slug,
        **shown,
        "sliders": [model[name].name for name in sliders],
        "charts": [_chart(model, chart) for chart in charts],
        "opens": model.time.stop if card is None or card.opens is None else card.opens,
        "params": dict(values),
        **({"predict": True} if predict else {}),
        **({"why": True} if why else {}),
    }


def _scenario(model, one):
    values = {model[name].name: float(value) for name, value in one.set.items()}
    return {"name": one.name, "set": values, "says": one.says}


def _stocks(model):
    """The chart of a model without a card: its first stock, or what moves first, and those of its units."""
    moving = tuple(item for item in model.variables if item.kind != "constant")
    first, *rest = model.stocks or moving
    title = "Stocks" if model.stocks else "Variables"
    return Chart(title, (first.name, *(one.name for one in rest if one.units == first.units)))


def _chart(model, chart):
    limits = model[chart.variables[0]].limits
    bounded = limits.low is not None and limits.high is not None
    return {
        "title": chart.title,
        "axis": chart.axis,
        "variables": [model[name].name for name in chart.variables],
        "range": [limits.low, limits.high] if bounded else None,
    }


def script_json(data):
    """``data`` as JSON that may stand inside a ``<script>`` element: nothing in it can close the element."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
