"""The figures that claims ask for, in words: "at the end it is 1,071 parts per week"."""

from pathfinders.words.names import agree, is_many
from pathfinders.words.numbers import spoken, with_unit
from pathfinders.words.units import SILENT

VALUES = {
    "final": "at the end",
    "start": "at the start",
    "highest": "at [its|their] highest",
    "lowest": "at [its|their] lowest",
    "level": "on average",
    "at": "at {at}",
}
"""Figures that are a value of the curve, by when it has that value."""
DOES = {
    "change": "from start to end [it changes|they change] by {value}",
    "total": "over the whole run [it adds|they add] up to {value}",
    "amplitude": "[it swings|they swing] {value} to either side",
    "period": "a swing takes {value}",
    "when highest": "[it is|they are] highest at {value}",
    "when lowest": "[it is|they are] lowest at {value}",
}
"""Figures that are something else."""
MOMENTS = ("when highest", "when lowest")


def clause(model, claim, name, value):
    """A figure of a claim's curve as a clause: "at the end it is 1,071 parts per week"."""
    many, args = is_many(claim.variable), claim.args
    after = f"from {about(model, args['after'])} on, " if "after" in args and name not in MOMENTS else ""
    said = amount(model, claim, name, value)
    if name in DOES:
        return after + agree(DOES[name], many).format(value=said)
    when = VALUES[name].format(at=about(model, args["at"]) if "at" in args else "")
    return after + agree(f"{when} [it is|there are] {said}", many)


def amount(model, claim, name, value):
    """The value of a figure with its unit."""
    time, unit = model.time.units, model[claim.variable].units
    if name in MOMENTS:
        return "the very start" if value == model.time.start else about(model, value)
    if name == "period":
        return with_unit(spoken(value), time)
    if name == "total":
        unit = _times(unit, time)
    return with_unit(spoken(value), unit)


def _times(unit, time):
    """The unit of what adds up: that of a flow loses its time; a share counts times."""
    if unit.endswith(f"/{time}"):
        return unit.removesuffix(f"/{time}")
    return time if unit in SILENT else f"{unit}*{time}"


def bare(model, name, value):
    """The value of a figure beside another, which has said the unit."""
    return about(model, value) if name in MOMENTS else spoken(value)


def about(model, value):
    """A point in time that was measured: "week 74.1"."""
    return f"{model.time.units} {spoken(value)}"
