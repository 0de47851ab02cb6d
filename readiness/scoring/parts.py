"""Parts that sum exactly: what each question weighs in the index, and the points it keeps the index from 100 by.

The log-mean decomposition from the result to 100, node by node: a node's lost points are shared among its children in
proportion to w · (100 − s) where the node is a mean and to w · ln(100 / s) where it is a geometric mean.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from readiness.scoring.aggregate import Tier, Tree, loss_parts, totals
from readiness.scoring.scorecard import FULL, Floats


@dataclass(frozen=True)
class Parts:
    """effective (Q, N) sums to 1 and lost (Q, N) to 100 − index, for every firm to which something applies."""

    effective: Floats
    lost: Floats


def parts_of(tree: Tree) -> Parts:
    """Down from the index to the questions; a contribution is 100 · effective − lost."""
    some = (tree.index.weight > 0).astype(np.float64)
    shares = some, (FULL - tree.index.score) * some
    for nodes in (tree.index, tree.by_pillar, tree.by_dimension):
        shares = _shared(nodes, *shares)
    return Parts(*shares)


def _shared(nodes: Tier, effective: Floats, lost: Floats) -> tuple[Floats, Floats]:
    """Effective weights and lost points of the children, one row each, from those of their nodes."""
    gaps = loss_parts(nodes)
    gap = totals(gaps, nodes.spans)
    scale = np.divide(lost, gap, out=np.zeros_like(gap), where=gap > 0)
    share = np.divide(effective, nodes.weight, out=np.zeros_like(gap), where=nodes.weight > 0)
    children = [end - first for first, end in nodes.spans]
    return np.repeat(share, children, axis=0) * nodes.weights, np.repeat(scale, children, axis=0) * gaps
