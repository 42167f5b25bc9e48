"""The words of Vensim: functions that every engine knows, what PySD's structures are called, names taken."""

from pathfinders.model.errors import ModelError
from pathfinders.model.parser import place
from pathfinders.model.tree import ANGLES, CURVES, EVENTS, LAGS, RATIOS, ROUNDED
from pathfinders.model.variables import fold

FUNCTIONS = {name: name for name in ("min", "max", *CURVES, *ANGLES, *EVENTS, *ROUNDED, *RATIOS)}
FUNCTIONS |= {"if then else": "if", "power": "^"}
TAKEN = {*FUNCTIONS, *LAGS, "smooth n", "delay n", "initial", "integ", "with lookup", "time"}
EXTERNAL = ("Constants", "Data", "Lookups")


def construct(kind):
    """How a structure of PySD is called in Vensim."""
    known = {"ndarray": "a list of numbers", "tuple": "a list of numbers", "str": "a text in quotes"}
    known |= {f"Get{what}Structure": f"external data (GET … {what.upper()})" for what in EXTERNAL}
    spaced = "".join(
        f" {letter}" if letter.isupper() else letter for letter in kind.removesuffix("Structure")
    )
    return known.get(kind, spaced.strip().upper())


def refuse_names(where, entries):
    """Raise ModelError where two variables share a name or one is called like a function."""
    seen = {}
    for entry in entries:
        key, spot = fold(entry.name), place(where, entry.line, entry.name)
        if key in seen:
            raise ModelError(spot, "it is defined a second time", "one equation for each variable")
        if key in TAKEN:
            raise ModelError(spot, "it has the name of a function", "a name of its own")
        if key == "component":
            raise ModelError(spot, "PySD uses this name itself", "another name")  # it could not be loaded
        seen[key] = entry
