"""Step 5: the level reached, as a list of conditions per level; all compare grid numbers, lower bounds included."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import numpy as np

from readiness.questionnaire.model import CoreRule, Level
from readiness.scoring.arrays import Codes
from readiness.scoring.grid import on_grid
from readiness.scoring.layout import Layout
from readiness.scoring.scorecard import Bools, Floats, Ints
from readiness.scoring.verification import Counted, count_of

AUDIT = "audit"


@dataclass(frozen=True)
class Facts:
    """What the gates look at, on the grid: index (N), pillars (P, N; NaN where nothing applies), and for the core
    questions (C, N) their question level, whether they apply, count above 0, their grade and whether audited."""

    index: Floats
    pillars: Floats
    question_level: Ints
    applies: Bools
    counts: Bools
    grade: Codes
    audited: Bools
    audit_valid: Bools


class Condition(NamedTuple):
    """One gate for N firms; `short` (C, N) marks the core questions that would lift it, None for points and pillars."""

    kind: str
    level: int
    subject: str
    need: float
    have: Floats
    met: Bools
    short: Bools | None = None


def facts_of(layout: Layout, index: Floats, pillars: Floats, counted: Counted, applicable: Bools) -> Facts:
    """Take the core questions out and put everything on the grid."""
    core = list(layout.core)
    scores = on_grid(counted.counted[core])
    return Facts(
        index=on_grid(index),
        pillars=on_grid(pillars),
        question_level=question_level(scores, layout.questionnaire.rules.question_step),
        applies=applicable[core],
        counts=applicable[core] & (scores > 0),
        grade=counted.grade[core],
        audited=counted.audited[core] & layout.by_consultant.take(counted.grade[core]),
        audit_valid=counted.audit_valid,
    )


def question_level(scores: Floats, step: float) -> Ints:
    """floor(score / step), scores on the grid."""
    return np.floor(scores / step).astype(np.int64)


def conditions(layout: Layout, level: Level, facts: Facts) -> Iterator[Condition]:
    """The gates of one level: points, every pillar, core rules, evidence or audit."""
    yield Condition(
        "points", level.number, "", level.threshold, facts.index, facts.index >= on_grid(level.threshold)
    )
    if level.pillar_floor > 0:
        met = ~(facts.pillars < on_grid(level.pillar_floor))
        for pillar, *own in zip(layout.questionnaire.pillars, facts.pillars, met, strict=True):
            yield Condition("pillar", level.number, pillar.code, level.pillar_floor, *own)
    for rule in level.core:
        yield _core(layout, level, rule, facts)
    yield from _evidence(layout, level, facts)


def _core(layout: Layout, level: Level, rule: CoreRule, facts: Facts) -> Condition:
    """So many, or so large a share, of the applicable core questions of a group at a question level or above."""
    meant = facts.applies & layout.core_groups[rule.of][:, np.newaxis] if rule.of else facts.applies
    reached = meant & (facts.question_level >= rule.level)
    number, count = count_of(meant), count_of(reached)
    if rule.count:
        have, met = count, count >= rule.count
    else:
        have = np.divide(100.0 * count, number, out=np.full_like(number, 100.0), where=number > 0)
        met = 100.0 * count >= rule.percent * number
    return Condition("core", level.number, rule.name, rule.need, have, met, meant & ~reached)


def _evidence(layout: Layout, level: Level, facts: Facts) -> Iterator[Condition]:
    if level.evidence == AUDIT:
        short = facts.counts & ~facts.audited & facts.audit_valid
        met = facts.audit_valid & ~_any(short)
        yield Condition(AUDIT, level.number, level.evidence, 1.0, met.astype(np.float64), met, short)
    elif layout.questionnaire.grade_number[level.evidence] > 0:
        short = facts.counts & (facts.grade < layout.questionnaire.grade_number[level.evidence])
        met = ~_any(short)
        yield Condition("evidence", level.number, level.evidence, 1.0, met.astype(np.float64), met, short)


def _any(chosen: Bools) -> Bools:
    found: Bools = np.logical_or.reduce(chosen, axis=0)
    return found


def all_conditions(layout: Layout, facts: Facts) -> tuple[Condition, ...]:
    """The gates of every level, lowest level first."""
    return tuple(condition for level in rising(layout) for condition in conditions(layout, level, facts))


def reached(gates: Sequence[Condition], firms: int) -> Ints:
    """The highest level of which, and of all below, every condition is met; `gates` lowest level first."""
    standing: Bools = np.ones(firms, dtype=np.bool_)
    number = np.zeros(firms, dtype=np.int64)
    for level, own in groupby(gates, key=lambda gate: gate.level):
        for gate in own:
            standing &= gate.met
        number[standing] = level
    return number


def by_points(layout: Layout, index: Floats) -> Ints:
    """The level the index alone would give."""
    thresholds = np.array([on_grid(level.threshold) for level in rising(layout)])
    return np.searchsorted(thresholds, on_grid(index), side="right").astype(np.int64)


def rising(layout: Layout) -> Sequence[Level]:
    """The levels above 0, lowest first."""
    return [level for level in layout.questionnaire.levels if level.number > 0]
