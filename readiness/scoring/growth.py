"""Who has grown: the difference of two rounds' scores under the same method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from readiness.scoring.grid import on_grid
from readiness.scoring.ranking import places


@dataclass(frozen=True)
class Growth:
    """One firm in both rounds; `gained` in points of the index on the grid, equal gains share the place."""

    place: int
    code: str
    before: float
    after: float
    gained: float


def growth_list(before: Mapping[str, float], after: Mapping[str, float]) -> tuple[Growth, ...]:
    """Firms that stand in both, by code → index, most gained first; nobody in both gives an empty list."""
    codes = sorted(before.keys() & after.keys())
    old = on_grid(np.array([before[code] for code in codes], dtype=np.float64))
    new = on_grid(np.array([after[code] for code in codes], dtype=np.float64))
    gained = on_grid(new - old)
    place = places(gained.tolist())
    lines = zip(place, codes, old.tolist(), new.tolist(), gained.tolist(), strict=True)
    return tuple(Growth(*line) for line in sorted(lines, key=lambda line: line[:2]))
