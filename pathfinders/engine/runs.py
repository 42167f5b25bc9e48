"""What a run gives: curves by the names of the model, and a sentence where it broke down."""

from dataclasses import dataclass

import numpy as np

from pathfinders.model import Model


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
        what = "is not a number" if np.isnan(values).any() else "grows beyond what a computer can hold"
        unit = self.model.time.units
        when = f"from {unit} {self.time[rows[name]]:g} on" if rows[name] else "from the start"
        return f"“{name}” {what} {when}; move a slider back."


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
