"""``structure`` and ``remove`` answer for any model of the supported kind, in words and as data."""

import json

import pytest

from pathfinders.model import CardError, find, load_card, read, slugs
from pathfinders.structure import explain, loops
from tests.engine_zoo import ZOO, mdl
from tests.structure_zoo import LOOPED


def test_structure_lists_links_loops_with_their_shares_and_the_loudest_in_turn(command):
    code, out, err = command("structure", "two_bands")
    assert code == 0 and err == ""
    assert "Position →− tension of change" in out and "floor →0 stretch of stability" in out
    assert "move time →± movement  (− to month" in out
    assert "B  17 %  front band: Position → tension of change → movement → Position" in out
    assert "month 0 to 4.5" in out and "a stock turns; shares are not told there" in out


def test_remove_tells_the_mode_before_and_after(command):
    code, out, err = command("remove", "two_bands")
    assert code == 0 and err == ""
    assert "With everything in place: sustained oscillation, amplitude 0.293, period 11." in out
    row = next(line for line in out.splitlines() if line.split()[:2] == ["stock", "Focus"])
    assert "goal-seeking, to 0" in row and "structural" in row
    assert "its value at rest" in out and "of 29 elements are structural." in out


def test_json_holds_what_the_text_tells_and_no_nan(command):
    data = json.loads(command("structure", "two_bands_pure", "--json")[1], parse_constant=pytest.fail)
    points = len(data["time"])
    assert {loop["name"] for loop in data["loops"]} == {"front band", "back band"}
    for loop in data["loops"]:
        assert len(loop["shares"]) == points and loop["share"] == pytest.approx(0.5)
    assert data["loops"][0]["shares"][-1] is None and data["cut"] is False
    signs = {(link["source"], link["target"]): link["polarity"] for link in data["links"]}
    assert signs["Position", "tension of change"] == "−" and len(signs) == 10
    printed = command("remove", "two_bands_pure", "--json", "--goal", "1")[1]
    table = json.loads(printed, parse_constant=pytest.fail)
    assert table["mode"]["name"] == "stall" and table["held"]["how"] == "rest"
    assert {row["effect"] for row in table["elements"]} == {"itself", "quantitative"}


def test_values_can_be_set_and_one_outside_its_limits_is_allowed_with_a_word(command):
    code, out, _ = command("structure", "two_bands", "--set", "Stability_is_a_condition=1", "--json")
    floor = [link for link in json.loads(out)["links"] if link["source"] == "floor"]
    assert code == 0 and {link["polarity"] for link in floor} == {"−", "+"}
    assert "outside its limits" in command("remove", "two_bands", "--set", "hierarchy=1.5")[2]


WRONG = {
    ("structure", "two_band"): "did you mean “two_bands”?",
    ("structure", "two_bands", "--set", "hierachy=1"): "did you mean “hierarchy”?",
    ("remove", "two_bands", "--set", "Position=1"): "is calculated, so it cannot be set",
    ("remove", "two_bands", "--variable", "Positon"): "did you mean “Position”?",
}


@pytest.mark.parametrize("argv", WRONG)
def test_a_mistake_is_one_sentence_and_exit_code_one(command, argv):
    code, out, err = command(*argv)
    assert code == 1 and out == "" and WRONG[argv] in err and err.count("\n") == 1


@pytest.mark.parametrize("name", [*ZOO, *LOOPED])
def test_any_model_of_the_supported_kind_is_answered_by_its_path(command, tmp_path, name):
    path = tmp_path / "mine.mdl"
    path.write_text((ZOO | LOOPED)[name], encoding="utf-8")
    for which in ("structure", "remove"):
        code, out, _ = command(which, path)
        assert code == 0 and out.startswith("mine: ")
        assert code == command(which, path, "--json")[0]


def test_models_without_loops_or_stocks_are_told_so(command, tmp_path):
    path = tmp_path / "mine.mdl"
    path.write_text(mdl("a = 1\nb = a*Time"), encoding="utf-8")
    assert "Loops: none" in command("structure", path)[1] and "no stock" in command("structure", path)[1]
    path.write_text(mdl("a = 1"), encoding="utf-8")
    assert "Links: none" in command("structure", path)[1]
    assert "nothing to take out" in command("remove", path)[1]
    path.write_text(mdl("S = INTEG(S*SQRT(5-Time), 1)"), encoding="utf-8")
    code, out, err = command("structure", path)
    assert code == 0 and "not a number from month" in err and "Loops (1)" in out


def test_a_removal_table_that_is_cut_says_so(command, monkeypatch):
    assert "Tried were" not in command("remove", "two_bands")[1]
    monkeypatch.setattr("pathfinders.structure.command.WORK", 5e6)
    out = command("remove", "two_bands")[1]
    tried = out.count("\n  ")
    assert f"Tried were {tried} of 29 elements" in out and "--all tries every one" in out
    assert json.loads(command("remove", "two_bands", "--json")[1])["untried"] == 29 - tried
    whole = command("remove", "two_bands", "--all")[1]
    assert "of 29 elements are structural." in whole and "Tried were" not in whole


def test_a_bound_that_cuts_is_told(command):
    out = command("structure", "two_bands", "--most", "4")[1]
    assert "there are more, of which the 4 shortest are listed" in out


@pytest.mark.parametrize("slug", slugs())
def test_each_name_of_a_card_is_that_of_a_loop(slug):
    named = [loop.name for loop in loops(read(slug)) if loop.name]
    assert sorted(named) == sorted(entry.name for entry in load_card(slug).loops)
    assert named and len(set(named)) == len(named)


@pytest.mark.parametrize("slug", slugs())
def test_a_loop_without_a_name_is_a_stocks_own_or_hardly_heard(slug):
    found = explain(read(slug))
    stocks = {stock.name for stock in found.model.stocks}
    for loop, share in zip(found.loops, found.dominance.mean, strict=True):
        assert loop.name or len(stocks & set(loop.names)) == 1 or share < 0.15, loop.path


def test_a_card_that_names_no_loop_or_two_is_refused(tmp_path, monkeypatch):
    folder = tmp_path / "_models"
    folder.mkdir()
    source = find.folder()
    for name in ("two_bands_pure.mdl", "two_bands_pure.yaml"):
        (folder / name).write_text((source / name).read_text("utf-8"), encoding="utf-8")
    monkeypatch.setattr(find, "PACKAGE", tmp_path)
    card = folder / "two_bands_pure.yaml"
    good = card.read_text("utf-8")
    for number, (through, said) in enumerate(
        {"[pull of change]": "no loop goes through", "[Position]": "2 loops of 3 variables go"}.items()
    ):
        card.write_text(good.replace("[tension of change]", through) + "\n" * number, encoding="utf-8")
        with pytest.raises(CardError, match=f"“front band”: {said}"):
            loops(read("two_bands_pure"))
