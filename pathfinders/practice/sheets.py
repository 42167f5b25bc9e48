"""Sheets: what the checks of a part know, made from its source, written as JSON and found again.

The public sheets of an exercise travel with the package (`practice/public/SLUG.json`, generated); they
hold the checks a student's notebook makes and no answer. The hidden ones (`hidden/SLUG.json`, at the top
of the course, beside `nbgrader_config.py`) hold all checks.
"""

import json
from functools import lru_cache
from pathlib import Path

from pathfinders.practice import ranges
from pathfinders.practice.answers import gather
from pathfinders.practice.exercise import ExerciseError

PUBLIC = Path(__file__).parent / "public"
CONFIG = "nbgrader_config.py"
ANSWER = "answer"
"""What stands in a check for the key itself."""

PRAISE = "This holds here; the course also tries values of its own."


def public_sheet(part):
    """The sheet that a student's check uses."""
    return {
        **head(part),
        "praise": part.praise or PRAISE,
        "checks": [with_hints(part, check) for check in part.public],
    }


def hidden_sheet(part):
    """The sheet by which the course grades: public checks without `grades: false`, then the hidden ones.

    Its ranges are drawn for each student by `variants.drawn`; only then can it judge.
    """
    graded = [check for check in part.public if check.get("grades", True)]
    checks = [with_hints(part, resolved(part, check)) for check in (*graded, *part.hidden)]
    return {**head(part), "checks": [ranges.ranged(part, check) for check in checks]}


def head(part):
    sheet = {"id": part.id, "name": part.name, "kind": part.kind, "title": part.title, "points": part.points}
    if part.template:
        sheet["template"] = {"model": part.template.model, "text": part.template.text}
    return sheet


def with_hints(part, check):
    """The check with the hints of the wrong answers that lose it, those that ask for something first."""
    known = [{"when": wrong.when, "hint": wrong.hint} for wrong in part.wrong if wrong.loses == check["id"]]
    known.sort(key=lambda item: item["when"] is None)
    return jsonable({**check, **({"hints": known} if known else {})})


def resolved(part, check):
    """The check with the key in the place of `key: answer`, and with its source for `gives: answer`."""
    if any(case.get("gives") == ANSWER for case in check.get("cases", ())):
        return {**check, "source": part.answer}
    return {**check, "key": keyed(part)} if check.get("key") == ANSWER else check


def keyed(part):
    """The key's answer as plain data."""
    return run_source(part, part.answer).value


def run_source(part, code, calls=(), seconds=5.0):
    """The Answer that a piece of the author's source leaves; raises ExerciseError when it fails."""
    namespace = {}
    try:
        exec(compile(code, f"<answer to {part.id}>", "exec"), namespace)
    except (Exception, SystemExit) as error:
        raise ExerciseError(
            "its answer",
            f"code that stops with {type(error).__name__}: {error}",
            f"that it leaves {part.name}",
            "run it in a notebook",
        ) from error
    return gather(part.name, namespace, calls, seconds)


def jsonable(value):
    """The same data with every key as text, as JSON gives it back."""
    return json.loads(json.dumps(value))


def sheets_text(exercise, sheet):
    """The JSON file of an exercise; `sheet` is public_sheet or hidden_sheet."""
    parts = {part.id: sheet(part) for part in exercise.parts if part.auto}
    data = {"exercise": exercise.slug, "title": exercise.title, "parts": parts}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


@lru_cache(maxsize=16)
def load(path, _changed=None):
    """The parts of a sheet file, by id."""
    return json.loads(Path(path).read_text(encoding="utf-8"))["parts"]


def public_sheets(slug):
    """The public sheets of an exercise by part id, or an empty mapping."""
    path = PUBLIC / f"{slug}.json"
    return load(path, path.stat().st_mtime_ns) if path.exists() else {}


def slugs():
    """The exercises whose public sheets are here."""
    return tuple(sorted(path.stem for path in PUBLIC.glob("*.json")))


def course_root(folder):
    """The folder at or above `folder` that is an nbgrader course, or None."""
    return next((up for up in (folder, *folder.parents) if (up / CONFIG).exists()), None)


def student_of(root, folder):
    """Whose work lies in `folder`, as nbgrader keeps it (COURSE/STEP/STUDENT/ASSIGNMENT); "" for nobody's."""
    inside = folder.relative_to(root).parts
    return inside[1] if len(inside) == 3 else ""


def hidden_sheets(slug, root):
    """The hidden sheets of a course, or None where there are none."""
    path = root / "hidden" / f"{slug}.json" if root else None
    return load(path, path.stat().st_mtime_ns) if path and path.exists() else None
