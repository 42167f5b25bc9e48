"""How does it look? One palette, one style of chart, direct labels."""

from pathfinders.figure.labels import label_lines
from pathfinders.figure.style import style

__all__ = ["label_lines", "style"]
