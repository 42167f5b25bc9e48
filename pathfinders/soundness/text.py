"""What can be told from the file and its card alone: units, documentation, names, numbers, words."""

import re

from pathfinders.model import check_units, problems
from pathfinders.model.dimensions import UnitProblem
from pathfinders.model.errors import CardError, did_you_mean
from pathfinders.model.tree import LAGS, Apply, Number, children, names
from pathfinders.model.variables import fold
from pathfinders.soundness.finding import Finding

FUNCTIONS = {
    *("step", "pulse", "pulse train", "ramp", "min", "max", "abs", "exp", "ln", "log", "sqrt", "sin", "cos"),
    *("tan", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "power", "integer", "modulo", "quantum"),
    *("smooth", "smooth3", "smoothi", "smooth3i", "smooth n", "delay1", "delay3", "delay1i", "delay3i"),
    *("delay n", "delay fixed", "trend", "forecast", "initial", "integ", "if then else", "with lookup"),
    *("zidz", "xidz", "game", "sum", "vmin", "vmax", "random uniform", "random normal", "time", "npv"),
}
SWEEPING = re.compile(r"\b(only|never|always|beats?|any|every)\b", re.IGNORECASE)
KEY = re.compile(r"@\w+\s*\{\s*([^,\s]+)")


def units(subject):
    """Every equation's units hold."""
    found = check_units(subject.model)
    count = sum(variable.kind != "constant" for variable in subject.model.variables)
    says = f"{len(found)} do not hold" if found else "they hold"
    return subject.judged("units", f"{says} in {count} equations", map(str, found))


def documentation(subject):
    """Every variable has a unit and a sentence, every constant limits, and the step is a power of two."""
    found = [problem for problem in problems(subject.model) if not isinstance(problem, UnitProblem)]
    says = f"{len(subject.model.variables)} variables, step {subject.model.time.step:g}"
    return subject.judged("documentation", says, map(str, found))


def dead(subject):
    """Names of variables that nothing uses and nothing shows."""
    used = set()
    for variable in (*subject.model.variables, *subject.model.controls):
        for tree in (variable.expression, variable.initial):
            used |= {fold(name) for name in names(tree)} if tree is not None else set()
    shown = {fold(name) for name in _named(subject.card)} if subject.card else set()
    for variable in subject.model.variables:
        free = fold(variable.name) not in used | shown
        if free and (subject.card or variable.kind == "constant"):
            yield variable.name


def _named(card):
    """The variables that a chart or a claim shows."""
    yield from (name for chart in card.charts for name in chart.variables)
    for claim in card.claims:
        yield claim.variable or ""
        args = claim.args if hasattr(claim.args, "get") else {}
        for key in ("variable", "stocks", "inflows", "outflows"):
            part = args.get(key, ())
            yield from (part,) if isinstance(part, str) else part


def naming(subject):
    """No variable is dead, and none is called like a function."""
    told = "nothing uses it, and no chart or claim shows it"
    found = [subject.fault(name, told, do="take it out, or show it") for name in dead(subject)]
    for variable in subject.model.variables:
        if fold(variable.name) in FUNCTIONS:
            found.append(subject.fault(variable.name, "it has the name of a function", "a name of its own"))
    says = f"{len(found)} that nobody can use" if found else "all are used, none is a function's"
    return subject.judged("names", says, found)


def literals(tree):
    """The numbers in a tree, the order of a lag apart, which must be a literal."""
    if isinstance(tree, Number):
        yield tree.value
    parts = children(tree)
    if isinstance(tree, Apply) and tree.op in LAGS and tree.op.endswith("n"):
        parts = parts[:-1]
    for part in parts:
        yield from literals(part)


def numbers(subject):
    """House rule 12: whatever is not 0 or 1 is a named constant with a meaning."""
    found = []
    for variable in subject.model.variables:
        trees = () if variable.kind == "constant" else (variable.expression, variable.initial)
        odd = sorted({value for tree in trees if tree is not None for value in literals(tree)} - {0.0, 1.0})
        if odd:
            told = f"its equation holds the number {', '.join(f'{value:g}' for value in odd)}"
            found.append(subject.fault(variable.name, told, "0 and 1 alone", "name it as a constant"))
    says = f"{len(found)} equations hold others than 0 and 1" if found else "0 and 1 alone in equations"
    return subject.judged("numbers", says, found)


def words(subject):
    """House rule 16 and the card's anchors: a sweeping sentence promises a share, a key has its entry."""
    card, found = subject.card, []
    for claim in card.claims:
        word = SWEEPING.search(claim.says)
        if word and not (claim.sweep and claim.sweep.least is not None):
            where, told = f"{card.path.name}, claim {claim.id}", f"it says “{word[0]}” and promises no share"
            found.append(str(CardError(where, told, "sweep: {at least: …}", "promise it, or say less")))
    known = _anchors(card)
    for key in card.anchors:
        if key not in known:
            told = f"literature.bib has no entry “{key}”"
            found.append(str(CardError(f"{card.path.name}, anchors", told, do=did_you_mean(key, known))))
    return Finding("words", f"{len(card.claims)} sentences, {len(card.anchors)} anchors", tuple(found))


def _anchors(card):
    path = card.path.with_name("literature.bib")
    return set(KEY.findall(path.read_text("utf-8"))) if path.is_file() else set()
