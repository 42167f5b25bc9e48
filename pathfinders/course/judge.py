"""The worker of judges.py: a line of JSON comes in, {sheet, answer}; a line goes out, a verdict or words.

One process loads what checks need and makes some; workers are forked from it, so that each is ready at once.
No code of a student's is run here: an answer is numbers, text and tables, and the text of equations goes to
the package's own compiler. Limits and a process of its own are for what a compiler may still do with them.
"""

import contextlib
import gc
import json
import os
import queue
import socket
import threading
from dataclasses import asdict

from pathfinders.course.judges import FORK, answer_from
from pathfinders.course.sandbox import kernel
from pathfinders.course.traces import trace
from pathfinders.practice import marking
from pathfinders.practice.answers import Answer

MEMORY = 3 << 30


def main(handle, *models):
    """Forks a worker whenever it is told; ends with its socket, as when the grader is killed."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    orders = socket.socket(fileno=handle)
    warm(models)
    gc.collect()
    gc.freeze()
    while True:
        word, handles, _, _ = socket.recv_fds(orders, FORK.size, 1)
        if not word:
            return
        worker = socket.socket(fileno=handles[0])
        (gone,) = FORK.unpack(word)
        with contextlib.suppress(ChildProcessError):  # one that another such process had begun
            gone and os.waitpid(gone, 0)
        if os.fork() == 0:
            orders.close()
            serve(worker)
        worker.close()


def serve(stream):
    """Says its process number, then answers until the other end closes."""
    kernel.die_with_parent()
    lines = queue.Queue()
    threading.Thread(target=feed, args=(stream, lines), daemon=True).start()
    stream.sendall(b"%d\n" % os.getpid())
    while True:
        stream.sendall(json.dumps(reply(lines.get())).encode() + b"\n")


def feed(stream, lines):
    """Reads in a thread, so that the end of the grader ends a check that never would."""
    with contextlib.suppress(OSError):  # the grader ended in the middle of a check
        for line in stream.makefile("rb"):
            lines.put(line)
    os._exit(0)


def warm(models):
    """Has an equation of each model judged: the grammar alone takes half a second."""
    for slug in models:
        with contextlib.suppress(Exception):  # the check that needs it will say what is wrong
            marking.mark(*trial(slug))


def trial(slug):
    """A sheet with checks that read equations, and an answer: a constant of the model, as it is."""
    from pathfinders.model import read

    model = read(slug)
    stock, constant = model.stocks[0].name, model.constants[0]
    checks = [
        {"kind": "reads"},
        {"kind": "units"},
        {"kind": "paths", "links": [{"from": constant.name, "to": stock, "says": ""}]},
        {"kind": "behaves", "cases": [{"variable": stock, "says": "", "oscillates": {"amplitude": 1}}]},
    ]
    checks = [{"id": check["kind"], "points": 1, "hint": "", **check} for check in checks]
    sheet = {"name": "trial", "kind": "text", "template": {"model": slug, "text": ""}, "checks": checks}
    text = f"{constant.name} = {constant.equation} ~ {constant.units}"
    return sheet, Answer("trial", True, "text", text)


def reply(line):
    """The verdict as a dictionary, or {failure: words, trace: where, for the journal alone}."""
    data = json.loads(line)
    try:
        return asdict(marking.mark(data["sheet"], answer_from(data["answer"])))
    except Exception as error:
        return {"failure": "a check stopped with an error", "trace": trace(error)}
