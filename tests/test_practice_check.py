"""check and judge in a notebook: words on the screen, points for nbgrader, never a traceback."""

import shutil

import pytest

import pathfinders
from pathfinders.practice import grader, sheets, student, voices

KEY = "answer_b3 = 0.62"


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A student's folder, far from any course."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def built(root, tmp_path_factory):
    """A course as it is built."""
    from pathfinders.course.build import build

    folder = tmp_path_factory.mktemp("course")
    build(root / "exercises", folder)
    return folder


@pytest.fixture
def course(built, tmp_path, monkeypatch):
    """A submission's folder inside a course with hidden checks."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    folder = tmp_path / "autograded" / "ines" / "05-two-rubber-bands"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def cell(code, namespace):
    """Run a cell as a notebook would, in a namespace that lasts."""
    exec(code, namespace)
    return namespace


def heard(capsys, *cells):
    namespace = {}
    for code in cells:
        cell(code, namespace)
    return " ".join(capsys.readouterr().out.split())


CHECK = 'from pathfinders import check; check("B3")'


def test_no_printed_line_is_so_long_that_a_feedback_page_cuts_it_off(course, capsys):
    cell(CHECK, {"answer_b3": 1})
    with pytest.raises(grader.JudgeError) as caught:
        judged("answer_b3 = 1")
    printed = [*capsys.readouterr().out.splitlines(), *str(caught.value).splitlines()]
    assert len(printed) > 2
    assert max(map(len, printed)) <= 88


@pytest.mark.parametrize(
    ("answer", "opening", "words"),
    [
        ("pass", "Still missing.", "`answer_b3` does not exist yet"),
        ("answer_b3 = None", "Still missing.", "still empty"),
        ("answer_b3 = 'much'", "Another kind of thing.", "`answer_b3` is text; here it has to be a number"),
        ("answer_b3 = True", "Another kind of thing.", "True or False"),
        ("answer_b3 = float('nan')", "Another kind of thing.", "`answer_b3` is not a finite number;"),
        ("answer_b3 = 10**5000", "Another kind of thing.", "`answer_b3` is not a finite number;"),
        ("answer_b3 = ...", "Still missing.", "still empty"),
        ("answer_b3 = 63", "Not yet.", "outside 0 … 1"),
        ("answer_b3 = 0.4", "Not yet.", "still swings"),
        (KEY, "Yes.", "there the swing ends"),
    ],
)
def test_the_check_meets_each_answer_with_its_voice_and_the_next_step(
    elsewhere, capsys, answer, opening, words
):
    told = heard(capsys, answer, CHECK)
    assert told.startswith(opening)
    assert words in told
    assert sum(told.count(voice) for voice in voices.OPENINGS.values()) == 1


def test_almost_is_said_when_at_least_half_is_there(elsewhere, capsys):
    cut = "answer_b2 = 'tension of stability = pull of stability*(Position - floor)'"
    assert heard(capsys, cut, "from pathfinders import check; check('b2')").startswith("Almost.")


def test_functions_of_the_student_named_like_ours_do_not_stand_in_the_way(elsewhere, capsys):
    own = "def check(x): raise ValueError\ndef judge(x): raise ValueError\ndef run(x): raise ValueError"
    assert heard(capsys, own, KEY, CHECK).startswith("Yes.")


def test_a_part_that_is_not_there_is_answered_with_those_that_are(elsewhere, capsys):
    assert 'there is "A", "B1", "B2" and "B3"' in heard(capsys, "from pathfinders import check; check('C')")


def test_an_exercise_that_is_not_there_is_answered_with_those_that_are(elsewhere, capsys):
    told = heard(capsys, "from pathfinders import check; check('A', '99-nothing')")
    assert "'05-two-rubber-bands'" in told


def test_with_several_exercises_the_notebooks_variable_or_its_folder_chooses(monkeypatch, tmp_path):
    known = ("04-one", "05-two")
    assert student.exercise_of({"exercise": "05-two"}, None, known) == "05-two"
    assert student.exercise_of({"exercise": "05-two"}, "04-one", known) == "04-one"
    (tmp_path / "04-one").mkdir()
    monkeypatch.chdir(tmp_path / "04-one")
    assert student.exercise_of({}, None, known) == "04-one"
    monkeypatch.chdir(tmp_path)
    with pytest.raises(student.Lost, match="Which exercise"):
        student.exercise_of({}, None, known)


def test_a_fault_of_the_check_itself_is_no_fault_of_the_student(elsewhere, capsys, monkeypatch):
    monkeypatch.setattr(sheets, "public_sheets", lambda slug: {"B3": {"name": "answer_b3", "checks": [{}]}})
    told = heard(capsys, KEY, CHECK)
    assert told.startswith("The check itself failed")
    assert "Traceback" not in told


def judged(code, part="B3"):
    """What the test cell of a part gives back after a cell of the student's."""
    namespace = cell(code, {"judge": None})
    exec(f"from pathfinders import judge\npoints = judge({part!r})", namespace)
    return namespace["points"]


def test_the_judge_gives_all_points_for_the_key(course, root):
    from pathfinders.practice.source import read_exercise

    for part in read_exercise(root / "exercises" / "05-two-rubber-bands.md").parts:
        if part.auto:
            assert judged(part.answer, part.id) == part.points


def test_the_judges_error_shows_its_hint_and_nothing_else(course):
    with pytest.raises(grader.JudgeError) as caught:
        judged("answer_b3 = 1")
    (shown,) = caught.value._render_traceback_()
    assert shown == str(caught.value)
    assert "Come down in halves" in " ".join(shown.split())
    assert "0.57" not in shown


def test_some_points_come_with_the_hint_in_words(course, capsys):
    words = {1: "stall", 2: "sustained oscillation", 3: "stall", 4: "stall", 5: "stall", 6: "stall"}
    assert judged(f"answer_a = {words}", "A") == 2
    assert "3 of your 6 words" in capsys.readouterr().out


def test_without_a_course_the_judge_makes_the_public_checks_and_says_so(elsewhere, capsys):
    assert judged(KEY) is None
    assert capsys.readouterr().out.strip() == grader.ELSEWHERE
    with pytest.raises(grader.JudgeError, match="still swings"):
        judged("answer_b3 = 0.2")


def test_autograding_without_the_hidden_checks_gives_nobody_full_points(elsewhere, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(grader.JudgeError, match="not beside the course"):
        judged(KEY)


def test_a_students_variable_cannot_name_another_exercise(course):
    assert judged(f"exercise = '04-easier'\n{KEY}") == 3


def test_the_public_names_are_the_ones_notebooks_use():
    assert pathfinders.check is student.check
    assert pathfinders.judge is grader.judge


HOSTILE = {
    "a megabyte": "'{' * 10**6",
    "blanks": "' ' * 5900 + 'x'",
    "half a character": "'a\\ud800 = 1 ~ 1'",
    "a null byte": "'a = 1\\0 ~ 1'",
    "a step of its own": "'TIME STEP = 1e-9'",
    "a long sum": "'tension of stability = ' + '+'.join(['Position']*600)",
    "pulses in pulses": "'tension of stability = ' + 'PULSE('*25 + '1' + ',1)'*25",
    "deep brackets": "'tension of stability = ' + '('*2500 + '1' + ')'*2500",
    "a deep unit": "'a = 1 ~ ' + '('*5000",
    "a power of a unit": "'a = 3 ~ month\\ntension of stability = a^1e300'",
    "python": "'tension of stability = 1 ~ 1 [__import__(\"os\").abort(),1]'",
}


@pytest.mark.parametrize("answer", HOSTILE)
def test_a_hostile_text_gets_words_at_once_from_both_checks_and_no_traceback(course, capsys, answer):
    namespace = {"exercise": "05-two-rubber-bands", "answer_b2": eval(HOSTILE[answer])}
    cell("from pathfinders import check, judge; check('B2')", namespace)
    told = capsys.readouterr().out
    assert told.startswith(("Not yet.", "Almost.", "Another kind", "Still missing.")) and len(told) < 500
    try:
        cell("points = judge('B2')", namespace)
        assert namespace["points"] < 4
    except grader.JudgeError as error:
        assert str(error).startswith(("Not yet.", "Another kind"))


def test_a_fault_of_the_course_shows_no_more_than_its_name(course, monkeypatch):
    monkeypatch.setattr(grader.marking, "mark", lambda sheet, answer: 1 / 0)
    with pytest.raises(grader.JudgeError, match=r"The check itself failed \(ZeroDivisionError"):
        cell(f"{KEY}\nfrom pathfinders import judge; judge('B3')", {})
