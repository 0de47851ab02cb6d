"""Step 1: raw scores of all answers, the firm's own and with a consultant's values in their place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from readiness.scoring.arrays import (
    ANSWERED,
    NOT_APPLICABLE,
    NOT_MEASURED,
    UNANSWERED,
    AnswerSheet,
    Codes,
    Values,
)
from readiness.scoring.kinds import RULES
from readiness.scoring.layout import Layout
from readiness.scoring.makeup import Makeup
from readiness.scoring.scorecard import Floats


def standing_states(makeup: Makeup, state: Codes) -> Codes:
    """The states with 'not applicable' read as unanswered wherever the questionnaire does not allow it."""
    layout = makeup.layout
    refused = (state == NOT_APPLICABLE) & (layout.na_never | layout.na_when_dry & makeup.wet)
    return np.where(refused, np.int8(UNANSWERED), state)


@dataclass(frozen=True)
class Raw:
    """score (Q, N) before caps, 0 without a value; answered (Q, N): the share of the question's weight answered."""

    score: Floats
    answered: Floats


def raw_scores(makeup: Makeup, state: Codes, values: Values) -> Raw:
    """Scores of the values before one answer sets a floor for another; not measured is 0 and answered, and what is not
    meant for a firm is neither."""
    score = np.zeros(state.shape)
    given = (state == ANSWERED) & makeup.meant
    answered = (given | ((state == NOT_MEASURED) & makeup.meant)).astype(np.float64)
    any_given = given.any(axis=1).tolist()
    for kind, every in makeup.layout.rows_of_kind.items():
        rows = [row for row in every if any_given[row]]
        if rows:
            found = RULES[kind](makeup, rows, [values[row] for row in rows])
            for row, (scores, share) in zip(rows, found, strict=True):
                np.multiply(scores, given[row], out=score[row])
                if share is not None:
                    np.copyto(answered[row], share, where=given[row])
    return Raw(score, answered)


def standing_values(makeup: Makeup, sheet: AnswerSheet, states: Codes, own: Raw) -> tuple[Codes, Raw]:
    """States and raw scores with the audited value in place of the firm's own where a consultant gave one."""
    audit = sheet.audit
    if audit is None or not audit.state.any():
        return states, own
    audited = raw_scores(makeup, audit.state, audit.values)
    replaced = audit.state != UNANSWERED
    return (
        np.where(replaced, audit.state, states),
        Raw(np.where(replaced, audited.score, own.score), np.where(replaced, audited.answered, own.answered)),
    )


def with_floors(layout: Layout, states: Codes, raw: Raw) -> Floats:
    """The raw scores, lifted in place where a question that has a value scores at least as much as the one its data
    names."""
    score = raw.score
    for row, question in enumerate(layout.questions):
        if question.score_at_least:
            other = score[layout.position[question.score_at_least]]
            lifted = (states[row] == ANSWERED) & (raw.answered[row] > 0)
            np.maximum(score[row], other, out=score[row], where=lifted)
    return score
