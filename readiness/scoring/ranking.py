"""Places and quartiles on the grid; a tie shares its place and its order inside is by firm code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from readiness.scoring.grid import on_grid
from readiness.scoring.scorecard import Standing


@dataclass(frozen=True)
class Ranked:
    """One line of a ranking; `position` is its place in the sequences given, `tied`: others share its place."""

    place: int
    code: str
    score: float
    tied: bool
    position: int


def places(scores: Sequence[float]) -> list[int]:
    """Competition places 1-2-2-4, highest first, in the order given; ties are equal numbers on the grid."""
    grid = on_grid(np.asarray(scores, dtype=np.float64))
    rising = np.sort(grid)
    higher = len(rising) - np.searchsorted(rising, grid, side="right")
    return [int(number) + 1 for number in higher]


def quartiles(scores: Sequence[float]) -> list[int]:
    """1 for the best quarter to 4, by place, so that a tie is never split; in the order given."""
    return [1 + 4 * (place - 1) // len(scores) for place in places(scores)]


def rank(scores: Sequence[float], codes: Sequence[str]) -> tuple[Ranked, ...]:
    """The ranking, best first; inside a tie by firm code."""
    found = places(scores)
    counts = np.bincount(found, minlength=1).tolist() if found else []
    order = sorted(range(len(found)), key=lambda position: (found[position], codes[position]))
    return tuple(
        Ranked(found[i], codes[i], on_grid(float(scores[i])), counts[found[i]] > 1, i) for i in order
    )


def unranked_causes(standing: Standing, *, integrity: bool) -> tuple[str, ...]:
    """What of a result keeps its firm out of every ranking: 'integrity' and a standing that is not official."""
    found = ("integrity",) if integrity else ()
    return found if standing is Standing.OFFICIAL else (*found, standing.value)
