"""The numbers that firms state, as stated: one code for each set of knots, so that only like is set beside like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from readiness.questionnaire.model import Kind, Question, Variant
from readiness.scoring.arrays import ANSWERED, AnswerSheet
from readiness.scoring.layout import Layout
from readiness.scoring.scorecard import Floats


@dataclass(frozen=True)
class Quantity:
    """A number that is compared; `code` is the question's, with '@variant' where it has several sets of knots."""

    code: str
    question: Question
    variant: Variant
    place: int


def quantities(layout: Layout) -> tuple[Quantity, ...]:
    """Everything a firm states as a number, in order; `place` is the row of the question's values."""
    return tuple(found for question in layout.questions for found in _of_question(question))


def _of_question(question: Question) -> Iterator[Quantity]:
    if question.kind is not Kind.NUMBER or not question.variants:
        return
    if question.formula or len(question.variants) == 1:
        yield Quantity(question.code, question, question.variants[0], 0)
        return
    for place, variant in enumerate(question.variants):
        yield Quantity(f"{question.code}@{variant.code}", question, variant, place)


def raw_figures(layout: Layout, sheet: AnswerSheet) -> dict[str, Floats]:
    """By code the number of every firm, the audited one where there is one; NaN where it states none or where no
    process of the firm belongs to these knots."""
    found = {}
    processes = [process.code for process in layout.questionnaire.processes]
    for quantity in quantities(layout):
        row = layout.position[quantity.question.code]
        values = np.where(sheet.state[row] == ANSWERED, sheet.values[row][quantity.place], np.nan)
        if sheet.audit is not None:
            audited = sheet.audit.values[row][quantity.place]
            values = np.where(sheet.audit.state[row] == ANSWERED, audited, values)
        variants = (quantity.variant,) if "@" in quantity.code else quantity.question.variants
        own = [processes.index(code) for variant in variants for code in variant.processes]
        found[quantity.code] = np.where((sheet.shares[own] > 0).any(axis=0), values, np.nan)
    return found
