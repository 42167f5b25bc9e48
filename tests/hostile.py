"""`python -m tests.hostile`: a class of forty is graded, and a table says what came of each hostile case.

Case | what stock nbgrader 0.9.6 made of it (documented, not measured here) | ours, measured now: the status
of the student who does it, the points of the part in which it is done, and what was said.
"""

import re
import sys
import tempfile
from pathlib import Path

from tests.forty import day
from tests.forty.cases import CASES, earned, holds, said

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 78


def main():
    """The command."""
    with tempfile.TemporaryDirectory() as folder:
        spent = day.spent(ROOT, Path(folder))
        rows = [("case", "stock nbgrader (documented)", "ours: status", "points", "what was said")]
        rows += [row(spent, case) for case in CASES]
        others = [case.what for case in CASES if not holds(spent, case)]
        seconds = sum(one.seconds for one in spent.told.values())
        summary = next(line for line in spent.told["grade"].out.splitlines() if " in this run, " in line)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for cells in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip())
    print(f"{len(CASES)} cases, not as they must be: {', '.join(others) or 'none'}.")
    print(f"{summary} All commands of the day: {seconds:.0f} s.")
    return bool(others)


def row(spent, case):
    """The texts of a case."""
    words, points = said(spent, case).removeprefix(f"{case.student}: "), ""
    status = re.match("taken|refused|", words)[0] if case.where == "intake" else "one sentence"
    if case.where == "class":
        found = spent.statuses[case.student]
        status, (got, full) = found.status, earned(spent, case)
        points = "" if case.part == "own" else "none" if got is None else f"{got:g} of {full:g}"
    return case.what, case.stock, status, points, words if len(words) <= LONGEST else f"{words[:LONGEST]}…"


if __name__ == "__main__":
    sys.exit(main())
