"""What is the model? Its text read into typed trees, its units, its card, and where to find it."""

from pathfinders.model.card import Card, Chart, Claim, Scenario, load_card
from pathfinders.model.errors import (
    CardError,
    CircularEquation,
    ModelError,
    UnknownModel,
    UnknownVariable,
    Unsupported,
)
from pathfinders.model.find import path, slugs
from pathfinders.model.reader import read, read_text
from pathfinders.model.variables import Limits, Model, Time, Variable, fold, identifier

__all__ = [
    "Card",
    "CardError",
    "Chart",
    "CircularEquation",
    "Claim",
    "Limits",
    "Model",
    "ModelError",
    "Scenario",
    "Time",
    "UnknownModel",
    "UnknownVariable",
    "Unsupported",
    "Variable",
    "fold",
    "identifier",
    "load_card",
    "path",
    "read",
    "read_text",
    "slugs",
]
