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
    """A code cell of the student's own: run before the code answer `before`, or last where that is empty."""

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
    return Transplanted(
        {name: taken(plan.slot(name), chosen[name]) for name in ordered},
        extras(plan, script.pieces, owned, chosen),
        (*script.flags, *remarks(plan, script.pieces, owned), *repairs(plan, script.pieces, owned, chosen)),
    )


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


def extras(plan, pieces, owned, chosen):
    """The student's own code: cells that were added, and further copies of an answer."""
    firsts = {found[0].place: name for name, found in chosen.items() if plan.is_code(name)}
    copies = {piece.place for name, found in chosen.items() for piece in found[1:] if plan.is_code(name)}
    used = {piece.place for found in chosen.values() for piece in found}
    whole = {owned[piece.place] for piece in pieces if piece.place in owned and plan.is_ours(piece)}
    waiting, made = [], []
    for piece in pieces:
        if piece.place in firsts:
            made += [Extra(firsts[piece.place], source) for source in waiting]
            waiting = []
        added = piece.place not in used and is_own(plan, piece, owned.get(piece.place), whole)
        if piece.place in copies or (added and piece.source.strip()):
            waiting.append(piece.source)
    return (*made, *(Extra("", source) for source in waiting))


def is_own(plan, piece, name, whole):
    """True for code that the student added, also in a copy of a cell of the course that is no test.

    `whole` names the cells of the course of which the file has an unchanged one too.
    """
    if piece.kind != "code" or name is None:
        return piece.kind == "code"
    return name in plan.fixed and name not in plan.tests and name in whole and not plan.is_ours(piece)
