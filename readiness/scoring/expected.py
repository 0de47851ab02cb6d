"""Scores that open questions may get, given those that are known: one firm, drawn many times (docs/science.md).

A score before caps is taken as normal: a part common to the firm, one to its pillar, one to its dimension and one of
the question's own; what lies beyond 0 or 100 is shown at that end. The common parts are conditioned by Matheron's rule:
a draw is moved by what it misses the known scores by (conditioning by kriging, Journel and Huijbregts 1978).
Sums over draws go by einsum: products of this size in BLAS wait for threads longer than they compute.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from readiness.questionnaire.model import Kind, Question
from readiness.questionnaire.outlook_rules import OutlookRules
from readiness.scoring.layout import Layout
from readiness.scoring.noise import cumulative, place_at
from readiness.scoring.scorecard import FULL, Bools, Floats

SEED = 20260101
SWEEPS = 4
Spans = tuple[tuple[int, int], ...]


def expected_scores(layout: Layout, rules: OutlookRules, scores: Floats, known: Bools) -> Floats:
    """(Q, J) scores 0–100 that each question may have; `scores` and `known` (Q). The same answers give the same draws,
    and a further answer moves all of them together."""
    free = _unconditional(layout.spans, layout.pillar_spans, rules)
    given = [_given(question) for question in layout.questions]
    rows = np.flatnonzero(known)
    chance = np.random.default_rng(SEED)
    common = free.common
    if rows.size:
        rounding = np.array([_rounding(given[row]) for row in rows])
        own = rules.question**2 + rounding**2
        shares = free.membership[rows] / own[:, np.newaxis]
        inverse = np.linalg.inv(free.membership[rows].T @ shares + np.diag(1.0 / free.variance))
        precision = np.diag(1.0 / own) - shares @ inverse @ shares.T
        behind = _behind(precision, scores[rows], rules)
        seen = free.scores[rows] + rounding[:, np.newaxis] * chance.standard_normal(behind.shape)
        pull = np.einsum("kc,kj->cj", shares, behind - seen)
        common = common + np.einsum("cd,dj->cj", inverse, pull)
    drawn = free.scores + np.einsum("qc,cj->qj", free.membership, common - free.common)
    return np.array(
        [
            _possible(steps, row) * (_measured(chance, rules) if _to_measure(question) else 1.0)
            for question, steps, row in zip(layout.questions, given, drawn, strict=True)
        ]
    )


@dataclass(frozen=True)
class Unconditional:
    """A firm nobody has asked. common (C, J): draws of the parts that questions share, firm first, then pillars, then
    dimensions; variance (C) of these; membership (Q, C): 1 where a question has the part; scores (Q, J)."""

    common: Floats
    variance: Floats
    membership: Floats
    scores: Floats


@lru_cache(maxsize=8)
def _unconditional(spans: Spans, pillar_spans: Spans, rules: OutlookRules) -> Unconditional:
    dimension = _places(spans)
    pillar = _places(pillar_spans)[dimension]
    membership = np.hstack(
        [np.ones((len(dimension), 1)), np.eye(len(pillar_spans))[pillar], np.eye(len(spans))[dimension]]
    )
    counts = [1, len(pillar_spans), len(spans)]
    spread = np.repeat([rules.firm, rules.pillar, rules.dimension], counts)
    chance = np.random.default_rng(SEED)
    common = spread[:, np.newaxis] * chance.standard_normal((len(spread), rules.draws))
    own = rules.question * chance.standard_normal((len(dimension), rules.draws))
    return Unconditional(common, spread**2, membership, rules.mean + membership @ common + own)


def _places(spans: Spans) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """For each child the place of the group it belongs to."""
    return np.repeat(np.arange(len(spans)), [end - first for first, end in spans])


def _behind(precision: Floats, scores: Floats, rules: OutlookRules) -> Floats:
    """(K, J) what may stand behind the known scores (K): the score itself, or where it is 0 or 100 anything from that
    end on, drawn given the others in turn (data augmentation, Albert and Chib 1993)."""
    found = np.repeat(scores[:, np.newaxis], rules.draws, axis=1)
    chance = np.random.default_rng(SEED)
    ends = np.flatnonzero((scores <= 0) | (scores >= FULL))
    for _ in range(SWEEPS):
        for row in ends:
            spread = 1.0 / math.sqrt(precision[row, row])
            mean = found[row] - np.einsum("k,kj->j", precision[row], found - rules.mean) * spread**2
            low = cumulative((FULL - mean) / spread) if scores[row] >= FULL else np.zeros_like(mean)
            high = cumulative(-mean / spread) if scores[row] <= 0 else np.ones_like(mean)
            place = low + (high - low) * chance.random(rules.draws)
            found[row] = mean + spread * place_at(place)
    return found


def _to_measure(question: Question) -> bool:
    """True for a figure that somebody has to measure; what the profile gives is counted."""
    return question.kind is Kind.NUMBER and not question.computed


def _measured(chance: np.random.Generator, rules: OutlookRules) -> Bools:
    """(J) draws in which a figure is measured at all."""
    measured: Bools = chance.random(rules.draws) >= rules.not_measured / FULL
    return measured


def _given(question: Question) -> Floats:
    """The scores that a question can give, rising; none named where it can give nearly any."""
    match question.kind:
        case Kind.LADDER:
            return np.linspace(0.0, FULL, question.levels + 1)
        case Kind.SINGLE:
            return np.unique([option.points for option in question.options])
        case Kind.YES_NO:
            return np.array([0.0, FULL])
        case _:
            return np.zeros(0)


def _rounding(given: Floats) -> float:
    """Standard deviation of what rounding to these scores takes away: of a step's width, evenly."""
    return FULL / (len(given) - 1) / math.sqrt(12.0) if len(given) > 1 else 0.0


def _possible(given: Floats, drawn: Floats) -> Floats:
    """The drawn scores between 0 and 100, at the nearest of those that are given."""
    scores = np.clip(drawn, 0.0, FULL)
    if not given.size:
        return scores
    nearest = np.searchsorted((given[1:] + given[:-1]) / 2.0, scores)
    return given[nearest]
