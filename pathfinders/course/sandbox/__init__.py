"""Where students' code runs: confined, watched, and thrown away; only plain data comes out."""

from pathfinders.late import late

_HOMES = {
    "Ask": "terms",
    "Broken": "terms",
    "Cell": "terms",
    "Limits": "terms",
    "Output": "terms",
    "Ran": "terms",
    "Sandbox": "box",
    "Unsafe": "terms",
    "capabilities": "machine",
}
__all__ = sorted(_HOMES)
__getattr__, __dir__ = late(__name__, _HOMES)
