"""Claims in words: the run that each is about, what was measured and compared, and how far it holds."""

from pathfinders.model.card import Formula
from pathfinders.words.figures import MOMENTS, about, amount, bare, clause
from pathfinders.words.names import is_many
from pathfinders.words.numbers import spoken, with_unit
from pathfinders.words.parameters import between, given, listed, moment, valued

PARTLY = ((1 / 3, "only in a corner"), (1 / 2, "in fewer than half"))
"""What is said of a claim that holds in less than this share of the random settings."""
UNMEASURED = "not measured yet"
ALIKE = 0.005
"""A ratio that is nearer to 1 is told as no difference."""
BALANCE = "What is there changes by exactly what flows in and out, at every step."


def setting(model, claim):
    """Which run a claim is about: "With “start trust” at 0.6, run to month 240"."""
    told = given(model, claim.set)
    end = f", run to {moment(model, claim.stop)}" if claim.stop else ""
    return (f"With {told}" if told else "As it is") + end


def measured(model, claim, figures):
    """Sentences about what the predicate of a claim measured and compared, beside its curve."""
    if claim.predicate == "conserves":
        return (BALANCE,)
    ways = {"compares": _compared, "threshold": _threshold, "order": _order, "measures": _measures}
    told = ways[claim.predicate](model, claim, figures) if claim.predicate in ways and figures else ""
    if "crosses at" in figures:
        told = _crossing(model, claim, figures["crosses at"])
    return (f"{told[0].upper()}{told[1:]}.",) if told else ()


def reach(figures):
    """How far beyond its own setting a claim holds, in a few words: "187 of 200"."""
    share = figures.get("share")
    if share is None:
        return "one setting" if figures else UNMEASURED
    hold, of = share["hold"], share["of"]
    corner = _partly(share)
    return f"all {of}" if hold == of else f"{hold} of {of}" + (f", {corner}" if corner else "")


def borne_out(model, claim, figures):
    """How far a claim holds, as sentences: over which random settings of the sliders, and where it fails."""
    share = figures.get("share")
    if share is None:
        return ("A figure of this setting alone." if figures else f"It is {UNMEASURED}.",)
    hold, of = share["hold"], share["of"]
    region = between(model, figures.get("region", {}))
    told = f"Holds in {'all' if hold == of else f'{hold} of'} {of} random settings"
    told += f" with {region}, the other sliders anywhere" if region else " of the sliders"
    corner = _partly(share)
    told += f": {corner}" if corner else ""
    if claim.sweep and claim.sweep.least:
        least = claim.sweep.least
        told += f" (promised: {'everywhere' if least == 1 else f'{100 * least:g} %'})"
    failing = figures.get("not with", {})
    said = [f"{told}."]
    if share.get("broken"):
        said.append(f"In {share['broken']} the run breaks down.")
    if failing:
        said.append(f"It does not with {given(model, failing)}.")
    return tuple(said)


def _partly(share):
    return next((words for part, words in PARTLY if share["hold"] < part * share["of"]), "")


def _measures(model, claim, figures):
    name = claim.args["figure"]
    if name not in figures:
        return ""
    told = clause(model, claim, name, figures[name])
    if "theory" not in figures:
        return "" if name == "final" else told
    return told + _formula(figures[name], figures["theory"], amount(model, claim, name, figures["theory"]))


def _formula(value, theory, said):
    return ", as the formula says" if spoken(value) == spoken(theory) else f"; the formula says {said}"


def _threshold(model, claim, figures):
    if "threshold" not in figures:
        return ""
    of, found, theory = claim.args["of"], figures["threshold"], figures["theory"]
    found_there, said = (valued(model, of, float(f"{value:.3g}")) for value in (found, theory))
    told = f"it tips where “{of}” is {found_there}"
    if isinstance(claim.args["value"], Formula):
        return told + _formula(found, theory, said)
    return told + ("" if found_there == said else f"; the card says {said}")


def _crossing(model, claim, when):
    whom = _rival(model, claim)
    met = f"the curve crosses that {whom}" if whom else "the two curves cross"
    return f"{met} at {about(model, when)}"


def _rival(model, claim, of="of"):
    """Whose curve a claim compares with: "of “target” with “raise” at 0"; "" where it names none."""
    other, rival = claim.args.get("variable"), claim.args.get("with") or {}
    whose = [f"{of} “{other}”"] if other else []
    return " ".join([*whose, f"with {given(model, rival)}"] if rival else whose)


def _order(model, claim, figures):
    name = claim.args["figure"]
    found = [(given(model, more) or "everything as it is", figures[f"{name} {rank}"])
             for rank, more in enumerate(claim.args["of"], 1) if f"{name} {rank}" in figures]
    if not found:
        return ""
    (first, value), *others = found
    rest = [f"{bare(model, name, other)} with {more}" for more, other in others]
    return listed([f"{clause(model, claim, name, value)} with {first}", *rest])


def _compared(model, claim, figures):
    name = claim.args["figure"]
    here, there = figures.get(f"{name} here"), figures.get(f"{name} there")
    if here is None or there is None:
        return ""
    told = clause(model, claim, name, here)
    whom = _rival(model, claim, "for")
    said = amount(model, claim, name, there)
    if amount(model, claim, name, here) == said:
        return f"{told}, just as {whom}"
    more = _more(model, claim, name, figures)
    return f"{told}, against {bare(model, name, there)} {whom}" + (f": {more}" if more else "")


def _more(model, claim, name, figures):
    if "difference" in figures:
        value = figures["difference"]
        if name in MOMENTS:
            return f"{with_unit(spoken(abs(value)), model.time.units)} {'later' if value > 0 else 'earlier'}"
        return f"{spoken(abs(value))} {'more' if value > 0 else 'less'}"
    ratio, low = figures["ratio"], min(figures[f"{name} here"], figures[f"{name} there"])
    if low < 0 or abs(ratio - 1) < ALIKE:
        return ""
    much = "many" if is_many(claim.variable) else "much"
    return f"{spoken(ratio)} times as {much}" if ratio >= 2 or ratio < 0.01 else _share(ratio)


def _share(ratio):
    return f"{spoken(100 * (ratio - 1))} % more" if ratio > 1 else f"{spoken(100 * ratio)} % of that"
