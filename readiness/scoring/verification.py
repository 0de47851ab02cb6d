"""Step 2: caps by grade of evidence, the consultant's verdicts, and what over-claiming takes from unaudited answers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from readiness.scoring.aggregate import total_of
from readiness.scoring.arrays import ANSWERED, NOT_VERIFIABLE, UNANSWERED, AnswerSheet, Codes
from readiness.scoring.layout import Layout
from readiness.scoring.scorecard import FULL, Bools, Floats


@dataclass(frozen=True)
class Counted:
    """What counts, (Q, N): capped, counted (after over-claim), grade and whether a consultant checked the answer.

    over_claim (N): mean of counted declared − audited over the audited questions, at least 0, in points.
    audit_valid (N): a signed on-site audit of the right age.
    """

    capped: Floats
    counted: Floats
    grade: Codes
    audited: Bools
    over_claim: Floats
    integrity: Bools
    audit_valid: Bools


def declared(layout: Layout, sheet: AnswerSheet, raw: Floats) -> Counted:
    """The firm's own answers under the caps of its own evidence."""
    capped = np.minimum(raw, layout.caps.take(sheet.grade))
    firms = raw.shape[1]
    nothing: Bools = np.zeros(firms, dtype=np.bool_)
    return Counted(
        capped,
        capped,
        sheet.grade,
        np.zeros(raw.shape, dtype=np.bool_),
        np.zeros(firms),
        nothing,
        nothing.copy(),
    )


def verified(
    layout: Layout, sheet: AnswerSheet, own: Floats, standing: Floats, applicable: Bools, on: dt.date
) -> Counted:
    """With verdicts: `own` are the firm's raw scores, `standing` those with audited values in place.

    A not verifiable answer stays with the lowest grade and is not among the audited ones.
    """
    audit = sheet.audit
    if audit is None:
        return declared(layout, sheet, own)
    audited = (audit.verdict > 0) & (audit.verdict != NOT_VERIFIABLE) & applicable
    grade = np.where(audited, audit.grade, sheet.grade)
    grade[audit.verdict == NOT_VERIFIABLE] = 0
    capped = np.minimum(standing, layout.caps.take(grade))
    before = np.minimum(own, layout.caps.take(sheet.grade))
    number = count_of(audited)
    over_claim = np.maximum(_mean(before - capped, audited, number), 0.0)
    taken = number / (number + layout.questionnaire.rules.shrink) * over_claim
    open_to_it = ~audited & ~layout.by_consultant.take(grade)
    counted = np.where(open_to_it, np.clip(capped - taken, 0.0, FULL), capped)
    return Counted(
        capped=capped,
        counted=counted,
        grade=grade.astype(np.int8),
        audited=audited,
        over_claim=over_claim,
        integrity=_integrity(layout, own, standing, audited, number),
        audit_valid=_valid(layout, sheet, audited, on),
    )


def count_of(chosen: Bools) -> Floats:
    """How many questions are chosen, for each firm; counted in the smallest whole numbers that are enough."""
    number: Floats = np.add.reduce(chosen, axis=0, dtype=np.min_scalar_type(len(chosen))).astype(np.float64)
    return number


def _mean(values: Floats, chosen: Bools, number: Floats) -> Floats:
    """Mean over the chosen questions of each firm, 0 where there are none; summed question by question."""
    total = total_of(np.where(chosen, values, 0.0))
    return np.divide(total, number, out=np.zeros_like(total), where=number > 0)


def _integrity(layout: Layout, own: Floats, standing: Floats, audited: Bools, number: Floats) -> Bools:
    """Raw claims far above what was found over enough questions, or a hold question claimed that was not so."""
    rules = layout.questionnaire.rules
    excess = np.maximum(own - standing, 0.0)
    flag = (number >= rules.integrity_questions) & (_mean(excess, audited, number) > rules.integrity_points)
    for row in layout.holds:
        flag = flag | (audited[row] & (excess[row] > 0))
    return flag


def _valid(layout: Layout, sheet: AnswerSheet, audited: Bools, on: dt.date) -> Bools:
    """Signed, with at least one verdict given on site, and on the last day of its months or before."""
    if sheet.audit is None:
        return np.zeros(audited.shape[1], dtype=np.bool_)
    on_site: Bools = (audited & (sheet.audit.grade == layout.grade_of_site)).any(axis=0)
    on_site &= in_time(sheet.audit.signed_on, layout.questionnaire.rules.audit_months, on)
    return on_site


def in_time(signed_on: NDArray[np.datetime64], months: int, on: dt.date) -> Bools:
    """True while `on` is not after signing + calendar months (the month's last day where it has no such day)."""
    month = signed_on.astype("datetime64[M]")
    day = signed_on - month.astype("datetime64[D]")
    later = month + np.timedelta64(months, "M")
    last = (later + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    end = np.minimum(later.astype("datetime64[D]") + day, last)
    fresh: Bools = ~np.isnat(signed_on) & (end >= np.datetime64(on))
    return fresh


def answered_states(states: Codes, answered: Floats) -> Codes:
    """States in which an answer that holds nothing for this firm's processes is unanswered."""
    return np.where((states == ANSWERED) & (answered <= 0), np.int8(UNANSWERED), states)
