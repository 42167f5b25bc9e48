"""The lab as a Python object: its values, its run, and what it puts on a page."""

import json
import re

import pandas as pd
import pytest

from pathfinders import Lab, read
from pathfinders.engine import reference_run
from pathfinders.lab import LabError
from pathfinders.model import UnknownVariable


@pytest.fixture
def lab():
    return Lab("two_bands")


def spec_of(html):
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', html, re.DOTALL).group(1))


def page_html(lab):
    return lab._repr_mimebundle_()[0]["text/html"]


def test_values_are_read_and_set_by_any_spelling_of_a_name(lab):
    assert lab.params["Perception_Time"] == 3
    lab.params["hierarchy"] = 0.5
    lab.params = {"perception time": 6}
    assert lab.set(commit_time=2) is lab
    changed = {"hierarchy": 0.5, "perception time": 6, "commit time": 2}
    assert {name: lab.params[name] for name in changed} == changed
    assert dict(lab.params) == lab.values


def test_a_change_is_told_to_those_who_observe(lab):
    seen = []
    lab.observe(lambda change: seen.append(change["new"]["hierarchy"]), "values")
    lab.set(hierarchy=0.25)
    assert seen == [0.25]


def test_the_run_is_pysds_with_units(lab):
    lab.set(hierarchy=0.7)
    frame = lab.run()
    pd.testing.assert_frame_equal(frame, reference_run(read("two_bands"), {"hierarchy": 0.7}))
    assert frame.attrs["units"]["movement"] == "1/month"
    assert frame["hierarchy"].iloc[0] == 0.7


def test_an_unknown_name_gets_the_nearest_one(lab):
    with pytest.raises(UnknownVariable, match="hierarchy"):
        lab.set(hierachy=1)
    with pytest.raises(UnknownVariable):
        Lab("two_bands", moods=1)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"hierarchy": 3}, "'hierarchy': the value 3; expected one from 0 to 1"),
        ({"hierarchy": float("nan")}, "expected a number"),
        ({"hierarchy": "much"}, "the value 'much'; expected a number"),
        ({"Position": 1}, "a stock, which is computed; expected a constant"),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_one_sentence_and_nothing_changes(lab, changes, sentence):
    before = dict(lab.values)
    with pytest.raises(LabError, match=re.escape(sentence)):
        lab.params = changes
    assert lab.values == before


def test_the_page_shows_the_values_the_lab_has_now(lab):
    lab.set(hierarchy=0.7)
    assert spec_of(page_html(lab))["params"]["hierarchy"] == 0.7


def test_the_page_names_what_the_card_names(lab):
    spec = spec_of(page_html(lab))
    assert spec["slug"] == "two_bands"
    assert spec["sliders"] == list(lab.card.sliders)
    assert [chart["variables"] for chart in spec["charts"]] == [list(c.variables) for c in lab.card.charts]
    assert [chart["axis"] for chart in spec["charts"]] == [chart.axis for chart in lab.card.charts]
    assert [one["name"] for one in spec["scenarios"]] == [one.name for one in lab.card.scenarios]


def test_nothing_in_a_card_can_close_the_script_that_holds_it(lab):
    lab._spec = {**lab._spec, "title": "</script><img src=x onerror=alert(1)>"}
    html = page_html(lab)
    assert "<img" not in html
    assert spec_of(html)["title"].startswith("</script>")


def test_a_model_without_a_card_has_a_lab(tmp_path):
    path = tmp_path / "mine.mdl"
    path.write_text(read("two_bands_pure").text)
    spec = spec_of(page_html(Lab(str(path))))
    assert spec["charts"][0]["variables"] == ["Position"]
    assert "pull of change" in spec["sliders"]


def test_a_notebook_gets_the_sentence_for_tomorrow_and_the_book_does_not(lab, monkeypatch, capsys):
    lab._ipython_display_()
    assert "Shift+Enter" in capsys.readouterr().out
    monkeypatch.setenv("PATHFINDERS_SITE", "1")
    lab._ipython_display_()
    assert "Shift+Enter" not in capsys.readouterr().out
