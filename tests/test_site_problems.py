"""A page that breaks the shape of a chapter is named before the build: file, line, found, expected."""

import pytest

from pathfinders.practice.source import read_exercise
from pathfinders.site.chapter import PARTS, PageError, parse_chapter, read_chapter
from pathfinders.site.digest import digest
from pathfinders.site.problems import page_problems, problems

FRONT = """---
description: One sentence.
minutes: {short: 15, course: 75, exercise: 40}
objectives: [You can.]
keypoints: [It is so.]
models: [two_bands]
passages: [F11]
short: [question, play]
---
"""
PARTED = "# Title\n" + "".join(f"\n(07-{name})=\n## About {name}\n" for name in PARTS)
CELL = "\n```{code-cell} python\n:label: run\n:tags: [hide-input]\n\nx = 1\n```\n"


@pytest.fixture
def told(tmp_path):
    """Write a chapter's text and return the sentences it earns."""
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "passages.yaml").write_text("F11: {gist: A gist.}\n", encoding="utf-8")

    def tell(text):
        path = tmp_path / "book" / "07-toy.md"
        path.write_text(text, encoding="utf-8")
        return [str(problem) for problem in page_problems(path)]

    return tell


def test_a_whole_chapter_has_no_problem(told):
    assert told(FRONT + PARTED + CELL) == []


@pytest.mark.parametrize("name", PARTS)
def test_a_missing_part_is_named(told, name):
    spoilt = FRONT + PARTED.replace(f"(07-{name})=\n", "")
    (said,) = [line for line in told(spoilt) if "front matter" not in line]
    assert said.startswith("book/07-toy.md: 0 parts") and f"(07-{name})=" in said


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("minutes: {short: 15, course: 75, exercise: 40}", "minutes: 15", "a dict"),
        ("short: 15, ", "", "whole numbers for short"),
        ("keypoints: [It is so.]\n", "", "no 'keypoints'"),
        ("description: One sentence.\n", "", "one plain sentence"),
        ("short: [question, play]", "short: [question, plan]", "short names 'plan'"),
        ("# Title\n", "", "no title"),
        ("(07-story)=", "(05-story)=", "line 18: (05-story)="),
        ("## About story", "About story", "no heading under 'story'"),
        ("(07-voices)=\n## About voices", "(07-check)=\n## About voices", "2 parts labelled 'check'"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(told, old, new, expected):
    text = FRONT + PARTED
    assert old in text
    said = told(text.replace(old, new))
    assert any(expected.removeprefix("found ") in line for line in said), said
    assert all(line.startswith("book/07-toy.md") for line in said)


@pytest.mark.parametrize(
    ("new", "sentence"),
    [("passages: {F11: A gist.}", "a list of ids"), ("passages: [F99]", "has no passage “F99”")],
)
def test_passages_are_named_by_ids_whose_gists_stand_in_one_file(told, new, sentence):
    with pytest.raises(PageError, match=sentence):
        told(FRONT.replace("passages: [F11]", new) + PARTED)


def test_parts_in_another_order_are_told(told):
    turned = PARTED.replace("07-story", "07-x").replace("07-play", "07-story").replace("07-x", "07-play")
    assert "question, predict, play, structure, story" in told(FRONT + turned)[0]


def test_a_cell_without_label_and_a_label_used_twice_are_told(told):
    said = told(FRONT + PARTED + CELL + CELL + CELL.replace(":label: run\n", ""))
    assert [line.split(": ")[1].split(";")[0] for line in said] == [
        "a second cell labelled 'run'", "a code cell without label",
    ]


def test_an_exercise_that_is_not_there_is_told(told):
    assert "exercises/07-toy.md" in told(FRONT + PARTED + "\n```{exercise} 07-toy\n```\n")[0]


@pytest.mark.parametrize(("text", "expected"), [
    ("---\na: [\n---\n", "line 2"),
    ("---\na: 1\n", "never closed"),
    ("# T\n\n```python\nx\n", "line 3"),
])
def test_a_page_that_cannot_be_read_is_an_error_with_its_line(tmp_path, text, expected):
    with pytest.raises(PageError, match=expected):
        parse_chapter(text, tmp_path / "page.md")


def test_what_stands_in_a_fence_is_no_part_of_the_page(tmp_path):
    text = "````\n(07-story)=\n```{code-cell}\n```\n````\n# Title\n"
    page = parse_chapter(text, tmp_path / "07-x.md")
    assert (page.parts, page.cells, page.title) == ((), (), "Title")


def test_every_page_of_the_book_is_whole(root):
    pages = sorted((root / "book").glob("*.md"))
    assert pages
    assert [str(problem) for path in pages for problem in page_problems(path)] == []


def test_every_chapter_gives_its_reading_time(root):
    for path in (root / "book").glob("[0-9][0-9]-*.md"):
        minutes = read_chapter(path).meta["minutes"]
        assert 0 < minutes["short"] < minutes["course"]
        assert minutes["exercise"] == read_exercise(root / "exercises" / path.name).minutes


@pytest.mark.parametrize("name", ["models/a.mdl", "pathfinders/engine/b.py", "requirements.txt"])
def test_the_digest_follows_every_file_that_can_change_an_output(tmp_path, name):
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("one")
    before = digest(tmp_path)
    assert digest(tmp_path) == before
    path.write_text("two")
    assert digest(tmp_path) != before


def test_the_digest_does_not_follow_what_python_leaves_behind(tmp_path):
    before = digest(tmp_path)
    cache = tmp_path / "pathfinders" / "__pycache__"
    cache.mkdir(parents=True)
    (cache / "a.pyc").write_bytes(b"1")
    assert digest(tmp_path) == before


BROKEN_TOCS = (b"", b"root: [", b"- a list", b"root: \xff", b"root: index\nchapters: [index]")


@pytest.mark.parametrize("toc", BROKEN_TOCS)
def test_a_table_of_contents_that_cannot_be_read_is_one_sentence(tmp_path, toc):
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "_toc.yml").write_bytes(toc)
    (said,) = problems(tmp_path)
    assert said.startswith("book/_toc.yml: it cannot be read") and "- file: name" in said and "\n" not in said


def test_a_page_that_is_no_text_is_one_sentence(tmp_path):
    path = tmp_path / "07-toy.md"
    path.write_bytes(b"# Caf\xe9\n")
    with pytest.raises(PageError, match="byte 5 is no UTF-8"):
        read_chapter(path)
