"""How many steps a run takes and which of them are written down, as PySD counts them."""

import math
from dataclasses import dataclass

ALMOST = 1e-5  # the part of a step by which PySD lets the final time be missed


@dataclass(frozen=True)
class Schedule:
    """The rhythm of a run."""

    start: float
    save: float
    every: int
    """Steps between two saved points."""
    points: int
    """Saved points, the first and the last included."""

    def times(self):
        """The times of the saved points, a float64 array (points,)."""
        import numpy as np

        return self.start + self.save * np.arange(self.points)


def schedule(time, start=None, stop=None):
    """The Schedule of a model's Time; ``start`` and ``stop`` take the place of its own."""
    start = time.start if start is None else float(start)
    stop = time.stop if stop is None else float(stop)
    steps = max(0, math.ceil((stop - start) / time.step - ALMOST))
    every = round(time.save / time.step)
    return Schedule(start, time.save, every, steps // every + 1)
