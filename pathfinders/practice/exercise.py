"""An exercise as data: what its source file says, part by part."""

from dataclasses import dataclass, field

from pathfinders.errors import PathfindersError

ANSWERS = ("labels", "number", "text", "function", "prose")


class ExerciseError(PathfindersError):
    """An exercise source that cannot be used: file and line, found, expected, next step."""


@dataclass(frozen=True)
class Wrong:
    """A named wrong answer: the full answer, the check it must lose, and the hint it must be met with."""

    name: str
    loses: str
    hint: str
    code: str
    line: int
    when: object = None


@dataclass(frozen=True)
class Criterion:
    """One line of a rubric, for a part that a person reads."""

    name: str
    points: float
    says: str


@dataclass(frozen=True)
class Template:
    """The model that a student's equations join: a model of the workbook and the lines added to it."""

    model: str
    text: str


@dataclass(frozen=True)
class Part:
    """One graded part."""

    id: str
    title: str
    points: float
    kind: str
    """One of ANSWERS: what the answer has to be; `prose` is read by a person."""

    line: int
    prompt: str = ""
    starter: str = ""
    answer: str = ""
    template: Template | None = None
    public: tuple = ()
    hidden: tuple = ()
    wrong: tuple = ()
    rubric: tuple = ()
    praise: str = ""
    """What a student hears when every public check is met."""

    @property
    def name(self):
        """The variable in which the student leaves the answer."""
        return f"answer_{self.id.lower().replace('-', '_')}"

    @property
    def auto(self):
        """True when checks judge it, False when a person does."""
        return self.kind != "prose"


@dataclass(frozen=True)
class Exercise:
    """A whole exercise; `body` holds its prose and its parts in the order of the source."""

    slug: str
    path: object
    title: str
    minutes: int
    models: tuple
    body: tuple = field(default=())

    @property
    def parts(self):
        return tuple(piece for piece in self.body if isinstance(piece, Part))

    @property
    def points(self):
        return sum(part.points for part in self.parts)

    def part(self, id):
        """The part of that id; raises KeyError."""
        return next((part for part in self.parts if part.id == id), None) or _unknown(id, self.parts)


def _unknown(id, parts):
    raise KeyError(f"{id} is none of {', '.join(part.id for part in parts)}")
