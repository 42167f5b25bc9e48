"""Chapter 5's exercise: right answers of several designs pass, wrong ones are told why."""

import pytest

from pathfinders.practice import marking, sheets, variants
from pathfinders.practice.answers import Answer, described, plain
from pathfinders.practice.source import read_exercise

DESIGNS = {
    "smooths instead of stocks": """
        Felt difference = SMOOTH(tension of change - tension of stability, perception time) ~ 1
        Focus = SMOOTH(1/(1 + EXP(-decisiveness*Felt difference)), commit time) ~ 1
        movement = (Focus*tension of change - (1 - Focus)*tension of stability)/move time
    """,
    "a place seen late": """
        Seen place = INTEG((Position - Seen place)/perception time, start position) ~ 1
        ahead = pull of change*(change wall - Seen place) ~ 1
        behind = pull of stability*(Seen place - stability wall) ~ 1
        Felt difference = ahead - behind ~ 1
        wanted = 1/(1 + EXP(-decisiveness*Felt difference)) ~ 1
        Focus = INTEG((wanted - Focus)/commit time, 0.5) ~ 1
        movement = (Focus*tension of change - (1 - Focus)*tension of stability)/move time
    """,
    "a straight switch with ends": """
        gap = tension of change - tension of stability - Felt difference ~ 1
        Felt difference = INTEG(gap/perception time, 0) ~ 1
        wanted = MAX(0, MIN(1, 0.5 + decisiveness*Felt difference/4)) ~ 1
        Focus = INTEG((wanted - Focus)/commit time, 0.5) ~ 1
        movement = (Focus*tension of change - (1 - Focus)*tension of stability)/move time
    """,
    "a Vensim fragment, committed after the focus": """
        Felt difference = INTEG(noticing, 0)
            ~ 1 ~ felt late |
        noticing = (tension of change-tension of stability-Felt difference)/perception time ~ 1/month ~ |
        Focus = 1/(1+EXP(-decisiveness*Felt difference)) ~ 1 ~ where attention would go |
        Plan = INTEG((Focus-Plan)/commit time, 0.5) ~ 1 ~ |
        movement = (Plan*tension of change-(1-Plan)*tension of stability)/move time ~ 1/month ~ |
    """,
}
FLOORS = {
    "if then else": """
        gap = floor - Position ~ 1
        tension of stability = IF THEN ELSE(gap > 0, -pull of stability*gap, 0)
    """,
    "two ways to move": """
        pulled on = tension of change/move time ~ 1/month
        held up = pull of stability*MAX(0, floor - Position)/move time ~ 1/month
        movement = pulled on + held up
    """,
    "min instead of max": "tension of stability = pull of stability*MIN(0, Position - floor)",
}


@pytest.fixture(scope="module")
def exercise(root):
    return read_exercise(root / "exercises" / "05-two-rubber-bands.md")


def marked(exercise, id, value, sheet=sheets.hidden_sheet):
    part, value = exercise.part(id), plain(value)
    own = variants.drawn(sheet(part), "a key of tests", exercise.slug, "ines")
    return marking.mark(own, Answer(part.name, True, described(value), value))


def unindented(text):
    return "\n".join(line.strip() for line in text.splitlines())


@pytest.mark.parametrize("design", DESIGNS)
def test_any_structure_with_the_delays_and_the_switch_passes(exercise, design):
    verdict = marked(exercise, "B1", unindented(DESIGNS[design]))
    assert verdict.passed, verdict.words


@pytest.mark.parametrize("design", FLOORS)
def test_any_floor_that_holds_and_does_not_pull_passes(exercise, design):
    verdict = marked(exercise, "B2", unindented(FLOORS[design]))
    assert verdict.passed, verdict.words


def test_each_word_counts_and_the_student_hears_how_many_but_not_which(exercise):
    words = {1: "stall", 2: "stall", 3: "advance", 4: "stall", 5: "advance", 6: "sustained oscillation"}
    assert marked(exercise, "A", words).points(4) == pytest.approx(4 * 4 / 6, abs=0.01)
    told = marked(exercise, "A", words, sheets.public_sheet).words
    assert "1 of 3" in told
    assert "setting 2" not in told.lower()


def test_words_may_differ_in_case_and_stand_in_a_list(exercise):
    words = [
        "Stall",
        "sustained oscillation",
        " damped  oscillation",
        "STALL",
        "advance",
        "sustained oscillation",
    ]
    assert marked(exercise, "A", words).passed


@pytest.mark.parametrize("answer", [0.58, 0.6, 0.63, 0.65])
def test_the_edge_may_be_found_by_formula_or_by_run(exercise, answer):
    assert marked(exercise, "B3", answer).passed
    assert marked(exercise, "B3", answer, sheets.public_sheet).passed


@pytest.mark.parametrize("answer", [0.3, 0.55, 0.68, 1.0])
def test_the_check_of_the_edge_needs_no_key_to_say_which_way_to_go(exercise, answer):
    verdict = marked(exercise, "B3", answer, sheets.public_sheet)
    assert not verdict.passed
    assert ("go up" if answer < 0.6 else "come down") in verdict.words


FITTED = {
    "the pull left out": """
        gap = tension of change - tension of stability - Felt difference ~ 1
        Felt difference = INTEG(gap/perception time, 0) ~ 1
        wanted = 1/(1 + EXP(-decisiveness*Felt difference/pull of change)) ~ 1
        Focus = INTEG((wanted - Focus)/commit time, 0.5) ~ 1
        movement = (Focus*tension of change - (1 - Focus)*tension of stability)/move time
    """,
    "time to perceive hardly counted": """
        gap = tension of change - tension of stability - Felt difference ~ 1
        usual = 3 ~ month
        Felt difference = INTEG(gap/(usual + 0.01*(perception time - usual)), 0) ~ 1
        wanted = 1/(1 + EXP(-decisiveness*Felt difference)) ~ 1
        Focus = INTEG((wanted - Focus)/commit time, 0.5) ~ 1
        movement = (Focus*tension of change - (1 - Focus)*tension of stability)/move time
    """,
    "time to commit hardly counted": """
        gap = tension of change - tension of stability - Felt difference ~ 1
        usual = 3 ~ month
        Felt difference = INTEG(gap/perception time, 0) ~ 1
        wanted = 1/(1 + EXP(-decisiveness*Felt difference)) ~ 1
        Focus = INTEG((wanted - Focus)/(usual + 0.01*(commit time - usual)), 0.5) ~ 1
        movement = (Focus*tension of change - (1 - Focus)*tension of stability)/move time
    """,
}
"""Answers that do what is asked at the values that students see, and at others not."""


@pytest.mark.parametrize("answer", FITTED)
def test_an_answer_that_fits_the_values_shown_alone_does_not_get_full_marks(exercise, answer):
    assert marked(exercise, "B1", unindented(FITTED[answer]), sheets.public_sheet).passed
    verdict = marked(exercise, "B1", unindented(FITTED[answer]))
    assert not verdict.passed
    assert 0 < verdict.share < 1


IDLE = {
    "two names with numbers": "Felt difference = 0 ~ 1\nFocus = 0.5 ~ 1",
    "attention that never stirs": """
        Felt difference = SMOOTH(tension of change - tension of stability, perception time) ~ 1
        Focus = 0.5 ~ 1
        movement = (Focus*tension of change - (1 - Focus)*tension of stability)/move time
    """,
}


@pytest.mark.parametrize("text", IDLE)
def test_a_model_that_only_rests_earns_nothing_for_its_rest(exercise, text):
    verdict = marked(exercise, "B1", unindented(IDLE[text]))
    assert verdict.share < 0.4
    assert verdict.stage == "value"


BROKEN = {
    "": "Still missing.",
    "Felt difference = INTEG(1, 0) ~ 1/month": "There is no equation yet for `Focus`.",
    "Felt difference": "is no equation",
    "Focus = ": "Complete the equation",
    "Focus = (1 ~ 1": "Focus",
    "Focus = elan vital ~ 1\nFelt difference = 1 ~ 1": "elan vital",
    "Focus = Felt difference ~ 1\nFelt difference = Focus ~ 1": "Focus",
    "Focus = SHIFT IF TRUE(1) ~ 1": "SHIFT IF TRUE",
    "FINAL TIME = 1": "the time of the calculation is given",
    "Focus = 1 ~ 1\nfocus = 2 ~ 1": "one for each name",
    "Focus = 1\nFelt difference = 1": "No unit yet for `Focus` and `Felt difference`",
    "Focus = 1 ~ 1\nFelt difference = 1 ~ furlong per": "Felt difference",
    "a = 1 ~ 1\n" * 500: "at most",
    "Focus = " + "(" * 900 + "1" + ")" * 900 + " ~ 1": "Focus",
}


@pytest.mark.parametrize("text", BROKEN)
def test_equations_that_cannot_be_used_are_told_in_one_sentence(exercise, text):
    verdict = marked(exercise, "B1", text, sheets.public_sheet)
    assert not verdict.passed
    assert BROKEN[text] in verdict.words
    assert "Traceback" not in verdict.words


def test_a_parameter_that_was_made_an_equation_is_named(exercise):
    text = exercise.part("B1").answer.split('"""')[1] + "decisiveness = 14 + 0*Position ~ 1\n"
    verdict = marked(exercise, "B1", text)
    assert not verdict.passed
    assert "decisiveness" in verdict.words


def test_a_floor_that_is_only_written_down_has_no_say(exercise):
    cut = "tension of stability = pull of stability*0*floor"
    verdict = marked(exercise, "B2", cut)
    assert verdict.points(4) < 2 and "floor" in verdict.words
