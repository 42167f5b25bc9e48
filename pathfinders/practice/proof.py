"""The proof that a part's checks do what they are for: its own answers are judged, at values of all kinds."""

from functools import partial

from pathfinders.practice import marking, sheets, variants
from pathfinders.practice.soundness import fault

DRAWS = 4
"""How many draws are tried beside the ends of all ranges; they are no student's."""


def proved(exercise, part):
    """Key full, blank nothing, each wrong answer its loss and its hint; raises ExerciseError."""
    refuse, tries = partial(fault, exercise, part.line), tried(exercise, part)
    passes(refuse, part, "public", sheets.public_sheet(part))
    passes(refuse, part, "all", tries[0])
    for sheet in tries[1:]:
        passes(refuse, part, "all", {**sheet, "checks": [one for one in sheet["checks"] if "drawn" in one]})
    for sheet in tries:
        blank = judged(part, sheet, part.starter)
        if blank.share > 0:
            found = f"part {part.id}: the starter earns {blank.points(part.points):g} points"
            raise refuse(found, "none", "take the answer out of it")
    for wrong in part.wrong:
        lost(exercise, part, tries[0], wrong)
        for sheet in tries[1:]:
            rest = until(sheet, wrong.loses)
            if any("drawn" in check for check in rest["checks"]):
                lost(exercise, part, rest, wrong)


def tried(exercise, part):
    """The hidden sheet with the values of each try: the ends of all ranges, then DRAWS draws.

    A check with values that are drawn says so by the key `drawn`; the others are the same in every try.
    """
    sheet = sheets.hidden_sheet(part)
    checks = [{**check, "drawn": True} if variants.is_drawn(check) else check for check in sheet["checks"]]
    sheet = {**sheet, "checks": checks}
    if checks == sheets.hidden_sheet(part)["checks"]:
        return (sheet,)
    draws = (variants.drawn(sheet, "proof", exercise.slug, str(number)) for number in range(DRAWS))
    return (*variants.ends(sheet), *draws)


def until(sheet, id):
    """The sheet up to a check: of those before it, the ones that are drawn. The others were passed before."""
    names = [check["id"] for check in sheet["checks"]]
    first = sheet["checks"][: names.index(id) + 1] if id in names else []
    return {**sheet, "checks": [one for one in first if "drawn" in one or one["id"] == id]}


def passes(refuse, part, name, sheet):
    """Raise unless the key earns all."""
    verdict = judged(part, sheet, part.answer)
    if verdict.passed:
        return
    check = next((one for one in sheet["checks"] if one["id"] == verdict.check), {})
    cases = [one for one in check.get("cases", ()) if is_lost(part, sheet, check, one)]
    at = values(check, cases)
    found = f"part {part.id}: the answer loses {verdict.check or name}{at} ({verdict.words})"
    raise refuse(found, f"that it passes {name} checks", "correct the answer or the check")


def is_lost(part, sheet, check, case):
    """True when the key loses this case of this check."""
    return not judged(part, {**sheet, "checks": [{**check, "cases": [case]}]}, part.answer).passed


def values(check, cases):
    """At which drawn values: words for the cases, empty for a check of which nothing is drawn."""
    if "drawn" not in check:
        return ""
    told = (", ".join(f"{name} {value:g}" for name, value in case.get("set", {}).items()) for case in cases)
    return f" at {'; '.join(told)}"


def lost(exercise, part, sheet, wrong):
    """A named wrong answer loses the check it names, and is met with its hint."""
    verdict = judged(part, sheet, wrong.code)
    refuse, here = partial(fault, exercise, wrong.line), f"part {part.id}, wrong answer {wrong.name}"
    check = next((one for one in sheet["checks"] if one["id"] == (verdict.check or wrong.loses)), {})
    at = values(check, check.get("cases", ()))
    if verdict.check != wrong.loses:
        found = f"{here} loses {verdict.check or 'nothing'}{at} ({verdict.words})"
        raise refuse(found, f"that it loses {wrong.loses}", "correct the answer, the check or `loses`")
    if wrong.hint not in verdict.words:
        found = f"{here} is told {verdict.words!r}{at}"
        raise refuse(found, f"its hint {wrong.hint!r}", "give it a `when` that only it meets")


def judged(part, sheet, code):
    """The Verdict on what a piece of the source leaves."""
    return marking.mark(sheet, sheets.run_source(part, code, marking.calls_of(sheet)))
