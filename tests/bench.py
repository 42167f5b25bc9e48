"""`make bench`: every promise of speed and size beside its peer; one table, and _build/bench.json.

Each room brings its own: a module tests/bench_ROOM.py with rows(), a list of dicts of name, ours, peer
(or None), ratio (or None), target, unit and holds (None where it could not be measured here).
"""

import importlib
import json
import os
import platform
import sys
from pathlib import Path

ROOMS = ("engine", "structure", "check", "lab", "practice", "grading", "site")
REPORT = Path(__file__).resolve().parent.parent / "_build" / "bench.json"
COLUMNS = ("what", "ours", "peer", "ratio", "target", "holds")


def main():
    """Measures, prints and records; the exit code is 1 where a target is missed."""
    rows = [row for room in ROOMS for row in measured(room)]
    print(table(rows))
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps({"machine": machine(), "rows": rows}, indent=1) + "\n", encoding="utf-8")
    missed = [row["name"] for row in rows if row["holds"] not in (True, None)]
    print(f"\n{len(rows)} figures, {len(missed)} missed{': ' if missed else ''}{'; '.join(missed)}")
    return 1 if missed else 0


def measured(room):
    """The rows of one room; a module that is missing is an error."""
    print(f"measuring {room} …", file=sys.stderr, flush=True)
    return importlib.import_module(f"tests.bench_{room}").rows()


def table(rows):
    """The rows as aligned text."""
    lines = [COLUMNS, *map(line, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(" | ".join(map(str.ljust, cells, widths)).rstrip() for cells in lines)


def line(row):
    """The cells of one row."""
    unit, target = row["unit"], row["target"]
    limit = target if isinstance(target, str) else f"≤ {quantity(target, unit)}"
    ratio = f"{row['ratio']:.3g}×" if row["ratio"] else "–"
    holds = {True: "yes", False: "NO", None: "–"}[row["holds"]]
    return row["name"], quantity(row["ours"], unit), quantity(row["peer"], unit), ratio, limit, holds


def quantity(value, unit):
    """A figure with its unit, to three digits; a dash where there is none."""
    return "–" if value is None else f"{value:,.3g} {unit}".rstrip()


def machine():
    """What the figures were measured on."""
    return {"python": platform.python_version(), "system": platform.platform(), "cores": os.cpu_count()}


if __name__ == "__main__":
    sys.exit(main())
