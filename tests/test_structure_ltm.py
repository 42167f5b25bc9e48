"""Loops that matter: scores as another engine has them, shares that add up, and moments that are not told."""

import re
from itertools import pairwise

import numpy as np
import pytest

from pathfinders.engine import compile_model
from pathfinders.model import read, read_text, slugs
from pathfinders.structure import explain
from pathfinders.structure.mesh import mesh
from pathfinders.structure.pauses import turns
from tests.engine_zoo import ZOO, mdl
from tests.structure_zoo import FINE, LOOPED

CLEAR = 1e-6
"""Of a variable's size: a smaller change is known to fewer digits than the test asks for."""
TEXTS = {slug: read(slug).text for slug in slugs()} | LOOPED


def told_every_step(text):
    """The model, written down at every step: the other engine looks one step back."""
    return read_text(re.sub(r"SAVEPER\s*=\s*[^\n~]+", "SAVEPER = TIME STEP\n", text), "m")


def spelled(name):
    return re.sub(r"[\s_]+", "_", name.strip('"')).lower()


@pytest.fixture(scope="module", params=TEXTS)
def both(request, tmp_path_factory):
    """(our explanation, their links, their loops) of one model."""
    simlin = pytest.importorskip("simlin", reason="pysimlin has no wheel for this machine")
    model = told_every_step(TEXTS[request.param])
    path = tmp_path_factory.mktemp("ltm") / "m.mdl"
    plain = re.sub(r"(?m)^(\s~ .*)\^\d", r"\1", model.text)  # it reads no powers of units
    path.write_text(plain, encoding="utf-8")
    with simlin.load(path).simulate(enable_ltm=True) as sim:
        sim.run_to_end()
        links = {(item.from_var, item.to_var): item.score for item in sim.get_links()}
        loops = {
            # Stages of smooths and the net flows that it makes of expressions have no name with us.
            frozenset(v for v in loop.variables if v[0] != "$" and not v.endswith("_net_flow")): (
                sim.get_loop_score(loop.id),
                sim.get_relative_loop_score(loop.id),
            )
            for loop in sim.get_loops_runtime()
        }
    return explain(model), links, loops


def difference(ours, theirs, told):
    """The largest, beside the score's own size; their step ends where ours begins."""
    ours, theirs = ours[:-1][told[:-1]], theirs[1:][told[:-1]]
    return float(np.max(np.abs(ours - theirs) / np.maximum(1, np.abs(theirs)), initial=0))


def stirred(run, name):
    """Where the changes of a variable, of which a score is a share, stand above rounding, (points,)."""
    values = run[name]
    stock = run.model[name].kind == "stock"
    changes = np.abs(np.diff(values, 2, prepend=values[0], append=values[-1]) if stock else np.diff(values))
    changes = changes if stock else np.append(changes, 0.0)
    beside = np.minimum(changes, np.append(changes[1:], changes[-1:]))
    return beside > CLEAR * np.abs(values).max(initial=0)


def test_each_link_has_the_score_of_the_other_engine(both):
    found, theirs, _ = both
    scores, compared = found.dominance.links, 0
    for (source, target), row in scores.places.items():
        other = theirs.get((spelled(source), spelled(target)))
        if other is not None:
            compared += 1
            told = ~scores.blurred[row] & stirred(found.run, target)
            assert difference(scores.values[row], other, told) < 1e-9, (source, target)
    assert compared >= min(2, len(scores.places))


def test_each_loop_has_the_score_and_the_share_of_the_other_engine(both):
    found, _, theirs = both
    tell = found.dominance
    assert {frozenset(map(spelled, loop.names)) for loop in found.loops} == set(theirs)
    for row, loop in enumerate(found.loops):
        score, share = theirs[frozenset(map(spelled, loop.names))]
        moves = np.all([stirred(found.run, name) for name in loop.names], axis=0)
        known = np.isfinite(tell.shares[row]) & moves
        assert known.any() or not moves.any()
        assert difference(tell.scores[row], score, known) < 1e-9, loop
        assert difference(tell.shares[row], share, known) < 1e-9, loop


def test_the_clock_of_an_event_is_held_like_all_else():
    found = explain(of("P = INTEG(filling-P/6, 3)\nfilling = STEP(12-P, 2)+Q\nQ = INTEG((P-Q)/4, 1)"))
    score = found.dominance.links.values[found.dominance.links.places["P", "filling"]]
    begins = np.flatnonzero(found.run.time < 2)[-1]
    assert (score[: begins + 1] == 0).all() and (score[begins + 1 :] < 0).all()
    ramp = explain(of("P = INTEG(filling, 3)\nfilling = RAMP(8-P, 3, 20)"))
    p, before = ramp.run["P"], ramp.run.time - 3
    later = (before[:-1] > 0) & (np.abs(np.diff(p)) > 1e-6)
    share = np.abs(np.diff(p) * before[:-1])[later] / np.abs(np.diff(ramp.run["filling"]))[later]
    assert later.sum() > 10 and np.allclose(np.abs(ramp.dominance.scores[0][:-1])[later], share, rtol=1e-6)


def of(equations, **clock):
    return read_text(mdl(equations, **FINE | clock), "fragment")


def test_shares_are_known_in_closed_form_for_logistic_growth():
    found = explain(read_text(LOOPED["logistic"], "logistic"))
    now, then = (found.run["P"][:-1], found.run["P"][1:])
    births, deaths = 0.6 * (then - now), 0.01 * (then**2 - now**2)
    shares = dict(zip([loop.names[1] for loop in found.loops], found.dominance.shares, strict=True))
    assert np.allclose(shares["births"][:-1], births / (births + deaths), rtol=1e-9)
    assert np.allclose(shares["deaths"][:-1], -deaths / (births + deaths), rtol=1e-9)
    first, second = found.dominance.phases()
    assert [found.loops[phase.loops[0]].polarity for phase in (first, second)] == ["R", "B"]
    assert found.run["P"][found.run.time == first.stop] == pytest.approx(30, abs=2.5)


def test_a_loop_alone_has_the_score_one_whatever_its_gain():
    growing = of("Rabbits = INTEG(births, 2)\nbirths = Rabbits*rate\nrate = 0.01")
    cooling = of("Heat = INTEG(-Heat*7, 2)")
    for model, sign in ((growing, 1), (cooling, -1)):
        tell = explain(model).dominance
        assert np.allclose(tell.scores, sign) and np.allclose(tell.shares, sign)


def test_flows_written_as_one_sum_have_the_shares_of_flows_written_one_by_one():
    apart = of("P = INTEG(births-deaths, 2)\nbirths = 0.6*P\ndeaths = 0.01*P^2\n")
    inside = of("P = INTEG(net, 2)\nnet = births-deaths\nbirths = 0.6*P\ndeaths = 0.01*P^2\n")
    one, other = explain(apart).dominance, explain(inside).dominance
    assert np.allclose(one.scores, other.scores, rtol=1e-9) and np.allclose(one.shares, other.shares)


def test_a_smooth_is_passed_like_the_stock_and_flow_that_it_is():
    smooth = of("Store = INTEG(-3*seen, 5)\nseen = SMOOTH(Store, 4)")
    stock = of("Store = INTEG(-3*Seen, 5)\nSeen = INTEG(gaining, 5)\ngaining = (Store-Seen)/4")
    told = {len(loop.names): row for row, loop in enumerate(explain(stock).loops)}
    ours, theirs = explain(smooth).dominance.scores[0], explain(stock).dominance.scores[told[3]]
    assert np.allclose(ours, theirs, rtol=1e-9)


def test_shares_of_a_partition_add_up_and_partitions_do_not_mix():
    found = explain(of("A = INTEG(-A/3, 5)\nB = INTEG(B/9-B*B/90+0*A, 1)\nC = INTEG(2-C*B, 1)"))
    tell = found.dominance
    assert tell.partitions == (("A",), ("B",), ("C",))
    for place in range(3):
        rows = [row for row, home in enumerate(tell.partition) if home == place]
        total = np.abs(tell.shares[rows]).sum(axis=0)
        assert np.allclose(total[np.isfinite(total)], 1) and np.isfinite(total).mean() > 0.9


def test_where_a_stock_turns_the_spike_is_marked_and_not_told():
    found = explain("two_bands")
    tell, net = found.dominance, found.run["movement"]
    crossed = np.flatnonzero(net[:-1] * net[1:] < 0)
    assert crossed.size > 15
    assert tell.turning[0][crossed].all() and tell.turning[0][crossed + 1].all()
    assert 0.1 < tell.turning[0].mean() < 0.4
    assert np.isnan(tell.told[:, tell.turning[0]]).all() and np.isfinite(tell.shares).all()
    own = [row for row, loop in enumerate(found.loops) if "Position" not in loop.names]
    hidden, shown = (np.abs(tell.shares[own]).sum(axis=0)[mask] for mask in (crossed, ~tell.turning[0]))
    assert hidden.mean() > shown.mean() + 0.2


def test_a_turn_is_as_wide_however_often_it_is_written_down():
    for count in (200, 5000):
        time = np.linspace(0, 10 * np.pi, count)
        share = turns(np.exp(-time / 20) * np.cos(time)).mean()
        assert share == pytest.approx(2 * np.arcsin(0.05) / np.pi, abs=2.1 * 10 / count + 0.01)
    assert not turns(np.exp(-time)).any() and not turns(np.zeros(9)).any()


def test_the_moments_are_those_of_the_run_also_where_the_step_is_no_power_of_two():
    model = read_text(ZOO["tenths"], "tenths")
    run = compile_model(model).run()
    now, then = mesh(model).moments(run)
    after = compile_model(read_text(ZOO["tenths"].replace("= 0.5", "= 0.1"), "fine")).run()
    for name, node in mesh(model).nodes.items():
        ours, next_ones = (np.broadcast_to(side[node], run.time.shape) for side in (now, then))
        assert np.array_equal(ours, run[name])
        assert np.array_equal(next_ones[:-1], after[name][1::5][: run.time.size - 1])


def test_where_a_net_flow_is_at_its_extreme_the_score_is_marked_as_boundless():
    tell = explain("two_bands").dominance
    size = np.abs(tell.scores).sum(axis=0)
    assert np.any(tell.spikes, axis=0)[np.argsort(size)[-10:]].all()
    assert np.any(tell.spikes, axis=0).mean() < 0.4


def test_a_run_is_told_in_phases_each_with_its_loudest_loops():
    found = explain("two_bands_inertia")
    phases = found.dominance.phases()
    told = [tuple(found.loops[row].name for row in phase.loops) for phase in phases]
    assert told[:4] == [("fading",), ("front band", "back band")] * 2
    assert phases[0].start == 0 and phases[-1].stop == found.run.time[-1]
    assert all(one.stop == two.start for one, two in pairwise(phases))
    assert all(0.4 < phase.share < 1 for phase in phases[:4])


def test_two_bands_tell_the_story_of_a_swing():
    found = explain("two_bands")
    told = [tuple(found.loops[row].name for row in phase.loops) for phase in found.dominance.phases()]
    late = ("feeling catches up",), ("attention catches up",)
    assert told[:7] == [("front band",), *late, ("back band",), *late, ("front band",)]


def test_at_rest_nothing_is_explained():
    found = explain("two_bands_pure")
    *_, last = found.dominance.phases()
    assert last.loops == () and last.stop == 60 and 10 < last.start < 20
    assert np.isnan(found.dominance.shares[:, -1]).all()


def test_once_a_stock_has_arrived_what_is_left_is_not_shared_out():
    found = explain(of("P = INTEG((8-P)*(1+P/9)/2, 1)", FINAL_TIME="40"))
    tell, left = found.dominance, np.abs(8 - found.run["P"])
    begins = found.run.time[np.argmax(tell.arrived[0])]
    assert 5 < begins < 12 and tell.arrived[0][found.run.time >= begins].all()
    assert left[tell.arrived[0]].max() < 1e-3 * np.ptp(found.run["P"]) < left[~tell.arrived[0]].min() * 40
    assert np.isnan(tell.told[:, tell.arrived[0]]).all() and np.isfinite(tell.told[:, ~tell.arrived[0]]).all()
    *_, last = tell.phases()
    assert last.loops == () and last.start == begins and last.stop == 40


def test_what_grows_or_swings_or_starts_small_has_not_arrived():
    for equations in ("P = INTEG(P/2, 0.001)", "P = INTEG(2+0*P, 0)", "P = INTEG(Q, 1)\nQ = INTEG(-P, 0)"):
        assert explain(of(equations)).dominance.arrived[0][:-1].sum() == 0
    slow = explain(of("P = INTEG(0.5*P*(1-P/9), 1e-5)", FINAL_TIME="40")).dominance
    assert not slow.arrived[0][slow.time < 30].any()


def test_a_loop_through_delays_alone_has_shares_and_turns_at_no_stock():
    tell = explain(of("a = SMOOTH(9-b, 2)\nb = DELAY1I(a, 1, 3)")).dominance
    assert tell.partitions == ((),) and not tell.arrived.any() and not tell.turning.any()
    assert np.isfinite(tell.shares[0]).any() and tell.phases()[-1].loops == (0,)


@pytest.mark.parametrize(
    ("equations", "loops"),
    [
        ("a = 1\nb = a+Time", 0),
        ("a = 1", 0),
        ("S = INTEG(2, 0)", 0),
        ("S = INTEG(0*S, 3)", 1),
        ("S = INTEG(MAX(0, S-50), 3)\nT = INTEG(-T, 1)", 2),
        ("S = INTEG(S*S, 1)", 1),
        ("S = INTEG(SQRT(5-Time)*S, 1)", 1),
        ("S = INTEG(LN(0-1)*S, 1)", 1),
    ],
)
def test_every_odd_model_has_a_sensible_answer(equations, loops):
    found = explain(of(equations))
    tell = found.dominance
    assert len(found.loops) == loops == len(tell.mean) == len(tell.shares)
    assert np.isfinite(tell.mean).all() and not np.isinf(tell.shares).any()
    for place in range(len(tell.partitions)):
        phases = tell.phases(place)
        assert phases[0].start == 0 and phases[-1].stop == found.run.time[-1]


def test_a_loop_that_is_never_active_has_no_share_and_an_idle_polarity():
    found = explain(of("S = INTEG(MAX(0, S-50)-S/9, 3)"))
    other = explain(of("S = INTEG(idle-S/9, 3)\nidle = MAX(0, S-50)"))
    assert [loop.polarity for loop in found.loops] == ["B"]
    rows = zip(other.loops, other.dominance.mean, strict=True)
    by_way = {loop.names[1:]: (loop.polarity, share) for loop, share in rows}
    assert by_way["idle",] == ("0", 0) and by_way[()] == ("B", 1)


def test_up_to_the_point_where_a_run_breaks_down_it_is_told():
    found = explain(of("S = INTEG(SQRT(5-Time)*S, 1)"))
    known = np.isfinite(found.dominance.shares[0])
    assert known[found.run.time < 4.5].all() and not known[found.run.time > 6].any()
    assert "not a number" in found.run.trouble()


def test_forty_variables_that_all_need_each_other_are_cut_and_said_to_be():
    names = [f"S{i}" for i in range(40)]
    text = "\n".join(f"{name} = INTEG(({'+'.join(names)})/4000-{name}, {i})" for i, name in enumerate(names))
    found = explain(of(text), most=100)
    assert found.loops.cut and len(found.loops) == 100
    lengths = [len(loop.names) for loop in found.loops]
    assert lengths == [1] * 40 + [2] * 60
    assert np.isfinite(found.dominance.shares[:, 5]).all()
    assert not explain("two_bands").loops.cut


def test_the_run_of_an_explanation_is_the_run_itself():
    found, plain = explain("two_bands", {"hierarchy": 0.7}, stop=50), compile_model(read("two_bands"))
    assert np.array_equal(found.run["Position"], plain.run({"hierarchy": 0.7}, stop=50)["Position"])
