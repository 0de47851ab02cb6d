"""Who has grown between two rounds, measured alike: the same questions on the same scales, with a range."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from readiness.questionnaire.matching import asking_only
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.arrays import AnswerSheet
from readiness.scoring.drawn_scores import DRAWS_AT_ONCE, drawer_of
from readiness.scoring.draws import Sources, firm_draws
from readiness.scoring.field import Field, field_of
from readiness.scoring.grid import STEPS, on_grid
from readiness.scoring.rank_ranges import quantiles_of
from readiness.scoring.ranking import places
from readiness.scoring.scorecard import FULL, Basis

EARLIER = "earlier"


@dataclass(frozen=True)
class Growth:
    """One firm in both rounds. before, after: scores on what both rounds asked; gained: their difference on the grid,
    equal ones share the `place`; low and high: between which it lies in the stated share of draws; chance: in percent,
    that the firm has grown at all."""

    place: int
    code: str
    before: float
    after: float
    gained: float
    low: float
    high: float
    chance: float


def measured_alike(
    questionnaire: Questionnaire,
    sheets: tuple[AnswerSheet, AnswerSheet],
    codes: Sequence[str],
    common: Collection[str],
    *,
    basis: Basis,
    on: tuple[dt.date, dt.date],
) -> tuple[Field, Field] | None:
    """The same firms before and after, by the questions in `common`; without those to whom none of them applies, None
    where nobody is left."""
    asked = asking_only(questionnaire, common)
    rows = np.arange(len(codes))
    while len(rows):
        names = [codes[row] for row in rows.tolist()]
        before, after = (
            field_of(asked, sheet.take(rows), names, basis=basis, on=day, least=1)
            for sheet, day in zip(sheets, on, strict=True)
        )
        compared = (before.top.sum(axis=0) > 0) & (after.top.sum(axis=0) > 0)
        if compared.all():
            return before, after
        rows = rows[compared]
    return None


def growth_list(before: Field, after: Field, *, draws: int, seed: int) -> tuple[Growth, ...]:
    """All firms, most gained first, inside a tie by code; both fields hold the same firms in the same order, under the
    same questionnaire.

    Weights, rule and scales of a draw are common to both rounds. Errors of answers are drawn anew for each, as if
    nothing of them stayed: where a firm errs alike every year, its range is too wide, not too narrow.
    """
    gained = on_grid(after.index - before.index)
    drawn = _drawn(before, after, draws, seed)
    bounds = quantiles_of(drawn, after.rules.range_percent) / STEPS
    higher = np.count_nonzero(drawn > 0, axis=1) + np.count_nonzero(drawn >= 0, axis=1)
    chance = FULL * higher / (2 * draws)
    place = places(gained.tolist())
    order = sorted(range(len(place)), key=lambda i: (place[i], after.codes[i]))
    return tuple(
        Growth(
            place=place[i],
            code=after.codes[i],
            before=float(before.index[i]),
            after=float(after.index[i]),
            gained=float(gained[i]),
            low=on_grid(float(bounds[i, 0])),
            high=on_grid(float(bounds[i, 2])),
            chance=float(chance[i]),
        )
        for i in order
    )


def _drawn(
    before: Field, after: Field, draws: int, seed: int
) -> np.ndarray[tuple[int, int], np.dtype[np.int32]]:
    """(N, J): what each firm gains in each draw, in steps of the grid."""
    names = [f"{code} {EARLIER}" for code in before.codes]
    own = [firm_draws(codes, draws=draws, seed=seed) for codes in (names, after.codes)]
    drawers = [drawer_of(field, draws=draws, seed=seed, sources=Sources()) for field in (before, after)]
    found = np.empty((len(after), draws), dtype=np.int32)
    for start in range(0, draws, DRAWS_AT_ONCE):
        block = slice(start, min(start + DRAWS_AT_ONCE, draws))
        old, new = (drawer.scores(chance, block)[0] for drawer, chance in zip(drawers, own, strict=True))
        found[:, block] = (new - old).T
    return found
