"""``python -m pathfinders run`` answers in a table or in CSV, and in one sentence to whatever is wrong."""

import csv
import io
import os
import subprocess
import sys

import pytest

from pathfinders.__main__ import COMMANDS
from pathfinders.engine import run
from pathfinders.model import read
from tests.engine_zoo import ZOO, mdl


def test_the_csv_has_the_time_and_every_variable_by_its_name_in_full(command, tmp_path):
    code, out, err = command(
        "run", "two_bands", "--set", "Hierarchy=0.7", "--set", "move_time=2", "--csv", "-"
    )
    rows = list(csv.reader(io.StringIO(out)))
    truth = run("two_bands", {"hierarchy": 0.7, "move time": 2})
    assert code == 0 and err == "" and rows[0] == ["time", *truth.names]
    assert [float(row[1]) for row in rows[1:]] == truth["Position"].tolist()
    assert [float(row[0]) for row in rows[1:]] == truth.time.tolist()
    file = tmp_path / "run.csv"
    assert (
        command("run", "two_bands", "--set", "hierarchy=.7", "--set", "move time=2", "--csv", file)[1] == ""
    )
    assert file.read_text("utf-8") == out


def test_names_with_commas_and_quotes_stay_one_column(command, tmp_path):
    file = tmp_path / "names.mdl"
    file.write_text(ZOO["names"], "utf-8")
    _, out, _ = command("run", file, "--csv", "-")
    assert next(csv.reader(io.StringIO(out)))[1:] == [variable.name for variable in read(file).variables]
    assert command("run", file, "--set", '"r&d, (share) of all"=0.5')[0] == 0


def test_without_csv_a_table_says_where_each_curve_begins_ends_and_turns(command):
    code, out, _ = command("run", "two_bands_pure")
    assert code == 0 and out.startswith("two_bands_pure: month 0 to 60, 241 points")
    line = next(line.split() for line in out.splitlines() if line.startswith("Position"))
    assert line[1] == "-0.9" and len(line) == 6 and "pull of change" not in out


def test_a_value_outside_its_limits_is_allowed_with_a_word(command):
    code, out, err = command("run", "two_bands", "--set", "hierarchy=1.5")
    assert code == 0 and "Position" in out
    assert err == "two_bands.mdl: “hierarchy” = 1.5 is outside its limits, 0 to 1: not tested there.\n"


def test_a_run_that_breaks_down_says_so_beside_its_table(command, tmp_path):
    (tmp_path / "mine.mdl").write_text(mdl("x = SQRT(1-Time)"))
    code, out, err = command("run", tmp_path / "mine.mdl")
    assert (
        code == 0 and err == "“x” is not a number from month 1.5 on; move a slider back.\n" and "nan" in out
    )


WRONG = {
    ("run", "two_band"): "“two_band”: no model has this slug; did you mean “two_bands”?",
    ("run", "no/such.mdl"): "no/such.mdl: there is no such file; expected the path of an .mdl.",
    ("run", "two_bands", "--set", "hierachy=1"): "did you mean “hierarchy”?",
    ("run", "two_bands", "--set", "Position=1"): "“Position” is calculated, so it cannot be set",
    ("run", "two_bands", "--set", "hierarchy"): "--set hierarchy: “hierarchy” is no number",
    ("run", "two_bands", "--set", "hierarchy=much"): "--set hierarchy=much: “much” is no number",
    ("run", "two_bands", "--csv", "/no/such/folder/x.csv"): "it cannot be written",
}


@pytest.mark.parametrize("argv", WRONG)
def test_a_mistake_is_one_sentence_and_exit_code_one(command, argv):
    code, out, err = command(*argv)
    assert code == 1 and out == "" and WRONG[argv] in err and err.count("\n") == 1


def test_ctrl_c_and_a_reader_that_has_gone_end_a_command_quietly(command, monkeypatch):
    def impatient(source):
        raise KeyboardInterrupt

    monkeypatch.setattr("pathfinders.engine.command.read", impatient)
    assert command("run", "two_bands") == (130, "", "Stopped.\n")
    for line in ("--help", "run two_bands_pure", "run two_bands --csv -"):
        code = f"import sys; from pathfinders.__main__ import main; sys.exit(main({line.split()}))"
        process = subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        process.stdout.close()
        assert process.stderr.read() == b"" and process.wait() == 0


def test_a_file_in_the_place_of_a_folder_is_told_in_one_sentence(command, root, tmp_path):
    (tmp_path / "taken").write_text("")
    code, _, err = command("course", "build", "--from", root / "exercises", "--to", tmp_path / "taken")
    assert code == 1 and err.count("\n") == 1 and "taken: file exists; expected a file or folder" in err


def test_a_model_of_constants_alone_runs(command, tmp_path):
    (tmp_path / "still.mdl").write_text(mdl("x = 1"))
    code, out, _ = command("run", tmp_path / "still.mdl", "--csv", "-")
    assert code == 0 and out.startswith("time,x\n0.0,1.0\n")


def test_the_command_line_itself_explains_and_corrects(command):
    assert command("--help")[0] == 0 and all(name in command("--help")[1] for name in COMMANDS)
    assert command()[0] == 2
    code, _, err = command("rnu")
    assert code == 2 and err == "python -m pathfinders: there is no command “rnu”; did you mean “run”?\n"
    with pytest.raises(SystemExit) as caught:
        command("run")
    assert caught.value.code == 2


def test_help_loads_nothing_heavy():
    code = (
        "import sys; from pathfinders.__main__ import main; main(['--help']); print(len(sys.modules), end='')"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.startswith("usage") and int(loaded.splitlines()[-1]) < 150


def test_a_model_read_before_runs_without_pysd_and_a_changed_one_is_read_again(tmp_path):
    file = tmp_path / "mine.mdl"
    script = (
        "import sys; from pathfinders.__main__ import main; main(['run', sys.argv[1]]);"
        "print('pysd' in sys.modules, 'parsimonious' in sys.modules)"
    )
    told = []
    for start in ("1", "1", "2"):
        file.write_text(mdl(f"table((0,1),(9,4))\nStock = INTEG(table(Stock), {start})"), "utf-8")
        done = subprocess.run(
            [sys.executable, "-c", script, file],
            env={**os.environ, "PATHFINDERS_CACHE": str(tmp_path / "cache")},
            capture_output=True,
            text=True,
            check=True,
        )
        told.append((done.stdout.splitlines()[-1], done.stdout.splitlines()[3].split()[1]))
    assert told == [("True True", "1"), ("False False", "1"), ("True True", "2")]
