"""How is it said? Captions and alt text computed from runs: the one place for their tone."""

from pathfinders.words.curve import sentence
from pathfinders.words.description import Description, describe
from pathfinders.words.phases import Phase, drives

__all__ = ["Description", "Phase", "describe", "drives", "sentence"]
