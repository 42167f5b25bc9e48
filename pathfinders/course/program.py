"""What is run of a submission, in which order, and what is read after it."""

from pathfinders.course.assignment import mark
from pathfinders.course.sandbox import Ask, Cell
from pathfinders.practice import marking


def program(assignment, taken):
    """(cells, asks): what is run, and which variables are read after which cell.

    Answers and the student's own cells are run in the student's order, the course's own code before what
    follows it in the course's notebook. Checks and tests are left out, for their words are made outside: an
    answer is read where its test stands.
    """
    given = list(assignment.master["cells"])
    own = {name: [] for name in (*assignment.cells, "")}
    for number, extra in enumerate(taken.extras):
        own[extra.before].append(Cell(f"extra-{number}", extra.source))
    cells, asks = [], []
    for name in taken.order:
        place = given.index(assignment.cells[name])
        cells += [cell for cell in setting(assignment, given[:place]) if cell not in cells]
        cells += own.pop(name)
        if name in taken.answers:
            cells.append(Cell(name, taken.answers[name]))
        elif name in assignment.sheets and name in assignment.tests:
            asks.append(asking(assignment.sheets[name], cells[-1].id if cells else ""))
    cells += [cell for cell in setting(assignment, given) if cell not in cells]
    return (*cells, *own[""]), tuple(asks)


def setting(assignment, given):
    """The course's own code among some cells, which nobody writes in and nobody is judged by."""
    for cell in given:
        marks = mark(cell)
        name = marks.get("grade_id", "")
        aside = (
            marks.get("grade") or marks.get("solution") or name.removesuffix("-check") in assignment.sheets
        )
        if cell["cell_type"] == "code" and name and not aside:
            yield Cell(name, cell["source"])


def asking(sheet, after):
    """Which variable leaves the sandbox, and with which arguments a function is called."""
    return Ask(sheet["name"], tuple(map(tuple, marking.calls_of(sheet))), after)
