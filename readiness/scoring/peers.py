"""Where a firm stands among others: percentile ranks and quantiles, for one group or for many at once.

Percentile rank: share of the group whose score on the grid is not above the firm's ("weak", the firm itself counted),
or half-way between "below" and "not above" ("mean"). Quantiles: type 7 of Hyndman and Fan (1996).
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from readiness.errors import InputError
from readiness.scoring.grid import STEPS, on_grid
from readiness.scoring.scorecard import FULL, Floats, Ints


class Percentile(enum.StrEnum):
    """How a score that others share counts: all of them (weak), none (strict), half of them (mean)."""

    WEAK = "weak"
    STRICT = "strict"
    MEAN = "mean"


def percentile_rank(values: ArrayLike, points: ArrayLike, kind: Percentile = Percentile.WEAK) -> Floats:
    """Percent of `values` below or at each of `points`, 0–100; equal means equal on the grid."""
    rising = np.sort(on_grid(_finite(values)))
    given = on_grid(_finite(points))
    below = np.searchsorted(rising, given, side="left")
    not_above = np.searchsorted(rising, given, side="right")
    return _percent(below, not_above, np.asarray(len(rising)), kind)


def _percent(below: Ints, not_above: Ints, size: Ints, kind: Percentile) -> Floats:
    match kind:
        case Percentile.WEAK:
            count = not_above.astype(np.float64)
        case Percentile.STRICT:
            count = below.astype(np.float64)
        case Percentile.MEAN:
            count = (below + not_above) / 2
    return FULL * count / size


def percentile_ranks(scores: ArrayLike, groups: ArrayLike, kind: Percentile = Percentile.WEAK) -> Floats:
    """Each firm's percentile rank inside its own group; `groups` holds whole numbers from 0.

    One sort of whole numbers, group and grid score in one key: no loop over groups.
    """
    steps, number = _steps(scores), np.asarray(groups, dtype=np.int64)
    if len(steps) != len(number):
        raise InputError("peers", "peers_lengths")
    low, span = int(steps.min()), int(steps.max() - steps.min()) + 1
    keys = number * span + (steps - low)
    order = np.argsort(keys)
    rising = keys[order]
    starts = np.flatnonzero(np.r_[True, rising[1:] != rising[:-1]])
    lengths = np.diff(np.r_[starts, len(rising)])
    sizes = np.bincount(number)
    first = np.r_[0, np.cumsum(sizes)[:-1]]
    own = number[order[starts]]
    below = starts - first[own]
    found = _percent(below, below + lengths, sizes[own], kind)
    result = np.empty(len(rising))
    result[order] = np.repeat(found, lengths)
    return result


def quantiles(values: ArrayLike, shares: Sequence[float]) -> list[float]:
    """Type 7: linear between the order statistics at 1 + (n − 1) · share."""
    rising = np.sort(_finite(values))
    if any(not 0 <= share <= 1 for share in shares):
        raise InputError("peers", "share_outside")
    return [float(_type_7(rising, share)) for share in shares]


def _type_7(rising: Floats, share: float) -> float:
    place = (len(rising) - 1) * share
    below = int(place)
    above = min(below + 1, len(rising) - 1)
    return float(rising[below] + (place - below) * (rising[above] - rising[below]))


def group_quantiles(scores: ArrayLike, groups: ArrayLike, shares: Sequence[float]) -> Floats:
    """(groups, shares): type 7 inside every group; NaN in groups without a firm, which nobody may publish."""
    values, number = _finite(scores), np.asarray(groups, dtype=np.int64)
    sizes = np.bincount(number)
    rising = values[np.lexsort((values, number))]
    ends = np.r_[0, np.cumsum(sizes)]
    found = np.full((len(sizes), len(shares)), np.nan)
    for row, (start, end) in enumerate(pairwise(ends.tolist())):
        if end > start:
            found[row] = [_type_7(rising[start:end], share) for share in shares]
    return found


def _steps(scores: ArrayLike) -> NDArray[np.int64]:
    """Scores as whole numbers of grid steps."""
    return np.rint(on_grid(_finite(scores)) * STEPS).astype(np.int64)


def _finite(values: ArrayLike) -> Floats:
    """One or more finite numbers; InputError for none at all and for gaps."""
    found = np.atleast_1d(np.asarray(values, dtype=np.float64))
    if not found.size:
        raise InputError("peers", "peers_empty")
    if not np.isfinite(found).all():
        raise InputError("peers", "peers_gap")
    return found
