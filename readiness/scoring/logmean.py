"""The change of one node between two states, shared exactly among its children.

Where weights stand still it is the log-mean decomposition of a geometric mean (w · Δln s, scaled by the logarithmic
mean of the two results) and w · Δs of a mean. Where weights move, a child also gets (its score − the node's) · Δw, all
taken as the mean of both states (Bennet), so that only children whose own weight moves get such a part. Where the rule
of joining changes, a child gets the change of the points it keeps the node from 100 by.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from readiness.scoring.aggregate import SMALLEST, total_of
from readiness.scoring.scorecard import FULL, Bools, Floats

NEAR = 1e-6
LOG_FULL = float(np.log(FULL))


@dataclass(frozen=True)
class State:
    """One node in E states: its result (E), whether it is a geometric mean, its floor, children's weights and scores
    (n, E)."""

    score: Floats
    geometric: Bools
    floor: Floats
    weights: Floats
    scores: Floats

    @property
    def shares(self) -> Floats:
        """Weights summing to 1; zeros where nothing weighs."""
        return self.weights / positive(total_of(self.weights))

    @property
    def logs(self) -> Floats:
        """ln of the scores lifted to the floor."""
        return np.log(np.maximum(self.scores, np.maximum(self.floor, SMALLEST)))


@dataclass(frozen=True)
class Slopes:
    """What becomes of a child's change: slope · Δs + Σ over both states of (pull · (s − 100) + fixed), all (n, E)."""

    slope: Floats
    pull: tuple[Floats, Floats]
    fixed: tuple[Floats, Floats]


def slopes(before: State, after: State) -> Slopes:
    """Such that the children's parts sum to the node's own change; only the rules that occur are worked out."""
    changed = (before.geometric != after.geometric) | (before.geometric & (before.floor != after.floor))
    logs = before.geometric & ~changed
    found = _as_means(before, after)
    if logs.any():
        found = _chosen(logs, _as_geometric(before, after), found)
    if changed.any():
        found = _chosen(changed, _as_rules(before, after), found)
    return found


def _chosen(where: Bools, one: Slopes, other: Slopes) -> Slopes:
    pull = [np.where(where, *pair) for pair in zip(one.pull, other.pull, strict=True)]
    fixed = [np.where(where, *pair) for pair in zip(one.fixed, other.fixed, strict=True)]
    return Slopes(np.where(where, one.slope, other.slope), (pull[0], pull[1]), (fixed[0], fixed[1]))


def pulls(state: State) -> Floats:
    """Per child: what its (s − 100) is of the node's; they sum to the node's result − 100."""
    shares = state.shares
    if not state.geometric.any():
        return shares
    logs = state.logs
    distance = total_of(shares * (logs - LOG_FULL))
    scale = _scale(state.score - FULL, distance, np.full_like(distance, FULL))
    geometric = scale * shares * _log_slope(state.scores, logs, FULL, LOG_FULL)
    return np.where(state.geometric, geometric, shares)


def _as_means(before: State, after: State) -> Slopes:
    share, half = _weights(before, after)
    fixed = half * (FULL - (before.score + after.score) / 2)
    return Slopes(share, (half, half), (fixed, fixed))


def _as_geometric(before: State, after: State) -> Slopes:
    share, half = _weights(before, after)
    log0, log1 = before.logs, after.logs
    mean0, mean1 = total_of(before.shares * log0), total_of(after.shares * log1)
    scale = _scale(after.score - before.score, mean1 - mean0, before.score)
    pull = (
        scale * half * _log_slope(before.scores, log0, FULL, LOG_FULL),
        scale * half * _log_slope(after.scores, log1, FULL, LOG_FULL),
    )
    fixed = scale * half * (LOG_FULL - (mean0 + mean1) / 2)
    return Slopes(scale * share * _log_slope(before.scores, log0, after.scores, log1), pull, (fixed, fixed))


def _as_rules(before: State, after: State) -> Slopes:
    nothing = np.zeros_like(before.scores)
    return Slopes(nothing, (-pulls(before), pulls(after)), (nothing, nothing))


def _weights(before: State, after: State) -> tuple[Floats, Floats]:
    """Mean weight and half the change of weight, over the mean of both totals."""
    whole = positive((total_of(before.weights) + total_of(after.weights)) / 2)
    return (before.weights + after.weights) / 2 / whole, (after.weights - before.weights) / 2 / whole


def _scale(change: Floats, distance: Floats, base: Floats) -> Floats:
    """The logarithmic mean of two results: their difference over that of their logarithms, which is `distance`."""
    small = np.abs(distance) < NEAR
    return np.where(small, base * (1 + distance / 2), change / np.where(small, 1.0, distance))


def _log_slope(one: Floats, log_one: Floats, other: Floats | float, log_other: Floats | float) -> Floats:
    """Δln / Δ of two scores; where they all but meet its derivative, unless the floor lifts one of them."""
    change = other - one
    middle = np.maximum((one + other) / 2, SMALLEST)
    lifted = (np.exp(log_one) > one * (1 + NEAR)) | (np.exp(log_other) > other * (1 + NEAR))
    meeting = (np.abs(change) <= NEAR * middle) & ~lifted
    ratio = (log_other - log_one) / np.where(change == 0, 1.0, change)
    return np.where(meeting, 1 / middle, ratio)


def positive(values: Floats) -> Floats:
    """The values, 1 where they are 0: a divisor for what is 0 then anyway."""
    return np.where(values > 0, values, 1.0)
