"""A second version of a questionnaire made by chance: weights moved, questions new, dropped, changed and replaced."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from readiness.questionnaire.model import Aggregation, Dimension, Kind, Pillar, Question, Questionnaire


def next_version(chance: Random, asked: Questionnaire) -> Questionnaire:
    """The same method a year on; at least one question stays in every dimension."""
    pillars = tuple(_pillar(chance, pillar) for pillar in asked.pillars)
    rules = replace(
        asked.rules,
        aggregation=chance.choice(list(Aggregation)),
        floor=chance.choice([asked.rules.floor, 2.0]),
        thin_below=chance.choice([asked.rules.thin_below, 0.8]),
    )
    return replace(asked, version="next", pillars=pillars, rules=rules, digest="1" * 64)


def _pillar(chance: Random, pillar: Pillar) -> Pillar:
    dimensions = tuple(_dimension(chance, dimension) for dimension in pillar.dimensions)
    return replace(
        pillar,
        weight=pillar.weight * chance.choice([1, 1.5]),
        aggregation=chance.choice(list(Aggregation)),
        dimensions=dimensions,
    )


def _dimension(chance: Random, dimension: Dimension) -> Dimension:
    first, *rest = dimension.questions
    kept = [_question(chance, q) for q in (first, *(q for q in rest if chance.random() < 0.8))]
    if chance.random() < 0.5:
        kept.append(replace(first, code=f"{first.code}n", kind=Kind.LADDER, levels=5, options=(), variants=(),
                            formula=None, parts=(), computed=False, grading=None, score_at_least=""))  # fmt: skip
    return replace(dimension, weight=dimension.weight * chance.choice([1, 2]), questions=tuple(kept))


def _question(chance: Random, question: Question) -> Question:
    question = replace(question, score_at_least="")
    match chance.randint(0, 3):
        case 0:
            weights = {process: 2 * weight for process, weight in question.weights.items()}
            return replace(question, weights=weights, weight=2 * question.weight)
        case 1 if question.kind is Kind.LADDER:
            return replace(question, levels=question.levels + 1)
        case 2 if question.variants:
            unit = tuple(replace(variant, unit="other") for variant in question.variants)
            return replace(question, variants=unit)
        case _:
            return question
