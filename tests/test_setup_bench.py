"""The bench table says what was measured, beside what, and what was missed."""

import json

from tests import bench, bench_grading, otter

HELD = {"name": "a run", "ours": 0.5, "peer": 20.0, "ratio": 40.0, "target": "≥ 20×", "unit": "ms"}
HELD["holds"] = True
MISSED = {"name": "a check", "ours": 0.31, "peer": None, "ratio": None, "target": 0.2, "unit": "s"}
MISSED["holds"] = False


def test_every_figure_stands_in_one_line_with_its_target():
    head, held, missed = bench.table([HELD, MISSED]).splitlines()
    assert [cell.strip() for cell in head.split("|")] == list(bench.COLUMNS)
    assert [cell.strip() for cell in held.split("|")] == ["a run", "0.5 ms", "20 ms", "40×", "≥ 20×", "yes"]
    assert [cell.strip() for cell in missed.split("|")] == ["a check", "0.31 s", "–", "–", "≤ 0.2 s", "NO"]


def test_a_missed_target_is_named_recorded_and_fails(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(bench, "measured", lambda room: [HELD] if room != "site" else [MISSED])
    monkeypatch.setattr(bench, "REPORT", tmp_path / "bench.json")
    assert bench.main() == 1
    assert capsys.readouterr().out.splitlines()[-1] == f"{len(bench.ROOMS)} figures, 1 missed: a check"
    assert json.loads((tmp_path / "bench.json").read_text())["rows"][-1] == MISSED


def test_a_peer_that_cannot_be_had_is_told_with_the_reason_and_is_not_missed(monkeypatch, tmp_path):
    monkeypatch.setattr(otter, "HOME", tmp_path / "otter")
    monkeypatch.setenv("UV_OFFLINE", "1")
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    found = bench_grading.by_otter(tmp_path, 0.2, tmp_path)
    name, *cells = bench.line(found)
    assert "otter run: " in name and "network" in name
    assert cells == ["0.2 s", "–", "–", "not measured", "–"]
    monkeypatch.setattr(bench, "measured", lambda room: [found])
    monkeypatch.setattr(bench, "REPORT", tmp_path / "bench.json")
    assert bench.main() == 0


def test_every_room_that_promises_a_figure_measures_it(root):
    assert sorted(f"bench_{room}.py" for room in bench.ROOMS) == sorted(
        path.name for path in (root / "tests").glob("bench_*.py")
    )
