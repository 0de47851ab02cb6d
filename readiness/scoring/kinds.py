"""The score 0–100 of answers by kind: one rule each, for all firms of a sheet at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from readiness.questionnaire.model import Kind, Question
from readiness.scoring.makeup import Makeup
from readiness.scoring.scorecard import FULL, Bools, Floats

Cells = NDArray[Any]
Scored = tuple[Floats, Floats | None]


def _ladder(_makeup: Makeup, _row: int, question: Question, cells: Cells) -> Scored:
    return np.maximum(cells, 0) * FULL / question.levels, None


def _single(makeup: Makeup, _row: int, question: Question, cells: Cells) -> Scored:
    points = np.array([0.0, *(option.points for option in question.options)])
    score = points[cells + 1]
    for number, option in enumerate(question.options):
        can = makeup.can(option)
        if can is not None:
            score[(cells == number) & ~can] = 0.0
    return np.minimum(score, FULL), None


def _yes_no(_makeup: Makeup, _row: int, _question: Question, cells: Cells) -> Scored:
    return np.where(cells == 1, FULL, 0.0), None


def _multiple(makeup: Makeup, _row: int, question: Question, cells: Cells) -> Scored:
    """Ticked points, the best of each exclusive group, at most 100; an exclusive option stands alone."""
    firms = cells.shape[1]
    earned, possible = np.zeros(firms), np.zeros(firms)
    best: dict[str, tuple[Floats, Floats]] = {}
    alone: Bools = np.zeros(firms, dtype=np.bool_)
    alone_points = np.zeros(firms)
    used: Bools = np.logical_or.reduce(cells, axis=1)
    for place, option, can in makeup.options(question):
        if not used[place] and not question.scale_to_applicable:
            continue
        ticked = cells[place]
        counts = ticked if can is None else ticked & can
        if option.exclusive:
            alone |= counts
            alone_points = np.maximum(alone_points, counts * option.points)
        elif option.group:
            got, most = best.get(option.group, (np.zeros(firms), np.zeros(firms)))
            top = np.full(firms, option.points) if can is None else can * option.points
            best[option.group] = (np.maximum(got, counts * option.points), np.maximum(most, top))
        else:
            earned += counts * option.points
            possible += option.points if can is None else can * option.points
    for got, most in best.values():
        earned += got
        possible += most
    if question.scale_to_applicable:
        earned = np.divide(FULL * earned, possible, out=np.zeros(firms), where=possible > 0)
    return np.minimum(np.where(alone, alone_points, earned), FULL), None


def _graded(makeup: Makeup, _row: int, question: Question, cells: Cells) -> Scored:
    """Σ points · share of the grade, over the points of the steps that exist here but at least the least divisor."""
    if question.grading is None:
        raise ValueError(f"{question.code}: a graded question without grading")
    shares = np.array([0.0, *question.grading.shares.values(), 0.0])
    absent = len(question.grading.shares)
    firms = cells.shape[1]
    earned, existing = np.zeros(firms), np.zeros(firms)
    for place, option, can in makeup.options(question):
        grade = cells[place]
        exists = (grade != absent) if can is None else (grade != absent) & can
        earned += exists * (option.points * shares[grade + 1])
        existing += exists * option.points
    return np.minimum(FULL * earned / np.maximum(existing, question.grading.least), FULL), None


def _number(makeup: Makeup, row: int, _question: Question, cells: Cells) -> Scored:
    """Σ weight of the variant's output · its score, over the weight of all; a missing variant is 0 and unanswered."""
    curves = makeup.layout.curves[row]
    if len(curves) == 1:
        return curves[0].scores_of(cells[0]), np.isfinite(cells[0]).astype(np.float64)
    firms = cells.shape[1]
    total, answered, whole = np.zeros(firms), np.zeros(firms), np.zeros(firms)
    for number, (curve, pattern) in enumerate(zip(curves, makeup.layout.variant_rows[row], strict=True)):
        if makeup.made[pattern]:
            weight = makeup.sums[pattern]
            mine = np.flatnonzero(weight)
            value, own = cells[min(number, len(cells) - 1)][mine], weight[mine]
            total[mine] += own * curve.scores_of(value)
            answered[mine] += own * np.isfinite(value)
            whole[mine] += own
    some = whole > 0
    return (
        np.divide(total, whole, out=np.zeros(firms), where=some),
        np.divide(answered, whole, out=np.zeros(firms), where=some),
    )


RULES: dict[Kind, Callable[[Makeup, int, Question, Cells], Scored]] = {
    Kind.LADDER: _ladder,
    Kind.SINGLE: _single,
    Kind.YES_NO: _yes_no,
    Kind.MULTIPLE: _multiple,
    Kind.GRADED_MULTIPLE: _graded,
    Kind.NUMBER: _number,
}
