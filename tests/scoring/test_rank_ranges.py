from __future__ import annotations

import numpy as np
import pytest

from readiness.questionnaire.ranking_rules import RankingRules
from readiness.scoring.rank_ranges import higher_share, quantiles_of, rank_ranges, tier_name, tiers
from readiness.scoring.simulate import Draws
from tests.scoring.ranking_firms import RANKING

RULES = RankingRules(**RANKING)


def drawn(*places: list[int]) -> np.ndarray:
    return np.array(places, dtype=np.uint16)


def test_bounds_and_median_are_quantiles_of_type_seven() -> None:
    places = np.random.default_rng(1).integers(1, 300, (9000, 41)).astype(np.uint16)
    expected = np.quantile(places, [0.05, 0.5, 0.95], axis=1, method="linear").T
    assert np.allclose(quantiles_of(places, 90.0), expected)


def test_firms_that_share_a_score_share_the_place_and_stand_by_code() -> None:
    draws = Draws(drawn([1, 1], [2, 2], [3, 3]), np.zeros((2, 3), dtype=np.int64))
    lines = rank_ranges(["c", "b", "a"], np.array([70.0, 60.0, 60.0]), draws, RULES)
    assert [(line.place, line.code) for line in lines] == [(1, "c"), (2, "a"), (2, "b")]


def test_chances_are_shares_of_the_draws() -> None:
    draws = Draws(drawn([1, 1, 2, 1], [2, 2, 1, 2]), np.array([[4, 4], [3, 0]]))
    first, second = rank_ranges(["a", "b"], np.array([70.0, 60.0]), draws, RULES)
    assert (first.top, second.top) == (75.0, 25.0)
    assert (first.levels, second.levels) == ((100.0, 75.0), (100.0, 0.0))
    assert (first.low, first.high, first.median) == (1, 2, 1.0)


def test_a_tier_ends_where_its_first_firm_is_surely_higher() -> None:
    places = drawn([1] * 10, [2] * 7 + [1] * 3, [3] * 10, [4] * 9 + [3])
    assert tiers(places, [0, 1, 2, 3], 90.0).tolist() == [1, 1, 2, 3]


def test_tiers_follow_the_ranking_not_the_order_of_the_rows() -> None:
    places = drawn([2] * 10, [1] * 10)
    assert tiers(places, [1, 0], 90.0).tolist() == [2, 1]


def test_equal_places_count_half() -> None:
    places = drawn([1, 1, 1, 2], [1, 2, 2, 1])
    assert higher_share(places, 0, 1) == pytest.approx(0.625)
    assert higher_share(places, 0, 1) + higher_share(places, 1, 0) == pytest.approx(1.0)


def test_tiers_are_named_by_letters_and_then_by_numbers() -> None:
    assert [tier_name(tier) for tier in (1, 4, 26, 27)] == ["A", "D", "Z", "27"]
