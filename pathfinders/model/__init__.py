"""What is the model? Its text read into typed trees, its units, its card, and where to find it."""

from pathfinders.model.card import Card, Chart, Claim, Formula, NamedLoop, Percent, Scenario, Sweep
from pathfinders.model.card_reader import load_card
from pathfinders.model.dimensions import UnitProblem, check_units
from pathfinders.model.errors import (
    CardError,
    CircularEquation,
    ModelError,
    UnknownModel,
    UnknownVariable,
    Unsupported,
)
from pathfinders.model.find import path, slugs
from pathfinders.model.formula import read_formula
from pathfinders.model.reader import read, read_text
from pathfinders.model.rules import problems
from pathfinders.model.units import Units, parse_units
from pathfinders.model.variables import Limits, Lookup, Model, Time, Variable, fold, identifier

__all__ = [
    "Card",
    "CardError",
    "Chart",
    "CircularEquation",
    "Claim",
    "Formula",
    "Limits",
    "Lookup",
    "Model",
    "ModelError",
    "NamedLoop",
    "Percent",
    "Scenario",
    "Sweep",
    "Time",
    "UnitProblem",
    "Units",
    "UnknownModel",
    "UnknownVariable",
    "Unsupported",
    "Variable",
    "check_units",
    "fold",
    "identifier",
    "load_card",
    "parse_units",
    "path",
    "problems",
    "read",
    "read_formula",
    "read_text",
    "slugs",
]
