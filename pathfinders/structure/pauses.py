"""When shares would mislead: while a stock stops and turns, and once all have arrived."""

from itertools import pairwise

import numpy as np

SLOW = 0.05
"""Beside a turn, a net flow below this share of its largest since the last turn belongs to the turn."""
ARRIVED = 1e-3
"""A stock has arrived when, at the pace it has left, the whole run would move it by no more than this share
of its path: less than the width of a line in a chart. Loops would still divide such leftovers among them."""


def arrived(run, nets, stocks):
    """(points,) True from where on no stock has a pace left that would show; never without a stock."""
    mask = np.full(run.time.size, bool(stocks))
    for name in stocks:
        with np.errstate(all="ignore"):
            pace = np.abs(np.nan_to_num(nets[name], nan=np.inf)) * (run.time[-1] - run.time[0])
            mask &= np.maximum.accumulate(pace[::-1])[::-1] <= ARRIVED * np.ptp(run[name])
    return mask


def turns(net):
    """(points,) True where a net flow passes zero: the points on both sides, and slow ones beside them."""
    mask = crossings(net)
    edges = np.flatnonzero(mask[1:] & mask[:-1]) + 1
    for first, last in zip((0, *edges), (*edges, len(net)), strict=True):
        part = np.abs(net[first:last])
        slow = part <= SLOW * part.max(initial=0)
        if first:
            mask[first:last] |= np.logical_and.accumulate(slow)
        if last < len(net):
            mask[first:last] |= np.logical_and.accumulate(slow[::-1])[::-1]
    return mask


def crossings(net):
    """True at the two points between which ``net`` changes its sign, and where it is 0 on its way."""
    sign = np.sign(net)
    mask = np.zeros(len(net), dtype=bool)
    moving = np.flatnonzero((sign != 0) & np.isfinite(sign))
    for left, right in pairwise(moving):
        if sign[left] != sign[right]:
            mask[left : right + 1] = True
    return mask
