"""What actions do to a firm's result: where it stands, and exact re-scores of many changes at once.

A re-score starts from counted scores, so the over-claim correction of the last audit stays as it is until an audit
replaces it; what a firm declares without any audit scores the same here as through the engine.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from readiness.questionnaire.model import Questionnaire
from readiness.scoring import levels
from readiness.scoring.aggregate import Tree, aggregate, weighted_mean
from readiness.scoring.arrays import ANSWERED, UNANSWERED, AnswerSheet, Values
from readiness.scoring.evaluate import Evaluated, evaluate
from readiness.scoring.layout import Layout, layout_of
from readiness.scoring.makeup import Makeup
from readiness.scoring.scorecard import FULL, Basis, Bools, Floats, Ints
from readiness.scoring.verification import Counted


@dataclass(frozen=True)
class Start:
    """One firm's result as a place to plan from, by question (Q): scores, grade, whether audited, whether it applies.

    `taken`: points the over-claim correction takes from an unaudited answer. `valued`: the answer holds a value.
    `own_grade`: the firm's own evidence, beneath any verdict. `shares` (processes) of output.
    """

    layout: Layout
    makeup: Makeup
    found: Evaluated
    values: Values
    raw: Floats
    counted: Floats
    grade: Ints
    own_grade: Ints
    audited: Bools
    applicable: Bools
    valued: Bools
    shares: Floats
    audit_valid: bool
    taken: float

    @property
    def questionnaire(self) -> Questionnaire:
        """The method planned by."""
        return self.layout.questionnaire

    @cached_property
    def caps(self) -> list[float]:
        """The cap of every grade of evidence."""
        caps: list[float] = self.layout.caps.tolist()
        return caps

    def counted_of(self, raw: float, grade: int, *, audited: bool) -> float:
        """What a raw score counts with evidence of this grade; an audited answer loses nothing to over-claiming."""
        capped = min(raw, self.caps[grade])
        if audited or self.layout.by_consultant[grade]:
            return capped
        return min(max(capped - self.taken, 0.0), FULL)


def start_of(questionnaire: Questionnaire, sheet: AnswerSheet, *, basis: Basis, on: dt.date) -> Start:
    """Where the one firm of a sheet stands on a day."""
    return start_from(evaluate(layout_of(questionnaire), sheet, basis, on))


def start_from(found: Evaluated) -> Start:
    """The same, the evaluation of the one firm in hand."""
    counted, sheet, layout = found.counted, found.sheet, found.makeup.layout
    number = float(np.count_nonzero(counted.audited[:, 0]))
    return Start(
        layout=layout,
        makeup=found.makeup,
        found=found,
        values=_standing(sheet),
        raw=found.raw[:, 0],
        counted=counted.counted[:, 0],
        grade=counted.grade[:, 0].astype(np.int64),
        own_grade=sheet.grade[:, 0].astype(np.int64),
        audited=counted.audited[:, 0],
        shares=sheet.shares[:, 0],
        applicable=found.applicable[:, 0],
        valued=(found.states[:, 0] == ANSWERED) & (found.answered[:, 0] > 0),
        audit_valid=bool(counted.audit_valid[0]),
        taken=number / (number + layout.questionnaire.rules.shrink) * float(counted.over_claim[0])
        if number
        else 0.0,
    )


def _standing(sheet: AnswerSheet) -> Values:
    """The values that stand: a consultant's where one was given."""
    audit = sheet.audit
    if audit is None:
        return sheet.values
    seen = audit.state[:, 0] != UNANSWERED
    return tuple(a if s else o for a, o, s in zip(audit.values, sheet.values, seen, strict=True))


@dataclass(frozen=True)
class Change:
    """N alternatives of one firm by question (Q, N): counted score, grade, audited; whether an audit stands (N)."""

    counted: Floats
    grade: Ints
    audited: Bools
    audit_valid: Bools


@dataclass(frozen=True)
class Rescored:
    """Results of N alternatives: index and arithmetic mean (N), pillars (P, N), level (N), and every gate."""

    index: Floats
    arithmetic: Floats
    pillars: Floats
    level: Ints
    gates: tuple[levels.Condition, ...]
    tree: Tree


def unchanged(start: Start, number: int) -> Change:
    """So many copies of today's result, to be changed in place."""
    return Change(
        counted=np.repeat(start.counted[:, np.newaxis], number, axis=1),
        grade=np.repeat(start.grade[:, np.newaxis], number, axis=1),
        audited=np.repeat(start.audited[:, np.newaxis], number, axis=1),
        audit_valid=np.full(number, start.audit_valid),
    )


def rescore(start: Start, change: Change) -> Rescored:
    """Join and gate the alternatives with the engine's own steps."""
    layout, number = start.layout, change.counted.shape[1]
    applicable = np.repeat(start.applicable[:, np.newaxis], number, axis=1)
    tree = aggregate(start.makeup, change.counted, applicable)
    pillars = tree.by_pillar.stated
    counted = Counted(
        capped=change.counted,
        counted=change.counted,
        grade=change.grade.astype(np.int8),
        audited=change.audited,
        over_claim=np.zeros(number),
        integrity=np.zeros(number, dtype=np.bool_),
        audit_valid=change.audit_valid,
    )
    gates = levels.all_conditions(
        layout, levels.facts_of(layout, tree.top.score, pillars, counted, applicable)
    )
    return Rescored(
        index=tree.top.score,
        arithmetic=weighted_mean(tree.top.scores, tree.top.weights),
        pillars=pillars,
        level=levels.reached(gates, number),
        gates=gates,
        tree=tree,
    )


def least_grade(start: Start, row: int, raw: float) -> int:
    """The least evidence with which a raw score counts in full, never below what the answer has."""
    caps = start.caps
    grade = int(start.own_grade[row])
    while grade + 1 < len(caps) and caps[grade] < raw:
        grade += 1
    return grade
