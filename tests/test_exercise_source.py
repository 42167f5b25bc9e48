"""An exercise's source: what is made of it, and what is said of a fault in it."""

import json

import pytest

from pathfinders.practice import notebooks, sheets
from pathfinders.practice.exercise import ExerciseError
from pathfinders.practice.page import page_markdown
from pathfinders.practice.source import read_exercise
from pathfinders.practice.validation import validate
from tests.sample_exercise import SAMPLE, changed, written

CHAPTER = "05-two-rubber-bands"


@pytest.fixture(scope="module")
def exercise(root):
    return read_exercise(root / "exercises" / f"{CHAPTER}.md")


def secrets(exercise):
    """Lines that only somebody who knows the answers has: key, wrong answers, hidden sayings."""
    lines = []
    for part in exercise.parts:
        starter = set(part.starter.splitlines())
        for text in (part.answer, *(wrong.code for wrong in part.wrong)):
            lines += [line.strip() for line in text.splitlines() if line not in starter]
        shown = {case["says"] for check in part.public for case in check.get("cases", ()) if "says" in case}
        for check in part.hidden:
            lines += [case["says"] for case in check.get("cases", ()) if case.get("says") not in shown]
        public = {check["id"] for check in part.public}
        lines += [wrong.hint for wrong in part.wrong if wrong.loses not in public]
    return [line for line in lines if len(line) > 12]


def test_the_sample_and_the_chapter_are_fit_to_be_given(root, tmp_path):
    assert validate(written(tmp_path)).points == 6
    assert validate(root / "exercises" / f"{CHAPTER}.md").points == 20


FAULTS = {
    "no front matter": (lambda: SAMPLE.replace("---\n", "", 1), "00-half.md:1", "front matter"),
    "front matter not YAML": (lambda: changed("minutes: 5", "minutes: [5"), "00-half.md", "YAML"),
    "no title": (lambda: changed('title: "Half of it"\n', ""), "00-half.md:1", "title"),
    "no minutes": (lambda: changed("minutes: 5\n", ""), "00-half.md:1", "minutes"),
    "unknown directive": (lambda: changed(":::{prompt} F", ":::{promt} F"), "00-half.md:15", "promt"),
    "no end": (lambda: SAMPLE.rstrip()[:-3], "00-half.md:78", "without an end"),
    "an end too many": (lambda: changed("A word before.", ":::"), "00-half.md:7", "opens nothing"),
    "nested": (lambda: changed(":::\n\n:::{starter} F", "\n:::{starter} F"), "00-half.md:18", "inside"),
    "two parts of one id": (
        lambda: changed(":::{part} own-words", ":::{part} F"),
        "00-half.md:64",
        "second part F",
    ),
    "directive for no part": (
        lambda: changed(":::{answer} F", ":::{answer} G"),
        "00-half.md:24",
        "answer for G",
    ),
    "two prompts": (lambda: changed(":::{starter} F", ":::{prompt} F"), "00-half.md:19", "second prompt"),
    "empty prompt": (
        lambda: changed("Write `answer_f(x)`, which gives half of `x`.\n", ""),
        "00-half.md:15",
        "empty prompt",
    ),
    "points missing": (lambda: changed("points: 4\n", ""), "00-half.md:9", "points"),
    "points zero": (lambda: changed("points: 4", "points: 0"), "00-half.md:9", "points: 0"),
    "points do not add up": (lambda: changed("points: 3", "points: 2"), "00-half.md:9", "its checks 3"),
    "rubric does not add up": (
        lambda: changed("Reason, points: 2", "Reason, points: 1"),
        "00-half.md:64",
        "criteria 1",
    ),
    "unknown kind of answer": (lambda: changed("answer: function", "answer: magic"), "00-half.md:9", "magic"),
    "check without id": (lambda: changed("- id: small\n  kind", "- kind"), "00-half.md:29", "no id"),
    "check twice": (lambda: changed("- id: others", "- id: small"), "00-half.md:9", "stands twice"),
    "unknown check": (lambda: changed("kind: calls", "kind: guess"), "00-half.md:9", "guess"),
    "check of other answers": (
        lambda: changed("kind: calls\n  points: 1\n", "kind: number\n  low: 1\n  high: 2\n  points: 1\n"),
        "00-half.md:9",
        "for an answer of kind function",
    ),
    "check without its data": (
        lambda: changed("  cases:\n    - {with: [4], gives: 2, within: 1.0e-9}\n", ""),
        "00-half.md:9",
        "without cases",
    ),
    "a word for a number": (
        lambda: (
            changed("- id: small\n  kind: calls", "- id: small\n  cases: [4]\n  kind: calls")
            .replace("    - {with: [4], gives: 2, within: 1.0e-9}\n", "", 1)
            .replace("  points: 1\n  cases:\n", "  points: 1\n", 1)
        ),
        "00-half.md:9",
        "a check stops with TypeError",
    ),
    "points that are no number": (
        lambda: changed("points: 4", "points: .nan"),
        "00-half.md:9",
        "points: nan",
    ),
    "unknown model": (lambda: changed("models: []", "models: [two_band]"), "00-half.md:1", "“two_bands”"),
    "one hidden case": (
        lambda: changed(
            "    - {with: [-3], gives: -1.5, within: 1.0e-9}\n"
            "    - {with: [0.5], gives: 0.25, within: 1.0e-9}\n",
            "",
        ),
        "00-half.md:9",
        "with 1 case",
    ),
    "hidden case shown": (
        lambda: changed("{with: [7], gives: 3.5", "{with: [4], gives: 2"),
        "00-half.md:9",
        "public",
    ),
    "key fails": (lambda: changed("return x / 2", "return x / 3"), "00-half.md:9", "the answer loses small"),
    "key stops": (lambda: changed("def answer_f(x):\n    return x / 2", "oops"), "00-half.md:9", "NameError"),
    "starter earns points": (
        lambda: changed("def answer_f(x):\n    ...", "def answer_f(x):\n    return x // 2"),
        "00-half.md:9",
        "earns",
    ),
    "wrong answer that is right": (
        lambda: changed("return x // 2", "return x * 0.5"),
        "00-half.md:47",
        "loses nothing",
    ),
    "wrong answer that loses another": (
        lambda: changed("loses: others", "loses: small"),
        "00-half.md:47",
        "loses others",
    ),
    "hint not met": (lambda: changed("{result: 3.5}", "{result: 9}"), "00-half.md:55", "its hint"),
    "wrong answer without a code": (
        lambda: changed("---\ndef answer_f(x):\n    return x // 2\n", ""),
        "00-half.md:47",
        "---",
    ),
    "too few wrong answers": (
        lambda: (
            SAMPLE[: SAMPLE.index(":::{wrong} F subtracts")] + SAMPLE[SAMPLE.index(":::{part} own-words") :]
        ),
        "00-half.md:9",
        "1 named wrong",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_in_a_source_is_named_with_file_and_line(fault, tmp_path):
    text, where, found = FAULTS[fault]
    with pytest.raises(ExerciseError) as caught:
        validate(written(tmp_path, text()))
    assert str(caught.value).startswith(where)
    assert found in str(caught.value)
    assert caught.value.do
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("kind", ["prompt", "starter", "answer", "public", "hidden"])
def test_a_part_without_one_of_its_directives_is_refused(kind, tmp_path):
    start = SAMPLE.index(f":::{{{kind}}} F")
    text = SAMPLE[:start] + SAMPLE[SAMPLE.index("\n:::\n", start) + 5 :]
    with pytest.raises(ExerciseError, match=kind):
        validate(written(tmp_path, text))


def test_a_hidden_value_must_differ_from_the_models_default(root, tmp_path):
    text = (root / "exercises" / f"{CHAPTER}.md").read_text(encoding="utf-8")
    text = text.replace("set: {floor: [0.1, 0.7],", "set: {floor: -0.2,", 1)
    with pytest.raises(ExerciseError, match=r"sets floor to its default -0\.2"):
        validate(written(tmp_path, text, f"{CHAPTER}.md"))


def test_the_page_shows_prompts_points_and_rubric(exercise):
    page = page_markdown(exercise.path)
    for part in exercise.parts:
        assert part.prompt in page
        assert f"({part.points:g} points)" in page
        assert all(row.says in page for row in part.rubric)
    assert "decisiveness = 14 ~ 1" in page


def test_page_student_notebook_and_public_sheet_hold_no_answer(exercise):
    given = {
        "page": page_markdown(exercise.path),
        "notebook": notebooks.notebook_text(notebooks.student_notebook(exercise)),
        "sheet": sheets.sheets_text(exercise, sheets.public_sheet),
    }
    for secret in secrets(exercise):
        for where, text in given.items():
            assert secret not in text, where
            assert json.dumps(secret)[1:-1] not in text, where
    assert secrets(exercise)
    hidden = sheets.sheets_text(exercise, sheets.hidden_sheet)
    assert any(secret in hidden for secret in secrets(exercise))


def test_the_public_sheets_in_the_package_are_those_of_the_exercises(root):
    sources = {path.stem: path for path in (root / "exercises").glob("*.md")}
    assert set(sheets.slugs()) == set(sources)
    for slug, path in sources.items():
        made = sheets.sheets_text(read_exercise(path), sheets.public_sheet)
        assert (sheets.PUBLIC / f"{slug}.json").read_text(encoding="utf-8") == made, (
            f"{slug}: run `python -m pathfinders course build` and commit pathfinders/practice/public"
        )


def test_a_source_gives_the_same_notebook_twice_with_ids_from_its_labels(exercise):
    one, two = (notebooks.notebook_text(notebooks.source_notebook(exercise)) for _ in range(2))
    assert one == two
    cells = json.loads(one)["cells"]
    ids = [cell["metadata"]["nbgrader"]["grade_id"] for cell in cells]
    assert len(ids) == len(set(ids))
    assert [cell["id"] for cell in cells] == [f"{CHAPTER}-{id}" for id in ids]


def test_what_stands_outside_an_answer_is_locked_and_a_prompt_has_its_own_cell(exercise):
    for cell in notebooks.student_notebook(exercise)["cells"]:
        meta = cell["metadata"]["nbgrader"]
        assert meta["solution"] != meta["locked"]
        if meta["solution"] and cell["cell_type"] == "markdown":
            assert cell["source"] == notebooks.TEXT_STUB


def test_a_course_with_one_unfit_exercise_is_not_begun(tmp_path, capsys):
    from pathfinders.course.build import main

    written(tmp_path, changed("return x / 2", "return x"))
    assert main(["build", "--from", str(tmp_path), "--to", str(tmp_path / "course")]) == 1
    told = capsys.readouterr().err
    assert told.startswith("00-half.md:9: part F: the answer loses small")
    assert told.count("\n") == 1
    assert not (tmp_path / "course").exists()


def test_a_second_build_leaves_what_was_handed_in_and_changes_no_byte(tmp_path, capsys):
    from pathfinders.course.build import main

    written(tmp_path)
    course = tmp_path / "course"
    call = ["build", "--from", str(tmp_path), "--to", str(course)]
    assert main(call) == 0
    work = course / "submitted" / "ines" / "00-half" / "00-half.ipynb"
    work.parent.mkdir(parents=True)
    work.write_text("mine")
    before = {path: path.stat().st_mtime_ns for path in course.rglob("*") if path.is_file()}
    assert main(call) == 0
    assert {path: path.stat().st_mtime_ns for path in course.rglob("*") if path.is_file()} == before
    assert "nbgrader generate_assignment 00-half" in capsys.readouterr().out
    assert len((course / "nbgrader_config.py").read_text().splitlines()) <= 40


def test_a_misspelt_predicate_of_a_case_is_found_out(root, tmp_path):
    text = (root / "exercises" / "05-two-rubber-bands.md").read_text(encoding="utf-8")
    path = tmp_path / "05-two-rubber-bands.md"
    path.write_text(text.replace("oscillates: {amplitude", "oscilates: {amplitude", 1), encoding="utf-8")
    with pytest.raises(ExerciseError, match="the key 'oscilates'; did you mean “oscillates”"):
        validate(path)


def test_a_source_that_is_no_text_is_told(tmp_path):
    (tmp_path / "05-x.md").write_bytes(b"\xff\xfe")
    with pytest.raises(ExerciseError, match=r"05-x\.md: byte 0 is not UTF-8"):
        validate(tmp_path / "05-x.md")
