"""`pathfinders doctor` says what is there, what is missing, and how to get it."""

from dataclasses import replace

import pytest

from pathfinders.course import doctor
from pathfinders.course.sandbox.machine import Capabilities

BARE = Capabilities(fork=True, landlock=0, namespaces=False, bubblewrap="", root=False)
WHOLE = Capabilities(fork=True, landlock=7, namespaces=True, bubblewrap="/usr/bin/bwrap", root=False)


def test_a_machine_that_has_everything_is_told_so(command):
    code, out, err = command("doctor")
    assert code == 0 and err == ""
    assert [line for line in out.splitlines() if line.endswith(": ready")] == [
        "book: ready",
        "lab: ready",
        "grading: ready",
    ]
    assert "nbgrader is installed" in out and "a sandbox for students' code: landlock" in out


def test_one_part_can_be_asked_for(command):
    out = command("doctor", "lab")[1]
    assert out.startswith("lab: ready") and "grading" not in out


def test_an_unknown_part_is_one_sentence(command, capsys):
    with pytest.raises(SystemExit):
        command("doctor", "kitchen")
    assert "expected one of book, lab, grading" in capsys.readouterr().err


def test_without_a_sandbox_grading_is_not_ready_and_the_way_to_one_is_told():
    found = [finding for finding in doctor.findings(BARE) if finding.part == "grading"]
    lines = "\n".join(doctor.told(found, ["grading"]))
    assert lines.startswith("grading: something is missing")
    assert "apt install bubblewrap" in lines and "5.13" in lines and "--no-sandbox" in lines
    assert all(finding.do for finding in found if not finding.fine)


def test_a_missing_package_is_named_with_the_command_that_installs_it():
    finding = doctor.installed("book", "no_such_package_here")
    assert not finding.fine and finding.blocks and "make ready" in finding.do
    assert "something is missing" in next(iter(doctor.told([finding], ["book"])))


def test_root_is_told_that_an_ordinary_user_is_better():
    root = Capabilities(fork=True, landlock=7, namespaces=True, bubblewrap="", root=True)
    words = {finding.says: finding for finding in doctor.confinement(root)}
    told = words["this is root: `grade` asks for --allow-root"]
    assert not told.fine and not told.blocks
    assert all(finding.fine for finding in doctor.confinement(WHOLE))


def test_a_kernel_that_cannot_refuse_calls_is_told_and_grades_all_the_same():
    words = {finding.says: finding for finding in doctor.confinement(replace(WHOLE, filter=False))}
    told = words["no filter of system calls (seccomp)"]
    assert not told.fine and not told.blocks and "CONFIG_SECCOMP_FILTER" in told.do
    assert words["a sandbox for students' code: landlock"].fine


def test_a_system_without_fork_is_sent_to_linux():
    (finding,) = doctor.confinement(Capabilities(False, 0, False, "", False))
    assert not finding.fine and finding.blocks and "WSL" in finding.do


@pytest.mark.parametrize(("name", "closed", "opened"), doctor.SWITCHES)
def test_each_switch_that_closes_namespaces_is_named(name, closed, opened, tmp_path):
    file = tmp_path / name.replace(".", "/")
    file.parent.mkdir(parents=True)
    file.write_text(f"{closed}\n")
    assert f"sysctl {name}={opened}`" in doctor.namespaces(tmp_path)
    file.write_text(f"{opened}\n")
    assert "container" in doctor.namespaces(tmp_path)
