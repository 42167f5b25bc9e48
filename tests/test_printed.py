"""What a command prints of a student's moves no cursor, sets no title and makes no line of its own."""

import os

import pytest

from pathfinders.course.build import build
from pathfinders.errors import ACTING, printable
from tests.submissions import SLUG, dumped, filled

AS_ROOT = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
HOSTILE = "R\x1b]0;owned\x07\x1b[2K\r\nines: taken\x9b2K\u2028ada: graded\u202e"


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    """A folder of hand-ins: one asks for a kernel whose language is made to be printed."""
    folder = tmp_path_factory.mktemp("inbox")
    notebook = filled()
    notebook["metadata"] = {"kernelspec": {"name": "x", "language": HOSTILE}}
    (folder / "mallory").mkdir()
    (folder / "mallory" / f"{SLUG}.ipynb").write_text(dumped(notebook), encoding="utf-8")
    return folder


def lines(printed):
    """The lines of what was printed, as the most generous of terminals breaks them."""
    code, out, err = printed
    assert code == 0, err
    assert not ACTING.intersection(out + err) - set("\r\n")
    return (out + err).splitlines()


def test_a_whole_class_is_taken_in_graded_and_told_of_without_a_sign_that_acts(
    command, root, tmp_path, handed_in
):
    build(root / "exercises", tmp_path)
    assert len(lines(command("collect", tmp_path, SLUG, "--from", handed_in))) == 2
    told = lines(command("grade", tmp_path, SLUG, *AS_ROOT))
    for more in (["status"], ["feedback"], ["export"], ["export", "--to", "moodle"]):
        told += lines(command(more[0], tmp_path, SLUG, *more[1:]))
    assert any("kernel of R?]0;owned" in line for line in told)
    assert not any(line.startswith(("ines", "ada")) for line in told)


def test_the_report_on_one_notebook_has_no_such_sign_either(command, handed_in):
    told = lines(command("grade-file", handed_in / "mallory" / f"{SLUG}.ipynb", *AS_ROOT))
    assert any("kernel of R?]0;owned" in line for line in told)


def test_an_error_is_one_line_whatever_a_file_is_called(command, tmp_path):
    code, out, err = command("grade-file", tmp_path / f"x{HOSTILE}.ipynb")
    assert (code, out, ACTING.intersection(err)) == (1, "", {"\n"}) and err.count("\n") == 1
    assert "ines: taken" in err


def test_names_in_any_script_are_printed_as_they_are():
    names = "Zoë Šķēle 李\u3000小龍 محمد علی‌پور 🧑\u200d🎓 O’Neil\u00a0Jr."
    assert printable(names) == names
