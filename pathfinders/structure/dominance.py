"""Which loops matter, and when: shares over time, phases, and the moments at which shares say nothing.

The method and what is defined where: see ``pathfinders.structure.scores``.
"""

from dataclasses import dataclass
from functools import cached_property

import networkx as nx
import numpy as np

from pathfinders.structure.pauses import arrived, crossings, turns
from pathfinders.structure.scores import link_scores

BRIEF = 0.01
"""A phase that is shorter than this share of the run is told with the one before it."""
ALIKE = 0.98
"""Loops whose shares are at least this part of the loudest are as loud."""


@dataclass(frozen=True)
class Phase:
    """A part of the run in which one loop is the loudest of its partition, or several are alike."""

    start: float
    stop: float
    loops: tuple[int, ...]
    """Their places among the loops; () where no loop acts: the stocks rest, or move evenly."""
    share: float
    """What they have together, 0 … 1, on the mean; from 0.5 on it is called dominance (Schoenberg 2020)."""


@dataclass(frozen=True, eq=False)
class Dominance:
    """Scores and shares of the listed loops along a run."""

    loops: tuple
    time: np.ndarray
    links: object
    """The LinkScores."""
    scores: np.ndarray
    """(loops, points): products of link scores; they grow without bound where a net flow has its extreme."""
    shares: np.ndarray
    """(loops, points), −1 … 1: relative contributions, + reinforcing; nan where nothing is explained."""
    partitions: tuple
    """The sets of stocks that feed back on one another, each a tuple of names."""
    partition: tuple
    """For each loop the place of its partition."""
    turning: np.ndarray
    """(partitions, points): True where a stock of the partition stops and turns. Its loops then count nothing
    and the others all: a spike that belongs to the method, to be marked and not to be read."""
    arrived: np.ndarray
    """(partitions, points): True once all stocks of the partition have arrived (``pauses.ARRIVED``)."""

    @cached_property
    def told(self):
        """(loops, points): the shares, nan also where a stock turns and where all have arrived."""
        shares = self.shares.copy()
        for row, place in enumerate(self.partition):
            shares[row, self.turning[place] | self.arrived[place]] = np.nan
        return shares

    @cached_property
    def mean(self):
        """(loops,): the mean size of each loop's share where it is told; 0 for one that is never active."""
        sizes = np.abs(self.told)
        known = np.isfinite(sizes)
        return np.sum(sizes, axis=1, where=known) / np.maximum(known.sum(axis=1), 1)

    @cached_property
    def spikes(self):
        """(loops, points): True beside an extreme of a net flow on the way, where a score has no bound."""
        sharp = {name: crossings(np.diff(net, append=net[-1:])) for name, net in self.links.nets.items()}
        none = np.zeros(self.time.size, dtype=bool)
        rows = [np.any([none, *(sharp[n] for n in loop.names if n in sharp)], axis=0) for loop in self.loops]
        return np.array(rows).reshape(len(self.loops), -1)

    def phases(self, partition=0):
        """The Phases of a partition in the order of time; a turn belongs to the phase around it."""
        rows = [row for row, place in enumerate(self.partition) if place == partition]
        if not rows:
            return ()
        sizes = np.abs(self.told[rows])
        sizes[:, ~np.isfinite(sizes).all(axis=0)] = np.nan
        # The first of those alike, so that rounding does not swap two equal loops to and fro.
        loudest = np.argmax(sizes >= ALIKE * np.nanmax(np.nan_to_num(sizes), axis=0), axis=0)
        silent = self.arrived[partition]
        loudest[np.isnan(self.shares[rows]).any(axis=0) | silent] = -1
        bridged = _bridged(loudest, self.turning[partition] & ~silent)
        stretches = _stretches(bridged, self.time)
        return _merged([self._phase(rows, sizes[:, a:b], a, b, which) for a, b, which in stretches])

    def _phase(self, rows, sizes, first, last, which):
        begin, end = float(self.time[first]), float(self.time[min(last, self.time.size - 1)])
        known = np.isfinite(sizes).all(axis=0)
        if which < 0 or not known.any():
            return Phase(begin, end, (), 0.0)
        mean = sizes[:, known].mean(axis=1)
        alike = [place for place in range(len(rows)) if mean[place] >= ALIKE * mean.max()]
        return Phase(begin, end, tuple(rows[place] for place in alike), float(mean[alike].sum()))


def dominance(model, run, loops):
    """The Dominance of ``loops`` along a Run of ``model``; values that break down give nan."""
    links = link_scores(model, run)
    partitions, home = _partitions(model, loops)
    shape = (len(loops), run.time.size)
    scores, shares, turning = np.zeros(shape), np.full(shape, np.nan), []
    none = np.zeros(run.time.size, dtype=bool)
    blurred = np.zeros(shape, dtype=bool)
    with np.errstate(all="ignore"):
        for row, loop in enumerate(loops):
            places = [links.places[pair] for pair in loop.pairs]
            scores[row] = np.prod(links.values[places], axis=0)
            blurred[row] = links.blurred[places].any(axis=0)
        for place, stocks in enumerate(partitions):
            rows = np.flatnonzero(np.array(home) == place)
            total = np.abs(scores[rows]).sum(axis=0)
            known = np.isfinite(total) & (total > 0) & ~blurred[rows].any(axis=0)
            shares[np.ix_(rows, known)] = scores[np.ix_(rows, known)] / total[known]
            turning.append(np.any([none, *(turns(links.nets[name]) for name in stocks)], axis=0))
    resting = [arrived(run, links.nets, stocks) for stocks in partitions]
    masks = np.array([*turning, *resting], dtype=bool).reshape(2, len(partitions), run.time.size)
    return Dominance(tuple(loops), run.time, links, scores, shares, partitions, home, *masks)


def _partitions(model, loops):
    """(sets of stocks that share loops, the place of each loop's set)."""
    bound = nx.Graph()
    for loop in loops:
        nx.add_cycle(bound, loop.names)
    parts = [[v.name for v in model.stocks if v.name in part] for part in nx.connected_components(bound)]
    order = [variable.name for variable in model.variables]
    parts.sort(key=lambda part: order.index(part[0]) if part else len(order))
    # A loop through a smooth or a delay alone has no stock with a name.
    home = {name: place for place, part in enumerate(parts) for name in part}
    return tuple(map(tuple, parts)), tuple(
        next((home[name] for name in loop.names if name in home), len(parts) - 1) for loop in loops
    )


def _merged(phases):
    """The phases, neighbours with the same loops made one; the share is weighted by time."""
    kept = []
    for phase in phases:
        if kept and kept[-1].loops == phase.loops:
            last = kept.pop()
            one, two = last.stop - last.start, phase.stop - phase.start
            share = (last.share * one + phase.share * two) / (one + two) if one + two else last.share
            phase = Phase(last.start, phase.stop, phase.loops, share)
        kept.append(phase)
    return tuple(kept)


def _bridged(loudest, hidden):
    """``loudest``, each hidden point with the value of the told one before it (or of the first)."""
    seen = np.flatnonzero(~hidden)
    if not seen.size:
        return np.full_like(loudest, -1)
    places = np.maximum(np.searchsorted(seen, np.arange(loudest.size), side="right") - 1, 0)
    return loudest[seen[places]]


def _stretches(row, time):
    """(first, last, value) of the stretches of one value, brief ones joined to the one before."""
    starts = [0, *(np.flatnonzero(np.diff(row)) + 1).tolist()]
    kept = []
    for first, last in zip(starts, (*starts[1:], row.size), strict=True):
        long = time[min(last, row.size - 1)] - time[first] >= BRIEF * (time[-1] - time[0])
        if kept and (not long or kept[-1][2] == row[first]):
            kept[-1] = (kept[-1][0], last, kept[-1][2])
        else:
            kept.append((first, last, int(row[first])))
    return kept
