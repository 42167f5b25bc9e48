"""Which names code gives a value to, whatever its form; found without running or parsing it."""

import pytest

from pathfinders.course.bindings import LONGEST, given, is_talk, lines

NAMES = frozenset({"answer_a"})


@pytest.mark.parametrize(
    "code",
    [
        "answer_a = 1",
        "answer_a: dict = {}",
        "best, answer_a = 1, 2",
        "(best, [*answer_a]) = 1, (2,)",
        "best = answer_a = 2",
        "if True:\n    answer_a = eq",
        "if True: answer_a = eq",
        "for h in range(3): answer_a = h",
        "for answer_a in range(3):\n    pass",
        "for i, (_, answer_a) in pairs: pass",
        "with open('x') as answer_a: pass",
        "try:\n    answer_a = 1\nexcept E:\n    pass",
        "answer_a += ' more'",
        "answer_a[1] = 'stall'",
        "answer_a['x'][2].y **= 3",
        "answer_a.update({1: 'stall'})",
        "x = 1; answer_a = 2",
        "print(answer_a := 3)",
        "import numpy as answer_a",
        "from mine import answer_a",
        "def answer_a(x): return x",
        "%%time\nanswer_a: str = 'x'",
        "%time answer_a = 5",
        "answer_a = !ls",
        "long = (\n 1,\n 2)\nanswer_a \\\n  = 3",
        "globals()['answer_a'] = 1",
        "exec('answer_a = 1')",
        'note = \'it\'\'s\'; text = """a \'b\n"""\nanswer_a = 2',
    ],
)
def test_every_form_in_which_a_name_gets_a_value_is_known(code):
    assert given(code, NAMES) == NAMES


@pytest.mark.parametrize(
    "code",
    [
        "print(answer_a)",
        "answer_a",
        "answer_a == 3",
        "f(answer_a=1)",
        "x = answer_a",
        "x = f(answer_a)[0]",
        "d[answer_a] = 1",
        "d = {answer_a: 1}",
        "self.answer_a = 1",
        "# answer_a = 1",
        "x = 'answer_a = 1'",
        'x = """\nanswer_a = 1\n"""',
        "answer_ab = 1",
        "if answer_a: x = 1",
        "for x in answer_a: y = x",
        "while answer_a < 3: pass",
        "x" * LONGEST + "\nanswer_a += 1",
        "(" * 3000 + "answer_a",
    ],
)
def test_what_only_reads_a_name_gives_it_nothing(code):
    assert given(code, NAMES) == frozenset()


@pytest.mark.parametrize(
    ("code", "talks"),
    [
        ('"""My two walls: work and family."""', True),
        ("# my two walls are these", True),
        ("I didn't want both, and neither would wait.", True),
        ("%%markdown\nMy walls", True),
        ("%%time\nx = 1", False),
        ("x = 1  # my two walls are these", False),
        ("not a in b and c is d", False),
        ("print('my two walls are work and family')", False),
        ("", False),
    ],
)
def test_a_code_cell_that_only_says_something_is_told_from_code(code, talks):
    assert is_talk(code) is talks


def test_comments_and_empty_lines_make_no_other_code():
    assert lines("a = '#'  # why\n\n  # more\nb = 2 ") == ["a = '#'", "b = 2"]
