"""What a run gives: curves by the names of the model, and a sentence where it broke down."""

from dataclasses import dataclass

import numpy as np

from pathfinders.model import Model
from pathfinders.model.tree import walk


@dataclass(frozen=True, eq=False)
class Curves:
    """Curves over time, found by any spelling of a variable's name."""

    model: Model
    parameters: dict
    """The value (or the array of values) of every constant."""
    time: np.ndarray
    """The times of the points, (points,), in the model's unit of time."""
    columns: dict
    """Every variable that is not a constant."""

    @property
    def names(self):
        """All variables, constants included, in the order of the file."""
        return tuple(variable.name for variable in self.model.variables)

    def __getitem__(self, name):
        variable = self.model[name]
        if variable.kind != "constant":
            return self.columns[variable.name]
        value = self.parameters[variable.name]
        return np.broadcast_to(value, (self.time.size, *np.shape(value))).copy()

    def trouble(self):
        """None, or one sentence: which variable ceased to be a number, and when."""
        broken = {
            name: ~np.isfinite(values.reshape(self.time.size, -1)) for name, values in self.columns.items()
        }
        rows = {name: bad.any(axis=1).argmax() for name, bad in broken.items() if bad.any()}
        if not rows:
            return None
        name = min(rows, key=rows.get)
        values = self.columns[name].reshape(self.time.size, -1)[rows[name]]
        what = "is not a number" if np.isnan(values).any() else "is infinite"
        unit, row = self.model.time.units, rows[name]
        when = f"from {unit} {self.time[row]:g} on" if row else "from the start"
        why = " (a delay is too short for its steps)" if not row and self.delayed() else ""
        return f"“{name}” {what} {when}{why}; move a slider back."

    def delayed(self):
        """Whether the model has delays, which are undefined where they are too short."""
        trees = [variable.expression for variable in self.model.variables]
        return any(getattr(node, "op", "").startswith("delay") for tree in trees for node in walk(tree))


class Run(Curves):
    """One run: ``run["Position"]`` is (points,)."""

    def frame(self):
        """A DataFrame indexed by ``time``, one column for each name; units in ``attrs["units"]``."""
        import pandas as pd

        index = pd.Index(self.time, name="time")
        return with_units(self.model, pd.DataFrame({name: self[name] for name in self.names}, index=index))


class Lanes(Curves):
    """Many runs: ``lanes["Position"]`` is (points, runs)."""


def with_units(model, frame):
    """The frame with the unit of each variable in ``attrs["units"]``, and that of the time."""
    frame.attrs["units"] = {variable.name: variable.units for variable in model.variables}
    frame.attrs["time"] = model.time.units
    return frame
