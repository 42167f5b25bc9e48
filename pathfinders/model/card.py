"""A model's card: what is shown of a model, what is claimed about it, and what it leaves out."""

from dataclasses import dataclass, field
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
class Sweep:
    """Random settings of the sliders to which a claim is put, beside the one of the card."""

    sets: int = 200
    seed: int = 5
    within: MappingProxyType = field(default_factory=lambda: MappingProxyType({}))
    """Name of a slider → (low, high), a narrower range than its limits; the page names it."""
    least: float | None = None
    """The share of the sets in which the claim must hold (``at least`` in the card); None promises none."""


@dataclass(frozen=True)
class Formula:
    """A closed form over the constants of the model."""

    text: str
    tree: object

    def __str__(self):
        return self.text


@dataclass(frozen=True)
class Percent:
    """A tolerance that is a share of the value it belongs to."""

    share: float

    def __str__(self):
        return f"{100 * self.share:g} %"


@dataclass(frozen=True)
class Claim:
    """A sentence about the model that runs can refute; ``predicate`` judges the curve of ``variable``."""

    id: str
    says: str
    set: MappingProxyType
    variable: str | None
    """None where the predicate names its variables itself."""
    predicate: str
    args: object
    """What stands behind the predicate in the card: a mapping, a number, a word or None. Names are those of
    the model, formulas are Formula, a tolerance such as ``2 %`` is a Percent."""
    stop: float | None = None
    """When the run ends, where it is not the model's FINAL TIME."""
    sweep: Sweep | None = Sweep()
    """None: a figure of this one setting."""
    passages: tuple = ()
    """Ids of the passages on which it bears, such as F13."""


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
    predict: bool = False
    """Whether the lab asks for a sketch first."""
    opens: float | None = None
    """The moment that the lab shows when it opens, in the model's time; None: the end of the run."""
    archetype: str | None = None
    """A name of the field for its loops, each of which matters."""
    rest: MappingProxyType | None = None
    """The setting in which nothing moves before the first event; None where the story starts in motion."""
    anchors: tuple = ()
    """Keys of ``models/literature.bib``."""
