"""A model's card: what is shown of a model, what is claimed about it, and what it leaves out."""

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType


@dataclass(frozen=True)
class Chart:
    """A chart of the lab."""

    title: str
    variables: tuple
    """Names as in the ``.mdl``."""
    axis: str = ""
    """What the vertical axis says; empty: the unit, and nothing where there is none."""


@dataclass(frozen=True)
class Scenario:
    """A named set of parameters."""

    name: str
    set: MappingProxyType
    """Name of a constant → value."""
    says: str


@dataclass(frozen=True)
class Claim:
    """A sentence about the model that a run can refute; ``predicate`` judges the curve of ``variable``."""

    id: str
    says: str
    set: MappingProxyType
    variable: str
    predicate: str
    args: object
    """What stands behind the predicate in the card: a mapping, a list, a number, a word or None."""
    stop: float | None = None
    """When the run ends, where it is not the model's FINAL TIME."""
    random: MappingProxyType | None = None
    """``sets`` and ``seed``: the claim holds for so many random settings of the sliders, not for one."""


@dataclass(frozen=True)
class NamedLoop:
    """What a feedback loop is called: the shortest one through all variables of ``through``."""

    name: str
    through: tuple


@dataclass(frozen=True)
class Card:
    """A model's card, checked against the model: every name in it exists."""

    slug: str
    path: Path
    title: str
    question: str
    description: str
    """One plain sentence."""
    passages: tuple
    sliders: tuple
    """Names of constants with limits, in the order shown."""
    charts: tuple
    scenarios: tuple
    scene: str | None
    claims: tuple
    leaves_out: str
    tuned: str
    sources: tuple
    loops: tuple = ()
    """Names for feedback loops."""
