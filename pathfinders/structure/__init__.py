"""Why does it do so? Links, their polarity, and the loops they close."""

from pathfinders.structure.links import Link, effective, graph, links, requires
from pathfinders.structure.loops import Loop, loops

__all__ = ["Link", "Loop", "effective", "graph", "links", "loops", "requires"]
