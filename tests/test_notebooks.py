"""The notebooks are what the chapters make, byte by byte, and read well without MyST."""

import nbformat
import pytest

from pathfinders.site import notebooks
from pathfinders.site.plain import NotebookError, Page, plain

HEAD = """---
kernelspec: {name: python3, display_name: Python 3}
minutes: {short: 15, course: 75, exercise: 45}
objectives: [You can tell one from two.]
passages: [F11]
---

# One chapter

(05-play)=
## Now play

"""
CELL = "```{code-cell} ipython3\n:label: %s\n\nx = 1\n```\n\n"
MYST = ("{term}", "{passage}", "```{", ":::", ")=\n", "](../", "](images/")
PAGE = Page("book/05-a.md", {"05-play": "Four cures, four results"}, 45)


@pytest.fixture
def project(tmp_path):
    """A project of one chapter; call it with the chapter's text below the head."""

    def make(body):
        (tmp_path / "book").mkdir(exist_ok=True)
        gist = "F11: {gist: A person between two walls.}\n"
        (tmp_path / "book" / "passages.yaml").write_text(gist, encoding="utf-8")
        (tmp_path / "book" / "05-a.md").write_text(HEAD + body, encoding="utf-8")
        return tmp_path

    return make


def ids(root):
    return [cell.id for cell in notebooks.build(root / "book" / "05-a.md").cells]


def test_the_notebooks_in_the_repository_are_the_bytes_their_chapters_make(root):
    assert notebooks.chapter_paths(root)
    assert notebooks.outdated(root) == {}


def test_a_notebook_has_no_output_no_carriage_return_and_names_for_its_cells(root):
    for path in (root / "notebooks").glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        assert b"\r" not in path.read_bytes()
        assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        assert not any(cell.outputs or cell.execution_count for cell in code)
        assert all(cell.id.startswith(path.stem) for cell in notebook.cells)


def test_no_myst_is_left_in_a_notebook(root):
    for path in (root / "notebooks").glob("*.ipynb"):
        cells = nbformat.read(path, as_version=4).cells
        text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
        left = [mark for mark in MYST if mark in text]
        assert not left, f"{path.name} holds {left}"


def test_a_new_cell_in_the_middle_leaves_the_names_of_the_others(project):
    before = ids(project(CELL % "one" + "Between.\n\n" + CELL % "two"))
    after = ids(project(CELL % "one" + CELL % "new" + "Between.\n\n" + CELL % "two"))
    assert set(before) - set(after) == {"05-a-text-after-one"}
    assert {"05-a-one", "05-a-two", "05-a-text-play"} <= set(after)


def test_a_changed_chapter_makes_its_notebook_out_of_date_until_it_is_written(project, capsys):
    root = project(CELL % "one")
    assert notebooks.main(["--root", str(root)]) == 0
    assert notebooks.main(["--root", str(root), "--check"]) == 0
    project("More.\n\n" + CELL % "one")
    assert notebooks.main(["--root", str(root), "--check"]) == 1
    assert "notebooks/05-a.ipynb is not what its chapter makes" in capsys.readouterr().err
    (root / "book" / "05-a.md").unlink()
    assert notebooks.main(["--root", str(root)]) == 0
    assert not list((root / "notebooks").iterdir())


def test_title_objectives_and_passages_reach_the_notebook(project):
    cells = notebooks.build(project(CELL % "one") / "book" / "05-a.md").cells
    assert cells[0].source.splitlines()[0] == "# One chapter"
    assert "75" in cells[0].source and "- You can tell one from two." in cells[0].source
    assert "**F11** A person between two walls." in cells[-1].source


def test_a_picture_travels_inside_the_notebook(project):
    root = project("![A loop.](images/loop.png)\n")
    (root / "book" / "images").mkdir()
    (root / "book" / "images" / "loop.png").write_bytes(b"dots")
    cell = notebooks.build(root / "book" / "05-a.md").cells[1]
    assert "![A loop.](attachment:loop.png)" in cell.source
    assert cell.attachments["loop.png"] == {"image/png": "ZG90cw=="}


def test_a_drawing_stands_in_the_text_where_jupyterlab_shows_it(project):
    root = project('![A "loop".](images/loop.svg)\n')
    (root / "book" / "images").mkdir()
    (root / "book" / "images" / "loop.svg").write_bytes(b'<svg viewBox="0 0 64 9">\r\n</svg>')
    cell = notebooks.build(root / "book" / "05-a.md").cells[1]
    data = "PHN2ZyB2aWV3Qm94PSIwIDAgNjQgOSI+Cjwvc3ZnPg=="
    source = f"data:image/svg+xml;base64,{data}"
    assert f'<img alt="A &quot;loop&quot;." width="64" src="{source}">' in cell.source
    assert "attachments" not in cell


@pytest.mark.parametrize(
    ("myst", "markdown"),
    [
        ("(05-play)=\n## Four cures, four results", "## Four cures, four results"),
        ("A {term}`stock`, and {term}`tension <structural tension>`.", "A stock, and tension."),
        ("He said so {passage}`F11`.", "He said so (F11)."),
        ("Back to [the lab](#05-play).", "Back to [the lab](#Four-cures%2C-four-results)."),
        ("[](#05-play)", "[Four cures, four results](#Four-cures%2C-four-results)"),
        ("See [chapter 6](06-composition.md) or [the words](glossary.md).",
         "See [chapter 6](06-composition.ipynb) or the words."),
        ("[Start](05-a.md){.pf-start}", "[Start](05-a.ipynb)"),
        ("A link in code: `[a](#05-play)` and `{term}`.", "A link in code: `[a](#05-play)` and `{term}`."),
        ("```{note}\nMind the {term}`delay`.\n```", "> **Note**\n>\n> Mind the delay."),
        ("```text\n(05-play)=\n{term}`x`\n```", "```text\n(05-play)=\n{term}`x`\n```"),
        ("% a note to the author\nText.", "Text."),
        ("$$\nK = 1\n$$", "$$\nK = 1\n$$"),
        ("<details>\n<summary>Why?</summary>\n\nSo.\n\n</details>",
         "<details>\n<summary>Why?</summary>\n\nSo.\n\n</details>"),
    ],
)  # fmt: skip
def test_myst_becomes_markdown(myst, markdown):
    assert plain(myst, PAGE) == markdown


def test_the_exercise_becomes_a_link_to_its_notebook():
    text = plain("```{exercise} 05-a\n```\n", PAGE)
    assert "(exercises/05-a.ipynb)" in text and "45 minutes" in text


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("```{code-cell} ipython3\n\nx = 1\n```\n", "the code cell `x = 1` has no label"),
        (CELL % "one" + CELL % "one", "the cell name 05-a-one stands twice"),
        (CELL % ("x" * 70), "has 75 characters"),
        ("```{tab-set}\n```\n", "the directive {tab-set}"),
        ("{kbd}`Enter`\n", "the role {kbd}`Enter`"),
        ("![A loop.](images/none.svg)\n", "the picture images/none.svg is missing"),
    ],
)
def test_what_no_notebook_can_show_stops_with_one_sentence(project, body, told):
    with pytest.raises(NotebookError) as error:
        notebooks.render(project(body) / "book" / "05-a.md")
    assert str(error.value).startswith("book/05-a.md: ") and told in str(error.value)
