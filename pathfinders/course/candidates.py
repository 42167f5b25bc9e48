"""Which cells of a submission hold an answer, and where the course's tests stand among them."""

from pathfinders.course import bindings, origins
from pathfinders.course.additions import has_given, is_free


def candidates(slot, plan, pieces, owned):
    """The pieces that hold the answer of a slot, in their order; empty when it is lost.

    A copy that is still as it was given out says nothing where another was written in. Prose may go on in
    cells beside its own.
    """
    own = [piece for piece in pieces if owned.get(piece.place) == slot.name]
    written = [piece for piece in own if slot.is_written(piece)]
    near = [piece for piece in origins.gap(slot, plan, pieces, owned) if is_free(piece, owned)]
    if slot.kind == "markdown":
        more = [piece for piece in near if piece.kind != "code"]
        return sorted([*written, *more], key=lambda piece: piece.place) or own[:1]
    if written:
        return written
    found = givers(slot, pieces, owned) or own[:1]
    return found or [piece for piece in near if piece.kind == "code" and not plan.binder(piece)][:1]


def givers(slot, pieces, owned):
    """The student's own cells that give an answer its value: code, or else text that is such code."""
    free = [piece for piece in pieces if is_free(piece, owned)]
    found = [piece for piece in free if piece.kind == "code" and slot.gives(piece)]
    return found or [piece for piece in free if slot.binds(piece)]


def starter(slot, pieces, owned, chosen):
    """(place, piece) of an untouched answer cell that has to run before what changes its value; or None.

    What gives a plain value needs none, and no value is ever overwritten by it.
    """
    first = next(iter(chosen.get(slot.name, ())), None)
    own = next((piece for piece in pieces if owned.get(piece.place) == slot.name), None)
    if slot.kind != "code" or None in (first, own) or owned.get(first.place) == slot.name:
        return None
    if slot.binds(first) or not own.source.strip():
        return None
    return min(own.place, first.place - 0.1), own


def stations(plan, pieces, owned, chosen):
    """Name → place of the code answers and of the tests, as they stand in the student's file."""
    found = {name: taken[0].place for name, taken in chosen.items() if plan.is_code(name)}
    tests = (name for name in plan.by_name if name in plan.tests)
    return found | {
        name: test_place(name, plan, pieces, owned, found.get(f"{name}-answer", -1)) for name in tests
    }


def test_place(name, plan, pieces, owned, answer):
    """Where a test stands: of copies the last, as in nbgrader, for a second attempt stands below the first.

    One that was deleted stands where the student's own check does, or else after the answer and all that
    follows it up to the next of the course's cells.
    """
    for known in (name, f"{name}-check"):
        places = [place for place, owner in owned.items() if owner == known]
        if places:
            return places[-1]
    around = origins.gap(plan.slot(name), plan, pieces, owned)
    return max([answer, *(piece.place for piece in around)]) + 0.5


def sides(plan, owned, chosen, places):
    """(name of a test, whether a cell before it gives the answer, whether one after it does)."""
    for name in (name for name in places if name in plan.tests):
        found = chosen.get(f"{name}-answer", ())
        if found and plan.is_code(f"{name}-answer"):
            where = [piece.place < places[name] for piece in found]
            yield name, any(where), not all(where)


def below(plan, owned, chosen, places):
    """Name → place after its answer, of each test that has it only below, in cells that were added."""
    late = [name for name, before, after in sides(plan, owned, chosen, places) if after and not before]
    late = [name for name in late if chosen[f"{name}-answer"][0].place not in owned]
    return {name: max(piece.place for piece in chosen[f"{name}-answer"]) + 0.5 for name in late}


def doubts(plan, pieces, owned, chosen, places):
    """(name of a test, sentence) where what is read may not be what was meant."""
    for name, before, after in sides(plan, owned, chosen, places):
        if before and after:
            yield name, f"{name} is answered both above and below its test; it was read at the test."
    for name in (name for name in places if name in plan.tests):
        slot = plan.by_name.get(f"{name}-answer")
        if slot is None or slot.kind != "code" or is_answered(slot, owned, chosen):
            continue
        if any(is_lost(plan, piece, owned, name, slot) for piece in pieces):
            yield name, f"{name} may be answered where a test of the course stood, which was not run."


def is_lost(plan, piece, owned, name, slot):
    """True for code in place of a test that may be the answer of a slot: it is in its test, or names it."""
    place = owned.get(piece.place)
    if place not in plan.tests or plan.is_ours(piece) or has_given(plan.fixed[place], piece):
        return False
    meant = place == name or any(one in piece.source for one in slot.names)
    return meant and bindings.does_something(piece.source)


def is_answered(slot, owned, chosen):
    """True when something was written for an answer, in its own cell or in one that was added."""
    found = chosen.get(slot.name, [])
    return any(owned.get(piece.place) != slot.name or slot.is_written(piece) for piece in found)
