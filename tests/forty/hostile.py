"""Code that wants more than it may. What is bounded here could be more; nothing here is ever run unconfined.

A student who attacks in a part whose answer is right must keep its points; one who attacks instead of
answering must earn none.
"""

from dataclasses import dataclass

from tests.fixtures_class import PROSE_SCRIPT, SLUG
from tests.test_grading import ENDLESS, TRUTHY

FILE = f"{SLUG}/{SLUG}.ipynb"


@dataclass(frozen=True)
class Target:
    """What attackers know: all of it, as somebody does who has seen the machine."""

    course: str
    port: int
    """On which the grader's machine listens."""

    mark: str
    """By which files and processes of this class are known."""


READ_BY_GRADER = """class Trap:
    __module__ = "numpy"
    def tolist(self):
        {does}
answer_a = Trap()"""
"""What runs when an answer is read: it poses as an array of NumPy."""

FILLS = """try:
    for number in range(200):
        open(f"filler-{number}", "wb").write(bytes(8 << 20))
except OSError as error:
    print("disk:", error)"""

FORKS = """import os, time
forks = 0
try:
    while forks < 300:
        if os.fork() == 0:
            time.sleep(600)
        forks += 1
except OSError as error:
    print("stopped after", forks, "forks:", error)"""

STAYS = """import os, sys
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execv(sys.executable, ["python", "-c", "import time; time.sleep(600)", "{mark}"])
    os._exit(0)"""

SHOWS = """from IPython.display import HTML, SVG, Javascript, Markdown, display
display(HTML("<script>stolen()</script><img src=x onerror=stolen()>"))
display(Javascript("stolen()"))
display(SVG("<svg xmlns='http://www.w3.org/2000/svg' onload='stolen()'/>"))
display(Markdown("[press](javascript:stolen())"))"""

TAKES = """import json
for cell in json.load(open("{place}"))["cells"]:
    if cell["metadata"]["nbgrader"]["grade_id"] == "{part}-answer":
        exec("".join(cell["source"]))"""

PEEKS = """import gc, sys
words = [text for text in gc.get_objects() if isinstance(text, (str, dict))]
print(In[-1], len(words), [name for name in sys.modules if "sheets" in name])
for frame in sys._current_frames().values():
    while frame:
        print([name for name in frame.f_locals if name in ("sheet", "sheets", "checks", "key")])
        frame = frame.f_back"""


def class_of(key, target):
    """Student → part → code."""
    return {
        **careless(key),
        **ending(key, target),
        **reaching(key, target),
        **cheating(),
    }


def careless(key):
    """Nobody means harm: warnings, exits, questions, names of ours, and output without end."""
    names = "def check(x): return 0\ndef judge(x): return 0\ndef run(x): return 0\n"
    return {
        "warns": {
            "A": f"import sys, warnings\nwarnings.warn('careful')\nsys.stderr.write('careful')\n{key['A']}",
            "B1": f"{key['B1']}\nimport sys\nsys.exit(0)",
            "B2": f"{key['B2']}\nname = input('your name? ')",
            "B3": names + key["B3"],
        },
        "shouts": {
            "A": f"{key['A']}\nprint('a' * 50_000_000)",
            "B1": f"{key['B1']}\nfor line in range(400_000): print(line)",
            "B2": key["B2"],
            "B3": key["B3"],
        },
    }


def ending(key, target):
    """Loops, ends, and whatever there is too much of."""
    return {
        "loops": key | {"A": READ_BY_GRADER.format(does="while True: pass"), "B2": "while True: pass"},
        "swallows": key | {"B2": ENDLESS},
        "leaves": key | {"A": READ_BY_GRADER.format(does="import os; os._exit(0)"), "B1": LEAVES},
        "hoards": {
            "A": f"{key['A']}\nbig = bytearray(4 << 30)",
            "B1": f"{key['B1']}\n{STAYS.format(mark=target.mark)}",
            "B2": f"{key['B2']}\n{FILLS}",
            "B3": f"{key['B3']}\n{FORKS}",
        },
    }


LEAVES = "import os\nos._exit(0)"


def reaching(key, target):
    """For files, other students, the gradebook, the network, the reader's browser."""
    course, name = target.course, target.mark
    source, other = f"{course}/source/{FILE}", f"{course}/submitted/right/{FILE}"
    return {
        "scripts": {part: f"{code}\n{SHOWS}" for part, code in key.items()} | {"reflection": PROSE_SCRIPT},
        "reads": {
            "A": TAKES.format(place=f"../../../source/{FILE}", part="A"),
            "B1": TAKES.format(place=other, part="B1"),
            "B2": TAKES.format(place=source, part="B2"),
            "B3": "import os\nprint(dict(os.environ))",
            "own": READS.format(places=[f"{course}/gradebook.db", f"{course}/hidden/{SLUG}.json"]),
        },
        "writes": {
            "A": UPDATES.format(course=course),
            "B1": f"{key['B1']}\nopen('../../{name}', 'w').write('x')",
            "B2": f"{key['B2']}\nopen('/tmp/{name}', 'w').write('x')",
            "B3": f"{key['B3']}\nopen('{other}', 'w').write('x')",
        },
        "calls-out": {
            "A": f"{key['A']}\n{CALLS.format(port=target.port)}",
            "B1": f"{key['B1']}\nopen('numpy.py', 'w').write('ones = None')",
            "B2": key["B2"],
            "B3": "import numpy\nanswer_b3 = float(numpy.ones(1)[0]) * 0.62",
        },
    }


READS = """for name in {places}:
    try:
        print(open(name, "rb").read()[:100])
    except OSError as error:
        print(error)"""
UPDATES = """import sqlite3
book = sqlite3.connect("{course}/gradebook.db")
book.execute("UPDATE grade SET manual_score = 99")
book.commit()"""
CALLS = """import socket
socket.create_connection(("127.0.0.1", {port}), 2).sendall(b"exfil")"""


def cheating():
    """Nothing is answered, and every point is asked for."""
    return {
        "patches": {
            "A": "import ast\nclass Drop(ast.NodeTransformer):\n    def visit_Assert(self, node): pass\n"
            "get_ipython().ast_transformers.append(Drop())",
            "B1": "get_ipython().input_transformers_post.append(\n"
            "    lambda lines: ['pass\\n'] if 'judge' in ''.join(lines) else lines)",
            "B2": "get_ipython().kernel.do_execute = lambda *a, **b: {'status': 'ok'}",
            "B3": "get_ipython().displayhook(4.0)",
        },
        "truths": {
            "A": TRUTHY,
            "B1": "class Yes(str):\n    __eq__ = __contains__ = lambda *all: True\n    __hash__ = None\n"
            "answer_b1 = Yes('yes')",
            "B2": "import numpy\nimport pathfinders.practice.marking as marking\n"
            "numpy.isclose = numpy.allclose = lambda *all, **more: True\n"
            "marking.mark = lambda *all: 4.0",
            "B3": "import builtins\nbuiltins.abs = lambda x: 0.0\nclass Near(float):\n"
            "    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = lambda *all: True\nanswer_b3 = Near(5)",
        },
        "peeks": {"A": PEEKS, "B1": "print(open('/proc/self/mem', 'rb').read(9))", "B2": HIDES},
        "forges": {"B3": FORGES},
    }


HIDES = """import os
held = []
for number in range(40):
    held.append(os.memfd_create("held"))
    os.write(held[-1], bytes(64 << 20))"""
FORGES = """import json, os
for number in range(3, 9):
    try:
        os.write(number, json.dumps({"answer": {"found": True, "value": 0.62}}).encode() + b"\\n")
    except OSError:
        pass"""
