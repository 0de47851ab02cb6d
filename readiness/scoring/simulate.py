"""Step 6: the ranking drawn again and again, in blocks of draws so that memory stays small."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from readiness.scoring.drawn_places import Groups, best_first, places_among
from readiness.scoring.drawn_scores import DRAWS_AT_ONCE, Chance, drawer_of
from readiness.scoring.draws import ALL_ON, SOURCES, Sources, firm_draws
from readiness.scoring.field import Field
from readiness.scoring.grid import STEPS
from readiness.scoring.scorecard import Floats, Ints

Places = NDArray[np.uint16] | NDArray[np.uint32]


@dataclass(frozen=True)
class Draws:
    """places (N, J): competition places on the grid; at_least (L, N): in how many draws a firm stood at each level
    above 0, or higher; inner: places as well, for each way to part the firms that was asked for."""

    places: Places
    at_least: Ints
    inner: tuple[Places, ...] = ()


def simulate(
    field: Field,
    *,
    draws: int,
    seed: int,
    sources: Sources = ALL_ON,
    parts: Sequence[Groups] = (),
    own: Chance | None = None,
    progress: Callable[[int], None] | None = None,
) -> Draws:
    """`draws` rankings of the field; the same seed gives the same. InputError for draws or a seed out of range.

    `parts`: each gives every firm (N) the number of its group, and is ranked inside its groups from the same draws.
    `own`: the firms' chances, where they are drawn already.
    """
    drawer = drawer_of(field, draws=draws, seed=seed, sources=sources)
    own = firm_draws(field.codes, draws=draws, seed=seed) if own is None else own
    kind = np.uint16 if len(field) < 2**16 else np.uint32
    found = [np.empty((draws, len(field)), dtype=kind) for _ in range(1 + len(parts))]
    at_least = np.zeros((len(field.thresholds), len(field)), dtype=np.int64)
    for start in range(0, draws, DRAWS_AT_ONCE):
        block = slice(start, min(start + DRAWS_AT_ONCE, draws))
        index, lowest = drawer.scores(own, block)
        for draw, steps in enumerate(index, start=start):
            order = best_first(steps)
            for places, groups in zip(found, (None, *parts), strict=True):
                places[draw] = places_among(order, steps, groups)
        for number, (threshold, floor) in enumerate(zip(field.thresholds, field.floors, strict=True)):
            reached = (index >= threshold * STEPS) & (lowest >= floor * STEPS)
            at_least[number] += np.count_nonzero(reached, axis=0)
        if progress:
            progress(100 * block.stop // draws)
    whole, *inner = (np.ascontiguousarray(places.T) for places in found)
    return Draws(whole, at_least * field.other_gates, tuple(inner))


def point_scores(field: Field) -> Floats:
    """The scores (N) of the field without any chance, in points on the grid."""
    off = Sources(*[False] * len(SOURCES))
    drawer = drawer_of(field, draws=2, seed=0, sources=off)
    nothing = np.zeros((len(field), 2), dtype=np.float32)
    index, _lowest = drawer.scores(nothing, slice(0, 1))
    points: Floats = index[0] / STEPS
    return points
