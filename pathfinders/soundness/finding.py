"""What a check found, and the model it looked at."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pathfinders.engine import compile_model
from pathfinders.model import ModelError
from pathfinders.model.parser import place
from pathfinders.structure.cards import card_of


@dataclass(frozen=True)
class Finding:
    """One check of one model."""

    check: str
    says: str
    """What was looked at and measured, in a few words."""
    problems: tuple = ()
    """A sentence for each fault; without one the check is passed."""
    remarks: tuple = ()
    """Sentences on what an author outside has not promised."""


class Subject:
    """A model, its card where it has one, and its twin."""

    def __init__(self, model, card=None):
        self.model, self.card = model, card
        self.twin = compile_model(model)

    @classmethod
    def of(cls, model):
        """The Subject of a Model, with the card of the package's own models."""
        return cls(model, card_of(model))

    @property
    def own(self):
        """Whether the house rules are promised: the model has a card here."""
        return self.card is not None

    @cached_property
    def shown(self):
        """The curves that a reader sees: those of the charts, or every stock."""
        if self.card:
            return tuple(dict.fromkeys(name for chart in self.card.charts for name in chart.variables))
        return tuple(variable.name for variable in self.model.stocks)

    @cached_property
    def bounded(self):
        """The constants that have limits, all three parts of them."""
        return tuple(
            constant for constant in self.model.constants
            if None not in (constant.limits.low, constant.limits.high, constant.limits.step)
            and constant.limits.step > 0
        )

    @cached_property
    def settings(self):
        """(name, settings) of the run as it is, which has no name, and of each scenario of the card."""
        scenarios = self.card.scenarios if self.card else ()
        return (("", {}), *((item.name, dict(item.set)) for item in scenarios if item.set))

    def fault(self, name, found, expected="", do=""):
        """A sentence about a variable, or about the model where ``name`` is empty."""
        line = self.model[name].line if name in self.model else 0
        return str(ModelError(place(self.model.where, line, name), found, expected, do))

    def judged(self, check, says, problems, promised=False):
        """A Finding whose problems count for our own models; for others only where every model promises."""
        problems = tuple(problems)
        if self.own or promised:
            return Finding(check, says, problems)
        return Finding(check, says, (), problems)


def table(rows, model):
    """Rows of settings as arrays for lanes: each name that any row sets."""
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: np.array([row.get(name, model[name].value) for row in rows], dtype=float) for name in names}


def spoken(settings):
    """Settings in words, the file's own where there are none."""
    return ", ".join(f"{name} {value:g}" for name, value in settings.items()) or "the values of the file"
