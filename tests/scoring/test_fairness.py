"""The adjusted score against a truth that is known: firms of six groups, two of which are asked other questions."""

from __future__ import annotations

import numpy as np
import pytest

from readiness.errors import InputError
from readiness.scoring.fairness import adjusted_scores, connected
from readiness.scoring.ranking import places
from readiness.scoring.scorecard import Floats, Ints

FIRMS, QUESTIONS, LEFT_OUT, GROUPS = 1800, 65, 16, 6
HARD, EASY = 0, 1


def simulated() -> tuple[Floats, Floats, Floats, Ints]:
    """Strength of the firms, their scores and weights (Q, N), and their group; the group HARD is not asked the hardest
    questions, EASY not the easiest."""
    chance = np.random.default_rng(2)
    strength, ease = chance.normal(0.0, 12.0, FIRMS), np.sort(chance.normal(50.0, 14.0, QUESTIONS))
    scores = ease[:, np.newaxis] + strength + chance.normal(0.0, 15.0, (QUESTIONS, FIRMS))
    group = chance.integers(0, GROUPS, FIRMS)
    weights = np.repeat(chance.uniform(0.5, 2.0, (QUESTIONS, 1)), FIRMS, axis=1)
    weights[:LEFT_OUT, group == HARD] = 0.0
    weights[-LEFT_OUT:, group == EASY] = 0.0
    return strength, np.clip(scores, 0.0, 100.0), weights, group


def errors_of_places(found: Floats, truth: Floats) -> Ints:
    """Places too high (negative) or too low (positive) against the truth."""
    return np.array(places(found.tolist())) - np.array(places(truth.tolist()))


def test_the_adjusted_score_takes_away_what_easier_questions_gave() -> None:
    strength, scores, weights, group = simulated()
    plain = (weights * scores).sum(axis=0) / weights.sum(axis=0)
    fair = adjusted_scores(scores, weights, rounds=8)
    before, after = errors_of_places(plain, strength), errors_of_places(fair, strength)
    assert before[group == HARD].mean() < -100
    assert before[group == EASY].mean() > 100
    assert abs(after[group == HARD].mean()) < 25
    assert abs(after[group == EASY].mean()) < 25
    apart = group <= EASY
    assert np.abs(after[apart]).mean() < 0.4 * np.abs(before[apart]).mean()
    assert np.abs(after[~apart]).mean() < 1.01 * np.abs(before[~apart]).mean()


def test_with_the_same_questions_for_all_nothing_changes() -> None:
    _, scores, weights, group = simulated()
    same = weights[:, group > EASY]
    mine = scores[:, group > EASY]
    assert np.allclose(adjusted_scores(mine, same, rounds=8), (same * mine).sum(axis=0) / same.sum(axis=0))


def test_an_exactly_additive_table_is_found_exactly() -> None:
    strength, ease = np.array([-5.0, 0.0, 10.0]), np.array([[40.0], [50.0], [75.0]])
    weights = np.array([[1.0, 0.0, 1.0], [1.0, 1.0, 1.0], [0.0, 1.0, 1.0]])
    found = adjusted_scores(ease + strength, weights, rounds=200)
    assert np.allclose(found - found[1], strength)


def test_firms_without_a_question_in_common_cannot_be_compared() -> None:
    apart = np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    assert not connected(apart > 0)
    with pytest.raises(InputError, match="ranking_not_connected"):
        adjusted_scores(np.ones((2, 3)), apart, rounds=8)
    assert connected(np.array([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]]) > 0)


def test_a_firm_to_which_nothing_applies_is_refused() -> None:
    with pytest.raises(InputError, match="ranking_nothing_applies"):
        adjusted_scores(np.ones((2, 2)), np.array([[1.0, 0.0], [1.0, 0.0]]), rounds=8)
