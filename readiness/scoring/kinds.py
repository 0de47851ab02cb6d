"""The score 0–100 of answers by kind: one rule each, for all firms of a sheet at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from readiness.questionnaire.model import Kind, Option, Question
from readiness.scoring.makeup import Makeup, Some
from readiness.scoring.scorecard import FULL, Bools, Floats

Cells = NDArray[Any]
Scored = tuple[Floats, Floats | Bools | None]
"""Scores, and where values may hold for a part of the firm's output only, the share answered."""
Rule = Callable[[Makeup, Sequence[int], Sequence[Cells]], Iterable[Scored]]
"""From the rows of questions of one kind and their cells to what each of them scores, firm by firm."""
NOT_TICKED = -1.0  # below any points


def _ladders(makeup: Makeup, rows: Sequence[int], cells: Sequence[Cells]) -> Iterable[Scored]:
    levels = np.array([[makeup.layout.questions[row].levels] for row in rows])
    return ((score, None) for score in np.maximum(np.array(cells), 0) * FULL / levels)


def _single(makeup: Makeup, _row: int, question: Question, cells: Cells) -> Scored:
    points = np.array([0.0, *(option.points for option in question.options)])
    score = points.take(cells + 1)
    for number, option in enumerate(question.options):
        firms = makeup.firms(option)
        if not isinstance(firms, slice):
            barred = cells == number
            barred[firms] = False
            score[barred] = 0.0
    return np.minimum(score, FULL), None


def _yes_no(_makeup: Makeup, _rows: Sequence[int], cells: Sequence[Cells]) -> Iterable[Scored]:
    return ((score, None) for score in np.where(np.array(cells) == 1, FULL, 0.0))


def _multiple(makeup: Makeup, _row: int, question: Question, cells: Cells) -> Scored:
    """Ticked points, the best of each exclusive group, at most 100; an exclusive option stands alone."""
    used = np.logical_or.reduce(cells, axis=1)
    options = [found for found in makeup.options(question) if used[found[0]]]
    earned = _added(cells.shape[1], ((o, firms, cells[n][firms] * o.points) for n, o, firms in options))
    if question.scale_to_applicable:
        every = ((o, firms, o.points) for _, o, firms in makeup.options(question))
        possible = _added(len(earned), every)
        earned = np.divide(FULL * earned, possible, out=np.zeros_like(earned), where=possible > 0)
    exclusive = [found for found in options if found[1].exclusive]
    if exclusive:
        alone = np.full_like(earned, NOT_TICKED)
        for place, option, firms in exclusive:
            points = np.where(cells[place][firms], option.points, NOT_TICKED)
            alone[firms] = np.maximum(alone[firms], points)
        earned = np.where(alone == NOT_TICKED, earned, alone)
    return np.minimum(earned, FULL), None


def _added(count: int, given: Iterable[tuple[Option, Some, Floats | float]]) -> Floats:
    """The points given by options to some of so many firms, of each group the best; exclusive options stand outside."""
    total = np.zeros(count)
    best: dict[str, Floats] = {}
    for option, firms, points in given:
        if option.group:
            most = best.setdefault(option.group, np.zeros(count))
            most[firms] = np.maximum(most[firms], points)
        elif not option.exclusive:
            total[firms] += points
    return sum(best.values(), start=total)


def _graded(makeup: Makeup, _row: int, question: Question, cells: Cells) -> Scored:
    """Σ points · share of the grade, over the points of the steps that exist here but at least the least divisor."""
    if question.grading is None:
        raise ValueError(f"{question.code}: a graded question without grading")
    shares = np.array([0.0, *question.grading.shares.values(), 0.0])
    exists = np.array([1.0, *(1.0 for _ in question.grading.shares), 0.0])
    earned, existing = np.zeros(cells.shape[1]), np.zeros(cells.shape[1])
    for place, option, firms in makeup.options(question):
        grade = cells[place][firms] + 1
        earned[firms] += (option.points * shares).take(grade)
        existing[firms] += (option.points * exists).take(grade)
    return np.minimum(FULL * earned / np.maximum(existing, question.grading.least), FULL), None


def _number(makeup: Makeup, row: int, _question: Question, cells: Cells) -> Scored:
    """Σ weight of the variant's output · its score, over the weight of all; a missing variant is 0 and unanswered."""
    curves = makeup.layout.curves[row]
    if len(curves) == 1:
        return curves[0].scores_of(cells[0]), np.isfinite(cells[0])
    count = cells.shape[1]
    total, answered, whole = np.zeros(count), np.zeros(count), np.zeros(count)
    for number, (curve, pattern) in enumerate(zip(curves, makeup.layout.variant_rows[row], strict=True)):
        if pattern in makeup.made:
            firms, own = makeup.variant(pattern)
            value = cells[min(number, len(cells) - 1)][firms]
            total[firms] += own * curve.scores_of(value)
            answered[firms] += own * np.isfinite(value)
            whole[firms] += own
    some = whole > 0
    return (
        np.divide(total, whole, out=total, where=some),
        np.divide(answered, whole, out=answered, where=some),
    )


def _each(rule: Callable[[Makeup, int, Question, Cells], Scored]) -> Rule:
    """A rule for one question, made one for several."""

    def scored(makeup: Makeup, rows: Sequence[int], cells: Sequence[Cells]) -> Iterable[Scored]:
        questions = makeup.layout.questions
        return (rule(makeup, row, questions[row], own) for row, own in zip(rows, cells, strict=True))

    return scored


def scores_of(makeup: Makeup, row: int, cells: Cells) -> Floats:
    """The scores of answers to one question."""
    kind = makeup.layout.questions[row].kind
    return next(iter(RULES[kind](makeup, [row], [cells])))[0]


RULES: dict[Kind, Rule] = {
    Kind.LADDER: _ladders,
    Kind.SINGLE: _each(_single),
    Kind.YES_NO: _yes_no,
    Kind.MULTIPLE: _each(_multiple),
    Kind.GRADED_MULTIPLE: _each(_graded),
    Kind.NUMBER: _each(_number),
}
