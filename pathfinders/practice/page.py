"""An exercise as a reader of the site sees it: prompts, points and rubrics; no answer and no hidden check."""

from pathlib import Path

from pathfinders.practice.exercise import Part
from pathfinders.practice.source import read_exercise

READ_FOR = "What is read for:"


def page_markdown(path, level=3):
    """MyST markdown of the exercise in `path`; its headings begin at `level`."""
    exercise = read_exercise(Path(path))
    pieces = [summary(exercise)]
    pieces += [prompt(piece, level) if isinstance(piece, Part) else piece for piece in exercise.body]
    return "\n\n".join(pieces) + "\n"


def summary(exercise):
    return f"*{exercise.points:g} points · about {exercise.minutes} minutes.*"


def prompt(part, level):
    """Heading, prompt, what the model begins with, and for a part that a person reads its rubric."""
    pieces = [f"{'#' * level} {heading(part)}", part.prompt]
    if part.template and part.template.text.strip():
        pieces.append(f"These lines are already there, added to `{part.template.model}`:")
        pieces.append(f"```text\n{part.template.text}\n```")
    if part.rubric:
        pieces.append(rubric(part))
    return "\n\n".join(pieces)


def heading(part):
    points = f"{part.points:g} point{'' if part.points == 1 else 's'}"
    return f"{part.id} · {part.title} ({points})" if len(part.id) <= 3 else f"{part.title} ({points})"


def rubric(part):
    """The criteria as a list, so that whoever writes knows what is read for."""
    rows = [f"- **{row.name}** ({row.points:g}): {row.says}" for row in part.rubric]
    return "\n".join([READ_FOR, "", *rows])
