"""How is it exercised? One source file an exercise; from it the page, the notebooks, the key and the checks.

`check` and `judge` are what notebooks call; they are imported late, so that a page can be made without an
engine.
"""

_LATE = {
    "check": "student",
    "judge": "grader",
    "page_markdown": "page",
    "trial": "trials",
    "validate": "validation",
}

__all__ = sorted(_LATE)


def __getattr__(name):
    if name not in _LATE:
        raise AttributeError(f"module {__name__} has no {name}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
