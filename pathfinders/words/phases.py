"""Which loops drove which part of a run, in words."""

from dataclasses import dataclass
from itertools import groupby

from pathfinders.words.numbers import place, spoken

KINDS = {"R": "reinforcing", "B": "balancing", "±": "now reinforcing, now balancing"}
DRIVES = 0.5
"""A loop with at least this share of what happens drives it; below, it is only the loudest of several."""
MANY = 3
"""Loops as loud as one another that are named; more are counted."""
MOST = 4
"""Phases told one by one; where loops take turns more often, each is told with its share of the time."""


@dataclass(frozen=True)
class Phase:
    """A part of a run and the loop that drove it."""

    start: float
    end: float
    loop: str | tuple | None
    """The loop's name, such as "front band", or the names of several that are as loud as one another; None,
    "" or () where nothing feeds back or all is at rest."""
    kind: str = ""
    """"R", "B", "±", or "" where loops of both kinds are alike."""
    share: float = 1.0
    """The loop's mean share of what moves the stocks, 0 … 1."""


def drives(name, phases, unit=""):
    """One sentence: which loops drove ``name``, and when.

    ``phases`` are rows (start, end, name of the loop, names of loops alike, or None, "R" | "B" | "±" | ""),
    with the share as a fifth where it is known, in the order of time; ``unit`` is the time's ("month"). A
    pure function of its arguments; whether the shares are the truth is for `structure` to say.
    """
    rows = _joined([row if isinstance(row, Phase) else Phase(*row) for row in phases])
    if not any(row.loop for row in rows):
        return f"No loop drives {name}: nothing that it changes comes back to it."
    if len(rows) == 1:
        return f"{_capital(_actor(rows[0]))} {_verb(rows[0])} {name} from beginning to end."
    return _in_turn(name, rows) if len(rows) > MOST else _one_by_one(name, rows, unit)


def _joined(rows):
    """Neighbours with the same loop made one."""
    made = []
    for _, same in groupby(rows, key=lambda row: (row.loop or None, row.kind)):
        same = list(same)
        length = sum(row.end - row.start for row in same)
        share = sum(row.share * (row.end - row.start) for row in same) / length if length else same[0].share
        made.append(Phase(same[0].start, same[-1].end, same[0].loop, same[0].kind, share))
    return made


def _one_by_one(name, rows, unit):
    told, span = [], rows[-1].end - rows[0].start
    first = next(order for order, row in enumerate(rows) if row.loop)
    for order, row in enumerate(rows):
        known = any(row.loop == earlier.loop for earlier in rows[:order])
        who = "no loop acts"
        if row.loop:
            does = f"{_verb(row)} {name}" if order == first else _verb(row, short=True)
            who = f"{_actor(row, known)} {does}{' again' if known else ''}"
        if order == 0:
            told.append(f"until {_moment(row.end, unit, span)} {who}")
        elif order < len(rows) - 1:
            told.append(f"then, until {_moment(row.end, unit, span)}, {who}")
        else:
            told.append(f"from {_moment(row.start, unit, span)} on, {who}")
    return _capital("; ".join(told)) + "."


def _in_turn(name, rows):
    whole = rows[-1].end - rows[0].start
    spent = {}
    for row in rows:
        key = (row.loop or None, row.kind)
        spent[key] = spent.get(key, 0.0) + row.end - row.start
    order = sorted(spent, key=spent.get, reverse=True)
    parts = [(_actor(Phase(0, 0, *key)) if key[0] else "no loop", spent[key]) for key in order[:MOST]]
    if more := [spent[key] for key in order[MOST:]]:
        parts.append((f"{len(more)} more" if len(more) > 1 else "one more", sum(more)))
    said = [f"{who} for {_percent(time / whole)} of the time" for who, time in parts]
    listed = said[0] if len(said) == 1 else ", ".join(said[:-1]) + " and " + said[-1]
    changes = len(rows) - 1
    return f"What drives {name} changes {changes} times: {listed}.{_round([row.loop for row in rows])}"


def _percent(part):
    whole = round(100 * part)
    return f"{spoken(whole)} %" if whole else "less than 1 %"


def _round(turns):
    """A sentence for loops that take turns in one order again and again; "" where they do not, or are two."""
    lengths = (n for n in range(2, len(turns) // 2 + 1) if all(turns) and turns[n:] == turns[:-n])
    length = next(lengths, 2)
    if length == 2:
        return ""
    order = ", ".join(_actor(Phase(0, 0, loop)) for loop in turns[:length])
    return f" They take turns, always in the same order: {order}, and over again."


def _actor(row, known=False):
    """The loop with its kind: “front band” (balancing); without its kind, where it was told before."""
    names, kind = _names(row), KINDS.get(row.kind, "")
    named = " and ".join(map(_called, names))
    if len(names) > MANY:
        named = f"{len(names)} loops that are as loud as one another"
    if known or not kind:
        return named
    return f"{named} ({('', 'both ', 'all ')[min(len(names), 3) - 1]}{kind})"


def _names(row):
    return (row.loop,) if isinstance(row.loop, str) else tuple(row.loop)


def _called(name):
    """A name in quotes, for it may be a sentence such as "the market ends"; without a name, the way round."""
    return f"the loop {name}" if "→" in name else f"“{name}”"


def _verb(row, short=False):
    """What loops do to a curve; ``short`` where it has just been said of others."""
    many = len(_names(row)) > 1
    if row.share >= DRIVES:
        return ("do" if many else "does") if short else "drive" if many else "drives"
    return f"{'are' if many else 'is'} the loudest of several{'' if short else ' loops that drive'}"


def _moment(time, unit, span):
    return f"{unit} {place(time, span)}" if unit.isalpha() else place(time, span)


def _capital(text):
    return text[:1].upper() + text[1:]
