"""What a student wrote into the course's own cells, and in cells that were added for no answer."""

from dataclasses import replace

from pathfinders.course import origins
from pathfinders.course.bindings import WORDS, does_something, is_talk

ROOM = 10_000
"""Signs that are shown of the texts in one place; all are in the file that was handed in."""


def added(slot, piece):
    """(lines before, lines after) the first of the course's own lines that is still in a piece."""
    given = {line.rstrip() for line in slot.source.split("\n") if line.strip()}
    lines = piece.source.split("\n")
    first = next((n for n, line in enumerate(lines) if line.rstrip() in given), len(lines))
    own = [line.rstrip() not in given for line in lines]
    before = [line for line, mine in zip(lines[:first], own[:first], strict=True) if mine]
    after = [line for line, mine in zip(lines[first:], own[first:], strict=True) if mine]
    return "\n".join(before).strip("\n"), "\n".join(after).strip("\n")


def text(slot, piece):
    """What was added to one of the course's cells, as one text."""
    return "\n".join(filter(None, added(slot, piece)))


def has_given(slot, piece):
    """True when every line of the course's is still there."""
    lines = {line.rstrip() for line in piece.source.split("\n")}
    return all(line.rstrip() in lines for line in slot.source.split("\n") if line.strip())


def is_copy(plan, piece, name, whole):
    """True for a changed copy of a cell of the course that is no test; of `whole` one is unchanged each."""
    return name in plan.fixed and name not in plan.tests and name in whole and not plan.is_ours(piece)


def unchanged(plan, pieces, owned):
    """The names of the course's cells of which the file has one as it was given out."""
    return {owned[piece.place] for piece in pieces if piece.place in owned and plan.is_ours(piece)}


def grown(plan, pieces, owned):
    """The pieces, and as pieces of the student's own the code that was added to the course's.

    From a test it is taken only where the test itself is still there: what replaced one is not run.
    """
    whole, made = unchanged(plan, pieces, owned), []
    for piece in pieces:
        made.append(piece)
        name = owned.get(piece.place)
        if not is_grown(plan, piece, name) or is_copy(plan, piece, name, whole):
            continue
        if name in plan.tests and not has_given(plan.fixed[name], piece):
            continue
        before, after = (
            replace(piece, place=piece.place + step, source=lines, id="", marks=(), tags=())
            for step, lines in zip((-0.25, 0.25), added(plan.fixed[name], piece), strict=True)
        )
        made[-1:] = [one for one in (before, piece, after) if one is piece or does_something(one.source)]
    return tuple(made)


def kept(plan, pieces, owned):
    """The names of the course's cells to which something was added that is run or shown; of grown pieces."""
    run = {owned[round(piece.place)] for piece in pieces if piece.place != round(piece.place)}
    course = (piece for piece in pieces if owned.get(piece.place) in plan.fixed)
    shown = {owned[piece.place] for piece in course if is_shown(piece, plan.fixed[owned[piece.place]])}
    return [name for name in plan.by_name if name in run | shown]


def is_shown(piece, slot):
    """True for a cell of the course's with words of the student's in it that are no code."""
    if not slot.differs(piece) or (slot.kind == "code" and does_something(text(slot, piece))):
        return False
    return speaks(piece, slot)


def is_grown(plan, piece, name):
    """True for code in a code cell of the course that is not as it was given out."""
    slot = plan.fixed.get(name)
    return slot is not None and slot.kind == piece.kind == "code" and slot.differs(piece)


def notes(plan, pieces, owned, used):
    """Pieces with what was written for no answer: texts that were added, or were added to the course's."""
    for piece in pieces:
        slot = plan.fixed.get(owned.get(piece.place))
        if piece.place not in owned and piece.place not in used and piece.kind != "code":
            yield from [piece] if speaks(piece, None) else []
        elif slot and is_shown(piece, slot):
            own = text(slot, piece)
            yield replace(piece, source=own, pictures=piece.pictures if "attachment:" in own else ())


def speaks(piece, slot):
    """True when a piece has words for a person: one of the student's own, or one made from `slot`."""
    source = text(slot, piece) if slot else piece.source
    if piece.kind == "code":
        return is_talk(source)
    return bool(WORDS.search(source)) or (slot is None and bool(piece.pictures))


def is_beside(slot, plan, pieces, owned, chosen):
    """True when the student wrote something near an answer: in its prompt, or in a cell of its own.

    For a text of which nothing stands in its cell, words anywhere in the notebook may be meant.
    """
    prompt = plan.fixed.get(f"{slot.part}-prompt")
    asked = (piece for piece in pieces if prompt and owned.get(piece.place) == prompt.name)
    if any(piece.source.split() != prompt.source.split() for piece in asked):
        return True
    used = {piece.place for found in chosen.values() for piece in found}
    near = origins.gap(slot, plan, pieces, owned)
    if any(is_free(piece, owned) and piece.place not in used for piece in near):
        return True
    if slot.kind != "markdown" or any(slot.is_written(piece) for piece in chosen.get(slot.name, ())):
        return False
    return any(speaks(*one) for one in elsewhere(plan, pieces, owned, used))


def elsewhere(plan, pieces, owned, used):
    """(piece, the cell of the course that it was, or None) of all that is neither an answer nor unchanged."""
    for piece in pieces:
        slot = plan.by_name.get(owned.get(piece.place))
        if slot is None and piece.place not in used:
            yield piece, None
        elif slot and slot.name in plan.fixed and slot.differs(piece):
            yield piece, slot


def is_free(piece, owned):
    """True for a cell of the student's own with something in it."""
    return piece.place not in owned and (bool(piece.source.strip()) or bool(piece.pictures))
