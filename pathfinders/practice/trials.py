"""Run a student's own equations, to look at before they are checked."""

import sys

from pathfinders.practice import builds, marking, sheets, student, voices
from pathfinders.practice.answers import gather
from pathfinders.practice.kinds import Subject
from pathfinders.practice.runs import run


def trial(part, set=None, exercise=None):
    """A DataFrame of the model that the answer to `part` builds, run with the parameters in `set`.

    Index: time; a column for each variable. Where the equations cannot be read yet, prints why and
    returns None.
    """
    namespace = sys._getframe(1).f_globals
    slug = student.exercise_of(namespace, exercise, sheets.slugs())
    sheet = student.sheet_of(str(part), slug, sheets.public_sheets(slug))
    answer = gather(sheet["name"], namespace)
    begun = marking.well_formed(sheet, answer)
    if begun:
        print(voices.printed(voices.said(*begun)))
        return None
    subject = Subject(answer, sheet)
    outcome = builds.reads({}, subject)
    if outcome.share < 1:
        print(voices.printed(voices.said(outcome.stage, outcome.words)))
        return None
    return run(builds.built(subject).model, set or {}).frame()
