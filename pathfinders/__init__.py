"""Pathfinders: a systems-thinking workbook.

The names below load on first use, so that ``import pathfinders`` costs nothing.
"""

from pathfinders.late import late

_HOMES = {
    "Lab": "lab",
    "check": "practice",
    "compile_model": "engine",
    "describe": "words",
    "diagram": "figure.picture",
    "explain": "structure",
    "javascript": "engine",
    "judge": "practice",
    "path": "model",
    "read": "model",
    "removals": "structure",
    "run": "engine",
    "slugs": "model",
    "style": "figure",
}
__all__ = sorted(_HOMES)
__getattr__, __dir__ = late(__name__, _HOMES)
