"""The worker of judging.py: a line of JSON comes in, {sheet, answer}; a line goes out, a verdict or words.

No code of a student's is run here: an answer is numbers, text and tables, and the text of equations goes to
the package's own compiler. Limits and a process of its own are for what a compiler may still do with them.
"""

import contextlib
import json
import os
import queue
import sys
import threading
from dataclasses import asdict

from pathfinders.course.judging import answer_from
from pathfinders.practice import marking

MEMORY = 3 << 30


def main():
    """Answers until standard input ends, which it also does when the grader is killed."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # whatever a library prints must not stand between the replies
    warm(sys.argv[1:])
    out.write(b"ready\n")
    lines = queue.Queue()
    threading.Thread(target=feed, args=(lines,), daemon=True).start()
    while True:
        out.write(json.dumps(reply(lines.get())).encode() + b"\n")


def warm(models):
    """Reads and compiles models, and loads what the kinds of checks load when they are first made."""
    from pathfinders.engine import compile_model
    from pathfinders.model import read

    for slug in models:
        with contextlib.suppress(Exception):  # the check that needs it will say what is wrong
            compile_model(read(slug)).run()


def feed(lines):
    """Reads in a thread, so that the end of the grader ends a check that never would."""
    for line in sys.stdin.buffer:
        lines.put(line)
    os._exit(0)


def reply(line):
    """The verdict as a dictionary, or {failure: words}."""
    data = json.loads(line)
    try:
        return asdict(marking.mark(data["sheet"], answer_from(data["answer"])))
    except Exception as error:
        return {"failure": f"a check stopped with {type(error).__name__}"}


if __name__ == "__main__":
    main()
