"""The firms of one list, taken apart into what the draws of a ranking change: all in arrays with firms last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from readiness.errors import InputError
from readiness.questionnaire.model import Aggregation, Kind, Questionnaire
from readiness.questionnaire.ranking_rules import RankingRules
from readiness.scoring.aggregate import SMALLEST, Node, join
from readiness.scoring.arrays import UNANSWERED, AnswerSheet
from readiness.scoring.curve import Curve
from readiness.scoring.evaluate import Evaluated, evaluate
from readiness.scoring.grid import on_grid
from readiness.scoring.layout import Layout, layout_of
from readiness.scoring.levels import rising
from readiness.scoring.scorecard import FULL, Basis, Bools, Floats

LEAST_FIRMS = 2


@dataclass(frozen=True)
class PillarField:
    """One pillar of N firms over its d dimensions and its k questions with knots.

    base: dimension scores (d, N), as logarithms where the pillar joins geometrically; weights (d, N) after thinning;
    missing (d, N): what reading unanswered as the mean adds; up, down (k, N): what the largest shift of a question's
    knots adds to its dimension, whose place is `owner` (k).
    """

    base: Floats
    weights: Floats
    missing: Floats
    up: Floats
    down: Floats
    owner: tuple[int, ...]
    geometric: bool


@dataclass(frozen=True)
class Field:
    """N firms of one list.

    index: their scores on the grid; own_rule: the questionnaire joins pillars geometrically; top (P, N): weights of
    pillars; scores, sigma, tau and pull (Q, N): counted scores, their errors, and the pillar's points for one point of
    the question; lift (2, P, N): the index' points for one of the pillar, with the mean and the geometric mean on top;
    other_gates (L, N): whether all gates hold that draws do not change, for this and all lower levels.
    """

    questionnaire: Questionnaire
    rules: RankingRules
    codes: tuple[str, ...]
    index: Floats
    own_rule: bool
    floor: float
    pillars: tuple[PillarField, ...]
    top: Floats
    scores: Floats
    sigma: Floats
    tau: Floats
    pull: Floats
    lift: Floats
    other_gates: Bools
    thresholds: Floats
    floors: Floats

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def sizes(self) -> tuple[int, int, int]:
        """How many numbers a draw needs for dimensions, for pillars, and for questions with knots."""
        knots = sum(len(pillar.owner) for pillar in self.pillars)
        return sum(len(pillar.base) for pillar in self.pillars), len(self.pillars), knots


def effective_weights(field: Field) -> Floats:
    """(Q, N): points of the index for one point of the question with the plain mean on top."""
    sizes = [sum(len(d.questions) for d in pillar.dimensions) for pillar in field.questionnaire.pillars]
    weights: Floats = field.pull * np.repeat(field.lift[0], sizes, axis=0)
    return weights


def ranking_rules(questionnaire: Questionnaire) -> RankingRules:
    """The questionnaire's own numbers; InputError where it states none."""
    if questionnaire.rules.ranking is None:
        raise InputError("round", "ranking_without_rules")
    return questionnaire.rules.ranking


def field_of(
    questionnaire: Questionnaire,
    sheet: AnswerSheet,
    codes: Sequence[str],
    *,
    basis: Basis,
    on: dt.date,
    least: int = LEAST_FIRMS,
    knots: bool = True,
) -> Field:
    """The firms of a sheet, named by `codes`; InputError for fewer than `least` or a code that stands twice.

    Without `knots` only what answers' errors do can be read of it: it has no pillars and cannot be drawn.
    """
    rules = ranking_rules(questionnaire)
    if len(sheet) < least:
        raise InputError("firms", "ranking_of_too_few", firms=len(sheet), least=least)
    if len(set(codes)) < len(codes):
        raise InputError("firms", "ranking_code_twice")
    layout = layout_of(questionnaire)
    found = evaluate(layout, sheet, basis, on)
    shifted = [
        evaluate(_with_knots(layout, way * rules.knots / FULL), sheet, basis, on).counted.counted
        for way in ((1.0, -1.0) if knots else ())
    ]
    sigma, tau = _errors(layout, rules, found)
    numbers = range(len(questionnaire.pillars) if knots else 0)
    return Field(
        questionnaire=questionnaire,
        rules=rules,
        codes=tuple(codes),
        index=on_grid(found.index),
        own_rule=questionnaire.rules.aggregation is not Aggregation.WEIGHTED_MEAN,
        floor=questionnaire.rules.floor,
        pillars=tuple(_pillar(layout, found, shifted, number) for number in numbers),
        top=found.tree.top.weights,
        scores=found.counted.counted,
        sigma=sigma,
        tau=tau,
        pull=_pull(layout, found),
        lift=_lift(found, questionnaire.rules.floor),
        other_gates=_other_gates(layout, found),
        thresholds=np.array([level.threshold for level in rising(layout)]),
        floors=np.array([level.pillar_floor for level in rising(layout)]),
    )


def _with_knots(layout: Layout, share: float) -> Layout:
    """All knots but the first moved by a share of the distance from the second to the last."""
    return replace(
        layout, curves=tuple(tuple(_moved(curve, share) for curve in curves) for curves in layout.curves)
    )


def _moved(curve: Curve, share: float) -> Curve:
    first, rest = curve.places[:1], curve.places[1:]
    moved = np.maximum(rest + share * (rest[-1] - rest[0]), first)
    return replace(curve, places=np.concatenate([first, moved]))


def _errors(layout: Layout, rules: RankingRules, found: Evaluated) -> tuple[Floats, Floats]:
    """Standard deviations by grade; what is unanswered is no answer and has none."""
    codes = [grade.code for grade in layout.questionnaire.grades]
    real = found.applicable & (found.states != UNANSWERED)
    grade = found.counted.grade
    noise = np.array([rules.noise[code] for code in codes])[grade] * real
    bias = np.array([rules.bias[code] for code in codes])[grade] * real
    return noise, bias


def _pillar(layout: Layout, found: Evaluated, shifted: Sequence[Floats], number: int) -> PillarField:
    node = found.tree.pillars[number]
    first, end = layout.pillar_spans[number]
    geometric = node.aggregation is not Aggregation.WEIGHTED_MEAN
    base = _seen(node.scores, geometric, node.floor)
    owner: list[int] = []
    ways: tuple[list[Floats], list[Floats]] = ([], [])
    for place in range(end - first):
        start, stop = layout.spans[first + place]
        for row in range(start, stop):
            if layout.questions[row].kind is Kind.NUMBER:
                owner.append(place)
                for way, counted in zip(ways, shifted, strict=True):
                    score = _with_row(found.tree.dimensions[first + place], row - start, counted[row])
                    way.append(_seen(score, geometric, node.floor) - base[place])
    firms = base.shape[1]
    covered = np.nan_to_num(found.dimension_coverage[first:end], nan=FULL) / FULL
    full = np.divide(node.scores, covered, out=node.scores.copy(), where=covered > 0)
    return PillarField(
        base=base,
        weights=node.weights,
        missing=_seen(np.minimum(full, FULL), geometric, node.floor) - base,
        up=np.array(ways[0]).reshape(-1, firms),
        down=np.array(ways[1]).reshape(-1, firms),
        owner=tuple(owner),
        geometric=geometric,
    )


def _seen(scores: Floats, geometric: bool, floor: float) -> Floats:
    """Scores as the pillar's mean sees them."""
    return np.log(np.maximum(scores, max(floor, SMALLEST))) if geometric else scores


def _with_row(node: Node, place: int, scores: Floats) -> Floats:
    """The node's score with other scores for one child."""
    rows = node.scores.copy()
    rows[place] = scores
    return join(rows, node.weights, node.aggregation, node.floor).score


def _slopes(node: Node) -> Floats:
    """The node's points for one point of each child (n, N); nothing below the floor of a geometric mean."""
    share = np.divide(node.weights, node.weight, out=np.zeros_like(node.weights), where=node.weight > 0)
    if node.aggregation is Aggregation.WEIGHTED_MEAN:
        return share
    return share * _geometric_slope(node.score, node.scores, node.floor)


def _geometric_slope(score: Floats, children: Floats, floor: float) -> Floats:
    return np.where(children >= floor, score / np.maximum(children, max(floor, SMALLEST)), 0.0)


def _pull(layout: Layout, found: Evaluated) -> Floats:
    """(Q, N): points of the question's pillar for one point of the question."""
    pull = np.zeros_like(found.counted.counted)
    for number, (first, end) in enumerate(layout.pillar_spans):
        slopes = _slopes(found.tree.pillars[number])
        for place in range(end - first):
            start, stop = layout.spans[first + place]
            pull[start:stop] = slopes[place] * _slopes(found.tree.dimensions[first + place])
    return pull


def _lift(found: Evaluated, floor: float) -> Floats:
    top = found.tree.top
    share = np.divide(top.weights, top.weight, out=np.zeros_like(top.weights), where=top.weight > 0)
    geometric = join(top.scores, top.weights, Aggregation.WEIGHTED_GEOMETRIC_MEAN, floor).score
    return np.array([share, share * _geometric_slope(geometric, top.scores, floor)])


def _other_gates(layout: Layout, found: Evaluated) -> Bools:
    """(L, N): core, evidence and audit gates of each level and all below hold as they stand."""
    standing: Bools = np.ones(len(found.index), dtype=np.bool_)
    rows = []
    for level in rising(layout):
        for gate in found.gates:
            if gate.level == level.number and gate.kind not in ("points", "pillar"):
                standing = standing & gate.met
        rows.append(standing)
    return np.array(rows, dtype=np.bool_).reshape(-1, len(found.index))
