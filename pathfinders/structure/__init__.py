"""Why does it do so? Links, their polarity, the loops they close, which of these matter when, and removal."""

from pathfinders.structure.apart import Element, elements, without
from pathfinders.structure.dominance import Dominance, Phase, dominance
from pathfinders.structure.explain import Explanation, explain
from pathfinders.structure.links import Link, Span, effective, graph, links, requires
from pathfinders.structure.loops import Loop, Loops, loops
from pathfinders.structure.removal import Removal, Removals, removals
from pathfinders.structure.rest import Rest, rest
from pathfinders.structure.scores import LinkScores, link_scores

__all__ = [
    "Dominance",
    "Element",
    "Explanation",
    "Link",
    "LinkScores",
    "Loop",
    "Loops",
    "Phase",
    "Removal",
    "Removals",
    "Rest",
    "Span",
    "dominance",
    "effective",
    "elements",
    "explain",
    "graph",
    "link_scores",
    "links",
    "loops",
    "removals",
    "requires",
    "rest",
    "without",
]
