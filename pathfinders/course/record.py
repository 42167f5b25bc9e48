"""The gradebook of nbgrader, filled in: one writer, one transaction a submission, and a status beside each.

The rows are those that nbgrader's own `generate_assignment` and `autograde` write, so that formgrader,
feedback and export go on working.
"""

import contextlib
import json
import time

from pathfinders.course import rereading
from pathfinders.course.assignment import GradingError, mark
from pathfinders.course.gradebook import COPY, advice, api, is_lock, programs_found, reason
from pathfinders.course.penalties import Penalties
from pathfinders.course.statuses import ADDED, ANSWERS, REPLACE, TABLE, WAIT, digests, row, storable

COURSE = "pathfinders"
PAUSE = 0.1
"""Seconds between two tries, for SQLite does not wait for every lock by itself."""


class Locked(GradingError):
    """Another program kept the gradebook locked for too long."""


class Book:
    """The gradebook, open for writing. `say` gets a sentence when another program has it locked."""

    def __init__(self, assignment, run, wait=WAIT, say=print):
        self.assignment, self.run, self.wait, self.say = assignment, run, wait, say
        self.path = assignment.course / "gradebook.db"
        self.api = api()
        self.penalties = Penalties(assignment, self.execute)
        with contextlib.suppress(OSError):  # SQLite itself lets nobody else write, whatever the umask says
            self.path.touch(exist_ok=False)
        with programs_found():
            self.book = self.patiently(lambda: self.api.Gradebook(f"sqlite:///{self.path}", COURSE))
        self.patiently(self.prepare)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.book.close()

    def record(self, outcome, written=lambda: None):
        """Writes one Outcome, all of it or nothing; `written()` is called before the commit."""
        self.patiently(lambda: self.fill(outcome, written))

    def patiently(self, write):
        """The result of write(), tried again while another program has it locked; raises Locked."""
        until, told = time.monotonic() + self.wait, False
        while True:
            try:
                return write()
            except (self.api.InvalidEntry, self.api.DBAPIError) as error:
                if not is_lock(error):
                    raise GradingError(
                        self.path, f"it cannot be written ({reason(error)})", "", advice(error)
                    ) from None
                if time.monotonic() >= until:
                    do = "close formgrader and other programs that have it open, then go on with --resume"
                    raise Locked(
                        self.path, f"another program has had it locked for {self.wait:g} seconds", "", do
                    ) from None
            if not told:
                self.say(f"{self.path} is locked by another program; waiting up to {self.wait:g} seconds.")
                told = True
            time.sleep(max(0.0, min(PAUSE, until - time.monotonic())))

    @contextlib.contextmanager
    def transaction(self):
        """All that is written within it is committed at its end, or not at all."""
        session = self.book.db
        session.rollback()
        connection = session.connection().connection.driver_connection
        connection.execute(f"PRAGMA busy_timeout = {int(min(self.wait, 1) * 1000)}")
        session.execute(self.api.text("BEGIN IMMEDIATE"))
        session.commit = session.flush  # nbgrader's own methods commit each row for itself
        log, before = self.api.app_log, self.api.app_log.disabled
        log.disabled = True  # they also print a traceback of each error, which is told in a sentence here
        try:
            yield session
            del session.commit
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            log.disabled = before
            vars(session).pop("commit", None)

    def prepare(self):
        """Our table, and the rows of the assignment as it is given out now; raises GradingError."""
        with self.transaction() as session:
            self.own_table(session)
            try:
                self.assignment_rows()
            except self.api.InvalidEntry:
                raise
            except (LookupError, ValueError) as error:  # what nbgrader's types say of a row that is damaged
                found = f"its rows of {self.assignment.name} cannot be read ({error})"
                raise GradingError(self.path, found, "what nbgrader writes", COPY) from None

    def assignment_rows(self):
        """nbgrader's rows of the assignment, as `generate_assignment` writes them; what is the same stays.

        Points and texts change when a course is built anew, and nobody has to release it.
        """
        name = self.assignment.name
        spec = json.dumps(self.assignment.master["metadata"].get("kernelspec", {}))
        try:
            self.book.find_notebook(name, name)
        except self.api.MissingEntry:
            self.book.update_or_create_assignment(name)
        self.book.update_or_create_notebook(name, name, kernelspec=spec)
        for label, cell in self.assignment.cells.items():
            self.cell_rows(label, cell, mark(cell))

    def own_table(self, session):
        """Our table, with the columns that it did not have when an older version made it."""
        session.execute(self.api.text(TABLE))
        there = {row[1] for row in session.execute(self.api.text("PRAGMA table_info(pathfinders_status)"))}
        for name in ADDED.keys() - there:
            session.execute(self.api.text(f"ALTER TABLE pathfinders_status ADD COLUMN {name} {ADDED[name]}"))

    def cell_rows(self, label, cell, marks):
        """The rows of one cell that was given out."""
        name, kind = self.assignment.name, cell["cell_type"]
        if marks["grade"]:
            points = float(marks["points"])
            self.book.update_or_create_grade_cell(label, name, name, max_score=points, cell_type=kind)
        if marks["solution"]:
            self.book.update_or_create_solution_cell(label, name, name)
        if marks.get("task"):
            points = float(marks["points"])
            self.book.update_or_create_task_cell(label, name, name, max_score=points, cell_type=kind)
        locked = not marks["solution"] and bool(marks["grade"] or marks["locked"])
        texts = {"source": cell["source"], "checksum": marks.get("checksum")}
        self.book.update_or_create_source_cell(label, name, name, cell_type=kind, locked=locked, **texts)

    def fill(self, outcome, written):
        """All rows of one Outcome."""
        with self.transaction() as session:
            answers = rereading.digests(self.assignment, outcome)
            own = row(outcome, self.assignment.name, self.run, answers)
            if outcome.status == "not submitted":
                session.execute(self.api.text(REPLACE), own)
            else:
                by_hand = self.penalties.is_by_hand(outcome.student)
                self.submission_rows(outcome, self.same(session, own, answers))
                session.execute(self.api.text(REPLACE), own)
                session.flush()
                self.penalties.settle(outcome.student, by_hand)
            written()

    def settle(self, student):
        """What being late costs, anew: the due date or an extension has changed, and no answer has."""

        def settled():
            with self.transaction():
                self.penalties.settle(student, self.penalties.is_by_hand(student))

        self.patiently(settled)

    def execute(self, sql, values):
        """What a statement gives, within the transaction of whoever calls."""
        return self.book.db.execute(self.api.text(sql), values)

    def same(self, session, own, answers):
        """The graded cells whose answers are those that were graded last."""
        text = session.execute(self.api.text(ANSWERS), own).scalar()
        return {part for part, digest in digests(text).items() if answers.get(part) == digest}

    def submission_rows(self, outcome, same):
        """nbgrader's rows: the submission, its grades and its comments."""
        session, tables = self.book.db, self.api.entries
        try:
            found = tables.entries(session, self.assignment.name, outcome.student, outcome.received)
        except LookupError as error:
            do = "go on with --resume, which puts them there again"
            raise GradingError(self.path, f"another program has taken out {error}", "", do) from None
        grades, comments = [], []
        for name, entry in found.grades.items():
            if name not in outcome.marks:  # of a cell that is no longer given out
                continue
            new = outcome.marks[name]
            waits = rereading.waits(entry, new, name in same)
            grades.append((entry, {"auto_score": new.points, "needs_manual_grade": waits}))
        for name, entry in found.comments.items():
            comments.append((entry, {"auto_comment": storable(outcome.comments.get(name))}))
        tables.write(session, tables.grade, found.copy, grades)
        tables.write(session, tables.comment, found.copy, comments)
        session.expire_all()  # what nbgrader's own objects have read before is old now
