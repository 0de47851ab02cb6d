from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.scoring.reliability import Why, alpha_of, correlation_ratio, cross_of, reliability_of
from readiness.scoring.scorecard import Floats


def _all(scores: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return np.ones(scores.shape, dtype=np.bool_)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 6), st.integers(3, 40))
def test_alpha_is_the_textbook_formula_where_all_answered(seed: int, questions: int, firms: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(firms, 1)) + rng.normal(size=(firms, questions))
    found = reliability_of("D", [f"Q{n}" for n in range(questions)], scores, _all(scores))
    sums = scores.sum(axis=1).var(ddof=1)
    expected = questions / (questions - 1) * (1 - scores.var(axis=0, ddof=1).sum() / sums)
    assert found.alpha == pytest.approx(expected)
    assert found.items[0].deviation == pytest.approx(scores[:, 0].std(ddof=1))
    rest = np.corrcoef(scores[:, 0], scores[:, 1:].sum(axis=1))[0, 1]
    assert found.items[0].item_rest == pytest.approx(rest)
    without = reliability_of("D", [f"Q{n}" for n in range(1, questions)], scores[:, 1:], _all(scores[:, 1:]))
    assert found.items[0].alpha_without == (pytest.approx(without.alpha) if without.alpha else None)


def test_questions_that_contradict_each_other_give_a_negative_alpha() -> None:
    scores = np.array([[0.0, 100], [40, 50], [60, 60], [100, 0]])
    found = reliability_of("D", ["A", "B"], scores, _all(scores))
    assert found.alpha is not None
    assert found.alpha < -5


def test_a_dimension_in_which_all_firms_stand_alike_says_so() -> None:
    scores = np.full((9, 3), 60.1)
    found = reliability_of("D", ["A", "B", "C"], scores, _all(scores))
    assert (found.alpha, found.why) == (None, Why.CONSTANT)
    assert all(item.item_rest is None and item.alpha_without is None for item in found.items)


def test_a_constant_question_among_others_has_no_correlation() -> None:
    scores = np.array([[20.0, 30, 60], [40, 50, 60], [60, 90, 60]])
    found = reliability_of("D", ["A", "B", "C"], scores, _all(scores))
    assert found.alpha is not None
    assert found.items[2].item_rest is None
    assert found.items[2].alpha_without == pytest.approx(
        alpha_of(cross_of(scores[:, :2], _all(scores[:, :2])).covariance)
    )


def test_two_questions_that_cancel_each_other_exactly_say_so() -> None:
    scores = np.array([[0.0, 100], [50, 50], [100, 0]])
    assert reliability_of("D", ["A", "B"], scores, _all(scores)).why is Why.CANCELLED


def test_one_question_alone_has_no_alpha() -> None:
    scores = np.array([[0.0], [50], [100]])
    assert reliability_of("D", ["A"], scores, _all(scores)).why is Why.FEW_QUESTIONS


def test_questions_that_no_firm_answers_together_say_so() -> None:
    scores = np.array([[10.0, 0], [20, 0], [0, 30], [0, 40]])
    answered = np.array([[True, False], [True, False], [False, True], [False, True]])
    assert reliability_of("D", ["A", "B"], scores, answered).why is Why.FEW_FIRMS


def test_a_round_without_firms_has_no_numbers_at_all() -> None:
    found = reliability_of("D", ["A", "B"], np.zeros((0, 2)), np.zeros((0, 2), dtype=np.bool_))
    assert (found.alpha, found.firms, found.items[0].mean) == (None, 0, None)


def test_shares_at_the_ends_count_only_firms_that_answered() -> None:
    scores = np.array([[0.0, 0], [0, 0], [100, 50], [50, 0]])
    answered = np.array([[True, False], [True, True], [True, True], [True, True]])
    found = reliability_of("D", ["A", "B"], scores, answered)
    assert (found.items[0].floor, found.items[0].ceiling) == (50, 25)
    assert found.items[1].floor == pytest.approx(200 / 3)


def test_a_cause_that_decides_everything_explains_all_and_one_without_effect_nothing() -> None:
    cause = np.repeat([0.0, 20, 40, 60], 25)
    assert correlation_ratio(cause, cause * 2 + 1, classes=10) == pytest.approx(1)
    assert correlation_ratio(np.tile([0.0, 100], 50), np.repeat([1.0, 2], 50), classes=10) == pytest.approx(0)


def test_importance_of_an_answer_that_all_firms_give_is_unknown() -> None:
    assert correlation_ratio(np.full(9, 40.0), np.arange(9.0), classes=10) is None


def test_a_continuous_cause_is_cut_into_classes() -> None:
    cause = np.linspace(0, 100, 1000)
    found = correlation_ratio(cause, cause, classes=10)
    assert found == pytest.approx(1 - 1 / 100, abs=1e-3)


def test_gappy_answers_that_fit_no_variables_give_no_alpha_instead_of_an_impossible_one() -> None:
    rng = np.random.default_rng(5)
    reasons = set()
    for _ in range(300):
        scores, given = rng.uniform(0, 100, (8, 4)), rng.uniform(size=(8, 4)) > 0.4
        found = reliability_of("D", list("ABCD"), scores, given)
        reasons.add(found.why)
        assert found.alpha is None or found.alpha <= 1
        assert all(item.item_rest is None or abs(item.item_rest) <= 1 + 1e-9 for item in found.items)
    assert Why.GAPS in reasons


def test_importance_of_a_cause_without_effect_is_small_among_few_firms_too() -> None:
    rng = np.random.default_rng(7)
    found = [correlation_ratio(rng.uniform(0, 100, 20), rng.normal(size=20), classes=10) for _ in range(300)]
    assert np.mean([share for share in found if share is not None]) < 0.2
