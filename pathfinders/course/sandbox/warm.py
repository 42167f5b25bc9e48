"""Call once what students' cells call, so that a run pays for none of it: imports, grammars, fonts."""

import io
import tempfile
import warnings
from importlib import import_module
from pathlib import Path

from pathfinders.engine import run
from pathfinders.model import read

ROOMS = ("lab", "practice.grader", "practice.marking", "practice.student", "practice.trials")
MODEL = """Level = INTEG(Gap / Delay, 10) ~ unit ~|
Gap = Goal - Level ~ unit ~|
Goal = 100 ~ unit ~|
Delay = 4 ~ month ~|
INITIAL TIME = 0 ~ month ~|
FINAL TIME = 2 ~ month ~|
TIME STEP = 1 ~ month ~|
SAVEPER = TIME STEP ~ month ~|
"""


def everything(models=()):
    """Warms the libraries, the package's checks, and the models named."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tables_and_figures()
        simulation()
        package(models)


def tables_and_figures():
    """One figure of a table, drawn to the end: loads fonts and the picture's writers."""
    import matplotlib.pyplot as plt
    import pandas as pd

    figure, axes = plt.subplots()
    pd.DataFrame({"level": [1.0, 2.0]}).plot(ax=axes, title="$x^2$")
    figure.savefig(io.BytesIO(), format="png")
    plt.close("all")


def simulation():
    """PySD reads a model and runs it: its grammar alone takes most of a second the first time."""
    import pysd

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "warm.mdl")
        path.write_text("{UTF-8}\n" + MODEL)
        pysd.read_vensim(path).run()


def package(models):
    """The package's own reader, compiler and checks."""
    for name in ROOMS:
        import_module(f"pathfinders.{name}")
    for slug in models:
        run(read(slug))
