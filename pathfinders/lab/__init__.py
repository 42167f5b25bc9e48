"""How is it played with? One front end, in a notebook as a widget and on a page as an element."""

from pathfinders.late import late

_HOMES = {
    "Lab": "widget",
    "LabError": "values",
    "extra_script": "bundle",
    "extras_in": "bundle",
    "model_script": "bundle",
    "page_script": "bundle",
    "scene_script": "bundle",
    "scripts": "loads",
    "structure_script": "bundle",
}
__all__ = sorted(_HOMES)
__getattr__, __dir__ = late(__name__, _HOMES)
