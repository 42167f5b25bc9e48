"""Pathfinders: a systems-thinking workbook.

The names below load on first use, so that ``import pathfinders`` costs nothing.
"""

import importlib

_HOMES = {
    "Lab": "lab",
    "check": "practice",
    "compile_model": "engine",
    "describe": "words",
    "javascript": "engine",
    "judge": "practice",
    "path": "model",
    "read": "model",
    "run": "engine",
    "slugs": "model",
    "style": "figure",
}
__all__ = sorted(_HOMES)


def __getattr__(name):
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__():
    return [*globals(), *__all__]
