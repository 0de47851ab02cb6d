"""The engine: one way to score, for one firm and for a million."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from readiness.questionnaire.answers import FirmAnswers
from readiness.questionnaire.documents import digest, to_document
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.arrays import AnswerSheet
from readiness.scoring.evaluate import Evaluated, evaluate
from readiness.scoring.layout import layout_of
from readiness.scoring.parts import parts_of
from readiness.scoring.scorecard import Basis, Scorecard, Scores, Summary
from readiness.scoring.sheet import sheet_of
from readiness.scoring.tree import scorecard_of

ENGINE = "1"
CHUNK = 16384


def score(questionnaire: Questionnaire, sheet: AnswerSheet, *, basis: Basis, on: dt.date) -> Scores:
    """Full results of every firm of the sheet; `on` is the round's closing day, for the age of an audit."""
    layout = layout_of(questionnaire)
    found = evaluate(layout, sheet, basis, on)
    parts = parts_of(found.tree)
    return Scores(
        index=found.index,
        arithmetic=found.arithmetic,
        level=found.level,
        level_by_points=found.level_by_points,
        pillars=found.pillars.T,
        dimensions=found.dimensions.T,
        raw=found.raw.T,
        capped=found.counted.capped.T,
        counted=found.counted.counted.T,
        effective=parts.effective.T,
        lost=parts.lost.T,
        applicable=found.applicable.T,
        answered=found.answered.T,
        grade=found.counted.grade.T.astype(np.int64),
        coverage=found.coverage,
        dimension_coverage=found.dimension_coverage.T,
        on_hold=found.holds.on_hold,
        unranked=found.holds.unranked,
        hold_open=found.holds.hold_open,
        over_claim=found.counted.over_claim,
        integrity=found.counted.integrity,
    )


def score_summary(
    questionnaire: Questionnaire, sheet: AnswerSheet, *, basis: Basis, on: dt.date, chunk: int = CHUNK
) -> Summary:
    """The same results down to dimensions, without parts, in chunks of firms so that memory beside the sheet and the
    results stays small."""
    layout = layout_of(questionnaire)
    whole: dict[str, NDArray[Any]] = {}
    for start in range(0, max(len(sheet), 1), chunk):
        piece = _summary(evaluate(layout, sheet.take(slice(start, start + chunk)), basis, on))
        for name, part in vars(piece).items():
            if name not in whole:
                whole[name] = np.empty((len(sheet), *part.shape[1:]), dtype=part.dtype, order="F")
            whole[name][start : start + chunk] = part
    return Summary(**whole)


def _summary(found: Evaluated) -> Summary:
    return Summary(
        index=found.index,
        arithmetic=found.arithmetic,
        level=found.level,
        level_by_points=found.level_by_points,
        standing=found.standing,
        pillars=found.pillars.T,
        dimensions=found.dimensions.T,
        coverage=found.coverage,
        over_claim=found.counted.over_claim,
        integrity=found.counted.integrity,
    )


def scorecards(
    questionnaire: Questionnaire, firms: Sequence[FirmAnswers], *, basis: Basis, on: dt.date
) -> list[Scorecard]:
    """The readable results of firms scored together, in their order: the same as one by one, and faster."""
    return evaluated(questionnaire, firms, basis=basis, on=on)[1]


def evaluated(
    questionnaire: Questionnaire, firms: Sequence[FirmAnswers], *, basis: Basis, on: dt.date
) -> tuple[Evaluated, list[Scorecard]]:
    """The same with what they were read from, for those who explain."""
    layout = layout_of(questionnaire)
    found = evaluate(layout, sheet_of(questionnaire, firms), basis, on)
    parts = parts_of(found.tree)
    cards = [
        scorecard_of(
            layout,
            found,
            parts,
            number,
            basis=basis,
            answers_digest=digest(to_document(questionnaire, firm)),
            engine=ENGINE,
        )
        for number, firm in enumerate(firms)
    ]
    return found, cards


def scorecard(
    questionnaire: Questionnaire,
    firm_answers: FirmAnswers,
    *,
    basis: Basis,
    on: dt.date,
    answers_digest: str = "",
) -> Scorecard:
    """The readable result of one firm; without `answers_digest` that of the answers' document is taken."""
    layout = layout_of(questionnaire)
    found = evaluate(layout, sheet_of(questionnaire, [firm_answers]), basis, on)
    return scorecard_of(
        layout,
        found,
        parts_of(found.tree),
        basis=basis,
        answers_digest=answers_digest or digest(to_document(questionnaire, firm_answers)),
        engine=ENGINE,
    )
