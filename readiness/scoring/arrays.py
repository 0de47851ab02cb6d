"""Answers of many firms as columns: the only form scoring reads. Arrays run (questions, firms): firms are last.

Values by kind: ladder and single int16 (level, place of the option; -1 without), yes_no int8 (1, 0, -1), multiple bool
(options, firms), graded_multiple int8 (options, firms; place in `layout.grade_codes`, -1 without), number float64
(variants, firms; one row where a formula over parts gives the value), NaN without.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from readiness.questionnaire.answers import State, Verdict
from readiness.questionnaire.model import Kind, Question, Questionnaire
from readiness.scoring.layout import column_shape

Codes = NDArray[np.int8]
Values = tuple[NDArray[Any], ...]
Firms = slice | NDArray[np.int64] | list[int]

STATES: tuple[State, ...] = (State.UNANSWERED, State.ANSWERED, State.NOT_MEASURED, State.NOT_APPLICABLE)
UNANSWERED, ANSWERED, NOT_MEASURED, NOT_APPLICABLE = range(4)
VERDICTS: tuple[Verdict | None, ...] = (None, *Verdict)
VERDICT_NUMBER = {verdict: number for number, verdict in enumerate(VERDICTS)}
NOT_VERIFIABLE = VERDICT_NUMBER[Verdict.NOT_VERIFIABLE]

EMPTY: dict[Kind, tuple[type, float]] = {
    Kind.LADDER: (np.int16, -1),
    Kind.SINGLE: (np.int16, -1),
    Kind.YES_NO: (np.int8, -1),
    Kind.MULTIPLE: (np.bool_, 0),
    Kind.GRADED_MULTIPLE: (np.int8, -1),
    Kind.NUMBER: (np.float64, np.nan),
}


@dataclass(frozen=True)
class Audit:
    """The consultants' side: verdict (Q, N) as place in `VERDICTS`, grade (Q, N), state (Q, N) of the audited value
    (unanswered: the firm's own value stands), its values by question, and the day of signing (NaT: unsigned)."""

    verdict: Codes
    grade: Codes
    state: Codes
    values: Values
    signed_on: NDArray[np.datetime64]


@dataclass(frozen=True)
class AnswerSheet:
    """N firms: shares (P, N) of output summing to 1, state (Q, N) as place in `STATES`, grade (Q, N) of the firm's own
    evidence, values by question, statements (S, N; -1 not given), and the audit where any firm has one."""

    shares: NDArray[np.float64]
    state: Codes
    grade: Codes
    values: Values
    statements: Codes
    audit: Audit | None = None

    def __len__(self) -> int:
        return int(self.state.shape[1])

    def take(self, firms: Firms) -> AnswerSheet:
        """The same columns for some firms, in the order given; a slice makes views, not copies."""
        audit = self.audit
        if audit is not None:
            audit = Audit(
                verdict=audit.verdict[:, firms],
                grade=audit.grade[:, firms],
                state=audit.state[:, firms],
                values=tuple(values[..., firms] for values in audit.values),
                signed_on=audit.signed_on[firms],
            )
        return AnswerSheet(
            shares=self.shares[:, firms],
            state=self.state[:, firms],
            grade=self.grade[:, firms],
            values=tuple(values[..., firms] for values in self.values),
            statements=self.statements[:, firms],
            audit=audit,
        )

    def without_audit(self) -> AnswerSheet:
        """The firms' own side only."""
        return replace(self, audit=None)


def empty_sheet(questionnaire: Questionnaire, firms: int) -> AnswerSheet:
    """A sheet of so many firms that have stated nothing; its arrays are to be filled in place."""
    questions = len(questionnaire.questions)
    return AnswerSheet(
        shares=np.zeros((len(questionnaire.processes), firms)),
        state=np.zeros((questions, firms), dtype=np.int8),
        grade=np.zeros((questions, firms), dtype=np.int8),
        values=_empty_values(questionnaire.questions, firms),
        statements=np.full((len(questionnaire.statements), firms), -1, dtype=np.int8),
    )


def joined(questionnaire: Questionnaire, sheets: Sequence[AnswerSheet]) -> AnswerSheet:
    """All firms of several sheets, one sheet after the other."""
    if not sheets:
        return empty_sheet(questionnaire, 0)
    audit = None
    if any(sheet.audit for sheet in sheets):
        audits = [sheet.audit or empty_audit(questionnaire, len(sheet)) for sheet in sheets]
        audit = Audit(
            verdict=np.hstack([one.verdict for one in audits]),
            grade=np.hstack([one.grade for one in audits]),
            state=np.hstack([one.state for one in audits]),
            values=_joined_values([one.values for one in audits]),
            signed_on=np.concatenate([one.signed_on for one in audits]),
        )
    return AnswerSheet(
        shares=np.hstack([sheet.shares for sheet in sheets]),
        state=np.hstack([sheet.state for sheet in sheets]),
        grade=np.hstack([sheet.grade for sheet in sheets]),
        values=_joined_values([sheet.values for sheet in sheets]),
        statements=np.hstack([sheet.statements for sheet in sheets]),
        audit=audit,
    )


def _joined_values(values: Sequence[Values]) -> Values:
    return tuple(np.concatenate(question, axis=-1) for question in zip(*values, strict=True))


def empty_audit(questionnaire: Questionnaire, firms: int) -> Audit:
    """An audit side without a verdict, to be filled in place."""
    shape = (len(questionnaire.questions), firms)
    return Audit(
        verdict=np.zeros(shape, dtype=np.int8),
        grade=np.zeros(shape, dtype=np.int8),
        state=np.zeros(shape, dtype=np.int8),
        values=_empty_values(questionnaire.questions, firms),
        signed_on=np.full(firms, np.datetime64("NaT"), dtype="datetime64[D]"),
    )


def _empty_values(questions: Sequence[Question], firms: int) -> Values:
    """One array per question that holds no value yet."""
    return tuple(_empty(question, firms) for question in questions)


def _empty(question: Question, firms: int) -> NDArray[Any]:
    kind, nothing = EMPTY[question.kind]
    return np.full((*column_shape(question), firms), nothing, dtype=kind)


def normalise_shares(shares: NDArray[np.float64]) -> None:
    """Divide each firm's shares by their sum, in place; a firm without processes keeps zeros."""
    total = np.zeros(shares.shape[1])
    for row in shares:  # one after another: the same order of summation for one firm and for many
        total += row
    np.divide(shares, total, out=shares, where=total > 0)
