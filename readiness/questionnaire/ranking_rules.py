"""The numbers a ranking's ranges are drawn with; they decide no scorecard and stay outside the scoring digest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class RankingRules:
    """How unsure answers and method are taken to be; percents, but for `noise` and `bias` (points of a score).

    draws: how many. range_percent: of the draws that a published range holds. top: share of firms called the top.
    apart: of the draws in which a tier's first firm must lie above the next tier's. weights, knots: largest shift up
    or down. geometric: of the draws with the geometric mean on top. missing_as_mean: of the draws that read what is
    unanswered as the dimension's mean. adjust_rounds: alternating means of the adjusted score. noise, bias: one
    answer's own error and that common to a firm, standard deviations by grade of evidence.
    """

    draws: int
    range_percent: float
    top: float
    apart: float
    weights: float
    knots: float
    geometric: float
    missing_as_mean: float
    adjust_rounds: int
    noise: Mapping[str, float]
    bias: Mapping[str, float]
