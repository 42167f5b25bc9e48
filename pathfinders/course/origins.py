"""Which cell of the course each cell of a submission comes from: told by its id, its marks or its words."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from pathfinders.course import bindings
from pathfinders.course.manuscript import Refused, bound


@dataclass(frozen=True)
class Slot:
    """A cell of the course's notebook; an answer cell when students write in it."""

    index: int
    name: str
    kind: str
    source: str
    id: str
    marks: dict
    tags: tuple
    names: frozenset = frozenset()
    """The variables that this cell alone binds as it is given out."""

    @property
    def part(self):
        return self.name.removesuffix("-answer")

    def differs(self, piece):
        """True when a piece is not what was given out."""
        return piece.source.strip() != self.source.strip()

    def is_written(self, piece):
        """True when somebody wrote in it, or attached a picture."""
        if piece.pictures and self.kind == "markdown":
            return True
        return self.differs(piece) and bool(piece.source.strip()) and not self.is_starter(piece)

    def is_starter(self, piece):
        """True for the code that was given out, but for comments and empty lines."""
        if self.kind != "code" or len(piece.source) > 2 * len(self.source):
            return False
        return bindings.lines(piece.source) == bindings.lines(self.source)

    def binds(self, piece):
        """True when a piece binds a variable that belongs to this cell."""
        return bool(self.names & piece.bound)

    def gives(self, piece):
        """True when a piece binds or changes such a variable in any form, also within a loop or an `if`."""
        return self.binds(piece) or bool(bindings.given(piece.source, self.names))


@dataclass(frozen=True)
class Plan:
    """The course's notebook: `slots` are the answer cells, `fixed` (name → Slot) all others."""

    slots: tuple
    fixed: dict

    @cached_property
    def tests(self):
        return {name for name, slot in self.fixed.items() if slot.marks.get("grade")}

    @cached_property
    def by_name(self):
        return {slot.name: slot for slot in self.slots} | self.fixed

    @cached_property
    def by_id(self):
        """Cell id → name; an id that two cells share says nothing."""
        count = Counter(slot.id for slot in self.by_name.values())
        return {slot.id: name for name, slot in self.by_name.items() if slot.id and count[slot.id] == 1}

    @cached_property
    def by_source(self):
        """Kind and words → name; words that two answer cells are given out with say nothing."""
        known = [(slot.kind, slot.source.strip()) for slot in self.slots]
        given = {key: slot.name for key, slot in zip(known, self.slots, strict=True) if known.count(key) == 1}
        found = {(slot.kind, slot.source.strip()): name for name, slot in self.fixed.items()}
        return {key: name for key, name in given.items() if key[1]} | found

    @cached_property
    def by_test(self):
        """The words of a test → its name; words that two tests share say nothing."""
        words = [self.fixed[name].source.strip() for name in sorted(self.tests)]
        return {
            text: name for text, name in zip(words, sorted(self.tests), strict=True) if words.count(text) == 1
        }

    def slot(self, name):
        return self.by_name[name]

    def is_code(self, name):
        return self.by_name[name].kind == "code"

    def binder(self, piece):
        """The name of an answer whose variable a piece binds; None when it binds none."""
        return next((slot.name for slot in self.slots if slot.binds(piece)), None)

    def is_ours(self, piece):
        """True when a piece is, word for word, a cell that the course wrote."""
        return (piece.kind, piece.source.strip()) in self.by_source


def plan(master):
    """The Plan of a released notebook (a dictionary of nbformat 4)."""
    marked = [cell for cell in master["cells"] if "nbgrader" in cell["metadata"]]
    found = [slot_of(index, cell) for index, cell in enumerate(marked)]
    count = Counter(name for slot in found for name in bound(slot.source))
    known = [own_names(slot, count) for slot in found]
    return Plan(
        tuple(slot for slot in known if slot.marks.get("solution")),
        {slot.name: slot for slot in known if not slot.marks.get("solution")},
    )


def slot_of(index, cell):
    known, text = cell["metadata"]["nbgrader"], cell["source"]
    text = text if isinstance(text, str) else "".join(text)
    tags = tuple(cell["metadata"].get("tags", ()))
    return Slot(index, known["grade_id"], cell["cell_type"], text, cell.get("id", ""), dict(known), tags)


def own_names(slot, count):
    names = frozenset(name for name in bound(slot.source) if count[name] == 1) if slot.kind == "code" else ()
    return Slot(**{**vars(slot), "names": frozenset(names)})


def owners(plan, pieces):
    """Place of a piece → name of the course's cell that it comes from; the student's own are not in it.

    An id outweighs marks: JupyterLab gives a copy a new id and leaves its marks. The words of a test
    outweigh both, so that no test is ever taken for the student's. Raises Refused for the notebook of
    another assignment, in which the marks are the same and every text is another.
    """
    found = {}
    for piece in pieces:
        name = plan.by_test.get(piece.source.strip()) or plan.by_id.get(piece.id)
        name = name or (piece.grade_id if piece.grade_id in plan.by_name else None)
        name = name or plan.by_source.get((piece.kind, piece.source.strip()))
        if name:
            found[piece.place] = name
    prose = [piece for piece in pieces if is_prompt(plan, found.get(piece.place))]
    strange = len(prose) > 1 and not any(plan.is_ours(piece) for piece in prose)
    if strange and not any(piece.id in plan.by_id for piece in pieces):
        raise Refused("All its texts are another assignment's; was the wrong notebook handed in?")
    return found


def is_prompt(plan, name):
    return name in plan.fixed and not plan.is_code(name)


def gap(slot, plan, pieces, owned):
    """The pieces between the course's cells that stand before and after a slot, as far as these are there."""
    where = {}
    for place, name in owned.items():
        where.setdefault(plan.slot(name).index, place)
    low = next((where[index] for index in range(slot.index - 1, -1, -1) if index in where), -1)
    after = range(slot.index + 1, len(plan.by_name))
    high = next((where[index] for index in after if index in where), float("inf"))
    return [piece for piece in pieces if low < piece.place < high]
