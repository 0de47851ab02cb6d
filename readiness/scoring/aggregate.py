"""Steps 3 and 4: weights by output share, thin dimensions, coverage, and the joining of nodes up to the index."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from readiness.questionnaire.model import Aggregation
from readiness.scoring.layout import Spans
from readiness.scoring.makeup import Makeup
from readiness.scoring.scorecard import FULL, Bools, Floats

SMALLEST = 1e-300  # stands in for a floor of 0 inside logarithms
IN_ORDER = 7  # so many rows a reduction adds one after another; of more it adds a single column in pairs


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
class Tier:
    """Nodes side by side, M of them: score and weight (M, N), scores and weights (n, N) of all their children in order,
    which of the children are whose, and how each node joins them."""

    score: Floats
    weight: Floats
    scores: Floats
    weights: Floats
    spans: Spans
    aggregations: tuple[Aggregation, ...]
    floor: float

    @property
    def stated(self) -> Floats:
        """The scores, NaN where nothing applies."""
        return np.where(self.weight > 0, self.score, np.nan)

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The same one by one."""
        return tuple(
            Node(score, weight, self.scores[first:end], self.weights[first:end], aggregation, self.floor)
            for score, weight, (first, end), aggregation in zip(
                self.score, self.weight, self.spans, self.aggregations, strict=True
            )
        )


@dataclass(frozen=True)
class Tree:
    """All nodes: the index over pillars, pillars over dimensions, dimensions over questions."""

    index: Tier
    by_pillar: Tier
    by_dimension: Tier

    @cached_property
    def top(self) -> Node:
        """The node of the index."""
        return self.index.nodes[0]

    @cached_property
    def pillars(self) -> tuple[Node, ...]:
        """The nodes of the pillars."""
        return self.by_pillar.nodes

    @cached_property
    def dimensions(self) -> tuple[Node, ...]:
        """The nodes of the dimensions."""
        return self.by_dimension.nodes


def aggregate(makeup: Makeup, counted: Floats, applicable: Bools) -> Tree:
    """Join counted scores (Q, N) upwards; what does not apply has weight 0 and its weight is shared by the others."""
    layout, rules = makeup.layout, makeup.layout.questionnaire.rules
    weights = makeup.sums[layout.weight_row] * applicable
    dimensions = tier(counted, weights, layout.spans, layout.dimension_rules, rules.floor)
    thin = thinness(dimensions.weight, layout.full_weights, rules.thin_below)
    pillars = tier(
        dimensions.score,
        layout.dimension_weights * thin,
        layout.pillar_spans,
        layout.pillar_rules,
        rules.floor,
    )
    tops = np.where(pillars.weight > 0, layout.pillar_weights, 0.0)
    top = tier(pillars.score, tops, ((0, len(tops)),), (rules.aggregation,), rules.floor)
    return Tree(top, pillars, dimensions)


def thinness(applicable: Floats, full: Floats, thin_below: float) -> Floats:
    """The factor of a dimension's weight: 1, less where under `thin_below` of its full weight applies, down to 0."""
    return np.minimum(1.0, applicable / np.where(full > 0, full, np.inf) / thin_below)


def tier(
    scores: Floats, weights: Floats, spans: Spans, aggregations: tuple[Aggregation, ...], floor: float
) -> Tier:
    """Weighted means, or weighted geometric means of the scores lifted to the floor, of children side by side."""
    weight = totals(weights, spans)
    score = _mean(totals(weights * scores, spans), weight)
    geometric = _geometric(aggregations)
    if geometric.any():
        lost = np.divide(
            totals(_logs(scores, weights, floor), spans), weight, out=np.zeros_like(weight), where=weight > 0
        )
        joint = np.where(weight > 0, FULL * np.exp(-lost), 0.0)
        if floor <= 0:
            joint[totals((weights > 0) & (scores <= 0), spans) > 0] = 0.0
        score = np.where(geometric[:, np.newaxis], joint, score)
    return Tier(score, weight, scores, weights, spans, aggregations, floor)


def join(scores: Floats, weights: Floats, aggregation: Aggregation, floor: float) -> Node:
    """One node of these children."""
    return tier(scores, weights, ((0, len(scores)),), (aggregation,), floor).nodes[0]


def weighted_mean(scores: Floats, weights: Floats) -> Floats:
    """Σ weight · score / Σ weight, 0 without weight, never outside 0–100."""
    return _mean(total_of(weights * scores), total_of(weights))


def _mean(above: Floats, weight: Floats) -> Floats:
    return np.minimum(np.divide(above, weight, out=np.zeros_like(weight), where=weight > 0), FULL)


def _geometric(aggregations: tuple[Aggregation, ...]) -> Bools:
    return np.array([rule is Aggregation.WEIGHTED_GEOMETRIC_MEAN for rule in aggregations])


def loss_parts(nodes: Tier) -> Floats:
    """What each child keeps its node from 100 by, before scaling: w · (100 − s), or w · ln(100 / s) above the floor."""
    parts = nodes.weights * (FULL - nodes.scores)
    geometric = _geometric(nodes.aggregations)
    if geometric.any():
        own = np.repeat(geometric, [end - first for first, end in nodes.spans])
        parts = np.where(own[:, np.newaxis], _logs(nodes.scores, nodes.weights, nodes.floor), parts)
    return parts


def _logs(scores: Floats, weights: Floats, floor: float) -> Floats:
    return weights * np.log(FULL / np.maximum(scores, max(floor, SMALLEST)))


def totals(rows: Floats | Bools, spans: Spans) -> Floats:
    """(M, N): the sum of the rows of each span, row by row: the same order for one firm and for many."""
    found = np.empty((len(spans), rows.shape[1]))
    for place, (first, end) in enumerate(spans):
        np.add.reduce(rows[first : min(end, first + IN_ORDER)], axis=0, out=found[place])
        for row in rows[first + IN_ORDER : end]:
            found[place] += row
    return found


def total_of(rows: Floats | Bools) -> Floats:
    """The sum of all rows."""
    total: Floats = totals(rows, ((0, len(rows)),))[0]
    return total


def coverage(tree: Tree, answered: Floats) -> tuple[Floats, Floats]:
    """Percent of the applicable weight answered: overall (N), and by dimension (D, N; NaN where nothing applies)."""
    nodes = tree.by_dimension
    done, asked = totals(nodes.weights * answered, nodes.spans), nodes.weight
    return percent(total_of(done), total_of(asked), 0.0), percent(done, asked, np.nan)


def percent(part: Floats, whole: Floats, without: float) -> Floats:
    """100 · part / whole, `without` where there is no whole."""
    return np.divide(FULL * part, whole, out=np.full_like(whole, without), where=whole > 0)
