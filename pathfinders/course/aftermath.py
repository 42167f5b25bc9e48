"""What has become of a submission since it was graded here: nbgrader itself may have graded it too."""

import json
from collections import defaultdict

from pathfinders.course import statuses

MADE = {"pathfinders": {"graded": True}}
"""In the metadata of a notebook that was graded here; nbgrader makes its own from what was handed in."""

ONLY = "Graded by nbgrader autograde, without a sandbox."
SINCE = "Graded since by nbgrader autograde, without a sandbox; the points are its own."
UNREADABLE = "The graded notebook cannot be read."
GONE = "The graded notebook is gone since: nbgrader autograde failed on it, or somebody took it away."
AUTOMATIC = statuses.OF_CELLS.format(table="grade", columns="auto_score")


def aftermath(assignment, known):
    """Student → ONLY, SINCE, GONE or UNREADABLE, of whom it is true; `known` are the rows of statuses.

    Raises GradingError for a gradebook that cannot be read.
    """
    points = defaultdict(dict)
    for student, cell, score in statuses.rows(assignment.course, AUTOMATIC, assignment.name):
        if cell in assignment.graded:
            points[student][cell] = score
    found = {id: told(assignment, id, known.get(id), points.get(id)) for id in sorted({*known, *points})}
    return {id: sentence for id, sentence in found.items() if sentence}


def told(assignment, student, row, points):
    """The sentence of one student, or an empty text; `points` are what stands there now, by cell."""
    if row is None:
        return ONLY
    if row.status == "not submitted":
        return SINCE if points else ""
    try:
        path = assignment.course / "autograded" / student / assignment.name / f"{assignment.name}.ipynb"
        metadata = json.loads(path.read_bytes())["metadata"]
    except FileNotFoundError:
        return GONE
    except (OSError, ValueError, RecursionError):
        return UNREADABLE if agrees(row.points, points) else SINCE
    except (KeyError, TypeError):
        return SINCE
    own = isinstance(metadata, dict) and MADE.items() <= metadata.items()
    return "" if own and agrees(row.points, points) else SINCE


def agrees(recorded, points):
    """True when the points that checks gave are those that were recorded here."""
    known = [score for score in (points or {}).values() if score is not None]
    if recorded is None or not known:
        return recorded is None and not known
    if None in map(statuses.number, known):
        return False
    return abs(recorded - sum(known)) < 0.02
