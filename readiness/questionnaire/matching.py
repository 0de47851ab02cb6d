"""Which questions of two versions are the same thing, so that two results can be set against each other."""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping
from dataclasses import replace

from readiness.questionnaire.model import Aggregation, Dimension, Pillar, Question, Questionnaire, Source


class Match(enum.StrEnum):
    """How a question of one version stands in the other; a replaced one shares only its code."""

    SAME = "same"
    CHANGED = "changed"
    REPLACED = "replaced"
    NEW = "new"
    DROPPED = "dropped"


def matching(before: Questionnaire, after: Questionnaire) -> dict[str, Match]:
    """Every code of either version, those of the older first."""
    if before is after:
        return dict.fromkeys(before.question, Match.SAME)
    found = {code: _match(question, after.question.get(code)) for code, question in before.question.items()}
    return found | {code: Match.NEW for code in after.question if code not in before.question}


def _match(before: Question, after: Question | None) -> Match:
    if after is None:
        return Match.DROPPED
    if not comparable(before, after):
        return Match.REPLACED
    return Match.SAME if _scored(before) == _scored(after) else Match.CHANGED


def comparable(before: Question, after: Question) -> bool:
    """True when an answer to one can be read as an answer to the other: same type, steps, options, figures, units."""
    return _shape(before) == _shape(after) and all(
        before.variant_of[process].unit == after.variant_of[process].unit
        for process in before.variant_of.keys() & after.variant_of.keys()
    )


def _shape(question: Question) -> tuple[object, ...]:
    grades = {*question.grading.shares, question.grading.absent} if question.grading else set()
    return (
        question.kind,
        question.levels,
        {option.code for option in question.options},
        grades,
        question.parts,
        question.formula if question.computed else bool(question.formula),
        question.computed,
    )


def _scored(question: Question) -> Question:
    """The question without what moves no score."""
    variants = tuple(replace(variant, source=Source()) for variant in question.variants)
    options = tuple(sorted(question.options, key=lambda option: option.code))
    return replace(
        question, variants=variants, options=options, measures=(), evidence_kinds=(), known_by=(), place=""
    )


def asking_only(asked: Questionnaire, codes: Collection[str]) -> Questionnaire:
    """`asked` with all questions but these applying to no process, so that nobody is asked them; places stay."""
    pillars = tuple(
        replace(pillar, dimensions=tuple(_only(dimension, codes) for dimension in pillar.dimensions))
        for pillar in asked.pillars
    )
    return replace(asked, pillars=pillars)


def _only(dimension: Dimension, codes: Collection[str]) -> Dimension:
    kept = (q if q.code in codes else replace(q, weights={}) for q in dimension.questions)
    return replace(dimension, questions=tuple(kept))


def joins_alike(one: Questionnaire, other: Questionnaire) -> bool:
    """True when both join every node they share in the same way, above the same floor."""
    return joined_as(one, other) == one


def joined_as(asked: Questionnaire, other: Questionnaire) -> Questionnaire:
    """`asked` with the aggregation of every node and the floor as in `other`; nodes unknown there keep their own."""
    rules = {pillar.code: pillar.aggregation for pillar in other.pillars}
    inner = {dimension.code: dimension.aggregation for dimension in other.dimensions}
    pillars = tuple(_pillar_as(pillar, rules, inner) for pillar in asked.pillars)
    top = replace(asked.rules, aggregation=other.rules.aggregation, floor=other.rules.floor)
    return replace(asked, pillars=pillars, rules=top)


def _pillar_as(pillar: Pillar, rules: Mapping[str, Aggregation], inner: Mapping[str, Aggregation]) -> Pillar:
    dimensions: tuple[Dimension, ...] = tuple(
        replace(dimension, aggregation=inner.get(dimension.code, dimension.aggregation))
        for dimension in pillar.dimensions
    )
    own = rules.get(pillar.code, pillar.aggregation)
    return replace(pillar, aggregation=own, dimensions=dimensions)
