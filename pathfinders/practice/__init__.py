"""How is it exercised? One source file an exercise; from it the page, the notebooks, the key and the checks.

`check` and `judge` are what notebooks call; they are imported late, so that a page can be made without an
engine.
"""

from pathfinders.late import late

_HOMES = {
    "check": "student",
    "judge": "grader",
    "page_markdown": "page",
    "trial": "trials",
    "validate": "validation",
}
__all__ = sorted(_HOMES)
__getattr__, __dir__ = late(__name__, _HOMES)
