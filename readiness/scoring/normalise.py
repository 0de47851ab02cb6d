"""Step 1: the score 0–100 of every answer by its kind, averaged over the processes a question has own knots for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from readiness.questionnaire.model import Kind, Option, Question, Variant
from readiness.scoring.arrays import (
    ANSWERED,
    NOT_APPLICABLE,
    NOT_MEASURED,
    UNANSWERED,
    AnswerSheet,
    Codes,
    Values,
)
from readiness.scoring.layout import Layout
from readiness.scoring.scorecard import Bools, Floats, Ints

FULL = 100.0
Cells = NDArray[Any]


@dataclass
class Makeup:
    """What a firm makes, for N firms: `sums[k]` = Σ shares · pattern k, its wet share, its principal sub-sector."""

    layout: Layout
    sums: list[Floats]
    wet: Bools
    sector: Ints
    _in_sector: dict[str, Bools] = field(default_factory=dict)

    def weight(self, row: int) -> Floats:
        """Share-averaged nominal weight of a question."""
        return self.sums[self.layout.weight_row[row]]

    def member(self, row: int) -> Floats:
        """The share of output a question is meant for."""
        return self.sums[self.layout.member_row[row]]

    def can(self, option: Option) -> Bools | None:
        """The firms an option exists for; None: all."""
        found = None
        if option.sub_sector:
            if option.sub_sector not in self._in_sector:
                number = self.layout.sector_number[option.sub_sector]
                self._in_sector[option.sub_sector] = self.sector == number
            found = self._in_sector[option.sub_sector]
        if option.wet_only:
            found = self.wet if found is None else found & self.wet
        return found


def makeup_of(layout: Layout, shares: Floats) -> Makeup:
    """Sums by pattern in the order of processes, so that a firm's numbers do not depend on its neighbours."""
    firms = shares.shape[1]
    made = [row for row in range(len(shares)) if shares[row].any()]
    sums = []
    for pattern in layout.patterns:
        total = np.zeros(firms)
        for row in made:
            if pattern[row] == 1.0:
                total += shares[row]
            elif pattern[row]:
                total += pattern[row] * shares[row]
        sums.append(total)
    principal = layout.by_code[shares[layout.by_code].argmax(axis=0)]
    sector = np.where(shares.any(axis=0), layout.sector_of[principal], -1)
    return Makeup(layout, sums, sums[layout.wet_row] > 0, sector)


def standing_states(makeup: Makeup, state: Codes) -> Codes:
    """The states with 'not applicable' read as unanswered wherever the questionnaire does not allow it."""
    states = state.copy()
    for row, question in enumerate(makeup.layout.questions):
        if question.na_allowed and not question.na_when_dry:
            continue
        refused = states[row] == NOT_APPLICABLE
        if question.na_allowed:
            refused &= makeup.wet
        states[row][refused] = UNANSWERED
    return states


@dataclass(frozen=True)
class Raw:
    """score (Q, N) before caps, 0 without a value; answered (Q, N): the share of the question's weight answered."""

    score: Floats
    answered: Floats


def raw_scores(makeup: Makeup, state: Codes, values: Values) -> Raw:
    """Scores of the values before one answer sets a floor for another; not measured is 0 and answered."""
    score = np.zeros(state.shape)
    answered = np.zeros(state.shape)
    for row, question in enumerate(makeup.layout.questions):
        given = state[row] == ANSWERED
        if given.any():
            found, share = _RULES[question.kind](makeup, row, question, values[row])
            np.copyto(score[row], found, where=given)
            answered[row][given] = 1.0 if share is None else share[given]
        answered[row][state[row] == NOT_MEASURED] = 1.0
    return Raw(score, answered)


def standing_values(makeup: Makeup, sheet: AnswerSheet, states: Codes, own: Raw) -> tuple[Codes, Raw]:
    """States and raw scores with the audited value in place of the firm's own where a consultant gave one."""
    audit = sheet.audit
    if audit is None or not audit.state.any():
        return states, own
    audited = raw_scores(makeup, audit.state, audit.values)
    replaced = audit.state != UNANSWERED
    return (
        np.where(replaced, audit.state, states),
        Raw(np.where(replaced, audited.score, own.score), np.where(replaced, audited.answered, own.answered)),
    )


def with_floors(layout: Layout, applicable: Bools, states: Codes, raw: Raw) -> Floats:
    """Raw scores where a question that has a value scores at least as much as the one its data names."""
    score = raw.score * applicable
    for row, question in enumerate(layout.questions):
        if question.score_at_least:
            other = score[layout.position[question.score_at_least]]
            lifted = applicable[row] & (states[row] == ANSWERED) & (raw.answered[row] > 0)
            np.maximum(score[row], other, out=score[row], where=lifted)
    return score


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
    for option, ticked in zip(question.options, cells, strict=True):
        if not question.scale_to_applicable and not ticked.any():
            continue
        can = makeup.can(option)
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
    for option, grade in zip(question.options, cells, strict=True):
        can = makeup.can(option)
        if can is not None and not can.any():
            continue
        exists = (grade != absent) if can is None else (grade != absent) & can
        earned += exists * (option.points * shares[grade + 1])
        existing += exists * option.points
    return np.minimum(FULL * earned / np.maximum(existing, question.grading.least), FULL), None


def _number(makeup: Makeup, row: int, question: Question, cells: Cells) -> Scored:
    """Σ weight of the variant's output · its score, over the weight of all; a missing variant is 0 and unanswered."""
    layout = makeup.layout
    if len(question.variants) == 1:
        given = np.isfinite(cells[0])
        return np.where(
            given, interpolate(question.variants[0], np.where(given, cells[0], 0.0)), 0.0
        ), given * 1.0
    firms = cells.shape[1]
    total, answered, whole = np.zeros(firms), np.zeros(firms), np.zeros(firms)
    for number, variant in enumerate(question.variants):
        weight = makeup.sums[layout.variant_rows[row][number]]
        mine = np.flatnonzero(weight)
        if not len(mine):
            continue
        value = cells[min(number, len(cells) - 1)][mine]
        given = np.isfinite(value)
        score = np.where(given, interpolate(variant, np.where(given, value, 0.0)), 0.0)
        total[mine] += weight[mine] * score
        answered[mine] += weight[mine] * given
        whole[mine] += weight[mine]
    nowhere = np.zeros(firms)
    return (
        np.divide(total, whole, out=nowhere.copy(), where=whole > 0),
        np.divide(answered, whole, out=nowhere, where=whole > 0),
    )


def interpolate(variant: Variant, values: Floats) -> Floats:
    """Between knots linear and outside flat; with bands the score of the best knot reached, its value included."""
    places = np.array([knot[0] for knot in variant.knots])
    scores = np.array([knot[1] for knot in variant.knots])
    sign = -1.0 if variant.lower_is_better else 1.0
    if variant.bands:
        reached = np.searchsorted(sign * places, sign * values, side="right")
        return scores[np.maximum(reached - 1, 0)]
    found: Floats = np.interp(sign * values, sign * places, scores)
    return found


_RULES: dict[Kind, Callable[[Makeup, int, Question, Cells], Scored]] = {
    Kind.LADDER: _ladder,
    Kind.SINGLE: _single,
    Kind.YES_NO: _yes_no,
    Kind.MULTIPLE: _multiple,
    Kind.GRADED_MULTIPLE: _graded,
    Kind.NUMBER: _number,
}
