"""A student's answers for the course's own notebook: nothing else of the student's file goes on.

Sources alone are taken, of answer cells and of code cells that the student added. Metadata, tags, tests
and the kernel never are. What had to be repaired is said in a sentence each.
"""

from dataclasses import dataclass

from pathfinders.course import origins
from pathfinders.course.manuscript import Refused, read
from pathfinders.course.repairs import remarks, repairs

__all__ = ["Extra", "Refused", "Transplanted", "transplant"]


@dataclass(frozen=True)
class Extra:
    """A code cell of the student's own: run before the answer or test `before`, last where that is empty."""

    before: str
    source: str


@dataclass(frozen=True)
class Transplanted:
    """What is taken from a submission."""

    answers: dict
    """The grade_id of each answer → its source, in the order of the student's file; none for a lost one."""

    extras: tuple
    flags: tuple
    """One sentence for each repair; an honest submission has none."""

    order: tuple = ()
    """The grade_ids of code answers and of tests, as they follow each other in the student's file."""

    beside: frozenset = frozenset()
    """The grade_ids of answers whose prompt was changed, or beside which the student added a cell."""


def transplant(master, text):
    """The Transplanted of a submitted file's text (or bytes) for the released notebook `master`.

    Raises Refused when the file is no notebook, or has nothing of this assignment in it. An answer that
    was copied and changed in both places is the first of the two, and the other follows as an extra: they
    run in the student's order. Prose that stands in several cells is joined.
    """
    script = read(text)
    plan = origins.plan(master)
    owned = origins.owners(plan, script.pieces)
    if not owned and not any(map(plan.binder, script.pieces)):
        raise Refused("None of its cells belongs to this assignment; is it the notebook of another one?")
    chosen = {slot.name: candidates(slot, plan, script.pieces, owned) for slot in plan.slots}
    chosen = {name: found for name, found in chosen.items() if found}
    ordered = sorted(chosen, key=lambda name: chosen[name][0].place)
    places = stations(plan, script.pieces, owned, chosen)
    return Transplanted(
        {name: taken(plan.slot(name), chosen[name]) for name in ordered},
        tuple(extras(plan, script.pieces, owned, chosen, places)),
        (*script.flags, *remarks(plan, script.pieces, owned), *repairs(plan, script.pieces, owned, chosen)),
        tuple(places),
        frozenset(slot.name for slot in plan.slots if has_beside(slot, plan, script.pieces, owned, chosen)),
    )


def has_beside(slot, plan, pieces, owned, chosen):
    """True when the student wrote something near an answer: in its prompt, or in a cell of its own."""
    prompt = plan.fixed.get(f"{slot.part}-prompt")
    asked = (piece for piece in pieces if prompt and owned.get(piece.place) == prompt.name)
    if any(piece.source.split() != prompt.source.split() for piece in asked):
        return True
    used = {piece.place for found in chosen.values() for piece in found}
    near = origins.gap(slot, plan, pieces, owned)
    return any(is_free(piece, owned) and piece.place not in used for piece in near)


def candidates(slot, plan, pieces, owned):
    """The pieces that hold the answer of a slot, in their order; empty when it is lost.

    A copy that is still as it was given out says nothing where another was written in.
    """
    own = [piece for piece in pieces if owned.get(piece.place) == slot.name]
    written = [piece for piece in own if slot.is_written(piece)]
    if written:
        return written
    near = [piece for piece in origins.gap(slot, plan, pieces, owned) if is_free(piece, owned)]
    if slot.kind == "markdown":
        return [piece for piece in near if piece.kind != "code"] or own[:1]
    named = [piece for piece in pieces if is_free(piece, owned) and slot.binds(piece)]
    found = [piece for piece in named if piece.kind == "code"] or named or own[:1]
    return found or [piece for piece in near if piece.kind == "code" and not plan.binder(piece)][:1]


def is_free(piece, owned):
    """True for a cell of the student's own with something in it."""
    return piece.place not in owned and bool(piece.source.strip())


def taken(slot, pieces):
    """The source of a slot: of prose all pieces, of code the first."""
    return "\n\n".join(piece.source for piece in pieces) if slot.kind == "markdown" else pieces[0].source


def stations(plan, pieces, owned, chosen):
    """Name → place of the code answers and of the tests, in the order of the student's file."""
    found = {name: pieces[0].place for name, pieces in chosen.items() if plan.is_code(name)}
    tests = (name for name in plan.by_name if name in plan.tests)
    found |= {name: test_place(name, plan, pieces, owned, found.get(f"{name}-answer", -1)) for name in tests}
    return dict(sorted(found.items(), key=lambda one: one[1]))


def test_place(name, plan, pieces, owned, answer):
    """Where a test stands: of copies, the first after the answer's place.

    One that was deleted stands where the student's own check does, or else after the answer and all that
    follows it up to the next of the course's cells.
    """
    for known in (name, f"{name}-check"):
        places = [place for place, owner in owned.items() if owner == known]
        if places:
            return next((place for place in places if place > answer), places[-1])
    around = origins.gap(plan.slot(name), plan, pieces, owned)
    return max([answer, *(piece.place for piece in around)]) + 0.5


def extras(plan, pieces, owned, chosen, places):
    """The student's own code: cells that were added, and further copies of an answer."""
    copies = {piece.place for name, found in chosen.items() for piece in found[1:] if plan.is_code(name)}
    used = {piece.place for found in chosen.values() for piece in found}
    whole = {owned[piece.place] for piece in pieces if piece.place in owned and plan.is_ours(piece)}
    for piece in pieces:
        added = piece.place not in used and is_own(plan, piece, owned.get(piece.place), whole)
        if piece.place in copies or (added and piece.source.strip()):
            yield Extra(next((name for name in places if places[name] > piece.place), ""), piece.source)


def is_own(plan, piece, name, whole):
    """True for code that the student added, also in a copy of a cell of the course that is no test.

    `whole` names the cells of the course of which the file has an unchanged one too.
    """
    if piece.kind != "code" or name is None:
        return piece.kind == "code"
    return name in plan.fixed and name not in plan.tests and name in whole and not plan.is_ours(piece)
