"""`python -m tests.drawn_class [--students 300]`: right designs and wrong answers at many students' values.

Each is judged by the hidden checks as they are drawn for each student of a made-up class; printed is for how
many students it earns everything. It exits with 1 where a right design fails somebody, a wrong answer does
not, or the same answer earns one student more than another.
"""

import argparse
import os
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache, partial
from pathlib import Path

from pathfinders.practice import marking, sheets, variants
from pathfinders.practice.answers import Answer, described, plain
from pathfinders.practice.source import read_exercise

SLUG = "05-two-rubber-bands"
KEY = "a key of tests"
FEW = 10


@lru_cache(maxsize=1)
def exercise():
    """The chapter's exercise."""
    return read_exercise(Path(__file__).parent.parent / "exercises" / f"{SLUG}.md")


@lru_cache(maxsize=8)
def hidden(part):
    """The hidden sheet of a part, with its ranges."""
    return sheets.hidden_sheet(exercise().part(part))


def marked(sheet, value):
    """The Verdict by a sheet on an answer's value."""
    value = plain(value)
    return marking.mark(sheet, Answer(sheet["name"], True, described(value), value))


def verdict(part, value, student, key=KEY):
    """The Verdict on an answer's value, by all checks as they are drawn for a student."""
    return marked(variants.drawn(hidden(part), key, SLUG, student), value)


def only(sheet, is_drawn):
    """The sheet with those checks alone of which something is drawn, or with the others."""
    return {**sheet, "checks": [one for one in sheet["checks"] if variants.is_drawn(one) == is_drawn]}


def right():
    """(part, name, answer) of every right design: the keys, and those of the exercise's own tests."""
    from tests.test_exercise_two_rubber_bands import DESIGNS, FLOORS, unindented

    for part, designs in (("B1", DESIGNS), ("B2", FLOORS)):
        yield part, "the key", sheets.keyed(exercise().part(part))
        yield from ((part, name, unindented(text)) for name, text in designs.items())


def wrong():
    """(part, name, answer) of the named wrong answers, and of those that fit what students can see."""
    from tests.test_exercise_two_rubber_bands import FITTED, PUT_IN, TARGETS, unindented

    for part in ("B1", "B2"):
        for one in exercise().part(part).wrong:
            yield part, one.name, sheets.run_source(exercise().part(part), one.code).value
    for part, answers in (("B1", FITTED | PUT_IN), ("B2", TARGETS)):
        yield from ((part, name, unindented(text)) for name, text in answers.items())


def earned(part, value, students):
    """For how many students an answer earns everything; what is not drawn is checked once for all."""
    drawn = only(hidden(part), True)
    if not marked(only(hidden(part), False), value).passed:
        return 0
    return sum(marked(variants.drawn(drawn, KEY, SLUG, student), value).passed for student in students)


def judged(students, row):
    """(part, name, for how many it earns everything, the least and the most points of the first ones)."""
    part, name, value = row
    full = exercise().part(part).points
    points = [verdict(part, value, student).points(full) for student in students[:FEW]]
    return part, name, earned(part, value, students), min(points), max(points)


def main(argv=None):
    """Print the tables; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.drawn_class", description=__doc__)
    parser.add_argument("--students", type=int, default=300)
    count = parser.parse_args(argv).students
    students, fault = [f"student-{number}" for number in range(count)], False
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for title, rows, due in (("right", right(), count), ("wrong", wrong(), 0)):
            print(f"{title}: of {count} students, everything is earned for; points of the first {FEW}")
            for part, name, passed, least, most in pool.map(partial(judged, students), rows):
                print(f"  {part}  {name:46}{passed:5}   {least:g} … {most:g}", flush=True)
                fault |= passed != due or least != most
    return int(fault)


if __name__ == "__main__":
    raise SystemExit(main())
