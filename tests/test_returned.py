"""What a page of feedback says: words as they are meant, and no advice that only a notebook can follow."""

import json

import pytest

from pathfinders.course import feedback, ledger, returned
from pathfinders.course.assignment import mark
from pathfinders.practice import voices
from tests.fixtures_recorded import a_picture


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a change *per month*, **not** `a *level*`", "a change <em>per month</em>, <strong>not</strong> "
         "<code>a *level*</code>"),
        ("2*3*4 and a * b * c and **", "2*3*4 and a * b * c and **"),
        ("*<b>* `<i>`", "<em>&lt;b&gt;</em> <code>&lt;i&gt;</code>"),
    ],
)  # fmt: skip
def test_words_with_emphasis_and_code_look_as_in_a_notebook(text, html):
    assert feedback.words(text) == html


RULE = "-" * 75 + "\nNameError" + " " * 32 + "Traceback (most recent call last)\n"
OURS = "File /srv/us/.venv/lib/python3.11/site-packages/pysd/pysd.py:12, in load\n"
STOPS = "Cell In[4], line 1\n----> 1 answer_b2 = floor\n\nNameError: name 'floor' is not defined\n"


def test_of_an_answer_whose_cell_stopped_the_page_says_so_and_shows_what_helps():
    told = {"outputs": [{"text": "Still missing. " + voices.not_defined("answer_b2") + "\n0 of 4 points\n"}]}
    empty = {"outputs": [{"text": "Still missing. " + voices.still_empty("answer_b2")}]}
    answer = {"outputs": [{"text": f"so far 3\n{RULE}{OURS}{STOPS}"}]}
    missing = "Still missing. `answer_b2` does not exist yet"
    why = "your cell stopped with NameError before it was there"
    assert returned.verdict(told, answer) == f"{missing}: {why}."
    assert returned.verdict(told, {}) == f"{missing}."
    assert returned.verdict(empty, {}) == "Still missing. `answer_b2` is still empty."
    assert returned.shown(answer["outputs"][0]) == (
        "text",
        f"so far 3\nFile site-packages/pysd/pysd.py:12, in load\n{STOPS}",
    )


def test_a_picture_that_was_attached_is_on_the_page_and_named_for_whoever_cannot_see_it(recorded):
    notebook = json.loads(json.dumps(feedback.graded_notebook(recorded.assignment, "key")))
    (own,) = [one for one in notebook["cells"] if mark(one).get("grade_id") == "reflection"]
    own["source"] = "See ![An attached picture](attachment:picture-1.png) here."
    own["attachments"] = {"picture-1.png": {"image/png": a_picture()}}
    page = feedback.page(recorded.assignment, ledger.standings(recorded.assignment)["key"], notebook)
    assert "See (the picture below) here." in page and "attachment:" not in page
    assert page.count('alt="A picture that you attached"') == 1
