"""The kinds of checks on words, numbers and functions, each a pure function of a check's data and an answer.

A kind takes the check (a mapping of plain data) and a Subject and returns an Outcome. Kinds that judge a
model are in `builds`; `marking.KINDS` lists them all with the data each needs.
"""

from copy import deepcopy
from dataclasses import dataclass, replace

from pathfinders.behaviour import classify
from pathfinders.practice import runs, voices
from pathfinders.practice.answers import Answer, is_number, plain
from pathfinders.practice.verdict import YES, Outcome, missing, wrong_type, wrong_value

OWN_VALUES = "than it should, for values of the course's own"


@dataclass(frozen=True)
class Subject:
    """What is judged: the answer, and the sheet of the part it answers."""

    answer: Answer
    sheet: dict


def words(check, subject):
    """Is there one of the `choices` for each of the `keys`? A list stands for the keys in order."""
    given = labels(check["keys"], subject.answer.value)
    absent = [key for key in check["keys"] if not str(given.get(str(key)) or "").strip()]
    if len(absent) == len(check["keys"]):
        return missing(voices.still_empty(subject.answer.name))
    if absent:
        return Outcome(
            1 - len(absent) / len(check["keys"]),
            "missing",
            f"There is no word yet for {voices.listed(absent)}.",
        )
    choices = check["choices"]
    for key in check["keys"]:
        word = given[str(key)]
        if not isinstance(word, str):
            return wrong_type(f"Setting {key} has {voices.quoted(word)}; it needs a word in quotation marks.")
        if tidy(word) not in choices:
            return wrong_value(
                f"Setting {key} has the word {voices.quoted(word)}; "
                f"choose among {voices.listed(map(repr, choices))}.",
                stops=len(absent) == len(check["keys"]),
            )
    return YES


def key(check, subject):
    """Are the words those of the key? Each counts alike; one word for everything says nothing of anything."""
    given, wanted = labels(check["key"], subject.answer.value), check["key"]
    if len({tidy(given.get(label)) for label in wanted}) == 1 < len(set(wanted.values())):
        return wrong_value("One word for all of them tells none from another: run each and look.")
    right = [label for label, word in wanted.items() if tidy(given.get(label)) == word]
    if len(right) == len(wanted):
        return YES
    seen = {label: tidy(given.get(label)) for label in wanted}
    words = f"{len(right)} of your {len(wanted)} words are what the run shows: run the others once more."
    return wrong_value(words, len(right) / len(wanted), seen)


def runs_show(check, subject):
    """Are the words those that a run of each setting shows? Says how many are, not which."""
    given, curves = labels(check["sets"], subject.answer.value), {}
    for label, values in check["sets"].items():
        time, curve = runs.curve(runs.model_of(check["model"]), values, check["variable"], check.get("stop"))
        curves[label] = classify(time, curve, goal=check.get("goal")).name
    right = sum(tidy(given.get(label)) == word for label, word in curves.items())
    if right == len(curves):
        return YES
    words = (
        f"Of your words for {voices.listed(curves)}, the run agrees with {right} of {len(curves)}. "
        "Run each; look at the last third of the curve, and at the height where it ends."
    )
    return wrong_value(words, right / len(curves), {label: tidy(given.get(label)) for label in curves})


def number(check, subject):
    """Is the number within `low` and `high`?"""
    value = subject.answer.value
    if check["low"] <= value <= check["high"]:
        return YES
    return wrong_value(f"{value:g} is too {'small' if value < check['low'] else 'large'}.", seen=value)


def smallest(check, subject):
    """Does the swing end near this value of the parameter: still there below it, gone above it?

    `slack` is a pair, how far (below, above): a shorter step or a closed form find the same edge elsewhere.
    """
    value, model = subject.answer.value, runs.model_of(check["model"])
    (low, high), (below, above) = check.get("range", [0, 1]), check["slack"]
    if not low <= value <= high:
        return wrong_value(f"{value:g} is outside {low:g} … {high:g}, where `{check['parameter']}` lives.")

    def swing(at):
        return runs.swing(model, {check["parameter"]: min(max(at, low), high)}, check)

    if swing(value + above) >= check["amplitude"]:
        return Outcome(
            0.0, "value", f"At {value:g} it still swings, by {swing(value):.2f} to either side: go up."
        )
    if swing(value - below) < check["amplitude"]:
        return Outcome(
            0.0, "value", f"At {value:g} it rests, and at {value - below:.2f} it rests too: come down."
        )
    return YES


def calls(check, subject):
    """Does the function give what is wanted for each of the `cases`?"""
    made = {tuple_of(call.arguments): call for call in subject.answer.calls}
    name, right, first = subject.answer.name, 0, None
    for case in check["cases"]:
        call = made.get(tuple_of(case["with"]))
        if case["gives"] == "answer" and "source" in check:
            case = {**case, "gives": key_gives(check["source"], name, case["with"])}
        failed = case_outcome(name, case, call)
        if failed and "set" in case:  # its words would show what was drawn
            failed = replace(failed, words=f"`{name}` does something else {OWN_VALUES}.")
        right += failed is None
        first = first or failed
    if first is None:
        return YES
    share = right / len(check["cases"])
    return Outcome(share, first.stage, first.words, first.seen)


def key_gives(source, name, arguments):
    """What the key's own function gives, as plain data; `source` is the author's, and never a student's."""
    namespace = {}
    exec(compile(source, f"<key of {name}>", "exec"), namespace)
    return plain(namespace[name](*deepcopy(arguments)))


def case_outcome(name, case, call):
    """None when the call gave what its case wants, else an Outcome."""
    if call is None:
        return wrong_value(f"`{name}` was not called any more after the endless call.")
    if call.failure:
        return wrong_value(call.failure, seen={"failure": True})
    if call.result is None:
        return wrong_type(
            voices.forgot_return(name) if call.type == "nothing" else f"`{name}` gives back {call.type}."
        )
    shown = f"{name}({', '.join(map(repr, call.arguments))})"
    if is_number(case["gives"]) and not is_number(call.result):
        return wrong_type(f"`{shown}` gives back {call.type}; it should be a number.")
    if not same(call.result, case["gives"], case.get("within", 0)):
        return wrong_value(f"`{shown}` gives {voices.quoted(call.result)}.", seen={"result": call.result})
    return None


def same(result, wanted, within):
    """Equality of plain data, numbers within `within`."""
    if is_number(wanted):
        return is_number(result) and abs(result - wanted) <= within
    if isinstance(wanted, list):
        return (
            isinstance(result, list)
            and len(result) == len(wanted)
            and all(same(*pair, within) for pair in zip(result, wanted, strict=True))
        )
    if isinstance(wanted, dict):
        return (
            isinstance(result, dict)
            and result.keys() == wanted.keys()
            and all(same(result[label], wanted[label], within) for label in wanted)
        )
    return type(result) is type(wanted) and result == wanted


def labels(keys, value):
    """A mapping from label (text) to word, also from a list in the order of `keys`."""
    if isinstance(value, list):
        return {str(label): word for label, word in zip(keys, value, strict=False)}
    return value if isinstance(value, dict) else {}


def tidy(word):
    return " ".join(word.lower().split()) if isinstance(word, str) else word


def tuple_of(value):
    """Plain data as something that can be looked up."""
    if isinstance(value, list | tuple):
        return tuple(tuple_of(item) for item in value)
    if isinstance(value, dict):
        return tuple(sorted((label, tuple_of(item)) for label, item in value.items()))
    return value
