"""Hidden values are drawn for each student from the course's key: never a default, alike in both graders."""

import json
import re
import shutil
import stat
import subprocess
import sys
from collections import Counter

import pytest

from pathfinders.course import assignment as assignments
from pathfinders.course.build import build
from pathfinders.course.build import main as course
from pathfinders.practice import coursekey, grader, marking, ranges, sheets, variants
from pathfinders.practice.answers import gather
from pathfinders.practice.exercise import ExerciseError
from pathfinders.practice.validation import validate
from tests.drawn_class import SLUG, earned, exercise, hidden, right, verdict, wrong
from tests.fixtures_class import AS_ROOT, FITTED
from tests.fixtures_class import KEY as COURSE_KEY
from tests.sample_exercise import SAMPLE, written
from tests.test_exercise_two_rubber_bands import unindented

KEY = "0123456789abcdef" * 4
RANGE = {"between": [0.5, 1.5], "never": [0.75, 1.0]}
SHEET = {
    "id": "B",
    "checks": [
        {"id": "first", "kind": "units", "points": 0},
        {"id": "other", "cases": [{"set": {"a": RANGE, "b": "c", "c": "a", "d": -2}}, {"says": "as it is"}]},
        {"id": "more", "cases": [{"set": {"a": {"between": [24, 34], "never": []}, "b": RANGE}}]},
    ],
}
STUDENTS = [f"student-{number}" for number in range(2000)]


def settings(sheet):
    """What each case of a sheet sets."""
    return [case.get("set", {}) for case in variants.cases(sheet)]


def of(student, key=KEY, slug=SLUG, sheet=SHEET):
    return settings(variants.drawn(sheet, key, slug, student))


def test_outcome_28_a_drawn_value_is_never_the_default_nor_one_that_students_see():
    met = {of(student)[0]["a"] for student in STUDENTS}
    assert len(met) > 70
    for value in met:
        assert min(abs(value - seen) for seen in RANGE["never"]) > 0.01, value
        assert 0.5 <= value <= 1.5
    seen = {"decisiveness": {5, 14}, "move time": {3}, "pull of change": {1}, "floor": {-0.2}}
    for part in ("B1", "B2"):
        for student in STUDENTS[:300]:
            for case, given in zip(
                variants.cases(hidden(part)), of(student, sheet=hidden(part)), strict=True
            ):
                drawn = variants.ranges(case)
                assert not [name for name in drawn if given[name] in seen.get(name, ())], (part, given)


@pytest.mark.parametrize("part", ["B1", "B2"])
def test_what_is_excluded_is_what_the_template_has_and_what_public_checks_show(part):
    asked = exercise().part(part)
    for case in variants.cases(hidden(part)):
        for name, given in variants.ranges(case).items():
            assert float(ranges.template(asked)[name]) in given["never"]
            assert set(given["never"]) == set(ranges.known(asked, name, case))
    assert ranges.known(exercise().part("B1"), "Decisiveness", {}) == [5, 14]


def test_the_same_key_and_student_have_the_same_values_on_every_machine():
    assert of("ines") == [
        {"a": 1.32, "b": 1.32, "c": 1.32, "d": -2},
        {},
        {"a": 24.9, "b": 0.83},
    ]
    alone = """
import json, sys
from pathfinders.practice import variants
sheet, key, slug = json.load(sys.stdin)
print(json.dumps([variants.drawn(sheet, key, slug, student) for student in ("jo", "ines")]))
assert not {"numpy", "pysd"} & set(sys.modules)
"""
    given = json.dumps([SHEET, KEY, SLUG])
    told = subprocess.run(
        [sys.executable, "-c", alone],
        input=given,
        env={"PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert settings(json.loads(told.stdout)[1]) == of("ines")


def test_other_students_keys_and_exercises_have_other_values():
    values = [of("ines"), of("jo"), of("ines", key="f" * 64), of("ines", slug="06-other"), of("ine")]
    assert len({json.dumps(value) for value in values}) == len(values)
    first, _, last = of("ines")
    assert first["a"] != last["b"]


def test_every_value_of_a_range_is_drawn_about_as_often_as_any_other():
    counts = Counter(of(student)[2]["a"] for student in STUDENTS)
    assert set(counts) <= set(variants.grid([24, 34]))
    tenths = Counter(min(int(value) - 24, 9) for value in counts.elements())
    assert min(tenths.values()) > 150 and max(tenths.values()) < 250


@pytest.mark.parametrize(
    ("between", "first", "last", "count"),
    [
        ([24, 34], 24.0, 34.0, 101),
        ([0.4, 0.8], 0.4, 0.8, 401),
        ([-0.85, -0.3], -0.85, -0.3, 551),
        ([0.1, 0.35], 0.1, 0.35, 251),
        ([1, 1000], 1.0, 1000.0, 1000),
        ([-1, 1], -1.0, 1.0, 201),
    ],
)
def test_values_are_short_enough_to_be_read(between, first, last, count):
    grid = variants.grid(between)
    assert (grid[0], grid[-1], len(grid)) == (first, last, count)
    assert max(len(re.sub(r"\D", "", repr(value)).strip("0")) for value in grid) <= 4


def test_a_name_has_the_value_of_the_parameter_that_it_names():
    for student in STUDENTS[:50]:
        first = of(student)[0]
        assert first["a"] == first["b"] == first["c"]
    for given in of("ines", sheet=hidden("B1")):
        if given.get("pull of stability"):
            assert given["pull of stability"] == given["pull of change"]


def test_a_sheet_is_otherwise_untouched():
    made = variants.drawn(hidden("B1"), KEY, SLUG, "ines")
    put_back = [
        {**check, **({"cases": [drop(case) for case in check["cases"]]} if "cases" in check else {})}
        for check in made["checks"]
    ]
    original = [
        {**check, **({"cases": [drop(case) for case in check["cases"]]} if "cases" in check else {})}
        for check in hidden("B1")["checks"]
    ]
    assert put_back == original
    assert variants.drawn(hidden("A"), KEY, SLUG, "ines") == hidden("A")


def drop(case):
    return {name: value for name, value in case.items() if name != "set"}


def test_the_ends_of_any_two_ranges_of_a_case_meet_in_every_combination():
    lists = [settings(sheet) for sheet in variants.ends(hidden("B1"))]
    assert len(lists) == 8
    for number, case in enumerate(variants.cases(hidden("B1"))):
        names = list(variants.ranges(case))
        for one in names:
            for other in names[names.index(one) + 1 :]:
                assert len({(given[number][one], given[number][other]) for given in lists}) == 4


# --- what an author writes


FAULTS = {
    "[48, 32]": "sets decisiveness to [48, 32]; expected two numbers, the lower one first",
    "[32, 32]": "sets decisiveness to [32, 32]; expected two numbers, the lower one first",
    "[32]": "sets decisiveness to [32]; expected two numbers, the lower one first",
    "[32, .inf]": "sets decisiveness to [32, inf]; expected two numbers",
    "[32, much]": "expected two numbers",
    "[13.95, 14.05]": "sets decisiveness to [13.95, 14.05], all at or near 5 and 14, which students see",
    "hierarchy": "sets decisiveness to 'hierarchy', and 'hierarchy' is not set",
    "decisiveness": "a circle (decisiveness → decisiveness)",
    "pull of stability": "expected",
    "yes": "sets decisiveness to True; expected a number, a range [low, high], or the name of another",
    "{between: [32, 48]}": "expected a number, a range [low, high], or the name of another",
}


def source(root, tmp_path, old, new):
    """The chapter's exercise with one thing changed, and the line of part B1."""
    text = (root / "exercises" / f"{SLUG}.md").read_text(encoding="utf-8")
    assert text.count(old) >= 1, old
    text = text.replace(old, new, 1)
    path = tmp_path / f"{SLUG}.md"
    path.write_text(text, encoding="utf-8")
    return path, text[: text.index(":::{part} B1")].count("\n") + 1


def refused(path):
    """The sentence with which an exercise is refused."""
    with pytest.raises(ExerciseError) as caught:
        validate(path)
    told = str(caught.value)
    assert "\n" not in told
    return told


@pytest.mark.parametrize("value", FAULTS)
def test_a_range_from_which_nothing_can_be_drawn_is_refused_with_file_and_line(root, tmp_path, value):
    new = f"decisiveness: {value}, pull of change: [0.4, 0.5]"
    if value == "pull of stability":
        new = "decisiveness: pull of stability, pull of change: decisiveness"
    path, line = source(root, tmp_path, "decisiveness: [32, 42], pull of change: [0.4, 0.5]", new)
    told = refused(path)
    assert told.startswith(f"{SLUG}.md:{line}: part B1, hidden check still swings")
    assert FAULTS[value] in told


def test_a_range_in_a_check_that_students_see_is_refused(root, tmp_path):
    path, line = source(root, tmp_path, "set: {decisiveness: 5}", "set: {decisiveness: [4, 5]}")
    told = refused(path)
    assert told.startswith(
        f"{SLUG}.md:{line}: part B1, check dies away sets decisiveness to [4, 5]; expected a n"
    )


@pytest.mark.parametrize("value", ["[0.2, 0.4]", "yes", ".nan", "floor"])
def test_a_variable_is_held_at_a_number_and_at_nothing_else(root, tmp_path, value):
    path, line = source(root, tmp_path, "hold: {Position: 0.3}", f"hold: {{Position: {value}}}")
    told = refused(path)
    assert told.startswith(f"{SLUG}.md:{line}: part B1, check loop holds Position at ")
    assert "expected a number" in told


def test_a_range_in_which_the_key_fails_is_refused_and_the_values_are_named(root, tmp_path):
    path, line = source(root, tmp_path, "decisiveness: [11, 13.5], pull", "decisiveness: [11, 45], pull")
    told = refused(path)
    assert told.startswith(
        f"{SLUG}.md:{line}: part B1: the answer loses still rests at decisiveness 45, pull of"
    )
    assert told.count("decisiveness") == 1 + told.count("another decisiveness")


def test_a_range_in_which_a_wrong_answer_is_met_otherwise_is_refused_and_the_values_are_named(root, tmp_path):
    path, _ = source(root, tmp_path, "start position: [0.4, 0.8]", "start position: [-0.6, 0.8]")
    told = refused(path)
    assert "part B2, wrong answer who-began-below loses nothing at" in told
    assert "start position -0.6" in told


# --- who earns what


def test_an_answer_fitted_to_one_students_values_fails_for_another():
    names = ("still swings", "still rests")
    values = {
        check["id"]: [case["set"]["decisiveness"] for case in check["cases"]]
        for check in variants.drawn(hidden("B1"), KEY, SLUG, "ines")["checks"]
        if check["id"] in names
    }
    table = "decisiveness"
    for id, gain in zip(names, (20, 3), strict=True):
        for value in values[id]:
            table = f"IF THEN ELSE(ABS(decisiveness - {value}) < 0.0001, {gain}, {table})"
    fitted = unindented(f"""
        Felt difference = SMOOTH(tension of change - tension of stability, perception time) ~ 1
        gain = {table} ~ 1
        wanted = 1/(1 + EXP(-gain*Felt difference/pull of change)) ~ 1
        Focus = SMOOTHI(wanted, commit time, 0.5) ~ 1
        movement = (Focus*tension of change - (1 - Focus)*tension of stability)/move time
    """)
    assert verdict("B1", fitted, "ines", KEY).passed
    others = [verdict("B1", fitted, student, KEY) for student in STUDENTS[:8]]
    assert not any(other.passed for other in others)


def test_right_designs_earn_everything_for_every_student_and_others_for_none():
    for part, name, value in right():
        assert earned(part, value, STUDENTS[:2]) == 2, (part, name)
    for part, name, value in wrong():
        assert earned(part, value, STUDENTS[:2]) == 0, (part, name)


def test_a_wrong_answer_that_is_known_earns_the_same_whichever_values_are_drawn():
    for part, name, value in wrong():
        points = {verdict(part, value, student).points(6) for student in STUDENTS[:4]}
        assert len(points) == 1, (part, name, points)


def test_no_word_that_a_student_reads_holds_a_drawn_value():
    equation = sheets.keyed(exercise().part("B1")) + "decisiveness = 14 + 0*Position ~ 1\n"
    for part, name, value in (*wrong(), ("B1", "a parameter written anew", equation)):
        told = verdict(part, value, "ines").words
        drawn = {f"{one:g}" for given in of("ines", sheet=hidden(part)) for one in given.values()}
        shown = set(re.findall(r"-?\d+(?:\.\d+)?", told))
        assert not {one for one in drawn & shown if "." in one}, (part, name, told)


# --- functions


DRAWN = """    - {set: {x: [5, 9]}, with: [x], gives: answer, within: 1.0e-9}
    - {set: {x: [-9, 9], y: x}, with: [x], gives: answer, within: 1.0e-9}
    - {with: [0.5], gives: 0.25, within: 1.0e-9}
"""


def halves(folder, cases=DRAWN):
    """The path of the sample in which these are the hidden cases."""
    start, end = SAMPLE.index("    - {with: [7]"), SAMPLE.index(":::\n\n:::{wrong} F whole")
    return written(folder, SAMPLE[:start] + cases + SAMPLE[end:])


def called(sheet, source):
    """The Verdict on a function."""
    names = {}
    exec(source, names)
    return marking.mark(sheet, gather("answer_f", names, marking.calls_of(sheet)))


def test_arguments_of_a_function_are_drawn_and_the_key_says_what_is_right(tmp_path):
    part = validate(halves(tmp_path, DRAWN.replace(", y: x", ""))).part("F")
    sheet = json.loads(json.dumps(sheets.hidden_sheet(part)))
    calls = {
        student: marking.calls_of(variants.drawn(sheet, KEY, "00", student)) for student in STUDENTS[:200]
    }
    assert all(first == [4] and last == [0.5] for first, *_, last in calls.values())
    values = [call[0] for _, *drawn, _ in calls.values() for call in drawn]
    assert min(values) < -5 and len(set(values)) > 200
    assert not [value for value in values if abs(value - 4) <= 0.2]  # a public check shows it
    own = variants.drawn(sheet, KEY, "00", "ines")
    assert called(own, part.answer).passed
    for otherwise in ("return x // 2", "raise ValueError(x)", "return str(x)", "return None"):
        told = called(own, f"def answer_f(x):\n    if x in (4, 0.5): return x / 2\n    {otherwise}")
        assert not told.passed and "for values of the course's own" in told.words, otherwise
        assert not [call for call in marking.calls_of(own)[1:3] if str(abs(call[0])) in told.words], otherwise


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", "", "hidden check others sets 'y'; expected a name in its `with`"),
        ("with: [4], gives: 2", "with: [4], gives: answer", "check small gives the key’s answer"),
        ("with: [4], gives: 2", "set: {x: [4, 5]}, with: [x], gives: 2", "check small sets something"),
    ],
)
def test_what_only_hidden_calls_may_do_is_refused_elsewhere(tmp_path, old, new, said):
    path = halves(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    told = refused(path)
    assert told.startswith("00-half.md:9: part F") and said in told


# --- the course's key


@pytest.fixture(scope="module")
def made(root, tmp_path_factory):
    """A course as it is built."""
    folder = tmp_path_factory.mktemp("course")
    build(root / "exercises", folder)
    return folder


def test_a_build_makes_a_key_that_its_owner_alone_can_read_and_never_changes_it(tmp_path, capsys):
    written(tmp_path)
    call = ["build", "--from", str(tmp_path), "--to", str(tmp_path)]
    assert course(call) == 0
    path = tmp_path / "hidden" / "course.key"
    key = path.read_bytes()
    assert re.fullmatch(rb"[0-9a-f]{64}\n", key)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    said = capsys.readouterr().out
    assert "course.key" in said and key.decode().strip() not in said
    assert course(call) == 0
    assert path.read_bytes() == key
    assert "course.key" not in capsys.readouterr().out


def test_the_key_is_in_no_other_file_that_is_built(made):
    key = (made / "hidden" / "course.key").read_text().strip()
    files = [path for path in made.rglob("*") if path.is_file() and path.name != "course.key"]
    assert len(files) >= 3
    assert not [path for path in files if key in path.read_text(encoding="utf-8")]
    read = assignments.read(made, SLUG)
    assert read.key == key and key not in repr(read) and read.digest not in key


def test_with_another_key_what_was_graded_is_new(made, tmp_path):
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    before = assignments.read(tmp_path, SLUG)
    (tmp_path / "hidden" / "course.key").write_text(KEY)
    after = assignments.read(tmp_path, SLUG)
    assert after.digest != before.digest == assignments.read(made, SLUG).digest
    assert after.drawn_for("ines").sheets["B2"] != before.drawn_for("ines").sheets["B2"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "the course's key is missing"),
        (b"", "the course's key is damaged"),
        (b"0123", "the course's key is damaged"),
        (b"\xff" * 64, "the course's key is damaged"),
    ],
    ids=["missing", "empty", "short", "bytes"],
)
def test_a_key_that_cannot_be_used_is_told_in_a_sentence_by_every_grader(
    made, tmp_path, command, monkeypatch, text, said
):
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "hidden" / "course.key"
    path.unlink() if text is None else path.write_bytes(text)
    notebook = tmp_path / "autograded" / "ines" / SLUG / f"{SLUG}.ipynb"
    notebook.parent.mkdir(parents=True)
    notebook.write_text("{}")
    for call in (("grade", tmp_path, SLUG), ("grade-file", notebook, "--hidden", tmp_path)):
        code, out, err = command(*call, *AS_ROOT)
        assert (code, out) == (1, "")
        assert said in err and "pathfinders course build" in err and len(err.splitlines()) == 1
    monkeypatch.chdir(notebook.parent)
    with pytest.raises(grader.JudgeError, match=said[4:].replace(" ", r"\s")):
        grader.judge("A")


# --- the same values for nbgrader's own autograde


def test_nbgraders_own_autograde_draws_the_values_of_the_student_whose_folder_it_is(graded, scores):
    names = {}
    exec(FITTED.replace("os.chdir", "str"), names)
    due = {
        student: verdict("B2", names["answer_b2"], student, COURSE_KEY).points(4)
        for student in ("fitted", "blank")
    }
    assert due["fitted"] != due["blank"]
    assert scores["fitted"]["B2"] == due["fitted"]
    assert coursekey.read(graded.course / "hidden") == COURSE_KEY
    given_out = [
        path for top in ("release", "autograded", "feedback") for path in (graded.course / top).rglob("*")
    ]
    for path in (*given_out, *graded.exchange.rglob("*")):
        assert path.name != "course.key"
        assert not path.is_file() or COURSE_KEY.encode() not in path.read_bytes(), path


def test_what_is_handed_in_beside_a_notebook_is_no_course(made, monkeypatch):
    folder = made / "autograded" / "mallory" / SLUG
    (folder / "hidden").mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text("")
    (folder / "hidden" / "course.key").write_text(KEY)
    own = sheets.hidden_sheets(SLUG, made) | {"B3": {**sheets.hidden_sheets(SLUG, made)["B3"], "checks": []}}
    (folder / "hidden" / f"{SLUG}.json").write_text(json.dumps({"parts": own}))
    sheet, is_hidden = grader.sheet_for("B3", None, {}, folder)
    assert is_hidden and sheet["checks"]
    drawn = variants.drawn(
        sheets.hidden_sheets(SLUG, made)["B2"], coursekey.read(made / "hidden"), SLUG, "mallory"
    )
    assert grader.sheet_for("B2", None, {"exercise": "06-other"}, folder)[0] == drawn
