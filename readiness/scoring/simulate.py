"""Step 6: the ranking drawn again and again, in blocks of draws so that memory stays small."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from readiness.scoring.aggregate import SMALLEST
from readiness.scoring.draws import ALL_ON, SOURCES, Common, Sources, checked, common_draws, firm_draws
from readiness.scoring.field import Field, PillarField
from readiness.scoring.grid import STEPS
from readiness.scoring.noise import clipped_moments
from readiness.scoring.scorecard import FULL, Floats, Ints

BLOCK_CELLS = 1 << 20
FIRM_BITS = 32
Places = NDArray[np.uint16] | NDArray[np.uint32]


@dataclass(frozen=True)
class Draws:
    """places (N, J): competition places on the grid; at_least (L, N): in how many draws a firm stood at each level
    above 0, or higher."""

    places: Places
    at_least: Ints


@dataclass(frozen=True)
class Errors:
    """Mean and standard deviation, in points, of what answers' errors do: to the index with the mean and the geometric
    mean on top (2, N), and to pillars (P, N)."""

    index_shift: Floats
    index_spread: Floats
    pillar_shift: Floats
    pillar_spread: Floats


def simulate(
    field: Field,
    *,
    draws: int,
    seed: int,
    sources: Sources = ALL_ON,
    progress: Callable[[int], None] | None = None,
) -> Draws:
    """`draws` rankings of the field; the same seed gives the same. InputError for draws or a seed out of range."""
    checked(draws, seed)
    firms = len(field)
    common = common_draws(
        field.rules, _sizes(field), draws=draws, seed=seed, sources=sources, own_rule=field.own_rule
    )
    errors = errors_of(field, sources)
    own = firm_draws(field.codes, draws=draws, seed=seed)
    found = np.empty((draws, firms), dtype=np.uint16 if firms < 2**16 else np.uint32)
    at_least = np.zeros((len(field.thresholds), firms), dtype=np.int64)
    size = max(1, BLOCK_CELLS // firms)
    for start in range(0, draws, size):
        block = slice(start, min(start + size, draws))
        index, lowest = drawn_scores(field, common, errors, own[:, block], block)
        for row, scores in zip(found[block], index, strict=True):
            row[:] = places_of(scores)
        for number, (threshold, floor) in enumerate(zip(field.thresholds, field.floors, strict=True)):
            reached = (index >= threshold * STEPS) & (lowest >= floor * STEPS)
            at_least[number] += np.count_nonzero(reached, axis=0)
        if progress:
            progress(100 * block.stop // draws)
    return Draws(np.ascontiguousarray(found.T), at_least * field.other_gates)


def point_scores(field: Field) -> Floats:
    """The scores (N) of the field without any chance, in points on the grid."""
    off = Sources(*[False] * len(SOURCES))
    common = common_draws(field.rules, _sizes(field), draws=1, seed=0, sources=off, own_rule=field.own_rule)
    nothing = np.zeros((len(field), 1), dtype=np.float32)
    index, _lowest = drawn_scores(field, common, errors_of(field, off), nothing, slice(0, 1))
    points: Floats = index[0] / STEPS
    return points


def _sizes(field: Field) -> tuple[int, int, int]:
    """Dimensions, pillars, questions with knots."""
    return sum(len(pillar.base) for pillar in field.pillars), len(field.pillars), field.questions_with_knots


def errors_of(field: Field, sources: Sources) -> Errors:
    """Moments of every answer, weighted by what it moves: one normal number a firm stands for all of them."""
    moments = clipped_moments(field.scores, field.sigma * sources.noise, field.tau * sources.bias)
    shift, loading, alone = [], [], []
    for rows in _pillar_rows(field):
        pull, load = field.pull[rows], moments.loading[rows]
        shift.append((pull * moments.shift[rows]).sum(axis=0))
        loading.append((pull * load).sum(axis=0))
        alone.append((pull**2 * np.maximum(moments.variance[rows] - load**2, 0.0)).sum(axis=0))
    by_pillar, common, own = np.array(shift), np.array(loading), np.array(alone)
    return Errors(
        index_shift=(field.lift * by_pillar).sum(axis=1),
        index_spread=np.sqrt((field.lift * common).sum(axis=1) ** 2 + (field.lift**2 * own).sum(axis=1)),
        pillar_shift=by_pillar,
        pillar_spread=np.sqrt(common**2 + own),
    )


def _pillar_rows(field: Field) -> Iterator[slice]:
    start = 0
    for pillar in field.questionnaire.pillars:
        end = start + sum(len(dimension.questions) for dimension in pillar.dimensions)
        yield slice(start, end)
        start = end


def drawn_scores(
    field: Field, common: Common, errors: Errors, own: NDArray[np.float32], block: slice
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Index and lowest pillar of a block (J, N), in steps of the grid."""
    chance = np.ascontiguousarray(own.T)
    rule = common.geometric[block].astype(np.int64)
    total = np.zeros(chance.shape, dtype=np.float64)
    weight = np.zeros_like(total)
    lowest = np.full(chance.shape, FULL, dtype=np.float64)
    geometric = common.geometric[block]
    first = knot = 0
    for number, pillar in enumerate(field.pillars):
        ends = (first + len(pillar.base), knot + len(pillar.owner))
        score = _pillar_scores(pillar, common, block, slice(first, ends[0]), slice(knot, ends[1]))
        first, knot = ends
        own_weight = np.outer(common.pillars[block, number], field.top[number])
        weight += own_weight
        moved = score + errors.pillar_shift[number] + errors.pillar_spread[number] * chance
        np.minimum(lowest, np.where(field.top[number] > 0, moved, FULL), out=lowest)
        score[geometric] = np.log(np.maximum(score[geometric], max(field.floor, SMALLEST)))
        total += own_weight * score
    np.divide(total, weight, out=total, where=weight > 0)
    total[geometric] = np.exp(total[geometric])
    total += errors.index_shift[rule] + errors.index_spread[rule] * chance
    return _steps(total), _steps(lowest)


def _pillar_scores(
    pillar: PillarField, common: Common, block: slice, dimensions: slice, knots: slice
) -> Floats:
    """(J, N): one product for the sums above the line, one for the weights below it."""
    factors, shifts = common.dimensions[block, dimensions], common.knots[block, knots]
    owner = list(pillar.owner)
    own = factors[:, owner]
    coefficients = np.hstack(
        [
            factors,
            factors * common.missing[block, np.newaxis],
            own * np.maximum(shifts, 0.0),
            own * np.maximum(-shifts, 0.0),
        ]
    )
    weights = pillar.weights
    columns = np.vstack(
        [
            weights * pillar.base,
            weights * pillar.missing,
            weights[owner] * pillar.up,
            weights[owner] * pillar.down,
        ]
    )
    above, below = coefficients @ columns, factors @ weights
    score = np.divide(above, below, out=np.zeros_like(above), where=below > 0)
    return np.exp(score) if pillar.geometric else score


def _steps(scores: Floats) -> NDArray[np.int32]:
    """Scores between 0 and 100 as whole steps of the grid."""
    return np.rint(np.clip(scores, 0.0, FULL) * STEPS).astype(np.int32)


def places_of(steps: NDArray[np.int32]) -> Ints:
    """Competition places 1-2-2-4, highest first, by one sort of whole numbers that carry the firm's position."""
    firms = len(steps)
    packed = (int(FULL * STEPS) - steps.astype(np.int64)) << FIRM_BITS
    packed |= np.arange(firms)
    packed.sort()
    score = packed >> FIRM_BITS
    place = np.arange(1, firms + 1)
    place[1:][score[1:] == score[:-1]] = 0
    np.maximum.accumulate(place, out=place)
    found = np.empty(firms, dtype=np.int64)
    found[packed & (2**FIRM_BITS - 1)] = place
    return found
