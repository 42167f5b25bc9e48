"""Why a model behaves as it does, in one call."""

from dataclasses import dataclass

from pathfinders.engine import compile_model
from pathfinders.engine.runs import Run
from pathfinders.model import Model, read
from pathfinders.structure.dominance import Dominance, dominance
from pathfinders.structure.links import SIGN, Link, polarity, signs, spans
from pathfinders.structure.loops import MOST, Loops, told


@dataclass(frozen=True, eq=False)
class Explanation:
    """A run with the structure that gave it."""

    model: Model
    run: Run
    links: tuple[Link, ...]
    loops: Loops
    dominance: Dominance


def explain(source, params=None, most=MOST, **times):
    """The Explanation of a slug, a path or a Model, run with ``params`` (and ``start``, ``stop``).

    Raises as ``read`` and ``Twin.run``. A run that breaks down is explained as far as it has numbers.
    """
    model = source if isinstance(source, Model) else read(source)
    run = compile_model(model).run(params, **times)
    rows = signs(model, run)
    links = tuple(Link(*pair, polarity(row), spans(run.time, row, SIGN)) for pair, row in rows.items())
    loops = told(model, run, rows, most)
    return Explanation(model, run, links, loops, dominance(model, run, loops))
