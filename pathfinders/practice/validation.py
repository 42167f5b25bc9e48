"""Is an exercise fit to be given? The key earns all, a blank nothing, a named wrong answer its hint."""

from pathfinders.errors import PathfindersError
from pathfinders.practice import marking, sheets
from pathfinders.practice.exercise import ExerciseError
from pathfinders.practice.source import read_exercise

LEAST_WRONG = 2
LEAST_CASES = 2


def validate(path):
    """The Exercise in `path`, proved by judging its own answers; raises ExerciseError for the first fault."""
    exercise = read_exercise(path)
    if not exercise.parts:
        raise ExerciseError(f"{exercise.path.name}:1", "no part", "at least one", "write :::{part} A")
    names = {}
    for part in exercise.parts:
        if part.name in names:
            raise fault(
                exercise,
                part.line,
                f"part {part.id} shares {part.name} with part {names[part.name]}",
                "an id of its own",
                "rename one",
            )
        names[part.name] = part.id
        complete(exercise, part)
        if part.auto:
            for check in (*part.public, *part.hidden):
                well_made(exercise, part, check)
            unseen(exercise, part)
            proved(exercise, part)
    return exercise


def fault(exercise, line, found, expected, do):
    return ExerciseError(f"{exercise.path.name}:{line}", found, expected, do)


def complete(exercise, part):
    """Every directive is there, and the points add up."""
    wanted = (
        ("prompt", "answer", "starter", "public", "hidden") if part.auto else ("prompt", "answer", "rubric")
    )
    for kind in wanted:
        if not getattr(part, kind):
            called = f"{kind} check" if kind in ("public", "hidden") else kind
            raise fault(
                exercise,
                part.line,
                f"part {part.id} without a {called}",
                "one",
                f"write :::{{{kind}}} {part.id}",
            )
    rows = (*part.public, *part.hidden) if part.auto else part.rubric
    total = sum(row["points"] if part.auto else row.points for row in rows)
    if abs(total - part.points) > 1e-9:
        raise fault(
            exercise,
            part.line,
            f"part {part.id} has {part.points:g} points and its "
            f"{'checks' if part.auto else 'criteria'} {total:g}",
            "the same sum",
            "correct one of them",
        )
    if part.auto and len(part.wrong) < LEAST_WRONG:
        raise fault(
            exercise,
            part.line,
            f"part {part.id} with {len(part.wrong)} named wrong answers",
            f"at least {LEAST_WRONG}",
            f"write :::{{wrong}} {part.id} NAME",
        )


def well_made(exercise, part, check):
    """The check is of a known kind, has what that needs, and judges this kind of answer."""
    here = f"part {part.id}, check {check['id']}"
    kind = marking.KINDS.get(check["kind"])
    ids = [other["id"] for other in (*part.public, *part.hidden)]
    if kind is None:
        raise fault(
            exercise,
            part.line,
            f"{here}: kind {check['kind']!r}",
            f"one of {', '.join(marking.KINDS)}",
            "choose one",
        )
    if ids.count(check["id"]) > 1:
        raise fault(exercise, part.line, f"{here} stands twice", "an id of its own", "rename one")
    if part.kind not in kind.answers:
        raise fault(
            exercise,
            part.line,
            f"{here}: kind {check['kind']!r} for an answer of kind {part.kind}",
            f"an answer of kind {' or '.join(kind.answers)}",
            "choose another kind",
        )
    for needed in kind.needs:
        if needed not in check:
            raise fault(exercise, part.line, f"{here} without {needed}", f"a line `{needed}: …`", "add it")
    if part.kind == "text" and part.template is None:
        raise fault(
            exercise,
            part.line,
            f"part {part.id} without a template",
            "the model its equations join",
            f"write :::{{template}} {part.id} SLUG",
        )


def unseen(exercise, part):
    """Hidden cases: at least two, none with a model's default and none that the public checks show."""
    shown = [case_key(case) for check in part.public for case in check.get("cases", ())]
    for check in part.hidden:
        cases = check.get("cases")
        if cases is None:
            continue
        here = f"part {part.id}, hidden check {check['id']}"
        if len(cases) < LEAST_CASES:
            raise fault(
                exercise, part.line, f"{here} with {len(cases)} case", f"at least {LEAST_CASES}", "add one"
            )
        for case in cases:
            if case_key(case) in shown:
                raise fault(
                    exercise,
                    part.line,
                    f"{here}: a case of the public checks",
                    "values of its own",
                    "change it",
                )
            defaults(exercise, part, here, case)


def case_key(case):
    return repr(sorted(case.get("set", {}).items())) if "with" not in case else repr(case["with"])


def defaults(exercise, part, here, case):
    from pathfinders.practice.fragment import given, key

    base = (
        {item.key: item.right for item in given(part.template.model, part.template.text)}
        if part.template
        else {}
    )
    for name, value in case.get("set", {}).items():
        if key(name) not in base:
            raise fault(
                exercise, part.line, f"{here} sets {name!r}", "a parameter of the template", "correct it"
            )
        if base[key(name)].strip() == f"{value:g}":
            raise fault(
                exercise,
                part.line,
                f"{here} sets {name} to its default {value:g}",
                "another value",
                "change it, so that an answer which ignores it is found out",
            )


def proved(exercise, part):
    """Key full, blank nothing, each wrong answer its loss and its hint."""
    public, hidden = sheets.public_sheet(part), sheets.hidden_sheet(part)
    for name, sheet in (("public", public), ("all", hidden)):
        verdict = judged(exercise, part, sheet, part.answer)
        if not verdict.passed:
            raise fault(
                exercise,
                part.line,
                f"part {part.id}: the answer loses {verdict.check or name} ({verdict.words})",
                f"that it passes {name} checks",
                "correct the answer or the check",
            )
    blank = judged(exercise, part, hidden, part.starter)
    if blank.share > 0:
        raise fault(
            exercise,
            part.line,
            f"part {part.id}: the starter earns {blank.points(part.points):g} points",
            "none",
            "take the answer out of it",
        )
    for wrong in part.wrong:
        lost(exercise, part, hidden, wrong)


def lost(exercise, part, sheet, wrong):
    verdict = judged(exercise, part, sheet, wrong.code)
    here = f"part {part.id}, wrong answer {wrong.name}"
    if verdict.check != wrong.loses:
        raise fault(
            exercise,
            wrong.line,
            f"{here} loses {verdict.check or 'nothing'} ({verdict.words})",
            f"that it loses {wrong.loses}",
            "correct the answer, the check or `loses`",
        )
    if wrong.hint not in verdict.words:
        raise fault(
            exercise,
            wrong.line,
            f"{here} is told {verdict.words!r}",
            f"its hint {wrong.hint!r}",
            "give it a `when` that only it meets",
        )


def judged(exercise, part, sheet, code):
    try:
        return marking.mark(sheet, sheets.run_source(part, code, marking.calls_of(sheet)))
    except ExerciseError:
        raise
    except PathfindersError as error:
        raise fault(
            exercise, part.line, f"part {part.id}: {error}", "checks that can be made", "correct them"
        ) from error
