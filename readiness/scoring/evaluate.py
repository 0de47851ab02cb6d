"""Steps 1 to 5 in order, for the firms of one sheet; everything later is only a reading of this."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from readiness.scoring import levels, verification
from readiness.scoring.aggregate import Tree, aggregate, coverage, weighted_mean
from readiness.scoring.arrays import NOT_APPLICABLE, AnswerSheet, Codes
from readiness.scoring.layout import Layout
from readiness.scoring.makeup import Makeup, makeup_of
from readiness.scoring.normalise import raw_scores, standing_states, standing_values, with_floors
from readiness.scoring.scorecard import Basis, Bools, Floats, Ints
from readiness.scoring.standing import Holds, holds_of, standings
from readiness.scoring.verification import Counted


@dataclass(frozen=True)
class Evaluated:
    """Results with firms last: (Q, N), (D, N), (P, N) or (N); scores unrounded, nodes NaN where nothing applies.

    `sheet`: what they were read from, without an audit on the declared basis.
    """

    sheet: AnswerSheet
    index: Floats
    arithmetic: Floats
    level: Ints
    level_by_points: Ints
    standing: NDArray[np.str_]
    pillars: Floats
    dimensions: Floats
    raw: Floats
    counted: Counted
    applicable: Bools
    answered: Floats
    states: Codes
    coverage: Floats
    dimension_coverage: Floats
    holds: Holds
    makeup: Makeup
    tree: Tree
    gates: tuple[levels.Condition, ...]


def evaluate(layout: Layout, sheet: AnswerSheet, basis: Basis, on: dt.date) -> Evaluated:
    """Score, cap and verify, aggregate, gate; on the declared basis verdicts do not exist."""
    if basis is Basis.DECLARED:
        sheet = sheet.without_audit()
    makeup = makeup_of(layout, sheet.shares)
    own_states = standing_states(makeup, sheet.state)
    own = raw_scores(makeup, own_states, sheet.values)
    states, standing = standing_values(makeup, sheet, own_states, own)
    applicable = makeup.meant & (states != NOT_APPLICABLE)
    answered = standing.answered
    raw = with_floors(layout, states, standing)
    if sheet.audit is None:
        counted = verification.declared(layout, sheet, raw)
    else:
        claimed = raw if standing is own else with_floors(layout, own_states, own)
        counted = verification.verified(layout, sheet, claimed, raw, applicable, on)
    states = verification.answered_states(states, answered)
    tree = aggregate(makeup, counted.counted, applicable)
    overall, by_dimension = coverage(tree, answered)
    pillars = tree.by_pillar.stated
    facts = levels.facts_of(layout, tree.top.score, pillars, counted, applicable)
    gates = levels.all_conditions(layout, facts)
    holds = holds_of(layout, applicable, states, raw, sheet.statements)
    return Evaluated(
        sheet=sheet,
        index=tree.top.score,
        arithmetic=weighted_mean(tree.top.scores, tree.top.weights),
        level=levels.reached(gates, len(sheet)),
        level_by_points=levels.by_points(layout, tree.top.score),
        standing=standings(layout, holds, overall, by_dimension),
        pillars=pillars,
        dimensions=tree.by_dimension.stated,
        raw=raw,
        counted=counted,
        applicable=applicable,
        answered=answered,
        states=states,
        coverage=overall,
        dimension_coverage=by_dimension,
        holds=holds,
        makeup=makeup,
        tree=tree,
        gates=gates,
    )
