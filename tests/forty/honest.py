"""Who of the forty only works: right, partly right, each named wrong answer, nothing."""

from tests.fixtures_class import answers
from tests.test_exercise_two_rubber_bands import DESIGNS, FLOORS, unindented

SIX_WORDS = """answer_a = {
    1: "stall", 2: "stall", 3: "advance", 4: "stall", 5: "advance", 6: "sustained oscillation",
}"""
"""Four of the six are right."""

SHOWN_VALUES_ALONE = """
    gap = tension of change - tension of stability - Felt difference ~ 1
    Felt difference = INTEG(gap/perception time, 0) ~ 1
    wanted = 1/(1 + EXP(-decisiveness*Felt difference/pull of change)) ~ 1
    Focus = INTEG((wanted - Focus)/commit time, 0.5) ~ 1
    movement = (Focus*tension of change - (1 - Focus)*tension of stability)/move time
"""
"""Swings with the values that the student's own check tries, and not with all others."""


def key(exercise):
    """Part → the answer that earns all of its points."""
    return {part.id: part.answer for part in exercise.parts if part.auto}


def class_of(exercise):
    """Student → part → code, of those who hand in a sound notebook."""
    right = key(exercise)
    own = {
        "A": f"from collections import OrderedDict\n{right['A']}\nanswer_a = OrderedDict(answer_a)",
        "B1": equations("b1", DESIGNS["smooths instead of stocks"]),
        "B2": equations("b2", FLOORS["if then else"]),
        "B3": "import numpy as np\nanswer_b3 = np.mean([0.58, 0.64])",
    }
    return {
        "right": right,
        "right-other-design": own,
        "blank": {},
        "partly-four-words": {"A": SIX_WORDS, "B2": right["B2"]},
        "partly-values-shown": {"B1": equations("b1", SHOWN_VALUES_ALONE), "B3": right["B3"]},
        **wrong(exercise),
    }


def wrong(exercise):
    """A student for each named wrong answer of B1, who gives wrong answers elsewhere as long as there are."""
    given = answers(exercise)
    named = [one.name for one in exercise.part("B1").wrong]
    return {f"wrong-{name}": given[f"wrong-{number}"] for number, name in enumerate(named)}


def equations(part, text):
    """The code of an answer that is equations."""
    return f'answer_{part} = """\n{unindented(text).strip()}\n"""'
