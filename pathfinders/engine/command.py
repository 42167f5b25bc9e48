"""``python -m pathfinders run``: a model's curves as a short table, or as CSV."""

import argparse
import csv
import io
import sys
from pathlib import Path

from pathfinders.engine.errors import EngineError
from pathfinders.engine.twin import compile_model
from pathfinders.model import read


def arguments(argv):
    """The parsed command line."""
    parser = argparse.ArgumentParser(
        prog="python -m pathfinders run",
        description="Run a model and show where each of its curves begins, ends and turns.",
        epilog="Names are those of the .mdl; case, spaces and _ do not matter.",
    )
    parser.add_argument("model", help="a slug such as two_bands, or the path of an .mdl")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="set a constant")
    parser.add_argument("--csv", metavar="FILE", help="write every value as CSV; - for the screen")
    return parser.parse_args(argv)


def assignments(model, texts):
    """Name → number for each ``NAME=VALUE``; raises EngineError or UnknownVariable."""
    values = {}
    for text in texts:
        name, sign, value = text.rpartition("=")
        variable = model[name.strip() if sign else text]
        try:
            values[variable.name] = float(value)
        except ValueError:
            raise EngineError(
                f"--set {text}", f"“{value}” is no number", "NAME=VALUE, such as hierarchy=0.7"
            ) from None
    return values


def warnings(model, values):
    """A sentence for each value outside its limits."""
    for name, value in values.items():
        limits = model[name].limits
        if value not in limits:
            ends = " to ".join("…" if end is None else f"{end:g}" for end in (limits.low, limits.high))
            yield f"{model.where}: “{name}” = {value:g} is outside its limits, {ends}: not tested there."


def as_csv(run):
    """The text of the CSV: ``time``, then every variable by its name; numbers in full."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["time", *run.names])
    columns = [run[name].tolist() for name in run.names]
    writer.writerows(zip(run.time.tolist(), *columns, strict=True))
    return text.getvalue()


def summary(run):
    """A table in words: start, end, lowest and highest value of every curve."""
    model, time = run.model, run.model.time
    moving = [variable for variable in model.variables if variable.kind != "constant"]
    wide = max([8, *(len(variable.name) for variable in moving)])
    lines = [f"{model.slug}: {time.units} {run.time[0]:g} to {run.time[-1]:g}, {run.time.size} points", ""]
    lines += [f"{'':{wide}}  {'start':>10} {'end':>10} {'lowest':>10} {'highest':>10}  unit"]
    for variable in moving:
        values = run[variable.name]
        figures = (values[0], values[-1], values.min(), values.max())
        cells = " ".join(f"{value:>10.4g}" for value in figures)
        lines.append(f"{variable.name:{wide}}  {cells}  {variable.units}")
    return "\n".join(lines) + "\n"


def main(argv):
    """Run the command; returns 0. Raises PathfindersError on bad input."""
    options = arguments(argv)
    model = read(options.model)
    values = assignments(model, options.set)
    for sentence in warnings(model, values):
        print(sentence, file=sys.stderr)
    run = compile_model(model).run(values)
    trouble = run.trouble()
    if trouble:
        print(trouble, file=sys.stderr)
    if options.csv and options.csv != "-":
        save(Path(options.csv), as_csv(run))
    else:
        sys.stdout.write(as_csv(run) if options.csv else summary(run))
    return 0


def save(path, text):
    """Write a file; raises EngineError where that fails."""
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        found = f"it cannot be written ({error.strerror})"
        raise EngineError(path, found, "a file name in a folder that exists") from None
