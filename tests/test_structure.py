"""The arrows and loops of a map are read from the equations, and an arrow without effect does not count."""

import re
from functools import cache

import pytest

from pathfinders.engine import compile_model
from pathfinders.engine.sweep import settings
from pathfinders.model import UnknownVariable, read, read_text, slugs
from pathfinders.model.tree import names
from pathfinders.structure import effective, graph, links, loops, requires
from pathfinders.structure.values import FUNCTIONS

CONTROLS = """
INITIAL TIME = 0 ~ month ~ Start. |
FINAL TIME = 12 ~ month ~ End. |
TIME STEP = 0.25 ~ month ~ Step. |
SAVEPER = 0.25 ~ month ~ Save. |
"""


def model_of(text):
    return read_text("{UTF-8}\n" + text + CONTROLS, "fragment")


@pytest.fixture(scope="module")
def bands():
    return read("two_bands")


def polarity(model, run=None):
    return {(link.source, link.target): link.polarity for link in links(model, run)}


def test_each_link_of_the_pure_model_has_its_sign():
    signs = polarity(read("two_bands_pure"))
    assert signs["Position", "tension of change"] == "−"
    assert signs["Position", "tension of stability"] == "+"
    assert signs["tension of change", "movement"] == "+"
    assert signs["tension of stability", "movement"] == "−"
    assert signs["movement", "Position"] == "+"
    assert signs["move time", "movement"] == "−"
    assert len(signs) == 10


def test_a_sign_is_told_along_the_run(bands):
    run = compile_model(bands).run({"stability is a condition": 1})
    assert polarity(bands)["stretch of stability", "tension of stability"] == "+"
    assert polarity(bands)["floor", "stretch of stability"] == "0"
    assert polarity(bands, run)["floor", "stretch of stability"] == "−"


def test_a_link_that_turns_along_the_run_says_so():
    model = model_of(
        "Stock = INTEG(flow, -1) ~ 1 ~ . |\nflow = 1-Stock*Stock*0 ~ 1/month ~ . |\nheap = Stock^2 ~ 1 ~ . |"
    )
    assert polarity(model)["Stock", "heap"] == "±"
    assert polarity(model)["Stock", "flow"] == "0"


def test_the_sign_of_a_link_through_a_lag_is_that_of_its_stages_and_a_direct_one_comes_first():
    model = model_of(
        "Stock = INTEG(1-Stock, 5) ~ 1 ~ . |\nseen = 3-SMOOTH3(Stock, 2) ~ 1 ~ . |\n"
        "late = DELAY1(2*Stock, 3) ~ 1 ~ . |\nsurprise = Stock-SMOOTH(Stock, 2) ~ 1 ~ . |"
    )
    signs = {target: sign for (_, target), sign in polarity(model).items()}
    assert signs == {"Stock": "−", "seen": "−", "late": "+", "surprise": "+"}


def test_a_link_through_what_is_written_twice_keeps_its_sign():
    model = model_of(
        "a = 2 ~ 1 ~ . |\nb = 3 ~ month ~ . |\nStock = INTEG(1-Stock, 5) ~ 1 ~ . |\n"
        "event = STEP(3-2*a, 4-2*b) ~ 1 ~ . |\ngrowth = TREND(9-Stock, b, 0) ~ 1/month ~ . |\n"
        "begun = INITIAL(2*Stock) ~ 1 ~ . |"
    )
    signs = polarity(model)
    assert signs["a", "event"] == "−" and signs["Stock", "growth"] in "−±" and signs["Stock", "begun"] == "0"


def test_a_sign_does_not_depend_on_units():
    small = model_of("Stock = INTEG(-Stock*1e-12, 1e-9) ~ 1 ~ . |\nheap = 1e-15*Stock ~ 1 ~ . |")
    large = model_of("Stock = INTEG(-Stock*1e-12, 1e12) ~ 1 ~ . |\nheap = 1e15*Stock ~ 1 ~ . |")
    assert set(polarity(small).items()) == set(polarity(large).items())
    assert polarity(small)["Stock", "heap"] == "+"


def test_a_sign_that_turns_is_told_with_when():
    text = "Stock = INTEG(1, -3) ~ 1 ~ . |\nheap = Stock^2 ~ 1 ~ . |\nidle = MAX(0, Stock-2) ~ 1 ~ . |"
    model = model_of(text)
    when = {link.target: [(s.start, s.stop, s.sign) for s in link.when] for link in links(model)}
    assert when["heap"] == [(0, 3.25, "−"), (3.25, 12, "+")]
    assert when["idle"] == [(0, 5, "0"), (5, 12, "+")]


def test_an_operation_without_a_name_here_is_valued_as_the_lanes_print_it(monkeypatch):
    monkeypatch.delitem(FUNCTIONS, "max")
    model = model_of("Felt = INTEG(1-Felt, 0) ~ 1 ~ . |\nfocus = MAX(0, Felt) ~ 1 ~ . |")
    assert effective(model, "Felt", "focus") is True


def test_the_loops_of_two_rubber_bands_are_six_and_all_balance(bands):
    found = loops(bands)
    assert len(found) == 6
    assert {loop.polarity for loop in found} == {"B"}
    longest = found[-1].names
    assert longest[0] == "Position" and {"Felt difference", "Focus", "tension of stability"} <= set(longest)
    assert str(found[0]).startswith("B: ")


def test_a_loop_that_feeds_itself_reinforces():
    model = model_of(
        "Rabbits = INTEG(births, 2) ~ 1 ~ . |\nbirths = Rabbits*rate ~ 1 ~ . |\nrate = 1 ~ 1 ~ . |"
    )
    assert [loop.polarity for loop in loops(model)] == ["R"]


def test_listing_loops_is_bounded(bands):
    assert len(loops(bands, most=2)) == 2


def test_the_graph_has_every_variable(bands):
    assert set(graph(bands).nodes) == {variable.name for variable in bands.variables}


def test_a_required_chain_is_found_through_stocks(bands):
    chain = requires(bands, "position", "indicated focus")
    assert chain[0] == "Position" and "Felt difference" in chain and chain[-1] == "indicated focus"
    assert requires(bands, "floor", "weight of stability") == ()
    with pytest.raises(UnknownVariable):
        requires(bands, "flor", "Position")


@pytest.mark.parametrize(
    ("equation", "acts"),
    [
        ("Felt", True),
        ("0*Felt", False),
        ("Felt-Felt+1", False),
        ("IF THEN ELSE(Felt>0.5, 1, 0)", True),
        ("MAX(0, Felt)", True),
        ("SMOOTH(Felt, 3)", True),
        ("SMOOTH(0*Felt, 3)", False),
        ("1+0.001*Felt", True),
    ],
)
def test_a_name_without_effect_is_no_link(equation, acts):
    model = model_of(f"Felt = INTEG(1-Felt, 0) ~ 1 ~ . |\nfocus = {equation} ~ 1 ~ . |")
    assert bool(requires(model, "felt", "focus")) is acts
    assert effective(model, "Felt", "focus") is acts


@pytest.mark.parametrize("slug", slugs())
def test_an_independent_engine_finds_the_same_links_signs_and_loops(slug, tmp_path):
    simlin = pytest.importorskip("simlin", reason="pysimlin has no wheel for this machine")
    model = read(slug)
    file = tmp_path / "plain.mdl"
    file.write_text(re.sub(r"(?m)^(\s~ .*)\^\d", r"\1", model.text), "utf-8")  # it reads no powers of units
    theirs = simlin.load(file)
    signs = {simlin.LinkPolarity.POSITIVE: "+", simlin.LinkPolarity.NEGATIVE: "−"}
    known = joined({(link.from_var, link.to_var): signs.get(link.polarity) for link in theirs.get_links()})
    controls = {"time_step", "final_time", "initial_time", "saveper"}
    ours = {(plain(source), plain(target)): sign for (source, target), sign in polarity(model).items()}
    # They count the link into an initial value, which acts once.
    first = {(plain(name), plain(stock.name)) for stock in model.stocks for name in names(stock.initial)}
    assert {pair for pair in known if not set(pair) & controls} - set(ours) <= first
    assert set(ours) <= set(known)
    # They tell a sign from the equation alone; ours is of a run, and may be another in another run.
    told = {pair: sign for pair, sign in ours.items() if known[pair] and sign in "+−" and fixed(model, *pair)}
    assert len(told) >= min(5, len(ours) / 2)
    assert {pair: known[pair] for pair in told} == told
    assert ring(loop.names for loop in loops(model)) == ring(loop.variables for loop in theirs.loops)


@cache
def elsewhere(model):
    """The signs of the links in some other runs."""
    names = [constant.name for constant in model.constants]
    drawn = settings(model, names, 8, 3)
    runs = (compile_model(model).run({name: drawn[name][k] for name in names}) for k in range(8))
    found = [polarity(model, run) for run in runs]
    return {(plain(a), plain(b)): {signs[a, b] for signs in found} for a, b in found[0]}


def fixed(model, source, target):
    """Whether a link has one sign in every run that was tried."""
    return len(elsewhere(model)[source, target] - {"0"}) == 1


def plain(name):
    """A name as an engine that knows no capitals and no spaces writes it."""
    return name.replace(" ", "_").lower()


def joined(links):
    """Links where a net flow without a name, which they call X_net_flow, is taken out of the way."""
    ends = {source: target for source, target in links if source == f"{target}_net_flow"}
    flows = {pair: sign for pair, sign in links.items() if pair[0] not in ends}
    return {(source, ends.get(target, target)): sign for (source, target), sign in flows.items()}


def ring(found):
    """Loops as sets of names, in plain spelling, without net flows that have no name."""
    return {frozenset(plain(name) for name in loop if not name.endswith("_net_flow")) for loop in found}
