"""Is an exercise's source sound? What can be told before an answer is judged; a fault names file and line."""

from functools import partial

from pathfinders.behaviour import PREDICATES
from pathfinders.model.errors import did_you_mean
from pathfinders.practice import marking, ranges
from pathfinders.practice.exercise import ExerciseError

LEAST_WRONG = 2
LEAST_CASES = 2
CASE = ("name", "says", "set", "hold", "variable", "stop", "goal")
"""What a case of `behaves` may say beside its predicates."""


def fault(exercise, line, found, expected="", do=""):
    """The ExerciseError for a line of the exercise's file."""
    return ExerciseError(f"{exercise.path.name}:{line}", found, expected, do)


def complete(exercise, part):
    """Raise ExerciseError where a directive is missing or the points do not add up."""
    refuse = partial(fault, exercise, part.line)
    judged = ("prompt", "answer", "starter", "public", "hidden")
    for kind in judged if part.auto else ("prompt", "answer", "rubric"):
        if not getattr(part, kind):
            called = f"{kind} check" if kind in ("public", "hidden") else kind
            raise refuse(f"part {part.id} has no {called}", "one", f"write :::{{{kind}}} {part.id}")
    rows = (*part.public, *part.hidden) if part.auto else part.rubric
    total = sum(row["points"] if part.auto else row.points for row in rows)
    if not abs(total - part.points) <= 1e-9:  # so that nan is a fault too
        rows = "checks" if part.auto else "criteria"
        found = f"part {part.id} has {part.points:g} points and its {rows} {total:g}"
        raise refuse(found, "the same sum", "correct one of them")
    if part.auto and len(part.wrong) < LEAST_WRONG:
        found = f"part {part.id} with {len(part.wrong)} named wrong answers"
        raise refuse(found, f"at least {LEAST_WRONG}", f"write :::{{wrong}} {part.id} NAME")


def well_made(exercise, part, check):
    """Raise ExerciseError where a check's kind is not known, lacks what it needs, or judges other answers."""
    refuse, here = partial(fault, exercise, part.line), f"part {part.id}, check {check['id']}"
    kind = marking.KINDS.get(check["kind"])
    ids = [other["id"] for other in (*part.public, *part.hidden)]
    if kind is None:
        raise refuse(f"{here}: kind {check['kind']!r}", f"one of {', '.join(marking.KINDS)}", "choose one")
    if ids.count(check["id"]) > 1:
        raise refuse(f"{here} stands twice", "an id of its own", "rename one")
    if part.kind not in kind.answers:
        found = f"{here}: kind {check['kind']!r} for an answer of kind {part.kind}"
        raise refuse(found, f"an answer of kind {' or '.join(kind.answers)}", "choose another kind")
    for needed in kind.needs:
        if needed not in check:
            raise refuse(f"{here} without {needed}", f"a line `{needed}: …`", "add it")
    if part.kind == "text" and part.template is None:
        found = f"part {part.id} has no template"
        raise refuse(found, "the model its equations join", f"write :::{{template}} {part.id} SLUG")
    if check["kind"] == "behaves":
        for case in check["cases"]:
            asks(refuse, here, case)
            ranges.still(refuse, here, case)
            if check in part.public:
                ranges.plain(refuse, here, case)
    if check["kind"] == "calls" and check in part.public:
        for case in check["cases"]:
            ranges.called(refuse, here, case)


def asks(refuse, here, case):
    """A case has words, a predicate and no unknown key: a misspelt predicate would ask nothing."""
    for name in case:
        if name not in (*CASE, *PREDICATES):
            raise refuse(f"{here}: a case has the key {name!r}", do=did_you_mean(name, (*PREDICATES, *CASE)))
    if not case.get("says") or not any(name in PREDICATES for name in case):
        expected = f"says, and one of {', '.join(PREDICATES)}"
        raise refuse(f"{here}: a case without words or predicate", expected)


def unseen(exercise, part):
    """Hidden cases: at least two, none with a model's default and none that the public checks show."""
    refuse = partial(fault, exercise, part.line)
    shown = [case_key(case) for check in part.public for case in check.get("cases", ())]
    for check in part.hidden:
        cases = check.get("cases")
        if cases is None:
            continue
        here = f"part {part.id}, hidden check {check['id']}"
        if len(cases) < LEAST_CASES:
            raise refuse(f"{here} with {len(cases)} case", f"at least {LEAST_CASES}", "add one")
        for case in cases:
            if case_key(case) in shown:
                raise refuse(f"{here}: a case of the public checks", "values of its own", "change it")
            new_values(refuse, part, here, case)
            ranges.sound(refuse, part, here, case)


def case_key(case):
    """What a case tries, in a form that can be compared."""
    if "with" in case:
        return repr(case["with"])
    return repr([sorted(case.get(what, {}).items()) for what in ("set", "hold")])


def new_values(refuse, part, here, case):
    """A case sets parameters of the template, none of them to the value it has there, or arguments."""
    base = ranges.template(part)
    for name, value in case.get("set", {}).items():
        if "with" in case and name not in case["with"]:
            raise refuse(f"{here} sets {name!r}", f"a name in its `with` ({case['with']})", "correct it")
        if "with" in case:
            continue
        if ranges.key(name) not in base:
            raise refuse(f"{here} sets {name!r}", "a parameter of the template", "correct it")
        if isinstance(value, int | float) and base[ranges.key(name)] == f"{value:g}":
            do = "change it, so that an answer which ignores it is found out"
            raise refuse(f"{here} sets {name} to its default {value:g}", "another value", do)
