"""How is it said? Captions and alt text computed from runs: the one place for their tone."""

from pathfinders.words.description import Description, describe

__all__ = ["Description", "describe"]
