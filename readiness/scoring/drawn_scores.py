"""Scores of many draws at once: what chance makes of every firm's index and of its weakest pillar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from readiness.scoring.aggregate import SMALLEST
from readiness.scoring.drawn_places import Steps
from readiness.scoring.draws import Common, Sources, checked, common_draws
from readiness.scoring.field import Field, PillarField
from readiness.scoring.grid import STEPS
from readiness.scoring.noise import clipped_moments
from readiness.scoring.scorecard import FULL, Floats

DRAWS_AT_ONCE, FIRMS_AT_ONCE = 32, 1024
"""A tile of draws and firms fits into the processor's cache, and its products need no second thread."""
Chance = NDArray[np.float32]


@dataclass(frozen=True)
class Errors:
    """Mean and standard deviation, in points, of what answers' errors do: to the index with the mean and the geometric
    mean on top (2, N), and to pillars (P, N)."""

    index_shift: Floats
    index_spread: Floats
    pillar_shift: Floats
    pillar_spread: Floats


@dataclass(frozen=True)
class Drawer:
    """A field ready to be drawn. `columns`: by pillar what stands above the line of its mean (K, N), as
    `_coefficients` stand for a draw."""

    field: Field
    common: Common
    errors: Errors
    columns: tuple[Floats, ...]

    def scores(self, own: Chance, block: slice) -> tuple[Steps, Steps]:
        """Index and lowest pillar of a block of draws (J, N), in steps of the grid; `own` (N, all draws) is each firm's
        chance."""
        draws, firms = len(self.common.geometric[block]), len(self.field)
        index, lowest = (np.empty((draws, firms), dtype=np.int32) for _ in range(2))
        factors = list(self._factors(block))
        for start in range(0, firms, FIRMS_AT_ONCE):
            tile = slice(start, start + FIRMS_AT_ONCE)
            chance = own[tile, block].T.astype(np.float64)
            index[:, tile], lowest[:, tile] = map(_steps, self._tile(chance, factors, block, tile))
        return index, lowest

    def _factors(self, block: slice) -> Iterator[tuple[Floats, Floats]]:
        """By pillar the coefficients (J, K) of its columns and (J, d) of its weights."""
        first = knot = 0
        for pillar in self.field.pillars:
            ends = (first + len(pillar.base), knot + len(pillar.owner))
            yield _coefficients(pillar, self.common, block, slice(first, ends[0]), slice(knot, ends[1]))
            first, knot = ends

    def _tile(
        self, chance: Floats, factors: list[tuple[Floats, Floats]], block: slice, firms: slice
    ) -> tuple[Floats, Floats]:
        field, errors, geometric = self.field, self.errors, self.common.geometric[block]
        total, weight = np.zeros_like(chance), np.zeros_like(chance)
        lowest = np.full_like(chance, FULL)
        for number, (pillar, (above, below)) in enumerate(zip(field.pillars, factors, strict=True)):
            score, under = above @ self.columns[number][:, firms], below @ pillar.weights[:, firms]
            np.divide(score, under, out=score, where=under > 0)
            if pillar.geometric:
                np.exp(score, out=score)
            top = field.top[number, firms]
            moved = chance * errors.pillar_spread[number, firms] + errors.pillar_shift[number, firms] + score
            moved[:, top <= 0] = FULL
            np.minimum(lowest, moved, out=lowest)
            score[geometric] = np.log(np.maximum(score[geometric], max(field.floor, SMALLEST)))
            own_weight = np.outer(self.common.pillars[block, number], top)
            weight += own_weight
            total += own_weight * score
        np.divide(total, weight, out=total, where=weight > 0)
        total[geometric] = np.exp(total[geometric])
        rule = geometric.astype(np.int64)
        total += errors.index_shift[:, firms][rule] + errors.index_spread[:, firms][rule] * chance
        return total, lowest


def drawer_of(field: Field, *, draws: int, seed: int, sources: Sources) -> Drawer:
    """InputError for a number of draws or a seed out of range."""
    checked(draws, seed)
    common = common_draws(
        field.rules, field.sizes, draws=draws, seed=seed, sources=sources, own_rule=field.own_rule
    )
    return Drawer(field, common, errors_of(field, sources), tuple(_columns(p) for p in field.pillars))


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


def _columns(pillar: PillarField) -> Floats:
    """(2d + 2k, N): dimensions, what reading unanswered as the mean adds, and knots moved up and down, weighted."""
    weights, own = pillar.weights, pillar.weights[list(pillar.owner)]
    return np.vstack([weights * pillar.base, weights * pillar.missing, own * pillar.up, own * pillar.down])


def _coefficients(
    pillar: PillarField, common: Common, block: slice, dimensions: slice, knots: slice
) -> tuple[Floats, Floats]:
    factors, shifts = common.dimensions[block, dimensions], common.knots[block, knots]
    own = factors[:, list(pillar.owner)]
    above = [
        factors,
        factors * common.missing[block, np.newaxis],
        own * np.maximum(shifts, 0.0),
        own * np.maximum(-shifts, 0.0),
    ]
    return np.hstack(above), factors


def _steps(scores: Floats) -> Steps:
    """Scores between 0 and 100 as whole steps of the grid."""
    return np.rint(np.clip(scores, 0.0, FULL) * STEPS).astype(np.int32)
