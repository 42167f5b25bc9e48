"""What a curve does: modes and predicates, pure functions of time and values."""

from pathfinders.behaviour.measures import amplitude, level, period
from pathfinders.behaviour.modes import Mode, classify
from pathfinders.behaviour.predicates import (
    PREDICATES,
    advances,
    arrives,
    damps,
    fades,
    grows,
    is_mode,
    measures,
    oscillates,
    overshoots,
    reaches,
    settles,
    stalls,
    stays,
    turns,
)

__all__ = [
    "PREDICATES",
    "Mode",
    "advances",
    "amplitude",
    "arrives",
    "classify",
    "damps",
    "fades",
    "grows",
    "is_mode",
    "level",
    "measures",
    "oscillates",
    "overshoots",
    "period",
    "reaches",
    "settles",
    "stalls",
    "stays",
    "turns",
]
