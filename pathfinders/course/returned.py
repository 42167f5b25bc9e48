"""What one student is told about an assignment: a pure function from what is recorded to words."""

import re
from dataclasses import dataclass

from pathfinders.course import inert
from pathfinders.course.assignment import mark
from pathfinders.course.outcome import EMPTY
from pathfinders.course.prose import BREAK
from pathfinders.practice.page import READ_FOR

SAID = {
    "graded": "Your answers were run and checked.",
    "partly graded": "For some parts no verdict could be reached. A person will look at them.",
    "refused": "Your file could not be taken and was not run. This is not a zero: ask to hand it in again.",
    "crashed": "Your answers could not be judged. A person will look at them; this is not a zero.",
    "not submitted": "Nothing was handed in.",
}
EARNED = re.compile(r"\s*(?:[\d.]+ of [\d.]+ points|Not decided by a check)\s*$")
MISSING = re.compile(r"(.*` (?:does not exist yet|is still empty)): .* run this cell again\.")
"""What a check says of an answer that is not there, up to what to do about it (voices)."""

STOPPED = re.compile(r"^([A-Z]\w*(?:Error|Exception|Interrupt|Exit))(?:: .*)?\s*\Z", re.MULTILINE)
RULE = re.compile(r"^-{40,}\n\S+ +Traceback \(most recent call last\)\n", re.MULTILINE)
PLACE = re.compile(r"(?<=File )/\S*/(?=site-packages/|python3\.\d+/)")
"""Of a traceback: its last line, the rule that begins it, and where the grader's machine keeps its files."""

PASTED = re.compile(r"!\[An attached picture\]\(attachment:picture-\d+\.png\)")
CRITERION = re.compile(r"^- \*\*(.+?)\*\* \(([\d.]+)\): (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Part:
    """One graded part as its student reads of it."""

    name: str
    title: str
    points: float | None
    full: float
    waits: bool
    words: str
    """The verdict: what was met, and the next step."""

    comment: str
    answer: str
    is_code: bool
    outputs: tuple
    """(`text` or `png`, data) of what the answer's cell put out."""

    rubric: tuple
    """(name, points, what is read for)."""

    @property
    def state(self):
        """`waits`, `whole`, `some` or `none`: what of the points is there."""
        if self.waits or self.points is None:
            return "waits"
        return "whole" if self.points >= self.full else "some" if self.points > 0 else "none"


def parts(assignment, standing, notebook):
    """The Parts, in the order of the notebook; `notebook` is the graded one, which is made inert first."""
    cells = {mark(cell).get("grade_id"): cell for cell in inert.notebook(notebook)["cells"]}
    return tuple(part(assignment, standing, cells, name) for name in assignment.graded)


def part(assignment, standing, cells, name):
    """The Part of one graded cell."""
    place = assignment.answer_of(name)
    answer, grade = cells.get(place, {}), standing.grades.get(name)
    title, prompt = asked(assignment, name)
    own = answer.get("source", "").replace(BREAK, "")
    pasted = [one["image/png"] for one in answer.get("attachments", {}).values()]
    untouched = own.strip() == assignment.cells[place]["source"].strip()
    words = verdict(cells.get(name, {}), answer) if name in assignment.tests else ""
    said = EMPTY if untouched else words  # which the page says anyhow
    return Part(
        name,
        title,
        grade.points if grade else None,
        assignment.graded[name],
        grade.waits if grade else True,
        words,
        standing.comments.get(place, "").removeprefix(said).strip(),
        "" if untouched else PASTED.sub("(the picture below)", own),
        answer.get("cell_type") == "code",
        (*map(shown, answer.get("outputs", ())), *(("png", data) for data in pasted)),
        rubric(prompt),
    )


def asked(assignment, name):
    """(title, prompt) of a part, from the course's own cell before its answer."""
    source = assignment.cells.get(f"{name}-prompt", {}).get("source", "")
    heading, _, prompt = source.partition("\n")
    return re.sub(r" \([\d.]+ points?\)$", "", heading.lstrip("# ")) or name, prompt


def rubric(prompt):
    """What a person reads for; empty for a part that checks decide."""
    return tuple(CRITERION.findall(prompt.partition(READ_FOR)[2]))


def verdict(cell, answer):
    """The words under a test, in lines as long as they are read, and without what only a notebook can do.

    Of an answer that does not exist because its own cell stopped they say so.
    """
    text = "".join(output.get("text", "") for output in cell.get("outputs", ()))
    text = " ".join(EARNED.sub("", text).split())
    found = MISSING.fullmatch(text)
    if not found:
        return text
    stops = [STOPPED.search(data) for kind, data in map(shown, answer.get("outputs", ())) if kind == "text"]
    why = next((f"your cell stopped with {stop[1]} before it was there" for stop in stops if stop), "")
    return f"{found[1]}: {why}." if why else f"{found[1]}."


def shown(output):
    """(`text` or `png`, data) of an inert output; of a traceback what a student can use."""
    data = output.get("data", {})
    return ("png", data["image/png"]) if data else ("text", PLACE.sub("", RULE.sub("", output["text"])))
