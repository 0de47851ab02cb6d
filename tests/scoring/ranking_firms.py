"""Firms by chance for rankings: a method of plain percents, so that a true score can be given to every answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from readiness.questionnaire.model import EvidenceGrade, Questionnaire
from readiness.questionnaire.ranking_rules import RankingRules
from readiness.scoring.arrays import ANSWERED, AnswerSheet, empty_sheet
from readiness.scoring.scorecard import Floats
from tests.scoring.builders import percent, questionnaire

ON = dt.date(2026, 12, 31)
PILLARS, DIMENSIONS, QUESTIONS = 4, 3, 5
GRADES = (
    EvidenceGrade("declared", 100, False),
    EvidenceGrade("document", 100, False),
    EvidenceGrade("site", 100, True),
)
RANKING: dict[str, Any] = {
    "draws": 400,
    "range_percent": 90.0,
    "top": 10.0,
    "apart": 90.0,
    "weights": 25.0,
    "knots": 10.0,
    "geometric": 50.0,
    "missing_as_mean": 50.0,
    "adjust_rounds": 8,
    "noise": {"declared": 12.0, "document": 8.0, "site": 3.0},
    "bias": {"declared": 6.0, "document": 3.5, "site": 1.0},
}


def percents(**ranking: Any) -> Questionnaire:
    """Four pillars of three dimensions of five percents, joined geometrically."""
    dimensions = {
        f"D{pillar}{place}": (f"P{pillar}", 1.0 + place)
        for pillar in range(PILLARS)
        for place in range(DIMENSIONS)
    }
    questions = [percent(f"{code}.{n}") for code in dimensions for n in range(QUESTIONS)]
    return questionnaire(
        *questions,
        pillars={f"P{pillar}": 1.0 + pillar for pillar in range(PILLARS)},
        dimensions=dimensions,
        grades=GRADES,
        ranking=RankingRules(**(RANKING | ranking)),
    )


def codes(firms: int) -> list[str]:
    """Codes of so many firms."""
    return [f"F{number:05d}" for number in range(firms)]


def true_scores(chance: np.random.Generator, firms: int, *, spread: float = 13.0) -> Floats:
    """(Q, N): strength of the firm, ease of the question, and what is left, within 5 and 95."""
    questions = PILLARS * DIMENSIONS * QUESTIONS
    strength = chance.normal(52.0, spread, firms)
    ease = chance.normal(0.0, 10.0, (questions, 1))
    return np.clip(strength + ease + chance.normal(0.0, 15.0, (questions, firms)), 5.0, 95.0)


def with_errors(chance: np.random.Generator, scores: Floats, noise: float, bias: float) -> Floats:
    """What such firms would state: every answer's own error and the firm's common one."""
    own = noise * chance.standard_normal(scores.shape)
    return np.clip(scores + own + bias * chance.standard_normal(scores.shape[1]), 0.0, 100.0)


def sheet_of_percents(asked: Questionnaire, scores: Floats, *, grade: int = 0) -> AnswerSheet:
    """The sheet on which every answer has its score (Q, N)."""
    sheet = empty_sheet(asked, scores.shape[1])
    sheet.shares[0] = 1.0
    sheet.state[...] = ANSWERED
    sheet.grade[...] = grade
    sheet.statements[...] = 1
    for values, row in zip(sheet.values, scores, strict=True):
        values[0] = row
    return sheet
