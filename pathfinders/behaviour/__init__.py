"""What a curve does: modes and predicates, pure functions of time and values."""

from pathfinders.behaviour.modes import Mode, classify
from pathfinders.behaviour.predicates import (
    PREDICATES,
    advances,
    amplitude,
    arrives,
    damps,
    grows,
    is_mode,
    level,
    measures,
    oscillates,
    overshoots,
    period,
    reaches,
    settles,
    stalls,
    stays,
)

__all__ = [
    "PREDICATES",
    "Mode",
    "advances",
    "amplitude",
    "arrives",
    "classify",
    "damps",
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
]
