"""How is it played with? One front end, in a notebook as a widget and on a page as an element."""

import importlib

_HOMES = {
    "Lab": "widget",
    "LabError": "values",
    "model_script": "bundle",
    "page_script": "bundle",
}
__all__ = sorted(_HOMES)


def __getattr__(name):
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
