"""Parts that sum exactly: what each question weighs in the index, and the points it keeps the index from 100 by.

The log-mean decomposition from the result to 100, node by node: a node's lost points are shared among its children in
proportion to w · (100 − s) where the node is a mean and to w · ln(100 / s) where it is a geometric mean.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from readiness.scoring.aggregate import Node, Tree, loss_parts, total_of
from readiness.scoring.layout import Layout
from readiness.scoring.scorecard import FULL, Floats


@dataclass(frozen=True)
class Parts:
    """effective (Q, N) sums to 1 and lost (Q, N) to 100 − index, for every firm to which something applies."""

    effective: Floats
    lost: Floats


def parts_of(tree: Tree, layout: Layout) -> Parts:
    """Down from the index to the questions; a contribution is 100 · effective − lost."""
    some = (tree.top.weight > 0).astype(np.float64)
    pillars = _shared(tree.top, some, (FULL - tree.top.score) * some)
    questions: list[tuple[Floats, Floats]] = []
    for pillar, *share, (first, end) in zip(tree.pillars, *pillars, layout.pillar_spans, strict=True):
        for node, *own in zip(tree.dimensions[first:end], *_shared(pillar, *share), strict=True):
            questions.append(_shared(node, *own))
    effective, lost = zip(*questions, strict=True)
    return Parts(np.concatenate(effective), np.concatenate(lost))


def _shared(node: Node, effective: Floats, lost: Floats) -> tuple[Floats, Floats]:
    """Effective weights and lost points of the children, one row each."""
    gaps = loss_parts(node.scores, node.weights, node.aggregation, node.floor)
    gap = total_of(gaps)
    scale = np.divide(lost, gap, out=np.zeros_like(gap), where=gap > 0)
    share = np.divide(effective, node.weight, out=np.zeros_like(gap), where=node.weight > 0)
    return share * node.weights, scale * gaps
