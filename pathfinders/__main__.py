"""``python -m pathfinders COMMAND …``: each command loads only what it needs."""

import importlib
import os
import sys

from pathfinders import footing
from pathfinders.errors import PathfindersError, printable

COMMANDS = {
    "run": ("pathfinders.engine.command:main", "run a model and print or save its curves"),
    "structure": ("pathfinders.structure.command:structure", "show links, loops, and which matter when"),
    "remove": ("pathfinders.structure.command:remove", "take out each element: does it still behave so?"),
    "layout": ("pathfinders.figure.layout_command:main", "propose positions for a model's diagrams"),
    "check": ("pathfinders.soundness.command:main", "is a model sound, and is every claim of its card true?"),
    "inventory": ("pathfinders.site.inventory:main", "what carries each idea of the source?"),
    "book": ("pathfinders.site.build:book", "build the book into _build/html"),
    "preview": ("pathfinders.site.build:preview", "build one chapter and reload it on every change"),
    "notebooks": ("pathfinders.site.notebooks:main", "generate notebooks/ from book/"),
    "course": ("pathfinders.course.build:main", "build the nbgrader course"),
    "collect": ("pathfinders.course.collect:main", "take in what students handed in, every version kept"),
    "grade": ("pathfinders.course.grade:main", "grade a class: sandboxed, into nbgrader's gradebook"),
    "status": ("pathfinders.course.listing:main", "what became of each submission, and what is to do"),
    "doctor": ("pathfinders.course.doctor:main", "what this machine lacks for book, lab and grading"),
    "grade-file": ("pathfinders.course.grade_file:main", "verdicts on one notebook, as JSON"),
    "feedback": ("pathfinders.course.feedback:main", "a page for each student: hints, rubric, points"),
    "export": ("pathfinders.course.export:main", "points and statuses as a table, for Canvas and Moodle too"),
    "release": ("pathfinders.course.bundle:main", "make the bundle that students get"),
    "work": ("pathfinders.course.workbook:main", "copy the notebooks into work/, where students write"),
}


def usage():
    """The text of ``--help``."""
    lines = [f"  {name:<10} {what}" for name, (_, what) in COMMANDS.items()]
    return "\n".join(["usage: pathfinders COMMAND …", "", *lines, "", "COMMAND --help tells more."])


def unknown(name):
    """The sentence for a command that does not exist."""
    import difflib

    close = difflib.get_close_matches(name, COMMANDS, n=1)
    hint = f"did you mean “{close[0]}”?" if close else f"expected one of {', '.join(COMMANDS)}."
    return printable(f"python -m pathfinders: there is no command “{name}”; {hint}")


def told(name, error):
    """The sentence for a file that could not be read or written, as a PathfindersError."""
    where = getattr(error, "filename", None) or f"python -m pathfinders {name}"
    return PathfindersError(where, f"{error.strerror or error}".lower(), "a file or folder that can be used")


def main(argv=None):
    """Run a command; returns its exit code. A PathfindersError becomes one sentence and the code 1."""
    if argv is None:  # called as a program; so far only frozen modules and ours are imported
        footing.firm()
        if hasattr(sys.stdout, "reconfigure"):  # a sign that a terminal does not know stops no command
            sys.stdout.reconfigure(errors="replace")
    try:
        return command(list(sys.argv[1:] if argv is None else argv))
    except PathfindersError as error:
        print(printable(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130  # what a shell expects of a program that Ctrl-C ended
    except BrokenPipeError:  # the reader of our output has gone, as in `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def command(argv):
    """Run the command that ``argv`` names; returns its exit code and raises PathfindersError."""
    if not argv or argv[0] in ("-h", "--help", "help"):
        print(usage(), file=sys.stdout if argv else sys.stderr)
        return 0 if argv else 2
    name, *rest = argv
    if name not in COMMANDS:
        print(unknown(name), file=sys.stderr)
        return 2
    module, function = COMMANDS[name][0].split(":")
    try:
        code = getattr(importlib.import_module(module), function)(rest) or 0
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        raise
    except OSError as error:
        raise told(name, error) from error


if __name__ == "__main__":
    sys.exit(main())
