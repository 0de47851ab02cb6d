"""Steps 3 and 4: weights by output share, thin dimensions, coverage, and the joining of nodes up to the index."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from readiness.questionnaire.model import Aggregation
from readiness.scoring.layout import Layout
from readiness.scoring.makeup import Makeup
from readiness.scoring.scorecard import FULL, Bools, Floats

SMALLEST = 1e-300  # stands in for a floor of 0 inside logarithms


@dataclass(frozen=True)
class Node:
    """A joined node of N firms: its score (N, 0 where nothing applies), its children's scores and weights (n, N)."""

    score: Floats
    weight: Floats
    scores: Floats
    weights: Floats
    aggregation: Aggregation
    floor: float


@dataclass(frozen=True)
class Tree:
    """All nodes: `top` over pillars, `pillars` over dimensions, `dimensions` over questions."""

    top: Node
    pillars: tuple[Node, ...]
    dimensions: tuple[Node, ...]


def aggregate(makeup: Makeup, counted: Floats, applicable: Bools) -> Tree:
    """Join counted scores (Q, N) upwards; what does not apply has weight 0 and its weight is shared by the others."""
    layout, rules = makeup.layout, makeup.layout.questionnaire.rules
    weights = makeup.sums[layout.weight_row] * applicable
    dimensions = [
        join(counted[first:end], weights[first:end], dimension.aggregation, rules.floor)
        for dimension, (first, end) in zip(layout.questionnaire.dimensions, layout.spans, strict=True)
    ]
    scores = np.array([node.score for node in dimensions])
    thinned = np.array(
        [
            dimension.weight
            * thinness(node.weight, sum(q.weight for q in dimension.questions), rules.thin_below)
            for dimension, node in zip(layout.questionnaire.dimensions, dimensions, strict=True)
        ]
    )
    pillars = [
        join(scores[first:end], thinned[first:end], pillar.aggregation, rules.floor)
        for pillar, (first, end) in zip(layout.questionnaire.pillars, layout.pillar_spans, strict=True)
    ]
    tops = np.array(
        [
            np.where(node.weight > 0, float(pillar.weight), 0.0)
            for pillar, node in zip(layout.questionnaire.pillars, pillars, strict=True)
        ]
    )
    top = join(np.array([node.score for node in pillars]), tops, rules.aggregation, rules.floor)
    return Tree(top, tuple(pillars), tuple(dimensions))


def thinness(applicable: Floats, full: float, thin_below: float) -> Floats:
    """The factor of a dimension's weight: 1, less where under `thin_below` of its full weight applies, down to 0."""
    if full <= 0:
        return np.zeros_like(applicable)
    return np.minimum(1.0, applicable / full / thin_below)


def join(scores: Floats, weights: Floats, aggregation: Aggregation, floor: float) -> Node:
    """Weighted mean, or weighted geometric mean of the scores lifted to the floor."""
    weight = total_of(weights)
    if aggregation is Aggregation.WEIGHTED_MEAN:
        score = weighted_mean(scores, weights)
    else:
        gap = total_of(loss_parts(scores, weights, aggregation, floor))
        lost = np.divide(gap, weight, out=np.zeros_like(weight), where=weight > 0)
        score = np.where(weight > 0, FULL * np.exp(-lost), 0.0)
        if floor <= 0:
            score[((weights > 0) & (scores <= 0)).any(axis=0)] = 0.0
    return Node(score, weight, scores, weights, aggregation, floor)


def weighted_mean(scores: Floats, weights: Floats) -> Floats:
    """Σ weight · score / Σ weight, 0 without weight, never outside 0–100."""
    weight = total_of(weights)
    above = total_of(weights * scores)
    return np.minimum(np.divide(above, weight, out=np.zeros_like(weight), where=weight > 0), FULL)


def loss_parts(scores: Floats, weights: Floats, aggregation: Aggregation, floor: float) -> Floats:
    """What each child keeps its node from 100 by, before scaling: w · (100 − s), or w · ln(100 / s) above the floor."""
    if aggregation is Aggregation.WEIGHTED_MEAN:
        return weights * (FULL - scores)
    return weights * np.log(FULL / np.maximum(scores, max(floor, SMALLEST)))


def total_of(rows: Floats) -> Floats:
    """Sum row by row: the same order for one firm and for many."""
    total: Floats = rows[0].astype(np.float64)
    for row in rows[1:]:
        total += row
    return total


def coverage(tree: Tree, answered: Floats, layout: Layout) -> tuple[Floats, Floats]:
    """Percent of the applicable weight answered: overall (N), and by dimension (D, N; NaN where nothing applies)."""
    done = np.array(
        [
            total_of(node.weights * answered[first:end])
            for node, (first, end) in zip(tree.dimensions, layout.spans, strict=True)
        ]
    )
    asked = np.array([node.weight for node in tree.dimensions])
    return percent(total_of(done), total_of(asked), 0.0), percent(done, asked, np.nan)


def percent(part: Floats, whole: Floats, without: float) -> Floats:
    """100 · part / whole, `without` where there is no whole."""
    return np.divide(FULL * part, whole, out=np.full_like(whole, without), where=whole > 0)
