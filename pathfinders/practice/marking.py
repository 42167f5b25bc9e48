"""Judge an answer: a pure function from a sheet and an answer, both plain data, to a Verdict.

A sheet is what checks of one part know: `{id, name, kind, title, points, template, checks}`. The public
one travels with the package, the hidden one stays with the course.
"""

from dataclasses import dataclass

from pathfinders.practice import builds, cases, kinds, voices
from pathfinders.practice.answers import Answer, is_number
from pathfinders.practice.kinds import Subject
from pathfinders.practice.verdict import Verdict, matches

EMPTY = (None, "", "...", [], {})


@dataclass(frozen=True)
class Kind:
    """A kind of check: what it needs to know, which answers it judges, and the function that judges."""

    judge: object
    needs: tuple
    answers: tuple


KINDS = {
    "words": Kind(kinds.words, ("keys", "choices"), ("labels",)),
    "key": Kind(kinds.key, ("key",), ("labels",)),
    "runs show": Kind(kinds.runs_show, ("model", "variable", "sets"), ("labels",)),
    "number": Kind(kinds.number, ("low", "high"), ("number",)),
    "smallest": Kind(kinds.smallest, ("model", "variable", "parameter", "amplitude", "slack"), ("number",)),
    "calls": Kind(kinds.calls, ("cases",), ("function",)),
    "reads": Kind(builds.reads, (), ("text",)),
    "keeps": Kind(builds.keeps, ("names",), ("text",)),
    "units": Kind(builds.units, (), ("text",)),
    "paths": Kind(builds.paths, ("links",), ("text",)),
    "delays": Kind(builds.delays, ("links",), ("text",)),
    "behaves": Kind(cases.behaves, ("cases",), ("text",)),
}


def mark(sheet, answer):
    """The Verdict on an Answer. Nothing is read but the two; no code of the student's is run."""
    begun = well_formed(sheet, answer)
    if begun:
        return Verdict(False, 0.0, begun[0], voices.said(*begun), stops=True)
    subject, earned, first, stops = Subject(answer, sheet), 0.0, None, False
    for check in sheet["checks"]:
        outcome = KINDS[check["kind"]].judge(check, subject)
        earned += check["points"] * outcome.share
        if outcome.share < 1:
            first = first or (check, outcome)
            stops = outcome.stops or bool(check.get("stops"))
            if stops:
                break
    full = sum(check["points"] for check in sheet["checks"])
    share = earned / full if full else float(first is None)
    if first is None:
        return Verdict(True, 1.0, "yes", voices.said("yes", praise(sheet)))
    check, outcome = first
    stage = "almost" if outcome.stage == "value" and share >= 0.5 else outcome.stage
    words = voices.said(stage, hint(check, outcome))
    return Verdict(False, min(share, 0.99), stage, words, check["id"], stops)


def well_formed(sheet, answer):
    """None when the answer is there and of the right kind, else a stage and words."""
    kind = sheet["kind"]
    if not answer.found:
        return "missing", voices.not_defined(answer.name)
    words = answer.value.strip() if isinstance(answer.value, str) else answer.value
    if answer.type == "nothing" or (answer.type in ("text", "a list", "a dictionary") and words in EMPTY):
        return "missing", voices.still_empty(answer.name)
    right = {
        "labels": isinstance(answer.value, dict | list),
        "number": is_number(answer.value),
        "text": isinstance(answer.value, str),
        "function": answer.type == "a function",
    }[kind]
    return None if right else ("type", voices.another_kind(answer.name, answer.type, kind))


def hint(check, outcome):
    """What was met, then the hint of the named wrong answer that it shows, or else the check's own."""
    if outcome.stage not in ("value", "almost"):
        return outcome.words
    known = [item["hint"] for item in check.get("hints", ()) if matches(outcome.seen, item.get("when"))]
    return " ".join(filter(None, [outcome.words, *(known[:1] or [check.get("hint")])]))


def praise(sheet):
    return sheet.get("praise", "Every check is met.")


def calls_of(sheet):
    """The argument lists with which a function-valued answer has to be called for this sheet."""
    return [case["with"] for check in sheet["checks"] if check["kind"] == "calls" for case in check["cases"]]


def blank(sheet):
    """The Answer of somebody who left nothing."""
    return Answer(sheet["name"])
