"""How good the questionnaire itself is, seen from the answers of a round, and which sheets look careless."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from readiness.questionnaire.model import Dimension, Questionnaire
from readiness.scoring.agreement import Bias, Kappa, Scale, bias_of, kappa, krippendorff, quadratic, table_of
from readiness.scoring.arrays import ANSWERED, NOT_APPLICABLE, NOT_VERIFIABLE, UNANSWERED, AnswerSheet
from readiness.scoring.engine import score
from readiness.scoring.flags import uniform_percent
from readiness.scoring.layout import Layout, layout_of
from readiness.scoring.reliability import ItemStatistics, Reliability, correlation_ratio, reliability_of
from readiness.scoring.scorecard import FULL, Basis, Bools, Floats, Scores
from readiness.scoring.sheet import Cells


@dataclass(frozen=True)
class Weight:
    """What a part should decide and what it does, in percent: `nominal` is its mean share of the index, `importance`
    the share of the index's variance that its score explains by itself (these overlap and sum to no whole)."""

    nominal: float
    importance: float | None


@dataclass(frozen=True)
class QuestionQuality:
    """`not_applicable` and `unanswered` in percent of all firms, `claimed_na` of those that it is meant for."""

    item: ItemStatistics
    not_applicable: float
    claimed_na: float
    unanswered: float
    weight: Weight


@dataclass(frozen=True)
class DimensionQuality:
    """A dimension with its questions."""

    reliability: Reliability
    weight: Weight
    questions: tuple[QuestionQuality, ...]


@dataclass(frozen=True)
class Agreement:
    """Declared against audited: quadratic weighted kappa and Krippendorff's ordinal alpha on question levels, bias in
    points of the score before caps."""

    code: str
    kappa: Kappa
    alpha: float | None
    bias: Bias


@dataclass(frozen=True)
class Quality:
    """`uniform` (N): percent of a firm's ladders at one step. Agreement is None or empty without audits."""

    firms: int
    audited: int
    dimensions: tuple[DimensionQuality, ...]
    agreement: Agreement | None
    by_question: tuple[Agreement, ...]
    by_consultant: tuple[Agreement, ...]
    uniform: Floats


def quality_of(
    questionnaire: Questionnaire, sheet: AnswerSheet, consultants: Sequence[str], *, on: dt.date
) -> Quality:
    """From the sheets of a round; `consultants` names by firm who signed its audit ('' for nobody)."""
    layout = layout_of(questionnaire)
    declared = score(questionnaire, sheet, basis=Basis.DECLARED, on=on)
    given = declared.applicable & (declared.answered > 0) & (sheet.state == ANSWERED).T
    everything, by_question, by_consultant = _agreement(layout, sheet, consultants, declared, on)
    return Quality(
        firms=len(sheet),
        audited=sum(bool(name) for name in consultants),
        dimensions=tuple(
            _dimension(layout, sheet, declared, given, number, dimension)
            for number, dimension in enumerate(questionnaire.dimensions)
        ),
        agreement=everything,
        by_question=by_question,
        by_consultant=by_consultant,
        uniform=uniform_percent(layout, sheet),
    )


def _dimension(
    layout: Layout, sheet: AnswerSheet, found: Scores, given: Bools, number: int, dimension: Dimension
) -> DimensionQuality:
    """Questions that only hold and weigh nothing have shares, and no part in alpha."""
    rows = list(range(*layout.spans[number]))
    weighing = [row for row in rows if any(layout.questions[row].weights.values())]
    codes = [layout.questions[row].code for row in weighing]
    reliability = reliability_of(dimension.code, codes, found.raw[:, weighing], given[:, weighing])
    items = {item.code: item for item in reliability.items}
    scores = found.dimensions[:, number]
    classes = layout.questionnaire.rules.quality.classes
    there = np.isfinite(scores)
    return DimensionQuality(
        reliability,
        Weight(
            _mean_percent(found.effective[:, rows].sum(axis=1)),
            _importance(scores[there], found.index[there], classes),
        ),
        tuple(
            _question(layout, sheet, found, given, row, items.get(layout.questions[row].code)) for row in rows
        ),
    )


def _question(
    layout: Layout, sheet: AnswerSheet, found: Scores, given: Bools, row: int, item: ItemStatistics | None
) -> QuestionQuality:
    code, seen = layout.questions[row].code, given[:, row]
    if item is None:
        (item,) = reliability_of("", [code], found.raw[:, [row]], given[:, [row]]).items
    state, applicable = sheet.state[row], found.applicable[:, row]
    meant = applicable | (state == NOT_APPLICABLE)
    counted = found.counted[seen, row]
    classes = layout.questionnaire.rules.quality.classes
    return QuestionQuality(
        item=item,
        not_applicable=_mean_percent(~applicable),
        claimed_na=_mean_percent((state == NOT_APPLICABLE)[meant]),
        unanswered=_mean_percent(applicable & (state == UNANSWERED)),
        weight=Weight(
            _mean_percent(found.effective[:, row]), _importance(counted, found.index[seen], classes)
        ),
    )


def _mean_percent(shares: Cells) -> float:
    return float(FULL * np.mean(shares)) if len(shares) else 0.0


def _importance(scores: Floats, index: Floats, classes: int) -> float | None:
    ratio = correlation_ratio(scores, index, classes=classes)
    return None if ratio is None else FULL * ratio


def _agreement(
    layout: Layout, sheet: AnswerSheet, consultants: Sequence[str], declared: Scores, on: dt.date
) -> tuple[Agreement | None, tuple[Agreement, ...], tuple[Agreement, ...]]:
    """Over all audited answers, by question, and by consultant; signed audits only."""
    signed = [number for number, name in enumerate(consultants) if name]
    if sheet.audit is None or not signed:
        return None, (), ()
    audited = score(layout.questionnaire, sheet.take(signed), basis=Basis.VERIFIED, on=on)
    verdict = sheet.audit.verdict[:, signed].T
    checked = (verdict > 0) & (verdict != NOT_VERIFIABLE) & audited.applicable
    claims = declared.raw[signed]
    step = layout.questionnaire.rules.question_step

    def compare(code: str, chosen: Bools) -> Agreement | None:
        return _compare(code, claims[chosen], audited.raw[chosen], step) if chosen.any() else None

    names = np.array([consultants[firm] for firm in signed])
    columns = np.arange(checked.shape[1])
    questions = [compare(q.code, checked & (columns == n)) for n, q in enumerate(layout.questions)]
    people = [compare(str(name), checked & (names == name)[:, None]) for name in np.unique(names)]
    return (
        compare("", checked),
        tuple(found for found in questions if found),
        tuple(found for found in people if found),
    )


def _compare(code: str, claims: Floats, found: Floats, step: float) -> Agreement:
    """On the levels that the steps of a question make."""
    first, second = (np.floor(scores / step + 1e-9).astype(np.int64) for scores in (claims, found))
    categories = int(FULL // step) + 1
    return Agreement(
        code=code,
        kappa=kappa(table_of(first, second, categories), quadratic(categories)),
        alpha=krippendorff(np.array([first, second]), Scale.ORDINAL),
        bias=bias_of(claims, found),
    )
