"""From a file, or a text, to a Model."""

import hashlib
import threading
from functools import lru_cache
from pathlib import Path

from pathfinders.model import cache
from pathfinders.model.errors import ModelError, UnknownModel
from pathfinders.model.find import find
from pathfinders.model.order import refuse_circles
from pathfinders.model.tree import CONTROLS, Name, Number, from_data, to_data
from pathfinders.model.variables import Limits, Lookup, Model, Time, Variable, fold, identifier, kinds

_LOCK = threading.Lock()
POINTS = "points"
MOST_STEPS = 10_000_000
DEFAULT_CONTROLS = "INITIAL TIME, FINAL TIME, TIME STEP and SAVEPER"


def read(source):
    """The Model of a slug such as ``"two_bands"``, or of the path of an ``.mdl``.

    Raises UnknownModel where there is none, ModelError where the file is wrong. Read once for each content.
    """
    path = find(source)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ModelError(
            path.name, f"byte {error.start} is not UTF-8", "a UTF-8 file", "save it again"
        ) from None
    except OSError as error:
        raise UnknownModel(path.name, f"it cannot be read ({error.strerror})", "a readable file") from None
    if "\0" in text:  # PySD would write it into Python source, which may not hold one
        line = text.count("\n", 0, text.index("\0")) + 1
        raise ModelError(f"{path.name}, line {line}", "a null byte stands there", "a text", "save it again")
    return _model(text.replace("\r\n", "\n"), path.stem, path)


def read_text(text, name="model"):
    """The Model of a text in Vensim's notation; PySD never runs it (``path`` is None). Raises ModelError."""
    return _model(text.replace("\r\n", "\n"), name, None)


def digest(text):
    """A name for the content of a model."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _model(text, slug, path):
    with _LOCK:  # PySD's parser keeps its grammars in a class
        return _read(text, slug, path)


@lru_cache(maxsize=256)
def _read(text, slug, path):
    where = path.name if path else slug
    keep = path is not None
    data = cache.load(digest(text)) if keep else None
    try:
        return build(text, slug, path, data) if data else _parsed(where, text, slug, path, keep)
    except (ModelError, LookupError, TypeError, ValueError):
        if data is None:
            raise
        return _parsed(where, text, slug, path, keep)  # a damaged cache is no cache


def _parsed(where, text, slug, path, keep):
    data = parse(where, text)
    if keep:
        cache.store(digest(text), data)
    return build(text, slug, path, data)


def parse(where, text):
    """The variables of ``text`` as plain data, checked: names, circles."""
    from pathfinders.model.parser import entries
    from pathfinders.model.translate import translate

    found = entries(where, text)
    trees, lookups = translate(where, found)
    refuse_circles(where, trees)
    data = {name: to_data(tree) for name, tree in trees.items()}
    data |= {name: [POINTS, *map(list, points)] for name, points in lookups.items()}
    return [
        [
            item.name,
            item.units,
            item.doc,
            list(item.limits),
            item.equation,
            item.line,
            data[item.name],
        ]
        for item in found
    ]


def build(text, slug, path, data):
    """The Model of plain data as ``parse`` gives it."""
    lookups = [item for item in data if is_points(item[-1])]
    data = [item for item in data if not is_points(item[-1])]
    trees = {name: from_data(tree) for name, *_, tree in data}
    # A control is named as Vensim names it, whatever its case in this file.
    spelling = {fold(name): name for name in CONTROLS}
    where = path.name if path else slug
    sorts = kinds(trees)
    variables, controls = [], {}
    for name, units, doc, limits, equation, line, _ in data:
        tree, stock = trees[name], sorts[name] == "stock"
        variable = Variable(
            name=name,
            key=identifier(name),
            kind=sorts[name],
            units=units,
            doc=doc,
            limits=Limits(*(*limits, None, None, None)[:3]),
            equation=equation,
            expression=tree.args[0] if stock else tree,
            initial=tree.args[1] if stock else None,
            line=line,
        )
        if fold(name) in spelling:
            controls[spelling[fold(name)]] = variable
        else:
            variables.append(variable)
    time = read_time(where, controls)
    tables = tuple(map(lookup, lookups))
    return Model(slug, path, text, tuple(unique(variables)), tuple(controls.values()), time, tables)


def is_points(data):
    """Whether an entry's data are those of a named lookup."""
    return isinstance(data, list) and data[0] == POINTS


def lookup(item):
    """The Lookup of plain data."""
    name, units, doc, _, equation, line, (_, *points) = item
    return Lookup(name, units, doc, equation, tuple((float(x), float(y)) for x, y in points), line)


def unique(variables):
    """The variables with keys that differ."""
    from dataclasses import replace

    used = set()
    for variable in variables:
        key, count = variable.key, 2
        while key in used:
            key, count = f"{variable.key}_{count}", count + 1
        used.add(key)
        yield variable if key == variable.key else replace(variable, key=key)


def read_time(where, controls):
    """The Time of the four control variables; raises ModelError."""

    def value(name, seen=()):
        control = controls.get(name)
        if control is None:
            raise ModelError(where, f"“{name}” is missing", DEFAULT_CONTROLS)
        if isinstance(control.expression, Number):
            return control.expression.value
        other = control.expression.name if isinstance(control.expression, Name) else None
        if other not in CONTROLS or other in seen:
            raise ModelError(where, f"“{name}” is {control.equation}", "a number or another control variable")
        return value(other, (*seen, name))

    start, stop, step, save = map(value, CONTROLS)
    if not step > 0:
        raise ModelError(where, f"TIME STEP is {step:g}", "more than 0")
    if stop < start:
        raise ModelError(where, f"FINAL TIME {stop:g} comes before INITIAL TIME {start:g}", "a later time")
    if (stop - start) / MOST_STEPS > step:
        found = f"TIME STEP {step:g} makes {(stop - start) / step:.0g} steps"
        raise ModelError(where, found, f"at most {MOST_STEPS:,}", "choose a larger one")
    every = save / step
    if round(every) < 1 or abs(every - round(every)) > 1e-9 * every:
        raise ModelError(where, f"SAVEPER is {save:g}", f"a whole multiple of TIME STEP, {step:g}")
    return Time(start, stop, step, save, controls["TIME STEP"].units)


def path_of(model):
    """The file of a model, as Path; raises ModelError for a text without one."""
    if model.path is None:
        raise ModelError(model.slug, "it is a text, not a file", "a model with a file of its own")
    return Path(model.path)
