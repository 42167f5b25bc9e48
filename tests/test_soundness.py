"""Every model is sound, and each rule of soundness finds the model that breaks it."""

import numpy as np
import pytest

from pathfinders.model import find, slugs
from pathfinders.soundness import engines
from pathfinders.soundness.report import examine
from tests.checked import checked
from tests.engine_zoo import ZOO, mdl
from tests.tub import TUB, write


@pytest.fixture
def tub(tmp_path, monkeypatch):
    """The Report of the tub, with pieces of its model or its card replaced."""
    monkeypatch.setattr(find, "PACKAGE", tmp_path)

    def check(*changes):
        write(tmp_path / "_models", changes)
        return examine("tub")

    return check


@pytest.mark.parametrize("slug", slugs())
def test_every_model_is_sound(slug):
    report = checked()[slug]
    assert report.failed == 0, report


def test_the_tub_is_sound_and_each_check_tells_its_figure(tub):
    report = tub()
    assert report.failed == 0, report
    assert [finding.check for finding in report.findings] == [
        *("units", "documentation", "names", "numbers", "words", "run"),
        *("engines", "step", "extremes", "sliders", "rest"),
    ]
    told = str(report)
    assert "halved, Water: its path moves 0.0" in told and "nothing moves until minute 10" in told
    assert "8 ends and 200 random sets of sliders run clean" in told and "share {hold: 200, of: 200}" in told


ADDED = "inflow = 2\n\t~ litre/minute [1,4,0.5]"
BROKEN = {
    "a unit that does not hold": (
        "units", [("Water/hold time", "Water*hold time")], "tub.mdl, line 10, “emptying”"),
    "a variable without a sentence": (
        "documentation", [("\t~ What the drain takes.\n", "\t~ \n")], "“emptying”: it has no documentation"),
    "a constant without limits": (
        "documentation", [("minute [5,15,1]", "minute")], "“opening”: it has no limits"),
    "a step that is no power of two": (
        "documentation", [("0.03125", "0.05")], "“TIME STEP”: it is 0.05"),
    "a variable that nothing uses": (
        "names", [(ADDED, f"spare = 1\n\t~ 1 [0,2,1]\n\t~ Nothing.\n\t|\n{ADDED}")],
        "“spare”: nothing uses it"),
    "a name that is a function's": (
        "names", [("opening = 10", "npv = 10"), ("(more, opening)", "(more, npv)")],
        "“npv”: it has the name of a function"),
    "a number in an equation": (
        "numbers", [("= inflow+STEP", "= 1.5*inflow+STEP")], "“filling”: its equation holds the number 1.5"),
    "a sweeping sentence without a share": (
        "words", [("Water comes from", "Water always comes from")], "it says “always” and promises no share"),
    "an anchor that no literature has": (
        "words", [("scene: null", "scene: null\nanchors: [Meadows2008]")], "has no entry “Meadows2008”"),
    "a run that breaks": (
        "run", [("Water/hold time", "Water/(hold time-hold time)")], "tub.mdl: “emptying”"),
    "a step that is too long": (
        "step", [("TIME STEP = 0.03125", "TIME STEP = 1")], "“Water”: step halved, its path moves"),
    "a loss that depends on the step": (
        "step", [("Water/hold time", "Water/hold time*(1+64*PULSE(opening, TIME STEP))")],
        "“Water”: step halved"),
    "a stock that leaves its limits": (
        "extremes", [("litre [0,80]", "litre [0,30]")], "expected 0 to 30; mend the equation"),
    "an end of a slider at which nothing is a number": (
        "extremes", [("minute [4,12,1]", "minute [0,12,1]")],
        "it is no number from minute 0 on with hold time 0"),
    "a slider that moves nothing": (
        "sliders", [("STEP(more, opening)", "STEP(more, opening)*MIN(0, more)")],
        "“more”: it moves no shown"),
    "a story that starts in motion": (
        "rest", [("inflow*hold time)", "inflow*opening)")], "“Water”: it moves from 20 to"),
    "an archetype without its loops": (
        "archetype", [("rest: true", "rest: true\narchetype: limits to growth")],
        "1 balancing and 0 reinforcing loops matter; expected 1 and 1"),
    "an archetype that nobody knows": (
        "archetype", [("rest: true", "rest: true\narchetype: limit to grow")],
        "did you mean “limits to growth”?"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_each_rule_finds_the_model_that_breaks_it(tub, name):
    check, changes, sentence = BROKEN[name]
    report = tub(*changes)
    found = {finding.check: finding.problems for finding in report.findings}
    assert any(sentence in problem for problem in found[check]), report
    assert all("\n" not in problem and problem.endswith((".", "?")) for problem in found[check])


FALSE = {
    "water that vanishes": ([("outflows: [emptying]", "outflows: []")], "nothing-is-lost"),
    "a claim that is not so": ([("within: 3 %", "within: 0.1 %")], "it is not so at the card's values"),
    "a share that is not kept": ([("after: 50", "after: 30"), ("3 %", "4 %")], "at least 1 is promised"),
    "a claim that holds here alone": (
        [("sweep: {at least: 1}", "sweep: {within: {inflow: [4, 4], hold time: [8, 12]}}"),
         ("at: (inflow+more)*hold time", "at: 24")],
        "it holds in none of 200 random sets; say sweep: false"),
    "a sweep in which every run breaks": (
        [("sweep: {at least: 1}", "sweep: {within: {inflow: [3, 4]}}"),
         ("inflow+STEP", "inflow+0*LN(2.5-inflow)+STEP")],
        "every run of its sweep breaks"),
}  # fmt: skip


@pytest.mark.parametrize("name", FALSE)
def test_a_claim_that_its_runs_do_not_bear_out_says_why(tub, name):
    changes, sentence = FALSE[name]
    report = tub(*changes)
    assert report.false
    assert any(line.startswith("FALSE") and sentence in line for line in report.claims), report


def test_an_engine_that_differs_is_found_and_an_unstable_run_is_counted(tub, tmp_path, monkeypatch):
    real = engines.reference_run
    monkeypatch.setattr(engines, "reference_run", lambda model, params: real(model, params) * (1 + 1e-9))
    (problem, *_), = (finding.problems for finding in tub().findings if finding.problems)
    assert "PySD and floats are 1.0e-09 of its size apart" in problem
    (tmp_path / "wild.mdl").write_text(ZOO["chaos"], "utf-8")
    found = {finding.check: finding for finding in examine(tmp_path / "wild.mdl", pysd=True).findings}
    assert "unstable" in found["engines"].says and not found["engines"].problems
    assert "it is chaotic" in found["step"].says


def test_a_swing_that_lasts_is_judged_by_its_amplitude_and_period(tmp_path):
    """Its phase drifts: two_bands' path moves by 41 % of its range while its swing is the same."""
    found = {finding.check: finding for finding in checked()["two_bands"].findings}
    assert "its amplitude moves" in found["step"].says and "its period" in found["step"].says


@pytest.mark.parametrize("name", ZOO)
def test_a_file_from_elsewhere_is_answered_with_remarks(tmp_path, name):
    (tmp_path / "theirs.mdl").write_text(ZOO[name], "utf-8")
    report = examine(tmp_path / "theirs.mdl")
    assert {"units", "documentation", "run"} <= {finding.check for finding in report.findings}
    failing = {finding.check for finding in report.findings if finding.problems}
    assert failing <= {"run", "step"}, report


REFUSED = {
    "subscripts": "Stock[Region] = INTEG(1, 0)\n\t~ 1\n\t~ .\n\t|\n",
    "no text": "\x00",
    "a macro": ":MACRO: f(x)\nf = x\n\t~ 1\n\t~ .\n\t|\n:END OF MACRO:\n",
    "nothing": "",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_fails_by_name(tmp_path, name, command):
    file = tmp_path / "theirs.mdl"
    file.write_text(REFUSED[name], "utf-8")
    code, out, err = command("check", file)
    assert code == 1 and err == "" and "theirs.mdl" in out and "it cannot be checked" in out
    assert command("check", tmp_path / "none.mdl")[0] == 1


def test_a_model_without_a_card_here_fails_and_one_from_elsewhere_does_not(tub, tmp_path):
    tub()
    (tmp_path / "_models" / "tub.yaml").unlink()
    assert "tub.yaml: there is no such file" in str(examine("tub"))
    (tmp_path / "theirs.mdl").write_text(TUB.replace("What the drain takes.", ""), "utf-8")
    report = examine(tmp_path / "theirs.mdl")
    assert report.failed == 0 and "remark documentation" in str(report)


def test_python_in_the_documentation_of_a_file_from_elsewhere_is_not_run(tmp_path):
    trap = tmp_path / "sprung"
    text = mdl("x = 1 [0,2,1]\ny = INTEG(x-y, 0)")
    text = text.replace("~ .", f'~ """ + open({str(trap)!r}, "w").write("") + """', 1)
    (tmp_path / "theirs.mdl").write_text(text, "utf-8")
    examine(tmp_path / "theirs.mdl")
    assert not trap.exists()


def test_numbers_that_are_not_the_same_are_far_apart():
    one = np.array([1.0, 2.0, np.nan])
    assert engines.gap(one, one) == 0
    assert engines.gap(np.array([1.0, 2.0, 3.0]), one) == np.inf
    assert engines.gap(np.array([1.0, 2.2, np.nan]), one) == pytest.approx(0.1)
