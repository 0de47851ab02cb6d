"""Signs that a sheet was filled in without reading: nearly every ladder at the same step."""

from __future__ import annotations

import numpy as np

from readiness.questionnaire.model import Kind
from readiness.scoring.arrays import ANSWERED, AnswerSheet
from readiness.scoring.layout import Layout
from readiness.scoring.scorecard import FULL, Floats


def uniform_percent(layout: Layout, sheet: AnswerSheet) -> Floats:
    """By firm: percent of its answered ladders that stand at its most frequent step; 0 with fewer than two."""
    rows = [number for number, question in enumerate(layout.questions) if question.kind is Kind.LADDER]
    if not rows:
        return np.zeros(len(sheet))
    levels = np.stack([sheet.values[row] for row in rows])
    levels = np.where(sheet.state[rows] == ANSWERED, levels, -1)
    answered = (levels >= 0).sum(axis=0)
    steps = range(int(levels.max()) + 1)
    most = np.max([(levels == step).sum(axis=0) for step in steps] or [np.zeros(len(sheet))], axis=0)
    return np.where(answered > 1, FULL * most / np.maximum(answered, 1), 0.0)
