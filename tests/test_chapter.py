"""Chapter 5 keeps what its prose says: its shape and length, and each figure and claim against a run."""

import ast
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest

import pathfinders
from pathfinders.behaviour import (
    NAMES,
    amplitude,
    arrives,
    level,
    oscillates,
    overshoots,
    period,
    settles,
    stalls,
)
from pathfinders.engine import compile_model
from pathfinders.model import read
from pathfinders.site.chapter import PARTS, read_chapter
from pathfinders.structure import explain

SLUG = "05-two-rubber-bands"
SHORTEST, LONGEST = 1200, 2200

# What is no prose: front matter, fences, block maths, targets, tags, alt texts, passages, where a link leads.
NO_PROSE = (
    r"\A---\n.*?\n---\n",
    r"^(`{3,}).*?^\1\s*$",
    r"^\$\$.*?\$\$",
    r"^\([\w-]+\)=$",
    r"</?\w[^>]*>",
    r"!\[[^\]]*\]",
    r"\{passage\}`\w+`",
    r"(?<=\])\([^)]*\)",
)


def without_markup(text):
    for pattern in NO_PROSE:
        text = re.sub(pattern, " ", text, flags=re.S | re.M)
    return text


@pytest.fixture(scope="module")
def chapter(root):
    return read_chapter(root / "book" / f"{SLUG}.md")


@pytest.fixture(scope="module")
def prose(chapter):
    return without_markup(chapter.path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def cells(chapter):
    """Every name that the cells leave behind, run once from the top in an empty notebook."""
    plt.switch_backend("Agg")
    names = {}
    for cell in chapter.cells:
        exec(compile(cell.source, cell.label, "exec"), names)
        plt.close("all")
    return names


def position(slug, params=None, stop=None):
    """(time, Position) of one run; the twin's, since some last eighty years."""
    run = compile_model(read(slug)).run(params or {}, stop=stop)
    return run.time, run["Position"]


# Shape ----------------------------------------------------------------------------------------------------


def test_eight_parts_stand_in_order_under_headings_that_are_sentences_of_their_own(chapter):
    parts = [part for part in chapter.parts if part.label in PARTS]
    assert tuple(part.label for part in parts) == PARTS
    for part in parts:
        assert len(part.heading.split()) >= 4, part.heading
        assert part.heading.lower() not in PARTS


def test_the_prose_has_1200_to_2200_words(prose):
    assert SHORTEST <= len(re.findall(r"[^\W\d_][\w'’-]*", prose)) <= LONGEST


def test_no_cell_holds_a_long_function_or_a_page_of_plotting(chapter):
    for cell in chapter.cells:
        assert len(cell.source.splitlines()) <= 10, cell.label
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.FunctionDef):
                assert node.end_lineno - node.lineno < 8, cell.label


def test_no_cell_and_no_link_goes_by_a_relative_path_to_a_model(chapter):
    for cell in chapter.cells:
        assert not re.search(r"\.(mdl|py|csv)\b|\.\./", cell.source), cell.label


def test_every_answer_of_a_question_gives_its_reason(chapter):
    text = chapter.path.read_text(encoding="utf-8")
    answers = re.findall(r'<details name="q\d">\n<summary>(.*?)</summary>\n\n(.*?)\n\n</details>', text, re.S)
    assert len(answers) == text.count("<details name=") >= 8
    for answer, reason in answers:
        assert len(reason.split()) >= 8, answer


def test_the_three_voices_speak_and_one_of_them_wins(chapter):
    text = chapter.path.read_text(encoding="utf-8").split("(05-voices)=")[1].split("(05-check)=")[0]
    for voice in ("Peter Senge", "Robert Fritz", "Margaret Wheatley"):
        assert f"> **{voice}.**" in text
    assert "**What this map loses**" in text
    assert "the model loses this one" in text


def test_every_passage_that_is_named_is_explained_and_the_other_way_round(chapter):
    named = set(re.findall(r"\{passage\}`(\w+)`", chapter.path.read_text(encoding="utf-8")))
    assert named == set(chapter.meta["passages"])


def test_every_term_stands_in_the_glossary(root):
    glossary = (root / "book" / "glossary.md").read_text(encoding="utf-8")
    terms = set(re.findall(r"^([a-zA-Z][^\n]*)\n   \S", glossary, re.M))
    used = set()
    for page in (root / "book").glob("*.md"):
        for term in re.findall(r"\{term\}`([^`]+)`", page.read_text(encoding="utf-8")):
            used.add(term.split("<")[-1].rstrip(">"))
    assert used <= terms


def test_every_mode_of_behaviour_and_the_words_of_structure_stand_in_the_glossary(root):
    glossary = (root / "book" / "glossary.md").read_text(encoding="utf-8")
    terms = re.findall(r"^([a-zA-Z][^\n]*)\n   \S", glossary, re.M)
    assert len(NAMES) == 17 and terms == sorted(terms, key=str.lower)
    wanted = (*NAMES, "link polarity", "loop share", "dominance", "removal test", "partition", "phase")
    lost = [name for name in wanted if not any(re.fullmatch(rf"{name}( \w+)?", term) for term in terms)]
    assert lost == []


def test_the_equations_on_the_page_are_those_of_the_model(root, chapter):
    block = re.search(r"```text\n(.*?)```", chapter.path.read_text(encoding="utf-8"), re.S)[1]
    lines = (root / "models" / "two_bands_pure.mdl").read_text(encoding="utf-8").splitlines()
    assert [line for line in block.splitlines() if line not in lines] == []


def test_the_loops_that_the_prose_names_are_those_of_the_cards(prose):
    bands = explain(read("two_bands_pure")).loops
    assert {loop.name: loop.polarity for loop in bands} == {"front band": "B", "back band": "B"}
    assert "*front band* and the *back band*: two loops" in prose
    late = {loop.name for loop in explain(read("two_bands")).loops if loop.name.endswith(", felt late")}
    assert late == {f"{name}, felt late" for name in ("front band", "back band")}
    assert "*felt late*" in prose


def test_the_diagram_of_the_ring_is_the_one_of_the_models_page(chapter, book):
    cell = next(cell for cell in chapter.cells if cell.label == "the-ring")
    drawn = pathfinders.diagram("two_bands").svg.strip()
    assert cell.source == 'pathfinders.diagram("two_bands")'
    for name in (f"{SLUG}.html", "models/two_bands.html"):
        assert (book / name).read_text(encoding="utf-8").count(drawn) == 1, name


# Figures --------------------------------------------------------------------------------------------------

# Every figure of time or number that the prose may print; each is held to a run by the test named here.
PRINTED = {
    "five years": "test_two_bands_alone_stall_halfway_for_five_years",
    "eleven months": "test_the_swing_takes_about_eleven_months",
    "two weeks": "test_matched_delays_are_the_worst",
    "two years": "test_matched_delays_are_the_worst",
    "0.7": "test_four_cures_have_four_results",
    "8": "test_equal_delays_bear_a_loop_gain_of_eight_and_no_more",
    "0": "test_four_cures_have_four_results",
    "1": "test_four_cures_have_four_results",
}
# Reading time, the number of a step or a chapter, and the year of a book are not figures of a model.
NO_FIGURES = r"step 5|#?05-\S+|\((19|20)\d\d\)|\$[^$]*\$"


def test_every_figure_that_the_prose_prints_is_held_to_a_run(prose):
    text = re.sub(NO_FIGURES, " ", prose.lower())
    text = re.sub(r"^\d\. ", "", text, flags=re.M)
    times = re.findall(r"\b\w+ (?:weeks|months|years|minutes|percent)\b", text)
    counted = {phrase for phrase in times if not re.match(r"(the|of|which|in|how)\b", phrase)}
    found = counted | set(re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?![\w])", text))
    assert found == set(PRINTED)
    assert set(PRINTED.values()) <= set(globals())


def test_two_bands_alone_stall_halfway_for_five_years(cells):
    run = cells["run"]["Position"]
    assert run.index[-1] == 5 * 12
    assert stalls(run.index, run, goal=1)
    assert run.iloc[-1] == pytest.approx(0, abs=1e-6)


def test_three_times_the_belief_stalls_further_out_and_pysd_remembers_it(cells):
    further, again = (cells[name]["Position"].iloc[-1] for name in ("further", "again"))
    assert 0.2 < further < 0.8
    assert again == further


def test_the_swing_takes_about_eleven_months():
    time, values = position("two_bands")
    assert oscillates(time, values, amplitude=0.25)
    assert round(period(time, values)) == 11
    assert level(time, values) == pytest.approx(0, abs=0.02)


def test_matched_delays_are_the_worst(chapter):
    cell = next(cell.source for cell in chapter.cells if cell.label == "matched-delays")
    soon, matched, late = ast.literal_eval(re.search(r"in (\(.*?\)):", cell)[1])
    assert (soon, late) == (0.5, 24)  # "two weeks", "two years"
    swing = {
        months: amplitude(*position("two_bands", {"perception time": months}, stop=240), after=200)
        for months in (soon, 1, matched, 6, 12, late)
    }
    assert swing[soon] < 0.02 and swing[late] < 0.02
    assert swing[matched] > 0.25
    assert swing[1] < swing[matched] and swing[late] < swing[12]
    assert swing[matched] < swing[6]  # widest a little beyond the match
    for months in (soon, late):
        time, values = position("two_bands", {"perception time": months}, stop=480)
        assert settles(time, values, at=0, within=0.01)


def test_equal_delays_bear_a_loop_gain_of_eight_and_no_more():
    # With pulls of one and no hierarchy the loop gain is the decisiveness.
    def last(decisiveness, **delays):
        names = {f"{name} time": months for name, months in delays.items()}
        return position("two_bands", {"decisiveness": decisiveness} | names, stop=960)

    equal = dict(move=3, perception=3, commit=3)
    assert amplitude(*last(7.5, **equal), after=900) < 0.01
    assert amplitude(*last(8.5, **equal), after=900) > 0.1
    twice = dict(move=6, perception=6, commit=6)
    assert amplitude(*last(7.5, **twice), after=900) < 0.02
    assert period(*last(14, **twice)) == pytest.approx(2 * period(*last(14, **equal)), rel=0.03)


def test_four_cures_have_four_results():
    untreated = amplitude(*position("two_bands"))
    sooner = position("two_bands", {"perception time": 0.25})
    assert settles(*sooner, at=0)
    believed = position("two_bands", {"pull of change": 5})
    assert oscillates(*believed, amplitude=0.1) and level(*believed) > 0.5
    ranked = position("two_bands", {"hierarchy": 0.7}, stop=480)
    assert settles(*ranked) and 0.4 < level(*ranked) < 0.7
    assert amplitude(*position("two_bands", {"hierarchy": 0.7})) < untreated / 3
    time, kept = position("two_bands", {"stability is a condition": 1})
    assert kept[-1] == pytest.approx(1, abs=1e-3)
    assert not overshoots(time, kept, 1) and np.all(np.diff(kept) > -1e-9)
    assert arrives(time, kept, 1) < 60


# Claims of the part that takes the structure apart --------------------------------------------------------


def test_without_the_band_behind_you_arrive(cells):
    alone = cells["alone"]["Position"]
    assert alone.iloc[-1] == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("removed", [
    {"perception time": 0.25}, {"commit time": 0.25}, {"move time": 0.5}, {"decisiveness": 2},
])  # fmt: skip
def test_one_short_delay_or_a_calm_temper_ends_the_swing_and_not_the_stall(removed):
    assert settles(*position("two_bands", removed, stop=240), at=0, within=0.02)


def test_the_heavy_plant_swings_like_the_late_one_for_a_year_and_then_fades():
    time, heavy = position("two_bands_inertia", {"fade time": 6})
    first, last = heavy[time <= 15], heavy[time >= 45]
    assert first.max() > 0.3
    assert np.ptp(last) < 0.25 * np.ptp(first)


def test_the_swing_of_a_monthly_step_goes_from_wall_to_wall_and_is_not_in_the_plant(cells):
    coarse = cells["coarse"]["Position"]
    assert coarse.iloc[-24:].max() > 0.99 and coarse.iloc[-24:].min() < -0.99
    time, fine = position("two_bands_inertia", {"fade time": 6})
    assert amplitude(time, fine, after=45) < 0.1
    halved = cells["heavy"].run(params={"fade time": 6}, time_step=0.5, saveper=0.5)["Position"]
    assert amplitude(halved.index, halved, after=45) < 0.5
