"""`pathfinders collect COURSE ASSIGNMENT`: take in what was handed in, one line for each student."""

import argparse
import difflib
import json
import os
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pathfinders.course import manuscript, submissions, versions
from pathfinders.course.manuscript import Refused
from pathfinders.course.roster import Roster, is_safe, read_roster, shown
from pathfinders.errors import PathfindersError

SAYS = {
    "new": "taken",
    "again": "taken; the earlier one is kept, the latest counts",
    "earlier": "kept; a later one counts",
    "known": "as before",
}
EXCHANGE = "/usr/local/share/nbgrader/exchange"
"""Where nbgrader has its exchange unless its configuration says otherwise."""


class CollectError(PathfindersError):
    """A course, an assignment or a source that is not there."""


@dataclass(frozen=True)
class Outcome:
    """What became of one hand-in: `done` is a key of SAYS, `refused` or `failed`."""

    student: str
    done: str
    reason: str = ""
    flags: tuple = ()
    path: str = ""

    @property
    def line(self):
        """One line for a person."""
        what = SAYS.get(self.done) or f"{'refused' if self.done == 'refused' else 'not taken'}: {self.reason}"
        return f"{self.student or '(nobody)'}: {' '.join([what.rstrip('.') + '.', *self.flags])}"


def collect(course, assignment, items):
    """Keep what was found in the folder `course` and yield an Outcome for each of `items`.

    One that cannot be read or written costs the others nothing. What happened is also written to
    `handed-in/ASSIGNMENT.jsonl`, once for each change.
    """
    course, last = Path(course), noted(course, assignment)
    for item in items:
        outcome = kept(course, assignment, item)
        before = last.get(outcome.student, {})
        told = (outcome.done, outcome.reason) == (before.get("done"), before.get("reason"))
        if outcome.done not in ("known", "failed") and not (outcome.done == "refused" and told):
            last[outcome.student] = note(course, assignment, outcome)
        yield outcome


def kept(course, assignment, item):
    """The Outcome of a Found or a Refusal."""
    path = str(item.path or "")
    if isinstance(item, submissions.Refusal):
        return Outcome(item.student, "refused", item.reason, path=path)
    try:
        data = item.read()
        flags = (*item.flags, *manuscript.read(data).flags)
        beside = {name: read()[: versions.SECRET] for name, read in item.beside.items()}
        if beside:  # from nbgrader's exchange: there the time of arrival decides what is late
            beside["timestamp.txt"] = f"{item.received:%Y-%m-%d %H:%M:%S.%f} UTC".encode()
        shelf = versions.Shelf(course, item.student, assignment)
        return Outcome(item.student, versions.put(shelf, data, item.received, beside), "", flags, path)
    except Refused as refused:
        return Outcome(item.student, "refused", refused.reason, item.flags, path)
    except OSError as error:
        reason = f"{(error.strerror or str(error)).lower()} ({shown(str(error.filename or path), 300)})"
        return Outcome(item.student, "failed", reason, item.flags, path)


def journal(course, assignment):
    return Path(course) / "handed-in" / f"{assignment}.jsonl"


def noted(course, assignment):
    """Student → the last note of what became of a hand-in: `done`, `reason`, `flags`, `time`, `path`.

    A student who was only ever refused has `done` `refused`; a line that a killed process left half
    written is passed over.
    """
    path, found = journal(course, assignment), {}
    for line in path.read_text("utf-8", "replace").splitlines() if path.is_file() else []:
        try:
            entry = json.loads(line)
            found[entry["student"]] = entry
        except (ValueError, KeyError, TypeError):
            continue
    return found


def note(course, assignment, outcome):
    """Add a line to the journal; returns it as data."""
    entry = {"time": datetime.now(UTC).isoformat(timespec="seconds"), **vars(outcome)}
    path = journal(course, assignment)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "ab") as file:
            file.write(b"\n" * is_torn(path) + json.dumps(entry).encode() + b"\n")
    except OSError as error:  # the hand-in itself is kept; a full disk must not stop the others
        print(f"{path}: could not be written ({error.strerror}).", file=sys.stderr)
    return entry


def is_torn(path):
    """True for a file whose last line was left half written."""
    with open(path, "rb") as file:
        if not file.seek(0, os.SEEK_END):
            return False
        file.seek(-1, os.SEEK_END)
        return file.read() != b"\n"


def assignments(course):
    """The names of a course's assignments."""
    folders = (Path(course) / name for name in ("source", "release"))
    return sorted(
        {path.name for folder in folders if folder.is_dir() for path in folder.iterdir() if path.is_dir()}
    )


def checked(course, assignment):
    """The course's assignments; raises CollectError when `assignment` is none of them."""
    known = assignments(course)
    if not known:
        raise CollectError(
            course, "no course", "a folder made by `pathfinders course build`", "check its name"
        )
    if assignment not in known or not is_safe(assignment):
        close = difflib.get_close_matches(assignment, known, n=1) or known
        raise CollectError(course, f"no assignment {assignment}", do=f"did you mean {close[0]}?")
    return known


def inbound(course, exchange=None):
    """The folder of nbgrader's exchange into which the course's students hand in; raises CollectError."""
    config = configuration(course)
    root = Path(exchange or config.get("Exchange", {}).get("root") or EXCHANGE)
    folder = root / str(config.get("CourseDirectory", {}).get("course_id") or "") / "inbound"
    if not folder.is_dir():
        do = "release the assignment first, or name a folder or a zip with --from"
        raise CollectError(folder, "no exchange", "the folder into which students hand in", do)
    return folder


def configuration(course):
    """nbgrader's configuration of a course and of this machine, read as nbgrader reads it."""
    from jupyter_core.paths import jupyter_config_path
    from traitlets.config import Config, PyFileConfigLoader

    merged = Config()
    for folder in (*reversed(jupyter_config_path()), str(course)):
        path = Path(folder) / "nbgrader_config.py"
        if path.is_file():
            try:
                merged.merge(PyFileConfigLoader(path.name, path=folder).load_config())
            except Exception as error:  # the file is a program and may do anything
                found = f"it stops with {type(error).__name__} ({error})"
                raise CollectError(path, found, "a configuration that nbgrader can read") from None
    return merged


def items(course, assignment, source, exchange, roster):
    """Found and Refusal from where the command line says."""
    known = [name for name in checked(course, assignment) if name != assignment]
    if source is None:
        return submissions.from_exchange(inbound(course, exchange), assignment, known)
    if not Path(source).exists():
        raise CollectError(source, "not there", "a folder or a zip")
    take = submissions.from_folder if Path(source).is_dir() else submissions.from_zip
    return take(source, assignment, roster, known)


def summary(outcomes, roster):
    """The last line: how many, and who is missing."""
    names = {"new": "taken", "again": "taken", "earlier": "kept", "known": "as before", "failed": "not taken"}
    count = Counter(names.get(outcome.done, outcome.done) for outcome in outcomes)
    told = ", ".join(f"{number} {name}" for name, number in count.items()) or "nothing was handed in"
    met = {outcome.student for outcome in outcomes}
    missing = [id for id in roster.ids if id not in met]
    return f"{told}." + (f" Nothing from {', '.join(missing)}." if missing else "")


def main(argv=None):
    """The command; returns its exit code: 1 when something could not be read or written."""
    parser = argparse.ArgumentParser(prog="pathfinders collect", description=__doc__)
    parser.add_argument("course", help="the course's folder")
    parser.add_argument("assignment", help="the assignment's name")
    parser.add_argument("--from", dest="source", help="a folder, or a zip of Canvas or Moodle")
    parser.add_argument("--roster", help="a CSV with the column id, or an export of Canvas or Moodle")
    parser.add_argument("--exchange", help="nbgrader's exchange (default: as its configuration says)")
    chosen = parser.parse_args(argv)
    roster = read_roster(chosen.roster) if chosen.roster else Roster()
    found = items(chosen.course, chosen.assignment, chosen.source, chosen.exchange, roster)
    outcomes = []
    for outcome in collect(chosen.course, chosen.assignment, found):
        outcomes.append(outcome)
        print(outcome.line, flush=True)
    print(summary(outcomes, roster))
    return int(any(outcome.done == "failed" for outcome in outcomes))
