"""How does it run? PySD as the reference; one tree printed as Python floats, NumPy lanes, JavaScript."""

import importlib

_HOMES = {
    "EngineError": "errors",
    "Lanes": "runs",
    "Run": "runs",
    "Twin": "twin",
    "compile_model": "twin",
    "javascript": "script",
    "reference_run": "reference",
    "run": "twin",
}
__all__ = sorted(_HOMES)


def __getattr__(name):
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
