"""A student's answers for the course's own notebook: nothing else of the student's file goes on.

Sources alone are taken, of answer cells and of cells that the student added, and pictures that were pasted
into them. Metadata, tags, tests and the kernel never are. What had to be repaired is said in a sentence each.
"""

import hashlib
from dataclasses import dataclass, field

from pathfinders.course import additions, origins
from pathfinders.course.attached import Album
from pathfinders.course.candidates import below, candidates, doubts, starter, stations
from pathfinders.course.manuscript import Refused, read
from pathfinders.course.repairs import remarks, repairs

__all__ = ["Extra", "Note", "Refused", "Transplanted", "transplant"]


@dataclass(frozen=True)
class Extra:
    """A code cell of the student's own: run before the answer or test `before`, last where that is empty."""

    before: str
    source: str


@dataclass(frozen=True)
class Note:
    """Text of the student's own that is no answer: shown before the course's cell `before`, or last."""

    before: str
    source: str
    pictures: dict = field(default_factory=dict)


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
    """The grade_ids of answers whose prompt was changed, or beside which the student wrote something; of a
    text that was not written, also where there are words anywhere else."""

    notes: tuple = ()
    pictures: dict = field(default_factory=dict)
    """The grade_id of an answer → {name in its source: base64 of a PNG that is safe to show}."""

    unsure: frozenset = frozenset()
    """The names of tests whose answer may stand where it was not read: without points, a person decides."""

    digests: dict = field(default_factory=dict)
    """The grade_id of each answer → a digest of all that was written and attached for it, as handed in."""


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
    pieces = additions.grown(plan, script.pieces, owned)
    chosen = {slot.name: candidates(slot, plan, pieces, owned) for slot in plan.slots}
    chosen = {name: found for name, found in chosen.items() if found}
    ordered = sorted(chosen, key=lambda name: chosen[name][0].place)
    places = stations(plan, pieces, owned, chosen)
    unsure, late = doubts(plan, pieces, owned, chosen, places), below(plan, owned, chosen, places)
    unsure, places = dict(unsure), dict(sorted((places | late).items(), key=lambda one: one[1]))
    beside = frozenset(
        slot.name for slot in plan.slots if additions.is_beside(slot, plan, pieces, owned, chosen)
    )
    album = Album()
    taken = {name: source(plan.slot(name), chosen[name], album) for name in ordered}
    shown = tuple(notes(plan, pieces, owned, chosen, album))
    return Transplanted(
        {name: words for name, (words, _) in taken.items()},
        tuple(extras(plan, pieces, owned, chosen, places)),
        (
            *script.flags,
            *remarks(plan, pieces, owned),
            *repairs(plan, pieces, owned, chosen, late),
            *unsure.values(),
            *album.remarks(),
        ),
        tuple(places),
        beside,
        shown,
        {name: kept for name, (_, kept) in taken.items() if kept},
        frozenset(unsure),
        {name: digest(meant(plan.slot(name), chosen[name], pieces, beside)) for name in ordered},
    )


def source(slot, pieces, album):
    """(the source of a slot, its pictures): of prose all pieces, of code the first."""
    if slot.kind != "markdown":
        return pieces[0].source, {}
    texts, kept = zip(*map(album.put, pieces), strict=True)
    return "\n\n".join(texts), {name: data for one in kept for name, data in one.items()}


def meant(slot, found, pieces, beside):
    """The pieces that a person reads for an answer: where nothing was written in it, all of them."""
    return pieces if slot.name in beside and not any(map(slot.is_written, found)) else found


def digest(pieces):
    """A digest of sources and attachments as they were handed in."""
    found = hashlib.sha256()
    for piece in pieces:
        for text in (piece.source, *(one for picture in piece.pictures for one in vars(picture).values())):
            found.update(f"{len(text)} {text}".encode("utf-8", "replace"))
    return found.hexdigest()[:16]


def notes(plan, pieces, owned, chosen, album):
    """A Note for each place in which the student wrote for no answer, at most as long as additions.ROOM."""
    used = {piece.place for found in chosen.values() for piece in found}
    course = [(place, name) for place, name in owned.items()]
    found = {}
    for piece in additions.notes(plan, pieces, owned, used):
        before = next((name for place, name in course if place > piece.place), "")
        found.setdefault(before, []).append(album.put(piece))
    for before, parts in found.items():
        text = "\n\n".join(text for text, _ in parts)
        more = len(text) - additions.ROOM
        text = text[: additions.ROOM] + (f"\n\n(Cut here: {more:,} more signs.)" if more > 0 else "")
        yield Note(before, text, {name: data for _, kept in parts for name, data in kept.items()})


def extras(plan, pieces, owned, chosen, places):
    """The student's own code: cells that were added, further copies of an answer, and an untouched answer
    cell where other cells go on from it."""
    copies = {piece.place for name, found in chosen.items() for piece in found[1:] if plan.is_code(name)}
    used = {piece.place for found in chosen.values() for piece in found}
    whole = additions.unchanged(plan, pieces, owned)
    given = filter(None, (starter(slot, pieces, owned, chosen) for slot in plan.slots))
    found = [
        (piece.place, piece)
        for piece in pieces
        if piece.place in copies
        or (piece.place not in used and is_own(plan, piece, owned, whole) and piece.source.strip())
    ]
    for place, piece in sorted([*found, *given], key=lambda one: one[0]):
        yield Extra(next((name for name in places if places[name] > place), ""), piece.source)


def is_own(plan, piece, owned, whole):
    """True for code that the student added, also in a copy of a cell of the course that is no test."""
    name = owned.get(piece.place)
    return piece.kind == "code" and (name is None or additions.is_copy(plan, piece, name, whole))
