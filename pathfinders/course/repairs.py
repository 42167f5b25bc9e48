"""What was mended in a submission, in sentences; an honest one has none."""

from pathfinders.course import additions

HARMLESS = {"schema_version", "checksum", "cell_type"}
"""What of nbgrader's metadata may differ without a remark: nbgrader itself writes it anew."""


def told_by(plan, pieces, owned):
    """How the cells were told apart: by their `marks`, or, where none is left, by `ids` or by `words`."""
    ours = [piece for piece in pieces if piece.place in owned]
    if any(piece.grade_id in plan.by_name for piece in ours):
        return "marks"
    return "ids" if any(piece.id in plan.by_id for piece in ours) else "words"


def remarks(plan, pieces, owned):
    """A sentence for each thing that was wrong with the course's own cells or with marks."""
    how = told_by(plan, pieces, owned)
    if how != "marks":
        said = {"ids": "ids", "words": "words and their order"}[how]
        yield f"The marks of every cell are gone; cells were told by their {said}."
    groups = {name: [] for name in plan.by_name}
    for piece in pieces:
        if piece.place in owned:
            groups[owned[piece.place]].append(piece)
    for name in (name for name in groups if name in plan.tests):
        done = sorted(set(harm(plan.slot(name), groups[name], how == "marks")))
        if done:
            yield f"The test of {name} was {' and '.join(done)}; the course's own is used."
    fixed = [name for name in groups if name in plan.fixed and name not in plan.tests]
    changed = [name for name in fixed if any(map(plan.fixed[name].differs, groups[name]))]
    if changed:
        yield f"Cells of the course were changed ({', '.join(changed)}); the course's own are used."
    kept = additions.kept(plan, pieces, owned)
    if kept:
        yield f"What was added to cells of the course was kept, in cells of its own ({', '.join(kept)})."
    answers = [(slot, groups[slot.name]) for slot in plan.slots]
    retagged = [slot.part for slot, twins in answers if any(other_marks(slot, piece) for piece in twins)]
    if retagged and how == "marks":
        yield f"The marks of answers were changed ({', '.join(retagged)}); they are not read."


def harm(slot, twins, marked):
    """What was done to a test, in words."""
    if not twins:
        yield "deleted"
    if len(twins) > 1:
        yield "copied"
    for piece in twins:
        if slot.differs(piece) or piece.kind != slot.kind:
            yield "changed"
        if set(piece.tags) - set(slot.tags):
            yield "tagged"
        if marked and other_marks(slot, piece):
            yield "marked anew"


def other_marks(slot, piece):
    """True when nbgrader's metadata is not what was given out."""
    given, found = slot.marks, dict(piece.marks)
    return any(given.get(key) != found.get(key) for key in {*given, *found} - HARMLESS)


def repairs(plan, pieces, owned, chosen, late):
    """A sentence for each thing that was mended in the answers."""
    strange = []
    for slot in plan.slots:
        taken = chosen.get(slot.name, [])
        copies = sum(name == slot.name for name in owned.values())
        own = sum(owned.get(piece.place) == slot.name for piece in taken)
        if not taken:
            yield f"The answer cell of {slot.part} is missing."
            continue
        if not own:
            strange.append(slot.part)
        elif copies > own:
            yield f"The answer cell of {slot.part} was copied; what was written counts."
        if len(taken) > 1:
            done = "joined" if slot.kind == "markdown" else "run in their order"
            yield f"The answer of {slot.part} stands in {len(taken)} cells, which were {done}."
        yield from flipped(slot, taken)
    if strange and told_by(plan, pieces, owned) != "words":
        yield f"Answers stood in cells that were added, and were taken from there ({', '.join(strange)})."
    if late:
        yield f"Answers stood below their tests and were read there ({', '.join(late)})."
    first = [chosen[slot.name][0].place for slot in plan.slots if slot.name in chosen]
    if first != sorted(first):
        yield "The answers stand in another order than they were given out in; they are run in it."


def flipped(slot, pieces):
    """A sentence when code had become text, or text code."""
    if slot.kind == "code" and pieces[0].kind != "code":
        yield f"The answer of {slot.part} had been turned into text; it was read as code."
    if slot.kind == "markdown" and any(piece.kind == "code" for piece in pieces):
        yield f"The answer of {slot.part} had been turned into code; it was read as text."
