"""Places in one draw, among all firms and inside groups of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from readiness.scoring.grid import STEPS
from readiness.scoring.scorecard import FULL, Bools, Ints

Steps = NDArray[np.int32]
Groups = NDArray[np.uint16]
DIGIT_BITS = 10


def best_first(steps: Steps) -> Ints:
    """The firms' positions by falling score in steps of the grid, equal ones in the order given.

    Two stable sorts of half the bits each: NumPy sorts numbers of 16 bits digit by digit, in linear time.
    """
    down = int(FULL * STEPS) - steps
    low = (down & (2**DIGIT_BITS - 1)).astype(np.uint16)
    order = np.argsort(low, kind="stable")
    high = (down >> DIGIT_BITS).astype(np.uint16)[order]
    found: Ints = order[np.argsort(high, kind="stable")]
    return found


def places_among(order: Ints, steps: Steps, groups: Groups | None = None) -> Ints:
    """Competition places 1-2-2-4 from the order of `best_first`, in each group by itself where groups are given."""
    if groups is not None:
        order = order[np.argsort(groups[order], kind="stable")]
    opens = _changes(steps[order])
    before: Ints | int = 0
    if groups is not None:
        begins = _changes(groups[order])
        opens |= begins
        before = _last(begins)
    found = np.empty(len(order), dtype=np.int64)
    found[order] = _last(opens) - before + 1
    return found


def _changes(row: NDArray[np.generic]) -> Bools:
    """Where a value differs from the one before it; the first always does."""
    found = np.ones(len(row), dtype=np.bool_)
    np.not_equal(row[1:], row[:-1], out=found[1:])
    return found


def _last(marked: Bools) -> Ints:
    """The position of the nearest mark at or before each place."""
    found: Ints = np.maximum.accumulate(np.where(marked, np.arange(len(marked)), 0))
    return found
