"""The draws of a ranking in their full form: every answer drawn, every draw scored by the engine itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from readiness.questionnaire.model import Aggregation, Kind, Questionnaire
from readiness.scoring.aggregate import aggregate
from readiness.scoring.arrays import AnswerSheet
from readiness.scoring.curve import Curve
from readiness.scoring.draws import Common
from readiness.scoring.evaluate import evaluate
from readiness.scoring.field import Field
from readiness.scoring.layout import Layout, layout_of
from readiness.scoring.makeup import makeup_of
from readiness.scoring.scorecard import Basis, Floats
from tests.scoring.ranking_firms import ON


def full_form(field: Field, sheet: AnswerSheet, common: Common, chance: np.random.Generator) -> Floats:
    """Index (J, N): knots shifted, answers drawn one by one, weights and rule changed, joined by the engine."""
    return np.array([_drawn(field, sheet, common, draw, chance) for draw in range(len(common.geometric))])


def _drawn(
    field: Field, sheet: AnswerSheet, common: Common, draw: int, chance: np.random.Generator
) -> Floats:
    layout = layout_of(_with_weights(field.questionnaire, common, draw))
    layout = _with_knots(layout, field, common, draw)
    found = evaluate(layout, sheet, Basis.DECLARED, ON)
    counted = found.counted.counted
    own = field.sigma * chance.standard_normal(counted.shape)
    firm = field.tau * chance.standard_normal(counted.shape[1])
    drawn = np.clip(counted + own + firm, 0.0, 100.0)
    if common.missing[draw]:
        for number, (first, end) in enumerate(layout.spans):
            share = found.dimension_coverage[number] / 100.0
            mean = np.divide(found.dimensions[number], share, out=np.zeros_like(share), where=share > 0)
            drawn[first:end] += mean * (1.0 - found.answered[first:end])
    return aggregate(makeup_of(layout, sheet.shares), drawn, found.applicable).top.score


def _with_knots(layout: Layout, field: Field, common: Common, draw: int) -> Layout:
    shifts = iter(common.knots[draw] * field.rules.knots / 100.0)
    curves = [
        tuple(_moved(curve, shift) for curve in own)
        for question, own in zip(layout.questions, layout.curves, strict=True)
        for shift in [next(shifts) if question.kind is Kind.NUMBER else 0.0]
    ]
    return replace(layout, curves=tuple(curves))


def _moved(curve: Curve, share: float) -> Curve:
    places = curve.places.copy()
    places[1:] = np.maximum(places[1:] + share * (places[-1] - places[1]), places[0])
    return replace(curve, places=places)


def _with_weights(asked: Questionnaire, common: Common, draw: int) -> Questionnaire:
    own = iter(common.dimensions[draw])
    pillars = tuple(
        replace(
            pillar,
            weight=pillar.weight * factor,
            dimensions=tuple(replace(d, weight=d.weight * next(own)) for d in pillar.dimensions),
        )
        for pillar, factor in zip(asked.pillars, common.pillars[draw], strict=True)
    )
    kinds = (Aggregation.WEIGHTED_MEAN, Aggregation.WEIGHTED_GEOMETRIC_MEAN)
    rules = replace(asked.rules, aggregation=kinds[int(common.geometric[draw])])
    return replace(asked, pillars=pillars, rules=rules)
