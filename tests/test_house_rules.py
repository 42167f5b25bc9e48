"""The house rules of a model, each as a promise that all models keep.

Rules 1, 2, 3, 5, 9, 11, 12, 13 and 16 are checks of ``python -m pathfinders check``; tests/test_soundness.py
shows that each of these finds the model that breaks it.
"""

from dataclasses import replace

import numpy as np
import pytest

from pathfinders import behaviour
from pathfinders.engine import Twin, compile_model
from pathfinders.engine.sweep import settings
from pathfinders.figure.layout import layout_path
from pathfinders.model import load_card, read, slugs
from pathfinders.model.tree import Apply, Name, names, walk
from pathfinders.site.chapter import read_chapter
from pathfinders.soundness import calm, text
from tests.checked import checked

EVERY = pytest.mark.parametrize("slug", slugs())
EVENTS = {"step": 1, "pulse": 0}
"""Which argument of an event is its time."""


def kept(slug, check):
    """What a check says of a model, which must pass it."""
    (finding,) = (finding for finding in checked()[slug].findings if finding.check == check)
    assert not finding.problems, finding
    return finding.says


def nodes(model, *ops):
    """(variable, node) of each operation in the equations."""
    for variable in model.variables:
        for node in walk(variable.expression):
            if isinstance(node, Apply) and node.op in ops:
                yield variable, node


@EVERY
def test_rule_1_units_are_on_every_variable_and_hold(slug):
    assert all(variable.units for variable in read(slug).variables)
    assert kept(slug, "units").startswith("they hold")


@EVERY
def test_rules_2_and_11_half_the_step_gives_the_same_path(slug):
    assert kept(slug, "step").startswith("halved")


@EVERY
def test_rule_3_the_step_is_a_power_of_two_and_events_fall_on_it_wherever_their_slider_stands(slug):
    model = read(slug)
    kept(slug, "documentation")
    for _, node in nodes(model, *EVENTS):
        for name in names(node.args[EVENTS[node.op]]):
            limits, step = model[name].limits, model.time.step
            assert all(float(part / step).is_integer() for part in (limits.low, limits.step)), name


@EVERY
def test_rule_4_what_jumps_within_one_step_is_divided_by_the_step(slug):
    model = read(slug)
    assert "TIME STEP" not in {constant.name for constant in model.constants}
    for variable, node in nodes(model, "pulse"):
        if node.args[1] == Name("TIME STEP"):
            tops = [tree.args[0] for tree in walk(variable.expression)
                    if isinstance(tree, Apply) and tree.op == "/" and tree.args[1] == Name("TIME STEP")]
            assert any(node in walk(top) for top in tops), variable.name


@EVERY
def test_rule_5_a_story_that_can_start_at_rest_promises_it_and_does(slug):
    """And no name is a function's."""
    kept(slug, "names")
    card, model = load_card(slug), read(slug)
    if card.rest is not None:
        assert kept(slug, "rest").startswith("nothing moves")
        return
    run = compile_model(model).run()
    first = calm.first_event(model, run.parameters)
    before = run.time < (model.time.stop + 1 if first is None else first - model.time.step / 2)
    assert any(np.ptp(run[stock.name][before]) for stock in model.stocks), "it rests: rest: true in its card"


@EVERY
def test_rule_6_a_model_has_one_card_and_one_layout_with_sliders_scenarios_claims_and_sources(slug):
    card, model = load_card(slug), read(slug)
    assert card.path.with_suffix(".mdl").is_file() and layout_path(model).is_file()
    assert len(card.sliders) >= 3 and len(card.scenarios) >= 3 and len(card.claims) >= 5 and card.sources
    assert all(None not in (limits.low, limits.high, limits.step)
               for limits in (model[name].limits for name in card.sliders))
    assert len({claim.id for claim in card.claims}) == len(card.claims)


@EVERY
def test_rule_7_the_reader_is_asked_before_the_model_runs_by_its_lab_or_by_its_chapter(slug, root):
    chapters = [path for path in (root / "book").glob("[0-9]*.md")
                if slug in read_chapter(path).meta["models"] and "-predict)=" in path.read_text("utf-8")]
    assert load_card(slug).predict or chapters


def test_rule_8_one_set_of_predicates_names_what_curves_do():
    wanted = {"grows", "decays", "goal_seeks", "s_shaped", "overshoots", "oscillates", "collapses",
              "worse_before_better", "better_before_worse", "crosses", "settles", "bistable"}
    assert wanted <= set(behaviour.PREDICATES) | set(behaviour.__all__)


@pytest.mark.parametrize("slug", [slug for slug in slugs() if load_card(slug).archetype])
def test_rule_9_an_archetype_that_is_named_is_there_and_each_of_its_loops_matters(slug):
    assert kept(slug, "archetype").startswith(load_card(slug).archetype)


UNMADE = {"membrane decay": 0, "food outside": 0, "start pieces": 0}
LOSSES = {
    "learning_bathtub": ("share reorganised away", "People", "reorganisation month", {"turnover": 0}),
    "protocell": ("wound", "Membrane", "wound time", UNMADE),
}
"""What is torn away within one step: its share, of which stock, when, and what must not move it as well."""


@pytest.mark.parametrize("slug", LOSSES)
@pytest.mark.parametrize("share", [0.1, 0.6, 0.9])
@pytest.mark.parametrize("parts", [1, 2, 4])
def test_rule_10_a_loss_of_sixty_percent_removes_sixty_percent_at_any_step(slug, share, parts):
    name, stock, when, still = LOSSES[slug]
    model = read(slug)
    step = model.time.step / parts
    twin = Twin(replace(model, time=replace(model.time, step=step, save=step)))
    begin = model[when].value
    run = twin.run({name: share} | still, stop=begin + 2 * step)
    before, after = run[stock][np.searchsorted(run.time, begin + np.array([0, 1]) * step)]
    assert after / before == pytest.approx(1 - share, abs=1e-3)


def test_rule_10_has_every_loss_that_is_torn_away_in_one_step():
    found = {slug for slug in slugs() for variable, node in nodes(read(slug), "pulse")
             if node.args[1] == Name("TIME STEP") and variable.name not in ADDED}
    assert found == set(LOSSES)


ADDED = {"recording"}
"""What a pulse writes into an empty stock: a record, which no share is taken from."""


@EVERY
def test_rule_12_no_number_but_0_and_1_stands_in_an_equation(slug):
    assert kept(slug, "numbers").startswith("0 and 1 alone")


@EVERY
def test_rule_13_every_slider_runs_clean_at_both_ends_and_moves_a_shown_curve(slug):
    assert kept(slug, "extremes").endswith("run clean, inside the limits")
    assert kept(slug, "sliders").startswith(f"{len(load_card(slug).sliders)} matter")


PRICES = [
    ("learning_bathtub", {"share written down": [0, 0.6]}, "learning at work", 12, "less"),
    ("knowledge_tree", {"share reseeded": [0, 0.4]}, "eating", 1, "less"),
    ("two_bands", {"hierarchy": [0, 1]}, "unmet stability", 120, "more"),
    ("advancement_staircase", {"stride": [20, 100]}, "giving up", 1, "more"),
    ("build_or_price", {"hierarchy": [0, 1]}, "worth of the shares", 5, "less"),
    ("build_or_price", {"plan told": [0, 1]}, "ageing", 10, "more"),
    ("learning_community", {"practice door": [0, 1], "own tools": [0, 0], "own theories": [0, 0]},
     "learning by doing", 5, "less"),
    ("who_pays", {"independence": [0, 1]}, "paying", 30, "more"),
    ("technical_rationality", {"front line voice": [0, 1]}, "scatter", 60, "more"),
    ("technical_rationality", {"sites comparing notes": [1, 25]}, "learning time", 60, "more"),
    ("lead_users", {"openness": [0, 1]}, "own ideas", 1, "less"),
    ("problems_on_table", {"disclosure": [0, 1]}, "people at work", 3, "less"),
    ("capability_trap", {"smarter answer": [0, 1]}, "output", 40, "less"),
    ("governance", {"openness": [0.1, 1]}, "typical miss", 4, "more"),
    ("belonging", {"training": [0, 1]}, "time given", 12, "more"),
    ("belonging", {"agreement work": [0, 1]}, "time given", 12, "more"),
    ("identity", {"push": [0, 0.2]}, "time given", 24, "more"),
    ("identity", {"inquiry": [0, 1]}, "time given", 24, "more"),
    ("technique_meaning", {"first control": [0, 1]}, "room for meaning", 24, "less"),
]


@pytest.mark.parametrize(("slug", "levers", "price", "when", "way"), PRICES)
def test_rule_14_a_lever_has_a_price_that_the_model_shows(slug, levers, price, when, way):
    lanes = compile_model(read(slug)).lanes({name: np.array(ends) for name, ends in levers.items()})
    here, there = lanes[price][np.searchsorted(lanes.time, when)]
    assert (there > 1.02 * here + 1e-6) if way == "more" else (there < 0.98 * here - 1e-6), (here, there)


@EVERY
def test_rule_15_nothing_is_made_of_nothing(slug):
    """From no stock that holds things more is taken than it began with and was given, at any constants."""
    model = read(slug)
    drawn = settings(model, [constant.name for constant in model.constants], 50, 15)
    lanes = compile_model(model).lanes(drawn)
    for stock in model.stocks:
        if stock.limits.low >= 0:
            assert lanes[stock.name].min() >= -1e-9 * np.abs(lanes[stock.name]).max(), stock.name


SOURCES = {
    "learning_bathtub": ({"learning per person": 0}, ("Individual knowledge", "Shared knowledge")),
    "knowledge_tree": ({"light": 0}, ("Fruit eaten",)),
    "learning_community": ({"own theories": 0, "own tools": 0, "own skills": 0}, ("Tools", "Know how")),
    "bass": ({"own accord": 0}, ("Owners",)),
    "lead_users": ({"engineers": 0}, ("Our customers", "Ideas in the product")),
    "build_or_price": ({"start products": 0}, ("Products", "Projects", "Earnings so far")),
    "problems_on_table": ({"problems per task": 0}, ("Unseen", "Hidden", "On the table", "Solved")),
    "autoco": ({"coaching": 0}, ("Team practice", "Practitioners", "Record")),
    "protocell": ({"food outside": 0, "start food": 0, "start pieces": 0}, ("Food", "Pieces")),
}
"""Where a story comes from, set to nothing, and the stocks that then never hold anything."""


@pytest.mark.parametrize("slug", SOURCES)
def test_rule_15_what_is_copied_or_borne_needs_a_source(slug):
    nothing, stocks = SOURCES[slug]
    run = compile_model(read(slug)).run(nothing)
    assert {name: float(np.abs(run[name]).max()) for name in stocks} == dict.fromkeys(stocks, 0.0)


@EVERY
def test_rule_16_a_sweeping_sentence_promises_a_share_and_the_share_is_kept(slug):
    kept(slug, "words")
    figures = checked()[slug].figures
    for claim in load_card(slug).claims:
        if text.SWEEPING.search(claim.says):
            share = figures[claim.id]["share"]
            assert share["hold"] >= claim.sweep.least * share["of"], claim.id
