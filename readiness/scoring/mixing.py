"""Sheets in which some causes of a change are as after and the others as before: one column for each such mixture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from readiness.questionnaire.answers import Answer, FirmAnswers, Value
from readiness.questionnaire.matching import Match
from readiness.questionnaire.model import Kind, Question, Questionnaire
from readiness.scoring.arrays import NOT_APPLICABLE, UNANSWERED, AnswerSheet, Audit, Values, empty_audit
from readiness.scoring.scorecard import Bools, Ints
from readiness.scoring.sheet import sheet_of

BEFORE, AFTER = 0, 1
BOTH = -1


@dataclass(frozen=True)
class Picks:
    """Which side, before (0) or after (1), each of C mixtures takes answers, evidence, verification and applicability
    from, (C) each."""

    answers: Ints
    evidence: Ints
    verification: Ints
    applicability: Ints


def both_sides(
    asked: Questionnaire,
    firms: tuple[FirmAnswers, FirmAnswers],
    own: tuple[bool, bool],
    matches: Mapping[str, Match],
) -> AnswerSheet:
    """A sheet of two columns under one version, `own` telling who answered on it; always with an audit.

    Answers that this version cannot read are left out, and so are shares of processes it does not know.
    """
    first, second = firms
    sides = [
        readable(asked, firm, None if is_own else matches, shares=other.shares)
        for firm, other, is_own in ((first, second, own[BEFORE]), (second, first, own[AFTER]))
    ]
    sheet = sheet_of(asked, sides)
    return replace(sheet, audit=sheet.audit or empty_audit(asked, len(sides)))


def readable(
    asked: Questionnaire,
    firm: FirmAnswers,
    matches: Mapping[str, Match] | None,
    *,
    shares: Mapping[str, float],
) -> FirmAnswers:
    """What was stated under another version as `asked` reads it, `matches` telling how questions stand to each other
    (None: it was stated under this one); `shares` where it knows none of the firm's processes."""
    if matches is None:
        return firm
    codes = [code for code in asked.question if matches[code] in (Match.SAME, Match.CHANGED)]
    answers = {
        code: _known(asked.question[code], firm.answers[code]) for code in codes if code in firm.answers
    }
    verification = firm.verification
    if verification is not None:
        known = {
            code: replace(entry, value=_known_value(asked.question[code], entry.value))
            for code, entry in verification.verdicts.items()
            if code in codes and entry.grade in asked.grade_number
        }
        verification = replace(verification, verdicts=known)
    known_shares = {code: share for code, share in firm.shares.items() if code in asked.process}
    return replace(firm, shares=known_shares or shares, answers=answers, verification=verification)


def _known(question: Question, answer: Answer) -> Answer:
    value = _known_value(question, answer.value)
    return replace(answer, value=value) if value is not None or answer.value is None else Answer()


def _known_value(question: Question, value: Value) -> Value:
    """Figures by process without those for which the question has no knots; None when nothing is left."""
    if question.kind is not Kind.NUMBER or question.parts or not isinstance(value, Mapping):
        return value
    known = {process: figure for process, figure in value.items() if process in question.variant_of}
    return cast(Value, known) if known else None


@dataclass(frozen=True)
class Ties:
    """Which questions (Q) keep one side in every mixture: `side` names it, `BOTH` where there is none.

    `versioned`: tied to the version, because only it asks the question so; its "not applicable" is then tied as well.
    The others are tied because they apply on that side only.
    """

    side: Ints
    versioned: Bools


def mixed(sheet: AnswerSheet, picks: Picks, ties: Ties) -> AnswerSheet:
    """The mixtures of a sheet of two columns."""
    answers = _rows(ties.side, picks.answers)
    verification = _rows(ties.side, picks.verification)
    where = np.where(ties.versioned[:, np.newaxis], ties.side[:, np.newaxis], picks.applicability[np.newaxis])
    given = np.take_along_axis(sheet.state, answers, axis=1)
    absent = np.take_along_axis(sheet.state, where, axis=1) == NOT_APPLICABLE
    state = np.where(absent, NOT_APPLICABLE, np.where(given == NOT_APPLICABLE, UNANSWERED, given))
    return AnswerSheet(
        shares=sheet.shares[:, picks.applicability],
        state=state.astype(np.int8),
        grade=np.take_along_axis(sheet.grade, _rows(ties.side, picks.evidence), axis=1),
        values=_values(sheet.values, answers),
        statements=sheet.statements[:, picks.answers],
        audit=_mixed_audit(
            sheet, picks, verification, (ties.side[:, np.newaxis] != BOTH) & (answers != where)
        ),
    )


def _mixed_audit(sheet: AnswerSheet, picks: Picks, sides: Ints, outside: Bools) -> Audit | None:
    """Without verdicts where a question is tied to a side that the mixture does not take its applicability from: a
    consultant's value would make it apply."""
    audit = sheet.audit
    if audit is None:
        return None
    return Audit(
        verdict=np.where(outside, 0, np.take_along_axis(audit.verdict, sides, axis=1)).astype(np.int8),
        grade=np.take_along_axis(audit.grade, sides, axis=1),
        state=np.where(outside, UNANSWERED, np.take_along_axis(audit.state, sides, axis=1)).astype(np.int8),
        values=_values(audit.values, sides),
        signed_on=audit.signed_on[picks.verification],
    )


def _rows(tied: Ints, picks: Ints) -> Ints:
    """(Q, C): the picked side, or the one a question is tied to."""
    return np.where(tied[:, np.newaxis] == BOTH, picks[np.newaxis], tied[:, np.newaxis])


def _values(values: Values, sides: Ints) -> Values:
    return tuple(own[..., row] for own, row in zip(values, sides, strict=True))
