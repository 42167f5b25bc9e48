"""Chapter 5's exercise: right answers of several designs pass, wrong ones are told why."""

import pytest

from pathfinders.course.sandbox import Limits
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


HONEST = "movement = (Focus*tension of change - (1 - Focus)*tension of stability)/move time"
LATE = """
    gap = tension of change - tension of stability - Felt difference ~ 1
    Felt difference = INTEG(gap/perception time, 0) ~ 1
"""
CLOCK = """
    Phase = INTEG(-Counter/move time, 0.4) ~ 1
    Counter = INTEG(Phase/move time, 0) ~ 1
    due = IF THEN ELSE(decisiveness*pull of stability > 6, 1, 0) ~ 1
"""
IDLE_FOCUS = "Focus = INTEG((0.5 + 0.001*decisiveness*Felt difference - Focus)/commit time, 0.5) ~ 1"
PUT_IN = {
    "a place that swings by itself": f"""
        {LATE}{CLOCK}
        {IDLE_FOCUS}
        movement = 0.0001*Focus/move time
        Position = INTEG((due*Phase - Position)/move time, start position)
    """,
    "a movement that swings by itself": f"""
        {LATE}{CLOCK}
        {IDLE_FOCUS}
        movement = (due*Phase - Position + 0.0001*Focus)/move time
    """,
    "attention that swings by itself": f"""
        {LATE}{CLOCK}
        wanted = MAX(0, MIN(1, 0.5 + due*Phase + 0.0001*decisiveness*Felt difference)) ~ 1
        Focus = INTEG((wanted - Focus)/commit time, 0.5) ~ 1
        {HONEST}
    """,
    "a feeling that swings by itself": f"""
        {CLOCK}
        gap = due*Phase + 0.0001*(tension of change - tension of stability) - Felt difference ~ 1
        Felt difference = INTEG(gap/perception time, 0) ~ 1
        Focus = INTEG((1/(1 + EXP(-decisiveness*Felt difference)) - Focus)/commit time, 0.5) ~ 1
        {HONEST}
    """,
    "names for show": f"""
        {LATE}
        {IDLE_FOCUS}
        movement = 0.0001*Focus/move time
    """,
}
"""Swings that are put in beside the names that are asked for."""


@pytest.mark.parametrize("answer", PUT_IN)
def test_a_swing_that_no_loop_makes_earns_less_than_half(exercise, answer):
    verdict = marked(exercise, "B1", unindented(PUT_IN[answer]))
    assert verdict.points(6) < (1.25 if "Position =" in PUT_IN[answer] or "show" in answer else 3)
    public = marked(exercise, "B1", unindented(PUT_IN[answer]), sheets.public_sheet)
    assert not public.passed, "who is told nothing cannot mend it"


TARGETS = {
    "told by where it began": """
        goal = IF THEN ELSE(pull of change > 0, change wall, MAX(floor, start position)) ~ 1
        movement = (goal - Position)/move time + 0.0001*floor*pull of stability/move time
    """,
    "arrival alone": """
        movement = (change wall - Position)/move time + 0.0001*floor*pull of stability/move time
    """,
    "a place of its own": """
        goal = IF THEN ELSE(pull of change > 0, change wall, MAX(floor, start position)) ~ 1
        Position = INTEG((goal - Position)/move time, start position)
        movement = 0.001*pull of stability*floor/move time
    """,
}
"""Where the way has to end, written down instead of what pulls there."""


@pytest.mark.parametrize("answer", TARGETS)
def test_a_target_in_the_place_of_a_condition_earns_less_than_half(exercise, answer):
    verdict = marked(exercise, "B2", unindented(TARGETS[answer]))
    assert verdict.points(4) < (1 if answer != "told by where it began" else 2)


def test_what_is_given_may_be_written_down_again_but_not_changed(exercise):
    key = sheets.keyed(exercise.part("B1"))
    again = "\nDecisiveness = 14.0 ~ 1\nposition = INTEG( movement,  Start_position ) ~ 1\n"
    assert marked(exercise, "B1", key + again).passed
    verdict = marked(exercise, "B1", f"{key}\nmove time = 1\nchange wall = 2\n", sheets.public_sheet)
    assert verdict.share == 0
    assert "leave out what you wrote for `change wall` and `move time`" in verdict.words


def test_one_word_for_all_six_tells_nothing_and_earns_nothing(exercise):
    assert marked(exercise, "A", dict.fromkeys(range(1, 7), "stall")).points(4) == 0


@pytest.mark.parametrize("clock", ["IF THEN ELSE(Time > -now, 1, 0)", "TIME STEP/TIME STEP"])
def test_an_equation_may_look_at_the_time(exercise, clock):
    text = sheets.keyed(exercise.part("B1")).replace(")/move time", f")*{clock}/move time")
    verdict = marked(exercise, "B1", f"{text}\nnow = 1 ~ month\n")
    assert verdict.passed, verdict.words


def test_delays_of_very_many_stages_are_refused_before_they_are_run(exercise):
    many = "+".join(["SMOOTH N(Position, move time, 0, 100)"] * 20)
    verdict = marked(exercise, "B1", f"{sheets.keyed(exercise.part('B1'))}\nslow = {many} ~ 1\n")
    assert verdict.share == 0
    assert "2003 stocks and stages of delays. Expected: at most 200" in verdict.words


def test_what_hidden_cases_set_is_told_by_no_fault(exercise):
    part = exercise.part("B1")
    own = variants.drawn(sheets.hidden_sheet(part), "a key of tests", exercise.slug, "ines")
    rests = {**own, "checks": [check for check in own["checks"] if check["id"] == "still rests"]}
    text = f"{sheets.keyed(part)}\ndecisiveness = 14 + 0*Position ~ 1\n"
    verdict = marking.mark(rests, Answer(part.name, True, "text", text))
    assert not verdict.passed
    assert "decisiveness" not in verdict.words


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


def test_the_exercise_says_how_long_a_graded_cell_may_run(exercise):
    assert f"a graded cell has {Limits.cell:g} seconds" in exercise.part("B3").prompt
