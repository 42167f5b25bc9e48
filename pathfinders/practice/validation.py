"""Is an exercise fit to be given? The key earns all, a blank nothing, a named wrong answer its hint."""

from pathfinders.errors import PathfindersError
from pathfinders.model import UnknownModel
from pathfinders.model.find import find
from pathfinders.practice import voices
from pathfinders.practice.proof import proved
from pathfinders.practice.soundness import complete, fault, unseen, well_made
from pathfinders.practice.source import read_exercise


def validate(path):
    """The Exercise in `path`, proved by judging its own answers; raises ExerciseError for the first fault."""
    exercise = read_exercise(path)
    if not exercise.parts:
        raise fault(exercise, 1, "no part", "at least one", "write :::{part} A")
    models_exist(exercise)
    names = {}
    for part in exercise.parts:
        if part.name in names:
            found = f"part {part.id} shares {part.name} with part {names[part.name]}"
            raise fault(exercise, part.line, found, "an id of its own", "rename one")
        names[part.name] = part.id
        complete(exercise, part)
        if part.auto:
            tried(exercise, part)
    return exercise


def models_exist(exercise):
    """Every model that the front matter names is there."""
    for slug in exercise.models:
        try:
            find(str(slug))
        except UnknownModel as error:
            raise fault(exercise, 1, f"models: {slug}, and {error.found}", do=error.do) from None


def tried(exercise, part):
    """The checks are well made, the hidden ones are new, and the part's own answers are judged rightly."""
    try:
        for check in (*part.public, *part.hidden):
            well_made(exercise, part, check)
        unseen(exercise, part)
        proved(exercise, part)
    except PathfindersError as error:
        if error.where.startswith(f"{exercise.path.name}:"):
            raise
        found = f"part {part.id}: {error.where}: {error.found}"
        raise fault(exercise, part.line, found, error.expected, error.do) from error
    except Exception as error:  # data of a kind that a check cannot use, such as a word for a number
        found = f"part {part.id}: a check stops with {type(error).__name__} ({voices.first_line(error)})"
        expected = "numbers, words and lists where its kind of check has them"
        do = "compare its lines with those of a check that works"
        raise fault(exercise, part.line, found, expected, do) from error
