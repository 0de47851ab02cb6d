"""A score to compare firms that were asked different questions: x[i, q] = a[i] + b[q], weighted, two ways.

Sharing the weight of questions that do not apply among the others takes them to have been as hard as the rest. Here
each question's own hardness b is estimated together with each firm's strength a, by alternating weighted means.
"""

from __future__ import annotations

import numpy as np

from readiness.errors import InputError
from readiness.scoring.scorecard import Bools, Floats


def adjusted_scores(scores: Floats, weights: Floats, *, rounds: int) -> Floats:
    """(N): what each firm would score on all questions; scores and weights (Q, N), weight 0 where none applies.

    Not clipped: a strong firm with easy questions missing may pass 100. InputError where firms share no questions
    through any chain of firms, so that no comparison is in the data.
    """
    firm_weight = weights.sum(axis=0)
    if not (firm_weight > 0).all():
        raise InputError("firms", "ranking_nothing_applies")
    if not connected(weights > 0):
        raise InputError("firms", "ranking_not_connected")
    question_weight = weights.sum(axis=1)
    asked = question_weight > 0
    share = question_weight / question_weight.sum()
    hardness = np.zeros(len(scores))
    for _ in range(rounds):
        strength = (weights * (scores - hardness[:, np.newaxis])).sum(axis=0) / firm_weight
        found = (weights * (scores - strength)).sum(axis=1)
        hardness = np.divide(found, question_weight, out=np.zeros_like(found), where=asked)
        hardness -= (share * hardness).sum()
    adjusted: Floats = (weights * (scores - hardness[:, np.newaxis])).sum(axis=0) / firm_weight
    return adjusted


def connected(asked: Bools) -> bool:
    """Whether every firm is joined to every other by questions (Q, N) in common, through others if need be."""
    reached = np.zeros(asked.shape[1], dtype=np.bool_)
    reached[:1] = True
    open_questions = asked.any(axis=1)
    while True:
        joining = open_questions & asked[:, reached].any(axis=1)
        if not joining.any():
            return bool(reached.all())
        open_questions &= ~joining
        reached |= asked[joining].any(axis=0)
