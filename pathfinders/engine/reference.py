"""The reference: PySD itself."""

import threading
import warnings
from functools import lru_cache

from pathfinders.engine.errors import EngineError
from pathfinders.engine.runs import with_units
from pathfinders.engine.twin import number, settings
from pathfinders.model import path
from pathfinders.model.reader import path_of

_LOCK = threading.Lock()  # a PySD model keeps its state in itself


@lru_cache(maxsize=32)
def loaded(model):
    """The PySD model of a Model; loaded once for each content."""
    import pysd

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pysd.read_vensim(str(path(path_of(model))))


def reference_run(model, params=None):
    """One run by PySD: a DataFrame with the index, columns and ``attrs`` of ``Run.frame()``.

    Every parameter is passed on every run, since PySD keeps what an earlier run has set. PySD executes Python
    that stands in a model's text, so a text without a file is refused. Raises EngineError where PySD fails.
    """
    values = settings(model, params or {})
    values = {name: number(model, name, value) for name, value in values.items()}
    names = [variable.name for variable in model.variables]
    with _LOCK, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            frame = loaded(model).run(params=values, return_columns=names)
            frame = frame[names].astype(float)
        except (ArithmeticError, ValueError, TypeError) as error:  # 1/0, or a complex power
            raise EngineError(model.where, f"PySD cannot run it ({error})", do="move a slider back") from None
    frame.index.name = "time"
    return with_units(model, frame)
