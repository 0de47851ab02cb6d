"""What is published of a drawn ranking: place, median place, range, chances, tiers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from readiness.questionnaire.ranking_rules import RankingRules
from readiness.scoring.ranking import places
from readiness.scoring.scorecard import FULL, Floats, Ints
from readiness.scoring.simulate import Draws, Places

PORTION = 4096
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
QUARTERS = 4


@dataclass(frozen=True)
class RankRange:
    """One firm's line; `low` and `high` are the places between which it lies in the stated share of draws.

    place: competition place of the score on the grid; median: of the drawn places (halves occur); top: chance in
    percent to be among the top share; levels: chance in percent to stand at each level above 0 or higher; tier: 1 for
    the best group of firms that the draws do not tell apart.
    """

    code: str
    score: float
    place: int
    median: float
    low: int
    high: int
    top: float
    levels: tuple[float, ...]
    tier: int


def rank_ranges(
    codes: Sequence[str], index: Floats, draws: Draws, rules: RankingRules
) -> tuple[RankRange, ...]:
    """The lines best first, inside a tie by code; `index` on the grid and `draws` in the order of `codes`."""
    place = places(index.tolist())
    order = sorted(range(len(codes)), key=lambda i: (place[i], codes[i]))
    bounds = quantiles_of(draws.places, rules.range_percent)
    count = draws.places.shape[1]
    limit = math.ceil(len(codes) * rules.top / FULL)
    top = FULL * np.count_nonzero(draws.places <= limit, axis=1) / count
    levels = (FULL * draws.at_least / count).T.tolist()
    tier = tiers(draws.places, order, rules.apart)
    return tuple(
        RankRange(
            code=codes[i],
            score=float(index[i]),
            place=place[i],
            median=float(bounds[i, 1]),
            low=math.floor(bounds[i, 0]),
            high=math.ceil(bounds[i, 2]),
            top=float(top[i]),
            levels=tuple(levels[i]),
            tier=int(tier[i]),
        )
        for i in order
    )


def quantiles_of(drawn: Places | NDArray[np.int32], range_percent: float) -> Floats:
    """(N, 3): lower bound, median and upper bound of each firm's draws (N, J); quantiles of type 7."""
    tail = (1.0 - range_percent / FULL) / 2.0
    at = np.array([tail, 0.5, 1.0 - tail]) * (drawn.shape[1] - 1)
    below = np.floor(at + 1e-9).astype(np.int64)
    above = np.minimum(below + 1, drawn.shape[1] - 1)
    part = np.clip(at - below, 0.0, 1.0)
    found = np.empty((len(drawn), 3))
    for start in range(0, len(drawn), PORTION):
        rows = np.sort(drawn[start : start + PORTION], axis=1)
        found[start : start + PORTION] = (1.0 - part) * rows[:, below] + part * rows[:, above]
    return found


def tiers(drawn: Places, order: Sequence[int], apart: float) -> Ints:
    """The tier of each firm. Down the ranking, a firm opens the next tier when the first of the present one lies above
    it in at least `apart` percent of the draws; equal places count half."""
    found = np.ones(len(order), dtype=np.int64)
    first, tier = order[0], 1
    for firm in order[1:]:
        if higher_share(drawn, first, firm) >= apart / FULL:
            first, tier = firm, tier + 1
        found[firm] = tier
    return found


def higher_share(drawn: Places, one: int, other: int) -> float:
    """Share of draws in which one firm lies above another; equal places count half."""
    above = np.count_nonzero(drawn[one] < drawn[other]) + np.count_nonzero(drawn[one] <= drawn[other])
    share: float = above / (2 * drawn.shape[1])
    return share


def quarter_of(place: int, firms: int) -> int:
    """1 for the best quarter of so many firms to 4."""
    return 1 + QUARTERS * (place - 1) // firms


def tier_name(tier: int) -> str:
    """A, B, C …; numbers after the last letter."""
    return LETTERS[tier - 1] if tier <= len(LETTERS) else str(tier)
