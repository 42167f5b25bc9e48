"""Is it the archetype that the card names? Its loops are there, and each of them matters (house rule 9)."""

from pathfinders.model.errors import CardError, did_you_mean
from pathfinders.soundness.finding import Finding
from pathfinders.structure import loops, removals

ARCHETYPES = {
    "limits to growth": (1, 1),
    "shifting the burden": (2, 1),
    "shifting the burden to the intervenor": (2, 1),
    "eroding goals": (2, 0),
    "escalation": (2, 0),
    "success to the successful": (0, 2),
    "tragedy of the commons": (2, 2),
    "fixes that fail": (1, 1),
    "growth and underinvestment": (2, 1),
    "accidental adversaries": (2, 1),
    "capability trap": (2, 1),
}
"""Name → how many balancing and how many reinforcing loops make it up (Senge, The Fifth Discipline, 1990;
the capability trap: Repenning and Sterman, 2001)."""


def named(subject):
    """Loops of the archetype's kinds exist, and without a link of each the shown curves are others."""
    name, where = subject.card.archetype, f"{subject.card.path.name}, archetype"
    if name.lower() not in ARCHETYPES:
        hint = did_you_mean(name, ARCHETYPES)
        return Finding("archetype", name, (str(CardError(where, f"“{name}” is unknown", do=hint)),))
    acting = _acting(subject)
    found = [loop.polarity for loop in loops(subject.model) if _matters(loop, acting)]
    either = found.count("±")
    here = found.count("B"), found.count("R")
    needed = ARCHETYPES[name.lower()]
    short = sum(max(0, least - count) for least, count in zip(needed, here, strict=True))
    says = f"{name}: {here[0]} balancing, {here[1]} reinforcing and {either} changing loops matter"
    told = f"{here[0]} balancing and {here[1]} reinforcing loops matter"
    wanted = f"{needed[0]} and {needed[1]} for “{name}”"
    problem = str(CardError(where, told, wanted, "name another, or none"))
    return Finding("archetype", says, (problem,) if short > either else ())


def _acting(subject):
    """The links without which a shown curve is another, as (source, target)."""
    tables = (removals(subject.model, name) for name in subject.shown)
    return {
        (row.element.name, row.element.target)
        for table in tables for row in table.rows
        if row.element.kind == "link" and row.effect in ("structural", "quantitative")
    }


def _matters(loop, acting):
    """Whether every link of a loop acts."""
    return all(pair in acting for pair in loop.pairs)
