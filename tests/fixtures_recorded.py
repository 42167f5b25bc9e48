"""A class whose outcomes are recorded without being run, for what is read from a gradebook afterwards."""

import base64
import contextlib
import sqlite3
import struct
import zlib
from types import SimpleNamespace

import pytest

SLUG = "05-two-rubber-bands"
HINT = "Not yet. `answer_b1` swings where it should rest: which of the two bands is late?"
REASON = "The file is no notebook (line 1 is no JSON)."
REMARK = "some is not on the roster; did you mean somebody-else?"
PROSE = "In March <i>I</i> wanted **both**.\n\n<script>stolen()</script> [x](javascript:stolen())"
CODE = 'answer_b1 = """\nPull = 1  # <script>stolen()</script>\n"""'


def a_picture(width=40, height=30):
    """The base64 text of a PNG of one colour."""
    rows = (b"\0" + b"\x70" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pieces = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in pieces
    )
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"".join(chunks)).decode()


def marks(assignment, **given):
    """A Mark for each graded cell: all points, and a reflection that waits, unless `given` says otherwise."""
    from pathfinders.course.outcome import Mark

    made = {name: Mark(points, "Yes. Every check is met.") for name, points in assignment.graded.items()}
    return made | {"reflection": Mark(None, "", waits=True)} | given


def outcome(assignment, student, status="graded", flags=(), confined=True, remarks=(), **given):
    """The Outcome of a notebook that was run."""
    from pathfinders.course import autograded
    from pathfinders.course.outcome import Outcome
    from pathfinders.course.sandbox import Output, Ran
    from pathfinders.course.transplant import Transplanted

    answers = {"A-answer": "answer_a = {1: 'stall'}", "B1-answer": CODE, "B3-answer": "answer_b3 = 0.25"}
    shown = (Output("text", "<b>0.25</b>\n" + "a long line " * 40), Output("png", a_picture()))
    taken = Transplanted(answers | {"reflection": PROSE}, (), flags)
    found = marks(assignment, **given)
    book = autograded.notebook(assignment, status, flags, taken, Ran(outputs={"B1-answer": shown}), found)
    comments = {"A-answer": None}
    return Outcome(student, status, found, comments, flags, book, confined=confined, remarks=remarks)


def outcomes(assignment):
    """One of everything."""
    from pathfinders.course.examining import undecided
    from pathfinders.course.handed_in import HandIn
    from pathfinders.course.outcome import Mark, Outcome

    yield outcome(assignment, "key")
    yield outcome(assignment, "done", reflection=Mark(0.0, "No response."))
    yield outcome(assignment, "read")
    yield outcome(
        assignment,
        "some",
        flags=("The answer cell of B1 was copied; what was written counts.",),
        remarks=(REMARK,),
        B1=Mark(1.5, HINT),
        B2=Mark(0.0, "Still missing. `answer_b2` does not exist yet."),
    )
    yield outcome(assignment, "partly", "partly graded", B1=Mark(None, "A check stopped.", waits=True))
    yield outcome(assignment, "bare", flags=("It was run WITHOUT the sandbox.",), confined=False)
    for student, status in (("torn", "refused"), ("ours", "crashed")):
        yield undecided(assignment, HandIn(student, refusal=REASON), status, REASON)
    yield Outcome("absent", "not submitted")


@pytest.fixture(scope="session")
def recorded(root, tmp_path_factory):
    """A course with one student for each thing that can become of a submission."""
    from pathfinders.course import assignment as assignments
    from pathfinders.course import record, shelf
    from tests.fixtures_class import new_course

    course = tmp_path_factory.mktemp("recorded")
    exercise = new_course(root, course)
    assignment = assignments.read(course, SLUG)
    with record.Book(assignment, "first") as book:
        for one in outcomes(assignment):
            book.record(one, lambda one=one: shelf.put(assignment, one) if one.notebook else None)
    by_hand(course)
    return SimpleNamespace(course=course, exercise=exercise, assignment=assignment)


def by_hand(course):
    """A person reads the reflection of `read` in formgrader, gives points, and writes beside it."""
    mine = """notebook_id IN (SELECT submitted_notebook.id FROM submitted_notebook
        JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
        WHERE student_id = 'read') AND cell_id IN (SELECT id FROM base_cell WHERE name = 'reflection')"""
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as book, book:
        book.execute(
            f"UPDATE grade SET manual_score = 2.5, extra_credit = 0.5, needs_manual_grade = 0 WHERE {mine}"
        )
        book.execute(f"UPDATE comment SET manual_comment = 'The <b>step</b> is missing.' WHERE {mine}")
