"""Why does it do so? Links, their polarity, the loops they close, and which of these matter when."""

from pathfinders.structure.dominance import Dominance, Phase, dominance
from pathfinders.structure.explain import Explanation, explain
from pathfinders.structure.links import Link, Span, effective, graph, links, requires
from pathfinders.structure.loops import Loop, Loops, loops
from pathfinders.structure.scores import LinkScores, link_scores

__all__ = [
    "Dominance",
    "Explanation",
    "Link",
    "LinkScores",
    "Loop",
    "Loops",
    "Phase",
    "Span",
    "dominance",
    "effective",
    "explain",
    "graph",
    "link_scores",
    "links",
    "loops",
    "requires",
]
