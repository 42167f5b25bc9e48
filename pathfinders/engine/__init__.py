"""How does it run? PySD as the reference; one tree printed as Python floats, NumPy lanes, JavaScript."""

from pathfinders.late import late

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
__getattr__, __dir__ = late(__name__, _HOMES)
